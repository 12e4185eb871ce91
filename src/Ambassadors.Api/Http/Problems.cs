using Ambassadors.Domain.Lifecycle;
using FluentValidation.Results;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Ambassadors.Api.Http;

/// <summary>One reason in a problem's <c>errors</c>.</summary>
/// <param name="Code">Permanent code.</param>
/// <param name="Pointer">JSON Pointer in fragment form to the member at fault; a missing member's is where it should be.</param>
/// <param name="Detail">For a person, in the language asked for.</param>
public sealed record ProblemError(string Code, string? Pointer, string Detail)
{
    /// <summary>The query parameter at fault, where it is not a member of the body.</summary>
    public string? Parameter { get; init; }

    /// <summary>Path of the resource that stands in the way, where one does: who already has what was asked for.</summary>
    public string? Resource { get; init; }

    /// <summary>In a table, the line at fault.</summary>
    public long? Line { get; init; }

    /// <summary>In a table, the column at fault.</summary>
    public string? Column { get; init; }
}

/// <summary>RFC 9457 problems: every answer that is not what was asked for.</summary>
public static class Problems
{
    /// <summary>Reasons in one problem: whoever is told of a hundred mends those first.</summary>
    public const int MostErrors = 100;

    private const string RetryAfter = "5";

    /// <summary>Absent, or somebody else's: the caller is not told which.</summary>
    public static ProblemHttpResult NotFound() => Of(StatusCodes.Status404NotFound, "resource.not_found");

    /// <summary>A problem of a code.</summary>
    public static ProblemHttpResult Of(int status, string code, params object[] details) => TypedResults.Problem(Details(status, code, null, details));

    /// <summary>A problem of a code at a place of the request.</summary>
    public static ProblemHttpResult At(int status, string code, string? pointer, params object[] details) =>
        TypedResults.Problem(Details(status, code, [new ProblemError(code, pointer, Texts.Detail(code, details))], details));

    /// <summary>A problem of a code with a query parameter.</summary>
    public static ProblemHttpResult With(string parameter, string code, params object[] details) =>
        TypedResults.Problem(Details(StatusCodes.Status400BadRequest, code, [new ProblemError(code, null, Texts.Detail(code, details)) { Parameter = parameter }], details));

    /// <summary>What the domain refused: 403 where the role is at fault, else 409; every reason at once.</summary>
    public static ProblemHttpResult Refused(Verdict verdict) => Refused([.. verdict.Refusals]);

    /// <inheritdoc cref="Refused(Verdict)"/>
    public static ProblemHttpResult Refused(params Refusal[] refusals)
    {
        var status = refusals.Any(refusal => refusal.Kind == RefusalKind.Role) ? StatusCodes.Status403Forbidden : StatusCodes.Status409Conflict;
        ProblemError[] errors = [.. refusals.Select(refusal => ErrorOf(refusal))];
        return TypedResults.Problem(refusals.Length == 1
            ? Details(status, refusals[0].Code, errors, refusals[0].Details)
            : Details(status, "request.refused", errors, refusals.Length));
    }

    /// <summary>A reason of a refusal; of its figures, one that is a path leads to what stands in the way.</summary>
    public static ProblemError ErrorOf(Refusal refusal) => new(refusal.Code, refusal.Pointer, Texts.Detail(refusal.Code, refusal.Details))
    {
        Resource = refusal.Details.OfType<string>().FirstOrDefault(detail => detail.StartsWith("/v1/", StringComparison.Ordinal))
    };

    /// <summary>What breaks a rule of form: every error at once, up to <see cref="MostErrors"/>, each with its pointer.</summary>
    public static ProblemHttpResult Invalid(params IEnumerable<ProblemError> errors) =>
        TypedResults.Problem(Details(StatusCodes.Status422UnprocessableEntity, "request.invalid", [.. errors.Take(MostErrors)]));

    /// <summary>What validators found.</summary>
    public static ProblemHttpResult Invalid(ValidationResult result) => Invalid(result.Errors.Select(Validation.ErrorOf));

    /// <summary>A reference that leads nowhere, or nowhere that the caller may see.</summary>
    public static ProblemError UnknownReference(string pointer) => new("reference.unknown", pointer, Texts.Detail("reference.unknown"));

    /// <summary>The details of a problem, before the host completes them.</summary>
    public static ProblemDetails Details(int status, string code, ProblemError[]? errors = null, params object[] details)
    {
        var problem = new ProblemDetails { Status = status, Title = Texts.Title(code), Detail = Texts.Detail(code, details) };
        problem.Extensions["code"] = code;
        if (errors is not null)
            problem.Extensions["errors"] = errors.Length > MostErrors ? errors[..MostErrors] : errors;
        return problem;
    }

    /// <summary>Gives a problem what only the request knows: absolute type, trace, and a code where the framework made it.</summary>
    public static void Complete(HttpContext http, ProblemDetails problem)
    {
        if (!problem.Extensions.TryGetValue("code", out var code))
        {
            var general = CodeOf(problem.Status ?? http.Response.StatusCode);
            problem.Extensions["code"] = code = general;
            problem.Title = Texts.Title(general);
            problem.Detail = Texts.Detail(general);
        }

        problem.Type = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}/problems/{code}";
        problem.Extensions["traceId"] = RequestName.TraceOf(http);
        var headers = http.Response.Headers;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            headers.RetryAfter = RetryAfter;
        if (problem.Status == StatusCodes.Status415UnsupportedMediaType && HttpMethods.IsPatch(http.Request.Method))
            headers["Accept-Patch"] = MergePatch.MediaType;
    }

    /// <summary>Answers with a problem, whatever the caller says it accepts.</summary>
    public static Task WriteAsync(HttpContext http, ProblemDetails problem)
    {
        Complete(http, problem);
        http.Response.StatusCode = problem.Status!.Value;
        var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        return http.Response.WriteAsJsonAsync(problem, json, "application/problem+json", http.RequestAborted);
    }

    /// <summary>The code of a status that comes without one.</summary>
    public static string CodeOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "request.unreadable",
        StatusCodes.Status401Unauthorized => "token.missing",
        StatusCodes.Status403Forbidden => "access.denied",
        StatusCodes.Status404NotFound => "resource.not_found",
        StatusCodes.Status405MethodNotAllowed => "request.method_not_allowed",
        StatusCodes.Status406NotAcceptable => "request.not_acceptable",
        StatusCodes.Status413PayloadTooLarge => "request.too_large",
        StatusCodes.Status415UnsupportedMediaType => "request.media_type",
        StatusCodes.Status429TooManyRequests => "quota.exceeded",
        StatusCodes.Status431RequestHeaderFieldsTooLarge => "request.too_large",
        StatusCodes.Status503ServiceUnavailable => "service.unavailable",
        >= 400 and < 500 => "request.unreadable",
        _ => "service.fault"
    };
}
