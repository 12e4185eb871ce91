using Microsoft.Net.Http.Headers;

namespace Ambassadors.Api.Http.Lists;

/// <summary>A format in which lists are answered.</summary>
public enum ListFormat
{
    /// <summary>A page, <c>application/json</c>.</summary>
    Json,

    /// <summary>The whole list as a table, <c>text/csv</c>.</summary>
    Csv,

    /// <summary>The whole list, an item a line, <c>application/x-ndjson</c>.</summary>
    Ndjson
}

/// <summary>Which format a caller wants of a list (RFC 9110, section 12.5.1).</summary>
public static class Formats
{
    /// <summary>The media type of a table.</summary>
    public const string Csv = "text/csv";

    /// <summary>The media type of lines.</summary>
    public const string Ndjson = "application/x-ndjson";

    private static readonly (ListFormat Format, MediaTypeHeaderValue Type)[] All =
    [
        (ListFormat.Json, new("application/json")), (ListFormat.Csv, new(Csv)), (ListFormat.Ndjson, new(Ndjson))
    ];

    /// <summary>The format that the caller likes best, JSON among equals; none where no format will do.</summary>
    public static ListFormat? Of(HttpRequest request)
    {
        // What can't be read as a list of media types is no wish.
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept!, out var accepted) || accepted.Count == 0)
            return ListFormat.Json;
        var best = All.Select(one => (one.Format, Quality: QualityOf(one.Type, accepted))).MaxBy(one => one.Quality);
        if (best.Quality > 0)
            return best.Format;

        // As everywhere: whoever reads problems reads JSON.
        return accepted.Any(one => one.MediaType == "application/problem+json" && one.Quality is not 0) ? ListFormat.Json : null;
    }

    // The range that names the type most closely decides.
    private static double QualityOf(MediaTypeHeaderValue type, IEnumerable<MediaTypeHeaderValue> accepted) => accepted
        .Where(range => range.MatchesAllTypes || range.MatchesAllSubTypes && range.Type == type.Type
            || range.MediaType.Equals(type.MediaType, StringComparison.OrdinalIgnoreCase))
        .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
        .Select(range => range.Quality ?? 1).FirstOrDefault();
}
