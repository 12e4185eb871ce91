using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Startup;
using Ambassadors.Api.Telemetry;
using Ambassadors.Domain.Journal;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Journal;

/// <summary>
/// Gives committed entries their positions and chains their hashes, one instance at a time. What waits for a position is found because it is there, never
/// because it is newer than the last: a transaction that began early and commits late is missed by no look.
/// </summary>
public sealed partial class JournalService(
    IServiceScopeFactory scopes, JournalWatch watch, Measures measures, TimeProvider clock, IConfiguration configuration, ILogger<JournalService> log)
    : RecurringService(configuration.GetValue("Journal:Interval", UsualInterval), clock)
{
    private const int Batch = 500;
    private static readonly TimeSpan UsualInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan UsualHeadInterval = TimeSpan.FromMinutes(5);

    /// <summary>Since when each entry waits for its position, the next first.</summary>
    public static IQueryable<DateTimeOffset> Waiting(AmbassadorsDbContext db) => db.UnnumberedEntries.OrderBy(one => one.Sequence).Select(one => one.Entry.At);

    // Between two looks for a head that is due by time, where nothing waits for one yet.
    private static readonly TimeSpan HeadPause = TimeSpan.FromSeconds(1);

    private DateTimeOffset _headDueAt;

    /// <summary>How long what is numbered waits for its head at the most, but for the time that the publication takes.</summary>
    public TimeSpan HeadInterval { get; } = configuration.GetValue("Journal:HeadInterval", UsualHeadInterval);

    /// <summary>Numbers all that is committed and waits, and publishes the heads that are due.</summary>
    public async Task NumberDueAsync(CancellationToken cancellation)
    {
        var (numbered, all) = (0, 0);
        do
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AmbassadorsDbContext>();
            all += numbered = await NumberAsync(db, cancellation);

            // Whoever waits here hears of what another instance numbered too.
            if (watch.IsWatched)
                watch.Reach(await db.HeadPositionAsync(cancellation));
        }
        while (numbered == Batch);

        // Where nothing was numbered here, another instance may have: looked for as seldom as heads are published.
        if (all >= Batch || Clock.Now() >= _headDueAt)
            await PublishDueAsync(cancellation);
    }

    /// <inheritdoc/>
    protected override Task PassAsync(CancellationToken cancellation) => NumberDueAsync(cancellation);

    /// <inheritdoc/>
    protected override void PassFailed(Exception exception)
    {
        // Another instance numbers where the race was lost; the next look sees what it left.
        if (Races.IsLost(exception))
            NumberedElsewhere();
        else
            NumberingFailed(exception);
    }

    private async Task PublishDueAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AmbassadorsDbContext>();
        var now = Clock.Now();
        while (await JournalHeads.PublishAsync(db, now, HeadInterval, cancellation) is not null)
            db.ChangeTracker.Clear();
        var last = await JournalHeads.LastAsync(db, cancellation);
        var due = last?.At + HeadInterval ?? now;
        _headDueAt = due > now ? due : now + HeadPause;
    }

    private async Task<int> NumberAsync(AmbassadorsDbContext db, CancellationToken cancellation)
    {
        if (!await db.UnnumberedEntries.AnyAsync(cancellation))
            return 0;
        using var span = Spans.Source.StartActivity("number journal");
        await using var transaction = await db.BeginWorkAsync(cancellation);
        await db.HoldNumberingAsync(cancellation);
        var waiting = await db.UnnumberedEntries.AsNoTracking().Include(one => one.Entry).OrderBy(one => one.Sequence).Take(Batch).ToListAsync(cancellation);
        var last = await db.JournalPositions.AsNoTracking().OrderByDescending(one => one.Position).FirstOrDefaultAsync(cancellation);
        var (position, hash) = (last?.Position ?? 0, last?.Hash ?? JournalChain.Beginning);
        foreach (var one in waiting)
        {
            hash = JournalChain.Hash(hash, ++position, one.Entry);
            db.JournalPositions.Add(new JournalPosition { Position = position, EntryId = one.EntryId, Hash = hash });
        }

        long[] done = [.. waiting.Select(one => one.Sequence)];
        await db.UnnumberedEntries.Where(one => EF.Parameter(done).Contains(one.Sequence)).ExecuteDeleteAsync(cancellation);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        span?.SetTag("ambassadors.entries", waiting.Count);
        measures.Numbered(waiting.Select(one => one.Entry.At), Clock.Now());
        return waiting.Count;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The journal could not be numbered; the next pass goes on.")]
    private partial void NumberingFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Another instance numbers the journal.")]
    private partial void NumberedElsewhere();
}

/// <summary>Registers the journal.</summary>
public static class JournalRegistration
{
    /// <summary>Registers the service that numbers it.</summary>
    public static WebApplicationBuilder AddJournal(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<JournalWatch>();
        builder.Services.AddSingleton<EventSource>();
        builder.Services.AddScoped<EventFeed>();
        builder.Services.AddScoped<Following>();
        builder.Services.AddSingleton(new Backlog("journal", JournalService.Waiting));
        builder.Services.AddSingleton<JournalService>();
        builder.Services.AddScoped<Readings>();
        builder.Services.AddScoped<Receipts>();
        builder.Services.AddHostedService(services => services.GetRequiredService<JournalService>());
        return builder;
    }
}
