using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Extensions;

namespace Ambassadors.Api.Http.Lists;

/// <summary>A place in a list: after the row with these keys, or, once every row was shown, after that of the deleted ones.</summary>
internal sealed record Place(bool AmongDeleted, string[] Keys);

/// <summary>Cursors: places under seal. One is bound to its list, filters and order, and nobody else can make one that holds.</summary>
internal static class Cursors
{
    /// <summary>Writes a place out.</summary>
    public static string Seal(HttpContext http, Place place) =>
        Base64Url.EncodeToString(ProtectorOf(http).Protect(JsonSerializer.SerializeToUtf8Bytes(place)));

    /// <summary>Reads a place.</summary>
    public static Place Open(HttpContext http, string cursor)
    {
        try
        {
            return JsonSerializer.Deserialize<Place>(ProtectorOf(http).Unprotect(Base64Url.DecodeFromChars(cursor)))!;
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException or JsonException)
        {
            // Altered, of another list, or of a release that wrote them otherwise.
            throw new UnreadableParameterException("cursor");
        }
    }

    /// <summary>Says in the answer's headers where the next page is: the same request, with this value of a parameter.</summary>
    public static void Link(HttpContext http, string next, string parameter = "cursor")
    {
        var request = http.Request;
        var query = new QueryBuilder(request.Query.Where(pair => pair.Key != parameter).SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? ""))))
        {
            { parameter, next }
        };
        http.Response.Headers.Link = $"<{request.Scheme}://{request.Host}{request.PathBase}{request.Path}{query}>; rel=\"next\"";
    }

    private static IDataProtector ProtectorOf(HttpContext http) =>
        http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("Ambassadors.Cursor", http.Request.Path,
            string.Join('&', http.Request.Query.Where(pair => pair.Key is not ("cursor" or "limit"))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")));
}
