using Ambassadors.Api.Http;

namespace Ambassadors.Api.Organisations;

/// <summary>The route table of clusters and their members.</summary>
public static class ClusterEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapClusters(this RouteGroupBuilder v1)
    {
        var clusters = v1.MapGroup("/clusters").WithTags("Clusters");
        clusters.MapGet("", ReadClusters.List).WithName("listClusters").RequireAuthorization(Policies.Read);
        clusters.MapGet("/{slug}", ReadClusters.GetAsync).WithName("getCluster").RequireAuthorization(Policies.Read);
        clusters.MapPost("", KeepClusters.AddAsync).WithName("createCluster").RequireAuthorization(Policies.KeepReferenceData);
        clusters.MapPatch("/{slug}", KeepClusters.EditAsync).WithName("editCluster").RequireAuthorization(Policies.KeepReferenceData)
            .Accepts<ClusterRequest>(MergePatch.MediaType);
        clusters.MapMembers<OfCluster>("Cluster");
        return v1;
    }
}
