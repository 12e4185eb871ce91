using Ambassadors.Api.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using static OpenIddict.Abstractions.OpenIddictConstants;
using Scopes = Ambassadors.Api.Http.Scopes;

namespace Ambassadors.Api.Identity;

/// <summary>The OAuth clients: partner systems, and the documentation's own.</summary>
public sealed class KnownClients(
    IOpenIddictApplicationCache<Client> cache, ILogger<OpenIddictApplicationManager<Client>> logger, IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictApplicationStore<Client> store, IHttpContextAccessor requests, AmbassadorsDbContext db, TimeProvider clock)
    : OpenIddictApplicationManager<Client>(cache, logger, options, store)
{
    /// <summary>The public client by which Swagger UI signs people in.</summary>
    public const string Documentation = "docs";

    /// <summary>Where it is sent back to, under whatever address the service is reached.</summary>
    public const string DocumentationReturn = "/docs/oauth2-redirect.html";

    /// <inheritdoc/>
    public override async ValueTask<bool> ValidateRedirectUriAsync(Client application, string uri, CancellationToken cancellationToken = default)
    {
        if (application.ClientId != Documentation)
            return await base.ValidateRedirectUriAsync(application, uri, cancellationToken);
        return requests.HttpContext?.Request is { } request
            && string.Equals(uri, $"{request.Scheme}://{request.Host}{request.PathBase}{DocumentationReturn}", StringComparison.Ordinal);
    }

    /// <summary>Whether a text is one of the client's secrets, and good: of several while they are rotated.</summary>
    public override async ValueTask<bool> ValidateClientSecretAsync(Client application, string secret, CancellationToken cancellationToken = default)
    {
        var hash = ClientSecret.HashOf(secret);
        var now = clock.GetUtcNow();
        return await db.ClientSecrets.AnyAsync(one => one.OwnerId == application.Id && one.Hash == hash && (one.EndsAt == null || one.EndsAt > now), cancellationToken);
    }

    /// <summary>Adds the documentation's client where it is not there yet.</summary>
    public static async Task EnsureDocumentationAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var clients = services.GetRequiredService<IOpenIddictApplicationManager>();
        if (await clients.FindByClientIdAsync(Documentation, cancellation) is not null)
            return;
        var client = new OpenIddictApplicationDescriptor
        {
            ClientId = Documentation,
            ClientType = ClientTypes.Public,
            ConsentType = ConsentTypes.Implicit,
            DisplayName = "Documentation",
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession,
                Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code
            },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange }
        };
        client.Permissions.UnionWith(Scopes.All.Select(scope => Permissions.Prefixes.Scope + scope));
        await clients.CreateAsync(client, cancellation);
    }
}
