using Ambassadors.Api.Http;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.People;

namespace Ambassadors.Api.Matching;

/// <summary>What a run computes by: the call's weights, quotas and money and its officers' instructions, but for what the run asks otherwise.</summary>
/// <param name="Weights">Weights of the parts of the fit.</param>
/// <param name="Quotas">Quotas.</param>
/// <param name="Budget">The most that its pairs may cost together: what is left, less the open pairings outside the run.</param>
/// <param name="Locks">Pairs that have to be in the plan.</param>
/// <param name="Forbids">Pairs that may not.</param>
public sealed record RunSettingsResponse(FitWeights Weights, MatchingQuotas Quotas, Sum Budget, IReadOnlyList<PairKey> Locks, IReadOnlyList<PairKey> Forbids);

/// <summary>What is spent in a year.</summary>
/// <param name="Year">The year.</param>
/// <param name="Cost">The share of the pairs' cost that falls into it, by the days of their stays.</param>
public sealed record YearCostResponse(int Year, Sum Cost);

/// <summary>The figures of a finished run.</summary>
/// <param name="Pairs">Pairs of the plan.</param>
/// <param name="Unmatched">Applications without a pair.</param>
/// <param name="Fit">Sum of the fit, points; on a re-match with 50 more for each announced pairing that stays.</param>
/// <param name="Cost">Sum of the cost.</param>
/// <param name="UpperBound">No plan that the profile compares has a higher fit: any for <c>fit</c>, those with as many pairs for <c>count_fit</c> and <c>floor</c>.</param>
/// <param name="Optimal">Whether it is proved that no better plan exists.</param>
/// <param name="BlockingPairs">Pairs outside the plan whose two sides would both rather have each other.</param>
/// <param name="PlanHash">SHA-256 of the plan.</param>
/// <param name="ByYear">The cost by year.</param>
public sealed record RunFiguresResponse(
    int Pairs, int Unmatched, long Fit, Sum Cost, long UpperBound, bool Optimal, int BlockingPairs, string PlanHash, IReadOnlyList<YearCostResponse> ByYear)
{
    /// <summary>Shows figures.</summary>
    public static RunFiguresResponse Of(RunFigures figures, string currency) => new(
        figures.Pairs, figures.Unmatched, figures.Fit, new Sum(figures.Cost, currency), figures.UpperBound, figures.Optimal, figures.BlockingPairs, figures.PlanHash,
        [.. figures.ByYear.Select(year => new YearCostResponse(year.Year, new Sum(year.Amount, currency)))]);
}

/// <summary>Why there is no plan: the rule that can't hold, with its numbers.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Name">Which pôle, country, offer or pair, where it is about one.</param>
/// <param name="Asked">What is asked.</param>
/// <param name="Possible">What is possible.</param>
/// <param name="Detail">The same as a sentence.</param>
public sealed record RunInfeasibilityResponse(string Rule, string? Name, long Asked, long Possible, string Detail);

/// <summary>A matching run (campagne d'appariement): computes the best plan of a call from a frozen input.</summary>
/// <param name="Id">Id, UUID version 7.</param>
/// <param name="Version">Version, one more with each change; <c>phase</c>, <c>percent</c>, <c>bound</c> and <c>best</c> are outside it.</param>
/// <param name="Status">Where the run is.</param>
/// <param name="AllowedActions">What you may do now; a guard may still refuse one of them.</param>
/// <param name="CallId">The call.</param>
/// <param name="Profile">What its plan is asked to be best at.</param>
/// <param name="BaseRunId">The run whose frozen input it computes anew.</param>
/// <param name="Rematch">Whether it matches anew around the pairings that are open.</param>
/// <param name="Phase">What it does.</param>
/// <param name="Percent">How far it is, 0 to 100.</param>
/// <param name="Bound">The best bound so far, points.</param>
/// <param name="Best">The best plan's fit so far, points.</param>
/// <param name="Settings">What it computes by, once its input is frozen.</param>
/// <param name="ProblemHash">SHA-256 of the problem, once it is frozen.</param>
/// <param name="Engine">The engine and the solver with their versions, once it is over.</param>
/// <param name="Figures">What it found.</param>
/// <param name="Infeasible">Why it found nothing.</param>
/// <param name="FailureCode">Why it was given up: a permanent code.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="UpdatedAt">Instant of the last change.</param>
/// <param name="FinishedAt">When it was over.</param>
public sealed record MatchingRunResponse(
    Guid Id, int Version, MatchingRunStatus Status, IReadOnlyList<MatchingRunEvent> AllowedActions, Guid CallId, RunProfile Profile, Guid? BaseRunId, bool Rematch,
    RunPhase Phase, int Percent, long? Bound, long? Best, RunSettingsResponse? Settings, string? ProblemHash, string? Engine, RunFiguresResponse? Figures,
    RunInfeasibilityResponse? Infeasible, string? FailureCode, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? FinishedAt) : IVersionedResponse
{
    /// <summary>Shows a run to an actor.</summary>
    public static MatchingRunResponse Of(MatchingRun run, Actor actor) => new(
        run.Id, run.Version, run.Status, [.. run.AllowedActions(actor)], run.CallId, run.Profile, run.BasedOn, run.Rematch, run.Phase, run.Percent, run.Bound, run.Best,
        run.Settings is { } settings
            ? new RunSettingsResponse(settings.Weights, settings.Quotas, new Sum(settings.Budget, run.Currency), settings.Locks, settings.Forbids)
            : null,
        run.ProblemHash, run.Engine, run.Figures is { } figures ? RunFiguresResponse.Of(figures, run.Currency) : null,
        run.Infeasible is { } why ? new RunInfeasibilityResponse(why.Rule, why.Name, why.Asked, why.Possible, Explanations.Of(why)) : null,
        run.FailureCode, run.CreatedAt, run.UpdatedAt, run.FinishedAt);
}
