using Ambassadors.Matching;

namespace Ambassadors.Tests.Matching;

/// <summary>Where there is no plan, the rule that can't hold is named with its numbers.</summary>
public sealed class InfeasibilityTests
{
    /// <summary>Countries are within reach, were it not for what a single pair costs or weighs.</summary>
    [Fact]
    public void A_country_that_its_only_pair_makes_too_dear()
    {
        Expect(MatchingRule.Budget, null, 110, 40,
            Instance.Of("a1 o1 900 60", "a2 o2 800 50").In("MA", "o2").Under(rules => rules with { MinCountries = 2, Budget = 40 }));
        Expect(MatchingRule.OtherLimit, "funder:x", 5, 3,
            Instance.Of("a1 o1 900", "a2 o2 800").In("MA", "o2").Under(rules => rules with { MinCountries = 2, Linear = [new("funder:x", 3, [new("a1", "o1", 1), new("a2", "o2", 4)])] }));
    }

    private static readonly MatchingProblem Two = Instance.Of("a1 o1 900 60", "a2 o2 800 50", "a2 o1 1 1", "a3 o1 5 5");

    private static readonly Couple[] Both = [new("a1", "o1"), new("a2", "o2")];

    [Fact]
    public void A_locked_pair_that_is_not_among_the_pairs() =>
        Expect(MatchingRule.Locked, "a1", 1, 0, Two.Under(rules => rules with { Locked = [new("a1", "o2")] }));

    [Fact]
    public void A_pair_that_is_locked_and_forbidden() =>
        Expect(MatchingRule.Locked, "a1", 1, 0, Two.Under(rules => rules with { Locked = [new("a1", "o1")], Forbidden = [new("a1", "o1")] }));

    [Fact]
    public void Two_locked_pairs_of_one_application() =>
        Expect(MatchingRule.Locked, "a2", 2, 1, Two.Under(rules => rules with { Locked = [new("a2", "o1"), new("a2", "o2")] }));

    [Fact]
    public void More_locked_pairs_than_places() =>
        Expect(MatchingRule.Seats, "o1", 2, 1, Two.Under(rules => rules with { Locked = [new("a1", "o1"), new("a3", "o1")] }));

    [Fact]
    public void More_locked_pairs_than_a_quota_of_a_pole() =>
        Expect(MatchingRule.PoleQuota, "scs", 2, 1, Two.Under(rules => rules with { Locked = Both, MaxPerPole = 3, UsedPerPole = new Dictionary<string, int> { ["scs"] = 2 } }));

    [Fact]
    public void More_locked_pairs_than_a_quota_of_a_country() =>
        Expect(MatchingRule.CountryQuota, "TN", 2, 1, Two.Under(rules => rules with { Locked = Both, MaxPerCountry = 1 }));

    [Fact]
    public void Locked_pairs_above_the_budget() =>
        Expect(MatchingRule.Budget, null, 110, 109, Two.Under(rules => rules with { Locked = Both, Budget = 109 }));

    [Fact]
    public void Locked_pairs_above_a_limit() =>
        Expect(MatchingRule.OtherLimit, "funder:x", 7, 6, Two.Under(rules => rules with { Locked = Both, Linear = [new("funder:x", 6, [new("a1", "o1", 3), new("a2", "o2", 4)])] }));

    [Fact]
    public void More_countries_than_can_be_reached() =>
        Expect(MatchingRule.DistinctCountries, null, 3, 2, Two.In("MA", "o2").Under(rules => rules with { MinCountries = 3 }));

    [Fact]
    public void More_countries_than_the_quotas_let_be_reached() =>
        Expect(MatchingRule.DistinctCountries, null, 2, 1, Two.In("MA", "o2").Under(rules => rules with { MinCountries = 2, MaxPerPole = 1 }));

    /// <summary>There are three countries, but two of them have only one application between them.</summary>
    [Fact]
    public void More_countries_than_there_are_applications_for() =>
        Expect(MatchingRule.DistinctCountries, null, 3, 2,
            Instance.Of("a1 o1 1", "a1 o2 1", "a1 o3 1", "a2 o1 1").In("MA", "o2").In("SN", "o3").Under(rules => rules with { MinCountries = 3 }));

    [Fact]
    public void Countries_that_the_budget_does_not_reach() =>
        Expect(MatchingRule.Budget, null, 55, 54, Two.In("MA", "o2").Under(rules => rules with { MinCountries = 2, Budget = 54 }));

    [Fact]
    public void Countries_that_a_limit_does_not_admit() =>
        Expect(MatchingRule.OtherLimit, "funder:x", 7, 6,
            Two.In("MA", "o2").Under(rules => rules with { MinCountries = 2, Linear = [new("funder:x", 6, [new("a1", "o1", 3), new("a2", "o2", 4), new("a3", "o1", 4)])] }));

    /// <summary>Either country alone is within the limits, and the cheapest of each limit is too; all at once is not.</summary>
    [Fact]
    public void Countries_that_the_budget_and_a_limit_admit_only_apart()
    {
        var problem = Instance.Of("a1 o1 1 10", "a2 o1 1 1", "a3 o2 1 0").In("MA", "o2")
            .Under(rules => rules with { MinCountries = 2, Budget = 5, Linear = [new("funder:x", 5, [new("a1", "o1", 1), new("a2", "o1", 10)])] });
        var outcome = MatchingEngine.Solve(problem, cancellation: TestContext.Current.CancellationToken);
        Assert.NotNull(outcome.Infeasible);
        Assert.Null(WholeModel.Solve(problem));
        Assert.NotNull(WholeModel.Solve(problem.Under(rules => rules with { Budget = 10 })));
        Assert.Null(MatchingEngine.Solve(problem.Under(rules => rules with { Budget = 10 }), cancellation: TestContext.Current.CancellationToken).Infeasible);
    }

    [Theory]
    [InlineData("a1 o1 -1")]
    [InlineData("a1 o1 1 -1")]
    [InlineData("a1 o1 1 0 0 1")]
    public void A_problem_that_contradicts_itself_is_refused(string pair) =>
        Assert.ThrowsAny<ArgumentException>(() => MatchingEngine.Solve(Instance.Of(pair), cancellation: TestContext.Current.CancellationToken));

    [Fact]
    public void Ids_that_come_twice_and_ids_that_nobody_has_are_refused()
    {
        var problem = Instance.Of("a1 o1 1");
        MatchingProblem[] wrong =
        [
            problem with { Applications = [.. problem.Applications, .. problem.Applications] },
            problem with { Offers = [.. problem.Offers, .. problem.Offers] },
            problem with { Pairs = [.. problem.Pairs, .. problem.Pairs] },
            problem with { Pairs = [new("a9", "o1", 1, 0)] },
            problem with { Pairs = [new("a1", "o9", 1, 0)] },
            problem.Seats(-1, "o1"),
            problem.Under(rules => rules with { Budget = -1 }),
            problem.Under(rules => rules with { MaxPerPole = -1 }),
            problem.Under(rules => rules with { MaxPerCountry = -1 }),
            problem.Under(rules => rules with { MinCountries = -1 }),
            problem.Under(rules => rules with { Locked = [new("a9", "o1")] }),
            problem.Under(rules => rules with { Forbidden = [new("a1", "o9")] }),
            problem.Under(rules => rules with { Linear = [new("x", 1, [new("a1", "o9", 1)])] }),
            problem.Under(rules => rules with { Linear = [new("x", 1, [new("a1", "o1", -1)])] }),
            problem.Under(rules => rules with { Linear = [new("x", 1, []), new("x", 1, [])] })
        ];
        Assert.All(wrong, one => Assert.ThrowsAny<ArgumentException>(() => MatchingEngine.Solve(one, cancellation: TestContext.Current.CancellationToken)));
    }

    private static void Expect(MatchingRule rule, string? name, long asked, long possible, MatchingProblem problem)
    {
        var outcome = MatchingEngine.Solve(problem, cancellation: TestContext.Current.CancellationToken);
        Assert.NotNull(outcome.Infeasible);
        Assert.Equal((rule, asked, possible), (outcome.Infeasible.Rule, outcome.Infeasible.Asked, outcome.Infeasible.Possible));
        Assert.Contains(name ?? "", outcome.Infeasible.Name ?? "", StringComparison.Ordinal);
        Assert.Equal(name is null, outcome.Infeasible.Name is null);
        Assert.Empty(outcome.Pairs);
        Assert.Null(outcome.Certificate);
        Assert.Null(WholeModel.Solve(problem));
    }
}
