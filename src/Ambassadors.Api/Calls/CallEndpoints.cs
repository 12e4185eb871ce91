namespace Ambassadors.Api.Calls;

/// <summary>The route table of calls.</summary>
public static class CallEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapCalls(this RouteGroupBuilder v1) => v1;
}
