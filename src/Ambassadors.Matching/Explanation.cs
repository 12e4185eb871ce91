namespace Ambassadors.Matching;

/// <summary>Why applications have no pair: what would have to be different for one of them alone.</summary>
internal sealed class Explanation(
    ShadowPrices prices, PlanValue value, Insertion? insertion, Progress progress, CancellationToken cancellation)
{
    /// <summary>
    /// Up to so many pairs × applications without one, all are explained by solving anew, which then takes about a second; above, by
    /// prices. Without money and other limits in force a solution is one flow; with them it is many, and a search.
    /// </summary>
    private const long WorkOfFlows = 250_000, WorkOfSearches = 5_000;

    private static readonly Progress Silent = new(null);

    private readonly OpenProblem open = prices.Open;
    private readonly CanonicalProblem problem = prices.Open.Problem;

    /// <summary>Shortest paths, where they are exact.</summary>
    private readonly Insertion? exactly = Insertion.IsWhole(prices.Open) ? insertion : null;

    /// <summary>Every application without a pair, by id.</summary>
    public IReadOnlyList<UnmatchedApplication> OfAll(Plan plan)
    {
        var unmatched = Unmatched(open, plan).ToList();
        var most = (open.Money is null && open.Limits.Length == 0 ? WorkOfFlows : WorkOfSearches) / (problem.Profile is MatchingProfile.Floor ? 10 : 1);
        var solve = (long)unmatched.Count * problem.PairCount <= most;
        var explained = new List<UnmatchedApplication>(unmatched.Count);
        foreach (var i in unmatched)
        {
            cancellation.ThrowIfCancellationRequested();
            if (solve || explained.Count == 0)
                progress.Step(MatchingPhase.Explaining);
            explained.Add(solve ? BySolving(i) : ByPrices(i));
        }
        return explained;
    }

    /// <summary>
    /// In a stable plan only seats keep an application out: did none count for it, it would have the offer that it wishes most.
    /// </summary>
    public static IReadOnlyList<UnmatchedApplication> OfStable(OpenProblem open, Plan plan) =>
        [.. Unmatched(open, plan).Select(i => WithoutSolving(open, i) ?? new UnmatchedApplication(
            open.Problem.Applications[i], UnmatchedReason.Seats, ExplanationBasis.Solved,
            [new(MatchingRule.Seats, true, open.Problem.Fit[Stability.Favourite(open, i)])]))];

    /// <summary>Exact: with each rule waived the problem is solved anew, unless the prices already prove that nothing is gained.</summary>
    public UnmatchedApplication BySolving(int i)
    {
        if (WithoutSolving(open, i) is { } known)
            return known;
        var exact = true;
        var with = exactly is null ? Solve(new(i, Forced: true)) : Inserted(exactly.Gain(i, null));
        var waivers = InForce().Select(rule => Waive(i, rule)).ToList();
        var tie = with is { } same && same.CompareTo(value) >= 0;
        return Explained(i, tie, waivers, exact ? ExplanationBasis.Solved : ExplanationBasis.Prices, value.Fit - with?.Fit);

        Waiver Waive(int application, MatchingRule rule)
        {
            if (exactly is not null && rule is not MatchingRule.CountryQuota)
                return Gained(rule, exactly.Gain(i, rule));
            var best = value;
            if (rule is not MatchingRule.CountryQuota)
                best = CanGain(rule, null, best) ? Max(best, Solve(new(application, rule))) : best;
            else
            {
                // The most promising country first: most of the others then can't be better.
                foreach (var country in Countries(application).OrderByDescending(country => prices.BoundWith(i, rule, country)))
                {
                    if (CanGain(rule, country, best))
                        best = Max(best, Solve(new(application, rule, country, Forced: true)));
                }
            }
            return new(rule, best.CompareTo(value) > 0, best.Fit - value.Fit);
        }

        // What the prices prove holds for the problem whose number of pairs and lowest fit are settled: where they are not given they
        // prove nothing of others.
        bool CanGain(MatchingRule rule, int? country, PlanValue best) =>
            problem.Profile is not MatchingProfile.Fit || prices.BoundWith(i, rule, country) > best.Fit;

        PlanValue? Inserted(long? gain) => gain is null ? null : value with { Fit = value.Fit + gain.Value };

        PlanValue? Solve(Waiving waiving)
        {
            var solved = Best.Find(problem, waiving, Silent, cancellation);
            exact &= solved?.Proved ?? true;
            return solved?.Value;
        }
    }

    /// <summary>
    /// By what the application is worth at the prices with a rule waived: along shortest paths where there are any, else by its best
    /// pair.
    /// </summary>
    private UnmatchedApplication ByPrices(int i)
    {
        if (WithoutSolving(open, i) is { } known)
            return known;
        var waivers = InForce().Select(rule => Gained(rule, Gain(rule))).ToList();
        var cost = -Gain(null);
        // That the prices leave nothing to gain by a country's quota is exact too.
        var isExact = exactly is not null && waivers.TrueForAll(waiver => !waiver.Places || waiver.Rule is not MatchingRule.CountryQuota);

        // Prices show no loss of a whole point of many that no equal plan has: what is estimated never names the lottery.
        var tie = cost <= 0 && isExact;
        return Explained(
            i, tie, waivers, isExact ? ExplanationBasis.Solved : ExplanationBasis.Prices, cost is { } least ? Math.Max(0, least) : null);

        long? Gain(MatchingRule? rule) => insertion is null || rule is MatchingRule.CountryQuota
            ? prices.BoundWith(i, rule) - prices.WholeBound
            : insertion.Gain(i, rule);
    }

    private static Waiver Gained(MatchingRule rule, long? gain) => new(rule, gain > 0, Math.Max(0, gain ?? 0));

    private UnmatchedApplication Explained(int i, bool tie, List<Waiver> waivers, ExplanationBasis basis, long? cost)
    {
        var reason = tie ? UnmatchedReason.Tie : waivers.Find(waiver => waiver.Places)?.Rule switch
        {
            MatchingRule.Seats => UnmatchedReason.Seats,
            MatchingRule.PoleQuota => UnmatchedReason.PoleQuota,
            MatchingRule.CountryQuota => UnmatchedReason.CountryQuota,
            MatchingRule.Budget => UnmatchedReason.Budget,
            MatchingRule.OtherLimit => UnmatchedReason.OtherLimit,
            MatchingRule.DistinctCountries or MatchingRule.Locked or null => UnmatchedReason.Several
        };
        var lottery = tie ? PairsOf(open, i).Where(e => open.Open[e]).Min(e => Lottery.Number(problem, e)) : (uint?)null;
        return new(problem.Applications[i], reason, basis, waivers, cost, lottery is { } number ? Lottery.Text(number) : null);
    }

    /// <summary>What the problem alone says.</summary>
    private static UnmatchedApplication? WithoutSolving(OpenProblem open, int i)
    {
        var problem = open.Problem;
        if (!PairsOf(open, i).Any())
            return new(problem.Applications[i], UnmatchedReason.NoEligible, ExplanationBasis.Solved, []);
        return PairsOf(open, i).All(e => open.IsForbidden(e) || (open.Seats[problem.OfferOf[e]] == 0 && problem.Capacity[problem.OfferOf[e]] > 0))
            ? new(problem.Applications[i], UnmatchedReason.BlockedByOfficer, ExplanationBasis.Solved, [])
            : null;
    }

    private IEnumerable<MatchingRule> InForce()
    {
        yield return MatchingRule.Seats;
        if (problem.MaxPerPole is not null)
            yield return MatchingRule.PoleQuota;
        if (problem.MaxPerCountry is not null)
            yield return MatchingRule.CountryQuota;
        if (open.Money is not null)
            yield return MatchingRule.Budget;
        if (open.Limits.Length > 0)
            yield return MatchingRule.OtherLimit;
    }

    private IEnumerable<int> Countries(int i) => PairsOf(open, i).Select(e => problem.CountryOf[problem.OfferOf[e]]).Distinct();

    private static IEnumerable<int> Unmatched(OpenProblem open, Plan plan) =>
        Enumerable.Range(0, plan.PairOf.Length).Where(i => plan.PairOf[i] < 0 && !open.IsLocked(i));

    private static IEnumerable<int> PairsOf(OpenProblem open, int i) =>
        Enumerable.Range(open.Problem.Start[i], open.Problem.Start[i + 1] - open.Problem.Start[i]);

    private static PlanValue Max(PlanValue one, PlanValue? other) => other is { } value && value.CompareTo(one) > 0 ? value : one;
}
