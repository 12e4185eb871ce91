using System.Text.Json;
using System.Text.RegularExpressions;
using Ambassadors.Api.Data;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Ambassadors.Api.Http;

/// <summary>Answers what no handler answered: requests that can't be bound, a database that is away, and faults of ours, which alone are logged as such.</summary>
public sealed partial class Faults(ILogger<Faults> logger) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var problem = Answer(exception, httpContext.Request).ProblemDetails;
        if (problem.Status < StatusCodes.Status500InternalServerError && httpContext.Request.Path.StartsWithSegments("/connect"))
            await AnswerAsOAuthAsync(httpContext, problem.Status!.Value);
        else
            await Problems.WriteAsync(httpContext, problem);
        return true;
    }

    private ProblemHttpResult Answer(Exception exception, HttpRequest request)
    {
        switch (exception)
        {
            case UnreadableParameterException unreadable:
                return Problems.With(unreadable.Parameter, "request.parameter_unreadable", unreadable.Parameter);
            case BadHttpRequestException { InnerException: JsonException json }:
                return Unreadable.Json(json);
            case BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } bad:
                return ParameterIn().Match(bad.Message) is { Success: true } match
                    ? Problems.With(match.Groups["name"].Value, "request.parameter_unreadable", match.Groups["name"].Value)
                    : Problems.At(StatusCodes.Status400BadRequest, "request.body_required", "#");
            case BadHttpRequestException bad:
                return Problems.Of(bad.StatusCode, Problems.CodeOf(bad.StatusCode));
            case InvalidOperationException or NotSupportedException when IsInUnknownEncoding(request):
                return Problems.Of(StatusCodes.Status415UnsupportedMediaType, "request.media_type");
            case InvalidDataException:
                // A form with too much in it, or with what no text holds.
                return Problems.Of(StatusCodes.Status400BadRequest, "request.unreadable");
        }

        if (Outages.IsOne(exception))
        {
            LogOutage(exception);
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "service.unavailable");
        }

        LogFault(exception);
        return Problems.Of(StatusCodes.Status500InternalServerError, "service.fault");
    }

    private static bool IsInUnknownEncoding(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.Charset.Length == 0)
            return false;
        try
        {
            return type.Encoding is null;
        }
        catch (NotSupportedException)
        {
            // UTF-7, which the platform knows and has given up.
            return true;
        }
    }

    // RFC 6749, section 5.2.
    private static Task AnswerAsOAuthAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new Dictionary<string, string> { ["error"] = "invalid_request" }, http.RequestAborted);
    }

    // The framework says which parameter it could not bind in these messages alone: "Failed to bind parameter "Guid? callId" from "x"."
    [GeneratedRegex("""^(?:Failed to bind parameter "[^"]* (?<name>\w+)" from |Required parameter "[^"]* (?<name>\w+)" was not provided from (?!body))""")]
    private static partial Regex ParameterIn();

    [LoggerMessage(Level = LogLevel.Error, Message = "A request ended in a fault of the service.")]
    private partial void LogFault(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The database can't be reached.")]
    private partial void LogOutage(Exception exception);
}
