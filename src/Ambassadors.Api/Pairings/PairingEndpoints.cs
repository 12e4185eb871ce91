namespace Ambassadors.Api.Pairings;

/// <summary>The route table of pairings.</summary>
public static class PairingEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapPairings(this RouteGroupBuilder v1) => v1;
}
