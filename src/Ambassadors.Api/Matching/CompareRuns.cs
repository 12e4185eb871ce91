using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Pairings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Matching;

/// <summary>What one of two runs found.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Profile">What its plan is best at.</param>
/// <param name="Figures">What it found.</param>
public sealed record ComparedRunResponse(Guid RunId, RunProfile Profile, RunFiguresResponse Figures);

/// <summary>An application for which two runs found something else.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="PoleSlug">Slug of its pôle.</param>
/// <param name="OfferId">The offer in the one run; absent where it has no pair there.</param>
/// <param name="OtherOfferId">The offer in the other.</param>
public sealed record ChangedPairResponse(Guid ApplicationId, string PoleSlug, Guid? OfferId, Guid? OtherOfferId);

/// <summary>Two runs of a call side by side.</summary>
/// <param name="One">The run.</param>
/// <param name="Other">The other.</param>
/// <param name="ChangedCount">For how many applications they found something else.</param>
/// <param name="Changed">Those applications, the first thousand.</param>
public sealed record RunComparisonResponse(
    ComparedRunResponse One, ComparedRunResponse Other, int ChangedCount, IReadOnlyList<ChangedPairResponse> Changed);

/// <summary>What publishing a re-match would do to a pairing.</summary>
public enum RematchChange
{
    /// <summary>The open pairing stays as it is.</summary>
    Kept,

    /// <summary>A new pairing is proposed.</summary>
    Added,

    /// <summary>The open pairing is cancelled.</summary>
    Dropped
}

/// <summary>A pairing that publishing the run would keep, propose or cancel.</summary>
/// <param name="Change">What would happen.</param>
/// <param name="ApplicationId">The application.</param>
/// <param name="OfferId">The offer.</param>
/// <param name="PairingId">The pairing, where there is one.</param>
public sealed record RunChangeResponse(RematchChange Change, Guid ApplicationId, Guid OfferId, Guid? PairingId);

/// <summary>Shows runs beside each other, and a re-match beside what is open.</summary>
public static class CompareRuns
{
    private const int MostChanges = 1_000;

    /// <summary>Compares two runs of a call: which pairs changed, the fit, the money by year</summary>
    public static async Task<Results<Ok<RunComparisonResponse>, ProblemHttpResult>> HandleAsync(Guid id, Guid otherId, RunDesk desk, CancellationToken cancellation)
    {
        if (await desk.FindPlannedAsync(id, cancellation) is not { } one || await desk.FindPlannedAsync(otherId, cancellation) is not { } other || one.CallId != other.CallId)
            return Problems.NotFound();
        var results = desk.Db.MatchingResults.AsNoTracking();
        var left = results.Where(result => result.RunId == id);
        var right = results.Where(result => result.RunId == otherId);
        var changed = left.LeftJoin(right, a => a.ApplicationId, b => b.ApplicationId, (a, b) => new { a.ApplicationId, a.PoleSlug, a.OfferId, OtherOfferId = b!.OfferId })
            .Concat(right.Where(b => !left.Any(a => a.ApplicationId == b.ApplicationId))
                .Select(b => new { b.ApplicationId, b.PoleSlug, OfferId = (Guid?)null, OtherOfferId = b.OfferId }))
            .Where(pair => pair.OfferId != pair.OtherOfferId);
        var shown = await changed.OrderBy(pair => pair.ApplicationId).Take(MostChanges).ToListAsync(cancellation);
        return TypedResults.Ok(new RunComparisonResponse(
            ShownOf(one), ShownOf(other),
            shown.Count < MostChanges ? shown.Count : await changed.CountAsync(cancellation),
            [.. shown.Select(pair => new ChangedPairResponse(pair.ApplicationId, pair.PoleSlug, pair.OfferId, pair.OtherOfferId))]));
    }

    /// <summary>Lists what publishing a run would keep, propose and cancel</summary>
    /// <remarks>Of a run that is no re-match, all is added: what is open is left alone by it.</remarks>
    public static async Task<Results<Listing<RunChangeResponse>, ProblemHttpResult>> ChangesAsync(
        Guid id, ListRequest<RunChangeResponse, ByChangedApplication> list, RunDesk desk, CancellationToken cancellation)
    {
        if (await desk.FindPlannedAsync(id, cancellation) is not { } run)
            return Problems.NotFound();
        return list.Of((await OfAsync(run, desk, cancellation)).AsQueryable(), change => change);
    }

    /// <summary>What publishing a run would keep, propose and cancel.</summary>
    public static async Task<IReadOnlyList<RunChangeResponse>> OfAsync(MatchingRun run, RunDesk desk, CancellationToken cancellation)
    {
        var db = desk.Db;
        var input = await db.MatchingInputs.AsNoTracking().SingleAsync(one => one.Id == run.InputId, cancellation);
        var announced = input.Announced.Concat(input.Held).ToHashSet();
        var leftAside = await PlanRow.LeftAside(db, run).Select(result => result.ApplicationId).ToHashSetAsync(cancellation);
        var plan = await db.MatchingResults.AsNoTracking().Where(result => result.RunId == run.Id && result.OfferId != null && !leftAside.Contains(result.ApplicationId))
            .Select(result => new { result.ApplicationId, OfferId = result.OfferId!.Value, result.PairingId }).ToListAsync(cancellation);
        var planned = plan.Select(pair => new PairKey(pair.ApplicationId, pair.OfferId)).ToHashSet();
        var dropped = announced.Where(pair => !planned.Contains(pair) && !leftAside.Contains(pair.ApplicationId)).ToList();
        var open = announced.Count == 0 ? [] : await db.Pairings.AsNoTracking().Where(p => p.CallId == run.CallId && PairingLifecycle.Open.Contains(p.Status))
            .Select(p => new { p.ApplicationId, p.OfferId, p.Id }).ToDictionaryAsync(p => new PairKey(p.ApplicationId, p.OfferId), p => p.Id, cancellation);
        return
        [
            .. plan.Select(pair => new RunChangeResponse(
                announced.Contains(new PairKey(pair.ApplicationId, pair.OfferId)) ? RematchChange.Kept : RematchChange.Added, pair.ApplicationId, pair.OfferId, pair.PairingId)),
            .. dropped.Where(open.ContainsKey).Select(pair => new RunChangeResponse(RematchChange.Dropped, pair.ApplicationId, pair.OfferId, open[pair]))
        ];
    }

    private static ComparedRunResponse ShownOf(MatchingRun run) => new(run.Id, run.Profile, RunFiguresResponse.Of(run.Figures!, run.Currency));
}

/// <summary>Changes, by application.</summary>
public sealed class ByChangedApplication : IOrders<RunChangeResponse>
{
    /// <inheritdoc/>
    public static IReadOnlyList<Order<RunChangeResponse>> All { get; } =
        [new("applicationId", Key<RunChangeResponse>.By(change => change.ApplicationId), Key<RunChangeResponse>.By(change => change.OfferId))];
}
