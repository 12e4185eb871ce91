namespace Ambassadors.Matching;

/// <summary>Writes outcomes.</summary>
internal static class Answer
{
    /// <summary>There is no plan.</summary>
    public static MatchingOutcome None(Infeasibility why) => new()
    {
        Pairs = [],
        Fit = 0,
        Cost = 0,
        UpperBound = 0,
        Optimal = false,
        BlockingPairs = 0,
        PlanHash = CanonicalForm.PlanHash([]),
        Unmatched = [],
        Infeasible = why
    };

    /// <summary>A plan and what its prices prove.</summary>
    public static MatchingOutcome Proved(Best best, Plan plan, IReadOnlyList<UnmatchedApplication> unmatched)
    {
        var (optimum, prices) = (best.Optimum, best.Optimum.Prices.Value);
        var (open, problem) = (prices.Open, prices.Open.Problem);
        var outcome = Of(open, plan, optimum.UpperBound + open.LockedFit, best.Proved, unmatched);
        return outcome with
        {
            Certificate = Certificate(outcome, problem) with
            {
                BoundByPrices = prices.WholeBound + open.LockedFit,
                CorePairs = optimum.CorePairs,
                Count = best.Count + open.LockedPairs.Length,
                Floor = best.Floor,
                Scale = prices.Multipliers.Scale,
                BudgetPrice = prices.Multipliers.Money,
                CountPrice = prices.Count,
                DistinctCountriesPrice = prices.Distinct,
                SeatPrices = Named(problem.Offers, prices.Seat),
                PolePrices = Named(problem.Poles, prices.Pole),
                CountryPrices = Named(problem.Countries, prices.Country),
                FirstPrices = Named(problem.Countries, prices.First),
                LimitPrices = Named([.. open.Limits.Select(limit => limit.Name)], prices.Multipliers.Limits)
            }
        };
    }

    /// <summary>A stable plan: its proof is that no pair blocks it, the bound is its own fit.</summary>
    public static MatchingOutcome Stable(OpenProblem open, Plan plan)
    {
        var outcome = Of(open, plan, plan.Points + open.LockedFit, true, Explanation.OfStable(open, plan));
        return outcome with { Certificate = Certificate(outcome, open.Problem) };
    }

    private static MatchingOutcome Of(OpenProblem open, Plan plan, long upperBound, bool optimal, IReadOnlyList<UnmatchedApplication> unmatched)
    {
        var problem = open.Problem;
        var pairOf = (int[])plan.PairOf.Clone();
        foreach (var e in open.LockedPairs)
            pairOf[problem.ApplicationOf[e]] = e;
        Couple[] pairs = [.. pairOf.Where(e => e >= 0).Select(problem.CoupleOf)];
        return new()
        {
            Pairs = pairs,
            Fit = pairOf.Where(e => e >= 0).Sum(e => (long)problem.Fit[e]),
            Cost = plan.Cost + open.LockedCost,
            UpperBound = upperBound,
            Optimal = optimal,
            BlockingPairs = Blocking.Count(problem, pairOf),
            PlanHash = CanonicalForm.PlanHash(pairs),
            Unmatched = unmatched
        };
    }

    private static MatchingCertificate Certificate(MatchingOutcome outcome, CanonicalProblem problem) => new()
    {
        ProblemHash = problem.Hash,
        Profile = problem.Profile,
        Engine = MatchingEngine.Version,
        PlanHash = outcome.PlanHash,
        Pairs = outcome.Pairs.Count,
        Fit = outcome.Fit,
        Cost = outcome.Cost,
        UpperBound = outcome.UpperBound,
        Gap = outcome.UpperBound - outcome.Fit,
        BoundByPrices = outcome.UpperBound,
        CorePairs = 0
    };

    private static Dictionary<string, long> Named(string[] names, long[] prices)
    {
        var named = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var n = 0; n < names.Length; n++)
        {
            if (prices[n] != 0)
                named.Add(names[n], prices[n]);
        }
        return named;
    }
}
