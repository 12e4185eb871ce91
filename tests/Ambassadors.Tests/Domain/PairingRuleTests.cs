using System.Text;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.People;

namespace Ambassadors.Tests.Domain;

public sealed class PairingRuleTests
{
    private static readonly Sample Good = new();
    private static readonly Leg Outbound = Good.Terms.Legs[0];
    private static readonly Leg Inbound = Outbound with { Direction = LegDirection.Inbound };

    private static readonly Dictionary<string, Sample> Alone = new()
    {
        ["terms.amount_not_positive #/terms/amount/amount"] = Good with { Terms = Good.Terms with { Amount = new Sum(0, "EUR") } },
        ["terms.amount_over_ceiling #/terms/amount/amount"] = Good with { Terms = Good.Terms with { Amount = new Sum(10_000_01, "EUR") } },
        ["terms.amount_currency #/terms/amount/currency"] = Good with { Terms = Good.Terms with { Amount = new Sum(1, "USD") } },
        ["terms.leg_days_out_of_limits #/terms/legs/0 (short)"] = WithLeg(Outbound with { EndsOn = Outbound.StartsOn.AddDays(8) }),
        ["terms.leg_days_out_of_limits #/terms/legs/0 (long)"] = WithLeg(new Leg(LegDirection.Outbound, Sample.Today.AddDays(35), Sample.Today.AddDays(135))),
        ["terms.leg_outside_application_windows #/terms/legs/0"] = WithLeg(new Leg(LegDirection.Outbound, Sample.Today.AddDays(29), Sample.Today.AddDays(50))),
        ["terms.leg_outside_offer_windows #/terms/legs/0"] = WithLeg(new Leg(LegDirection.Outbound, Sample.Today.AddDays(130), Sample.Today.AddDays(151))),
        ["terms.direction_not_allowed #/terms/legs (of the application)"] = WithLegs(Outbound, Inbound),
        ["terms.direction_not_allowed #/terms/legs (none)"] = WithLegs(),
        ["terms.direction_not_allowed #/terms/legs (twice the same way)"] = WithLegs(Outbound, Outbound),
        ["terms.direction_not_allowed #/terms/legs (of the offer)"] = Good with { Offered = Good.Offered with { Directions = [ExchangeDirection.Reciprocal] } },
        ["terms.direction_not_allowed #/terms/legs (of the call)"] = Good with { Rules = Good.Rules with { Directions = [ExchangeDirection.Reciprocal] } },
        ["terms.country_not_eligible #/offerId"] = Good with { Rules = Good.Rules with { Countries = ["DK"] } }
    };

    public static TheoryData<string> Conditions => [.. Alone.Keys];

    [Fact]
    public void Good_terms_may_stand() => Assert.Empty(Good.UnmetByTerms());

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Each_condition_of_terms_is_refused_alone_with_its_place(string condition) =>
        Assert.Equal(condition.Split(" (")[0], Assert.Single(Alone[condition].UnmetByTerms().Select(refusal => $"{refusal.Code} {refusal.Pointer}")));

    [Fact]
    public void A_leg_that_has_begun_is_past()
    {
        var later = Good.Case() with { Today = Outbound.StartsOn.AddDays(1) };
        Assert.Equal(("terms.leg_in_past", "#/terms/legs/0/startsOn"), Assert.Single(TermsRule.Unmet(Good.Terms, later).Select(refusal => (refusal.Code, refusal.Pointer))));
        Assert.Empty(TermsRule.Unmet(Good.Terms, later with { Today = Outbound.StartsOn }));
    }

    [Fact]
    public void All_conditions_of_terms_are_named_at_once()
    {
        var terms = new ProposedTerms([new Leg(LegDirection.Inbound, Sample.Today.AddDays(-1), Sample.Today)], "O", new Sum(20_000_00, "EUR"));
        var @case = (Good with { Offered = Good.Offered with { CounterpartId = null, Directions = [ExchangeDirection.Outbound] } }).Case()
            with
        { Rules = Good.Rules with { Countries = ["DK"] } };
        Assert.Equal(
            TermsRule.Codes.Except(["terms.amount_not_positive", "terms.amount_currency", "terms.amount_over_rate"]).Order(),
            TermsRule.Unmet(terms, @case).Select(refusal => refusal.Code).Order());
    }

    [Fact]
    public void Terms_pay_no_more_than_the_countrys_rate_for_their_days()
    {
        var @case = Good.Case();
        var legs = new[] { new Leg(LegDirection.Outbound, Sample.Today.AddDays(60), Sample.Today.AddDays(89)) };
        var rated = @case with { Rules = @case.Rules with { Rates = [new Rate(@case.Offer.Country, 1_000_00, null)] } };
        string[] Codes(long amount) => [.. TermsRule.Unmet(new ProposedTerms(legs, "O", new Sum(amount, "EUR")), rated).Select(refusal => refusal.Code).Where(code => code.StartsWith("terms.amount", StringComparison.Ordinal))];
        Assert.Empty(Codes(1_000_00));
        Assert.Equal(["terms.amount_over_rate"], Codes(1_000_01));
    }

    [Fact]
    public void A_consent_names_the_present_terms_in_time_for_a_party_that_is_needed_once()
    {
        var (pairing, _) = Good.Proposed();
        string[] Unmet(Party party, string? hash = null, Guid? ambassador = null, Actor? by = null, DateTimeOffset? at = null) =>
            [.. ConsentRule.Unmet(pairing, party, hash ?? pairing.TermsHash, ambassador ?? Good.AmbassadorId, by ?? Cast.Signatory, at ?? Sample.Now).Select(refusal => refusal.Code)];

        Assert.Empty(Unmet(Party.Pole));
        Assert.Equal(["pairing.terms_hash_mismatch"], Unmet(Party.Pole, hash: "other"));
        Assert.Equal(["pairing.expired"], Unmet(Party.Pole, at: pairing.ExpiresAt));
        Assert.Empty(Unmet(Party.Pole, at: pairing.ExpiresAt.AddTicks(-1)));
        Assert.Equal(["pairing.party_not_needed"], Unmet(Party.Counterpart));
        Assert.Equal(["pairing.person_changed"], Unmet(Party.Pole, ambassador: Guid.NewGuid()));
        Assert.Equal(["pairing.signatory_is_exchanged"], Unmet(Party.Pole, by: Good.AsAmbassador));
        Sample.Done(pairing.Consent(Party.Pole, pairing.TermsHash, Good.AmbassadorId, Cast.Signatory, Sample.Now));
        Assert.Equal(["pairing.already_consented"], Unmet(Party.Pole));
        Assert.Equal(
            ["pairing.already_consented", "pairing.expired", "pairing.person_changed", "pairing.signatory_is_exchanged", "pairing.terms_hash_mismatch"],
            Unmet(Party.Pole, "other", Guid.NewGuid(), Good.AsAmbassador, pairing.ExpiresAt).Order());
    }

    [Fact]
    public void The_last_consent_alone_completes_them()
    {
        var (pairing, _) = Good.Proposed();
        foreach (var (party, by) in new[] { (Party.Ambassador, Good.AsAmbassador), (Party.Cluster, Cast.ClusterSignatory) })
        {
            Sample.Done(pairing.Consent(party, pairing.TermsHash, Good.AmbassadorId, by, Sample.Now));
            Assert.Equal(PairingStatus.Proposed, pairing.Status);
        }

        Sample.Done(pairing.Consent(Party.Pole, pairing.TermsHash, Good.AmbassadorId, Cast.Signatory, Sample.Now));
        Assert.Equal(PairingStatus.Consented, pairing.Status);
    }

    [Fact]
    public void Approvals_come_in_order_from_different_persons_within_money_and_places()
    {
        var (pairing, @case) = InApproval();
        var both = Cast.As(Role.ProgrammeOfficer, Role.BudgetOfficer);
        var enough = new ApprovalCase(5_000_00, 1, true);

        Assert.Equal(["approval.out_of_order"], Codes(pairing.Approve(@case, enough, Cast.BudgetOfficer, Sample.Now)));
        Sample.Done(pairing.Approve(@case, enough, both, Sample.Now));
        Assert.Equal(PairingStatus.InApproval, pairing.Status);
        Assert.Equal(["approval.same_person"], Codes(pairing.Approve(@case, enough, both, Sample.Now)));
        Assert.Equal(["approval.out_of_order"], Codes(pairing.Approve(@case, enough, Cast.Officer, Sample.Now)));
        Assert.Equal(["role.not_allowed"], Codes(pairing.Approve(@case, enough, Cast.Administrator, Sample.Now)));

        Assert.Equal(["call.budget_exhausted"], Codes(pairing.Approve(@case, enough with { Left = 5_000_00 - 1 }, Cast.BudgetOfficer, Sample.Now)));
        Assert.Equal(["offer.no_place"], Codes(pairing.Approve(@case, enough with { PlacesLeft = 0 }, Cast.BudgetOfficer, Sample.Now)));
        Assert.Equal(["pairing.application_not_in_matching"], Codes(pairing.Approve(@case, enough with { ApplicationInMatching = false }, Cast.BudgetOfficer, Sample.Now)));
        Assert.Equal(
            ["call.budget_exhausted", "offer.no_place", "pairing.application_not_in_matching", "terms.leg_in_past"],
            Codes(pairing.Approve(@case with { Today = Outbound.EndsOn }, new ApprovalCase(0, 0, false), Cast.BudgetOfficer, Sample.Now)));
        Assert.Equal(PairingStatus.InApproval, pairing.Status);

        Sample.Done(pairing.Approve(@case, enough, Cast.BudgetOfficer, Sample.Now));
        Assert.Equal(PairingStatus.Approved, pairing.Status);
    }

    [Fact]
    public void Required_changes_void_every_consent_and_approval()
    {
        var (pairing, @case) = InApproval();
        Sample.Done(pairing.Approve(@case, new ApprovalCase(5_000_00, 1, true), Cast.Officer, Sample.Now));
        var hash = pairing.TermsHash;
        Sample.Done(pairing.RequireChanges("motive", @case, Cast.BudgetOfficer, Sample.Now));
        Assert.Equal((PairingStatus.Proposed, 2), (pairing.Status, pairing.TermsVersion));
        Assert.NotEqual(hash, pairing.TermsHash);
        Assert.Empty(pairing.CurrentConsents);
        Assert.Empty(pairing.CurrentApprovals);
        Assert.Equal(["pairing.terms_hash_mismatch"], Codes(pairing.Consent(Party.Pole, hash, Good.AmbassadorId, Cast.Signatory, Sample.Now)));
    }

    [Fact]
    public void The_terms_hash_is_that_of_the_canonical_form_and_moves_with_every_member()
    {
        var (pairing, @case) = Good.Proposed();
        var first = pairing.Versions.Single();
        Assert.Equal(Ambassadors.Domain.Canonical.Hash(first.Canonical), first.TermsHash);
        Assert.Equal(first.TermsHash, pairing.TermsHash);
        ProposedTerms[] others =
        [
            Good.Terms with { Objectives = "Objectives." },
            Good.Terms with { Amount = new Sum(5_000_01, "EUR") },
            Good.Terms with { Legs = [Outbound with { StartsOn = Outbound.StartsOn.AddDays(1) }] },
            Good.Terms with { Legs = [Outbound with { EndsOn = Outbound.EndsOn.AddDays(1) }] }
        ];
        foreach (var terms in others)
            Sample.Done(pairing.Amend(terms, @case, _ => false, Cast.Officer, Sample.Now));
        Assert.Equal(1 + others.Length, pairing.Versions.Select(version => version.TermsHash).Distinct().Count());
        Assert.Equal(1 + others.Length, pairing.Versions.Select(version => version.ContentHash).Distinct().Count());
    }

    [Fact]
    public void The_content_hash_does_not_move_with_pairing_or_version()
    {
        var @case = Good.Case();
        var (one, _) = Pairing.Propose(Good.Terms, @case, new ProposalCase(0, false, _ => false), Cast.Officer, Sample.Now);
        var (other, _) = Pairing.Propose(Good.Terms, @case, new ProposalCase(0, false, _ => false), Cast.Officer, Sample.Now);
        Sample.Done(other.Amend(Good.Terms with { Objectives = "Other" }, @case, _ => false, Cast.Officer, Sample.Now));
        Sample.Done(other.Amend(Good.Terms, @case, _ => false, Cast.Officer, Sample.Now));
        Assert.Equal(one.Versions[0].ContentHash, other.Versions[0].ContentHash);
        Assert.Equal(one.Versions[0].ContentHash, other.Versions[2].ContentHash);
        Assert.Equal(4, one.Versions.Concat(other.Versions).Select(version => version.TermsHash).Distinct().Count());
    }

    [Fact]
    public void Terms_name_ids_and_no_person()
    {
        var text = Encoding.UTF8.GetString(Good.Proposed().Pairing.Versions.Single().Canonical);
        Assert.Contains($"\"ambassador\":\"{Good.AmbassadorId}\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("counterpart", text, StringComparison.Ordinal);
        Assert.StartsWith("{\"ambassador\":", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_proposal_that_was_declined_on_these_terms_is_refused_with_all_else()
    {
        var (_, verdict) = Pairing.Propose(Good.Terms, Good.Case(), new ProposalCase(5, true, _ => true), Cast.Officer, Sample.Now);
        Assert.Equal(["pairing.already_open", "pairing.declined_on_same_terms", "pairing.too_many_open"], Codes(verdict));
    }

    private static (Pairing Pairing, TermsCase Case) InApproval()
    {
        var (pairing, @case) = Good.Proposed();
        Sample.Done(pairing.Consent(Party.Pole, pairing.TermsHash, Good.AmbassadorId, Cast.Signatory, Sample.Now));
        Sample.Done(pairing.Consent(Party.Cluster, pairing.TermsHash, Good.AmbassadorId, Cast.ClusterSignatory, Sample.Now));
        Sample.Done(pairing.Consent(Party.Ambassador, pairing.TermsHash, Good.AmbassadorId, Good.AsAmbassador, Sample.Now));
        Sample.Done(pairing.OpenApproval(@case, CallStatus.Open, false, Cast.Officer, Sample.Now));
        return (pairing, @case);
    }

    private static string[] Codes(Verdict verdict) => [.. verdict.Refusals.Select(refusal => refusal.Code).Order(StringComparer.Ordinal)];

    private static Sample WithLeg(Leg leg) => WithLegs(leg);

    private static Sample WithLegs(params Leg[] legs) => Good with { Terms = Good.Terms with { Legs = legs } };
}
