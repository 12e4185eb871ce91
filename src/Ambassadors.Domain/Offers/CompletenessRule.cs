using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Lifecycle;

namespace Ambassadors.Domain.Offers;

/// <summary>Whether an offer may be handed in for checking: every unmet condition at once.</summary>
public static class CompletenessRule
{
    /// <summary>The codes with which the rule refuses.</summary>
    public static readonly string[] Codes = ["offer.incomplete", "offer.windows_over", "offer.counterpart_required", "offer.no_contact"];

    /// <summary>Every condition that the offer does not meet.</summary>
    /// <param name="content">What is offered.</param>
    /// <param name="hasContact">Whether somebody of the cluster can be reached: a contact or a signatory.</param>
    /// <param name="today">The day in Paris.</param>
    public static IEnumerable<Refusal> Unmet(OfferContent content, bool hasContact, DateOnly today)
    {
        if (content.Capacity is not >= 1)
            yield return new Refusal("offer.incomplete", "#/capacity", "capacity");
        if (content.Directions.Count == 0)
            yield return new Refusal("offer.incomplete", "#/directions", "directions");
        if (content.Themes.Count == 0)
            yield return new Refusal("offer.incomplete", "#/themes", "themes");
        if (content.Languages.Count == 0)
            yield return new Refusal("offer.incomplete", "#/languages", "languages");
        if (content.Windows.Count == 0)
            yield return new Refusal("offer.incomplete", "#/windows", "windows");
        else if (content.Windows.All(window => window.EndsOn < today))
            yield return new Refusal("offer.windows_over", "#/windows");
        if (content.CounterpartId is null && content.Directions.Any(direction => direction is not ExchangeDirection.Outbound))
            yield return new Refusal("offer.counterpart_required", "#/counterpartId");
        if (!hasContact)
            yield return new Refusal("offer.no_contact", "#/clusterSlug");
    }
}
