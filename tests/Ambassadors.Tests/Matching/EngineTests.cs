using Ambassadors.Matching;

namespace Ambassadors.Tests.Matching;

/// <summary>The engine on problems small enough to solve by hand.</summary>
public sealed class EngineTests
{
    [Fact]
    public void The_plan_has_the_highest_fit_and_its_prices_prove_it()
    {
        var outcome = Solved(Two);
        Assert.Equal([new("a", "y"), new("b", "x")], outcome.Pairs);
        Assert.Equal((170, 170, true, 0), (outcome.Fit, outcome.UpperBound, outcome.Optimal, outcome.Certificate!.CorePairs));
    }

    [Fact]
    public void A_locked_pair_is_in_every_plan() =>
        Assert.Contains(new Couple("a", "x"), Solved(Two with { Constraints = new() { Locked = [new("a", "x")] } }).Pairs);

    [Fact]
    public void A_forbidden_pair_is_in_none() =>
        Assert.Equal([new("a", "x")], Solved(Two with { Constraints = new() { Forbidden = [new("b", "x")] } }).Pairs);

    [Fact]
    public void A_budget_is_kept_to_the_cent()
    {
        Assert.Equal(170, Solved(Two with { Constraints = new() { Budget = 300 } }).Fit);
        var poorer = Solved(Two with { Constraints = new() { Budget = 299 } });
        Assert.Equal((100, 100L, true), (poorer.Fit, poorer.Cost, poorer.Optimal));
    }

    [Fact]
    public void What_the_search_of_the_core_closed_is_said_apart_from_what_the_prices_prove()
    {
        var certificate = Solved(Two with { Constraints = new() { Budget = 299 } }).Certificate!;
        Assert.True(certificate.BoundByPrices > certificate.UpperBound && certificate.CorePairs > 0);
        Assert.Equal((100, 100, 0), (certificate.UpperBound, certificate.Fit, certificate.Gap));
    }

    [Fact]
    public void A_quota_of_a_pole_and_what_it_already_used_are_kept()
    {
        var problem = Two with { Constraints = new() { MaxPerPole = 2, UsedPerPole = new Dictionary<string, int> { ["P"] = 1 } } };
        Assert.Equal(100, Solved(problem).Fit);
        Assert.Empty(Solved(problem with { Constraints = problem.Constraints with { MaxPerPole = 1 } }).Pairs);
    }

    [Fact]
    public void The_fewest_countries_are_reached_even_at_the_expense_of_fit()
    {
        var problem = Problem([("a", "x", 100, 0), ("a", "y", 1, 0), ("b", "x", 100, 0)], capacity: 2);
        Assert.Equal(200, Solved(problem).Fit);
        var outcome = Solved(problem with { Constraints = new() { MinCountries = 2 } });
        Assert.Equal([new("a", "y"), new("b", "x")], outcome.Pairs);
        Assert.True(outcome.Certificate!.DistinctCountriesPrice > 0);
    }

    [Fact]
    public void A_country_that_was_reached_before_counts() => Assert.Equal(200, Solved(
        Problem([("a", "x", 100, 0), ("a", "y", 1, 0), ("b", "x", 100, 0)], capacity: 2) with
        {
            Constraints = new() { MinCountries = 2, UsedPerCountry = new Dictionary<string, int> { ["Cy"] = 1 } }
        }).Fit);

    [Fact]
    public void Countries_that_cannot_be_reached_are_named_with_their_number()
    {
        var outcome = Solved(Two with { Constraints = new() { MinCountries = 3 } });
        Assert.Equal((MatchingRule.DistinctCountries, 3, 2, "3 countries asked, 2 reachable"),
            (outcome.Infeasible!.Rule, outcome.Infeasible.Asked, outcome.Infeasible.Possible, outcome.Infeasible.Detail));
        Assert.Empty(outcome.Pairs);
        Assert.Null(outcome.Certificate);
    }

    [Fact]
    public void Countries_that_cost_more_than_there_is_are_the_budgets_matter()
    {
        var why = Solved(Two with { Constraints = new() { MinCountries = 2, Budget = 250 } }).Infeasible!;
        Assert.Equal((MatchingRule.Budget, 300, 250), (why.Rule, why.Asked, why.Possible));
    }

    [Fact]
    public void Locked_pairs_that_break_a_rule_name_it()
    {
        Assert.Equal(MatchingRule.Seats, WhyNot(new() { Locked = [new("a", "x"), new("b", "x")] }));
        Assert.Equal(MatchingRule.Locked, WhyNot(new() { Locked = [new("a", "x"), new("a", "y")] }));
        Assert.Equal(MatchingRule.Locked, WhyNot(new() { Locked = [new("b", "y")] }));
        Assert.Equal(MatchingRule.Locked, WhyNot(new() { Locked = [new("a", "x")], Forbidden = [new("a", "x")] }));
        Assert.Equal(MatchingRule.PoleQuota, WhyNot(new() { Locked = [new("a", "x")], MaxPerPole = 0 }));
        Assert.Equal(MatchingRule.CountryQuota, WhyNot(new() { Locked = [new("a", "x")], MaxPerCountry = 0 }));
        Assert.Equal(MatchingRule.Budget, WhyNot(new() { Locked = [new("a", "x")], Budget = 99 }));
        Assert.Equal(MatchingRule.OtherLimit, WhyNot(new() { Locked = [new("a", "x")], Linear = [new("l", 1, [new("a", "x", 2)])] }));

        MatchingRule WhyNot(MatchingConstraints constraints) => Solved(Two with { Constraints = constraints }).Infeasible!.Rule;
    }

    [Fact]
    public void A_limit_of_another_kind_is_kept()
    {
        var outcome = Solved(Two with { Constraints = new() { Linear = [new("region", 3, [new("a", "y", 2), new("b", "x", 2)])] } });
        Assert.Equal((100, true), (outcome.Fit, outcome.Optimal));
    }

    [Fact]
    public void Most_pairs_first_gives_up_fit()
    {
        var problem = Problem([("a", "x", 100, 0), ("a", "y", 5, 0), ("b", "x", 10, 0)]);
        Assert.Equal([new("a", "x")], Solved(problem).Pairs);
        var outcome = Solved(problem with { Profile = MatchingProfile.CountFit });
        Assert.Equal((2, 15, 2), (outcome.Pairs.Count, outcome.Fit, outcome.Certificate!.Count));
    }

    [Fact]
    public void The_lowest_fit_is_raised_as_far_as_the_number_of_pairs_allows()
    {
        var problem = Problem([("a", "x", 100, 0), ("a", "y", 40, 0), ("b", "x", 50, 0), ("b", "y", 10, 0)]);
        Assert.Equal(110, Solved(problem with { Profile = MatchingProfile.CountFit }).Fit);
        var outcome = Solved(problem with { Profile = MatchingProfile.Floor });
        Assert.Equal((90, 40), (outcome.Fit, outcome.Certificate!.Floor));
    }

    [Fact]
    public void A_stable_plan_has_no_blocking_pair_where_the_fittest_has_one()
    {
        var problem = Problem([("a", "x", 100, 0), ("a", "y", 90, 0), ("b", "x", 80, 0), ("b", "y", 10, 0)]);
        Assert.Equal((170, 1), (Solved(problem).Fit, Solved(problem).BlockingPairs));
        var outcome = Solved(problem with { Profile = MatchingProfile.Stable });
        Assert.Equal((110, 0), (outcome.Fit, outcome.BlockingPairs));
    }

    [Fact]
    public void A_rank_comes_before_fit_in_a_stable_plan()
    {
        var problem = Problem([("a", "x", 100, 0), ("a", "y", 1, 0)]);
        problem = problem with { Profile = MatchingProfile.Stable, Pairs = [problem.Pairs[0], problem.Pairs[1] with { ApplicationRank = 1 }] };
        Assert.Equal([new("a", "y")], Solved(problem).Pairs);
    }

    [Fact]
    public void The_order_in_which_a_problem_is_written_changes_nothing()
    {
        var pairs = from a in Enumerable.Range(0, 12) from o in Enumerable.Range(0, 8) select ($"a{a}", $"o{o}", 500, 10L);
        var problem = Problem([.. pairs]) with { Constraints = new() { Budget = 55 } };
        var turned = problem with
        {
            Applications = [.. problem.Applications.Reverse()],
            Offers = [.. problem.Offers.Reverse()],
            Pairs = [.. problem.Pairs.Reverse()]
        };
        var (outcome, other) = (Solved(problem), Solved(turned));
        Assert.Equal(outcome.Pairs, other.Pairs);
        Assert.Equal((outcome.PlanHash, outcome.Certificate!.ProblemHash), (other.PlanHash, other.Certificate!.ProblemHash));
    }

    [Fact]
    public void A_tie_is_the_lotterys_and_shows_its_number()
    {
        var outcome = Solved(Problem([("a", "x", 7, 0), ("b", "x", 7, 0)]));
        var loser = Assert.Single(outcome.Unmatched);
        Assert.Equal((UnmatchedReason.Tie, ExplanationBasis.Solved, 0L), (loser.Reason, loser.Basis, loser.PlacementCost!.Value));
        Assert.Matches("^[0-9a-f]{8}$", loser.Lottery);
    }

    [Fact]
    public void An_application_without_a_pair_is_told_which_rule_alone_kept_it_out()
    {
        var apart = Problem([("a", "x", 9, 0), ("b", "x", 7, 0)]);
        Assert.Equal(UnmatchedReason.Seats, Why(apart));
        var wide = Problem([("a", "x", 9, 5), ("b", "x", 7, 5)], capacity: 2);
        Assert.Equal(UnmatchedReason.PoleQuota, Why(wide with { Constraints = new() { MaxPerPole = 1 } }));
        Assert.Equal(UnmatchedReason.CountryQuota, Why(wide with { Constraints = new() { MaxPerCountry = 1 } }));
        Assert.Equal(UnmatchedReason.Budget, Why(wide with { Constraints = new() { Budget = 5 } }));
        Assert.Equal(UnmatchedReason.OtherLimit, Why(wide with { Constraints = new() { Linear = [new("l", 1, [new("a", "x", 1), new("b", "x", 1)])] } }));
        Assert.Equal(UnmatchedReason.Several, Why(wide with { Constraints = new() { Budget = 5, MaxPerPole = 1 } }));
        Assert.Equal(UnmatchedReason.BlockedByOfficer, Why(wide with { Constraints = new() { Forbidden = [new("b", "x")] } }));
        Assert.Equal(UnmatchedReason.NoEligible, Why(wide with { Pairs = [wide.Pairs[0]] }));

        static UnmatchedReason Why(MatchingProblem problem)
        {
            var outcome = Solved(problem);
            var listed = Assert.Single(outcome.Unmatched, unmatched => unmatched.Application == "b");
            Assert.Equal(listed.Reason, MatchingEngine.Explain(problem, outcome, "b", TestContext.Current.CancellationToken).Reason);
            return listed.Reason;
        }
    }

    [Fact]
    public void What_placing_an_application_would_cost_is_exact()
    {
        var unmatched = Assert.Single(Solved(Problem([("a", "x", 9, 0), ("b", "x", 7, 0)])).Unmatched);
        Assert.Equal((2, new Waiver(MatchingRule.Seats, true, 7)), (unmatched.PlacementCost, unmatched.Waivers[0]));
    }

    [Fact]
    public void A_changed_certificate_does_not_hold()
    {
        var problem = Two with { Constraints = new() { Budget = 299 } };
        var outcome = Solved(problem);
        var certificate = outcome.Certificate!;
        Broken(certificate with { BoundByPrices = certificate.BoundByPrices - 1 });
        Broken(certificate with { BudgetPrice = certificate.BudgetPrice + certificate.Scale });
        Broken(certificate with { BudgetPrice = -1 });
        Broken(certificate with { UpperBound = 101 });
        Broken(certificate with { ProblemHash = new('0', 64) });
        Broken(certificate with { SeatPrices = new Dictionary<string, long> { ["nowhere"] = 1 } });
        Assert.NotEmpty(CertificateCheck.Failures(problem, outcome with { BlockingPairs = outcome.BlockingPairs + 1 }));
        Assert.NotEmpty(CertificateCheck.Failures(problem, outcome with { Pairs = [.. Solved(Two).Pairs] }));

        void Broken(MatchingCertificate changed) => Assert.NotEmpty(CertificateCheck.Failures(problem, outcome with { Certificate = changed }));
    }

    [Theory]
    [InlineData("there twice")]
    [InlineData("unknown offer")]
    [InlineData("negative")]
    [InlineData("not within")]
    public void A_problem_that_contradicts_itself_is_refused_and_says_why(string why)
    {
        var problem = why switch
        {
            "there twice" => Two with { Pairs = [.. Two.Pairs, Two.Pairs[0]] },
            "unknown offer" => Two with { Constraints = new() { Locked = [new("a", "nowhere")] } },
            "negative" => Two with { Constraints = new() { Budget = -1 } },
            _ => Two with { Pairs = [Two.Pairs[0] with { Fit = 1_000_001 }] }
        };
        Assert.Contains(why, Assert.Throws<ArgumentException>(() => MatchingEngine.Solve(problem, cancellation: TestContext.Current.CancellationToken)).Message);
    }

    [Fact]
    public void Progress_never_goes_back_and_ends()
    {
        var steps = new Steps();
        MatchingEngine.Solve(Two with { Constraints = new() { Budget = 299 } }, steps, TestContext.Current.CancellationToken);
        Assert.Equal(steps.Seen.Select(step => step.Percent).Order(), steps.Seen.Select(step => step.Percent));
        Assert.Equal((100, 100, 100), (steps.Seen[^1].Percent, steps.Seen[^1].Best, steps.Seen[^1].Bound));
    }

    [Fact]
    public void What_is_cancelled_ends() =>
        Assert.Throws<OperationCanceledException>(() => MatchingEngine.Solve(Two, cancellation: new CancellationToken(true)));

    /// <summary>Application a could have either offer, b only x: both are placed for 300 cents, a on its better offer alone for 100.</summary>
    private static MatchingProblem Two => Problem([("a", "x", 100, 100), ("a", "y", 80, 150), ("b", "x", 90, 150)]);

    private static MatchingProblem Problem((string Application, string Offer, int Fit, long Cost)[] pairs, int capacity = 1) => new()
    {
        Applications = [.. pairs.Select(pair => pair.Application).Distinct().Select(id => new MatchingApplication(id, "P"))],
        Offers = [.. pairs.Select(pair => pair.Offer).Distinct().Select(id => new MatchingOffer(id, capacity, $"C{id}"))],
        Pairs = [.. pairs.Select(pair => new MatchingPair(pair.Application, pair.Offer, pair.Fit, pair.Cost))]
    };

    /// <summary>Solves, and checks what every outcome owes: its certificate holds.</summary>
    private static MatchingOutcome Solved(MatchingProblem problem)
    {
        var outcome = MatchingEngine.Solve(problem, cancellation: TestContext.Current.CancellationToken);
        Assert.Empty(CertificateCheck.Failures(problem, outcome));
        return outcome;
    }

    private sealed class Steps : IProgress<MatchingProgress>
    {
        public List<MatchingProgress> Seen { get; } = [];
        public void Report(MatchingProgress value) => Seen.Add(value);
    }
}
