using System.Security.Cryptography;
using System.Text.Json;
using Ambassadors.Api.Journal;
using Ambassadors.Domain.Journal;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Ambassadors.Api.Http;

/// <summary>The answer shows one resource of a version: it gets an ETag.</summary>
public interface IVersionedResponse
{
    /// <summary>The resource's version.</summary>
    int Version { get; }
}

/// <summary>A resource that is handed out as a file, once it is there: before, the answer is 409.</summary>
public interface IFileResponse : IVersionedResponse
{
    /// <summary>The file's name.</summary>
    string FileName { get; }
}

/// <summary>
/// Completes answers: problems get their type and trace; a resource its strong ETag, <c>"version-hash"</c>, and 304 where the
/// caller has it already.
/// </summary>
public sealed class Representation(IOptions<JsonOptions> json) : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var result = await AnswerAsync(context, next);
        while (result is INestedHttpResult nested)
            result = nested.Result;
        if (result is ProblemHttpResult problem)
            Problems.Complete(http, problem.ProblemDetails);
        if (result is not IValueHttpResult { Value: IVersionedResponse resource } || result is not IStatusCodeHttpResult { StatusCode: { } status and < 300 })
            return result;

        var body = JsonSerializer.SerializeToUtf8Bytes(resource, resource.GetType(), json.Value.SerializerOptions);
        var tag = new EntityTagHeaderValue($"\"{resource.Version}-{Convert.ToHexStringLower(SHA256.HashData(body))[..16]}\"");
        http.Response.Headers.ETag = tag.ToString();
        if (LocationOf(result) is { } location)
            http.Response.Headers.Location = location;
        if ((HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) && Holds(http.Request, tag))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        if (resource is IFileResponse { FileName: var name })
            http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";

        // Nobody is shown to anybody before it is written down; an answer without a body shows nobody.
        if (resource is IPersonalData { Subject: var subject } && !HttpMethods.IsHead(http.Request.Method))
        {
            var readings = http.RequestServices.GetRequiredService<Readings>();
            await (HttpMethods.IsGet(http.Request.Method)
                ? readings.RecordAsync(ReadingWay.Item, [subject], http.RequestAborted)
                : readings.RecordChangeAsync(subject, http.RequestAborted));
        }

        return new Body(status, body);
    }

    private static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (UnknownReferencesException unknown)
        {
            return Problems.Invalid(unknown.Pointers.Select(Problems.UnknownReference));
        }
    }

    private static bool Holds(HttpRequest request, EntityTagHeaderValue tag) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch!, out var held)
        && held.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(tag, useStrongComparison: false));

    private static string? LocationOf(object result) => result.GetType() is { IsGenericType: true } type && (type.GetGenericTypeDefinition() == typeof(Created<>) || type.GetGenericTypeDefinition() == typeof(Accepted<>))
        ? (string?)type.GetProperty(nameof(Created.Location))!.GetValue(result)
        : null;

    private sealed class Body(int status, byte[] body) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            httpContext.Response.ContentLength = body.Length;
            return httpContext.Response.Body.WriteAsync(body).AsTask();
        }
    }
}
