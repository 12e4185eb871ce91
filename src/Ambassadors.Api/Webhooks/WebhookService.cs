using System.Collections.Concurrent;
using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Startup;
using Ambassadors.Domain.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Webhooks;

/// <summary>
/// Sends what happened to the endpoints that hear of it: to each in the order of the journal, to all of them side by side, so that one that is slow or dead holds up nobody
/// else. An instance that is killed between an answer and its record sends that event once more, by the same id.
/// </summary>
public sealed partial class WebhookService(
    IServiceScopeFactory scopes, WebhookSignal signal, WebhookQueues queues, TimeProvider clock, IConfiguration configuration, ILogger<WebhookService> log) : BackgroundService
{
    private const int AtOnce = 16;
    private const int MostAtOneLook = 500;
    private static readonly TimeSpan UsualInterval = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<Guid, Task> _underWay = new();
    private readonly SemaphoreSlim _room = new(AtOnce);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _room.Dispose();
        base.Dispose();
    }

    /// <summary>Sends all that is due, and waits until it was sent.</summary>
    public async Task SendDueAsync(CancellationToken cancellation)
    {
        do
            await Task.WhenAll(_underWay.Values);
        while (await BeginAsync(cancellation) || !_underWay.IsEmpty);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = configuration.GetValue("Webhooks:Interval", UsualInterval);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await BeginAsync(stoppingToken);
                await signal.WaitAsync(interval, clock, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                PassFailed(exception);
                await Task.Delay(interval, clock, stoppingToken);
            }
        }
    }

    // Begins to send to every endpoint for which something is due and that nobody sends to yet; says whether there was any.
    private async Task<bool> BeginAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<AmbassadorsDbContext>(), clock.Now());
        var head = await db.HeadPositionAsync(cancellation);
        var due = await db.WebhookEndpoints.AsNoTracking().Include(endpoint => endpoint.Queue)
            .Where(endpoint => endpoint.Status == WebhookStatus.Active && endpoint.Queue.Position < head && (endpoint.Queue.DueAt == null || endpoint.Queue.DueAt <= now)
                && (endpoint.Queue.LeasedUntil == null || endpoint.Queue.LeasedUntil < now))
            .ToListAsync(cancellation);
        var wanted = await HeardAsync(db, due.Where(endpoint => !_underWay.ContainsKey(endpoint.Id)).ToList(), cancellation);
        wanted.AddRange(await db.WebhookDeliveries.AsNoTracking()
            .Where(delivery => delivery.State == DeliveryState.Pending && delivery.Cause != DeliveryCause.Event && delivery.DueAt <= now
                && db.WebhookEndpoints.Any(endpoint => endpoint.Id == delivery.EndpointId && endpoint.Status != WebhookStatus.Removed
                    && (endpoint.Queue.LeasedUntil == null || endpoint.Queue.LeasedUntil < now)))
            .Select(delivery => delivery.EndpointId).Distinct().ToListAsync(cancellation));
        var begun = false;
        foreach (var endpoint in wanted.Distinct().Where(endpoint => !_underWay.ContainsKey(endpoint)))
        {
            begun = true;
            _underWay[endpoint] = Task.Run(() => SendAsync(endpoint, cancellation), CancellationToken.None);
        }

        return begun;
    }

    // Most of what happens most endpoints do not hear of. Those that stand at one position are told of what came since by one reading; those who hear nothing of it move on.
    private async Task<List<Guid>> HeardAsync(AmbassadorsDbContext db, IReadOnlyList<WebhookEndpoint> endpoints, CancellationToken cancellation)
    {
        var wanted = new List<Guid>();
        foreach (var standing in endpoints.GroupBy(endpoint => endpoint.Queue.Position))
        {
            var (from, now) = (standing.Key, clock.Now());
            var stretch = await db.JournalPositions.AsNoTracking().Include(one => one.Entry).Where(one => one.Position > from).OrderBy(one => one.Position).Take(MostAtOneLook).ToListAsync(cancellation);
            var hearing = standing.Where(endpoint => queues.HearingOf(endpoint) is var heard && stretch.Exists(one => heard.Hears(one.Entry))).Select(endpoint => endpoint.Id).ToHashSet();
            wanted.AddRange(hearing);
            if (stretch.Count == 0)
                continue;
            Guid[] idle = [.. standing.Select(endpoint => endpoint.Id).Where(id => !hearing.Contains(id))];
            var until = stretch[^1].Position;
            await db.WebhookQueues.Where(queue => EF.Parameter(idle).Contains(queue.EndpointId) && queue.Position == from && (queue.LeasedUntil == null || queue.LeasedUntil < now))
                .ExecuteUpdateAsync(set => set.SetProperty(queue => queue.Position, until), cancellation);
        }

        return wanted;
    }

    private async Task SendAsync(Guid endpoint, CancellationToken cancellation)
    {
        await _room.WaitAsync(cancellation);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var turn = scope.ServiceProvider.GetRequiredService<WebhookTurn>();
            if (await turn.TakeAsync(endpoint, cancellation))
                await turn.SendAsync(cancellation);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            // The lease ends by itself; what was sent and not recorded is sent again, by the same id.
            SendingFailed(exception, endpoint);
        }
        catch (OperationCanceledException)
        {
            // The service ends.
        }
        finally
        {
            _room.Release();
            _underWay.TryRemove(endpoint, out _);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A look for webhooks to send failed; the next one goes on.")]
    private partial void PassFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sending to the webhook endpoint {Endpoint} failed; it goes on once its lease is over.")]
    private partial void SendingFailed(Exception exception, Guid endpoint);
}

/// <summary>There is something to send that nobody has to wait for.</summary>
public sealed class WebhookSignal : Signal;
