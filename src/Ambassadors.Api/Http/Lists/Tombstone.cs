using Ambassadors.Domain.Lifecycle;

namespace Ambassadors.Api.Http.Lists;

/// <summary>
/// What is left of something deleted, or gone from the sight of some, so that whoever holds a copy learns of it: whose it was and
/// since when it is gone.
/// </summary>
public sealed class Tombstone
{
    /// <summary>The order in which lists show them.</summary>
    public static readonly Order<Tombstone> Order = new("deletedAt", Key<Tombstone>.By(one => one.DeletedAt), Key<Tombstone>.By(one => one.Id));

    /// <summary>Its own key: a person can leave several organisations.</summary>
    public Guid Key { get; private init; } = Guid.CreateVersion7();

    /// <summary>The id that it had.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its noun: <c>member</c>.</summary>
    public required string Noun { get; init; }

    /// <summary>The pôle that it belonged to.</summary>
    public string? PoleSlug { get; init; }

    /// <summary>The cluster that it belonged to.</summary>
    public string? ClusterSlug { get; init; }

    /// <summary>The person whom alone it concerned.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>Since when it is gone, UTC.</summary>
    public required DateTimeOffset DeletedAt { get; init; }

    /// <summary>That of a resource: it is deleted when it last changed.</summary>
    public static Tombstone Of(Resource resource) => new()
    {
        Id = resource.Id,
        Noun = resource.Noun,
        PoleSlug = resource.File.Pole,
        ClusterSlug = resource.File.Cluster,
        DeletedAt = resource.UpdatedAt
    };
}

/// <summary>Something that was deleted.</summary>
/// <param name="Id">The id that it had.</param>
/// <param name="DeletedAt">Since when it is gone, UTC.</param>
public sealed record TombstoneResponse(Guid Id, DateTimeOffset DeletedAt)
{
    /// <summary>Shows a tombstone.</summary>
    public static TombstoneResponse Of(Tombstone tombstone) => new(tombstone.Id, tombstone.DeletedAt);
}
