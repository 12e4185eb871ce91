using Microsoft.Data.Sqlite;
using Npgsql;

namespace Ambassadors.Api.Startup;

/// <summary>
/// Held while the database is prepared, so that instances that start at once follow one another. Whoever holds it gives it
/// up by dying, too: no killed start is in the next one's way.
/// </summary>
public static class StartLock
{
    // Any number will do, as long as nothing else in the database takes the same.
    private const long AdvisoryKey = 0x414D4241_53534144;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Waits for the lock; disposing gives it up.</summary>
    public static async Task<IAsyncDisposable> TakeAsync(DatabaseSettings settings, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            return settings.IsPostgres
                ? await OfSessionAsync(settings.ConnectionString, patience.Token)
                : await OfFileAsync(new SqliteConnectionStringBuilder(settings.ConnectionString).DataSource + ".start", patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new StartRefusedException("Another instance has been preparing the database for five minutes.");
        }
    }

    // On a connection of its own: a migration may end the transaction or the session that it runs in.
    private static async Task<IAsyncDisposable> OfSessionAsync(string connectionString, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            await using var command = new NpgsqlCommand("SELECT pg_advisory_lock(@key)", connection) { Parameters = { new("key", AdvisoryKey) } };
            await command.ExecuteNonQueryAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // FileShare.None is a lock of the operating system, which ends with the process.
    private static async Task<IAsyncDisposable> OfFileAsync(string path, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
            }
        }
    }
}
