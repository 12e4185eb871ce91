using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using Scopes = Ambassadors.Api.Http.Scopes;

namespace Ambassadors.Api.Identity;

/// <summary>The OAuth 2.0 endpoints. The identity server has judged each request's form, client and proof before a handler sees it.</summary>
public static class Connect
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    /// <summary>Maps the routes.</summary>
    public static void MapConnect(this WebApplication app)
    {
        var connect = app.MapGroup("/connect").AllowAnonymous().ExcludeFromDescription();
        connect.MapMethods("/authorize", [HttpMethods.Get, HttpMethods.Post], (Delegate)AuthorizeAsync);
        connect.MapPost("/token", GiveTokenAsync);
        connect.MapMethods("/logout", [HttpMethods.Get, HttpMethods.Post], (Delegate)SignOutAsync);
    }

    private static async Task<Results<SignInHttpResult, ChallengeHttpResult, ForbidHttpResult>> AuthorizeAsync(HttpContext http, SignInManager<Person> signIn)
    {
        var request = http.GetOpenIddictServerRequest()!;
        var session = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        var person = session.Succeeded && !request.HasPromptValue(PromptValues.Login) ? await signIn.ValidateSecurityStampAsync(session.Principal) : null;
        if (person is null)
        {
            if (request.HasPromptValue(PromptValues.None))
                return Refuse(Errors.LoginRequired, "The person is not signed in.");

            // The sign-in page leads back here; a sign-in that was asked for anew has then happened.
            var parameters = (http.Request.HasFormContentType ? (IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>>)http.Request.Form : http.Request.Query)
                .Where(parameter => parameter.Key != Parameters.Prompt);
            return TypedResults.Challenge(
                new AuthenticationProperties { RedirectUri = $"{http.Request.PathBase}{http.Request.Path}{new QueryBuilder(parameters)}" },
                [IdentityConstants.ApplicationScheme]);
        }

        return TypedResults.SignIn(TokenOf(person.Id.ToString(), Actors.PersonKind, request.GetScopes()), authenticationScheme: Scheme);
    }

    private static async Task<Results<SignInHttpResult, ForbidHttpResult>> GiveTokenAsync(
        HttpContext http, UserManager<Person> people, IOpenIddictApplicationManager clients)
    {
        var request = http.GetOpenIddictServerRequest()!;
        if (request.IsClientCredentialsGrantType())
        {
            var scopes = request.GetScopes();
            if (scopes.IsEmpty && await clients.FindByClientIdAsync(request.ClientId!, http.RequestAborted) is { } client)
                scopes = await AllScopesOfAsync(clients, client, http.RequestAborted);
            return TypedResults.SignIn(TokenOf(request.ClientId!, Actors.ClientKind, scopes), authenticationScheme: Scheme);
        }

        var granted = await http.AuthenticateAsync(Scheme);
        var subject = granted.Principal?.GetClaim(Claims.Subject);
        if (subject is null || await people.FindByIdAsync(subject) is null)
            return Refuse(Errors.InvalidGrant, "The account is no longer there.");
        return TypedResults.SignIn(TokenOf(subject, Actors.PersonKind, granted.Principal!.GetScopes(), granted.Principal), authenticationScheme: Scheme);
    }

    private static async Task<Results<SignOutHttpResult, ForbidHttpResult>> SignOutAsync(HttpContext http)
    {
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
        return TypedResults.SignOut(new AuthenticationProperties { RedirectUri = "/docs" }, [Scheme]);
    }

    // Built anew from what is granted, so that nothing else travels from token to token.
    private static ClaimsPrincipal TokenOf(string subject, string kind, ImmutableArray<string> scopes, ClaimsPrincipal? granted = null)
    {
        var identity = new ClaimsIdentity(granted?.Claims ?? [], "Ambassadors", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject).SetClaim(Actors.KindClaim, kind);
        identity.SetScopes(scopes);
        identity.SetResources(IdentityServer.Audience);
        identity.SetDestinations(claim => claim.Type == Claims.Subject ? [Destinations.AccessToken, Destinations.IdentityToken] : [Destinations.AccessToken]);
        return new ClaimsPrincipal(identity);
    }

    private static async Task<ImmutableArray<string>> AllScopesOfAsync(IOpenIddictApplicationManager clients, object client, CancellationToken cancellation) =>
        [.. (await clients.GetPermissionsAsync(client, cancellation))
            .Where(permission => permission.StartsWith(Permissions.Prefixes.Scope, StringComparison.Ordinal))
            .Select(permission => permission[Permissions.Prefixes.Scope.Length..])
            .Where(Scopes.All.Contains)];

    private static ForbidHttpResult Refuse(string error, string description) => TypedResults.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description
        }),
        [Scheme]);
}
