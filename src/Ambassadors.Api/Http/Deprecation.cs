using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Ambassadors.Api.Http;

/// <summary>An operation that partners have to leave: its answers say until when it works (RFC 9745, RFC 8594), afterwards it is 410.</summary>
/// <param name="Since">When it was deprecated.</param>
/// <param name="Sunset">From when on it no longer works; later than <paramref name="Since"/>.</param>
/// <param name="Successor">Path of what takes its place; absent where nothing does.</param>
public sealed record Deprecation(DateTimeOffset Since, DateTimeOffset Sunset, string? Successor)
{
    /// <summary>Names it on the answer.</summary>
    public void NameOn(HttpResponse response)
    {
        var request = response.HttpContext.Request;
        var address = $"{request.Scheme}://{request.Host}{request.PathBase}";
        response.Headers["Deprecation"] = $"@{Since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}";
        response.Headers["Sunset"] = HeaderUtilities.FormatDate(Sunset);
        response.Headers.Append(HeaderNames.Link, $"<{address}/docs>; rel=\"deprecation\"; type=\"text/html\"");
        if (Successor is not null)
            response.Headers.Append(HeaderNames.Link, $"<{address}{Successor}>; rel=\"successor-version\"");
    }
}

/// <summary>Marks operations as deprecated, and ends those whose time is over.</summary>
public static class Deprecations
{
    /// <summary>Marks an operation: it works until a day, which partners are told with every answer and in the document.</summary>
    public static TBuilder Deprecated<TBuilder>(this TBuilder operation, DateOnly since, DateOnly sunset, string? successor = null) where TBuilder : IEndpointConventionBuilder
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(sunset, since);
        return operation.WithMetadata(new Deprecation(MidnightOf(since), MidnightOf(sunset), successor));
    }

    /// <summary>Answers 410 for what has ended, whoever asks.</summary>
    public static void UseDeprecations(this WebApplication app) => app.Use((http, next) =>
        http.GetEndpoint()?.Metadata.GetMetadata<Deprecation>() is { } deprecation && deprecation.Sunset <= http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()
            ? Problems.WriteAsync(http, Problems.Of(StatusCodes.Status410Gone, "operation.retired").ProblemDetails)
            : next(http));

    private static DateTimeOffset MidnightOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
