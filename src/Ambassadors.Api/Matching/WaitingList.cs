using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Pairings;
using Ambassadors.Matching;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Matching;

/// <summary>An application that waits for a place of an offer.</summary>
/// <param name="Place">Its place in the list, from 1.</param>
/// <param name="ApplicationId">The application.</param>
/// <param name="PoleSlug">Slug of its pôle.</param>
/// <param name="OfferRank">The pôle's rank among the wishes of the offer: the lowest comes first, those not wished for last.</param>
/// <param name="Fit">The fit, points: among equal ranks the highest comes first.</param>
/// <param name="Lottery">The lottery number: among equals the lowest comes first.</param>
public sealed record WaitingResponse(int Place, Guid ApplicationId, string PoleSlug, int? OfferRank, int Fit, string Lottery);

/// <summary>Waiting applications, by their place.</summary>
public sealed class ByPlace : IOrders<WaitingResponse>
{
    /// <inheritdoc/>
    public static IReadOnlyList<Order<WaitingResponse>> All { get; } = [new("place", Key<WaitingResponse>.By(one => one.Place))];
}

/// <summary>Who comes next where a place of an offer gets free.</summary>
public static class WaitingList
{
    /// <summary>Lists the applications that wait for a place of an offer, the next first</summary>
    /// <remarks>
    /// The applications that the last published run of the call left without a pair, that are still in matching, have no open pairing since, and for which the offer is a candidate:
    /// in the order of the offer's wishes, then of the fit, then of the lottery. Once all consents are in, it is for an officer to propose a place that gets free to the first.
    /// </remarks>
    /// <param name="id">The offer.</param>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="callId">The call; that of the newest published run unless said.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Listing<WaitingResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, ListRequest<WaitingResponse, ByPlace> list, RunDesk desk, Guid? callId, CancellationToken cancellation)
    {
        var db = desk.Db;
        if (!await db.Offers.AnyAsync(offer => offer.Id == id, cancellation))
            return Problems.NotFound();
        var run = await desk.Visible.AsNoTracking().Where(one => (callId == null || one.CallId == callId) && one.Status == MatchingRunStatus.Published).OrderByDescending(one => one.Id).FirstOrDefaultAsync(cancellation);
        var waiting = new List<(InputApplication Application, Candidate Candidate, int Fit, string Lottery)>();
        if (run is not null)
        {
            var rows = PlanRow.Of(db, run).Where(row => row.Result.OfferId == null
                && db.Applications.Any(a => a.Id == row.Result.ApplicationId && a.Status == ApplicationStatus.InMatching)
                && !db.Pairings.Any(p => p.ApplicationId == row.Result.ApplicationId && PairingLifecycle.Open.Contains(p.Status)));
            await foreach (var row in rows.Select(row => row.Input).AsAsyncEnumerable().WithCancellation(cancellation))
            {
                if (row.Candidates.FirstOrDefault(one => one.OfferId == id) is { } candidate)
                    waiting.Add((row, candidate, run.Settings!.Weights.FitOf(candidate.Parts), LotteryOf(run, row.ApplicationId, id)));
            }
        }

        var ordered = waiting.OrderBy(one => one.Candidate.OfferRank ?? int.MaxValue).ThenByDescending(one => one.Fit).ThenBy(one => one.Lottery, StringComparer.Ordinal)
            .Select((one, index) => new WaitingResponse(index + 1, one.Application.ApplicationId, one.Application.PoleSlug, one.Candidate.OfferRank, one.Fit, one.Lottery)).ToList();
        return list.Of(ordered.AsQueryable(), one => one);
    }

    private static string LotteryOf(MatchingRun run, Guid application, Guid offer) =>
        MatchingEngine.LotteryOf(run.ProblemHash!, ProblemOfRun.NameOf(application), ProblemOfRun.NameOf(offer));
}
