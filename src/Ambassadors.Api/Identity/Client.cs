using Ambassadors.Domain.People;
using OpenIddict.EntityFrameworkCore.Models;

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
}

/// <summary>What a person or a client has granted.</summary>
public sealed class ClientAuthorization : OpenIddictEntityFrameworkCoreAuthorization<Guid, Client, ClientToken>;

/// <summary>A scope as the identity server keeps it.</summary>
public sealed class ClientScope : OpenIddictEntityFrameworkCoreScope<Guid>;

/// <summary>A token that can be revoked: an authorization code, a refresh token.</summary>
public sealed class ClientToken : OpenIddictEntityFrameworkCoreToken<Guid, Client, ClientAuthorization>;
