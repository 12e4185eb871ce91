using System.Diagnostics;

namespace Ambassadors.Api.Http;

/// <summary>How a request is spoken of afterwards: by the caller's own name for it, and by the trace that it is part of (W3C <c>traceparent</c>).</summary>
public static class RequestName
{
    /// <summary>The header of the caller's name for a request.</summary>
    public const string Header = "Request-Id";

    private const int Longest = 128;

    /// <summary>The trace that log lines and problems name.</summary>
    public static string TraceOf(HttpContext http) => Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;

    /// <summary>The caller's name, sent back as it came; the trace's where there is none, or none that fits in a header.</summary>
    public static string Of(HttpContext http) =>
        http.Request.Headers[Header] is [{ Length: > 0 and <= Longest } name] && name.All(character => character is >= '!' and <= '~') ? name : TraceOf(http);
}
