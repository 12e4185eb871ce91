using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Domain.People;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.People;

/// <summary>Who the caller is.</summary>
/// <param name="Kind">A person or a partner system.</param>
/// <param name="Id">The person's or the partner system's id.</param>
/// <param name="Name">Name.</param>
/// <param name="Organisations">What the caller is, and where.</param>
/// <param name="Members">The members of pôles and clusters that the person is.</param>
/// <param name="Scopes">What the token lets its bearer use of these rights.</param>
public sealed record MeResponse(
    ActorKind Kind, Guid Id, string? Name, IReadOnlyList<OrganisationOfMe> Organisations, IReadOnlyList<Guid> Members, IReadOnlyList<string> Scopes) : IVersionedResponse
{
    // Made of many rows, none of which can be changed here.
    int IVersionedResponse.Version => 0;
}

/// <summary>An organisation that the caller belongs to.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Slug">Its slug; the programme has none.</param>
/// <param name="Roles">The caller's roles in it.</param>
public sealed record OrganisationOfMe(OrganisationKind Kind, string? Slug, IReadOnlyList<Role> Roles);

/// <summary>Tells callers who they are.</summary>
public static class ShowMe
{
    /// <summary>Tells who you are: person or partner system, organisations, roles, scopes</summary>
    /// <param name="current">Who asks.</param>
    /// <param name="db">The database.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Ok<MeResponse>> HandleAsync(CurrentActor current, AmbassadorsDbContext db, CancellationToken cancellation) =>
        TypedResults.Ok(await OfAsync(current.Actor, current.Scopes, db, cancellation));

    /// <summary>Tells who an actor is.</summary>
    public static async Task<MeResponse> OfAsync(Actor actor, IReadOnlySet<string> scopes, AmbassadorsDbContext db, CancellationToken cancellation)
    {
        var id = actor.PersonId ?? actor.ClientId ?? Guid.Empty;
        var name = actor.Kind == ActorKind.Person
            ? await db.Users.Where(person => person.Id == id).Select(person => person.Name).SingleOrDefaultAsync(cancellation)
            : await db.Clients.Where(client => client.Id == id).Select(client => client.DisplayName).SingleOrDefaultAsync(cancellation);
        return new MeResponse(
            actor.Kind, id, name,
            [.. actor.Grants.GroupBy(grant => (grant.Role.OrganisationKind, grant.Organisation))
                .OrderBy(group => group.Key.OrganisationKind).ThenBy(group => group.Key.Organisation, StringComparer.Ordinal)
                .Select(group => new OrganisationOfMe(group.Key.OrganisationKind, group.Key.Organisation, [.. group.Select(grant => grant.Role).Order()]))],
            [.. actor.Members.Order()],
            [.. scopes.Order(StringComparer.Ordinal)]);
    }
}
