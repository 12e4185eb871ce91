namespace Ambassadors.Api.People;

/// <summary>The route table of the caller's own affairs.</summary>
public static class MeEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapMe(this RouteGroupBuilder v1) => v1;
}
