using Ambassadors.Matching;

namespace Ambassadors.Tests.Matching;

/// <summary>Every rule where it binds, and the figure that changes when it is loosened.</summary>
public sealed class BindingTests
{
    [Fact]
    public void Only_as_many_applications_as_an_offer_has_places_get_it()
    {
        var problem = Instance.Of("a1 o1 900", "a2 o1 800", "a3 o1 700");
        Expect(0, "", problem.Seats(0, "o1"));
        Expect(900, "a1-o1", problem);
        Expect(1700, "a1-o1 a2-o1", problem.Seats(2, "o1"));
        Expect(2400, "a1-o1 a2-o1 a3-o1", problem.Seats(3, "o1"));
    }

    [Fact]
    public void An_application_gets_one_offer()
    {
        var problem = Instance.Of("a1 o1 900", "a1 o2 901", "a1 o3 10");
        Expect(901, "a1-o2", problem);
    }

    [Fact]
    public void A_pole_gets_no_more_pairs_than_its_quota()
    {
        var problem = Instance.Of("a1 o1 900", "a2 o2 800", "b1 o3 100").Pole("medicen", "b1");
        Expect(1800, "a1-o1 a2-o2 b1-o3", problem);
        Expect(1000, "a1-o1 b1-o3", problem.Under(rules => rules with { MaxPerPole = 1 }));
        Expect(1800, "a1-o1 a2-o2 b1-o3", problem.Under(rules => rules with { MaxPerPole = 2 }));
        Expect(0, "", problem.Under(rules => rules with { MaxPerPole = 0 }));
    }

    [Fact]
    public void A_country_gets_no_more_pairs_than_its_quota()
    {
        var problem = Instance.Of("a1 o1 900", "a2 o2 800", "a3 o3 100").In("MA", "o3");
        Expect(1000, "a1-o1 a3-o3", problem.Under(rules => rules with { MaxPerCountry = 1 }));
        Expect(1800, "a1-o1 a2-o2 a3-o3", problem.Under(rules => rules with { MaxPerCountry = 2 }));
    }

    [Fact]
    public void Pairs_outside_the_problem_use_the_quotas()
    {
        var problem = Instance.Of("a1 o1 900", "a2 o2 800").In("MA", "o2").Under(rules => rules with { MaxPerPole = 2, MaxPerCountry = 1 });
        Expect(1700, "a1-o1 a2-o2", problem);
        Expect(900, "a1-o1", problem.Under(rules => rules with { UsedPerPole = new Dictionary<string, int> { ["scs"] = 1 } }));
        Expect(800, "a2-o2", problem.Under(rules => rules with { UsedPerCountry = new Dictionary<string, int> { ["TN"] = 1 } }));
        // A quota that was lowered below what exists takes nothing back; it only admits no more.
        Expect(0, "", problem.Under(rules => rules with { UsedPerPole = new Dictionary<string, int> { ["scs"] = 3 } }));
    }

    [Fact]
    public void As_many_countries_are_reached_as_are_asked_even_at_a_loss()
    {
        var problem = Instance.Of("a1 o1 900", "a1 o3 300", "a2 o2 800", "a2 o4 100").In("MA", "o3").In("SN", "o4");
        Expect(1700, "a1-o1 a2-o2", problem);
        Expect(1100, "a1-o3 a2-o2", problem.Under(rules => rules with { MinCountries = 2 }));
        Expect(1700, "a1-o1 a2-o2", problem.Under(rules => rules with { MinCountries = 2, UsedPerCountry = new Dictionary<string, int> { ["JP"] = 1 } }));
        Expect(1100, "a1-o3 a2-o2", problem.Under(rules => rules with { MinCountries = 2, UsedPerCountry = new Dictionary<string, int> { ["TN"] = 0 } }));
    }

    [Fact]
    public void The_budget_is_kept_to_the_cent()
    {
        var problem = Instance.Of("a1 o1 900 500", "a2 o2 800 400", "a3 o3 700 401");
        Expect(2400, "a1-o1 a2-o2 a3-o3", problem.Under(rules => rules with { Budget = 1301 }));
        Expect(1700, "a1-o1 a2-o2", problem.Under(rules => rules with { Budget = 1300 }));
        Expect(1700, "a1-o1 a2-o2", problem.Under(rules => rules with { Budget = 900 }));
        // Not the best for its money first: 500 for 900 leaves nothing to buy with the rest.
        Expect(1500, "a2-o2 a3-o3", problem.Under(rules => rules with { Budget = 899 }));
        Expect(0, "", problem.Under(rules => rules with { Budget = 0 }));
    }

    [Fact]
    public void A_locked_pair_is_in_every_plan()
    {
        var problem = Instance.Of("a1 o1 900", "a2 o1 100", "a2 o2 50");
        Expect(950, "a1-o1 a2-o2", problem);
        Expect(100, "a2-o1", problem.Under(rules => rules with { Locked = [new("a2", "o1")] }));
    }

    [Fact]
    public void A_locked_pair_uses_places_quotas_money_and_limits()
    {
        var problem = Instance.Of("a1 o1 900 60", "a2 o2 800 50", "b1 o3 10 50").Pole("medicen", "b1").In("MA", "o3").Under(rules => rules with { Locked = [new("a2", "o2")] });
        Expect(1710, "a1-o1 a2-o2 b1-o3", problem);
        Expect(810, "a2-o2 b1-o3", problem.Under(rules => rules with { MaxPerPole = 1 }));
        Expect(810, "a2-o2 b1-o3", problem.Under(rules => rules with { MaxPerCountry = 1 }));
        Expect(810, "a2-o2 b1-o3", problem.Under(rules => rules with { Budget = 109 }));
        Expect(810, "a2-o2 b1-o3", problem.Under(rules => rules with { Linear = [new("funder:x", 5, [new("a1", "o1", 3), new("a2", "o2", 3)])] }));
    }

    [Fact]
    public void A_forbidden_pair_is_in_no_plan()
    {
        var problem = Instance.Of("a1 o1 900", "a1 o2 10");
        Expect(900, "a1-o1", problem);
        Expect(10, "a1-o2", problem.Under(rules => rules with { Forbidden = [new("a1", "o1")] }));
    }

    [Fact]
    public void A_limit_of_another_kind_counts_the_weights_of_its_pairs()
    {
        var problem = Instance.Of("a1 o1 900", "a2 o2 800", "a3 o3 700", "a4 o4 1");
        LinearLimit Region(long most) => new("region:Île-de-France", most, [new("a1", "o1", 4), new("a2", "o2", 3), new("a3", "o3", 3)]);
        Expect(2401, "a1-o1 a2-o2 a3-o3 a4-o4", problem.Under(rules => rules with { Linear = [Region(10)] }));
        Expect(1701, "a1-o1 a2-o2 a4-o4", problem.Under(rules => rules with { Linear = [Region(9)] }));
        Expect(1501, "a2-o2 a3-o3 a4-o4", problem.Under(rules => rules with { Linear = [Region(6)] }));
        Expect(901, "a1-o1 a4-o4", problem.Under(rules => rules with { Linear = [Region(6), new("funder:x", 1, [new("a3", "o3", 2)])] }));
        Expect(1, "a4-o4", problem.Under(rules => rules with { Linear = [Region(0)] }));
    }

    [Fact]
    public void The_most_pairs_may_cost_fit()
    {
        var problem = Instance.Of("a1 o1 900", "a1 o2 100", "a2 o1 200");
        Expect(900, "a1-o1", problem);
        Expect(300, "a1-o2 a2-o1", problem.For(MatchingProfile.CountFit));
    }

    [Fact]
    public void The_lowest_fit_is_raised_before_the_sum_of_fit()
    {
        var problem = Instance.Of("a1 o1 900", "a1 o2 400", "a2 o1 400", "a2 o2 100");
        Expect(1000, "a1-o1 a2-o2", problem.For(MatchingProfile.CountFit));
        Expect(800, "a1-o2 a2-o1", problem.For(MatchingProfile.Floor));
        // A locked pair is no choice: the floor is that of the others.
        var locked = Instance.Of("a1 o1 900", "a1 o2 400", "a2 o1 400", "a2 o2 100", "a3 o3 5").Under(rules => rules with { Locked = [new("a3", "o3")] });
        Expect(805, "a1-o2 a2-o1 a3-o3", locked.For(MatchingProfile.Floor));
    }

    private static void Expect(long fit, string plan, MatchingProblem problem)
    {
        var outcome = MatchingEngine.Solve(problem, cancellation: TestContext.Current.CancellationToken);
        Assert.Null(outcome.Infeasible);
        Assert.Equal((fit, plan), (outcome.Fit, outcome.Plan()));
        Assert.True(outcome.Optimal);
        Feasible.Check(problem, outcome);
    }
}
