namespace Ambassadors.Api.Organisations;

/// <summary>The route table of cooperations.</summary>
public static class CooperationEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapCooperations(this RouteGroupBuilder v1) => v1;
}
