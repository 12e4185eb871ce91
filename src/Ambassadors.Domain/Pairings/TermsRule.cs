using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Offers;

namespace Ambassadors.Domain.Pairings;

/// <summary>What terms are judged by.</summary>
/// <param name="Rules">The call's rules of the revision by which the application is judged.</param>
/// <param name="Currency">The call's currency.</param>
/// <param name="Application">The application.</param>
/// <param name="Offer">The offer.</param>
/// <param name="Today">The day in Paris.</param>
public sealed record TermsCase(CallRules Rules, string Currency, ExchangeApplication Application, Offer Offer, DateOnly Today);

/// <summary>
/// Whether terms may stand: judged on proposal, on amendment, when approval opens and at the last approval, every unmet
/// condition at once.
/// </summary>
public static class TermsRule
{
    /// <summary>The codes with which the rule refuses.</summary>
    public static readonly string[] Codes =
    [
        "terms.amount_not_positive", "terms.amount_over_ceiling", "terms.amount_over_rate", "terms.amount_currency", "terms.leg_days_out_of_limits",
        "terms.leg_in_past", "terms.leg_outside_application_windows", "terms.leg_outside_offer_windows",
        "terms.direction_not_allowed", "terms.country_not_eligible", "terms.person_not_named"
    ];

    /// <summary>Every condition that the terms do not meet.</summary>
    public static IEnumerable<Refusal> Unmet(ProposedTerms terms, TermsCase @case)
    {
        var (rules, currency, application, offer, today) = @case;
        if (terms.Amount.Amount <= 0)
            yield return new Refusal("terms.amount_not_positive", "#/terms/amount/amount");
        if (terms.Amount.Currency != currency)
            yield return new Refusal("terms.amount_currency", "#/terms/amount/currency", currency);
        else if (terms.Amount.Amount > rules.CeilingPerExchange)
            yield return new Refusal("terms.amount_over_ceiling", "#/terms/amount/amount", rules.CeilingPerExchange, currency);
        else if (rules.MostFor(offer.Country, terms.Legs.Sum(leg => leg.Days)) is var most && terms.Amount.Amount > most)
            yield return new Refusal("terms.amount_over_rate", "#/terms/amount/amount", most, currency, offer.Country);

        if (terms.Direction is not { } direction || !rules.Directions.Contains(direction)
            || application.Content.Direction != direction || !offer.Content.Directions.Contains(direction))
        {
            yield return new Refusal("terms.direction_not_allowed", "#/terms/legs",
                string.Join(", ", rules.Directions.Intersect(offer.Content.Directions).Where(d => d == application.Content.Direction).Select(d => Wire.Name(d)).DefaultIfEmpty("-")));
        }

        foreach (var (index, leg) in terms.Legs.Index())
        {
            var pointer = $"#/terms/legs/{index}";
            if (!rules.AdmitsDays(leg.Days))
                yield return new Refusal("terms.leg_days_out_of_limits", pointer, leg.Days, rules.MinimumDays, rules.MaximumDays);
            if (leg.StartsOn < today)
                yield return new Refusal("terms.leg_in_past", $"{pointer}/startsOn");
            if (!application.Content.Windows.Any(window => window.Holds(leg.StartsOn, leg.EndsOn)))
                yield return new Refusal("terms.leg_outside_application_windows", pointer);
            if (!offer.Content.Windows.Any(window => window.Holds(leg.StartsOn, leg.EndsOn)))
                yield return new Refusal("terms.leg_outside_offer_windows", pointer);
            if (leg.Direction == LegDirection.Outbound && application.AmbassadorId is null
                || leg.Direction == LegDirection.Inbound && offer.CounterpartId is null)
            {
                yield return new Refusal("terms.person_not_named", $"{pointer}/direction", Wire.Name(leg.Direction));
            }
        }

        if (!rules.Admits(offer.Country))
            yield return new Refusal("terms.country_not_eligible", "#/offerId", offer.Country);
    }
}
