using Ambassadors.Api.Http;

namespace Ambassadors.Api.Organisations;

/// <summary>The route table of cooperations.</summary>
public static class CooperationEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapCooperations(this RouteGroupBuilder v1)
    {
        var cooperations = v1.MapGroup("/cooperations").WithTags("Cooperations");
        cooperations.MapGet("", ReadCooperations.List).WithName("listCooperations").RequireAuthorization(Policies.Read);
        cooperations.MapGet("/{id:guid}", ReadCooperations.GetAsync).WithName("getCooperation").RequireAuthorization(Policies.Read);
        cooperations.MapPost("", KeepCooperations.AddAsync).WithName("createCooperation").RequireAuthorization(Policies.KeepReferenceData);
        cooperations.MapPatch("/{id:guid}", KeepCooperations.EditAsync).WithName("editCooperation").RequireAuthorization(Policies.KeepReferenceData)
            .Accepts<CooperationRequest>(MergePatch.MediaType);
        return v1;
    }
}
