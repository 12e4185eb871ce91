using System.Globalization;

namespace Ambassadors.Api.Http.Quotas;

/// <summary>How quotas show in answers: draft-ietf-httpapi-ratelimit-headers, as structured fields.</summary>
public static class QuotaAnswers
{
    /// <summary>Names the caller's standing on the answer, whatever it will be, and lets the request on where every quota still holds.</summary>
    public static Task CountAsync(this HttpContext http, RequestDelegate next, Func<HttpContext, Task> refuse, params Standing[] standings)
    {
        // At the start of the answer: a handled fault clears what was set before.
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers["RateLimit-Policy"] = string.Join(", ", standings.Select(standing => standing.Quota));
            headers["RateLimit"] = string.Join<Standing>(", ", standings);
            return Task.CompletedTask;
        });
        var wait = standings.Where(standing => !standing.IsWithin).Select(standing => standing.Seconds).DefaultIfEmpty().Max();
        if (wait == 0)
            return next(http);
        http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        return refuse(http);
    }

    /// <summary>Refuses a request under <c>/v1</c>.</summary>
    public static Task WriteProblemAsync(HttpContext http) =>
        Problems.WriteAsync(http, Problems.Of(StatusCodes.Status429TooManyRequests, "quota.exceeded").ProblemDetails);

    /// <summary>Refuses a request for a token, in the form of RFC 6749, section 5.2.</summary>
    public static Task WriteOAuthErrorAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsJsonAsync(
            new Dictionary<string, string> { ["error"] = "temporarily_unavailable", ["error_description"] = "Too many requests. Retry-After says when the next one is taken." },
            http.RequestAborted);
    }
}
