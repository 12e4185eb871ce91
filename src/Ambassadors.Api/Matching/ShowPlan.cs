using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.Pairings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Matching;

/// <summary>A part of the fit of a pair.</summary>
/// <param name="Part">Which.</param>
/// <param name="Value">0 to 1000.</param>
/// <param name="Weight">What it weighs, 0 to 100.</param>
public sealed record WeighedPartResponse(FitPart Part, int Value, int Weight)
{
    /// <summary>The parts of a candidate as they are weighed.</summary>
    public static IReadOnlyList<WeighedPartResponse> Of(IReadOnlyList<int> parts, FitWeights weights) =>
        [.. weights.InOrder().Select((weight, index) => new WeighedPartResponse((FitPart)index, parts[index], weight))];
}

/// <summary>An offer that the application would fit better, or wishes for more, than the one that the plan gives it.</summary>
/// <param name="OfferId">The offer.</param>
/// <param name="ClusterSlug">Slug of its cluster.</param>
/// <param name="Fit">The fit of that pair, points.</param>
/// <param name="ApplicationRank">The cluster's rank among the wishes of the application.</param>
/// <param name="LeastCost">By how many points at the least a plan with that pair would be worse, by the prices of the certificate; absent of a stable plan.</param>
public sealed record BetterCandidateResponse(Guid OfferId, string ClusterSlug, int Fit, int? ApplicationRank, long? LeastCost);

/// <summary>A pair of a run's plan, and why.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="PoleSlug">Slug of its pôle.</param>
/// <param name="OfferId">The offer.</param>
/// <param name="ClusterSlug">Slug of its cluster.</param>
/// <param name="Country">The cluster's country, ISO 3166-1 alpha-2.</param>
/// <param name="Fit">How well they fit, 0 to 1000.</param>
/// <param name="Parts">The parts that this is the weighted mean of.</param>
/// <param name="ApplicationRank">The cluster's rank among the wishes of the application.</param>
/// <param name="OfferRank">The pôle's rank among the wishes of the offer.</param>
/// <param name="Amount">What the pairing would cost: the least of what is asked for, the rate for its days, and the ceiling.</param>
/// <param name="Legs">The stays: the earliest that both sides' windows allow.</param>
/// <param name="PairingId">The pairing that was suggested or, on a re-match, the open one that stays.</param>
/// <param name="BetterCandidates">What would have fitted better or was wished for more and some plan could have, the best ten.</param>
public sealed record SuggestionResponse(
    Guid ApplicationId, string PoleSlug, Guid OfferId, string ClusterSlug, string Country, int Fit, IReadOnlyList<WeighedPartResponse> Parts,
    int? ApplicationRank, int? OfferRank, Sum Amount, IReadOnlyList<Leg> Legs, Guid? PairingId, IReadOnlyList<BetterCandidateResponse> BetterCandidates);

/// <summary>What waiving one rule for one application alone would do.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Places">Whether the application would then have a pair.</param>
/// <param name="Gain">By how many points the best plan would rise.</param>
/// <param name="Text">The same in words.</param>
public sealed record WaiverResponse(string Rule, bool Places, long Gain, string Text);

/// <summary>How many offers a hard rule refuses.</summary>
/// <param name="Rule">The code of the rule.</param>
/// <param name="Offers">How many offers.</param>
/// <param name="Text">The rule in words.</param>
public sealed record RuleCountResponse(string Rule, int Offers, string Text);

/// <summary>What would change it.</summary>
/// <param name="Rule">The code of the rule that alone stands against some offers.</param>
/// <param name="Offers">How many offers would become possible.</param>
/// <param name="Missing">What is missing, where one thing is: a language, a theme.</param>
/// <param name="Text">The same in words.</param>
public sealed record NearestMissResponse(string Rule, int Offers, string? Missing, string Text);

/// <summary>An application without a pair, and why.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="PoleSlug">Slug of its pôle.</param>
/// <param name="Reason">The first that holds: <c>no_eligible</c>, <c>blocked_by_officer</c>, <c>tie</c>, <c>seats</c>, <c>pole_quota</c>, <c>country_quota</c>, <c>budget</c>, <c>other_limit</c>, <c>several</c>.</param>
/// <param name="Text">The reason in words.</param>
/// <param name="Basis"><c>solved</c>: exact, by solving anew; <c>prices</c>: by the prices of the certificate.</param>
/// <param name="Candidates">How many offers pass every hard rule with it.</param>
/// <param name="Waivers">The rules that were waived for it alone, and what that would do.</param>
/// <param name="PlacementCost">By how many points the best plan with it is worse; absent where no plan can have it.</param>
/// <param name="Lottery">Its lottery number, where the lottery decided.</param>
/// <param name="Refusals">Where it has no candidate, how many offers each rule refuses.</param>
/// <param name="NearestMisses">Where it has no candidate, what would change it.</param>
public sealed record UnmatchedResponse(
    Guid ApplicationId, string PoleSlug, string Reason, string Text, string Basis, int Candidates, IReadOnlyList<WaiverResponse> Waivers, long? PlacementCost,
    string? Lottery, IReadOnlyList<RuleCountResponse> Refusals, IReadOnlyList<NearestMissResponse> NearestMisses)
{
    /// <summary>Shows why an application has no pair.</summary>
    public static UnmatchedResponse Of(PlanRow row) => new(
        row.Result.ApplicationId, row.Result.PoleSlug, row.Result.Reason!, Explanations.Reason(row.Result.Reason!), row.Result.Basis!, row.Input.Candidates.Count,
        [.. row.Result.Waivers.Select(waiver => new WaiverResponse(waiver.Rule, waiver.Places, waiver.Gain, Explanations.Waiver(waiver)))],
        row.Result.PlacementCost, row.Result.Lottery,
        [.. row.Input.Refusals.Select(refusal => new RuleCountResponse(refusal.Rule, refusal.Offers, Texts.Title(refusal.Rule)))],
        [.. row.Input.NearestMisses.Select(miss => new NearestMissResponse(miss.Rule, miss.Offers, miss.Missing, Explanations.Miss(miss)))]);
}

/// <summary>What a run found for an application, with what it found it from.</summary>
public sealed class PlanRow
{
    /// <summary>What was found.</summary>
    public required MatchingResult Result { get; init; }

    /// <summary>What it was found from.</summary>
    public required InputApplication Input { get; init; }

    /// <summary>The rows of a run.</summary>
    public static IQueryable<PlanRow> Of(AmbassadorsDbContext db, MatchingRun run) => db.MatchingResults.AsNoTracking().Where(result => result.RunId == run.Id)
        .Join(db.InputApplications.AsNoTracking().Where(one => one.InputId == run.InputId), result => result.ApplicationId, one => one.ApplicationId,
            (result, one) => new PlanRow { Result = result, Input = one });

    /// <summary>Pairs of a run's plan whose suggestion an officer discarded: they are not proposed, and what their applications have stays theirs.</summary>
    public static IQueryable<MatchingResult> LeftAside(AmbassadorsDbContext db, MatchingRun run) => db.MatchingResults.AsNoTracking()
        .Where(result => result.RunId == run.Id && db.Pairings.Any(p => p.Id == result.PairingId && p.Status == PairingStatus.Discarded));
}

/// <summary>Rows of a plan, by application.</summary>
public sealed class ByApplication : IOrders<PlanRow>
{
    /// <inheritdoc/>
    public static IReadOnlyList<Order<PlanRow>> All { get; } = [new("applicationId", Key<PlanRow>.By(row => row.Result.ApplicationId))];
}

/// <summary>Shows the plan of a run: its pairs and why, those left and why.</summary>
public static class ShowPlan
{
    private const int MostBetter = 10;

    /// <summary>Lists the pairs of a run's plan, each with the parts of its fit and what would have fitted better</summary>
    /// <param name="id">The run.</param>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="poleSlug">Only pairs of this pôle.</param>
    /// <param name="country">Only pairs with a cluster of this country, ISO 3166-1 alpha-2.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Listing<SuggestionResponse>, ProblemHttpResult>> SuggestionsAsync(
        Guid id, ListRequest<PlanRow, ByApplication> list, RunDesk desk, string? poleSlug, string? country, CancellationToken cancellation)
    {
        if (await desk.FindPlannedAsync(id, cancellation) is not { } run)
            return Problems.NotFound();
        var prices = await RunPrices.OfAsync(desk.Db, run, cancellation);
        var rows = PlanRow.Of(desk.Db, run).Where(row => row.Result.OfferId != null);
        if (poleSlug is not null)
            rows = rows.Where(row => row.Result.PoleSlug == poleSlug);
        if (country is not null)
            rows = rows.Where(row => row.Result.Country == country);
        return list.Of(rows, row =>
        {
            var (result, pair, settings) = (row.Result, row.Result.Pair!, run.Settings!);
            return new SuggestionResponse(
                result.ApplicationId, result.PoleSlug, result.OfferId!.Value, result.ClusterSlug!, result.Country!, result.Fit!.Value,
                WeighedPartResponse.Of(pair.Parts, settings.Weights), pair.ApplicationRank, pair.OfferRank, new Sum(pair.Amount, run.Currency), pair.Legs, result.PairingId,
                [.. row.Input.Candidates.Where(one => IsBetter(one, pair, settings) && prices.IsOpen(row.Input, one)).OrderByDescending(one => settings.Weights.FitOf(one.Parts)).ThenBy(one => one.OfferId).Take(MostBetter)
                    .Select(one => new BetterCandidateResponse(one.OfferId, prices.Hosts[one.OfferId].ClusterSlug, settings.Weights.FitOf(one.Parts), one.ApplicationRank,
                        prices.LeastCost(row.Input, one)))]);
        });
    }

    /// <summary>Lists the applications that a run leaves without a pair, each with why and what would change it</summary>
    /// <param name="id">The run.</param>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="reason">Only those left for this reason.</param>
    /// <param name="poleSlug">Only those of this pôle.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Listing<UnmatchedResponse>, ProblemHttpResult>> UnmatchedAsync(
        Guid id, ListRequest<PlanRow, ByApplication> list, RunDesk desk, string? reason, string? poleSlug, CancellationToken cancellation)
    {
        if (await desk.FindPlannedAsync(id, cancellation) is not { } run)
            return Problems.NotFound();
        var rows = PlanRow.Of(desk.Db, run).Where(row => row.Result.OfferId == null);
        if (reason is not null)
            rows = rows.Where(row => row.Result.Reason == reason);
        if (poleSlug is not null)
            rows = rows.Where(row => row.Result.PoleSlug == poleSlug);
        return list.Of(rows, UnmatchedResponse.Of);
    }

    /// <summary>Shows why a run leaves an application without a pair, exactly</summary>
    /// <remarks>
    /// Where the run named the reason by prices it is solved anew with each rule waived for this application alone, as a letter needs it. <c>basis</c> is
    /// <c>prices</c> still where the run has more than 30 000 candidates, or that takes longer than a request may.
    /// </remarks>
    /// <param name="id">The run.</param>
    /// <param name="applicationId">The application.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="exact">Solves.</param>
    /// <param name="problems">Makes the problem.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Ok<UnmatchedResponse>, ProblemHttpResult>> OneUnmatchedAsync(
        Guid id, Guid applicationId, RunDesk desk, ExactReasons exact, ProblemOfRun problems, CancellationToken cancellation)
    {
        if (await desk.FindPlannedAsync(id, cancellation) is not { } run
            || await PlanRow.Of(desk.Db, run).SingleOrDefaultAsync(row => row.Result.ApplicationId == applicationId && row.Result.OfferId == null, cancellation) is not { } row)
        {
            return Problems.NotFound();
        }

        return TypedResults.Ok(UnmatchedResponse.Of(await exact.OfAsync(row, run, desk.Db, problems, cancellation)));
    }

    private static bool IsBetter(Candidate one, Candidate given, RunSettings settings) =>
        one.OfferId != given.OfferId
        && (settings.Weights.FitOf(one.Parts) > settings.Weights.FitOf(given.Parts) || (one.ApplicationRank ?? int.MaxValue) < (given.ApplicationRank ?? int.MaxValue));
}
