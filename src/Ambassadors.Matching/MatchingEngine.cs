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
        var canonical = CanonicalProblem.Read(problem);
        if (Infeasible.ByLocked(canonical) is { } locked)
            return Answer.None(locked);
        var open = new OpenProblem(canonical);
        if (canonical.Profile is MatchingProfile.Stable)
            return Answer.Stable(open, Stability.Propose(open, cancellation));
        if (Infeasible.ByCountries(open, cancellation) is { } countries)
            return Answer.None(countries);

        if (Best(canonical, steps, cancellation) is not { } best)
            return Answer.None(Infeasible.Together(open));
        var plan = TieBreak.Luckiest(best.Optimum, steps, cancellation);
        var unmatched = Explanation.Of(best, plan, steps, cancellation);
        steps.Done();
        return Answer.Proved(best, plan, unmatched);
    }

    /// <summary>SHA-256 of a problem in canonical order, lower-case hexadecimal; the same in whatever order it is written.</summary>
    /// <exception cref="ArgumentException">The problem contradicts itself.</exception>
    public static string HashOf(MatchingProblem problem) => CanonicalProblem.Read(problem).Hash;

    /// <summary>The lottery number of a pair, eight hexadecimal digits; lower is luckier.</summary>
    public static string LotteryOf(string problemHash, string application, string offer) => Lottery.Text(Lottery.Number(problemHash, application, offer));

    /// <summary>What the profile asks to be settled first, the number of pairs and the lowest fit, is settled by problems of their own.</summary>
    private static Best? Best(CanonicalProblem problem, Progress progress, CancellationToken cancellation)
    {
        if (problem.Profile is MatchingProfile.Fit)
            return Optimum.Find(new(problem), progress, cancellation) is { } fit ? new(fit, fit.Proved, null, null) : null;
        if (Optimum.Find(new(problem, unit: true), progress, cancellation) is not { } most)
            return null;
        var (floor, proved) = (0, most.Proved);
        if (problem.Profile is MatchingProfile.Floor)
            (floor, most, proved) = HighestFloor(problem, most, progress, cancellation);
        var open = new OpenProblem(problem, floor: floor, count: most.Plan.Count);
        var best = Optimum.Find(open, progress, cancellation, most.Plan)!;
        return new(best, best.Proved && proved, most.Plan.Count, problem.Profile is MatchingProfile.Floor ? floor : null);
    }

    /// <summary>Raises the lowest fit admitted as far as the number of pairs stays the same, halving the fits in question.</summary>
    private static (int Floor, Optimum Most, bool Proved) HighestFloor(
        CanonicalProblem problem, Optimum most, Progress progress, CancellationToken cancellation)
    {
        var fits = problem.Fit.Distinct().Order().ToArray();
        var (count, proved) = (most.Plan.Count, most.Proved);
        var (least, top) = (0, fits.Length - 1);
        while (least < top && count > 0)
        {
            var middle = (least + top + 1) / 2;
            var raised = Optimum.Find(new(problem, unit: true, floor: fits[middle]), progress, cancellation);
            if (raised?.Plan.Count >= count)
            {
                (least, most) = (middle, raised);
            }
            else
            {
                top = middle - 1;
                proved &= raised is null || raised.UpperBound < count;
            }
        }
        return (count > 0 ? fits[least] : 0, most, proved);
    }
}

/// <summary>The best plan by a profile.</summary>
/// <param name="Optimum">The last problem's best plan.</param>
/// <param name="Proved">Whether it and all that was settled before is proved.</param>
/// <param name="Count">The number of pairs that was settled, locked ones apart.</param>
/// <param name="Floor">The lowest fit that was settled.</param>
internal sealed record Best(Optimum Optimum, bool Proved, int? Count, int? Floor);
