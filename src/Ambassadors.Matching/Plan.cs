namespace Ambassadors.Matching;

/// <summary>A plan for an <see cref="OpenProblem"/>: the pair of each application, -1 where it has none.</summary>
internal sealed class Plan
{
    private Plan(OpenProblem open, int[] pairOf)
    {
        PairOf = pairOf;
        LimitUse = new long[open.Limits.Length];
        foreach (var e in pairOf)
        {
            if (e < 0)
                continue;
            Points += open.Points(e);
            Cost += open.Cost[e];
            Count++;
        }
        for (var n = 0; n < LimitUse.Length; n++)
        {
            foreach (var (e, weight) in open.Limits[n].Weights)
            {
                if (pairOf[open.Problem.ApplicationOf[e]] == e)
                    LimitUse[n] += weight;
            }
        }
    }

    public int[] PairOf { get; }
    public long Points { get; }
    public long Cost { get; }
    public long[] LimitUse { get; }
    public int Count { get; }

    public static Plan Of(OpenProblem open, int[] pairOf) => new(open, pairOf);

    /// <summary>Whether it keeps what the network doesn't know: the money and the limits of another kind.</summary>
    public bool Keeps(OpenProblem open)
    {
        if (Cost > open.Money)
            return false;
        for (var n = 0; n < LimitUse.Length; n++)
        {
            if (LimitUse[n] > open.LimitRoom[n])
                return false;
        }
        return true;
    }
}
