using Ambassadors.Api.Startup;

namespace Ambassadors.Api.Http;

/// <summary>Which pages of other origins may call the service from a browser: none, unless <c>Cors:Origins</c> names them.</summary>
public static class CrossOrigin
{
    private const string Setting = "Cors:Origins";

    private static readonly string[] Sent =
        ["Accept", "Accept-Language", "Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "Prefer", RequestName.Header, "traceparent", "tracestate"];

    private static readonly string[] Shown =
    [
        "Accept-Patch", "API-Version", "Content-Disposition", "Content-Language", "Deprecation", "ETag", "Idempotent-Replayed", "Link", "Location", "Preference-Applied",
        "RateLimit", "RateLimit-Policy", RequestName.Header, "Retry-After", "Sunset", "WWW-Authenticate"
    ];

    /// <summary>Puts it first, so that refusals too can be read by the page that asked. Tokens come in a header: no cookie travels.</summary>
    public static void UseCrossOrigin(this WebApplication app)
    {
        string[] origins = [.. OriginsOf(app.Configuration, app.Environment)];
        if (origins.Length > 0)
        {
            app.UseCors(policy => policy.WithOrigins(origins).WithMethods("GET", "HEAD", "POST", "PATCH", "DELETE")
                .WithHeaders(Sent).WithExposedHeaders(Shown).SetPreflightMaxAge(TimeSpan.FromHours(1)));
        }
    }

    /// <summary>Reads the setting, a list separated by commas; what is no origin stops the start.</summary>
    public static IEnumerable<string> OriginsOf(IConfiguration configuration, IHostEnvironment environment) =>
        (configuration[Setting] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text =>
            Uri.TryCreate(text, UriKind.Absolute, out var origin) && origin.GetLeftPart(UriPartial.Authority) == text
            && (origin.Scheme == Uri.UriSchemeHttps || origin.Scheme == Uri.UriSchemeHttp && environment.IsDevelopment())
                ? text
                : throw StartRefusedException.Setting(Setting, $"has '{text}', which is no https origin; an entry is like https://app.example, without a path."));
}
