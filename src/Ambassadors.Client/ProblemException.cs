using System.Net;
using System.Text.Json;
using Ambassadors.Client.Sending;

namespace Ambassadors.Client;

/// <summary>The service refused, or could not do what was asked.</summary>
public sealed class ProblemException : Exception
{
    internal ProblemException(HttpStatusCode status, Problem problem, TimeSpan? retryAfter)
        : base(Describe(status, problem)) => (Status, Problem, RetryAfter) = (status, problem, retryAfter);

    /// <summary>Status code.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>Permanent code, never translated; empty where something between you and the service answered.</summary>
    public string Code => Problem.Code;

    /// <summary>Every reason.</summary>
    public IReadOnlyList<ProblemReason> Errors => Problem.Errors;

    /// <summary>Stands for the request in the service's logs: name it when you ask for help.</summary>
    public string? TraceId => Problem.TraceId;

    /// <summary>How long to wait before the next try, where the service said so.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>All that the service said.</summary>
    public Problem Problem { get; }

    /// <summary>Whether this is among the reasons, or the problem itself.</summary>
    public bool Names(string code) => Code == code || Errors.Any(reason => reason.Code == code);

    internal static ProblemException Of(HttpResponseMessage response, ReadOnlySpan<byte> body) =>
        new(response.StatusCode, Read(response, body), response.RetryAfter);

    private static Problem Read(HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        try
        {
            if (response.Content.Headers.ContentType?.MediaType == "application/problem+json" && JsonSerializer.Deserialize<Problem>(body, Wire.Json) is { } problem)
                return problem;
        }
        catch (JsonException)
        {
            // A proxy's page under our name: the status is all there is to tell.
        }

        return new Problem { Status = (int)response.StatusCode, Title = response.ReasonPhrase };
    }

    private static string Describe(HttpStatusCode status, Problem problem) =>
        $"{(int)status} {problem.Code}: {problem.Detail ?? problem.Title}"
        + string.Concat(problem.Errors.Select(reason => $"\n  {reason.Code} {reason.Pointer ?? reason.Parameter}: {reason.Detail}"))
        + (problem.TraceId is { } trace ? $"\n  traceId {trace}" : "");
}
