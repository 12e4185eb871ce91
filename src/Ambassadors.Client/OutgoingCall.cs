using System.Collections;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Ambassadors.Client;

/// <summary>One call of an operation, while it is put together.</summary>
internal sealed class OutgoingCall(string method, string path)
{
    private readonly StringBuilder _query = new();
    private readonly List<(string Name, string Value)> _headers = [];
    private string _path = path;
    private (byte[] Bytes, string MediaType)? _body;

    /// <summary>Fills a place in the path in.</summary>
    public OutgoingCall Place(string name, object value)
    {
        _path = _path.Replace($"{{{name}}}", Uri.EscapeDataString(Wire.Text(value)!), StringComparison.Ordinal);
        return this;
    }

    /// <summary>Adds a parameter of the query, once for each value of a list.</summary>
    public OutgoingCall Query(string name, object? value)
    {
        foreach (var one in value is IEnumerable many and not string ? many.Cast<object?>() : [value])
        {
            if (Wire.Text(one) is { } text)
                _query.Append(_query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(text));
        }

        return this;
    }

    /// <summary>Adds a header.</summary>
    public OutgoingCall Header(string name, object? value)
    {
        if (Wire.Text(value) is { } text)
            _headers.Add((name, text));
        return this;
    }

    /// <summary>Gives the body: bytes that can be sent again.</summary>
    public OutgoingCall Body(object? body, string mediaType)
    {
        if (body is null)
            return this;
        var written = body is MergePatch patch ? patch.Members : body;
        _body = (JsonSerializer.SerializeToUtf8Bytes(written, written.GetType(), Wire.Json), mediaType);
        return this;
    }

    /// <summary>The request.</summary>
    public HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_path + _query, UriKind.Relative));
        if (_body is var (bytes, mediaType))
            request.Content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };
        foreach (var (name, value) in _headers)
            request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("application/problem+json");
        return request;
    }
}
