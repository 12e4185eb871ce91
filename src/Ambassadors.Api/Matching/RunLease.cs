using Ambassadors.Api.Data;
using Ambassadors.Domain.Matching;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Matching;

/// <summary>Who computes a run: one instance at a time, for as long as it says that it lives. The number of the attempt tells it from those before.</summary>
public static class RunLease
{
    /// <summary>The runs that wait, or whose instance is believed dead, the oldest first.</summary>
    public static IQueryable<MatchingRun> Due(AmbassadorsDbContext db, DateTimeOffset now) => db.MatchingRuns
        .Where(run => run.Status == MatchingRunStatus.Queued || run.Status == MatchingRunStatus.Running && (run.LeasedUntil == null || run.LeasedUntil < now))
        .OrderBy(run => run.Id);

    /// <summary>Whether the run is still this attempt's; until the transaction ends nobody else takes it.</summary>
    public static async Task<bool> HoldAsync(AmbassadorsDbContext db, Guid id, int attempt, CancellationToken cancellation) =>
        await Own(db, id, attempt).ExecuteUpdateAsync(set => set.SetProperty(run => run.Attempts, run => run.Attempts), cancellation) == 1;

    /// <summary>Says that the instance lives and how far it is; false where the run is no longer its own.</summary>
    public static async Task<bool> RenewAsync(
        AmbassadorsDbContext db, Guid id, int attempt, DateTimeOffset until, RunPhase phase, int percent, long? bound, long? best, CancellationToken cancellation) =>
        await Own(db, id, attempt).ExecuteUpdateAsync(
            set => set.SetProperty(run => run.LeasedUntil, until).SetProperty(run => run.Phase, phase).SetProperty(run => run.Percent, percent)
                .SetProperty(run => run.Bound, bound).SetProperty(run => run.Best, best), cancellation) == 1;

    /// <summary>Leaves the run to whoever takes it up next.</summary>
    public static Task GiveBackAsync(AmbassadorsDbContext db, Guid id, int attempt, CancellationToken cancellation) =>
        Own(db, id, attempt).ExecuteUpdateAsync(set => set.SetProperty(run => run.LeasedUntil, (DateTimeOffset?)null), cancellation);

    private static IQueryable<MatchingRun> Own(AmbassadorsDbContext db, Guid id, int attempt) =>
        db.MatchingRuns.Where(run => run.Id == id && run.Attempts == attempt && run.Status == MatchingRunStatus.Running);
}
