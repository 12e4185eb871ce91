using System.Numerics;

namespace Ambassadors.Matching;

/// <summary>Finds the prices of money and of limits of another kind at which the network's bound is lowest.</summary>
/// <remarks>
/// Money alone: of one plan over and one within the budget the price is tried at which both are worth the same; a better plan at that price
/// takes the place of one of them, until there is none (the cutting planes of Kelley, the columns of Dantzig and Wolfe, in one dimension).
/// That is exact: prices are fractions of whole numbers. With limits of another kind see <see cref="LimitPrices"/>.
/// </remarks>
internal sealed class PriceSearch(OpenProblem open, Progress progress, CancellationToken cancellation)
{
    private readonly Network network = new(open);
    private readonly long maxPoints = MaxOf(open, open.Points);
    private readonly long maxCost = MaxOf(open, pair => open.Cost[pair]);

    public Network Network => network;

    /// <summary>The lowest bound found; null where not even the network has a plan, or none that the money pays.</summary>
    public Bounded? Find()
    {
        var none = Solve(Multipliers.None(open));
        if (none is null || none.Plan.Keeps(open))
            return none;
        var cheapest = network.Solve([.. network.PairOf.Select(pair => -open.Cost[pair])], cancellation: cancellation)!;
        var plan = network.PlanOf(cheapest);
        return plan.Cost > open.Money ? null : open.Limits.Length > 0 ? new LimitPrices(open, this, none, plan).Find() : ByBudget(none, plan);
    }

    /// <summary>The best flow at given prices and what it proves.</summary>
    public Bounded? Solve(Multipliers multipliers)
    {
        var values = new long[network.PairArcs];
        for (var a = 0; a < values.Length; a++)
            values[a] = multipliers.ValueOf(open, network.PairOf[a]);
        var flow = network.Solve(values, cancellation: cancellation);
        if (flow is null)
            return null;
        var plan = network.PlanOf(flow);
        progress.Step(MatchingPhase.Flows);
        return new(multipliers, flow, values, plan, flow.Value + multipliers.Stock(open), plan.Keeps(open) ? plan : null);
    }

    /// <summary>Prices made small enough for the flow, whose costs times nodes and arcs have to stay far below 2^63.</summary>
    public Multipliers Safe(BigInteger scale, BigInteger money, BigInteger[] limits)
    {
        var most = (1L << 61) / (network.NodeCount + network.ArcCount);
        var size = (scale * maxPoints) + (money * maxCost);
        for (var n = 0; n < limits.Length; n++)
            size += limits[n] * open.Limits[n].Weights.Select(weight => weight.Weight).DefaultIfEmpty().Max();
        if (size <= most)
            return new((long)scale, (long)money, [.. limits.Select(price => (long)price)]);
        // What is rounded still proves a bound, only not the lowest one.
        var shrunk = BigInteger.Max(1, scale * most / size);
        return new((long)shrunk, (long)(money * shrunk / scale), [.. limits.Select(price => (long)(price * shrunk / scale))]);
    }

    private Bounded ByBudget(Bounded none, Plan cheapest)
    {
        var (over, within, best) = (none.Plan, cheapest, none);
        while (within.Points < over.Points)
        {
            var (price, scale) = (over.Points - within.Points, over.Cost - within.Cost);
            var divisor = (long)BigInteger.GreatestCommonDivisor(price, scale);
            var tried = Solve(Safe(scale / divisor, price / divisor, []))!;
            if (tried.Bound * best.Multipliers.Scale < best.Bound * tried.Multipliers.Scale)
                best = tried;
            var found = tried.Plan;
            var worth = tried.Worth(found);
            if (worth <= tried.Worth(over) || worth <= tried.Worth(within))
                break;
            if (found.Cost > open.Money)
                over = found;
            else
                within = found;
        }
        return best with { Feasible = within };
    }

    private static long MaxOf(OpenProblem open, Func<int, long> of)
    {
        var most = 1L;
        for (var e = 0; e < open.Open.Length; e++)
        {
            if (open.Open[e])
                most = Math.Max(most, of(e));
        }
        return most;
    }
}

/// <summary>A flow at given prices, and the bound that it proves.</summary>
/// <param name="Multipliers">The prices of money and limits.</param>
/// <param name="Flow">The flow.</param>
/// <param name="Values">What the flow's arcs of pairs were worth.</param>
/// <param name="Plan">Its plan.</param>
/// <param name="Bound">No plan within money and limits has more points × scale.</param>
/// <param name="Feasible">The best plan met that keeps money and limits too; null where none was.</param>
internal sealed record Bounded(Multipliers Multipliers, Flow Flow, long[] Values, Plan Plan, Int128 Bound, Plan? Feasible)
{
    /// <summary>The flow's node prices, once somebody asked.</summary>
    public long[]? Distances { get; set; }

    /// <summary>What a plan is worth at these prices.</summary>
    public Int128 Worth(Plan plan)
    {
        var worth = ((Int128)Multipliers.Scale * plan.Points) - ((Int128)Multipliers.Money * plan.Cost);
        for (var n = 0; n < plan.LimitUse.Length; n++)
            worth -= (Int128)Multipliers.Limits[n] * plan.LimitUse[n];
        return worth;
    }
}
