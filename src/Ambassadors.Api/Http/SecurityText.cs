using System.Globalization;
using Ambassadors.Api.Startup;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.Http;

/// <summary>Whom to tell of a weakness (RFC 9116), at <c>/.well-known/security.txt</c>.</summary>
public static class SecurityText
{
    /// <summary>The setting with the address that reports go to.</summary>
    public const string Setting = "Security:Contact";

    // The standard asks for less than a year; whoever keeps a copy asks again in time.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(180);

    /// <summary>Maps it where somebody is named.</summary>
    public static void MapOn(WebApplication app)
    {
        if (ContactOf(app.Configuration, app.Environment) is not { } contact)
            return;
        app.MapGet("/.well-known/security.txt", (HttpRequest request, TimeProvider clock) => Show(contact, request, clock)).AllowAnonymous().ExcludeFromDescription().AlsoHead();
    }

    /// <summary>Who is told: a <c>mailto:</c> or <c>https:</c> address; what is neither stops the start.</summary>
    public static string? ContactOf(IConfiguration configuration, IHostEnvironment environment)
    {
        if (configuration[Setting] is not { Length: > 0 } contact)
            return environment.IsDevelopment() ? "mailto:security@ambassadors.example" : null;
        return Uri.TryCreate(contact, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeMailto || address.Scheme == Uri.UriSchemeHttps) && !contact.Any(char.IsControl)
            ? contact
            : throw StartRefusedException.Setting(Setting, "is no address; it is like mailto:security@ambassadors.example or https://ambassadors.example/security.");
    }

    private static ContentHttpResult Show(string contact, HttpRequest request, TimeProvider clock)
    {
        var expires = clock.GetUtcNow().UtcDateTime.Date.Add(Lifetime);
        return TypedResults.Content(string.Create(CultureInfo.InvariantCulture, $"""
            Contact: {contact}
            Expires: {expires:yyyy-MM-ddTHH:mm:ssZ}
            Preferred-Languages: fr, en
            Canonical: {request.Scheme}://{request.Host}{request.PathBase}/.well-known/security.txt

            """).ReplaceLineEndings("\n"), "text/plain; charset=utf-8");
    }
}
