using System.Diagnostics;
using System.Net.Sockets;
using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Ambassadors.Api.Startup;

/// <summary>Brings the database to this version of the service. Done twice, the second time changes nothing.</summary>
public static class Preparation
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Applies what migrations are pending, loads the reference data that is missing and, where asked, lays the demonstration's.</summary>
    public static async Task PrepareAsync(IServiceProvider services, bool withDemonstration, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AmbassadorsDbContext>();
        var clock = scope.ServiceProvider.GetRequiredService<TimeProvider>();
        await ReachAsync(db, create: true, cancellation);
        await using var alone = await StartLock.TakeAsync(scope.ServiceProvider.GetRequiredService<DatabaseSettings>(), cancellation);
        try
        {
            await MigrateAsync(db, cancellation);
            await ReferenceData.LoadAsync(db, clock.Now(), cancellation);
            await KnownClients.EnsureDocumentationAsync(scope.ServiceProvider, cancellation);
            if (withDemonstration)
                await DemoData.LayAsync(db, clock.Now(), cancellation);
        }
        catch (PostgresException exception)
        {
            throw new StartRefusedException($"The database of ConnectionStrings:Ambassadors can't be prepared: {exception.MessageText}.");
        }
    }

    private static async Task MigrateAsync(AmbassadorsDbContext db, CancellationToken cancellation)
    {
        await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellation);
        if (await IsBehindAsync(db, cancellation))
        {
            // A start that was killed while migrating leaves the row by which SQLite's migrations wait for one another,
            // for good. The lock says that nobody else is migrating.
            if (db.Database.IsSqlite())
            {
                await db.Database.ExecuteSqlAsync($"DROP TABLE IF EXISTS __EFMigrationsLock", cancellation);

                // Kept in the file: readers and the one writer do not wait for each other.
                await db.Database.ExecuteSqlAsync($"PRAGMA journal_mode = 'wal'", cancellation);
            }

            await db.Database.MigrateAsync(cancellation);
        }
    }

    /// <summary>Refuses the start on a database that this version of the service does not fit.</summary>
    public static async Task RequireAsync(IServiceProvider services, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AmbassadorsDbContext>();
        await ReachAsync(db, create: false, cancellation);
        if (await IsBehindAsync(db, cancellation))
            throw new StartRefusedException("The database has pending migrations: run the service once with 'migrate', or set Database:MigrateOnStart=true.");
    }

    /// <summary>Whether migrations are pending.</summary>
    public static async Task<bool> IsBehindAsync(AmbassadorsDbContext db, CancellationToken cancellation) =>
        !await db.GetService<IHistoryRepository>().ExistsAsync(cancellation) || (await db.Database.GetPendingMigrationsAsync(cancellation)).Any();

    // A server that starts together with the service takes a moment; a database that nobody has made yet is made.
    private static async Task ReachAsync(AmbassadorsDbContext db, bool create, CancellationToken cancellation)
    {
        if (!db.Database.IsNpgsql())
            return;
        for (var waited = Stopwatch.StartNew(); ;)
        {
            try
            {
                await using var connection = new NpgsqlConnection(db.Database.GetConnectionString());
                await connection.OpenAsync(cancellation);
                return;
            }
            catch (PostgresException exception) when (create && exception.SqlState == PostgresErrorCodes.InvalidCatalogName)
            {
                await CreateAsync(db, cancellation);
            }
            catch (NpgsqlException exception) when (IsPassing(exception) && waited.Elapsed < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), cancellation);
            }
            catch (NpgsqlException exception)
            {
                throw StartRefusedException.Setting("ConnectionStrings:Ambassadors", $"names a database that can't be used: {exception.Message}");
            }
        }
    }

    private static async Task CreateAsync(AmbassadorsDbContext db, CancellationToken cancellation)
    {
        try
        {
            await db.GetService<IRelationalDatabaseCreator>().CreateAsync(cancellation);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another instance was faster.
        }
    }

    private static bool IsPassing(NpgsqlException exception) =>
        exception.InnerException is SocketException or TimeoutException or IOException
        || exception is PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections };
}
