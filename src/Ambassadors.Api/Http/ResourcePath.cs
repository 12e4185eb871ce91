namespace Ambassadors.Api.Http;

/// <summary>Where resources are that have an address by their id alone.</summary>
public static class ResourcePath
{
    private static readonly Dictionary<string, string> Collections = new()
    {
        ["application"] = "applications",
        ["call"] = "calls",
        ["client"] = "clients",
        ["cooperation"] = "cooperations",
        ["exchange"] = "exchanges",
        ["matching_instruction"] = "matching-instructions",
        ["matching_run"] = "matching-runs",
        ["offer"] = "offers",
        ["pairing"] = "pairings",
        ["person"] = "people",
        ["webhook_endpoint"] = "webhook-endpoints"
    };

    /// <summary>The path of a resource below <c>/v1</c>: <c>webhook-endpoints/…</c>; the id alone where it has no address of its own.</summary>
    /// <param name="noun">The noun, as the journal knows it.</param>
    /// <param name="id">The resource.</param>
    public static string Of(string noun, Guid id) => Collections.TryGetValue(noun, out var collection) ? $"{collection}/{id}" : $"{id}";
}
