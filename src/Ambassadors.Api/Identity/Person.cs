using Ambassadors.Domain.People;
using Microsoft.AspNetCore.Identity;

namespace Ambassadors.Api.Identity;

/// <summary>A person's account. What the person may do comes from memberships alone.</summary>
public sealed class Person : IdentityUser<Guid>
{
    /// <summary>Name, as the person writes it.</summary>
    public string Name { get; set; } = "";

    /// <summary>The name folded, by which lists are sorted.</summary>
    public string SortName { get; set; } = "";

    /// <summary>Language of pages and notices: <c>fr</c> or <c>en</c>.</summary>
    public string Language { get; set; } = "fr";

    /// <summary>Since when the e-mail address is known to be refused, UTC; another address, or one mail that is taken, ends it. Outside the version.</summary>
    public DateTimeOffset? EmailBouncesSince { get; set; }

    /// <summary>Instant of creation, UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Instant of the last change, UTC.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>1 when created, one more with each change; the first part of the ETag.</summary>
    public int Version { get; set; } = 1;

    /// <summary>What the person is in which organisation.</summary>
    public List<Membership> Memberships { get; } = [];
}

/// <summary>A person's role in a pôle, in a cluster or, without either, in the programme.</summary>
public sealed class Membership
{
    /// <summary>UUID version 7.</summary>
    public Guid Id { get; init; }

    /// <summary>The person.</summary>
    public Guid PersonId { get; init; }

    /// <summary>The role.</summary>
    public Role Role { get; init; }

    /// <summary>Slug of the pôle.</summary>
    public string? PoleSlug { get; init; }

    /// <summary>Slug of the cluster.</summary>
    public string? ClusterSlug { get; init; }

    /// <summary>Since when, UTC.</summary>
    public DateTimeOffset AddedAt { get; init; }

    /// <summary>The pôle or the cluster, whichever it is.</summary>
    public string? Organisation => PoleSlug ?? ClusterSlug;
}

/// <summary>An identity at an external OpenID provider, linked to a person through an invitation, never by e-mail.</summary>
public sealed class ExternalIdentity
{
    /// <summary>The provider's issuer address.</summary>
    public required string Issuer { get; init; }

    /// <summary>The provider's <c>sub</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Since when, UTC.</summary>
    public required DateTimeOffset LinkedAt { get; init; }
}

/// <summary>A conflict of interest that a person declared: with a pôle, a cluster or a member of one.</summary>
public sealed class DeclaredConflict
{
    /// <summary>UUID version 7.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who declared it.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Slug of the pôle.</summary>
    public string? PoleSlug { get; init; }

    /// <summary>Slug of the cluster.</summary>
    public string? ClusterSlug { get; init; }

    /// <summary>The member of a pôle or cluster.</summary>
    public Guid? MemberId { get; init; }

    /// <summary>Since when, UTC.</summary>
    public required DateTimeOffset DeclaredAt { get; init; }
}
