namespace Ambassadors.Matching;

/// <summary>Finds the best plan of a problem and proves it.</summary>
public static class MatchingEngine
{
    /// <summary>What certificates say of who made them; another number where the same problem could get another answer.</summary>
    public const string Version = "ambassadors-matching/1 ortools/9.15";

    /// <summary>
    /// Solves a problem. The same problem has the same outcome, byte for byte, in whatever order it is written, on any machine, at any
    /// thread count.
    /// </summary>
    /// <exception cref="ArgumentException">The problem contradicts itself: an id twice, a pair of unknown ids, a number out of range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static MatchingOutcome Solve(MatchingProblem problem, IProgress<MatchingProgress>? progress = null, CancellationToken cancellation = default)
    {
        var steps = new Progress(progress);
        steps.Step(MatchingPhase.Reading);
        var outcome = Solve(CanonicalProblem.Read(problem), steps, cancellation);
        steps.Step(MatchingPhase.Done);
        return outcome;
    }

    /// <summary>SHA-256 of a problem in canonical order, lower-case hexadecimal; the same in whatever order it is written.</summary>
    /// <exception cref="ArgumentException">The problem contradicts itself.</exception>
    public static string HashOf(MatchingProblem problem) => CanonicalProblem.Read(problem).Hash;

    /// <summary>The lottery number of a pair, eight hexadecimal digits; lower is luckier.</summary>
    public static string LotteryOf(string problemHash, string application, string offer) => Lottery.Text(Lottery.Number(problemHash, application, offer));

    /// <summary>
    /// Why an application has no pair, by solving the problem anew with each rule waived for it alone: exact, for a letter. It takes as
    /// long as several solutions of the problem.
    /// </summary>
    /// <param name="problem">The problem.</param>
    /// <param name="outcome">Its outcome.</param>
    /// <param name="application">Id of an application that has no pair in it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ArgumentException">The outcome is not this problem's, or the application has a pair or is unknown.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static UnmatchedApplication Explain(
        MatchingProblem problem, MatchingOutcome outcome, string application, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var canonical = CanonicalProblem.Read(problem);
        if (outcome.Certificate is not { } certificate || certificate.ProblemHash != canonical.Hash)
            throw new ArgumentException("The outcome is not a plan of this problem.", nameof(outcome));
        if (outcome.Unmatched.FirstOrDefault(unmatched => unmatched.Application == application) is not { } listed)
            throw new ArgumentException($"Application '{application}' is none without a pair.", nameof(application));
        if (canonical.Profile is MatchingProfile.Stable)
            return listed;
        var prices = ShadowPrices.Of(canonical, certificate);
        var value = new PlanValue(certificate.Count ?? 0, certificate.Floor ?? 0, outcome.Fit - prices.Open.LockedFit);
        return new Explanation(prices, value, null, new Progress(null), cancellation)
            .BySolving(Array.BinarySearch(canonical.Applications, application, StringComparer.Ordinal));
    }

    private static MatchingOutcome Solve(CanonicalProblem canonical, Progress steps, CancellationToken cancellation)
    {
        if (Infeasible.ByLocked(canonical) is { } locked)
            return Answer.None(locked);
        var open = new OpenProblem(canonical);
        if (canonical.Profile is MatchingProfile.Stable)
            return Answer.Stable(open, Stability.Propose(open, cancellation));
        if (Best.Find(canonical, null, steps, cancellation) is not { } best)
            return Answer.None(Infeasible.ByCountries(open, cancellation) ?? Infeasible.Together(open));

        var plan = TieBreak.Luckiest(best.Optimum, steps, cancellation);
        var (network, bounded) = (best.Optimum.Network, best.Optimum.Bounded);
        var insertion = canonical.Profile is MatchingProfile.Fit && Insertion.IsAffordable(network) ? new Insertion(network, bounded, plan) : null;
        var unmatched = new Explanation(best.Optimum.Prices.Value, best.Value, insertion, steps, cancellation).OfAll(plan);
        return Answer.Proved(best, plan, unmatched);
    }
}
