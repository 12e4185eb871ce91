using Ambassadors.Api.Applications;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Api.Offers;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.Pairings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Matching;

/// <summary>An application and an offer looked at together.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="PoleSlug">Slug of its pôle.</param>
/// <param name="OfferId">The offer.</param>
/// <param name="ClusterSlug">Slug of its cluster.</param>
/// <param name="Country">The cluster's country, ISO 3166-1 alpha-2.</param>
/// <param name="Fit">How well they fit by the call's weights, 0 to 1000.</param>
/// <param name="Parts">The parts that this is the weighted mean of. What the other side wishes for is shown to the programme alone; to the applicant once a run that paired them is published, and counts as indifference for others.</param>
/// <param name="Passes">Whether the pair keeps every hard rule.</param>
/// <param name="BrokenRules">The hard rules that it breaks.</param>
/// <param name="PlacesLeft">Places that the offer has left.</param>
/// <param name="Amount">What a pairing would cost; absent where there is no room for it.</param>
/// <param name="Legs">The earliest stays; absent where there is no room for them.</param>
public sealed record CandidateResponse(
    Guid ApplicationId, string PoleSlug, Guid OfferId, string ClusterSlug, string Country, int Fit, IReadOnlyList<WeighedPartResponse> Parts, bool Passes,
    IReadOnlyList<BrokenRuleResponse> BrokenRules, int PlacesLeft, Sum? Amount, IReadOnlyList<Leg>? Legs);

/// <summary>Two sides as they were judged.</summary>
/// <param name="Application">The application.</param>
/// <param name="Offer">The offer.</param>
/// <param name="Broken">The rules that the pair breaks.</param>
/// <param name="Fit">The fit.</param>
/// <param name="Parts">Its parts.</param>
/// <param name="Terms">Terms that a pairing could have.</param>
public sealed record JudgedPair(SeekingSide Application, HostingSide Offer, IReadOnlyList<HardRule> Broken, int Fit, IReadOnlyList<WeighedPartResponse> Parts, ProposedTerms? Terms)
{
    /// <summary>Those that pass first, the best fit first.</summary>
    public int Order { get; } = (Broken.Count == 0 ? 0 : 10_000 * Math.Min(Broken.Count, 50)) + 1_000 - Fit;

    /// <summary>Judges two sides.</summary>
    public static JudgedPair Of(SeekingSide application, HostingSide offer, MatchingGround ground, FitWeights weights)
    {
        var (broken, terms) = CandidateRule.Judge(application, offer, ground);
        var parts = FitScore.Parts(application, offer, ground);
        return new JudgedPair(application, offer, broken, weights.FitOf(parts), WeighedPartResponse.Of(parts, weights), terms);
    }

    /// <summary>Shows it.</summary>
    public CandidateResponse Show() => new(
        Application.Id, Application.PoleSlug, Offer.Id, Offer.ClusterSlug, Offer.Country, Fit, Parts, Broken.Count == 0,
        BrokenRuleResponse.Of(Broken), Offer.Places, Terms?.Amount, Terms?.Legs);
}

/// <summary>Judged pairs: those that pass first, the best fit first.</summary>
public sealed class ByFit : IOrders<JudgedPair>
{
    /// <inheritdoc/>
    public static IReadOnlyList<Order<JudgedPair>> All { get; } =
        [new("fit", Key<JudgedPair>.By(pair => pair.Order), Key<JudgedPair>.By(pair => pair.Offer.Id), Key<JudgedPair>.By(pair => pair.Application.Id))];
}

/// <summary>Finds who could be put together.</summary>
public static class FindCandidates
{
    private const int MostApplications = 20_000;

    /// <summary>Lists the published offers for an application: those that pass first, the best fit first, the others with what stands against them</summary>
    /// <param name="id">The application, in whatever status: a draft is judged by what it says so far.</param>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="pool">Reads the pool.</param>
    /// <param name="catalogue">The published offers.</param>
    /// <param name="passing"><c>true</c>: only offers that pass every hard rule.</param>
    /// <param name="country">Only offers from this country, ISO 3166-1 alpha-2.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Listing<CandidateResponse>, ProblemHttpResult>> OfApplicationAsync(
        Guid id, ListRequest<JudgedPair, ByFit> list, ApplicationDesk desk, PoolReader pool, OfferCatalogue catalogue, bool? passing, string? country, CancellationToken cancellation)
    {
        var db = desk.Db;
        if (await desk.Visible.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancellation) is not { } application)
            return Problems.NotFound();
        var call = await db.Calls.AsNoTracking().SingleAsync(c => c.Id == application.CallId, cancellation);
        var ground = await GroundAsync(call, desk.Today, pool, cancellation);
        var ties = await pool.TiesAsync(cancellation);
        var full = await db.Offers.Where(o => o.Status == OfferStatus.Published && o.PlacesTaken > 0).ToDictionaryAsync(o => o.Id, o => o.Capacity - o.PlacesTaken, cancellation);
        var seeking = PoolReader.SideOf(application, call, ties);
        var wishesShown = desk.Actor.SeesEveryFile();
        var offers = (await catalogue.PublishedAsync(db, cancellation)).Where(offer => country is null || offer.Country == country)
            .Select(offer => PoolReader.SideOf(offer, full.GetValueOrDefault(offer.Id, offer.Capacity), ties))
            .Select(host => wishesShown ? host : host with { Content = host.Content with { Preferences = [] } });
        return list.Of(Judged(offers.Select(host => JudgedPair.Of(seeking, host, ground, call.Rules.Weights)), passing), pair => pair.Show());
    }

    /// <summary>Lists the applications in a call's pool for an offer: those that pass first, the best fit first</summary>
    /// <remarks>The programme sees all that are in matching, a cluster those that wish for it.</remarks>
    /// <param name="id">The offer.</param>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="pool">Reads the pool.</param>
    /// <param name="callId">The call whose pool is looked at; the newest that is in matching unless said.</param>
    /// <param name="passing"><c>true</c>: only applications that pass every hard rule.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Listing<CandidateResponse>, ProblemHttpResult>> OfOfferAsync(
        Guid id, ListRequest<JudgedPair, ByFit> list, OfferDesk desk, PoolReader pool, Guid? callId, bool? passing, CancellationToken cancellation)
    {
        var db = desk.Db;
        var clusters = desk.Actor.Clusters();
        var programme = desk.Actor.SeesEveryFile();
        if (await desk.Visible.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id && (programme || clusters.Contains(o.ClusterSlug)), cancellation) is not { } offer)
            return Problems.NotFound();
        var calls = db.Calls.AsNoTracking().Where(c => callId == null ? c.Status == CallStatus.Matching : c.Id == callId && c.Status != CallStatus.Draft);
        if (await calls.OrderByDescending(c => c.Id).FirstOrDefaultAsync(cancellation) is not { } call)
            return list.Of(Enumerable.Empty<JudgedPair>().AsQueryable(), pair => pair.Show());
        var ground = await GroundAsync(call, desk.Today, pool, cancellation);
        var ties = await pool.TiesAsync(cancellation);
        var applications = db.Applications.AsNoTracking().Where(a => a.CallId == call.Id && a.Status == ApplicationStatus.InMatching);
        if (!programme)
            applications = applications.Having(db, "cluster", offer.ClusterSlug);
        var host = PoolReader.SideOf(offer, offer.PlacesLeft, ties);
        var seeking = (await applications.OrderBy(a => a.Id).Take(MostApplications).ToListAsync(cancellation)).Select(application => PoolReader.SideOf(application, call, ties))
            .Select(side => programme ? side : side with { Content = side.Content with { Preferences = [] } });
        return list.Of(Judged(seeking.Select(side => JudgedPair.Of(side, host, ground, call.Rules.Weights)), passing), pair => pair.Show());
    }

    private static async Task<MatchingGround> GroundAsync(Call call, DateOnly today, PoolReader pool, CancellationToken cancellation) =>
        await pool.GroundAsync(call, today, (await pool.OpenAsync(call.Id, cancellation)).Select(one => one.Pair), cancellation);

    private static IQueryable<JudgedPair> Judged(IEnumerable<JudgedPair> pairs, bool? passing) =>
        pairs.Where(pair => passing is null || pair.Broken.Count == 0 == passing).ToList().AsQueryable();
}
