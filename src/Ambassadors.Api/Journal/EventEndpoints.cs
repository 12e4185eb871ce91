using Ambassadors.Api.Http;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Ambassadors.Api.Journal;

/// <summary>The route table of the feed of events.</summary>
public static class EventEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapEvents(this RouteGroupBuilder v1)
    {
        var events = v1.MapGroup("/events").WithTags("Events").RequireAuthorization(Policies.Read);

        // Half of its time a request may wait for something to happen.
        events.MapGet("/", FollowEvents.HandleAsync).WithName("listEvents").WithMetadata(new RequestTimeoutAttribute((int)(2 * Contract.LongestRequest).TotalMilliseconds));
        events.MapGet("/stream", FollowEvents.StreamAsync).WithName("followEvents").Streams(
            "Server-sent events: `id` the position, `event` the type, `data` a CloudEvent.",
            "event: application.submit\ndata: {\"specversion\":\"1.0\",\"type\":\"application.submit\",\"subject\":\"applications/0195a8e0-1b2c-7d3e-a4f5-061728394a5b\"}\nid: 18204\n\n");
        return v1;
    }
}
