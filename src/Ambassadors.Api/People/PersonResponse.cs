using Ambassadors.Api.Http;
using Ambassadors.Api.Identity;
using Ambassadors.Api.Journal;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.People;

namespace Ambassadors.Api.People;

/// <summary>Whether a person came in yet.</summary>
public enum PersonStatus
{
    /// <summary>Was invited, and has not used the link.</summary>
    Invited,

    /// <summary>Has set a password or linked an identity.</summary>
    Active
}

/// <summary>A person. Personal data.</summary>
/// <param name="Id">Random id, which the journal knows the person by.</param>
/// <param name="Version">One more with each change.</param>
/// <param name="Status">Whether the person came in yet.</param>
/// <param name="Name">Name.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="Language">Language of pages and notices.</param>
/// <param name="EmailBouncesSince">Since when mail servers refuse the address, UTC; absent where none does. It is no change of the person, and has no part in the version.</param>
/// <param name="Memberships">What the person is, as far as you may see.</param>
/// <param name="CreatedAt">Since when there is an account, UTC.</param>
/// <param name="UpdatedAt">Instant of the last change, UTC.</param>
public sealed record PersonResponse(
    Guid Id, int Version, PersonStatus Status, string Name, string Email, string Language, DateTimeOffset? EmailBouncesSince,
    IReadOnlyList<MembershipResponse> Memberships, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt) : IVersionedResponse, IPersonalData
{
    Subject IPersonalData.Subject => new(
        "person", Id, Version, Id, Memberships.Select(one => new CaseFile(one.PoleSlug, one.ClusterSlug)).Distinct().ToList() is [var only] ? only : CaseFile.Programme);
}

/// <summary>A role in a pôle, in a cluster or, without either, in the programme.</summary>
/// <param name="Id">The membership.</param>
/// <param name="Role">The role.</param>
/// <param name="PoleSlug">The pôle.</param>
/// <param name="ClusterSlug">The cluster.</param>
/// <param name="AddedAt">Since when, UTC.</param>
public sealed record MembershipResponse(Guid Id, Role Role, string? PoleSlug, string? ClusterSlug, DateTimeOffset AddedAt)
{
    /// <summary>Shows a membership.</summary>
    public static MembershipResponse Of(Membership membership) =>
        new(membership.Id, membership.Role, membership.PoleSlug, membership.ClusterSlug, membership.AddedAt);
}

/// <summary>A link that lets a person in, once. Whoever has it can set the password: hand it to nobody else.</summary>
/// <param name="Url">The page that sets the password; absent where an external provider keeps passwords.</param>
/// <param name="Token">What the link carries; with an external provider the person posts it to <c>/v1/me/link-identity</c>.</param>
/// <param name="ExpiresAt">Until when it can be used, UTC.</param>
public sealed record OneTimeLinkResponse(string? Url, string Token, DateTimeOffset ExpiresAt);
