using System.Linq.Expressions;
using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Organisations;

/// <summary>A formal agreement (coopération) between a pôle and a cluster.</summary>
/// <param name="Id">Its id.</param>
/// <param name="PoleSlug" example="scs">Slug of the pôle.</param>
/// <param name="ClusterSlug" example="elgazala-technopark">Slug of the cluster.</param>
/// <param name="Kind" example="cooperation agreement">What was agreed, as the source words it.</param>
/// <param name="SignedOn" example="2007-01-12">A year, a month or a day, or absent: never more than the source says.</param>
/// <param name="Source">Where it is documented.</param>
/// <param name="Version">1 when recorded, one more with each change.</param>
/// <param name="UpdatedAt">Instant of the last change.</param>
public sealed record CooperationResponse(
    Guid Id, string PoleSlug, string ClusterSlug, string Kind, string? SignedOn, string Source, int Version, DateTimeOffset UpdatedAt) : IVersionedResponse
{
    /// <summary>Shows a cooperation.</summary>
    public static CooperationResponse Of(Cooperation one) =>
        new(one.Id, one.PoleSlug, one.ClusterSlug, one.Kind, one.SignedOn, one.Source, one.Version, one.UpdatedAt);
}

/// <summary>Reads cooperations.</summary>
public static class ReadCooperations
{
    /// <summary>Lists the cooperations.</summary>
    /// <remarks>Sorted by the pôle's slug.</remarks>
    /// <param name="db">The database.</param>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="q">Words that the kind or one of the slugs begins with, whatever their case and accents.</param>
    /// <param name="poleSlug" example="scs">Only those of this pôle.</param>
    /// <param name="clusterSlug" example="elgazala-technopark">Only those of this cluster.</param>
    /// <param name="country" example="TN">Only those with clusters of this country, ISO 3166-1 alpha-2.</param>
    public static Listing<CooperationResponse> List(
        AmbassadorsDbContext db, ListRequest<Cooperation, CooperationOrders> list,
        string? q = null, string? poleSlug = null, string? clusterSlug = null, string? country = null)
    {
        var cooperations = db.Cooperations.AsNoTracking().Matching(db, q);
        if (poleSlug is not null)
            cooperations = cooperations.Where(one => one.PoleSlug == poleSlug);
        if (clusterSlug is not null)
            cooperations = cooperations.Where(one => one.ClusterSlug == clusterSlug);
        if (country is not null)
            cooperations = cooperations.Where(one => db.Clusters.Any(cluster => cluster.Slug == one.ClusterSlug && cluster.Country == country));
        return list.Of(cooperations, CooperationResponse.Of);
    }

    /// <summary>Shows a cooperation.</summary>
    /// <param name="db">The database.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellation">Cancellation.</param>
    public static async Task<Results<Ok<CooperationResponse>, ProblemHttpResult>> GetAsync(AmbassadorsDbContext db, Guid id, CancellationToken cancellation) =>
        await db.Cooperations.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellation) is { } cooperation
            ? TypedResults.Ok(CooperationResponse.Of(cooperation))
            : Problems.NotFound();
}

/// <summary>Cooperations by the pôle's slug, or by their last change.</summary>
public sealed class CooperationOrders : IOrders<Cooperation>
{
    /// <inheritdoc/>
    public static IReadOnlyList<Order<Cooperation>> All { get; } =
    [
        new("poleSlug", Key<Cooperation>.By(one => one.PoleSlug), Key<Cooperation>.By(one => one.Id)),
        new("-poleSlug", Key<Cooperation>.By(one => one.PoleSlug), Key<Cooperation>.By(one => one.Id)),
        .. ByChange<Cooperation>.All
    ];

    /// <inheritdoc/>
    public static Func<DateTimeOffset, Expression<Func<Cooperation, bool>>> ChangedSince => ByChange<Cooperation>.Since;
}
