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
public sealed class Actors(AmbassadorsDbContext db, IConfiguration configuration, IHttpContextAccessor requests, LastUses uses, TimeProvider clock)
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

    /// <summary>Who is known behind a token; an actor without any rights where nobody is.</summary>
    public async Task<Known> OfAsync(ClaimsPrincipal token, IReadOnlySet<string> scopes, CancellationToken cancellation)
    {
        var subject = token.FindFirst(Claims.Subject)?.Value;
        if (configuration.HasExternalProvider())
            return await OfExternalAsync(token, subject, scopes, cancellation);
        return token.GetClaim(KindClaim) switch
        {
            PersonKind when Guid.TryParse(subject, out var person) => new Known(await PersonAsync(person, cancellation), scopes),
            ClientKind when subject is not null => await ClientAsync(subject, scopes, cancellation),
            _ => Nobody(scopes)
        };
    }

    /// <summary>Who issued a token, and to whom; the key by which an external identity is linked.</summary>
    public static (string Issuer, string Subject)? IdentityOf(ClaimsPrincipal token) =>
        token.FindFirst(Claims.Subject)?.Value is { Length: > 0 } subject && token.FindFirst(Claims.Issuer)?.Value is { Length: > 0 } issuer
            ? (issuer, subject)
            : null;

    // A provider says of a token that a system was given for itself what RFC 9068 says: its subject is the client.
    private async Task<Known> OfExternalAsync(ClaimsPrincipal token, string? subject, IReadOnlySet<string> scopes, CancellationToken cancellation)
    {
        if (IdentityOf(token) is not var (issuer, name))
            return Nobody(scopes);
        var person = await db.ExternalIdentities.AsNoTracking()
            .Where(identity => identity.Issuer == issuer && identity.Subject == name)
            .Select(identity => (Guid?)identity.PersonId).SingleOrDefaultAsync(cancellation);
        if (person is { } id)
            return new Known(await PersonAsync(id, cancellation), scopes);
        return subject is not null && IsOfClient(token) ? await ClientAsync(subject, scopes, cancellation) : Nobody(scopes);
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

    // What was taken from a client since the token was given counts at once, its scopes too.
    private async Task<Known> ClientAsync(string clientId, IReadOnlySet<string> granted, CancellationToken cancellation)
    {
        var client = await db.Clients.AsNoTracking().Where(one => one.ClientId == clientId)
            .Select(one => new { one.Id, one.OrganisationKind, one.Organisation, one.SignatoryId, one.Permissions, one.ExpiresAt, one.RevokedAt, one.AllowedAddresses })
            .SingleOrDefaultAsync(cancellation);
        if (client?.OrganisationKind is not { } kind)
            return Nobody(granted);
        var now = clock.GetUtcNow();
        if (client.RevokedAt is not null || client.ExpiresAt <= now)
            return Nobody(granted) with { Fault = ClientFault.Ended };
        if (!Client.IsAmong(client.AllowedAddresses, requests.HttpContext?.Connection.RemoteIpAddress))
            return Nobody(granted) with { Fault = ClientFault.ElsewhereThanAllowed };
        uses.Note(client.Id, now);
        var scopes = granted.Intersect(Client.ScopesIn(client.Permissions)).ToHashSet(StringComparer.Ordinal);
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

        return new Known(new Actor { Kind = ActorKind.Client, ClientId = client.Id, SignatoryId = signatory, Grants = grants, SignatoryMembers = members }, scopes);
    }

    private static Known Nobody(IReadOnlySet<string> scopes) => new(new Actor { Kind = ActorKind.Person }, scopes);
}

/// <summary>Why a partner system's good token is not taken.</summary>
public enum ClientFault
{
    /// <summary>It was revoked, or has expired.</summary>
    Ended,

    /// <summary>It calls from an address that is not among those it was allowed.</summary>
    ElsewhereThanAllowed
}

/// <summary>Who is known behind a token.</summary>
/// <param name="Actor">The actor.</param>
/// <param name="Scopes">What the token lets its bearer use of the actor's rights.</param>
/// <param name="Fault">Why it is not taken all the same.</param>
public sealed record Known(Actor Actor, IReadOnlySet<string> Scopes, ClientFault? Fault = null);

/// <summary>Says who asks, before anything is judged by it.</summary>
public sealed class ActorMiddleware(RequestDelegate next)
{
    /// <summary>Fills the request's <see cref="CurrentActor"/> where a token was good.</summary>
    public async Task InvokeAsync(HttpContext http, CurrentActor current, Actors actors)
    {
        if (http.User.Identity is { IsAuthenticated: true })
        {
            var known = await actors.OfAsync(http.User, Actors.ScopesOf(http.User), http.RequestAborted);
            if (known.Fault == ClientFault.ElsewhereThanAllowed && http.Request.Path.StartsWithSegments("/v1"))
            {
                await Problems.WriteAsync(http, Problems.Of(StatusCodes.Status403Forbidden, "client.address_not_allowed").ProblemDetails);
                return;
            }

            (current.Actor, current.Scopes, current.Identity) = (known.Actor, known.Scopes, Actors.IdentityOf(http.User));

            // Answered as any token that is no longer good.
            if (known.Fault == ClientFault.Ended)
                http.User = new ClaimsPrincipal(new ClaimsIdentity());
        }

        await next(http);
    }
}
