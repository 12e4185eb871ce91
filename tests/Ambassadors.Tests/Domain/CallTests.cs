using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Money;

namespace Ambassadors.Tests.Domain;

public sealed class CallTests
{
    private static readonly Sample Good = new();

    [Fact]
    public void An_empty_list_of_countries_means_all()
    {
        Assert.True(Good.Rules.Admits("TN"));
        Assert.True((Good.Rules with { Countries = ["TN"] }).Admits("TN"));
        Assert.False((Good.Rules with { Countries = ["DK"] }).Admits("TN"));
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Both_limits_of_a_stay_are_allowed(int days, bool allowed) => Assert.Equal(allowed, Good.Rules.AdmitsDays(days));

    [Fact]
    public void Rules_are_the_same_where_every_member_is()
    {
        Assert.True(Good.Rules.IsSameAs(Good.Rules with { Countries = [] }));
        CallRules[] others =
        [
            Good.Rules with { CeilingPerExchange = 1 }, Good.Rules with { MinimumDays = 1 }, Good.Rules with { MaximumDays = 1 },
            Good.Rules with { Countries = ["TN"] }, Good.Rules with { Themes = ["energy"] }, Good.Rules with { Directions = [] },
            Good.Rules with { AmbassadorFunctions = [GovernanceFunction.President] }, Good.Rules with { ApplicationsPerPole = 1 },
            Good.Rules with { OpenProposalsPerApplication = 1 }, Good.Rules with { ConsentDays = 1 },
            Good.Rules with { ClockMode = ClockMode.SilenceIsRejection }, Good.Rules with { SilenceDays = 62 },
            Good.Rules with { Rates = [new Rate(null, 1, null)] }, Good.Rules with { Weights = new FitWeights(Themes: 1) }, Good.Rules with { Quotas = new MatchingQuotas(1) }
        ];
        Assert.All(others, other => Assert.False(Good.Rules.IsSameAs(other)));
        Assert.Equal(typeof(CallRules).GetProperties().Length, others.Length);
    }

    [Theory]
    [InlineData("TN", 30, 2_000_00)]
    [InlineData("TN", 45, 3_000_00)]
    [InlineData("TN", 1, 66_66)]
    [InlineData("DK", 45, 5_000_00)]
    [InlineData("SE", 45, 6_000_00)]
    [InlineData("SE", 300, 10_000_00)]
    public void A_stay_costs_no_more_than_its_countrys_rate_and_the_ceiling(string country, int days, long most)
    {
        var rules = Good.Rules with { CeilingPerExchange = 10_000_00, Rates = [new Rate("TN", 2_000_00, null), new Rate("DK", null, 5_000_00), new Rate(null, 4_000_00, null)] };
        Assert.Equal(most, rules.MostFor(country, days));
        Assert.Equal(10_000_00, (rules with { Rates = [] }).MostFor(country, days));
    }

    [Fact]
    public void A_window_counts_its_first_and_last_day()
    {
        var day = new DateOnly(2028, 2, 29);
        Assert.Equal(1, new Window(day, day).Days);
        Assert.Equal(2, new Window(day, day.AddDays(1)).Days);
        var window = new Window(day, day.AddDays(9));
        Assert.True(window.Holds(day, day.AddDays(9)));
        Assert.False(window.Holds(day.AddDays(-1), day));
        Assert.False(window.Holds(day.AddDays(9), day.AddDays(10)));
    }

    [Fact]
    public void Rules_are_replaced_until_the_call_opens_and_revised_from_then_on()
    {
        var call = Good.Call();
        Sample.Done(Edit(call, Good.Rules with { ConsentDays = 7 }));
        Assert.Equal((1, 7), (call.Revision, call.Rules.ConsentDays));
        Sample.Done(call.Open(Cast.Administrator, Sample.Now));
        Sample.Done(Edit(call, Good.Rules with { ConsentDays = 8 }));
        Assert.Equal((2, 8, 7), (call.Revision, call.Rules.ConsentDays, call.RulesOf(1).ConsentDays));
        Sample.Done(Edit(call, call.Rules));
        Assert.Equal(2, call.Revision);
    }

    [Fact]
    public void What_is_fixed_is_named_at_once()
    {
        var call = Good.Call();
        Sample.Done(call.Open(Cast.Administrator, Sample.Now));
        Sample.Done(call.Close(Cast.Administrator, Sample.Now));
        var verdict = call.Edit(
            new CallContent("A", "B", call.OpensAt.AddDays(1), call.ClosesAt.AddDays(1), new Sum(-1, "USD"), Good.Rules), Cast.Administrator, Sample.Now);
        Assert.Equal(
            ["call.budget_below_committed", "call.closes_at_fixed", "call.currency_fixed", "call.opens_at_fixed"],
            verdict.Refusals.Select(refusal => refusal.Code).Order());
    }

    [Fact]
    public void Submissions_are_taken_from_the_opening_instant_until_before_the_closing_one_whatever_was_opened_by_then()
    {
        var call = Good.Call();
        Assert.Equal(CallStatus.Published, call.Status);
        Assert.False(call.TakesSubmissionsAt(Good.OpensAt.AddTicks(-1)));
        Assert.True(call.TakesSubmissionsAt(Good.OpensAt));
        Assert.True(call.TakesSubmissionsAt(Good.ClosesAt.AddTicks(-1)));
        Assert.False(call.TakesSubmissionsAt(Good.ClosesAt));
    }

    private static Verdict Edit(Call call, CallRules rules) =>
        call.Edit(new CallContent(call.TitleFr, call.TitleEn, call.OpensAt, call.ClosesAt, call.Budget, rules), Cast.Administrator, Sample.Now);
}
