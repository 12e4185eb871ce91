using System.Text.Json.Serialization;

namespace Ambassadors.Client;

/// <summary>Why a request was not answered as asked (RFC 9457).</summary>
public sealed record Problem
{
    /// <summary>Address of the page that explains the code.</summary>
    public Uri? Type { get; init; }

    /// <summary>Short text, in the language asked for.</summary>
    public string? Title { get; init; }

    /// <summary>Status code.</summary>
    public int Status { get; init; }

    /// <summary>Explanation, in the language asked for.</summary>
    public string? Detail { get; init; }

    /// <summary>Permanent code, never translated: what programs go by.</summary>
    public string Code { get; init; } = "";

    /// <summary>Stands for this request in the service's logs.</summary>
    public string? TraceId { get; init; }

    /// <summary>Every reason.</summary>
    public IReadOnlyList<ProblemReason> Errors { get; init; } = [];
}

/// <summary>One of the reasons of a problem.</summary>
/// <param name="Code">Permanent code.</param>
/// <param name="Detail">Explanation, in the language asked for.</param>
/// <param name="Pointer">JSON Pointer, as a URI fragment, to the member at fault, or to where it should be.</param>
/// <param name="Parameter">The query parameter at fault.</param>
/// <param name="Resource">Path of the resource that stands in the way.</param>
public sealed record ProblemReason(
    [property: JsonRequired] string Code, string? Detail = null, string? Pointer = null, string? Parameter = null, string? Resource = null);
