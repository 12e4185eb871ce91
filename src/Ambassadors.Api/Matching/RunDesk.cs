using Ambassadors.Api.Http;
using Ambassadors.Domain.Matching;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Matching;

/// <summary>Where requests on one matching run are taken in. Runs are the programme's own.</summary>
public sealed class RunDesk(DeskTools tools) : Desk<MatchingRun, MatchingRunStatus, MatchingRunEvent, MatchingRunResponse>(tools)
{
    /// <summary>The runs that the actor may see: all in the programme, none elsewhere.</summary>
    public IQueryable<MatchingRun> Visible => Actor.SeesEveryFile() ? Db.MatchingRuns : Db.MatchingRuns.Where(_ => false);

    /// <inheritdoc/>
    public override Task<MatchingRun?> FindAsync(Guid id, CancellationToken cancellation) => Visible.SingleOrDefaultAsync(run => run.Id == id, cancellation);

    /// <summary>Finds a run that has a plan, not tracked; null where it is absent or has none.</summary>
    public Task<MatchingRun?> FindPlannedAsync(Guid id, CancellationToken cancellation) =>
        Visible.AsNoTracking().SingleOrDefaultAsync(run => run.Id == id && (run.Status == MatchingRunStatus.Succeeded || run.Status == MatchingRunStatus.Published), cancellation);

    /// <inheritdoc/>
    public override MatchingRunResponse Show(MatchingRun resource) => MatchingRunResponse.Of(resource, Actor);
}
