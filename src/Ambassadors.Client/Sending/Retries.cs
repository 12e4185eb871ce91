using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Timeout;

namespace Ambassadors.Client.Sending;

/// <summary>What is sent again, and when.</summary>
internal static class Retries
{
    /// <summary>Puts the pipeline of a client together.</summary>
    public static void Build(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, AmbassadorsOptions options, IServiceProvider provider)
    {
        pipeline.TimeProvider = provider.GetRequiredService<TimeProvider>();
        pipeline.AddTimeout(options.Patience);
        if (options.Retries > 0)
        {
            // Waits as long as Retry-After says, otherwise longer from try to try, with jitter.
            pipeline.AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = options.Retries,
                Delay = TimeSpan.FromMilliseconds(500),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = attempt => ValueTask.FromResult(IsWorthIt(attempt.Outcome, options.Patience) && IsSafe(attempt))
            });
        }

        pipeline.AddTimeout(options.PatiencePerTry);
    }

    private static bool IsWorthIt(Outcome<HttpResponseMessage> outcome, TimeSpan patience) => outcome switch
    {
        { Exception: HttpRequestException or TimeoutRejectedException } => true,
        { Result: { } response } => IsPassing(response) && !(response.RetryAfter > patience),
        _ => false
    };

    // 409 with Retry-After: the same act is being done by an earlier try.
    private static bool IsPassing(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
        || response.StatusCode == HttpStatusCode.Conflict && response.RetryAfter is not null;

    // Reading is always safe, and a POST by its key. A PATCH or DELETE whose answer was lost may have been done, and its If-Match would now fail:
    // it is sent again only where the service said that it did nothing.
    private static bool IsSafe(Polly.Retry.RetryPredicateArguments<HttpResponseMessage> attempt)
    {
        var method = attempt.Context.GetRequestMessage()?.Method;
        return method != HttpMethod.Patch && method != HttpMethod.Delete
            || attempt.Outcome.Result?.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
    }
}

/// <summary>What answers say of the next try.</summary>
internal static class NextTry
{
    extension(HttpResponseMessage response)
    {
        /// <summary>How long to wait, where the answer says so.</summary>
        public TimeSpan? RetryAfter => response.Headers.RetryAfter switch
        {
            { Delta: { } delay } => delay,
            { Date: { } date } => date - (response.Headers.Date ?? DateTimeOffset.UtcNow),
            _ => null
        };
    }
}
