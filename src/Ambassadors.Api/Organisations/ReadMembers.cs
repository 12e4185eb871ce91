using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Api.Journal;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.Organisations;
using Ambassadors.Domain.People;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Organisations;

/// <summary>A person in the governance of a pôle or of a cluster: who may be exchanged. Personal data.</summary>
/// <param name="Id">Its id, by which applications and offers name the member.</param>
/// <param name="PoleSlug" example="scs">Slug of the pôle; absent where it is a cluster's member.</param>
/// <param name="ClusterSlug">Slug of the cluster; absent where it is a pôle's member.</param>
/// <param name="Name" example="Julien Carles">Name, as the person writes it.</param>
/// <param name="Email" example="ambassador@scs.example">E-mail address.</param>
/// <param name="Function">Function in the governance.</param>
/// <param name="MandateFrom">First day of the mandate; absent where it is not known.</param>
/// <param name="MandateUntil">Last day of the mandate; absent while it holds.</param>
/// <param name="Languages">Languages spoken, BCP 47.</param>
/// <param name="Themes">Codes of the member's themes.</param>
/// <param name="PersonId">The account of the person, once linked: only a linked member can agree, consent and sign.</param>
/// <param name="Version">1 when added, one more with each change.</param>
/// <param name="UpdatedAt">Instant of the last change.</param>
public sealed record MemberResponse(
    Guid Id, string? PoleSlug, string? ClusterSlug, string Name, string? Email, GovernanceFunction Function, DateOnly? MandateFrom, DateOnly? MandateUntil,
    IReadOnlyList<string> Languages, IReadOnlyList<string> Themes, Guid? PersonId, int Version, DateTimeOffset UpdatedAt) : IVersionedResponse, IPersonalData
{
    Subject IPersonalData.Subject => new("member", Id, Version, PersonId, new CaseFile(PoleSlug, ClusterSlug));

    /// <summary>Shows a member.</summary>
    public static MemberResponse Of(Member member) => new(
        member.Id, member.PoleSlug, member.ClusterSlug, member.Name, member.Email, member.Function, member.MandateFrom, member.MandateUntil,
        member.Languages, member.Themes, member.PersonId, member.Version, member.UpdatedAt);
}

/// <summary>Reads the members of an organisation: whoever belongs to it, and the programme. For anybody else there are none.</summary>
public static class ReadMembers<TSide> where TSide : ISide
{
    /// <summary>Lists the members of an organisation.</summary>
    /// <remarks>For the organisation itself and for the programme; sorted by name.</remarks>
    /// <param name="slug" example="scs">The organisation's slug.</param>
    /// <param name="tools">What every handler works with.</param>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="cancellation">Cancellation.</param>
    /// <param name="q">Words that the name begins with, whatever their case and accents.</param>
    public static async Task<Results<Listing<MemberResponse>, ProblemHttpResult>> ListAsync(
        string slug, DeskTools tools, ListRequest<Member, ByName<Member>> list, CancellationToken cancellation, string? q = null)
    {
        if (!await IsThereAsync(tools, slug, cancellation))
            return Problems.NotFound();
        var (pole, cluster) = (TSide.PoleOf(slug), TSide.ClusterOf(slug));
        return list.Of(
            TSide.Members(tools.Db.Members.AsNoTracking(), slug).Matching(tools.Db, q), MemberResponse.Of,
            tools.Db.Tombstones.Where(one => one.Noun == "member" && one.PoleSlug == pole && one.ClusterSlug == cluster));
    }

    /// <summary>Shows a member of an organisation.</summary>
    /// <param name="slug" example="scs">The organisation's slug.</param>
    /// <param name="id">The member's id.</param>
    /// <param name="tools">What every handler works with.</param>
    /// <param name="cancellation">Cancellation.</param>
    public static async Task<Results<Ok<MemberResponse>, ProblemHttpResult>> GetAsync(string slug, Guid id, DeskTools tools, CancellationToken cancellation) =>
        await FindAsync(tools, slug, id, cancellation) is { } member ? TypedResults.Ok(MemberResponse.Of(member)) : Problems.NotFound();

    /// <summary>Finds a member that the actor may see.</summary>
    internal static async Task<Member?> FindAsync(DeskTools tools, string slug, Guid id, CancellationToken cancellation) =>
        IsSeenBy(tools.Current, slug) ? await TSide.Members(tools.Db.Members, slug).SingleOrDefaultAsync(member => member.Id == id, cancellation) : null;

    /// <summary>Whether there is such an organisation, for this actor.</summary>
    internal static async Task<bool> IsThereAsync(DeskTools tools, string slug, CancellationToken cancellation) =>
        IsSeenBy(tools.Current, slug) && (TSide.Kind == OrganisationKind.Pole
            ? await tools.Db.Poles.AnyAsync(pole => pole.Slug == slug, cancellation)
            : await tools.Db.Clusters.AnyAsync(cluster => cluster.Slug == slug, cancellation));

    /// <summary>Whether the actor holds one of these roles in the organisation, or in the programme.</summary>
    internal static bool MayAct(Actor actor, string slug, params Role[] roles) =>
        actor.RolesOn(new CaseFile(TSide.PoleOf(slug), TSide.ClusterOf(slug))).Overlaps(roles);

    private static bool IsSeenBy(Actor actor, string slug) => actor.Grants.Any(grant =>
        grant.Role.OrganisationKind == OrganisationKind.Programme || grant.Role.OrganisationKind == TSide.Kind && grant.Organisation == slug);
}
