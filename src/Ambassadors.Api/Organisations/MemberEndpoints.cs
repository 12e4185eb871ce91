using Ambassadors.Api.Http;
using Ambassadors.Api.Identity;
using Ambassadors.Domain.Organisations;
using Ambassadors.Domain.People;

namespace Ambassadors.Api.Organisations;

/// <summary>The side that members belong to: all that differs between a pôle's and a cluster's.</summary>
public interface ISide
{
    /// <summary>The kind of organisation.</summary>
    static abstract OrganisationKind Kind { get; }

    /// <summary>Who writes the members.</summary>
    static abstract Role[] Editors { get; }

    /// <summary>Who says which account is a member's.</summary>
    static abstract Role Signatory { get; }

    /// <summary>Slug of the pôle, where the side is one.</summary>
    static abstract string? PoleOf(string slug);

    /// <summary>Slug of the cluster, where the side is one.</summary>
    static abstract string? ClusterOf(string slug);

    /// <summary>Where members are listed, under the organisation's slug.</summary>
    static abstract string Path(string slug);

    /// <summary>The organisation's own members.</summary>
    static abstract IQueryable<Member> Members(IQueryable<Member> all, string slug);

    /// <summary>The roles that people have in the organisation.</summary>
    static abstract IQueryable<Membership> Memberships(IQueryable<Membership> all, string slug);
}

/// <summary>Members of a pôle.</summary>
public sealed class OfPole : ISide
{
    /// <inheritdoc/>
    public static OrganisationKind Kind => OrganisationKind.Pole;

    /// <inheritdoc/>
    public static Role[] Editors { get; } = [Role.PoleEditor, Role.PoleSignatory, Role.ProgrammeAdministrator];

    /// <inheritdoc/>
    public static Role Signatory => Role.PoleSignatory;

    /// <inheritdoc/>
    public static string? PoleOf(string slug) => slug;

    /// <inheritdoc/>
    public static string? ClusterOf(string slug) => null;

    /// <inheritdoc/>
    public static string Path(string slug) => $"/v1/poles/{slug}/members";

    /// <inheritdoc/>
    public static IQueryable<Member> Members(IQueryable<Member> all, string slug) => all.Where(member => member.PoleSlug == slug);

    /// <inheritdoc/>
    public static IQueryable<Membership> Memberships(IQueryable<Membership> all, string slug) => all.Where(membership => membership.PoleSlug == slug);
}

/// <summary>Members of a cluster.</summary>
public sealed class OfCluster : ISide
{
    /// <inheritdoc/>
    public static OrganisationKind Kind => OrganisationKind.Cluster;

    /// <inheritdoc/>
    public static Role[] Editors { get; } = [Role.ClusterContact, Role.ClusterSignatory, Role.ProgrammeAdministrator];

    /// <inheritdoc/>
    public static Role Signatory => Role.ClusterSignatory;

    /// <inheritdoc/>
    public static string? PoleOf(string slug) => null;

    /// <inheritdoc/>
    public static string? ClusterOf(string slug) => slug;

    /// <inheritdoc/>
    public static string Path(string slug) => $"/v1/clusters/{slug}/members";

    /// <inheritdoc/>
    public static IQueryable<Member> Members(IQueryable<Member> all, string slug) => all.Where(member => member.ClusterSlug == slug);

    /// <inheritdoc/>
    public static IQueryable<Membership> Memberships(IQueryable<Membership> all, string slug) => all.Where(membership => membership.ClusterSlug == slug);
}

/// <summary>The route table of members, the same for both sides.</summary>
public static class MemberEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static void MapMembers<TSide>(this RouteGroupBuilder organisations, string noun) where TSide : ISide
    {
        var members = organisations.MapGroup("/{slug}/members").WithTags("Members");
        members.MapGet("", ReadMembers<TSide>.ListAsync).WithName($"list{noun}Members").RequireAuthorization(Policies.ReadMembers);
        members.MapGet("/{id:guid}", ReadMembers<TSide>.GetAsync).WithName($"get{noun}Member").RequireAuthorization(Policies.ReadMembers);
        members.MapPost("", KeepMembers<TSide>.AddAsync).WithName($"create{noun}Member").RequireAuthorization(Policies.KeepMembers);
        members.MapPatch("/{id:guid}", KeepMembers<TSide>.EditAsync).WithName($"edit{noun}Member").RequireAuthorization(Policies.KeepMembers)
            .Accepts<MemberRequest>(MergePatch.MediaType);
        members.MapDelete("/{id:guid}", DeleteMember<TSide>.RunAsync).WithName($"delete{noun}Member").RequireAuthorization(Policies.KeepMembers);
        members.MapPost("/{id:guid}/link", LinkMember<TSide>.RunAsync).WithName($"link{noun}Member").RequireAuthorization(Policies.LinkMembers);
    }
}
