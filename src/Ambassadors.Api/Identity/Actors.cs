using System.Security.Claims;
using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using Scopes = Ambassadors.Api.Http.Scopes;

namespace Ambassadors.Api.Identity;

/// <summary>Who stands behind a token, read anew with every request by a fixed number of queries: what is removed counts at the next.</summary>
public sealed class Actors(AmbassadorsDbContext db, IConfiguration configuration)
{
    /// <summary>The claim by which the embedded server tells a person from a partner system.</summary>
    public const string KindClaim = "actor_kind";

    /// <summary>The kind of a person.</summary>
    public const string PersonKind = "person";

    /// <summary>The kind of a partner system.</summary>
    public const string ClientKind = "client";

    /// <summary>The scopes of a token: one value of each, or all in one as RFC 9068 writes them.</summary>
    public static IReadOnlySet<string> ScopesOf(ClaimsPrincipal token) =>
        token.Claims.Where(claim => claim.Type is Claims.Private.Scope or Claims.Scope or "scp")
            .SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether a token is a partner system's: the embedded server says so; of others' it is said as RFC 9068 says it, its subject is the client.</summary>
    public static bool IsOfClient(ClaimsPrincipal token) => token.GetClaim(KindClaim) is { } kind
        ? kind == ClientKind
        : token.FindFirst(Claims.Subject)?.Value is { } subject && subject == (token.FindFirst(Claims.ClientId) ?? token.FindFirst(Claims.AuthorizedParty))?.Value;

    /// <summary>The actor of a token; one without any rights where nobody is known behind it.</summary>
    public async Task<Actor> OfAsync(ClaimsPrincipal token, IReadOnlySet<string> scopes, CancellationToken cancellation)
    {
        var subject = token.FindFirst(Claims.Subject)?.Value;
        if (configuration.HasExternalProvider())
            return await OfExternalAsync(token, subject, scopes, cancellation);
        return token.GetClaim(KindClaim) switch
        {
            PersonKind when Guid.TryParse(subject, out var person) => await PersonAsync(person, cancellation),
            ClientKind when subject is not null => await ClientAsync(subject, scopes, cancellation) ?? Nobody(),
            _ => Nobody()
        };
    }

    /// <summary>Who issued a token, and to whom; the key by which an external identity is linked.</summary>
    public static (string Issuer, string Subject)? IdentityOf(ClaimsPrincipal token) =>
        token.FindFirst(Claims.Subject)?.Value is { Length: > 0 } subject && token.FindFirst(Claims.Issuer)?.Value is { Length: > 0 } issuer
            ? (issuer, subject)
            : null;

    // A provider says of a token that a system was given for itself what RFC 9068 says: its subject is the client.
    private async Task<Actor> OfExternalAsync(ClaimsPrincipal token, string? subject, IReadOnlySet<string> scopes, CancellationToken cancellation)
    {
        if (IdentityOf(token) is not var (issuer, name))
            return Nobody();
        var person = await db.ExternalIdentities.AsNoTracking()
            .Where(identity => identity.Issuer == issuer && identity.Subject == name)
            .Select(identity => (Guid?)identity.PersonId).SingleOrDefaultAsync(cancellation);
        if (person is { } id)
            return await PersonAsync(id, cancellation);
        var client = (token.FindFirst(Claims.ClientId) ?? token.FindFirst(Claims.AuthorizedParty))?.Value;
        return client is not null && client == subject ? await ClientAsync(client, scopes, cancellation) ?? Nobody() : Nobody();
    }

    private async Task<Actor> PersonAsync(Guid id, CancellationToken cancellation)
    {
        var grants = await db.Memberships.AsNoTracking().Where(membership => membership.PersonId == id)
            .Select(membership => new Grant(membership.Role, membership.PoleSlug ?? membership.ClusterSlug)).ToListAsync(cancellation);
        var members = await db.Members.AsNoTracking().Where(member => member.PersonId == id)
            .Select(member => new { member.Id, Organisation = member.PoleSlug ?? member.ClusterSlug }).ToListAsync(cancellation);
        var interests = await db.Conflicts.AsNoTracking().Where(conflict => conflict.PersonId == id)
            .Select(conflict => new Interest(conflict.PoleSlug, conflict.ClusterSlug, conflict.MemberId)).ToListAsync(cancellation);

        // Being a member lets nobody in who holds no role there any more; it stays an interest all the same.
        interests.AddRange(members.Select(member => new Interest(null, null, member.Id)));
        return new Actor
        {
            Kind = ActorKind.Person,
            PersonId = id,
            Grants = grants,
            Members = members.Where(member => grants.Exists(grant => grant.Organisation == member.Organisation)).Select(member => member.Id).ToHashSet(),
            Interests = interests
        };
    }

    private async Task<Actor?> ClientAsync(string clientId, IReadOnlySet<string> scopes, CancellationToken cancellation)
    {
        var client = await db.Clients.AsNoTracking().Where(one => one.ClientId == clientId)
            .Select(one => new { one.Id, one.OrganisationKind, one.Organisation, one.SignatoryId }).SingleOrDefaultAsync(cancellation);
        if (client?.OrganisationKind is not { } kind)
            return null;
        var (writes, signs) = kind switch
        {
            OrganisationKind.Pole => (Role.PoleEditor, Role.PoleSignatory),
            OrganisationKind.Cluster => (Role.ClusterContact, Role.ClusterSignatory),
            OrganisationKind.Programme => (Role.Auditor, (Role?)null)
        };
        List<Grant> grants = [new(writes, client.Organisation)];
        HashSet<Guid> members = [];
        Guid? signatory = null;
        if (signs is { } signing && scopes.Contains(Scopes.Sign) && client.SignatoryId is { } answering
            && await db.Memberships.AnyAsync(
                m => m.PersonId == answering && m.Role == signing && (m.PoleSlug ?? m.ClusterSlug) == client.Organisation, cancellation))
        {
            grants.Add(new Grant(signing, client.Organisation));
            members = [.. await db.Members.AsNoTracking().Where(member => member.PersonId == answering).Select(member => member.Id).ToListAsync(cancellation)];
            signatory = answering;
        }

        return new Actor { Kind = ActorKind.Client, ClientId = client.Id, SignatoryId = signatory, Grants = grants, SignatoryMembers = members };
    }

    private static Actor Nobody() => new() { Kind = ActorKind.Person };
}

/// <summary>Says who asks, before anything is judged by it.</summary>
public sealed class ActorMiddleware(RequestDelegate next)
{
    /// <summary>Fills the request's <see cref="CurrentActor"/> where a token was good.</summary>
    public async Task InvokeAsync(HttpContext http, CurrentActor current, Actors actors)
    {
        if (http.User.Identity is { IsAuthenticated: true })
        {
            current.Scopes = Actors.ScopesOf(http.User);
            current.Actor = await actors.OfAsync(http.User, current.Scopes, http.RequestAborted);
            current.Identity = Actors.IdentityOf(http.User);
        }

        await next(http);
    }
}
