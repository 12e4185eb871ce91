using System.Collections.Concurrent;
using System.Text.Json;
using Ambassadors.Api.Data;
using Ambassadors.Api.Journal;
using Ambassadors.Domain.People;
using Ambassadors.Domain.Webhooks;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Ambassadors.Api.Webhooks;

/// <summary>
/// What waits for an endpoint. The journal is its queue and a position in it is all that is kept: what an endpoint hears of after that position waits. One instance at a
/// time sends to an endpoint, by lease.
/// </summary>
public sealed class WebhookQueues(EventSource source, IOptions<JsonOptions> json)
{
    private readonly ConcurrentDictionary<CaseFile, EventSight> _sights = new();

    /// <summary>What the organisation of an endpoint hears of: what a partner system of it would.</summary>
    public EventSight SightOf(WebhookEndpoint endpoint) => _sights.GetOrAdd(endpoint.File, file => new EventSight(new Actor
    {
        Kind = ActorKind.Client,
        Grants =
        [
            file.Pole is not null ? new Grant(Role.PoleEditor, file.Pole)
                : file.Cluster is not null ? new Grant(Role.ClusterContact, file.Cluster)
                : new Grant(Role.Auditor, null)
        ]
    }));

    /// <summary>What an endpoint is to be sent of it.</summary>
    public Hearing HearingOf(WebhookEndpoint endpoint) => new(SightOf(endpoint), EventTypes.Of(endpoint.Types.Count == 0 ? null : endpoint.Types));

    /// <summary>An event on its way.</summary>
    public WebhookDelivery DeliveryOf(Guid endpoint, Told told, EventSight sight, DeliveryCause cause, DateTimeOffset at) =>
        DeliveryOf(endpoint, source.Tell(told.Position, told.Entry, sight), told.Position, cause, at);

    /// <summary>A test on its way: it is of the endpoint itself.</summary>
    public WebhookDelivery TestOf(WebhookEndpoint endpoint, DateTimeOffset at) =>
        DeliveryOf(endpoint.Id, source.Test(endpoint.Id, endpoint.Version, endpoint.PoleSlug, endpoint.ClusterSlug, at), null, DeliveryCause.Test, at);

    private WebhookDelivery DeliveryOf(Guid endpoint, CloudEvent shown, long? position, DeliveryCause cause, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        EndpointId = endpoint,
        EventId = shown.Id,
        Position = position,
        Type = shown.Type,
        Cause = cause,
        Body = JsonSerializer.Serialize(shown, json.Value.SerializerOptions),
        CreatedAt = at,
        DueAt = at
    };

    /// <summary>Has sending begin anew at once; whoever sends now loses its lease.</summary>
    /// <param name="db">The database.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="after">The position after which to begin; where it stands, without one.</param>
    /// <param name="leftUntil">Up to which position what was not taken is not tried any more.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async Task ResetAsync(AmbassadorsDbContext db, WebhookEndpoint endpoint, long? after, long leftUntil, CancellationToken cancellation)
    {
        await db.WebhookQueues.Where(queue => queue.EndpointId == endpoint.Id).ExecuteUpdateAsync(set => set
            .SetProperty(queue => queue.Position, queue => after ?? queue.Position).SetProperty(queue => queue.Attempts, 0).SetProperty(queue => queue.DueAt, (DateTimeOffset?)null)
            .SetProperty(queue => queue.FailingSince, (DateTimeOffset?)null).SetProperty(queue => queue.Lease, (Guid?)null).SetProperty(queue => queue.LeasedUntil, (DateTimeOffset?)null), cancellation);
        await LeaveAsync(db.WebhookDeliveries.Where(one => one.EndpointId == endpoint.Id && one.Cause == DeliveryCause.Event && one.Position <= leftUntil), cancellation);
        await db.Entry(endpoint.Queue).ReloadAsync(cancellation);
    }

    /// <summary>Ends all sending to an endpoint.</summary>
    public static async Task EndAsync(AmbassadorsDbContext db, WebhookEndpoint endpoint, CancellationToken cancellation)
    {
        await ResetAsync(db, endpoint, null, long.MaxValue, cancellation);
        await LeaveAsync(db.WebhookDeliveries.Where(one => one.EndpointId == endpoint.Id), cancellation);
    }

    private static Task<int> LeaveAsync(IQueryable<WebhookDelivery> deliveries, CancellationToken cancellation) => deliveries.Where(one => one.State == DeliveryState.Pending)
        .ExecuteUpdateAsync(set => set.SetProperty(one => one.State, DeliveryState.Failed).SetProperty(one => one.DueAt, (DateTimeOffset?)null), cancellation);

    /// <summary>Takes an endpoint; false where another instance has it.</summary>
    public static async Task<bool> LeaseAsync(AmbassadorsDbContext db, Guid endpoint, Guid lease, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation) =>
        await db.WebhookQueues.Where(queue => queue.EndpointId == endpoint && (queue.LeasedUntil == null || queue.LeasedUntil < now))
            .ExecuteUpdateAsync(set => set.SetProperty(queue => queue.Lease, lease).SetProperty(queue => queue.LeasedUntil, until), cancellation) == 1;

    /// <summary>Says that all up to a position is settled; false where the endpoint is no longer this instance's.</summary>
    public static async Task<bool> SettleAsync(AmbassadorsDbContext db, Guid endpoint, Guid lease, long position, DateTimeOffset until, CancellationToken cancellation) =>
        await Own(db, endpoint, lease).ExecuteUpdateAsync(set => set
            .SetProperty(queue => queue.Position, position).SetProperty(queue => queue.Attempts, 0).SetProperty(queue => queue.DueAt, (DateTimeOffset?)null)
            .SetProperty(queue => queue.FailingSince, (DateTimeOffset?)null).SetProperty(queue => queue.LeasedUntil, until), cancellation) == 1;

    /// <summary>Says that the next event was tried in vain; false where the endpoint is no longer this instance's.</summary>
    public static async Task<bool> PutOffAsync(
        AmbassadorsDbContext db, Guid endpoint, Guid lease, int attempts, DateTimeOffset since, DateTimeOffset? dueAt, DateTimeOffset until, CancellationToken cancellation) =>
        await Own(db, endpoint, lease).ExecuteUpdateAsync(set => set
            .SetProperty(queue => queue.Attempts, attempts).SetProperty(queue => queue.DueAt, dueAt)
            .SetProperty(queue => queue.FailingSince, queue => queue.FailingSince ?? since).SetProperty(queue => queue.LeasedUntil, until), cancellation) == 1;

    /// <summary>Says that this instance lives; false where the endpoint is no longer its own.</summary>
    public static async Task<bool> RenewAsync(AmbassadorsDbContext db, Guid endpoint, Guid lease, DateTimeOffset until, CancellationToken cancellation) =>
        await Own(db, endpoint, lease).ExecuteUpdateAsync(set => set.SetProperty(queue => queue.LeasedUntil, until), cancellation) == 1;

    /// <summary>Leaves the endpoint to whoever takes it next.</summary>
    public static Task GiveBackAsync(AmbassadorsDbContext db, Guid endpoint, Guid lease, CancellationToken cancellation) =>
        Own(db, endpoint, lease).ExecuteUpdateAsync(set => set.SetProperty(queue => queue.Lease, (Guid?)null).SetProperty(queue => queue.LeasedUntil, (DateTimeOffset?)null), cancellation);

    private static IQueryable<WebhookQueue> Own(AmbassadorsDbContext db, Guid endpoint, Guid lease) => db.WebhookQueues.Where(queue => queue.EndpointId == endpoint && queue.Lease == lease);
}
