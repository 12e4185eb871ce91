using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.Matching;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Matching;

/// <summary>Asks for runs, lists them, ends them.</summary>
public static class RequestRun
{
    /// <summary>Asks for a matching run</summary>
    /// <remarks>
    /// Answers at once (202): the run is computed beside, and its address, in <c>Location</c>, shows how far it is. <c>Prefer: respond-async</c> is
    /// always honoured. The call has to be in matching. From the moment a run begins its input is frozen: what changes in the pool afterwards
    /// changes nothing in it.
    /// </remarks>
    /// <param name="id">The call.</param>
    /// <param name="request">The run.</param>
    /// <param name="validator">Judges its form.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="signal">Wakes who computes it.</param>
    /// <param name="http">The request.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Accepted<MatchingRunResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, MatchingRunRequest request, IValidator<MatchingRunRequest> validator, RunDesk desk, RunSignal signal, HttpContext http, CancellationToken cancellation)
    {
        var db = desk.Db;
        if (await db.Calls.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellation) is not { } call)
            return Problems.NotFound();
        if (validator.Validate(request) is { IsValid: false } form)
            return Problems.Invalid(form);
        if (request.Overrides?.Budget is { } budget && budget.Currency != call.Currency)
            return Problems.Invalid(new ProblemError("terms.amount_currency", "#/overrides/budget/currency", Texts.Detail("terms.amount_currency", call.Currency)));
        var based = request.BaseRunId is null ? null : await desk.Visible.AsNoTracking().SingleOrDefaultAsync(run => run.Id == request.BaseRunId, cancellation);
        if (request.BaseRunId is not null && based is null)
            new References(db).Missing("#/baseRunId").Settle();

        if (based is not null && request.Rematch is { } rematch && rematch != based.Rematch)
            return Problems.Invalid(new ProblemError("run.rematch_differs", "#/rematch", Texts.Detail("run.rematch_differs")));
        await SettleAsync(id, request.Overrides, db, cancellation);

        await db.HoldAsync(db.Calls.Where(c => c.Id == id), cancellation);
        var underWay = await db.MatchingRuns.CountAsync(run => run.CallId == id && MatchingRunLifecycle.UnderWay.Contains(run.Status), cancellation);
        var (run, verdict) = MatchingRun.Request(
            call, request.Profile ?? RunProfile.Fit, request.Overrides?.ToOverrides() ?? new RunOverrides(), based, request.Rematch ?? false, underWay, desk.Actor, desk.Now);
        if (!verdict.IsDone)
            return Problems.Refused(verdict);
        db.MatchingRuns.Add(run);
        signal.Trace(run.Id);
        await db.SaveChangesAsync(cancellation);

        // Once the request's transaction is committed.
        http.Response.OnCompleted(() =>
        {
            signal.Ask();
            return Task.CompletedTask;
        });
        if (http.Request.Headers["Prefer"].Any(value => value?.Contains("respond-async", StringComparison.OrdinalIgnoreCase) == true))
            http.Response.Headers["Preference-Applied"] = "respond-async";
        return TypedResults.Accepted($"/v1/matching-runs/{run.Id}", desk.Show(run));
    }

    // Every pair that a what-if names has to be of this call.
    private static async Task SettleAsync(Guid call, RunOverridesRequest? overrides, AmbassadorsDbContext db, CancellationToken cancellation)
    {
        (string Member, IReadOnlyList<PairRequest> Pairs)[] named = [("locks", overrides?.Locks ?? []), ("forbids", overrides?.Forbids ?? [])];
        var pairs = named.SelectMany(list => list.Pairs).ToList();
        if (pairs.Count == 0)
            return;
        Guid[] applicationIds = [.. pairs.Select(pair => pair.ApplicationId!.Value).Distinct()];
        Guid[] offerIds = [.. pairs.Select(pair => pair.OfferId!.Value).Distinct()];
        var applications = await db.Applications.Where(a => a.CallId == call && EF.Parameter(applicationIds).Contains(a.Id)).Select(a => a.Id).ToHashSetAsync(cancellation);
        var offers = await db.Offers.Where(o => EF.Parameter(offerIds).Contains(o.Id)).Select(o => o.Id).ToHashSetAsync(cancellation);
        var references = new References(db);
        foreach (var (member, list) in named)
        {
            for (var n = 0; n < list.Count; n++)
            {
                if (!applications.Contains(list[n].ApplicationId!.Value))
                    references.Missing($"#/overrides/{member}/{n}/applicationId");
                if (!offers.Contains(list[n].OfferId!.Value))
                    references.Missing($"#/overrides/{member}/{n}/offerId");
            }
        }

        references.Settle();
    }

    /// <summary>Lists the matching runs of a call, the newest first</summary>
    /// <param name="id">The call.</param>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="status">Only runs in this status.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Listing<MatchingRunResponse>, ProblemHttpResult>> ListAsync(
        Guid id, ListRequest<MatchingRun, NewestFirst<MatchingRun>> list, RunDesk desk, Named<MatchingRunStatus>? status, CancellationToken cancellation)
    {
        if (!await desk.Db.Calls.AnyAsync(call => call.Id == id, cancellation))
            return Problems.NotFound();
        var runs = desk.Visible.AsNoTracking().Where(run => run.CallId == id);
        if (status is { Value: var wanted })
            runs = runs.Where(run => run.Status == wanted);
        return list.Of(runs, desk.Show);
    }

    /// <summary>Ends a run that is not done yet</summary>
    /// <remarks>Whoever computes it stops within seconds; nothing is suggested.</remarks>
    public static Task<Results<Ok<MatchingRunResponse>, ProblemHttpResult>> CancelAsync(Guid id, IfMatch ifMatch, RunDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, MatchingRunEvent.Cancel, ifMatch, run => run.Cancel(desk.Actor, desk.Now), cancellation);
}
