using System.Diagnostics;
using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Journal;
using Ambassadors.Domain.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Webhooks;

/// <summary>An instance's turn at one endpoint: it sends in order, until nothing waits or the endpoint takes nothing.</summary>
public sealed class WebhookTurn(AmbassadorsDbContext db, EventFeed feed, WebhookQueues queues, SendWebhook send, Announcements announcements, TimeProvider clock)
{
    private const int Batch = 50;
    private const int MostAsked = 100;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(45);

    // Real time, whatever the service's clock says: others wait for their turn.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly Guid _lease = Guid.NewGuid();
    private readonly long _began = Stopwatch.GetTimestamp();
    private Guid _id;

    private bool IsOver => Stopwatch.GetElapsedTime(_began) > Longest;

    /// <summary>Takes the endpoint; false where another instance has it.</summary>
    public Task<bool> TakeAsync(Guid endpoint, CancellationToken cancellation)
    {
        _id = endpoint;
        return WebhookQueues.LeaseAsync(db, endpoint, _lease, clock.Now(), clock.Now() + Lease, cancellation);
    }

    /// <summary>Sends what waits. Where that fails, the endpoint rests until the lease is over.</summary>
    public async Task SendAsync(CancellationToken cancellation)
    {
        try
        {
            // What somebody asked for goes first: they wait for it.
            await SendAskedAsync(cancellation);
            await SendEventsAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The service ends, and another instance goes on.
        }

        await WebhookQueues.GiveBackAsync(db, _id, _lease, CancellationToken.None);
    }

    private async Task SendEventsAsync(CancellationToken cancellation)
    {
        while (!IsOver && await FindAsync(cancellation) is { Status: WebhookStatus.Active } endpoint)
        {
            // The turn may be for what was asked for alone.
            if (endpoint.Queue.DueAt > clock.Now())
                return;
            var hearing = queues.HearingOf(endpoint);
            var stretch = await feed.ReadAsync(hearing.Sight.Rule, hearing, endpoint.Queue.Position, Batch, cancellation);
            foreach (var told in stretch.Told)
            {
                if (IsOver || !await SendNextAsync(endpoint, told, hearing.Sight, cancellation))
                    return;
                endpoint = (await FindAsync(cancellation))!;
                if (endpoint.Status != WebhookStatus.Active)
                    return;
            }

            if (!await WebhookQueues.SettleAsync(db, _id, _lease, stretch.Next, clock.Now() + Lease, cancellation) || stretch.Next >= stretch.Head)
                return;
        }
    }

    private Task<WebhookEndpoint?> FindAsync(CancellationToken cancellation) => db.WebhookEndpoints.AsNoTracking().Include(endpoint => endpoint.Secrets).Include(endpoint => endpoint.Queue)
        .AsSplitQuery().SingleOrDefaultAsync(endpoint => endpoint.Id == _id, cancellation);

    // The next event of the queue; false where the queue stops at it, or is no longer this instance's.
    private async Task<bool> SendNextAsync(WebhookEndpoint endpoint, Told told, EventSight sight, CancellationToken cancellation)
    {
        if (!await WebhookQueues.RenewAsync(db, _id, _lease, clock.Now() + Lease, cancellation))
            return false;
        var delivery = await db.WebhookDeliveries.Include(one => one.Attempts)
            .Where(one => one.EndpointId == _id && one.Position == told.Position && one.Cause == DeliveryCause.Event && one.State == DeliveryState.Pending).FirstOrDefaultAsync(cancellation);
        if (delivery is null)
            db.WebhookDeliveries.Add(delivery = queues.DeliveryOf(_id, told, sight, DeliveryCause.Event, clock.Now()));
        var sent = await send.HandleAsync(endpoint, delivery, cancellation);
        var (now, attempts) = (clock.Now(), endpoint.Queue.Attempts + 1);
        var next = sent.Attempt.IsTaken || sent.IsGone ? null : RetrySchedule.Next(attempts, now, sent.RetryAfter);

        // The queue before its deliveries, as whoever changes an endpoint holds them too. Of what is no longer this instance's it is not known whether it is ever tried again.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var ours = sent.Attempt.IsTaken
            ? await WebhookQueues.SettleAsync(db, _id, _lease, told.Position, now + Lease, cancellation)
            : await WebhookQueues.PutOffAsync(db, _id, _lease, next is null ? 0 : attempts, now, next, now + Lease, cancellation);
        delivery.Keep(sent.Attempt, ours ? next : null);
        await db.SaveChangesAsync(cancellation);
        if (ours && !sent.Attempt.IsTaken && next is null)
            await SwitchOffAsync(sent.IsGone ? SwitchOffReason.Gone : SwitchOffReason.RetriesExhausted, now, cancellation);
        await transaction.CommitAsync(cancellation);
        db.ChangeTracker.Clear();
        return ours && sent.Attempt.IsTaken;
    }

    // Replays and tests: each is a matter of its own, and none stops the queue.
    private async Task SendAskedAsync(CancellationToken cancellation)
    {
        var asked = await db.WebhookDeliveries.Where(one => one.EndpointId == _id && one.State == DeliveryState.Pending && one.Cause != DeliveryCause.Event && one.DueAt <= clock.Now())
            .OrderBy(one => one.Id).Select(one => one.Id).Take(MostAsked).ToListAsync(cancellation);
        foreach (var id in asked)
        {
            if (IsOver || await FindAsync(cancellation) is not { Status: not WebhookStatus.Removed } endpoint || !await WebhookQueues.RenewAsync(db, _id, _lease, clock.Now() + Lease, cancellation))
                return;
            var delivery = await db.WebhookDeliveries.Include(one => one.Attempts).SingleAsync(one => one.Id == id, cancellation);
            var sent = await send.HandleAsync(endpoint, delivery, cancellation);
            var again = delivery.Cause == DeliveryCause.Replay && !sent.IsGone;
            delivery.Keep(sent.Attempt, again ? RetrySchedule.Next(delivery.Attempts.Count + 1, clock.Now(), sent.RetryAfter) : null);
            await db.SaveChangesAsync(cancellation);
            db.ChangeTracker.Clear();
        }
    }

    private async Task SwitchOffAsync(SwitchOffReason reason, DateTimeOffset at, CancellationToken cancellation)
    {
        var endpoint = await db.WebhookEndpoints.SingleAsync(one => one.Id == _id, cancellation);
        if (!endpoint.SwitchOff(reason, at).IsDone)
            return;
        await db.SaveChangesAsync(cancellation);
        await announcements.MakeAsync(db, cancellation);
        if (endpoint.OwnerId is not { } owner || db.Notices.Local.Any(notice => notice.PersonId == owner))
            return;

        // Whoever registered it is told wherever they are now.
        db.Notices.Add(new Notice { Id = Guid.CreateVersion7(at), PersonId = owner, Kind = "webhook_endpoint.switch_off", ResourceType = endpoint.Noun, ResourceId = endpoint.Id, At = at });
        await db.SaveChangesAsync(cancellation);
    }
}
