namespace Ambassadors.Matching;

/// <summary>
/// What it costs to put one application more into an optimal flow: the shortest path from it, through what the flow leaves free, back to
/// where its unit came from. Where the network is the whole problem that is exact, for what a shortest path changes stays optimal. With
/// money or other limits in force the flow is the one at their prices, and so is the answer.
/// </summary>
internal sealed class Insertion(Network network, Bounded bounded, Plan plan)
{
    /// <summary>So many arcs may be looked at, about two seconds: above, prices have to do.</summary>
    private const long MostWork = 12_000_000;

    private readonly int[] units = IsWhole(network.Open) ? network.UnitsOf(plan) : bounded.Flow.Units;
    private readonly long[] price = network.PricesOfNodes(bounded);
    private readonly Dictionary<int, long[]> distances = [];
    private readonly PriorityQueue<int, long> queue = new();

    /// <summary>Whether every pôle may have its shortest paths.</summary>
    public static bool IsAffordable(Network network) => (network.Open.Problem.Poles.Length + 1L) * network.ArcCount <= MostWork;

    /// <summary>Whether the network is the whole problem: no money, no limit of another kind.</summary>
    public static bool IsWhole(OpenProblem open) => open is { Money: null, Limits.Length: 0 };

    /// <summary>
    /// By how many points the best plan is better with the application in it, most often below 0; null where there is none with it.
    /// </summary>
    /// <param name="application">An application without a pair.</param>
    /// <param name="waived">A rule that does not count for it, or nothing; never that of countries, which no path can leave out.</param>
    public long? Gain(int application, MatchingRule? waived)
    {
        var target = network.StartOf(application, waived);
        if (!distances.TryGetValue(target, out var distance))
            distances.Add(target, distance = To(target));
        long? least = null;
        foreach (var (node, value) in network.EndsOf(application, waived, bounded.Multipliers))
        {
            if (distance[node] != long.MaxValue)
                least = Math.Min(least ?? long.MaxValue, distance[node] - price[node] + price[target] - value);
        }
        var (bound, scale) = (bounded.Bound, bounded.Multipliers.Scale);
        return least is { } cost ? (long)(ShadowPrices.FloorDivide(bound - cost, scale) - ShadowPrices.FloorDivide(bound, scale)) : null;
    }

    /// <summary>
    /// Lengths of the shortest paths to a node by reduced costs, which are never negative (Dijkstra, 1959); what the prices differ by at
    /// both ends is to be added.
    /// </summary>
    private long[] To(int target)
    {
        var distance = new long[network.NodeCount];
        Array.Fill(distance, long.MaxValue);
        distance[target] = 0;
        queue.Enqueue(target, 0);
        while (queue.TryDequeue(out var node, out var reached))
        {
            if (reached > distance[node])
                continue;
            foreach (var end in network.EndsAt(node))
            {
                var before = end.Other;
                if (distance[before] <= reached || !network.IsFreeTowards(end, units, bounded.Values, out var cost)
                    || reached + cost + price[before] - price[node] is var at && at >= distance[before])
                    continue;
                distance[before] = at;
                queue.Enqueue(before, at);
            }
        }
        return distance;
    }
}
