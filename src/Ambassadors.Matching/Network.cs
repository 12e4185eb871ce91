using Google.OrTools.Graph;

namespace Ambassadors.Matching;

/// <summary>
/// Everything but money as a flow: source → pôle → application → offer → country → { first, sink }, first → sink. A country's first unit may
/// pass <em>first</em>, which demands as many as there have to be distinct countries: so their number stays part of the network, and its
/// optimum whole. Where the number of pairs is free, the rest goes from source to sink at no cost, and one unit always does.
/// </summary>
internal sealed class Network
{
    private const int Source = 0, Sink = 1, First = 2, Poles = 3;

    private readonly int[] tail, head, capacity;
    private readonly long[] supply;
    private readonly int[] from;
    private readonly End[] ends;
    private readonly int poleArcs, applicationArcs, seatArcs, countryArcs, firstArcs;
    private readonly int countries, offers, applications;

    public Network(OpenProblem open)
    {
        Open = open;
        var problem = open.Problem;
        countries = Poles + problem.Poles.Length;
        offers = countries + problem.Countries.Length;
        applications = offers + problem.Offers.Length;
        NodeCount = applications + problem.Applications.Length;

        PairArcs = open.Open.Count(isOpen => isOpen);
        poleArcs = PairArcs;
        applicationArcs = poleArcs + problem.Poles.Length;
        seatArcs = applicationArcs + problem.Applications.Length;
        countryArcs = seatArcs + problem.Offers.Length;
        firstArcs = countryArcs + problem.Countries.Length;
        var rest = firstArcs + problem.Countries.Length;
        ArcCount = rest + 2;
        tail = new int[ArcCount];
        head = new int[ArcCount];
        capacity = new int[ArcCount];
        PairOf = new int[PairArcs];
        var all = problem.Applications.Length + 1;

        var arc = 0;
        for (var e = 0; e < problem.PairCount; e++)
        {
            if (!open.Open[e])
                continue;
            var (i, j) = (problem.ApplicationOf[e], problem.OfferOf[e]);
            PairOf[arc] = e;
            Set(arc++, applications + i, open.Waives(i, MatchingRule.Seats) ? countries + problem.CountryOf[j] : offers + j, 1);
        }
        for (var p = 0; p < problem.Poles.Length; p++)
            Set(poleArcs + p, Source, Poles + p, Math.Min(open.PoleRoom[p], all));
        for (var i = 0; i < problem.Applications.Length; i++)
            Set(applicationArcs + i, open.Waives(i, MatchingRule.PoleQuota) ? Source : Poles + problem.PoleOf[i], applications + i, 1);
        for (var j = 0; j < problem.Offers.Length; j++)
            Set(seatArcs + j, offers + j, countries + problem.CountryOf[j], Math.Min(open.Seats[j], all));
        for (var c = 0; c < problem.Countries.Length; c++)
        {
            var first = IsFirst(open, c) ? 1 : 0;
            Set(countryArcs + c, countries + c, Sink, Math.Clamp(open.CountryRoom[c] - first, 0, all));
            Set(firstArcs + c, countries + c, First, first);
        }
        Set(rest, First, Sink, all);
        // Never full, so that its two ends have the same price.
        Set(rest + 1, Source, Sink, open.Count is null ? all + 1 : 0);

        var units = open.Count ?? all;
        supply = new long[NodeCount];
        supply[Source] = units;
        supply[First] = -open.CountriesWanted;
        supply[Sink] = open.CountriesWanted - units;
        if (open.Forced >= 0)
            Saturate(applicationArcs + open.Forced, supply);
        (from, ends) = Adjacency();
    }

    public OpenProblem Open { get; }
    public int NodeCount { get; }
    public int ArcCount { get; }

    /// <summary>The first arcs are those of the open pairs; which ones, <see cref="PairOf"/> says.</summary>
    public int PairArcs { get; }
    public int[] PairOf { get; }

    /// <summary>Whether a country counts towards the distinct ones by its first pair.</summary>
    public static bool IsFirst(OpenProblem open, int country) =>
        open.CountriesWanted > 0 && !open.Reached[country] && open.CountryRoom[country] > 0;

    /// <summary>The best flow by the value of each pair's arc; null where the network has none.</summary>
    /// <param name="value">Value of each pair's arc; other arcs have none.</param>
    /// <param name="face">Arcs that may not be used (-1) or have to be full (1), as <see cref="Face"/> says.</param>
    /// <param name="cancellation">Asked before.</param>
    public Flow? Solve(long[] value, sbyte[]? face = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        using var flow = new MinCostFlow(NodeCount, ArcCount);
        var needs = (long[])supply.Clone();
        var units = new int[ArcCount];
        var free = new List<int>(face is null ? ArcCount : 0);
        for (var a = 0; a < ArcCount; a++)
        {
            var state = face is null ? 0 : face[a];
            if (state > 0)
            {
                Saturate(a, needs);
                units[a] = capacity[a];
            }
            else if (state == 0 && capacity[a] > 0 && !IsFixed(a))
            {
                flow.AddArcWithCapacityAndUnitCost(tail[a], head[a], capacity[a], a < PairArcs ? -value[a] : 0);
                free.Add(a);
            }
        }
        for (var node = 0; node < NodeCount; node++)
        {
            if (needs[node] != 0)
                flow.SetNodeSupply(node, needs[node]);
        }
        var status = flow.Solve();
        if (status is MinCostFlowBase.Status.INFEASIBLE)
            return null;
        if (status is not MinCostFlowBase.Status.OPTIMAL)
            throw new InvalidOperationException($"The flow ended as {status}.");
        for (var n = 0; n < free.Count; n++)
            units[free[n]] = (int)flow.Flow(n);
        Int128 total = 0;
        for (var a = 0; a < PairArcs; a++)
        {
            if (units[a] > 0)
                total += value[a];
        }
        if (Open.Forced >= 0)
            units[applicationArcs + Open.Forced] = 1;
        return new(units, total);
    }

    /// <summary>The plan of a flow.</summary>
    public Plan PlanOf(Flow flow)
    {
        var pairOf = new int[Open.Problem.Applications.Length];
        Array.Fill(pairOf, -1);
        for (var a = 0; a < PairArcs; a++)
        {
            if (flow.Units[a] > 0)
                pairOf[Open.Problem.ApplicationOf[PairOf[a]]] = PairOf[a];
        }
        return Plan.Of(Open, pairOf);
    }

    /// <summary>
    /// Node prices of an optimal flow: the lengths of the shortest paths in what the flow leaves free (its residual graph), every node
    /// being a start. By them no free arc has a negative reduced cost.
    /// </summary>
    private long[] Distances(Flow flow, long[] value)
    {
        var distance = new long[NodeCount];
        var queue = new Queue<int>(Enumerable.Range(0, NodeCount).Reverse());
        var queued = new bool[NodeCount];
        Array.Fill(queued, true);
        while (queue.TryDequeue(out var node))
        {
            queued[node] = false;
            for (var n = from[node]; n < from[node + 1]; n++)
            {
                var (a, back, next) = (ends[n].Arc, ends[n].IsHead, ends[n].Other);
                if (back ? flow.Units[a] == 0 || IsFixed(a) : flow.Units[a] >= capacity[a])
                    continue;
                var cost = a >= PairArcs ? 0 : back ? value[a] : -value[a];
                if (distance[node] + cost >= distance[next])
                    continue;
                distance[next] = distance[node] + cost;
                if (!queued[next])
                    queue.Enqueue(next);
                queued[next] = true;
            }
        }
        return distance;
    }

    /// <summary>The optimal face: by the node prices, which arcs no optimal flow uses (-1) and which every one fills (1).</summary>
    public sbyte[] Face(Bounded bounded)
    {
        var distance = PricesOfNodes(bounded);
        var face = new sbyte[ArcCount];
        for (var a = 0; a < ArcCount; a++)
        {
            var reduced = (a < PairArcs ? -bounded.Values[a] : 0) + distance[tail[a]] - distance[head[a]];
            face[a] = (sbyte)(IsFixed(a) ? 0 : -Math.Sign(reduced));
        }
        return face;
    }

    /// <summary>The prices of all that is scarce in a flow; see <see cref="ShadowPrices"/>.</summary>
    public ShadowPrices Prices(Bounded bounded)
    {
        var distance = PricesOfNodes(bounded);
        var problem = Open.Problem;
        var country = new long[problem.Countries.Length];
        for (var c = 0; c < country.Length; c++)
        {
            // A country that nothing reaches may be dearer than its ways out: no more than they are is meant.
            country[c] = Math.Min(distance[countries + c], distance[IsFirst(Open, c) ? First : Sink]);
        }
        var seat = new long[problem.Offers.Length];
        for (var j = 0; j < seat.Length; j++)
            seat[j] = Math.Max(0, country[problem.CountryOf[j]] - distance[offers + j]);
        var pole = new long[problem.Poles.Length];
        for (var p = 0; p < pole.Length; p++)
            pole[p] = Math.Max(0, distance[Poles + p] - distance[Source]);
        return new(
            Open, bounded.Multipliers, seat, pole,
            [.. country.Select(node => Math.Max(0, distance[Sink] - node))], [.. country.Select(node => Math.Max(0, node - distance[Sink]))],
            distance[First] - distance[Sink], distance[Source] - distance[Sink]);
    }

    /// <summary>The flow of a plan: a country's first pair passes <em>first</em>.</summary>
    public int[] UnitsOf(Plan plan)
    {
        var units = new int[ArcCount];
        var problem = Open.Problem;
        for (var a = 0; a < PairArcs; a++)
        {
            var (e, i, j) = (PairOf[a], problem.ApplicationOf[PairOf[a]], problem.OfferOf[PairOf[a]]);
            if (plan.PairOf[i] != e)
                continue;
            var country = problem.CountryOf[j];
            var byFirst = IsFirst(Open, country) && units[firstArcs + country] == 0;
            units[a] = units[applicationArcs + i] = 1;
            units[poleArcs + problem.PoleOf[i]]++;
            units[seatArcs + j]++;
            units[(byFirst ? firstArcs : countryArcs) + country]++;
        }
        units[ArcCount - 2] = units[firstArcs..(ArcCount - 2)].Sum() - Open.CountriesWanted;
        units[ArcCount - 1] = Open.Count is null ? problem.Applications.Length + 1 - plan.Count : 0;
        return units;
    }

    /// <summary>Node prices: they belong to every optimal flow, not to the one alone that they were found by.</summary>
    public long[] PricesOfNodes(Bounded bounded) => bounded.Distances ??= Distances(bounded.Flow, bounded.Values);

    /// <summary>Where the unit of an application comes from.</summary>
    public int StartOf(int application, MatchingRule? waived) =>
        waived is MatchingRule.PoleQuota ? Source : Poles + Open.Problem.PoleOf[application];

    /// <summary>Where the unit of an application can go, and what that is worth.</summary>
    public IEnumerable<(int Node, long Value)> EndsOf(int application, MatchingRule? waived, Multipliers multipliers)
    {
        var problem = Open.Problem;
        for (var e = problem.Start[application]; e < problem.Start[application + 1]; e++)
        {
            var offer = problem.OfferOf[e];
            if (Open.IsOpen(e, waived))
                yield return (waived is MatchingRule.Seats ? countries + problem.CountryOf[offer] : offers + offer, multipliers.ValueOf(Open, e, waived));
        }
    }

    /// <summary>The ends of arcs at a node, for <see cref="IsFreeTowards"/>.</summary>
    public ReadOnlySpan<End> EndsAt(int node) => ends.AsSpan(from[node]..from[node + 1]);

    /// <summary>
    /// Whether a unit more could come to a node by one of its arcs: along it where there is room, or back where a unit can be sent back.
    /// </summary>
    public bool IsFreeTowards(End end, int[] units, long[] value, out long cost)
    {
        var (a, along) = (end.Arc, end.IsHead);
        cost = a >= PairArcs ? 0 : along ? -value[a] : value[a];
        return along ? units[a] < capacity[a] : units[a] > 0;
    }

    private bool IsFixed(int arc) => Open.Forced >= 0 && arc == applicationArcs + Open.Forced;

    private void Saturate(int arc, long[] needs)
    {
        needs[tail[arc]] -= capacity[arc];
        needs[head[arc]] += capacity[arc];
    }

    private void Set(int arc, int start, int end, int most) => (tail[arc], head[arc], capacity[arc]) = (start, end, most);

    private (int[] From, End[] Ends) Adjacency()
    {
        var start = new int[NodeCount + 1];
        for (var a = 0; a < ArcCount; a++)
        {
            start[tail[a] + 1]++;
            start[head[a] + 1]++;
        }
        for (var node = 0; node < NodeCount; node++)
            start[node + 1] += start[node];
        var at = new End[2 * ArcCount];
        var next = (int[])start.Clone();
        for (var a = 0; a < ArcCount; a++)
        {
            at[next[tail[a]]++] = new(2 * a, head[a]);
            at[next[head[a]]++] = new((2 * a) + 1, tail[a]);
        }
        return (start, at);
    }
}

/// <summary>An end of an arc.</summary>
/// <param name="Code">Twice the arc, and one more at its head.</param>
/// <param name="Other">The node at its other end.</param>
internal readonly record struct End(int Code, int Other)
{
    public int Arc => Code >> 1;
    public bool IsHead => (Code & 1) > 0;
}

/// <summary>An optimal flow.</summary>
/// <param name="Units">Units on each arc.</param>
/// <param name="Value">Sum of the values of the pairs' arcs.</param>
internal sealed record Flow(int[] Units, Int128 Value);
