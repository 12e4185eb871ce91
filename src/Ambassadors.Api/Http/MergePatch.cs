using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.Http;

/// <summary>JSON Merge Patch (RFC 7396): the patch is laid over what is written, and the whole is read and judged like a new request.</summary>
public static class MergePatch
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/merge-patch+json";

    /// <summary>Lays a patch over a request.</summary>
    public static (TRequest? Request, bool Unchanged, ProblemHttpResult? Problem) Apply<TRequest>(TRequest written, JsonNode? patch, JsonSerializerOptions options)
        where TRequest : class
    {
        if (patch is null)
            return (null, false, Problems.At(StatusCodes.Status400BadRequest, "request.body_required", "#"));
        if (patch is not JsonObject changes)
            return (null, false, Problems.At(StatusCodes.Status400BadRequest, "request.unreadable", "#"));
        var before = JsonSerializer.SerializeToNode(written, options)!;
        var after = Merge(before.DeepClone(), changes);
        try
        {
            // On its own first, so that an unknown member is named even where the patch says null.
            changes.Deserialize<TRequest>(options);
            return (after.Deserialize<TRequest>(options), JsonNode.DeepEquals(before, after), null);
        }
        catch (JsonException exception)
        {
            return (null, false, Unreadable.Json(exception));
        }
    }

    private static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
            return patch?.DeepClone();
        var merged = target as JsonObject ?? [];
        foreach (var (name, value) in changes)
        {
            if (value is null)
                merged.Remove(name);
            else
                merged[name] = Merge(merged[name]?.DeepClone(), value);
        }

        return merged;
    }
}
