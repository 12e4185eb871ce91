using System.Net.ServerSentEvents;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Ambassadors.Api.Http;

/// <summary>An answer that goes on: server-sent events, each a JSON object.</summary>
public sealed class EventStream<T>(IAsyncEnumerable<SseItem<T>> events) : IResult, IEndpointMetadataProvider
{
    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(void), []));

    // Of HEAD the headers alone are wanted, and they do not wait for an event.
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) =>
        TypedResults.ServerSentEvents(HttpMethods.IsHead(httpContext.Request.Method) ? AsyncEnumerable.Empty<SseItem<T>>() : events).ExecuteAsync(httpContext);
}
