using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.Http;

/// <summary>Answers to bodies that can't be read. Exceptions' own messages name C# types: none of their words leaves.</summary>
public static class Unreadable
{
    /// <summary>A JSON body or member of the wrong form.</summary>
    public static ProblemHttpResult Json(JsonException exception) =>
        Problems.At(StatusCodes.Status400BadRequest, CodeOf(exception), PointerOf(exception.Path));

    /// <summary>Whether the request's Host makes an address: links, the issuer and the types of problems are made from it.</summary>
    public static bool HasAddress(HttpRequest request) => Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out _);

    /// <summary><c>$.choices[0].rank</c> is <c>#/choices/0/rank</c>; <c>$['a.b']</c> is <c>#/a.b</c>.</summary>
    public static string PointerOf(string? path)
    {
        var rest = (path ?? "$").AsSpan().TrimStart('$');
        var pointer = new StringBuilder("#");
        while (!rest.IsEmpty)
        {
            int length;
            if (rest.StartsWith("['"))
            {
                // A name in quotes ends at the quote that a bracket follows; a name that holds one cannot be told apart.
                var end = rest.IndexOf("']");
                length = end < 0 ? rest.Length : end + 2;
                Append(pointer, rest[2..(end < 0 ? rest.Length : end)]);
            }
            else
            {
                var end = rest[1..].IndexOfAny('.', '[');
                length = end < 0 ? rest.Length : end + 1;
                Append(pointer, rest[1..length].TrimEnd(']'));
            }

            rest = rest[length..];
        }

        return pointer.ToString();
    }

    // RFC 6901, section 6: in its fragment form a pointer is a URI's, hence percent-encoded.
    private static void Append(StringBuilder pointer, ReadOnlySpan<char> name) =>
        pointer.Append('/').Append(Uri.EscapeDataString(name.ToString().Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));

    // The reader's own complaint is about the text. What the serializer says of names only its messages tell; their words stay here.
    private static string CodeOf(JsonException exception) => exception switch
    {
        { InnerException: JsonException } => "request.malformed_json",
        { InnerException: null, Message: var message } when message.StartsWith("Duplicate property", StringComparison.Ordinal) => "request.duplicate_member",
        { InnerException: null, Message: var message } when message.StartsWith("The JSON property", StringComparison.Ordinal) => "request.unknown_member",
        _ => "request.unreadable"
    };
}

/// <summary>A query parameter that can't be read: 400, which names it.</summary>
public sealed class UnreadableParameterException(string parameter) : BadHttpRequestException($"The parameter {parameter} can't be read.")
{
    /// <summary>Its name.</summary>
    public string Parameter { get; } = parameter;
}
