using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.Pairings;
using Ambassadors.Matching;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Matching;

/// <summary>A hard rule that a pair breaks.</summary>
/// <param name="Code">The code of the rule.</param>
/// <param name="Text">The rule in words.</param>
public sealed record BrokenRuleResponse(string Code, string Text)
{
    /// <summary>The rules in words.</summary>
    public static IReadOnlyList<BrokenRuleResponse> Of(IEnumerable<HardRule> rules) =>
        [.. rules.Select(CandidateRule.CodeOf).Select(code => new BrokenRuleResponse(code, Texts.Detail(code)))];
}

/// <summary>A pair of an officer's own beside a run's plan.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="OfferId">The offer.</param>
/// <param name="Fit">How well they fit, 0 to 1000.</param>
/// <param name="Parts">The parts of the fit.</param>
/// <param name="BrokenRules">The hard rules that the pair breaks as things stand now; none where it may be proposed.</param>
/// <param name="InPlan">Whether the plan has it.</param>
/// <param name="Amount">What the pairing would cost; absent where there is no room for it.</param>
/// <param name="Legs">The stays; absent where there is no room for them.</param>
/// <param name="LeastCost">By how many points at the least the best plan with it is worse, by the prices of the certificate; absent where it is no candidate of the run.</param>
/// <param name="Cost">By how many points exactly, by solving anew with the pair locked; absent where that would take too long, or no plan can have it.</param>
/// <param name="Possible">Whether a plan can have it; absent where that was not solved.</param>
public sealed record AssessedPairResponse(
    Guid ApplicationId, Guid OfferId, int Fit, IReadOnlyList<WeighedPartResponse> Parts, IReadOnlyList<BrokenRuleResponse> BrokenRules, bool InPlan, Sum? Amount,
    IReadOnlyList<Leg>? Legs, long? LeastCost, long? Cost, bool? Possible);

/// <summary>Shows what an officer's own pair is worth, what stands against it, and what it costs.</summary>
public static class ImposePair
{
    // The most candidates of a run for which a request solves it anew: some seconds.
    private const int MostCandidates = 30_000;

    /// <summary>Whether a run is small enough to be solved anew within a request.</summary>
    public static Task<bool> IsSolvableAsync(MatchingRun run, AmbassadorsDbContext db, CancellationToken cancellation) =>
        db.MatchingInputs.AnyAsync(one => one.Id == run.InputId && one.Candidates <= MostCandidates, cancellation);

    /// <summary>Assesses a pair of your own beside a run: its fit, the rules it breaks, what imposing it would cost the plan</summary>
    public static async Task<Results<Ok<AssessedPairResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, Guid applicationId, Guid offerId, RunDesk desk, PoolReader pool, ProblemOfRun problems, ExactReasons exact, CancellationToken cancellation)
    {
        var db = desk.Db;
        if (await desk.FindPlannedAsync(id, cancellation) is not { InputId: { } inputId, Settings: { } settings } run
            || await db.Applications.AsNoTracking().SingleOrDefaultAsync(a => a.Id == applicationId && a.CallId == run.CallId, cancellation) is not { } application
            || await db.Offers.AsNoTracking().SingleOrDefaultAsync(o => o.Id == offerId, cancellation) is not { } offer)
        {
            return Problems.NotFound();
        }

        var call = await db.Calls.AsNoTracking().SingleAsync(c => c.Id == run.CallId, cancellation);
        var open = (await pool.OpenAsync(call.Id, cancellation)).Select(one => one.Pair);
        var ground = await pool.GroundAsync(call, desk.Today, open, cancellation);
        var ties = await pool.TiesAsync(cancellation);
        var (seeking, hosting) = (PoolReader.SideOf(application, call, ties), PoolReader.SideOf(offer, offer.PlacesLeft, ties));
        var (broken, terms) = CandidateRule.Judge(seeking, hosting, ground);
        var parts = FitScore.Parts(seeking, hosting, ground);

        var input = await db.InputApplications.AsNoTracking().SingleOrDefaultAsync(one => one.InputId == inputId && one.ApplicationId == applicationId, cancellation);
        var frozen = input?.Candidates.FirstOrDefault(candidate => candidate.OfferId == offerId);
        var inPlan = await db.MatchingResults.AnyAsync(result => result.RunId == id && result.ApplicationId == applicationId && result.OfferId == offerId, cancellation);
        var (least, cost, possible) = inPlan ? (0, 0, true) : frozen is null ? (null, null, null)
            : await CostAsync(run, input!, frozen, settings, desk, problems, exact, cancellation);
        return TypedResults.Ok(new AssessedPairResponse(
            applicationId, offerId, settings.Weights.FitOf(frozen?.Parts ?? parts), WeighedPartResponse.Of(frozen?.Parts ?? parts, settings.Weights), BrokenRuleResponse.Of(broken), inPlan,
            frozen is null ? terms?.Amount : new Sum(frozen.Amount, run.Currency), frozen?.Legs ?? terms?.Legs, least, cost, possible));
    }

    private static async Task<(long? Least, long? Exact, bool? Possible)> CostAsync(
        MatchingRun run, InputApplication application, Candidate candidate, RunSettings settings, RunDesk desk, ProblemOfRun problems, ExactReasons exact, CancellationToken cancellation)
    {
        var prices = await RunPrices.OfAsync(desk.Db, run, cancellation);
        if (!prices.IsOpen(application, candidate))
            return (null, null, false);
        var least = prices.LeastCost(application, candidate);
        if (!await IsSolvableAsync(run, desk.Db, cancellation))
            return (least, null, null);
        var problem = await problems.HandleAsync(run.InputId!.Value, run.Profile, settings, cancellation);
        var imposed = problem with
        {
            Constraints = problem.Constraints with { Locked = [.. problem.Constraints.Locked, ProblemOfRun.CoupleOf(new PairKey(application.ApplicationId, candidate.OfferId))] }
        };
        if (await exact.SolveAsync(patience => MatchingEngine.Solve(imposed, null, patience), cancellation) is not { } outcome)
            return (least, null, null);
        return outcome.Infeasible is null ? (least, Math.Max(0, run.Figures!.Fit - outcome.Fit), true) : (least, null, false);
    }
}
