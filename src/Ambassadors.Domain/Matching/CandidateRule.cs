using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Pairings;

namespace Ambassadors.Domain.Matching;

/// <summary>A rule that every pair of an application and an offer has to keep, whatever its fit.</summary>
public enum HardRule
{
    /// <summary>The cluster's country is eligible under the call.</summary>
    CountryNotEligible,

    /// <summary>The offer and the call allow the direction that the application asks for.</summary>
    DirectionNotOffered,

    /// <summary>Whoever would travel is named: the ambassador, the counterpart.</summary>
    PersonNotNamed,

    /// <summary>A theme of the application is a theme of the offer, or near to one.</summary>
    NoCommonTheme,

    /// <summary>The ambassador and the host have a language in common.</summary>
    NoCommonLanguage,

    /// <summary>Windows of both have a day in common, late enough for the parties to consent first.</summary>
    NoCommonWindow,

    /// <summary>A common window is as long as the stay; for an exchange both ways, two stays that follow each other.</summary>
    StayTooLong,

    /// <summary>Neither person exchanged belongs to the other side, declared an interest in it, or is the same person.</summary>
    ConflictOfInterest,

    /// <summary>There is something to pay.</summary>
    NothingToPay,

    /// <summary>These terms were not declined before, on whatever days.</summary>
    DeclinedOnSameTerms,

    /// <summary>No pairing of the two is open already.</summary>
    AlreadyOpen
}

/// <summary>Which pairs of an application and an offer may be thought of at all: every rule that one breaks, at once.</summary>
public static class CandidateRule
{
    /// <summary>The rules that a pair breaks, and, where it breaks none, the stays and the amount of a pairing of it.</summary>
    public static (IReadOnlyList<HardRule> Broken, ProposedTerms? Terms) Judge(SeekingSide application, HostingSide offer, MatchingGround ground)
    {
        var broken = new List<HardRule>();
        void Require(HardRule rule, bool kept)
        {
            if (!kept)
                broken.Add(rule);
        }

        Require(HardRule.CountryNotEligible, application.Rules.Admits(offer.Country));
        Require(HardRule.DirectionNotOffered, Offers(offer, application.Direction) && application.Rules.Directions.Contains(application.Direction));
        Require(HardRule.PersonNotNamed, NamesWhoTravels(application, offer));
        Require(HardRule.NoCommonTheme, application.Content.Themes.Any(theme => offer.Content.Themes.Any(other => ground.Themes.Nearness(theme, other) > 0)));
        Require(HardRule.NoCommonLanguage, Languages.Shared(application.Content.Languages, offer.Content.Languages) > 0);
        var common = Stay.Common(application.Content.Windows, offer.Content.Windows, ground.EarliestOn);
        Require(HardRule.NoCommonWindow, common.Count > 0);
        var legs = Stay.Earliest(common, application.StayDays, application.Direction);
        Require(HardRule.StayTooLong, legs is not null || common.Count == 0);
        Require(HardRule.ConflictOfInterest, !application.Ties.Bind(offer.ClusterSlug, offer.Content.CounterpartId)
            && !offer.Ties.Bind(application.PoleSlug, application.Content.AmbassadorId));
        var amount = AmountOf(application, offer.Country);
        Require(HardRule.NothingToPay, amount > 0);
        Require(HardRule.AlreadyOpen, !ground.Open.Contains((application.Id, offer.Id)));
        if (legs is null)
            return (broken, null);

        var terms = new ProposedTerms(legs, application.Content.Objectives ?? "", new Money.Sum(amount, ground.Currency));
        Require(HardRule.DeclinedOnSameTerms, !WasDeclined(terms, application, offer, ground));
        return (broken, broken.Count == 0 ? terms : null);
    }

    /// <summary>What a pairing would cost: the least of what is asked for, the country's rate for its days, and the ceiling. Minor units.</summary>
    public static long AmountOf(SeekingSide application, string country) =>
        Math.Min(application.Content.RequestedAmount?.Amount ?? 0, application.Rules.MostFor(country, application.AllDays));

    /// <summary>The permanent code of a rule.</summary>
    public static string CodeOf(HardRule rule) => rule switch
    {
        HardRule.CountryNotEligible => "candidate.country_not_eligible",
        HardRule.DirectionNotOffered => "candidate.direction_not_offered",
        HardRule.PersonNotNamed => "candidate.person_not_named",
        HardRule.NoCommonTheme => "candidate.no_common_theme",
        HardRule.NoCommonLanguage => "candidate.no_common_language",
        HardRule.NoCommonWindow => "candidate.no_common_window",
        HardRule.StayTooLong => "candidate.stay_too_long",
        HardRule.ConflictOfInterest => "candidate.conflict_of_interest",
        HardRule.NothingToPay => "candidate.nothing_to_pay",
        HardRule.DeclinedOnSameTerms => "candidate.declined_on_same_terms",
        HardRule.AlreadyOpen => "candidate.already_open"
    };

    /// <summary>Whether an offer allows a direction.</summary>
    public static bool Offers(HostingSide offer, ExchangeDirection direction) => offer.Content.Directions.Contains(direction);

    private static bool NamesWhoTravels(SeekingSide application, HostingSide offer) =>
        (application.Direction == ExchangeDirection.Inbound || application.Content.AmbassadorId is not null)
        && (application.Direction == ExchangeDirection.Outbound || offer.Content.CounterpartId is not null);

    private static bool WasDeclined(ProposedTerms terms, SeekingSide application, HostingSide offer, MatchingGround ground)
    {
        if (!ground.Declined.TryGetValue((application.Id, offer.Id), out var declined))
            return false;
        var ambassador = terms.Legs.Any(leg => leg.Direction == LegDirection.Outbound) ? application.Content.AmbassadorId : null;
        var counterpart = terms.Legs.Any(leg => leg.Direction == LegDirection.Inbound) ? offer.Content.CounterpartId : null;

        // The earliest days move on with every day: no other terms for that.
        return declined.Any(one => (one.Terms.Objectives, one.Terms.Amount, one.Terms.Direction) == (terms.Objectives, terms.Amount, terms.Direction) && (one.AmbassadorId, one.CounterpartId) == (ambassador, counterpart));
    }
}

/// <summary>Languages as people speak them: <c>pt-BR</c> and <c>pt</c> understand each other.</summary>
public static class Languages
{
    /// <summary>How many languages of the one the other speaks.</summary>
    public static int Shared(IReadOnlyList<string> one, IReadOnlyList<string> other) =>
        one.Select(Primary).Distinct(StringComparer.Ordinal).Count(language => other.Any(spoken => Primary(spoken) == language));

    /// <summary>The primary subtag (BCP 47).</summary>
    public static string Primary(string language) => language.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash ? language[..dash] : language;
}
