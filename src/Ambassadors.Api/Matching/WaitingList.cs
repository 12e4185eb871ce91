using Ambassadors.Api.Data;
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
    /// The applications of the last published run of the call that are still in matching and have no open pairing, and for which the offer is a candidate that was neither declined,
    /// left aside nor forbidden. Those whose pôle has its quota of pairings do not wait, nor does anybody where the country has. In the order of the offer's wishes, then of the fit, then of the lottery. Once all consents are in, it is for an officer to propose a place that gets free to the first.
    /// </remarks>
    /// <param name="id">The offer.</param>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="pool">Reads the pool.</param>
    /// <param name="callId">The call; that of the newest published run unless said.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Listing<WaitingResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, ListRequest<WaitingResponse, ByPlace> list, RunDesk desk, PoolReader pool, Guid? callId, CancellationToken cancellation)
    {
        var db = desk.Db;
        if (!await db.Offers.AnyAsync(offer => offer.Id == id, cancellation))
            return Problems.NotFound();
        var run = await desk.Visible.AsNoTracking().Where(one => (callId == null || one.CallId == callId) && one.Status == MatchingRunStatus.Published).OrderByDescending(one => one.Id).FirstOrDefaultAsync(cancellation);
        var waiting = new List<(InputApplication Application, Candidate Candidate, int Fit, string Lottery)>();
        if (run is not null)
        {
            var rows = PlanRow.Of(db, run).Where(row => db.Applications.Any(a => a.Id == row.Result.ApplicationId && a.Status == ApplicationStatus.InMatching)
                && !db.Pairings.Any(p => p.ApplicationId == row.Result.ApplicationId && PairingLifecycle.Open.Contains(p.Status))
                && !db.Pairings.Any(p => p.ApplicationId == row.Result.ApplicationId && p.OfferId == id && (p.Status == PairingStatus.Declined || p.Status == PairingStatus.Discarded)));
            var barred = await BarredAsync(id, run, db, pool, cancellation);
            await foreach (var row in rows.Select(row => row.Input).AsAsyncEnumerable().WithCancellation(cancellation))
            {
                if (!barred(row) && row.Candidates.FirstOrDefault(one => one.OfferId == id) is { } candidate)
                    waiting.Add((row, candidate, run.Settings!.Weights.FitOf(candidate.Parts), LotteryOf(run, row.ApplicationId, id)));
            }
        }

        var ordered = waiting.OrderBy(one => one.Candidate.OfferRank ?? int.MaxValue).ThenByDescending(one => one.Fit).ThenBy(one => one.Lottery, StringComparer.Ordinal)
            .Select((one, index) => new WaitingResponse(index + 1, one.Application.ApplicationId, one.Application.PoleSlug, one.Candidate.OfferRank, one.Fit, one.Lottery)).ToList();
        return list.Of(ordered.AsQueryable(), one => one);
    }

    // Pairs that an officer forbids, then or now; and quotas that are used up: whoever they bar could not take the place.
    private static async Task<Func<InputApplication, bool>> BarredAsync(Guid offer, MatchingRun run, AmbassadorsDbContext db, PoolReader pool, CancellationToken cancellation)
    {
        var forbidden = await db.MatchingInstructions.Where(one => one.CallId == run.CallId && one.OfferId == offer && one.Kind == InstructionKind.Forbid && one.Status == InstructionStatus.InForce)
            .Select(one => one.ApplicationId).ToHashSetAsync(cancellation);
        forbidden.UnionWith(run.Settings!.Forbids.Where(pair => pair.OfferId == offer).Select(pair => pair.ApplicationId));
        var quotas = (await db.Calls.AsNoTracking().SingleAsync(call => call.Id == run.CallId, cancellation)).Rules.Quotas;
        var country = await db.Offers.Where(one => one.Id == offer).Select(one => one.Country).SingleAsync(cancellation);
        (string Pole, string Country)[] taken =
            [.. await pool.ApprovedAsync(run.CallId, cancellation), .. (await pool.OpenAsync(run.CallId, cancellation)).Select(one => (one.PoleSlug, one.Country))];
        var perPole = taken.CountBy(one => one.Pole).ToDictionary();
        var countryIsFull = taken.Count(one => one.Country == country) >= quotas.MaxPerCountry;
        return application => countryIsFull || forbidden.Contains(application.ApplicationId) || perPole.GetValueOrDefault(application.PoleSlug) >= quotas.MaxPerPole;
    }

    private static string LotteryOf(MatchingRun run, Guid application, Guid offer) =>
        MatchingEngine.LotteryOf(run.ProblemHash!, ProblemOfRun.NameOf(application), ProblemOfRun.NameOf(offer));
}
