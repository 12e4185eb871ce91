using Ambassadors.Api.Data;
using Microsoft.AspNetCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Ambassadors.Api.Identity;

/// <summary>
/// What is asked of a partner system that wants a token beyond what the identity server asks: that it was not revoked and has not expired, that it
/// calls from where it may, and that its assertion is short-lived and used once.
/// </summary>
public sealed class ClientGate(IOpenIddictApplicationManager clients, AmbassadorsDbContext db, LastUses uses, TimeProvider clock) : IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    /// <summary>How far away an assertion's end may be: so long is its <c>jti</c> remembered.</summary>
    public static readonly TimeSpan LongestAssertion = TimeSpan.FromMinutes(10);

    /// <summary>How far a partner's clock may be from ours.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private const int LongestId = 200;

    /// <summary>After all that the identity server judges itself: who is told more has proved to be the client.</summary>
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenRequestContext>()
        .UseScopedHandler<ClientGate>().SetOrder(500_000).Build();

    /// <inheritdoc/>
    public async ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        if (context.ClientId is null || await clients.FindByClientIdAsync(context.ClientId, context.CancellationToken) is not Client { OrganisationKind: not null } client)
            return;
        var now = clock.GetUtcNow();
        var address = context.Transaction.GetHttpRequest()?.HttpContext.Connection.RemoteIpAddress;
        var fault = client.RevokedAt is not null ? "The client was revoked."
            : client.ExpiresAt <= now ? "The client has expired."
            : !Client.IsAmong(client.AllowedAddresses, address) ? "The client may not call from this address."
            : context.Request.ClientAssertion is { Length: > 0 } assertion ? await UseAsync(client, assertion, now, context.CancellationToken)
            : null;
        if (fault is null)
            uses.Note(client.Id, now);
        else
            context.Reject(Errors.InvalidClient, fault);
    }

    // The identity server has checked signature, type, issuer, subject and audience. It takes an assertion for minutes after its end, by when its jti
    // would be forgotten here: so it is looked at once more.
    private async Task<string?> UseAsync(Client client, string assertion, DateTimeOffset now, CancellationToken cancellation)
    {
        var token = new JsonWebToken(assertion);
        if (token.Id is not { Length: > 0 and <= LongestId })
            return "The assertion has no jti, or one of more than 200 characters.";
        var endsAt = new DateTimeOffset(token.ValidTo, TimeSpan.Zero);
        if (endsAt <= now - Skew)
            return "The assertion has expired, or does not say when it does.";
        if (endsAt > now + LongestAssertion + Skew)
            return "The assertion lives for more than ten minutes.";

        // A row that only one request can insert, on either database.
        var hash = ClientSecret.HashOf($"{client.ClientId}\n{token.Id}");
        object kept = db.Database.IsSqlite() ? (endsAt + Skew).UtcTicks : endsAt + Skew;
        return await db.Database.ExecuteSqlAsync($"INSERT INTO used_assertions (hash, ends_at) VALUES ({hash}, {kept}) ON CONFLICT (hash) DO NOTHING", cancellation) == 1
            ? null
            : "The jti of the assertion was used before.";
    }
}

/// <summary>
/// RFC 7523, section 3.2: an assertion that is not taken is answered with <c>invalid_client</c>. The identity server says <c>invalid_token</c> or
/// <c>invalid_grant</c> of some, which a partner would look for elsewhere.
/// </summary>
public static class AssertionAnswers
{
    /// <summary>Before the status is drawn from the error.</summary>
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyTokenResponseContext>()
        .UseInlineHandler(context =>
        {
            if (context.Request is { ClientAssertion.Length: > 0, GrantType: GrantTypes.ClientCredentials } && context.Response.Error is Errors.InvalidToken or Errors.InvalidGrant)
                context.Response.Error = Errors.InvalidClient;
            return default;
        })
        .SetOrder(int.MinValue)
        .Build();
}
