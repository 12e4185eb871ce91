using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Startup;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Telemetry;

/// <summary>Something that waits in the database for a worker. A module registers its own, and is measured: <c>services.AddSingleton(new Backlog("mails", …))</c>.</summary>
/// <param name="Queue">The name under which it is measured.</param>
/// <param name="Waiting">Since when each waits, those first that are next.</param>
public sealed record Backlog(string Queue, Func<AmbassadorsDbContext, IQueryable<DateTimeOffset>> Waiting)
{
    /// <summary>No more are counted: whether there are ten thousand or a million, somebody has to look.</summary>
    public const int Most = 10_000;

    /// <summary>How many wait, and how long the oldest of them.</summary>
    public async Task<BacklogReading> ReadAsync(AmbassadorsDbContext db, DateTimeOffset now, CancellationToken cancellation)
    {
        var read = await Waiting(db).Take(Most).GroupBy(_ => 1).Select(all => new { Count = all.Count(), Oldest = all.Min() }).FirstOrDefaultAsync(cancellation);
        return new BacklogReading(Queue, read?.Count ?? 0, read is null || read.Oldest > now ? TimeSpan.Zero : now - read.Oldest);
    }
}

/// <summary>What waited when it was read.</summary>
/// <param name="Queue">What it is.</param>
/// <param name="Depth">How many.</param>
/// <param name="Age">How long the oldest.</param>
public sealed record BacklogReading(string Queue, int Depth, TimeSpan Age);

/// <summary>
/// Reads what waits every five seconds (<c>Telemetry:Interval</c>), whoever collects and however often. It runs only where somebody does.
/// </summary>
public sealed partial class BacklogWatch(
    IServiceScopeFactory scopes, IEnumerable<Backlog> backlogs, Measures measures, TimeProvider clock, IConfiguration configuration, ILogger<BacklogWatch> log)
    : RecurringService(configuration.GetValue("Telemetry:Interval", UsualInterval), clock)
{
    private static readonly TimeSpan UsualInterval = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task PassAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AmbassadorsDbContext>();
        var readings = new List<BacklogReading>();
        foreach (var backlog in backlogs)
            readings.Add(await backlog.ReadAsync(db, Clock.Now(), cancellation));
        measures.Wait(readings);
    }

    /// <inheritdoc/>
    protected override void PassFailed(Exception exception)
    {
        // A gap is seen; a figure of before would be believed.
        measures.Wait([]);
        ReadFailed(exception);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What waits in the database could not be read.")]
    private partial void ReadFailed(Exception exception);
}
