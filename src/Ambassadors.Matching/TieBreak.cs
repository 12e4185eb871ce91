namespace Ambassadors.Matching;

/// <summary>Of all plans with the same points the one with the lowest sum of lottery numbers: the answer is unique.</summary>
internal static class TieBreak
{
    /// <summary>
    /// Deterministic time for the lottery where prices alone don't prove the plan. A search that ends by it gives the luckiest plan that
    /// it met: still the same everywhere, for nothing of it is left to a clock.
    /// </summary>
    private const double Work = 3;

    /// <summary>The luckiest of the plans as good as the best found.</summary>
    public static Plan Luckiest(Optimum optimum, Progress progress, CancellationToken cancellation)
    {
        progress.Step(MatchingPhase.Lottery);
        var (open, bounded) = (optimum.Network.Open, optimum.Bounded);
        if (bounded.Multipliers.AreNone && optimum.Plan.Points == bounded.Bound && OnFace(optimum, cancellation) is { } plan
            && plan.Keeps(open))
            return plan;
        // A plan as good as this one loses exactly the distance to the bound.
        var core = new Core(open, optimum.Prices.Value, bounded.Bound - ((Int128)bounded.Multipliers.Scale * optimum.Plan.Points));
        return core.Size == 0
            ? optimum.Plan
            : core.Luckiest(optimum.Plan, pair => Lottery.Number(open.Problem, pair), Work, cancellation).Plan ?? optimum.Plan;
    }

    /// <summary>Where the prices of the network alone prove the plan, the plans as good are the flows of the optimal face.</summary>
    private static Plan? OnFace(Optimum optimum, CancellationToken cancellation)
    {
        var network = optimum.Network;
        var face = network.Face(optimum.Bounded);
        var luck = new long[network.PairArcs];
        for (var a = 0; a < luck.Length; a++)
            luck[a] = face[a] == 0 ? -(long)Lottery.Number(network.Open.Problem, network.PairOf[a]) : 0;
        return network.Solve(luck, face, cancellation) is { } flow ? network.PlanOf(flow) : null;
    }
}
