using Google.OrTools.Sat;

namespace Ambassadors.Matching;

/// <summary>
/// The few pairs that the prices leave open, searched by a constraint solver. A plan is below the bound by the sum of what it loses on
/// each pair, each seat, each quota that it leaves unused at its price; so among plans that lose no more than <c>allowed</c> a pair that
/// alone loses more is out, and of what is dear only so much may be left as that pays for. These floors on the use of dear things are
/// what makes the search short.
/// </summary>
internal sealed class Core
{
    // One worker and a fixed seed: the same search everywhere. Cuts from the linear relaxation (level 2) close most cores at the root.
    private const string Parameters = "num_workers:1 random_seed:1 linearization_level:2 max_deterministic_time:";

    private readonly OpenProblem open;
    private readonly ShadowPrices prices;
    private readonly Int128 allowed;
    private readonly CpModel model = new();
    private readonly List<int> pairs = [];
    private readonly List<BoolVar> chosen = [];
    private readonly int[] fixedPair;
    private readonly int[] fixedPerOffer, fixedPerPole, fixedPerCountry;
    private readonly HashSet<int> isFixed = [];
    private long fixedPoints, fixedCost;
    private int fixedCount;

    /// <param name="open">The problem.</param>
    /// <param name="prices">Its prices.</param>
    /// <param name="allowed">How far below the bound a plan may be, points × scale.</param>
    public Core(OpenProblem open, ShadowPrices prices, Int128 allowed)
    {
        this.open = open;
        this.prices = prices;
        this.allowed = allowed;
        var problem = open.Problem;
        fixedPair = new int[problem.Applications.Length];
        Array.Fill(fixedPair, -1);
        fixedPerOffer = new int[problem.Offers.Length];
        fixedPerPole = new int[problem.Poles.Length];
        fixedPerCountry = new int[problem.Countries.Length];
        Choose();
        Limit();
    }

    /// <summary>How many pairs were not decided by the prices.</summary>
    public int Size => pairs.Count;

    /// <summary>The plan with the most points.</summary>
    public CoreAnswer Best(Plan? hint, double work, CancellationToken cancellation)
    {
        model.Maximize(Sum(open.Points));
        return Search(hint, work, cancellation);
    }

    /// <summary>Of the plans with so many points the one with the lowest lottery numbers.</summary>
    public CoreAnswer Luckiest(Plan hint, Func<int, long> lottery, double work, CancellationToken cancellation)
    {
        model.Add(Sum(open.Points) == hint.Points - fixedPoints);
        model.Minimize(Sum(lottery));
        return Search(hint, work, cancellation);
    }

    private void Choose()
    {
        var problem = open.Problem;
        for (var i = 0; i < problem.Applications.Length; i++)
        {
            var start = pairs.Count;
            for (var e = problem.Start[i]; e < problem.Start[i + 1]; e++)
            {
                if (open.Open[e] && prices.Loss(e) <= allowed)
                    pairs.Add(e);
            }
            var needed = open.Forced == i || prices.Surplus[i] > allowed;
            if (needed && pairs.Count == start + 1)
            {
                Fix(pairs[start]);
                pairs.RemoveAt(start);
                continue;
            }
            for (var n = start; n < pairs.Count; n++)
                chosen.Add(model.NewBoolVar(""));
            var own = LinearExpr.Sum(chosen.Skip(start));
            if (needed)
                model.Add(own == 1);
            else if (pairs.Count > start + 1)
                model.AddAtMostOne(chosen.Skip(start));
        }
    }

    private void Fix(int pair)
    {
        var problem = open.Problem;
        var (i, j) = (problem.ApplicationOf[pair], problem.OfferOf[pair]);
        fixedPair[i] = pair;
        isFixed.Add(pair);
        fixedPoints += open.Points(pair);
        fixedCost += open.Cost[pair];
        fixedCount++;
        if (!open.Waives(i, MatchingRule.Seats))
            fixedPerOffer[j]++;
        if (!open.Waives(i, MatchingRule.PoleQuota))
            fixedPerPole[problem.PoleOf[i]]++;
        fixedPerCountry[problem.CountryOf[j]]++;
    }

    private void Limit()
    {
        var problem = open.Problem;
        var perOffer = Group(problem.Offers.Length, e => open.Waives(problem.ApplicationOf[e], MatchingRule.Seats) ? -1 : problem.OfferOf[e]);
        for (var j = 0; j < problem.Offers.Length; j++)
            AtMost(perOffer[j], open.Seats[j] - fixedPerOffer[j], prices.Seat[j]);
        var perPole = Group(problem.Poles.Length, e =>
            open.Waives(problem.ApplicationOf[e], MatchingRule.PoleQuota) ? -1 : problem.PoleOf[problem.ApplicationOf[e]]);
        for (var p = 0; p < problem.Poles.Length; p++)
            AtMost(perPole[p], open.PoleRoom[p] - fixedPerPole[p], prices.Pole[p]);
        var perCountry = Group(problem.Countries.Length, e => problem.CountryOf[problem.OfferOf[e]]);
        var firsts = new List<BoolVar>();
        var reached = 0;
        for (var c = 0; c < problem.Countries.Length; c++)
        {
            AtMost(perCountry[c], open.CountryRoom[c] - fixedPerCountry[c], prices.Country[c]);
            if (!Network.IsFirst(open, c))
                continue;
            if (prices.First[c] > 0)
                AtMost(perCountry[c], (long)Min(1 + (allowed / prices.First[c]), int.MaxValue / 2) - fixedPerCountry[c], 0);
            if (fixedPerCountry[c] > 0)
                reached++;
            else if (perCountry[c] is { } own)
                firsts.Add(First(own, prices.Distinct - prices.First[c] > allowed));
        }
        if (open.CountriesWanted > reached || (open.CountriesWanted > 0 && prices.Distinct > allowed))
        {
            // What a country more than wanted loses is in its own price; the sum only has to be reached.
            model.Add(LinearExpr.Sum(firsts) >= open.CountriesWanted - reached);
        }
        if (open.Count is { } count)
            model.Add(LinearExpr.Sum(chosen) == count - fixedCount);
        if (open.Money is { } money)
        {
            var least = prices.Multipliers.Money == 0 ? 0 : money - (long)Min(allowed / prices.Multipliers.Money, money);
            Total(e => open.Cost[e], Math.Max(0, least - fixedCost), money - fixedCost);
        }
        for (var n = 0; n < open.Limits.Length; n++)
        {
            var weights = open.Limits[n].Weights.ToDictionary(weight => weight.Pair, weight => weight.Weight);
            var used = weights.Where(weight => isFixed.Contains(weight.Key)).Sum(weight => weight.Value);
            Total(e => weights.GetValueOrDefault(e), 0, open.LimitRoom[n] - used);
        }
    }

    // What has to be in the plan may use more than there is: then the core has none.
    private void Total(Func<int, long> of, long least, long most)
    {
        if (least > most)
            model.AddBoolOr(Array.Empty<ILiteral>());
        else
            model.AddLinearConstraint(Sum(of), least, most);
    }

    private BoolVar First(List<BoolVar> own, bool needed)
    {
        var first = model.NewBoolVar("");
        model.Add(LinearExpr.Sum(own) >= first);
        if (needed)
            model.Add(first == 1);
        return first;
    }

    private void AtMost(List<BoolVar>? own, long room, long price)
    {
        // At its price only so much of it may be left unused.
        var least = price == 0 ? 0 : room - (long)Min(allowed / price, int.MaxValue / 2);
        if (own is null)
        {
            if (room < 0 || least > 0)
                model.AddBoolOr(Array.Empty<ILiteral>());
            return;
        }
        if (least > 0 || room < own.Count)
            model.AddLinearConstraint(LinearExpr.Sum(own), Math.Max(0, least), Math.Min(room, own.Count));
    }

    private List<BoolVar>?[] Group(int groups, Func<int, int> of)
    {
        var grouped = new List<BoolVar>?[groups];
        for (var n = 0; n < pairs.Count; n++)
        {
            if (of(pairs[n]) is var group and >= 0)
                (grouped[group] ??= []).Add(chosen[n]);
        }
        return grouped;
    }

    private LinearExpr Sum(Func<int, long> of) => LinearExpr.WeightedSum(chosen, pairs.Select(of));

    private CoreAnswer Search(Plan? hint, double work, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (hint is not null)
        {
            for (var n = 0; n < pairs.Count; n++)
                model.AddHint(chosen[n], hint.PairOf[open.Problem.ApplicationOf[pairs[n]]] == pairs[n]);
        }
        var solver = new CpSolver { StringParameters = Parameters + work.ToString("R", System.Globalization.CultureInfo.InvariantCulture) };
        using (cancellation.Register(solver.StopSearch))
        {
            var status = solver.Solve(model);
            cancellation.ThrowIfCancellationRequested();
            var spent = solver.Response!.DeterministicTime;
            if (status is CpSolverStatus.Infeasible)
                return new(null, true, spent, null);
            if (status is CpSolverStatus.ModelInvalid)
                throw new InvalidOperationException($"The core is no valid model: {model.Validate()}");
            var bound = Math.Floor(solver.BestObjectiveBound + 1e-6);
            if (status is CpSolverStatus.Unknown)
                return new(null, false, spent, null);
            var pairOf = (int[])fixedPair.Clone();
            for (var n = 0; n < pairs.Count; n++)
            {
                if (solver.BooleanValue(chosen[n]))
                    pairOf[open.Problem.ApplicationOf[pairs[n]]] = pairs[n];
            }
            return new(Plan.Of(open, pairOf), status is CpSolverStatus.Optimal, spent, (long)bound + fixedPoints);
        }
    }

    private static Int128 Min(Int128 one, Int128 other) => one < other ? one : other;
}

/// <summary>What the search of a core found.</summary>
/// <param name="Plan">The best plan found; null where there was none.</param>
/// <param name="Complete">Whether the search was complete: the plan is the core's best, or the core has none.</param>
/// <param name="Work">Deterministic time that it took.</param>
/// <param name="Bound">No plan of the core has more points; null where nothing is known. Means nothing for the lottery.</param>
internal sealed record CoreAnswer(Plan? Plan, bool Complete, double Work, long? Bound);
