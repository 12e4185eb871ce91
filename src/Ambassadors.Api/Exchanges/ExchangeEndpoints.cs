namespace Ambassadors.Api.Exchanges;

/// <summary>The route table of exchanges.</summary>
public static class ExchangeEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapExchanges(this RouteGroupBuilder v1) => v1;
}
