using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Ambassadors.Api.Data;
using Ambassadors.Api.Journal;
using Ambassadors.Api.Telemetry;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Ambassadors.Benchmarks;

/// <summary>
/// How long it takes from the commit of a journal entry until it has its position, and so can be followed: writers commit at a given rate, two instances of the
/// numbering share the work, and a reader asks every few milliseconds for what is after the last position that it saw.
/// </summary>
internal static class Numbering
{
    private const int Writers = 50;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    /// <summary>Measures on an empty PostgreSQL database, which it migrates.</summary>
    public static async Task MeasureAsync(string connectionString, int rate, TimeSpan time)
    {
        await using var services = Services(connectionString);
        await using (var scope = services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<AmbassadorsDbContext>().Database.MigrateAsync();
        JournalService[] instances = [.. Enumerable.Range(0, 2).Select(_ => new JournalService(
            services.GetRequiredService<IServiceScopeFactory>(), new JournalWatch(), services.GetRequiredService<Measures>(), TimeProvider.System, new ConfigurationBuilder().AddEnvironmentVariables().Build(), NullLogger<JournalService>.Instance))];
        foreach (var instance in instances)
            await instance.StartAsync(CancellationToken.None);

        var (committed, seen) = (new ConcurrentDictionary<Guid, long>(), new ConcurrentDictionary<Guid, long>());
        using var over = new CancellationTokenSource();
        var reading = FollowAsync(connectionString, seen, over.Token);
        await WriteAsync(services, committed, rate: rate, TimeSpan.FromSeconds(2));
        committed.Clear();
        var watch = Stopwatch.StartNew();
        await WriteAsync(services, committed, rate, time);
        var reached = committed.Count / watch.Elapsed.TotalSeconds;
        while (committed.Keys.Any(entry => !seen.ContainsKey(entry)))
            await Task.Delay(Look);
        await over.CancelAsync();
        await reading;
        foreach (var instance in instances)
            await instance.StopAsync(CancellationToken.None);

        double[] delays = [.. committed.Select(one => Stopwatch.GetElapsedTime(one.Value, seen[one.Key]).TotalMilliseconds).Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{committed.Count} entries at {reached:0} a second: p50 {At(delays, 0.5):0} ms, p95 {At(delays, 0.95):0} ms, p99 {At(delays, 0.99):0} ms, longest {delays[^1]:0} ms"));
    }

    private static double At(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];

    private static ServiceProvider Services(string connectionString) => new ServiceCollection()
        .AddDbContext<AmbassadorsDbContext, PostgresAmbassadorsDbContext>(options => options.UseNpgsql(connectionString).UseSnakeCaseNamingConvention())
        .AddMetrics().AddSingleton<Measures>()
        .BuildServiceProvider();

    // Each writer keeps to its own beat; one that is late does not wait to catch up.
    private static Task WriteAsync(ServiceProvider services, ConcurrentDictionary<Guid, long> committed, int rate, TimeSpan time)
    {
        var (beat, end) = (TimeSpan.FromSeconds((double)Writers / rate), Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency));
        return Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            await Task.Delay(beat * writer / Writers);
            using var timer = new PeriodicTimer(beat);
            var (resource, version) = (Guid.CreateVersion7(), 0);
            do
            {
                await using var scope = services.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<AmbassadorsDbContext>();
                await using var transaction = await db.BeginWorkAsync(CancellationToken.None);
                var entry = JournalEntry.Beside("conflict", resource, ++version, CaseFile.Programme, "declare", Actor.Service, DateTimeOffset.UtcNow);
                db.Journal.Add(entry);
                await db.SaveChangesAsync();
                await transaction.CommitAsync();
                committed[entry.Id] = Stopwatch.GetTimestamp();
            }
            while (await timer.WaitForNextTickAsync() && Stopwatch.GetTimestamp() < end);
        }));
    }

    private static async Task FollowAsync(string connectionString, ConcurrentDictionary<Guid, long> seen, CancellationToken over)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(CancellationToken.None);
        for (var after = 0L; !over.IsCancellationRequested; await Task.Delay(Look, CancellationToken.None))
        {
            await using var command = new NpgsqlCommand("SELECT position, entry_id FROM journal_positions WHERE position > $1 ORDER BY position", connection);
            command.Parameters.Add(new NpgsqlParameter { Value = after });
            await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
            while (await reader.ReadAsync(CancellationToken.None))
            {
                after = reader.GetInt64(0);
                seen[reader.GetGuid(1)] = Stopwatch.GetTimestamp();
            }
        }
    }
}
