using Ambassadors.Api.Applications;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.Pairings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Matching;

/// <summary>The pair that a published run found for an application.</summary>
/// <param name="OfferId">The offer.</param>
/// <param name="ClusterSlug">Slug of its cluster.</param>
/// <param name="Country">The cluster's country, ISO 3166-1 alpha-2.</param>
/// <param name="Fit">How well they fit, 0 to 1000.</param>
/// <param name="Parts">The parts that this is the weighted mean of, each with its weight.</param>
/// <param name="ApplicationRank">The cluster's rank among your wishes.</param>
/// <param name="Amount">What the pairing would cost.</param>
public sealed record ExplainedPairResponse(Guid OfferId, string ClusterSlug, string Country, int Fit, IReadOnlyList<WeighedPartResponse> Parts, int? ApplicationRank, Sum Amount);

/// <summary>What a published run did with an application, and why: what French law owes to whoever a decision based on an algorithm is about.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="RunId">The run.</param>
/// <param name="ProblemHash">SHA-256 of what was computed from: an auditor can compute it again.</param>
/// <param name="Profile">What the plan was to be best at.</param>
/// <param name="Weights">The weights of the parts of the fit, the same for everybody.</param>
/// <param name="Quotas">The quotas, the same for everybody.</param>
/// <param name="Candidates">How many offers passed every hard rule with the application.</param>
/// <param name="Pair">The pair that was found; absent where none was.</param>
/// <param name="Reason">Why none was found: a permanent code.</param>
/// <param name="Text">The same in words.</param>
/// <param name="Basis">How the reason was found: <c>solved</c>, exact; <c>prices</c>, by the prices of the certificate, where solving anew takes too long.</param>
/// <param name="Waivers">Rules that would give it a place if they did not hold for it, and what that would do.</param>
/// <param name="PlacementText">What placing it would have cost the plan, in words.</param>
/// <param name="Lottery">Its lottery number, where the lottery decided.</param>
/// <param name="Refusals">Where no offer passed, how many each rule refuses.</param>
/// <param name="NearestMisses">Where no offer passed, what would change it.</param>
/// <param name="Notice">The notice of article L311-3-1 of the French code of relations between the public and the administration.</param>
public sealed record ExplanationResponse(
    Guid ApplicationId, Guid RunId, string ProblemHash, RunProfile Profile, FitWeights Weights, MatchingQuotas Quotas, int Candidates, ExplainedPairResponse? Pair,
    string? Reason, string Text, string? Basis, IReadOnlyList<WaiverResponse> Waivers, string? PlacementText, string? Lottery, IReadOnlyList<RuleCountResponse> Refusals,
    IReadOnlyList<NearestMissResponse> NearestMisses, string Notice);

/// <summary>Explains to an applicant what a run did with their application.</summary>
public static class ExplainApplication
{
    /// <summary>Explains what the last published run did with an application, and why</summary>
    /// <remarks>Not there before a run that the application was in is published. Nobody else's name or score is in it.</remarks>
    public static async Task<Results<Ok<ExplanationResponse>, ProblemHttpResult>> HandleAsync(Guid id, ApplicationDesk desk, ExactReasons exact, ProblemOfRun problems, CancellationToken cancellation)
    {
        var db = desk.Db;
        if (!await desk.Visible.AnyAsync(a => a.Id == id, cancellation))
            return Problems.NotFound();
        var run = await db.MatchingRuns.AsNoTracking()
            .Where(one => one.Status == MatchingRunStatus.Published && db.MatchingResults.Any(result => result.RunId == one.Id && result.ApplicationId == id))
            .OrderByDescending(one => one.Id).FirstOrDefaultAsync(cancellation);
        if (run is not { Settings: { } settings, ProblemHash: { } hash })
            return Problems.NotFound();
        var row = await PlanRow.Of(db, run).SingleAsync(one => one.Result.ApplicationId == id, cancellation);
        if (row.Result is { Pair: { } pair } result)
        {
            var found = new ExplainedPairResponse(
                result.OfferId!.Value, result.ClusterSlug!, result.Country!, result.Fit!.Value, WeighedPartResponse.Of(pair.Parts, settings.Weights), pair.ApplicationRank,
                new Sum(pair.Amount, run.Currency));
            var isLeftAside = await db.Pairings.AnyAsync(p => p.Id == result.PairingId && p.Status == PairingStatus.Discarded, cancellation);
            return TypedResults.Ok(new ExplanationResponse(
                id, run.Id, hash, run.Profile, settings.Weights, settings.Quotas, row.Input.Candidates.Count, found, null, Explanations.Paired(isLeftAside), null, [], null, null, [], [],
                Explanations.Notice(run.Profile)));
        }

        var why = UnmatchedResponse.Of(await exact.OfAsync(row, run, db, problems, cancellation));
        return TypedResults.Ok(new ExplanationResponse(
            id, run.Id, hash, run.Profile, settings.Weights, settings.Quotas, why.Candidates, null, why.Reason, why.Text, why.Basis, [.. why.Waivers.Where(waiver => waiver.Places)],
            Explanations.Placement(why.PlacementCost), why.Lottery, why.Refusals, why.NearestMisses, Explanations.Notice(run.Profile)));
    }
}
