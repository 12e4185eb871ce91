namespace Ambassadors.Api.Applications;

/// <summary>The route table of applications.</summary>
public static class ApplicationEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapApplications(this RouteGroupBuilder v1) => v1;
}
