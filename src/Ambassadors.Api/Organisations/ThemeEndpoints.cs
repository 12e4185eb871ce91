namespace Ambassadors.Api.Organisations;

/// <summary>The route table of themes.</summary>
public static class ThemeEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapThemes(this RouteGroupBuilder v1) => v1;
}
