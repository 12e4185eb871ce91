using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Startup;
using Ambassadors.Domain.People;
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
    private const int AtOnce = 64;
    private const int MostOfOrganisation = 4;
    private const int MostAtOneLook = 500;
    private static readonly TimeSpan UsualInterval = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _looking = new(1);
    private readonly Dictionary<Guid, (CaseFile File, Task Turn)> _underWay = [];
    private readonly Dictionary<Guid, long> _served = [];
    private long _turns;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _looking.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        // They give back what they hold, so that another instance goes on at once.
        await Task.WhenAny(Task.WhenAll(_underWay.Values.Select(one => one.Turn)), Task.Delay(Timeout.Infinite, cancellationToken));
    }

    /// <summary>Sends all that is due, and waits until it was sent.</summary>
    public async Task SendDueAsync(CancellationToken cancellation)
    {
        while (await BeginAsync(cancellation) is { Length: > 0 } turns)
            await Task.WhenAll(turns);
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

    // Begins to send to endpoints for which something is due, and says who is sent to now. However slow those of one organisation are, there is room for those of others, and
    // whoever was served longest ago comes first.
    private async Task<Task[]> BeginAsync(CancellationToken cancellation)
    {
        await _looking.WaitAsync(cancellation);
        try
        {
            foreach (var over in _underWay.Where(one => one.Value.Turn.IsCompleted).Select(one => one.Key).ToList())
                _underWay.Remove(over);
            foreach (var endpoint in (await FindAsync(cancellation)).OrderBy(one => _served.GetValueOrDefault(one.Id)))
            {
                if (_underWay.Count == AtOnce)
                    break;
                if (_underWay.Values.Count(one => one.File == endpoint.File) == MostOfOrganisation)
                    continue;
                _served[endpoint.Id] = ++_turns;
                _underWay[endpoint.Id] = (endpoint.File, Task.Run(() => SendAsync(endpoint.Id, cancellation), CancellationToken.None));
            }

            return [.. _underWay.Values.Select(one => one.Turn)];
        }
        finally
        {
            _looking.Release();
        }
    }

    // Endpoints that nobody sends to, and for which something happened or was asked for.
    private async Task<List<WebhookEndpoint>> FindAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<AmbassadorsDbContext>(), clock.Now());
        Guid[] served = [.. _underWay.Keys];
        var free = db.WebhookEndpoints.AsNoTracking().Include(endpoint => endpoint.Queue)
            .Where(endpoint => !EF.Parameter(served).Contains(endpoint.Id) && (endpoint.Queue.LeasedUntil == null || endpoint.Queue.LeasedUntil < now));
        var head = await db.HeadPositionAsync(cancellation);
        var behind = await free.Where(endpoint => endpoint.Status == WebhookStatus.Active && endpoint.Queue.Position < head && (endpoint.Queue.DueAt == null || endpoint.Queue.DueAt <= now))
            .ToListAsync(cancellation);
        var asked = await free.Where(endpoint => endpoint.Status != WebhookStatus.Removed
                && db.WebhookDeliveries.Any(one => one.EndpointId == endpoint.Id && one.State == DeliveryState.Pending && one.Cause != DeliveryCause.Event && one.DueAt <= now))
            .ToListAsync(cancellation);
        return [.. (await HeardAsync(db, behind, head, cancellation)).UnionBy(asked, endpoint => endpoint.Id)];
    }

    // Most of what happens most endpoints do not hear of. Those that stand at one position are told of what came since by one reading; those who hear nothing of it move on.
    // None beyond the head that was read before them: what they hear may have been changed since, and what happened after that is judged by the next look.
    private async Task<List<WebhookEndpoint>> HeardAsync(AmbassadorsDbContext db, IReadOnlyList<WebhookEndpoint> endpoints, long head, CancellationToken cancellation)
    {
        var wanted = new List<WebhookEndpoint>();
        foreach (var standing in endpoints.GroupBy(endpoint => endpoint.Queue.Position))
        {
            var (from, now) = (standing.Key, clock.Now());
            var stretch = await db.JournalPositions.AsNoTracking().Include(one => one.Entry).Where(one => one.Position > from && one.Position <= head)
                .OrderBy(one => one.Position).Take(MostAtOneLook).ToListAsync(cancellation);
            var hearing = standing.Where(endpoint => queues.HearingOf(endpoint) is var heard && stretch.Exists(one => heard.Hears(one.Entry))).ToList();
            wanted.AddRange(hearing);
            if (stretch.Count == 0)
                continue;
            Guid[] idle = [.. standing.Except(hearing).Select(endpoint => endpoint.Id)];
            var until = stretch[^1].Position;
            await db.WebhookQueues.Where(queue => EF.Parameter(idle).Contains(queue.EndpointId) && queue.Position == from && (queue.LeasedUntil == null || queue.LeasedUntil < now))
                .ExecuteUpdateAsync(set => set.SetProperty(queue => queue.Position, until), cancellation);
        }

        return wanted;
    }

    private async Task SendAsync(Guid endpoint, CancellationToken cancellation)
    {
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
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A look for webhooks to send failed; the next one goes on.")]
    private partial void PassFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sending to the webhook endpoint {Endpoint} failed; it goes on once its lease is over.")]
    private partial void SendingFailed(Exception exception, Guid endpoint);
}

/// <summary>There is something to send that nobody has to wait for.</summary>
public sealed class WebhookSignal : Signal;
