using Ambassadors.Api.Http;
using Ambassadors.Api.Identity;
using Ambassadors.Domain.People;

namespace Ambassadors.Api.Partners;

/// <summary>Whether a partner system is let in.</summary>
public enum ClientStatus
{
    /// <summary>Is let in.</summary>
    Active,

    /// <summary>Its time is over; it can be given more.</summary>
    Expired,

    /// <summary>Was revoked, for good.</summary>
    Revoked
}

/// <summary>What can be done with a partner system.</summary>
public enum ClientAct
{
    /// <summary>Change what is registered.</summary>
    Edit,

    /// <summary>Give it another secret.</summary>
    RotateSecret,

    /// <summary>Refuse it for good.</summary>
    Revoke
}

/// <summary>A partner system: an OAuth client that acts for one organisation.</summary>
/// <param name="Id">Its id, which the journal knows it by.</param>
/// <param name="Version">1 when registered, one more with each change.</param>
/// <param name="Status">Whether it is let in.</param>
/// <param name="ClientId" example="scs-1f09a3c2">Its <c>client_id</c> at the token endpoint.</param>
/// <param name="Name">Name.</param>
/// <param name="PoleSlug" example="scs">The pôle that it acts for.</param>
/// <param name="ClusterSlug">The cluster that it acts for.</param>
/// <param name="Scopes">The scopes that it may ask for.</param>
/// <param name="SignatoryId">The person who answers for what it submits, consents and signs.</param>
/// <param name="ExpiresAt">From when on it is refused, UTC.</param>
/// <param name="AllowedAddresses">The networks from which alone it may call; empty for all.</param>
/// <param name="Jwks">Its public keys; absent where it authenticates by a secret.</param>
/// <param name="Secrets">The secrets that are good now, the newest first; never what they are.</param>
/// <param name="Secret">The secret itself, only in the answer by which it was made: it is kept nowhere.</param>
/// <param name="LastUsedAt">The minute in which it was used last, a little late; absent where it never was.</param>
/// <param name="CreatedAt">When it was registered, UTC.</param>
/// <param name="UpdatedAt">When it was changed last, UTC.</param>
/// <param name="RevokedAt">When it was revoked, UTC.</param>
/// <param name="AllowedActions">What you may do with it now.</param>
public sealed record ClientResponse(
    Guid Id, int Version, ClientStatus Status, string ClientId, string Name, string? PoleSlug, string? ClusterSlug, IReadOnlyList<string> Scopes,
    Guid? SignatoryId, DateTimeOffset? ExpiresAt, IReadOnlyList<string> AllowedAddresses, JwksResponse? Jwks, IReadOnlyList<SecretResponse> Secrets,
    string? Secret, DateTimeOffset? LastUsedAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? RevokedAt, IReadOnlyList<ClientAct> AllowedActions)
    : IVersionedResponse
{
    /// <summary>Shows a client to an actor.</summary>
    public static ClientResponse Of(Client client, Actor by, DateTimeOffset now, string? secret = null)
    {
        var status = client.RevokedAt is not null ? ClientStatus.Revoked : client.ExpiresAt <= now ? ClientStatus.Expired : ClientStatus.Active;
        var written = ClientRequest.Of(client);
        return new ClientResponse(
            client.Id, client.Version, status, client.ClientId!, client.DisplayName ?? client.ClientId!, client.File.Pole, client.File.Cluster, client.Scopes,
            client.SignatoryId, client.ExpiresAt, client.AllowedAddresses,
            written.Jwks is { Keys: { } keys } ? new JwksResponse([.. keys.Select(JwkResponse.Of)]) : null,
            [.. client.Secrets.Where(one => one.IsGoodAt(now))
                .OrderBy(one => one.EndsAt is not null).ThenByDescending(one => one.CreatedAt).ThenBy(one => one.Hash, StringComparer.Ordinal).Select(one => new SecretResponse(one.CreatedAt, one.EndsAt))],
            secret, client.LastUsedAt, client.CreatedAt, client.UpdatedAt, client.RevokedAt, [.. ActionsOn(client, by)]);
    }

    private static IEnumerable<ClientAct> ActionsOn(Client client, Actor by) =>
        client.RevokedAt is not null || !by.HoldsAny(Role.ProgrammeAdministrator) ? []
        : client.JsonWebKeySet is not null ? [ClientAct.Edit, ClientAct.Revoke]
        : [ClientAct.Edit, ClientAct.RotateSecret, ClientAct.Revoke];
}

/// <summary>That there is a secret, and how long it is good.</summary>
/// <param name="CreatedAt">Since when, UTC.</param>
/// <param name="EndsAt">Until when, UTC; absent while no other has taken its place.</param>
public sealed record SecretResponse(DateTimeOffset CreatedAt, DateTimeOffset? EndsAt);
