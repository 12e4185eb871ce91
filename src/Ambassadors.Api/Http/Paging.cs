using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Extensions;

namespace Ambassadors.Api.Http;

/// <summary>One page of a list.</summary>
/// <param name="Items">The items, in the list's order.</param>
/// <param name="Next">Cursor of the next page; absent on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>
/// The place in a list from which a page is read: the sort keys of the last item seen. A cursor is bound to its list and
/// filters, and nobody else can make one that holds.
/// </summary>
public sealed class PageRequest : IReadsQuery
{
    /// <summary>Items of a page unless asked otherwise.</summary>
    public const int DefaultLimit = 25;

    /// <summary>The most items of a page; a larger limit is brought down to it.</summary>
    public const int MostItems = 100;

    private readonly HttpContext _http;

    private PageRequest(HttpContext http, int limit, string[] after)
    {
        _http = http;
        Limit = limit;
        After = after;
    }

    /// <inheritdoc/>
    public static IReadOnlyList<string> Names { get; } = ["limit", "cursor"];

    /// <summary>How many items at the most.</summary>
    public int Limit { get; }

    /// <summary>The sort keys after which the page begins; empty for the first.</summary>
    public IReadOnlyList<string> After { get; }

    /// <summary>The id after which the page begins, where lists are sorted by id.</summary>
    public Guid? AfterId => After.Count == 0 ? null : Guid.Parse(After[^1], CultureInfo.InvariantCulture);

    /// <summary>Reads limit and cursor; a limit that is none or a cursor of another list is 400.</summary>
    public static ValueTask<PageRequest> BindAsync(HttpContext http)
    {
        var limit = DefaultLimit;
        if (http.Request.Query.TryGetValue("limit", out var asked)
            && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit < 1))
        {
            throw new UnreadableParameterException("limit");
        }

        string[] after = http.Request.Query.TryGetValue("cursor", out var cursor) ? Open(http, cursor.ToString()) : [];
        return ValueTask.FromResult(new PageRequest(http, Math.Min(limit, MostItems), after));
    }

    /// <summary>Makes a page of what was read, one item more than the limit, and links to the next.</summary>
    public Page<TItem> Of<TRow, TItem>(IReadOnlyList<TRow> rows, Func<TRow, TItem> show, Func<TRow, string[]> keys)
    {
        if (rows.Count <= Limit)
            return new Page<TItem>([.. rows.Select(show)], null);
        var shown = rows.Take(Limit).ToArray();
        var next = Seal(_http, keys(shown[^1]));
        var query = new QueryBuilder(_http.Request.Query.Where(pair => pair.Key != "cursor").SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? ""))))
        {
            { "cursor", next }
        };
        var request = _http.Request;
        _http.Response.Headers.Link = $"<{request.Scheme}://{request.Host}{request.PathBase}{request.Path}{query}>; rel=\"next\"";
        return new Page<TItem>([.. shown.Select(show)], next);
    }

    private static string Seal(HttpContext http, string[] keys) =>
        Base64Url.EncodeToString(ProtectorOf(http).Protect(JsonSerializer.SerializeToUtf8Bytes(keys)));

    private static string[] Open(HttpContext http, string cursor)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(ProtectorOf(http).Unprotect(Base64Url.DecodeFromChars(cursor)))!;
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            // Altered, or of another list: nobody but the service makes a cursor that holds.
            throw new UnreadableParameterException("cursor");
        }
    }

    // Bound to path and filters.
    private static IDataProtector ProtectorOf(HttpContext http) =>
        http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("Ambassadors.Cursor", http.Request.Path,
            string.Join('&', http.Request.Query.Where(pair => pair.Key is not ("cursor" or "limit"))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")));
}

/// <summary>A query parameter that can't be read: 400, which names it.</summary>
public sealed class UnreadableParameterException(string parameter) : BadHttpRequestException($"The parameter {parameter} can't be read.")
{
    /// <summary>Its name.</summary>
    public string Parameter { get; } = parameter;
}
