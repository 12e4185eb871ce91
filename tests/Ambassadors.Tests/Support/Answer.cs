using System.Net.Http.Headers;
using System.Text.Json;

namespace Ambassadors.Tests.Support;

/// <summary>What the service answered.</summary>
/// <param name="Request">Method and path that were asked.</param>
/// <param name="Status">Status code.</param>
/// <param name="Headers">Headers, those of the content included.</param>
/// <param name="Body">The body as it came.</param>
public sealed record Answer(string Request, int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The body as JSON; undefined where it is none.</summary>
    public JsonElement Json { get; } = Parse(Headers, Body);

    /// <summary>The ETag.</summary>
    public string? ETag => Headers.GetValueOrDefault("ETag");

    /// <summary>The resource's id.</summary>
    public Guid Id => Json.GetProperty("id").GetGuid();

    /// <summary>The resource's status.</summary>
    public string? State => this["status"];

    /// <summary>A member as text, by its dotted path: <c>terms.amount.currency</c>, <c>items.0.id</c>; null where it is absent.</summary>
    public string? this[string path] => At(path) is { ValueKind: not JsonValueKind.Undefined } found ? found.ToString() : null;

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<JsonElement> Items => [.. Json.GetProperty("items").EnumerateArray()];

    /// <summary>The events of a part of the feed.</summary>
    public IReadOnlyList<JsonElement> Events() => [.. Json.GetProperty("events").EnumerateArray()];

    /// <summary>The texts of a list member: <c>allowedActions</c>.</summary>
    public IReadOnlyList<string> Texts(string path) => [.. At(path).EnumerateArray().Select(item => item.ToString())];

    /// <summary>A member by its dotted path; undefined where it is absent.</summary>
    public JsonElement At(string path)
    {
        var found = Json;
        foreach (var name in path.Split('.'))
        {
            if (found.ValueKind == JsonValueKind.Array && int.TryParse(name, out var index) && index < found.GetArrayLength())
                found = found[index];
            else if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(name, out found))
                return default;
        }

        return found;
    }

    /// <summary>Fails unless the status is the one expected; the message shows the whole answer.</summary>
    public Answer ShouldBe(int status)
    {
        Assert.True(Status == status, $"{this}\nexpected {status}");
        return this;
    }

    /// <summary>Fails unless the answer is a well-formed problem of this status and code, at this place of the request where one is given.</summary>
    public Answer ShouldBeProblem(int status, string code, string? pointer = null)
    {
        ShouldBe(status);
        Assert.True(this["code"] == code, $"{this}\nexpected the code {code}");
        Assert.StartsWith("application/problem+json", Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.EndsWith($"/problems/{code}", Json.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.False(string.IsNullOrWhiteSpace(this["title"]), $"{this}\nhas no title");
        Assert.Matches("^([0-9a-f]{32}|[0-9A-Z]+:[0-9A-Z]+)$", this["traceId"]);
        if (pointer is not null)
            Assert.True(Errors.Any(error => error.Pointer == pointer), $"{this}\nexpected the pointer {pointer}");
        return this;
    }

    /// <summary>Fails unless the problem names exactly these reasons, in any order: codes, or <c>code pointer</c>.</summary>
    public Answer ShouldName(params string[] reasons)
    {
        var withPointers = reasons.Any(reason => reason.Contains(' ', StringComparison.Ordinal));
        Assert.Equal(
            reasons.Order(StringComparer.Ordinal),
            Errors.Select(error => withPointers ? $"{error.Code} {error.Pointer}" : error.Code).Order(StringComparer.Ordinal));
        return this;
    }

    /// <summary>The reasons of a problem.</summary>
    public IReadOnlyList<(string Code, string? Pointer)> Errors => At("errors") is { ValueKind: JsonValueKind.Array } errors
        ? [.. errors.EnumerateArray().Select(error => (error.GetProperty("code").GetString()!, error.TryGetProperty("pointer", out var at) ? at.GetString() : null))]
        : [];

    /// <inheritdoc/>
    public override string ToString() => $"{Request} -> {Status} {Body}";

    internal static async Task<Answer> OfAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellation)
    {
        var body = await response.Content.ReadAsStringAsync(cancellation);
        return new Answer($"{request.Method} {request.RequestUri}", (int)response.StatusCode, Flat(response.Headers, response.Content.Headers), body);
    }

    private static Dictionary<string, string> Flat(params HttpHeaders[] all) =>
        all.SelectMany(headers => headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);

    private static JsonElement Parse(IReadOnlyDictionary<string, string> headers, string body) =>
        body.Length > 0 && headers.GetValueOrDefault("Content-Type") is { } type && type.Contains("json", StringComparison.Ordinal) && !type.Contains("ndjson", StringComparison.Ordinal)
            ? JsonDocument.Parse(body).RootElement
            : default;
}
