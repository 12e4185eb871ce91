namespace Ambassadors.Matching;

/// <summary>
/// What it costs to put one application more into an optimal flow: the shortest path from it, through what the flow leaves free, back to where its unit came from.
/// That is exact, for what a shortest path changes stays optimal. Only where the network is the whole problem.
/// </summary>
internal sealed class Insertion(Network network, Bounded bounded, Plan plan)
{
    /// <summary>So many arcs are looked at for all applications together, a few seconds; then prices have to do.</summary>
    private const long MostWork = 200_000_000;

    private readonly int[] units = network.UnitsOf(plan);
    private readonly long[] price = network.PricesOfNodes(bounded);
    private readonly long[] distance = new long[network.NodeCount];
    private readonly List<int> seen = [];
    private long work;

    /// <summary>Whether there is work left to spend.</summary>
    public bool IsAffordable => work < MostWork;

    /// <summary>By how much the best plan with the application is below the plan, negative where it is better; null where there is none.</summary>
    /// <param name="application">An application without a pair.</param>
    /// <param name="waived">Seats or the pôle's quota, or nothing.</param>
    public long? Cost(int application, MatchingRule? waived)
    {
        if (seen.Count == 0)
            Array.Fill(distance, long.MaxValue);
        foreach (var node in seen)
            distance[node] = long.MaxValue;
        seen.Clear();
        var target = network.StartOf(application, waived);
        var queue = new PriorityQueue<int, long>();
        foreach (var (node, value) in network.EndsOf(application, waived))
            Reach(node, -value - price[node]);
        while (queue.TryDequeue(out var node, out var reached))
        {
            if (node == target)
                return reached + price[target];
            if (reached > distance[node])
                continue;
            foreach (var (next, cost) in network.Free(node, units, bounded.Values))
                Reach(next, reached + cost + price[node] - price[next]);
            work += network.Degree(node);
        }
        return null;

        void Reach(int node, long at)
        {
            if (at >= distance[node])
                return;
            if (distance[node] == long.MaxValue)
                seen.Add(node);
            distance[node] = at;
            queue.Enqueue(node, at);
        }
    }
}
