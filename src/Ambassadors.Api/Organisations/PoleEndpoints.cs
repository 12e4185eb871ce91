namespace Ambassadors.Api.Organisations;

/// <summary>The route table of pôles and their members.</summary>
public static class PoleEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapPoles(this RouteGroupBuilder v1) => v1;
}
