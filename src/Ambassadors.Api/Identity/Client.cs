using System.Net;
using System.Text.Json;
using Ambassadors.Domain.People;
using OpenIddict.EntityFrameworkCore.Models;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Ambassadors.Api.Identity;

/// <summary>A partner system (or the documentation's own sign-in): an OAuth client that acts for one organisation.</summary>
public sealed class Client : OpenIddictEntityFrameworkCoreApplication<Guid, ClientAuthorization, ClientToken>
{
    /// <summary>The kind of organisation that it acts for; absent for the documentation, which acts for whoever signs in.</summary>
    public OrganisationKind? OrganisationKind { get; set; }

    /// <summary>Slug of the pôle or cluster; absent for the programme.</summary>
    public string? Organisation { get; set; }

    /// <summary>The signatory who answers for what it submits, consents and signs; required with the scope <c>sign</c>.</summary>
    public Guid? SignatoryId { get; set; }

    /// <summary>1 when registered, one more with each change; the first part of the ETag.</summary>
    public int Version { get; set; } = 1;

    /// <summary>When it was registered, UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it was changed last, UTC.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>From when on it is refused; absent where it is not to end by itself.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Since when it is refused for good.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>The minute in which it was used last, as far as that is written yet. Outside the version.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>The networks from which alone it may call, in CIDR notation; empty for all.</summary>
    public IReadOnlyList<string> AllowedAddresses { get; set; } = [];

    /// <summary>Its secrets: one, and those that a rotation lets be good for a while.</summary>
    public List<ClientSecret> Secrets { get; } = [];

    /// <summary>The scopes that it may ask for.</summary>
    public IReadOnlyList<string> Scopes
    {
        get => ScopesIn(Permissions);
        set => Permissions = JsonSerializer.Serialize<IEnumerable<string>>(
            [OpenIddict.Abstractions.OpenIddictConstants.Permissions.Endpoints.Token, OpenIddict.Abstractions.OpenIddictConstants.Permissions.GrantTypes.ClientCredentials,
             .. value.Select(scope => OpenIddict.Abstractions.OpenIddictConstants.Permissions.Prefixes.Scope + scope)]);
    }

    /// <summary>The organisation that it is about, for the journal.</summary>
    public CaseFile File => new(
        OrganisationKind == Domain.People.OrganisationKind.Pole ? Organisation : null, OrganisationKind == Domain.People.OrganisationKind.Cluster ? Organisation : null);

    /// <summary>A partner system as it begins, with an id of its own to be known by.</summary>
    public static Client Of(OrganisationKind kind, string? organisation, string clientId, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        ClientId = clientId,
        ClientType = ClientTypes.Confidential,
        ConsentType = ConsentTypes.Implicit,
        OrganisationKind = kind,
        Organisation = organisation,
        CreatedAt = at,
        UpdatedAt = at
    };

    /// <summary>The scopes among a client's permissions as they are stored.</summary>
    public static IReadOnlyList<string> ScopesIn(string? permissions) => permissions is null
        ? []
        : [.. JsonSerializer.Deserialize<string[]>(permissions)!
            .Where(permission => permission.StartsWith(OpenIddict.Abstractions.OpenIddictConstants.Permissions.Prefixes.Scope, StringComparison.Ordinal))
            .Select(permission => permission[OpenIddict.Abstractions.OpenIddictConstants.Permissions.Prefixes.Scope.Length..])];

    /// <summary>Whether an address is in one of these networks, or there are none to be in.</summary>
    public static bool IsAmong(IReadOnlyList<string> networks, IPAddress? address)
    {
        if (networks.Count == 0)
            return true;
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        return address is not null && networks.Any(network => IPNetwork.Parse(network).Contains(address));
    }
}

/// <summary>What a person or a client has granted.</summary>
public sealed class ClientAuthorization : OpenIddictEntityFrameworkCoreAuthorization<Guid, Client, ClientToken>;

/// <summary>A scope as the identity server keeps it.</summary>
public sealed class ClientScope : OpenIddictEntityFrameworkCoreScope<Guid>;

/// <summary>A token that can be revoked: an authorization code, a refresh token.</summary>
public sealed class ClientToken : OpenIddictEntityFrameworkCoreToken<Guid, Client, ClientAuthorization>;
