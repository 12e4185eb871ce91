using System.Net;
using System.Net.Http.Headers;

namespace Ambassadors.Client;

/// <summary>What the service answered: neither a problem nor an exception.</summary>
public class Answer
{
    private readonly HttpResponseHeaders _headers;

    internal Answer(HttpResponseMessage response, ReadOnlyMemory<byte> bytes) =>
        (Status, _headers, Bytes) = (response.StatusCode, response.Headers, bytes);

    /// <summary>Status code.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The body as it came: what a hash is taken of, such as that of a pairing's terms.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The version of the resource that was answered, as <c>ifMatch</c> takes it.</summary>
    /// <exception cref="InvalidOperationException">It was a list, which has none.</exception>
    public string ETag => Header("ETag") ?? throw new InvalidOperationException("The answer has no ETag: it is not a single resource.");

    /// <summary>Where what was created is.</summary>
    public Uri? Location => _headers.Location;

    /// <summary>Whether the resource is still the one whose tag was sent as <c>ifNoneMatch</c>; there is no value then.</summary>
    public bool IsUnchanged => Status == HttpStatusCode.NotModified;

    /// <summary>Whether the act had been done by an earlier try, whose answer this is.</summary>
    public bool WasReplayed => string.Equals(Header("Idempotent-Replayed"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>A header of the answer, several values separated by commas.</summary>
    public string? Header(string name) =>
        _headers.NonValidated.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}

/// <summary>What the service answered, with a body.</summary>
/// <typeparam name="T">What it answered with.</typeparam>
public sealed class Answer<T> : Answer
    where T : class
{
    private readonly T? _value;

    internal Answer(HttpResponseMessage response, ReadOnlyMemory<byte> bytes, T? value)
        : base(response, bytes) => _value = value;

    /// <summary>The body.</summary>
    /// <exception cref="InvalidOperationException">The resource is unchanged, and was not sent again.</exception>
    public T Value => _value ?? throw new InvalidOperationException("The resource is unchanged: the value is the one that you have.");
}
