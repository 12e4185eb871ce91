namespace Ambassadors.Api.Offers;

/// <summary>The route table of offers.</summary>
public static class OfferEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapOffers(this RouteGroupBuilder v1) => v1;
}
