using System.Globalization;
using Ambassadors.Domain.Lifecycle;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Ambassadors.Api.Http;

/// <summary>The <c>If-Match</c> of a request: which version of the resource its sender has seen. Any tag of the current version will do.</summary>
public sealed class IfMatch
{
    private readonly string? _header;

    private IfMatch(string? header) => _header = header;

    /// <summary>Binds the header.</summary>
    public static ValueTask<IfMatch> BindAsync(HttpContext http)
    {
        var values = http.Request.Headers.IfMatch;
        return ValueTask.FromResult(new IfMatch(values.Count == 0 ? null : string.Join(',', values.ToArray())));
    }

    /// <summary>428 without a tag, 412 with one of another version.</summary>
    /// <param name="version">The resource's version.</param>
    /// <param name="star">Whether <c>*</c> will do: on PATCH alone.</param>
    public ProblemHttpResult? Check(int version, bool star = false)
    {
        if (string.IsNullOrWhiteSpace(_header))
            return Problems.Of(StatusCodes.Status428PreconditionRequired, "precondition.required");
        if (!EntityTagHeaderValue.TryParseStrictList([_header], out var tags))
            return Problems.Of(StatusCodes.Status412PreconditionFailed, "precondition.failed", version);
        var met = tags.Any(tag => star && tag.Equals(EntityTagHeaderValue.Any) || !tag.IsWeak && VersionOf(tag) == version);
        return met ? null : Problems.Of(StatusCodes.Status412PreconditionFailed, "precondition.failed", version);
    }

    /// <summary>As <see cref="Check(int, bool)"/>, for a transition: where the event no longer leads on from the resource's
    /// status, another read would not help, so that the state's 409 is left to speak.</summary>
    public ProblemHttpResult? Check<TStatus, TEvent>(StatefulResource<TStatus, TEvent> resource, TEvent on)
        where TStatus : struct, Enum where TEvent : struct, Enum
    {
        var problem = Check(resource.Version);
        return problem is { StatusCode: StatusCodes.Status412PreconditionFailed } && !resource.CanHappen(on) ? null : problem;
    }

    private static int? VersionOf(EntityTagHeaderValue tag)
    {
        var text = tag.Tag.AsSpan().Trim('"');
        var dash = text.IndexOf('-');
        return dash > 0 && int.TryParse(text[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
    }
}
