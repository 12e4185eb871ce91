using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ambassadors.Tests.Support;

/// <summary>Somebody who calls the service: a person, a partner system, or nobody in particular.</summary>
public sealed class Caller
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) }
    };

    private readonly Service _service;
    private readonly Func<Task<string>>? _token;

    internal Caller(Service service, string name, Func<Task<string>>? token)
    {
        _service = service;
        _token = token;
        Name = name;
    }

    /// <summary>E-mail address or client id.</summary>
    public string Name { get; }

    /// <summary>The caller's access token.</summary>
    public async Task<string?> TokenAsync() => _token is null ? null : await _token();

    /// <summary>The account of the person who calls.</summary>
    public Task<Guid> PersonIdAsync() => _service.PersonIdAsync(Name);

    /// <summary>Reads.</summary>
    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, null, headers);

    /// <summary>Posts with an Idempotency-Key of its own, where no other is given.</summary>
    public Task<Answer> PostAsync(string path, object? body = null, string? ifMatch = null, string? key = null) =>
        SendAsync(HttpMethod.Post, path, ContentOf(body, "application/json"), ifMatch, ("Idempotency-Key", key ?? Guid.NewGuid().ToString()));

    /// <summary>Takes a transition of a resource, with the If-Match of what the caller sees of it now.</summary>
    public async Task<Answer> TakeAsync(string path, string act, object? body = null)
    {
        var seen = await GetAsync(path);
        return await PostAsync($"{path}/{act}", body, seen.ETag ?? "\"1-0\"");
    }

    /// <summary>Sends a merge patch, with the If-Match of what the caller sees now where none is given.</summary>
    public async Task<Answer> PatchAsync(string path, object patch, string? ifMatch = null) =>
        await SendAsync(HttpMethod.Patch, path, ContentOf(patch, "application/merge-patch+json"), ifMatch ?? (await GetAsync(path)).ETag ?? "\"1-0\"");

    /// <summary>Deletes, with the If-Match of what the caller sees now where none is given.</summary>
    public async Task<Answer> DeleteAsync(string path, string? ifMatch = null) =>
        await SendAsync(HttpMethod.Delete, path, null, ifMatch ?? (await GetAsync(path)).ETag ?? "\"1-0\"");

    /// <summary>Sends a request as it is: no header is added but the token.</summary>
    public async Task<Answer> SendAsync(
        HttpMethod method, string path, HttpContent? content = null, string? ifMatch = null, params (string Name, string Value)[] headers)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (await TokenAsync() is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _service.Http.SendAsync(request, cancellation);
        var answer = await Answer.OfAsync(request, response, cancellation);
        return answer.Status < 500 ? answer : answer with { Body = $"{answer.Body}\n{_service.Faults}" };
    }

    /// <summary>A body: what is text already goes out as it is.</summary>
    public static HttpContent? ContentOf(object? body, string mediaType) =>
        body is null ? null : new StringContent(body as string ?? JsonSerializer.Serialize(body, Json), Encoding.UTF8, mediaType);
}
