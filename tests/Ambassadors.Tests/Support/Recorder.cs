using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Ambassadors.Tests.Support;

/// <summary>
/// Keeps what passes between tests and services, as an HTTP archive (HAR 1.2), where <c>AMBASSADORS_RECORD</c> names a file:
/// the traffic that is then compared with the published document. Secrets stay out, and what differs in ids and times alone is kept once.
/// </summary>
internal sealed partial class Recorder : DelegatingHandler
{
    private const string ServiceAddress = "http://service.test";
    private const int LongestBody = 256 * 1024;

    private static readonly Lazy<Tape?> Running = new(() => Environment.GetEnvironmentVariable("AMBASSADORS_RECORD") is { Length: > 0 } file ? new Tape(file) : null);

    private readonly Tape _tape;
    private readonly string _address;

    private Recorder(HttpMessageHandler inner, Tape tape, string address)
        : base(inner)
    {
        _tape = tape;
        _address = address;
    }

    /// <summary>Puts the recorder before a handler, where one runs. Services of different ports get one address.</summary>
    public static HttpMessageHandler Before(HttpMessageHandler inner, string address = ServiceAddress) =>
        Running.Value is { } tape ? new Recorder(inner, tape, address) : inner;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = request.Content is ByteArrayContent { Headers.ContentLength: <= LongestBody } content ? Encoding.UTF8.GetString(await content.ReadAsByteArrayAsync(cancellationToken)) : null;
        var response = await base.SendAsync(request, cancellationToken);
        string? answered = null;

        // What is streamed goes on to the test unread.
        if (response.Content.Headers.ContentType?.MediaType is { } type && type.EndsWith("json", StringComparison.Ordinal) && !type.EndsWith("ndjson", StringComparison.Ordinal))
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            answered = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }

        _tape.Keep(Key(request, response, answered), () => Entry(request, sent, response, answered));
        return response;
    }

    private static string Key(HttpRequestMessage request, HttpResponseMessage response, string? answered)
    {
        var headers = string.Join(',', response.Headers.Concat(response.Content.Headers).Select(header => header.Key).Order(StringComparer.Ordinal));
        var text = Changing().Replace($"{request.Method} {request.RequestUri!.PathAndQuery} {(int)response.StatusCode} {headers} {response.Content.Headers.ContentType} {answered}", "0");
        return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private JsonObject Entry(HttpRequestMessage request, string? sent, HttpResponseMessage response, string? answered)
    {
        var isSecret = request.RequestUri!.AbsolutePath.StartsWith("/connect", StringComparison.Ordinal);
        var asked = new JsonObject
        {
            ["method"] = request.Method.Method,
            ["url"] = _address + (isSecret ? request.RequestUri.AbsolutePath : request.RequestUri.PathAndQuery),
            ["httpVersion"] = "HTTP/1.1",
            ["cookies"] = new JsonArray(),
            ["headers"] = Headers(request.Headers, request.Content?.Headers),
            ["queryString"] = Query(isSecret ? "" : request.RequestUri.Query),
            ["headersSize"] = -1,
            ["bodySize"] = -1
        };
        if (sent is { Length: > 0 } && !isSecret)
            asked["postData"] = new JsonObject { ["mimeType"] = $"{request.Content!.Headers.ContentType}", ["text"] = Secret().Replace(sent, "$1stripped") };
        return new JsonObject
        {
            ["startedDateTime"] = DateTimeOffset.UtcNow.ToString("O"),
            ["time"] = 0,
            ["request"] = asked,
            ["response"] = new JsonObject
            {
                ["status"] = (int)response.StatusCode,
                ["statusText"] = $"{response.StatusCode}",
                ["httpVersion"] = "HTTP/1.1",
                ["cookies"] = new JsonArray(),
                ["headers"] = Headers(response.Headers, response.Content.Headers),
                ["content"] = new JsonObject
                {
                    ["size"] = answered?.Length ?? 0,
                    ["mimeType"] = $"{response.Content.Headers.ContentType}",
                    ["text"] = isSecret ? null : Secret().Replace(answered ?? "", "$1stripped")
                },
                ["redirectURL"] = "",
                ["headersSize"] = -1,
                ["bodySize"] = -1
            },
            ["cache"] = new JsonObject(),
            ["timings"] = new JsonObject { ["send"] = 0, ["wait"] = 0, ["receive"] = 0 }
        };
    }

    private static JsonArray Headers(params HttpHeaders?[] all) =>
    [
        .. all.SelectMany(headers => headers?.NonValidated ?? default(HttpHeadersNonValidated))
            .Where(header => header.Key is not ("Cookie" or "Set-Cookie"))
            .Select(header => (JsonNode)new JsonObject { ["name"] = header.Key, ["value"] = header.Key == "Authorization" ? "Bearer stripped" : header.Value.ToString() })
    ];

    private static JsonArray Query(string query) =>
    [
        .. query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .Select(pair => (JsonNode)new JsonObject { ["name"] = Uri.UnescapeDataString(pair[0]), ["value"] = pair.Length == 2 ? Uri.UnescapeDataString(pair[1]) : "" })
    ];

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,64}|CfDJ8[A-Za-z0-9_-]+|[0-9]+")]
    private static partial Regex Changing();

    [GeneratedRegex("""((?:"(?:token|secret|clientSecret|client_secret|password)"\s*:\s*"|[?&]token=)(?:whsec_)?)[^"&]+""")]
    private static partial Regex Secret();

    /// <summary>The file, whose end is written when the run ends.</summary>
    private sealed class Tape : IDisposable
    {
        private readonly HashSet<string> _kept = [];
        private readonly StreamWriter _file;

        public Tape(string file)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            _file = new StreamWriter(file);
            _file.Write("""{"log":{"version":"1.2","creator":{"name":"Ambassadors.Tests","version":"1"},"entries":[""");
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
        }

        public void Dispose()
        {
            lock (_kept)
            {
                _file.Write("\n]}}\n");
                _file.Dispose();
            }
        }

        public void Keep(string key, Func<JsonObject> entry)
        {
            lock (_kept)
            {
                if (!_kept.Add(key))
                    return;
                _file.Write(_kept.Count == 1 ? "\n" : ",\n");
                _file.Write(entry().ToJsonString(JsonSerializerOptions.Default));
            }
        }
    }
}
