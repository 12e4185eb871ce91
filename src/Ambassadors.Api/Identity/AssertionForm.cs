using System.Buffers.Text;
using System.Text.Json;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Ambassadors.Api.Identity;

/// <summary>
/// Refuses an assertion that is none before the identity server reads it: times that no clock has make a fault of it there, and it heeds neither
/// <c>nbf</c> (RFC 7523, section 3) nor the case of <c>typ</c>.
/// </summary>
public static class AssertionForm
{
    private const string Type = "client-authentication+jwt";
    private const double ADay = 24 * 60 * 60;

    private static readonly string[] Times = [Claims.ExpiresAt, Claims.IssuedAt, Claims.NotBefore];

    /// <summary>Before anything else is asked of a token request.</summary>
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenRequestContext>()
        .UseSingletonHandler<Handler>().SetOrder(int.MinValue).Build();

    /// <summary>The client that an assertion names; none where it is no signed token.</summary>
    public static string? SubjectOf(string assertion) =>
        PartOf(assertion, 1) is { } claims && claims.TryGetProperty(Claims.Subject, out var subject) && subject.ValueKind == JsonValueKind.String ? TextOf(subject) : null;

    private static bool IsOne(string assertion, DateTimeOffset now)
    {
        if (PartOf(assertion, 0) is not { } header || !header.TryGetProperty("typ", out var type) || type.ValueKind != JsonValueKind.String || TextOf(type) != Type)
            return false;
        if (PartOf(assertion, 1) is not { } claims)
            return false;
        foreach (var name in Times)
        {
            if (!claims.TryGetProperty(name, out var time))
                continue;
            var latest = name == Claims.NotBefore ? ClientGate.Skew.TotalSeconds : ADay;
            if (time.ValueKind != JsonValueKind.Number || !time.TryGetDouble(out var seconds)
                || seconds - now.ToUnixTimeSeconds() > latest || now.ToUnixTimeSeconds() - seconds > ADay)
            {
                return false;
            }
        }

        return true;
    }

    // A signed token has three parts, of which the first two are JSON; an encrypted one has five.
    private static JsonElement? PartOf(string assertion, int index)
    {
        try
        {
            return assertion.Split('.') is { Length: 3 } parts
                && JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(parts[index])) is { ValueKind: JsonValueKind.Object } part ? part : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a character.
            return null;
        }
    }

    /// <summary>Does it.</summary>
    public sealed class Handler(TimeProvider clock) : IOpenIddictServerHandler<ValidateTokenRequestContext>
    {
        /// <inheritdoc/>
        public ValueTask HandleAsync(ValidateTokenRequestContext context)
        {
            if (context.Request.ClientAssertion is { Length: > 0 } assertion && !IsOne(assertion, clock.GetUtcNow()))
                context.Reject(Errors.InvalidClient, "The assertion is no signed token of the type client-authentication+jwt, or its times are not of today.");
            return default;
        }
    }
}
