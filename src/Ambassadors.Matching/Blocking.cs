namespace Ambassadors.Matching;

/// <summary>
/// Who would rather have whom. A side looks at its own rank first, where it gave one (ranked before unranked), then at the fit; what is
/// equal is not rather. Locked sides are bound: a locked application rathers nobody, a locked seat is given up for nobody.
/// </summary>
internal static class Blocking
{
    /// <summary>Whether the application would rather have pair <paramref name="one"/> than <paramref name="other"/>.</summary>
    public static bool ApplicationRathers(CanonicalProblem problem, int one, int other) =>
        Compare(problem, problem.ApplicationRank, one, other) < 0;

    /// <summary>
    /// Below 0 where the side whose ranks these are would rather have <paramref name="one"/>, above 0 for the other, 0 where it is equal.
    /// </summary>
    public static int Compare(CanonicalProblem problem, int[] ranks, int one, int other)
    {
        var (first, second) = (ranks[one] > 0 ? ranks[one] : int.MaxValue, ranks[other] > 0 ? ranks[other] : int.MaxValue);
        return first != second ? first.CompareTo(second) : problem.Fit[other].CompareTo(problem.Fit[one]);
    }

    /// <summary>How many pairs, neither in the plan nor forbidden, have both sides rather each other.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="pairOf">The pair of each application, locked ones included; -1 where it has none.</param>
    public static int Count(CanonicalProblem problem, int[] pairOf)
    {
        var locked = problem.Locked.Select(couple => problem.PairOf(couple.Application, couple.Offer)).ToHashSet();
        var forbidden = problem.Forbidden.Select(couple => problem.PairOf(couple.Application, couple.Offer)).ToHashSet();
        var free = (int[])problem.Capacity.Clone();
        // What an offer gives up first: the pair that it would least rather have, of those that aren't locked.
        var least = new int[problem.Offers.Length];
        Array.Fill(least, -1);
        foreach (var e in pairOf)
        {
            if (e < 0)
                continue;
            var j = problem.OfferOf[e];
            free[j]--;
            if (!locked.Contains(e) && (least[j] < 0 || Compare(problem, problem.OfferRank, e, least[j]) > 0))
                least[j] = e;
        }
        var count = 0;
        for (var e = 0; e < problem.PairCount; e++)
        {
            var (own, j) = (pairOf[problem.ApplicationOf[e]], problem.OfferOf[e]);
            if (own == e || (own >= 0 && (locked.Contains(own) || !ApplicationRathers(problem, e, own))) || forbidden.Contains(e))
                continue;
            if (free[j] > 0 || (least[j] >= 0 && Compare(problem, problem.OfferRank, e, least[j]) < 0))
                count++;
        }
        return count;
    }
}
