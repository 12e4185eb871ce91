namespace Ambassadors.Api.Organisations;

/// <summary>The route table of clusters and their members.</summary>
public static class ClusterEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapClusters(this RouteGroupBuilder v1) => v1;
}
