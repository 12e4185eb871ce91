using Ambassadors.Api.Http;

namespace Ambassadors.Api.Organisations;

/// <summary>The route table of themes.</summary>
public static class ThemeEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapThemes(this RouteGroupBuilder v1)
    {
        var themes = v1.MapGroup("/themes").WithTags("Themes");
        themes.MapGet("", ReadThemes.List).WithName("listThemes").RequireAuthorization(Policies.Read);
        themes.MapGet("/{code}", ReadThemes.GetAsync).WithName("getTheme").RequireAuthorization(Policies.Read);
        themes.MapPost("", KeepThemes.AddAsync).WithName("createTheme").RequireAuthorization(Policies.KeepReferenceData);
        themes.MapPatch("/{code}", KeepThemes.EditAsync).WithName("editTheme").RequireAuthorization(Policies.KeepReferenceData)
            .Accepts<ThemeRequest>(MergePatch.MediaType);
        return v1;
    }
}
