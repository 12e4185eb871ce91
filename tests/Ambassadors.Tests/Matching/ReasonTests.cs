using Ambassadors.Matching;

namespace Ambassadors.Tests.Matching;

/// <summary>Why an application has no pair. What is said of a rule is tried: the rule is taken away for that application, and the problem solved again.</summary>
public sealed class ReasonTests
{
    [Fact]
    public void An_application_that_passes_the_hard_rules_with_no_offer_has_none_eligible()
    {
        var unmatched = Only(Instance.Of("a1 o1 900").Alone("a2"));
        Assert.Equal(("a2", UnmatchedReason.NoEligible), (unmatched.Application, unmatched.Reason));
        Assert.Null(unmatched.PlacementCost);
    }

    [Fact]
    public void An_application_whose_every_pair_is_forbidden_is_blocked_by_the_officer()
    {
        var problem = Instance.Of("a1 o1 900", "a2 o2 300").Under(rules => rules with { Forbidden = [new("a2", "o2")] });
        Assert.Equal(UnmatchedReason.BlockedByOfficer, Only(problem).Reason);
        Assert.Empty(Solve(problem.Under(rules => rules with { Forbidden = [] })).Unmatched);
    }

    [Fact]
    public void An_application_whose_place_is_locked_for_another_is_blocked_by_the_officer()
    {
        var problem = Instance.Of("a1 o1 100", "a2 o1 300").Under(rules => rules with { Locked = [new("a1", "o1")] });
        Assert.Equal(UnmatchedReason.BlockedByOfficer, Only(problem).Reason);
    }

    [Fact]
    public void Between_equals_the_lottery_decides_and_its_number_is_shown()
    {
        var problem = Instance.Of("a1 o1 300", "a2 o1 300");
        var unmatched = Only(problem);
        Assert.Equal((UnmatchedReason.Tie, 0), (unmatched.Reason, unmatched.PlacementCost));
        Assert.Matches("^[0-9a-f]{8,64}$", unmatched.Lottery);
    }

    [Fact]
    public void An_application_that_finds_no_place()
    {
        var problem = Instance.Of("a1 o1 900", "a2 o1 300", "a1 o2 100");
        var unmatched = Only(problem);
        Expect(unmatched, UnmatchedReason.Seats, MatchingRule.Seats, gain: 300, cost: 500);
        // By hand: one more place, which no other would use.
        Gains(300, problem, problem.Seats(2, "o1"));
    }

    [Fact]
    public void An_application_whose_pole_has_its_quota()
    {
        var problem = Instance.Of("a1 o1 900", "a2 o2 300").Under(rules => rules with { MaxPerPole = 1 });
        var unmatched = Only(problem);
        Expect(unmatched, UnmatchedReason.PoleQuota, MatchingRule.PoleQuota, gain: 300, cost: 600);
        Gains(300, problem, problem.Pole("medicen", "a2"));
    }

    [Fact]
    public void An_application_whose_countries_have_their_quota()
    {
        var problem = Instance.Of("a1 o1 900", "a2 o2 300").Under(rules => rules with { MaxPerCountry = 1 });
        var unmatched = Only(problem);
        Expect(unmatched, UnmatchedReason.CountryQuota, MatchingRule.CountryQuota, gain: 300, cost: 600);
        Gains(300, problem, problem.In("MA", "o2"));
    }

    [Fact]
    public void An_application_for_which_there_is_no_money_left()
    {
        var problem = Instance.Of("a1 o1 900 70", "a2 o2 300 60").Under(rules => rules with { Budget = 100 });
        var unmatched = Only(problem);
        Expect(unmatched, UnmatchedReason.Budget, MatchingRule.Budget, gain: 300, cost: 600);
        Gains(300, problem, problem with { Pairs = [.. problem.Pairs.Select(pair => pair.Application == "a2" ? pair with { Cost = 0 } : pair)] });
    }

    [Fact]
    public void An_application_that_a_limit_of_another_kind_keeps_out()
    {
        var problem = Instance.Of("a1 o1 900", "a2 o2 300").Under(rules => rules with { Linear = [new("funder:x", 1, [new("a1", "o1", 1), new("a2", "o2", 1)])] });
        var unmatched = Only(problem);
        Expect(unmatched, UnmatchedReason.OtherLimit, MatchingRule.OtherLimit, gain: 300, cost: 600);
        Gains(300, problem, problem.Under(rules => rules with { Linear = [new("funder:x", 1, [new("a1", "o1", 1)])] }));
    }

    [Fact]
    public void An_application_that_two_rules_keep_out_together()
    {
        var problem = Instance.Of("a1 o1 900 70", "a2 o1 300 60").Under(rules => rules with { Budget = 100 });
        var unmatched = Only(problem);
        Assert.Equal((UnmatchedReason.Several, 600), (unmatched.Reason, unmatched.PlacementCost));
        Assert.DoesNotContain(unmatched.Waivers, waiver => waiver.Places);
        Assert.Equal("a1-o1", Solve(problem.Seats(2, "o1")).Plan());
        Assert.Equal("a1-o1", Solve(problem.Under(rules => rules with { Budget = null })).Plan());
        Gains(300, problem, problem.Seats(2, "o1").Under(rules => rules with { Budget = null }));
    }

    /// <summary>Nothing but the definition: the whole model in which the application's pairs do not count for the rule.</summary>
    [Fact]
    public void What_is_said_of_every_unmatched_application_holds_when_it_is_tried()
    {
        var (told, reasons) = (0, new HashSet<UnmatchedReason>());
        for (var seed = 0; seed < 120; seed++)
        {
            var problem = RandomProblem.Of(seed, MatchingProfile.Fit);
            if (problem.Applications.Count > 25)
                continue;
            var outcome = Solve(problem);
            foreach (var unmatched in outcome.Unmatched.Where(one => one.Basis == ExplanationBasis.Solved))
            {
                told++;
                reasons.Add(unmatched.Reason);
                Check(problem, outcome, unmatched, $"Seed {seed}, {unmatched.Application}: ");
            }
        }
        Assert.True(told > 100, $"Only {told} applications are told why.");
        Assert.True(reasons.Count >= 6, string.Join(", ", reasons));
    }

    private static void Check(MatchingProblem problem, MatchingOutcome outcome, UnmatchedApplication unmatched, string where)
    {
        var application = unmatched.Application;
        if (unmatched.Reason == UnmatchedReason.NoEligible)
        {
            Assert.DoesNotContain(problem.Pairs, pair => pair.Application == application);
            return;
        }
        var placed = WholeModel.Solve(problem, new(application, Placed: true));
        Assert.True(unmatched.PlacementCost == outcome.Fit - placed?.Fit, $"{where}it would cost {outcome.Fit - placed?.Fit}, {unmatched.PlacementCost} is said.");
        Assert.True(unmatched.Reason == UnmatchedReason.Tie == (placed?.Fit == outcome.Fit), $"{where}{unmatched.Reason} at a cost of {outcome.Fit - placed?.Fit}.");
        foreach (var waiver in unmatched.Waivers)
        {
            var with = WholeModel.Solve(problem, new(application, waiver.Rule, Placed: true))?.Fit;
            var best = Math.Max(outcome.Fit, with ?? long.MinValue);
            Assert.True(waiver.Gain == best - outcome.Fit, $"{where}waiving {waiver.Rule} gains {best - outcome.Fit}, {waiver.Gain} is said.");
            Assert.True(waiver.Places || with is null || with <= outcome.Fit, $"{where}waiving {waiver.Rule} places it at {with}, not so it is said.");
            Assert.True(!waiver.Places || with >= outcome.Fit, $"{where}waiving {waiver.Rule} places it at {with}, yet {outcome.Fit} is better.");
        }
        if (Rule(unmatched.Reason) is { } rule)
            Assert.Equal(rule, unmatched.Waivers.Where(waiver => waiver.Places).Min(waiver => waiver.Rule));
        if (unmatched.Reason == UnmatchedReason.Several)
            Assert.DoesNotContain(unmatched.Waivers, waiver => waiver.Places);
    }

    private static MatchingRule? Rule(UnmatchedReason reason) => reason switch
    {
        UnmatchedReason.Seats => MatchingRule.Seats,
        UnmatchedReason.PoleQuota => MatchingRule.PoleQuota,
        UnmatchedReason.CountryQuota => MatchingRule.CountryQuota,
        UnmatchedReason.Budget => MatchingRule.Budget,
        UnmatchedReason.OtherLimit => MatchingRule.OtherLimit,
        _ => null
    };

    private static void Expect(UnmatchedApplication unmatched, UnmatchedReason reason, MatchingRule rule, long gain, long cost)
    {
        Assert.Equal(("a2", reason, ExplanationBasis.Solved), (unmatched.Application, unmatched.Reason, unmatched.Basis));
        Assert.Contains(new Waiver(rule, true, gain), unmatched.Waivers);
        Assert.Equal(cost, unmatched.PlacementCost);
    }

    private static void Gains(long gain, MatchingProblem problem, MatchingProblem changed)
    {
        var (before, after) = (Solve(problem), Solve(changed));
        Assert.Equal(gain, after.Fit - before.Fit);
        Assert.Contains(after.Pairs, pair => pair.Application == "a2");
    }

    private static UnmatchedApplication Only(MatchingProblem problem) => Assert.Single(Solve(problem).Unmatched);

    private static MatchingOutcome Solve(MatchingProblem problem) => MatchingEngine.Solve(problem, cancellation: TestContext.Current.CancellationToken);
}
