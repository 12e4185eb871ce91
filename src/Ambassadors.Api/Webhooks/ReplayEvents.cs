using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Api.Journal;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Webhooks;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Webhooks;

/// <summary>What was sent, and sending it again.</summary>
public static class ReplayEvents
{
    /// <summary>Lists what was sent to a webhook endpoint in the last seven days, the newest first, with what it answered</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="state">Only what came to this.</param>
    /// <param name="eventId">Only this event.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Listing<WebhookDeliveryResponse>, ProblemHttpResult>> ListAsync(
        Guid id, ListRequest<WebhookDelivery, NewestDeliveryFirst> list, WebhookDesk desk, Named<DeliveryState>? state, Guid? eventId, CancellationToken cancellation)
    {
        if (await desk.DeliveriesAsync(id, cancellation) is not { } deliveries)
            return Problems.NotFound();
        if (state is { Value: var wanted })
            deliveries = deliveries.Where(delivery => delivery.State == wanted);
        if (eventId is not null)
            deliveries = deliveries.Where(delivery => delivery.EventId == eventId);
        return list.Of(deliveries, WebhookDeliveryResponse.Of);
    }

    /// <summary>Shows what was sent to a webhook endpoint, and what it answered</summary>
    public static async Task<Results<Ok<WebhookDeliveryResponse>, ProblemHttpResult>> ShowAsync(Guid id, Guid deliveryId, WebhookDesk desk, CancellationToken cancellation) =>
        await desk.DeliveriesAsync(id, cancellation) is { } deliveries && await deliveries.SingleOrDefaultAsync(delivery => delivery.Id == deliveryId, cancellation) is { } found
            ? TypedResults.Ok(WebhookDeliveryResponse.Of(found))
            : Problems.NotFound();

    /// <summary>Sends events again: one, or all after a position</summary>
    /// <remarks>With the same <c>webhook-id</c> as before. One event is sent beside the others; after a position all are, in order, before anything new.</remarks>
    public static Task<Results<Ok<WebhookEndpointResponse>, ProblemHttpResult>> ReplayAsync(
        Guid id, ReplayRequest request, IfMatch ifMatch, WebhookDesk desk, WebhookQueues queues, WebhookSignal signal, CancellationToken cancellation) =>
        desk.TakeAsync(id, WebhookAct.Replay, ifMatch, request, async endpoint =>
        {
            var (head, db) = (await desk.Db.HeadPositionAsync(cancellation), desk.Db);
            var one = request.EventId is { } wanted
                ? await db.JournalPositions.AsNoTracking().Include(position => position.Entry).SingleOrDefaultAsync(position => position.EntryId == wanted, cancellation)
                : null;
            var sight = queues.SightOf(endpoint);
            var isUnknown = request.EventId is not null && (one is null || !sight.Hears(one.Entry));
            var verdict = endpoint.Replay(request.EventId, request.After,
                isUnknown ? [new Refusal("webhook_endpoint.event_unknown", "#/eventId")] : request.After > head ? [new Refusal("webhook_endpoint.position_unknown", "#/after", head)] : [],
                desk.Actor, desk.Now);
            if (!verdict.IsDone)
                return verdict;
            if (one is not null)
                db.WebhookDeliveries.Add(queues.DeliveryOf(endpoint.Id, new Told(one.Position, one.Entry), sight, DeliveryCause.Replay, desk.Now));
            else
                await WebhookQueues.ResetAsync(db, endpoint, request.After, request.After!.Value, cancellation);
            signal.Ask();
            return verdict;
        }, cancellation);

    /// <summary>Sends a test event to a webhook endpoint</summary>
    /// <remarks>An event of the type <c>webhook_endpoint.test</c>, sent once and at once. The answer says where to see what came of it.</remarks>
    public static async Task<Results<Accepted<WebhookDeliveryResponse>, ProblemHttpResult>> TestAsync(
        Guid id, WebhookDesk desk, WebhookQueues queues, WebhookSignal signal, CancellationToken cancellation)
    {
        if (await desk.FindAsync(id, cancellation) is not { } endpoint)
            return Problems.NotFound();
        if (WebhookLifecycle.Table.Judge(endpoint.Status, WebhookAct.Replay, desk.Actor, endpoint.File).Refusal is { } refusal)
            return Problems.Refused(refusal);
        var delivery = queues.TestOf(endpoint, desk.Now);
        desk.Db.WebhookDeliveries.Add(delivery);
        await desk.Db.SaveChangesAsync(cancellation);
        signal.Ask();
        return TypedResults.Accepted($"/v1/webhook-endpoints/{id}/deliveries/{delivery.Id}", WebhookDeliveryResponse.Of(delivery));
    }
}
