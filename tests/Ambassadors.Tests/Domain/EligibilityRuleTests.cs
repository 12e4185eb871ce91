using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Money;

namespace Ambassadors.Tests.Domain;

public sealed class EligibilityRuleTests
{
    private static readonly Sample Good = new();

    private static readonly Dictionary<string, Sample> Alone = new()
    {
        ["call.not_open #/callId (before it opens)"] = Good with { OpensAt = Sample.Now.AddTicks(1) },
        ["call.not_open #/callId (at the instant it closes)"] = Good with { At = Good.ClosesAt },
        ["pole.not_labelled #/poleSlug (over)"] = Good with { PoleWritten = Good.PoleWritten with { LabelledUntil = Sample.Today.AddDays(-1) } },
        ["pole.not_labelled #/poleSlug (not yet)"] = Good with { PoleWritten = Good.PoleWritten with { LabelledFrom = Sample.Today.AddDays(1) } },
        ["application.pole_number_used_up #/poleSlug"] = Good with { Rules = Good.Rules with { ApplicationsPerPole = 2 }, SubmittedByPole = 2 },
        ["application.incomplete #/ambassadorId"] = Good with { NamesAmbassador = false },
        ["application.incomplete #/direction"] = Good with { Written = Good.Written with { Direction = null } },
        ["application.incomplete #/objectives"] = Good with { Written = Good.Written with { Objectives = " " } },
        ["application.incomplete #/themes"] = Good with { Written = Good.Written with { Themes = [] } },
        ["application.incomplete #/languages"] = Good with { Written = Good.Written with { Languages = [] } },
        ["application.incomplete #/windows"] = Good with { Written = Good.Written with { Windows = [] } },
        ["application.incomplete #/durationDays"] = Good with { Written = Good.Written with { DurationDays = null } },
        ["application.incomplete #/requestedAmount"] = Good with { Written = Good.Written with { RequestedAmount = null } },
        ["application.candidacy_not_agreed #/ambassadorId"] = Good with { Agreed = false },
        ["ambassador.function_not_eligible #/ambassadorId"] = Good with { Rules = Good.Rules with { AmbassadorFunctions = [GovernanceFunction.Treasurer] } },
        ["ambassador.mandate_over #/ambassadorId (over)"] = Good with { AmbassadorWritten = Good.AmbassadorWritten with { MandateUntil = Sample.Today.AddDays(-1) } },
        ["ambassador.mandate_over #/ambassadorId (not yet)"] = Good with { AmbassadorWritten = Good.AmbassadorWritten with { MandateFrom = Sample.Today.AddDays(1) } },
        ["application.direction_not_allowed #/direction"] = Good with { Written = Good.Written with { Direction = ExchangeDirection.Inbound } },
        ["application.theme_not_eligible #/themes"] = Good with { Rules = Good.Rules with { Themes = ["aerospace"] } },
        ["application.country_not_eligible #/preferences/0/clusterSlug"] = Good with { Rules = Good.Rules with { Countries = ["DK"] } },
        ["application.duration_out_of_limits #/durationDays (short)"] = Good with { Written = Good.Written with { DurationDays = 9 } },
        ["application.duration_out_of_limits #/durationDays (long)"] = Good with { Written = Good.Written with { DurationDays = 101 } },
        ["application.no_window_long_enough #/windows"] = Good with { Written = Good.Written with { Windows = [new Window(Sample.Today.AddDays(1), Sample.Today.AddDays(29))] } },
        ["application.no_window_long_enough #/windows (what is left of it)"] = Good with { Written = Good.Written with { Windows = [new Window(Sample.Today.AddDays(-100), Sample.Today.AddDays(28))] } },
        ["application.amount_over_ceiling #/requestedAmount/amount"] = Good with { Written = Good.Written with { RequestedAmount = new Sum(10_000_01, "EUR") } },
        ["application.amount_currency #/requestedAmount/currency"] = Good with { Written = Good.Written with { RequestedAmount = new Sum(1, "USD") } }
    };

    public static TheoryData<string> Conditions => [.. Alone.Keys];

    [Fact]
    public void A_complete_application_is_eligible() => Assert.Empty(Good.UnmetAtSubmission());

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Each_condition_is_refused_alone_with_its_place(string condition) =>
        Assert.Equal(condition.Split(" (")[0], Assert.Single(Alone[condition].UnmetAtSubmission().Select(refusal => $"{refusal.Code} {refusal.Pointer}")));

    [Fact]
    public void What_is_just_within_the_limits_is_eligible() => Assert.Empty((Good with
    {
        At = Good.ClosesAt.AddTicks(-1),
        SubmittedByPole = 1,
        Rules = Good.Rules with { ApplicationsPerPole = 2, Countries = ["TN"], Themes = ["aerospace", "energy"], AmbassadorFunctions = [GovernanceFunction.President] },
        PoleWritten = Good.PoleWritten with { LabelledFrom = Sample.Today, LabelledUntil = Sample.Today },
        AmbassadorWritten = Good.AmbassadorWritten with { MandateFrom = Sample.Today, MandateUntil = Sample.Today },
        Written = Good.Written with
        {
            DurationDays = 10,
            Windows = [new Window(Sample.Today.AddDays(-5), Sample.Today.AddDays(9))],
            RequestedAmount = new Sum(10_000_00, "EUR")
        }
    }).UnmetAtSubmission());

    [Fact]
    public void All_conditions_are_named_at_once()
    {
        var all = new Sample
        {
            OpensAt = Sample.Now.AddDays(1),
            SubmittedByPole = 1,
            Agreed = false,
            Rules = Good.Rules with
            {
                ApplicationsPerPole = 1,
                AmbassadorFunctions = [GovernanceFunction.Treasurer],
                Themes = ["aerospace"],
                Countries = ["DK"]
            },
            PoleWritten = Good.PoleWritten with { LabelledUntil = Sample.Today.AddDays(-1) },
            AmbassadorWritten = Good.AmbassadorWritten with { MandateUntil = Sample.Today.AddDays(-1) },
            Written = Good.Written with
            {
                Direction = ExchangeDirection.Inbound,
                Objectives = null,
                DurationDays = 200,
                RequestedAmount = new Sum(20_000_00, "EUR")
            }
        };
        string[] other = ["application.amount_currency"];
        Assert.Equal(EligibilityRule.Codes.Except(other).Order(), all.UnmetAtSubmission().Select(refusal => refusal.Code).Distinct().Order());
    }
}
