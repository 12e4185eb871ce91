using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.Http;

/// <summary>Answers to bodies that can't be read. Exceptions' own messages name C# types: none of their words leaves.</summary>
public static class Unreadable
{
    /// <summary>A JSON body or member of the wrong form.</summary>
    public static ProblemHttpResult Json(JsonException exception) =>
        Problems.At(StatusCodes.Status400BadRequest, "request.unreadable", PointerOf(exception.Path));

    /// <summary><c>$.choices[0].rank</c> is <c>#/choices/0/rank</c>.</summary>
    public static string PointerOf(string? path)
    {
        var pointer = new StringBuilder("#");
        foreach (var part in (path ?? "$").TrimStart('$').Replace("]", "", StringComparison.Ordinal).Split('.', '[', StringSplitOptions.RemoveEmptyEntries))
            pointer.Append('/').Append(part.Trim('\'').Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        return pointer.ToString();
    }
}
