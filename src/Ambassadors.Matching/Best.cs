namespace Ambassadors.Matching;

/// <summary>
/// How good a plan is by its profile, locked pairs' fit apart: first pairs, then the lowest fit, then the fit; what a profile doesn't
/// look at is 0.
/// </summary>
internal readonly record struct PlanValue(int Count, int Floor, long Fit) : IComparable<PlanValue>
{
    public int CompareTo(PlanValue other) => (Count, Floor, Fit).CompareTo((other.Count, other.Floor, other.Fit));
}

/// <summary>The best plan by a profile.</summary>
/// <param name="Optimum">The last problem's best plan.</param>
/// <param name="Proved">Whether it and all that was settled before is proved.</param>
/// <param name="Count">The number of pairs that was settled, locked ones apart.</param>
/// <param name="Floor">The lowest fit that was settled.</param>
internal sealed record Best(Optimum Optimum, bool Proved, int? Count, int? Floor)
{
    public PlanValue Value => new(Count is { } count ? count + Optimum.Network.Open.LockedPairs.Length : 0, Floor ?? 0, Optimum.Plan.Points);

    /// <summary>
    /// What the profile asks to be settled first, the number of pairs and the lowest fit, is settled by problems of their own.
    /// </summary>
    public static Best? Find(CanonicalProblem problem, Waiving? waiving, Progress progress, CancellationToken cancellation)
    {
        if (problem.Profile is MatchingProfile.Fit)
            return Optimum.Find(new(problem, waiving: waiving), progress, cancellation) is { } fit ? new(fit, fit.Proved, null, null) : null;
        if (Optimum.Find(new(problem, unit: true, waiving: waiving), progress, cancellation) is not { } most)
            return null;
        var (floor, proved) = (0, most.Proved);
        if (problem.Profile is MatchingProfile.Floor)
            (floor, most, proved) = HighestFloor(problem, waiving, most, progress, cancellation);
        var open = new OpenProblem(problem, floor: floor, count: most.Plan.Count, waiving: waiving);
        var best = Optimum.Find(open, progress, cancellation, most.Plan)!;
        return new(best, best.Proved && proved, most.Plan.Count, problem.Profile is MatchingProfile.Floor ? floor : null);
    }

    /// <summary>Raises the lowest fit admitted as far as the number of pairs stays the same, halving the fits in question.</summary>
    private static (int Floor, Optimum Most, bool Proved) HighestFloor(
        CanonicalProblem problem, Waiving? waiving, Optimum most, Progress progress, CancellationToken cancellation)
    {
        var fits = problem.Fit.Distinct().Order().ToArray();
        var (count, proved) = (most.Plan.Count, most.Proved);
        var (least, top) = (0, fits.Length - 1);
        while (least < top && count > 0)
        {
            var middle = (least + top + 1) / 2;
            var raised = Optimum.Find(new(problem, unit: true, floor: fits[middle], waiving: waiving), progress, cancellation);
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
