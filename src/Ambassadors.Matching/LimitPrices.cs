using System.Numerics;
using Google.OrTools.LinearSolver;

namespace Ambassadors.Matching;

/// <summary>
/// Prices of several limits at once. A small linear program over the plans met so far proposes prices, the network answers with its best
/// plan at them, rounded to fractions; the answer's own bound is believed, the program's value never.
/// </summary>
internal sealed class LimitPrices(OpenProblem open, PriceSearch search, Bounded none, Plan cheapest)
{
    /// <summary>A deterministic end: far more rounds than a handful of limits take.</summary>
    private const int MaxRounds = 200;

    private const int Decimals = 1_000_000;

    private readonly List<Plan> met = [none.Plan, cheapest, .. Nothing(open)];

    public Bounded Find()
    {
        var best = none;
        var feasible = met.Where(plan => plan.Keeps(open)).MaxBy(plan => plan.Points);
        for (var round = 0; round < MaxRounds; round++)
        {
            var tried = search.Solve(Propose())!;
            if (tried.Bound * best.Multipliers.Scale < best.Bound * tried.Multipliers.Scale)
                best = tried;
            if (tried.Plan.Keeps(open) && !(feasible?.Points >= tried.Plan.Points))
                feasible = tried.Plan;
            if (met.Any(plan => tried.Worth(plan) >= tried.Worth(tried.Plan)))
                break;
            met.Add(tried.Plan);
        }
        return best with { Feasible = feasible };
    }

    /// <summary>The prices at which the best of the plans met, with what money and limits fetch, is worth least.</summary>
    private Multipliers Propose()
    {
        using var solver = Solver.CreateSolver("GLOP");
        long[] rooms = [open.Money ?? 0, .. open.LimitRoom];
        using var worth = solver.MakeNumVar(double.NegativeInfinity, double.PositiveInfinity, "worth");
        var prices = rooms.Select((room, n) => solver.MakeNumVar(0, n == 0 && open.Money is null ? 0 : Dearest(n), "")).ToArray();
        using var objective = solver.Objective();
        objective.SetCoefficient(worth, 1);
        for (var n = 0; n < rooms.Length; n++)
            objective.SetCoefficient(prices[n], rooms[n]);
        objective.SetMinimization();
        foreach (var plan in met)
        {
            using var row = solver.MakeConstraint(plan.Points, double.PositiveInfinity, "");
            row.SetCoefficient(worth, 1);
            for (var n = 0; n < rooms.Length; n++)
                row.SetCoefficient(prices[n], n == 0 ? plan.Cost : plan.LimitUse[n - 1]);
        }
        var solved = solver.Solve() is Solver.ResultStatus.OPTIMAL;
        var found = prices.Select(price => solved ? new BigInteger(Math.Round(Math.Max(0, price.SolutionValue()) * Decimals)) : 0).ToArray();
        foreach (var price in prices)
            price.Dispose();
        GC.KeepAlive(solver);
        return search.Safe(Decimals, found[0], found[1..]);
    }

    /// <summary>Where nothing has to be reached, no pair at all is a plan.</summary>
    private static IEnumerable<Plan> Nothing(OpenProblem open) => open is { CountriesWanted: 0, Count: null, Forced: < 0 }
        ? [Plan.Of(open, [.. open.Problem.Applications.Select(_ => -1)])]
        : [];

    /// <summary>A price at which nothing that uses any of it is worth it: one unit costs more than the whole plan has points.</summary>
    private double Dearest(int limit) => limit < 0 ? 0 : none.Plan.Points + 1;
}
