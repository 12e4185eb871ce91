using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Organisations;

/// <summary>A foreign cluster.</summary>
/// <param name="Slug" example="medicon-valley-alliance">Permanent name in paths, by which everything else refers to it.</param>
/// <param name="Name" example="Medicon Valley Alliance">Name.</param>
/// <param name="Country" example="DK">ISO 3166-1 alpha-2.</param>
/// <param name="City" example="Copenhagen">City.</param>
/// <param name="Themes">Codes of its themes.</param>
/// <param name="Website" example="mva.org">Host name or address of its site.</param>
/// <param name="Founded" example="1997">Year.</param>
/// <param name="Source">Where the facts come from.</param>
/// <param name="Confidence" example="high">How sure they are.</param>
/// <param name="Version">1 when added, one more with each change.</param>
/// <param name="UpdatedAt">Instant of the last change.</param>
public sealed record ClusterResponse(
    string Slug, string Name, string Country, string? City, IReadOnlyList<string> Themes, string? Website, int? Founded, string Source, string Confidence,
    int Version, DateTimeOffset UpdatedAt) : IVersionedResponse
{
    /// <summary>Shows a cluster.</summary>
    public static ClusterResponse Of(Cluster cluster) => new(
        cluster.Slug, cluster.Name, cluster.Country, cluster.City, cluster.Themes, cluster.Website, cluster.Founded, cluster.Source, cluster.Confidence,
        cluster.Version, cluster.UpdatedAt);
}

/// <summary>Reads clusters.</summary>
public static class ReadClusters
{
    /// <summary>Lists the clusters.</summary>
    /// <remarks>Sorted by name, without regard to case and accents.</remarks>
    /// <param name="db">The database.</param>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="q">Words that name, slug or city begin with, whatever their case and accents.</param>
    /// <param name="theme">Only clusters with this theme.</param>
    /// <param name="country" example="DK">Only clusters of this country, ISO 3166-1 alpha-2.</param>
    public static Listing<ClusterResponse> List(
        AmbassadorsDbContext db, ListRequest<Cluster, ByName<Cluster>> list, string? q = null, string? theme = null, string? country = null)
    {
        return list.Of(db.Clusters.AsNoTracking().Matching(db, q).Having(db, "theme", theme).Having(db, "country", country),
            ClusterResponse.Of);
    }

    /// <summary>Shows a cluster.</summary>
    /// <param name="db">The database.</param>
    /// <param name="slug" example="medicon-valley-alliance">Its slug.</param>
    /// <param name="cancellation">Cancellation.</param>
    public static async Task<Results<Ok<ClusterResponse>, ProblemHttpResult>> GetAsync(AmbassadorsDbContext db, string slug, CancellationToken cancellation) =>
        await db.Clusters.AsNoTracking().SingleOrDefaultAsync(cluster => cluster.Slug == slug, cancellation) is { } cluster
            ? TypedResults.Ok(ClusterResponse.Of(cluster))
            : Problems.NotFound();
}
