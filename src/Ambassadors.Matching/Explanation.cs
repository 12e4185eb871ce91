namespace Ambassadors.Matching;

/// <summary>Why applications have no pair.</summary>
internal static class Explanation
{
    public static IReadOnlyList<UnmatchedApplication> Of(Best best, Plan plan, Progress progress, CancellationToken cancellation)
    {
        progress.Step(MatchingPhase.Explaining);
        cancellation.ThrowIfCancellationRequested();
        return [.. plan.PairOf.Select((e, i) => (e, i)).Where(each => each.e < 0 && !best.Optimum.Prices.Open.IsLocked(each.i))
            .Select(each => new UnmatchedApplication(
                best.Optimum.Prices.Open.Problem.Applications[each.i], UnmatchedReason.Several, ExplanationBasis.Prices, []))];
    }

    public static IReadOnlyList<UnmatchedApplication> Stable(OpenProblem open, Plan plan) => [.. plan.PairOf.Select((e, i) => (e, i)).Where(each => each.e < 0 && !open.IsLocked(each.i))
            .Select(each => new UnmatchedApplication(
                open.Problem.Applications[each.i], UnmatchedReason.Several, ExplanationBasis.Prices, []))];
}
