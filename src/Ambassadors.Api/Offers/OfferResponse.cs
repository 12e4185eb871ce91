using Ambassadors.Api.Http;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.People;

namespace Ambassadors.Api.Offers;

/// <summary>An offer to host.</summary>
/// <param name="Id">Id, UUID version 7.</param>
/// <param name="Version">Version, one more with each change; <c>placesTaken</c> and <c>placesLeft</c> are outside it.</param>
/// <param name="Status">Where the offer is.</param>
/// <param name="AllowedActions">What you may do now; a guard may still refuse one of them.</param>
/// <param name="ClusterSlug">Slug of the cluster.</param>
/// <param name="Country">The cluster's country, ISO 3166-1 alpha-2.</param>
/// <param name="CounterpartId">The member of the cluster who would come to France.</param>
/// <param name="Directions">Directions offered.</param>
/// <param name="Themes">Codes of its themes.</param>
/// <param name="Languages">Languages spoken at the host's, BCP 47.</param>
/// <param name="Windows">When the cluster can host.</param>
/// <param name="Preferences">Pôles wished for; shown to the cluster and the programme.</param>
/// <param name="Capacity">How many pairings may be approved over the offer's life.</param>
/// <param name="PlacesTaken">Pairings approved.</param>
/// <param name="PlacesLeft">Pairings that may still be approved.</param>
/// <param name="Provides">What the host provides.</param>
/// <param name="PartnerReference">The cluster's own reference; shown to the cluster and the programme.</param>
/// <param name="Revision">The number of times that its content was written; terms name it.</param>
/// <param name="ConfirmedAt">When it was last published, resumed or confirmed; absent before it was published.</param>
/// <param name="ReconfirmBy">By when the cluster has to confirm it; without that it is paused, after two reminders. Absent where it is not published; shown to the cluster and the programme.</param>
/// <param name="Motive">The reason given for the last transition that carried one; shown to the cluster and the programme.</param>
/// <param name="CreatedAt">Instant of creation.</param>
/// <param name="UpdatedAt">Instant of the last change.</param>
public sealed record OfferResponse(
    Guid Id, int Version, OfferStatus Status, IReadOnlyList<OfferEvent> AllowedActions, string ClusterSlug, string Country, Guid? CounterpartId,
    IReadOnlyList<ExchangeDirection> Directions, IReadOnlyList<string> Themes, IReadOnlyList<string> Languages, IReadOnlyList<Window> Windows,
    IReadOnlyList<HostPreference>? Preferences, int? Capacity, int PlacesTaken, int PlacesLeft, string? Provides, string? PartnerReference, int Revision,
    DateTimeOffset? ConfirmedAt, DateTimeOffset? ReconfirmBy, string? Motive, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt) : IVersionedResponse
{
    /// <summary>Shows an offer to an actor.</summary>
    public static OfferResponse Of(Offer offer, Actor actor)
    {
        var content = offer.Content;
        var inside = actor.SeesEveryFile() || actor.Clusters().Contains(offer.ClusterSlug);
        return new OfferResponse(
            offer.Id, offer.Version, offer.Status, [.. offer.AllowedActions(actor)], offer.ClusterSlug, offer.Country, content.CounterpartId,
            content.Directions, content.Themes, content.Languages, content.Windows,
            inside ? content.Preferences : null, content.Capacity, offer.PlacesTaken, offer.PlacesLeft,
            content.Provides, inside ? content.PartnerReference : null, offer.Revision,
            offer.ConfirmedAt, inside ? offer.ReconfirmBy : null, inside ? offer.Motive : null, offer.CreatedAt, offer.UpdatedAt);
    }
}
