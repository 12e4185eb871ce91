using System.Globalization;
using System.Net.ServerSentEvents;
using System.Reflection;
using System.Runtime.CompilerServices;
using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.People;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Ambassadors.Api.Journal;

/// <summary>Part of the feed of events.</summary>
/// <param name="Events">The events, in the order of their positions.</param>
/// <param name="Next">Where to go on: <c>after</c> of the next request. There is always one, also where nothing happened.</param>
/// <param name="More">Whether the journal goes on beyond <c>next</c> already; what of it is for you, the next request tells.</param>
public sealed record EventPage(IReadOnlyList<CloudEvent> Events, long Next, bool More);

/// <summary>Tells partner systems and people what happened, in order and without a gap.</summary>
public static class FollowEvents
{
    /// <summary>The media type of a batch of CloudEvents.</summary>
    public const string Batch = "application/cloudevents-batch+json";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestStream = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenSigns = TimeSpan.FromSeconds(15);

    /// <summary>Reads what happened, in order: the feed of events</summary>
    /// <remarks>
    /// CloudEvents 1.0 about what you may see, in the order of the journal. Keep `next` and give it as `after`: nothing is missed and nothing comes twice, however
    /// long you were away. With `wait` the answer comes as soon as there is something, or empty. An event says what happened to which version of which resource;
    /// read the resource for more. Asked for as `application/cloudevents-batch+json` the answer is the bare batch, and `next` is in the `Link`.
    /// </remarks>
    /// <param name="after">The position after which to begin: `next` of the answer before. From the beginning where absent.</param>
    /// <param name="types">Only events of these types, separated by commas; `pairing.*` stands for all of a noun.</param>
    /// <param name="wait">How long to wait for an event where there is none, seconds; more than 30 is taken for 30.</param>
    /// <param name="limit">How many events at the most, 25 where absent; more than 100 is taken for 100.</param>
    /// <param name="following">What reads them.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<EventBatch, ProblemHttpResult>> HandleAsync(
        long? after, string? types, int? wait, int? limit, Following following, CancellationToken cancellation)
    {
        var (position, wanted) = (NotNegative(after ?? 0, "after"), EventTypes.Parse(types));
        var most = (int)Math.Min(NotNegative((limit ?? Paging.DefaultLimit) - 1, "limit") + 1, Paging.MostItems);
        var patience = TimeSpan.FromSeconds(Math.Min(NotNegative(wait ?? 0, "wait"), LongestWait.TotalSeconds));
        var stretch = await following.ReadAsync(position, wanted, most, patience, cancellation);
        return position > stretch.Head
            ? Problems.With("after", "events.ahead", position, stretch.Head)
            : new EventBatch(new EventPage(following.Show(stretch), stretch.Next, stretch.Next < stretch.Head));
    }

    /// <summary>Follows what happens as server-sent events</summary>
    /// <remarks>
    /// The feed of events as a stream: `id` is the position, `event` the type, `data` the CloudEvent. After fifteen seconds without one an event `position` says how
    /// far the feed has come. The stream ends after a minute, so that a right that was taken from you counts; an EventSource asks again by itself, with `Last-Event-ID`, and
    /// misses nothing.
    /// </remarks>
    /// <param name="lastEventId">The position after which to begin; it wins over `after`.</param>
    /// <param name="after">The position after which to begin. From the beginning where absent.</param>
    /// <param name="types">Only events of these types, separated by commas; `pairing.*` stands for all of a noun.</param>
    /// <param name="following">What reads them.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<EventStream<object>, ProblemHttpResult>> StreamAsync(
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId, long? after, string? types, Following following, CancellationToken cancellation)
    {
        var position = NotNegative(after ?? 0, "after");
        if (lastEventId is { Length: > 0 } && !long.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out position))
            return Problems.With("Last-Event-ID", "request.parameter_unreadable", "Last-Event-ID");
        var wanted = EventTypes.Parse(types);
        var head = await following.Db.HeadPositionAsync(cancellation);
        return position > head ? Problems.With("after", "events.ahead", position, head) : new EventStream<object>(ItemsAsync(position, wanted, following, cancellation));
    }

    private static async IAsyncEnumerable<SseItem<object>> ItemsAsync(
        long position, IReadOnlySet<string>? types, Following following, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var started = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(started) < LongestStream && !following.IsEnding;)
        {
            var stretch = await following.ReadAsync(position, types, Paging.MostItems, BetweenSigns, cancellation);
            foreach (var (told, shown) in stretch.Told.Zip(following.Show(stretch)))
                yield return new SseItem<object>(shown, shown.Type) { EventId = told.Position.ToString(CultureInfo.InvariantCulture) };
            position = stretch.Next;
            if (stretch.Told.Count == 0)
                yield return new SseItem<object>(new { next = position }, "position") { EventId = position.ToString(CultureInfo.InvariantCulture) };
        }
    }

    private static long NotNegative(long value, string parameter) => value >= 0 ? value : throw new UnreadableParameterException(parameter);
}

/// <summary>What following the feed takes: the feed, who follows it, and where to wait for more of it.</summary>
public sealed class Following(AmbassadorsDbContext db, EventFeed feed, EventSource source, JournalWatch watch, CurrentActor current, IHostApplicationLifetime lifetime)
{
    private readonly EventSight _sight = new(current.Actor);

    /// <summary>The database.</summary>
    public AmbassadorsDbContext Db => db;

    /// <summary>Whether the service is about to end.</summary>
    public bool IsEnding => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Reads on; where there is nothing it waits for something.</summary>
    public async Task<Stretch> ReadAsync(long after, IReadOnlySet<string>? types, int most, TimeSpan patience, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        Actor actor = current;
        var (rule, hearing, started) = (_sight.RuleFor(actor, db), new Hearing(_sight, types), TimeProvider.System.GetTimestamp());
        while (true)
        {
            var stretch = await feed.ReadAsync(rule, hearing, after, most, cancellation);
            var left = patience - TimeProvider.System.GetElapsedTime(started);
            if (stretch.Told.Count > 0 || stretch.Next < stretch.Head || after > stretch.Head || left <= TimeSpan.Zero || IsEnding)
                return stretch;
            after = stretch.Next;
            try
            {
                await watch.WaitBeyondAsync(after, left, either.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return stretch;
            }
        }
    }

    /// <summary>What was read, as the actor hears of it.</summary>
    public IReadOnlyList<CloudEvent> Show(Stretch stretch) => [.. stretch.Told.Select(one => source.Tell(one.Position, one.Entry, _sight))];
}

/// <summary>Events, as a page of ours or, where the caller asks for it by name, as the bare batch that CloudEvents defines.</summary>
public sealed class EventBatch(EventPage page) : IResult, IEndpointMetadataProvider
{
    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(EventPage), ["application/json"]));
        builder.Metadata.Add(new AlsoAs(FollowEvents.Batch, typeof(CloudEvent)));
    }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        Cursors.Link(httpContext, page.Next.ToString(CultureInfo.InvariantCulture), "after");
        return IsBatchWanted(httpContext.Request) ? TypedResults.Json(page.Events, contentType: FollowEvents.Batch).ExecuteAsync(httpContext) : TypedResults.Ok(page).ExecuteAsync(httpContext);
    }

    private static bool IsBatchWanted(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept!, out var accepted)
        && accepted.Where(one => one.MediaType.Value is FollowEvents.Batch or "application/json").MaxBy(one => one.Quality ?? 1) is { } best && best.MediaType == FollowEvents.Batch;
}
