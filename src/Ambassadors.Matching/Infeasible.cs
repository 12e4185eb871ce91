namespace Ambassadors.Matching;

/// <summary>Names the rule by which a problem has no plan, with what it asks and what is possible.</summary>
internal static class Infeasible
{
    /// <summary>What the locked pairs alone break, the first that they do; null where nothing.</summary>
    public static Infeasibility? ByLocked(CanonicalProblem problem)
    {
        var forbidden = problem.Forbidden.ToHashSet();
        foreach (var couple in problem.Locked)
        {
            var name = $"{problem.Applications[couple.Application]}/{problem.Offers[couple.Offer]}";
            if (problem.PairOf(couple.Application, couple.Offer) < 0)
                return new(MatchingRule.Locked, name, 1, 0, $"Pair {name} is locked, but is not among the pairs");
            if (forbidden.Contains(couple))
                return new(MatchingRule.Locked, name, 1, 0, $"Pair {name} is locked and forbidden");
        }
        foreach (var twice in problem.Locked.CountBy(couple => couple.Application).Where(each => each.Value > 1))
        {
            var name = problem.Applications[twice.Key];
            return new(MatchingRule.Locked, name, twice.Value, 1, $"Application {name}: {twice.Value} offers locked, 1 possible");
        }
        foreach (var (j, asked) in problem.Locked.CountBy(couple => couple.Offer).OrderBy(each => each.Key))
        {
            if (asked > problem.Capacity[j])
                return Over(MatchingRule.Seats, problem.Offers[j], "Offer", asked, problem.Capacity[j]);
        }
        if (problem.Profile is MatchingProfile.Stable)
            return null;
        foreach (var (p, asked) in problem.Locked.CountBy(couple => problem.PoleOf[couple.Application]).OrderBy(each => each.Key))
        {
            if (problem.MaxPerPole is { } most && asked > Math.Max(0, most - problem.UsedByPole[p]))
                return Over(MatchingRule.PoleQuota, problem.Poles[p], "Pole", asked, Math.Max(0, most - problem.UsedByPole[p]));
        }
        foreach (var (c, asked) in problem.Locked.CountBy(couple => problem.CountryOf[couple.Offer]).OrderBy(each => each.Key))
        {
            if (problem.MaxPerCountry is { } most && asked > Math.Max(0, most - problem.UsedByCountry[c]))
                return Over(MatchingRule.CountryQuota, problem.Countries[c], "Country", asked, Math.Max(0, most - problem.UsedByCountry[c]));
        }
        var pairs = problem.Locked.Select(couple => problem.PairOf(couple.Application, couple.Offer)).ToHashSet();
        var cost = pairs.Sum(e => problem.Cost[e]);
        if (cost > problem.Budget)
            return new(MatchingRule.Budget, null, cost, problem.Budget.Value, $"Locked pairs cost {cost}, the budget is {problem.Budget}");
        foreach (var limit in problem.Limits)
        {
            var used = limit.Weights.Where(weight => pairs.Contains(weight.Pair)).Sum(weight => weight.Weight);
            if (used > limit.AtMost)
                return new(
                    MatchingRule.OtherLimit, limit.Name, used, limit.AtMost,
                    $"Limit {limit.Name}: {used} used by locked pairs, {limit.AtMost} possible");
        }
        return null;

        static Infeasibility Over(MatchingRule rule, string name, string what, int asked, int possible) =>
            new(rule, name, asked, possible, $"{what} {name}: {asked} pairs locked, {possible} possible");
    }

    /// <summary>
    /// What the distinct countries ask too much of; without them the locked pairs alone are a plan. Where enough countries can be
    /// reached, but only for more money or more of a limit than there is, the rule is the budget or that limit, and the least that they
    /// take is what is asked.
    /// </summary>
    public static Infeasibility? ByCountries(OpenProblem open, CancellationToken cancellation)
    {
        if (open.CountriesWanted == 0)
            return null;
        var problem = open.Problem;
        var network = new Network(new OpenProblem(problem, free: true));
        if (Cheapest(_ => 0) is null)
        {
            var reached = problem.MinCountries - open.CountriesWanted;
            var (least, most) = (0, open.CountriesWanted - 1);
            while (least < most)
            {
                var middle = (least + most + 1) / 2;
                var fewer = new Network(new OpenProblem(problem, countries: middle, free: true));
                if (fewer.Solve(new long[fewer.PairArcs], cancellation: cancellation) is null)
                    most = middle - 1;
                else
                    least = middle;
            }
            return new(
                MatchingRule.DistinctCountries, null, problem.MinCountries, reached + least,
                $"{problem.MinCountries} countries asked, {reached + least} reachable");
        }
        var cost = Least(e => open.Cost[e]) + open.LockedCost;
        if (cost > problem.Budget)
            return new(
                MatchingRule.Budget, null, cost, problem.Budget.Value,
                $"{problem.MinCountries} countries cost {cost} at the least, the budget is {problem.Budget}");
        for (var n = 0; n < open.Limits.Length; n++)
        {
            var weights = open.Limits[n].Weights.ToDictionary(weight => weight.Pair, weight => weight.Weight);
            var (limit, used) = (open.Limits[n], Least(e => weights.GetValueOrDefault(e)) + open.Limits[n].AtMost - open.LimitRoom[n]);
            if (used > limit.AtMost)
            {
                return new(
                    MatchingRule.OtherLimit, limit.Name, used, limit.AtMost,
                    $"Limit {limit.Name}: {problem.MinCountries} countries use {used} at the least, {limit.AtMost} possible");
            }
        }
        return null;

        long Least(Func<int, long> of) => Cheapest(of)!.PairOf.Where(e => e >= 0).Sum(of);

        Plan? Cheapest(Func<int, long> of) =>
            network.Solve([.. network.PairOf.Select(e => -of(e))], cancellation: cancellation) is { } flow ? network.PlanOf(flow) : null;
    }

    /// <summary>Every rule can be kept alone, not all together, as far as the search went.</summary>
    public static Infeasibility Together(OpenProblem open) => new(
        MatchingRule.OtherLimit, null, open.Problem.MinCountries, 0,
        $"No plan was found that reaches {open.Problem.MinCountries} countries within the budget and every limit together");
}
