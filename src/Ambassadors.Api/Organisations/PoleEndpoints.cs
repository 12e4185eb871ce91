using Ambassadors.Api.Http;

namespace Ambassadors.Api.Organisations;

/// <summary>The route table of pôles and their members.</summary>
public static class PoleEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapPoles(this RouteGroupBuilder v1)
    {
        var poles = v1.MapGroup("/poles").WithTags("Poles");
        poles.MapGet("", ReadPoles.List).WithName("listPoles").RequireAuthorization(Policies.Read);
        poles.MapGet("/{slug}", ReadPoles.GetAsync).WithName("getPole").RequireAuthorization(Policies.Read);
        poles.MapPost("", KeepPoles.AddAsync).WithName("createPole").RequireAuthorization(Policies.KeepReferenceData);
        poles.MapPatch("/{slug}", KeepPoles.EditAsync).WithName("editPole").RequireAuthorization(Policies.KeepReferenceData)
            .Accepts<PoleRequest>(MergePatch.MediaType);
        poles.MapMembers<OfPole>("Pole");
        return v1;
    }
}
