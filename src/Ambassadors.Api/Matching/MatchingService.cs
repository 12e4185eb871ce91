using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Startup;
using Ambassadors.Api.Telemetry;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Matching;
using Ambassadors.Matching;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Matching;

/// <summary>
/// Computes the runs that wait, one at a time. Several instances share them by lease: one that is killed in the middle says nothing any
/// more, and another takes its run up; from the frozen input the answer is the same.
/// </summary>
public sealed partial class MatchingService(
    IServiceScopeFactory scopes, RunSignal signal, Measures measures, TimeProvider clock, IConfiguration configuration, ILogger<MatchingService> log) : BackgroundService
{
    private static readonly TimeSpan UsualInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UsualLease = TimeSpan.FromSeconds(30);

    /// <summary>Percent of a run that is not over.</summary>
    private const int MostOfUnfinished = 99;

    private readonly TimeSpan _lease = configuration.GetValue("Matching:Lease", UsualLease);

    /// <summary>Computes all that waits.</summary>
    public async Task ComputeDueAsync(CancellationToken cancellation)
    {
        while (await TakeUpAsync(cancellation) is var (run, attempt))
            await ComputeAsync(run, attempt, cancellation);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = configuration.GetValue("Matching:Interval", UsualInterval);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ComputeDueAsync(stoppingToken);
                await signal.WaitAsync(interval, clock, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                PassFailed(exception);
                await Task.Delay(interval, clock, stoppingToken);
            }
        }
    }

    private async Task<(Guid Run, int Attempt)?> TakeUpAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AmbassadorsDbContext>();
            var now = clock.Now();
            if (await RunLease.Due(db, now).Select(run => (Guid?)run.Id).FirstOrDefaultAsync(cancellation) is not { } id)
                return null;
            try
            {
                await using var transaction = await db.BeginWorkAsync(cancellation);
                if (await RunLease.Due(db, now).SingleOrDefaultAsync(run => run.Id == id, cancellation) is not { } run)
                    continue;
                var givenUp = run.Attempts >= MatchingRun.MostAttempts;
                _ = givenUp ? run.GiveUp("run.given_up", now) : run.TakeUp(now, _lease);
                await db.SaveChangesAsync(cancellation);
                await transaction.CommitAsync(cancellation);
                if (!givenUp)
                    return (run.Id, run.Attempts);
            }
            catch (Exception exception) when (Races.IsLost(exception))
            {
                // Another instance was faster.
            }
        }
    }

    private async Task ComputeAsync(Guid id, int attempt, CancellationToken stopping)
    {
        using var span = Spans.Source.StartActivity("compute matching run", ActivityKind.Consumer, signal.AskedIn(id));
        var (began, outcome) = (clock.GetTimestamp(), "failed");
        using var ours = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var news = Channel.CreateBounded<MatchingProgress>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var heartbeat = BeatAsync(id, attempt, news.Reader, ours);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            outcome = Wire.Name(await scope.ServiceProvider.GetRequiredService<ComputeRun>().HandleAsync(id, attempt, progress => news.Writer.TryWrite(progress), ours.Token));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            outcome = "interrupted";
            await OnScopeAsync(db => RunLease.GiveBackAsync(db, id, attempt, CancellationToken.None));
        }
        catch (OperationCanceledException)
        {
            outcome = "lost";
            RunLost(id);
        }
        catch (Exception exception) when (Races.IsLost(exception))
        {
            outcome = "lost";
            RunLost(id);
        }
        catch (RunGivenUpException refused)
        {
            outcome = "given_up";
            await GiveUpAsync(id, attempt, refused.Code);
        }
        catch (Exception exception)
        {
            RunFailed(exception, id);
            await GiveUpAsync(id, attempt, "run.fault");
        }
        finally
        {
            measures.Computed(clock.GetElapsedTime(began), outcome);
            span?.SetTag("ambassadors.run", id).SetTag("ambassadors.outcome", outcome).SetStatus(outcome == "failed" ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
            await ours.CancelAsync();
            await heartbeat;
        }
    }

    // Says that this instance lives, and how far it is; hears that the run was ended, or that another has it.
    private async Task BeatAsync(Guid id, int attempt, ChannelReader<MatchingProgress> news, CancellationTokenSource ours)
    {
        var (phase, percent, last) = (RunPhase.Candidates, 0, (MatchingProgress?)null);
        try
        {
            while (true)
            {
                await using (var scope = scopes.CreateAsyncScope())
                {
                    var db = scope.ServiceProvider.GetRequiredService<AmbassadorsDbContext>();
                    if (!await RunLease.RenewAsync(db, id, attempt, clock.Now() + _lease, phase, percent, last?.Bound, last?.Best, ours.Token))
                    {
                        await ours.CancelAsync();
                        return;
                    }
                }

                var waiting = news.WaitToReadAsync(ours.Token).AsTask();
                await Task.WhenAny(waiting, Task.Delay(_lease / 3, clock, ours.Token));
                if (news.TryRead(out var progress))
                    (phase, percent, last) = (PhaseOf(progress.Phase), Math.Clamp(progress.Percent, percent, MostOfUnfinished), progress);
            }
        }
        catch (OperationCanceledException)
        {
            // The work is over.
        }
        catch (Exception exception)
        {
            // Until the lease is over the work goes on; what it writes is refused once another has the run.
            BeatFailed(exception, id);
        }
    }

    private Task GiveUpAsync(Guid id, int attempt, string code) => OnScopeAsync(async db =>
    {
        await using var transaction = await db.BeginWorkAsync(CancellationToken.None);
        if (!await RunLease.HoldAsync(db, id, attempt, CancellationToken.None))
            return;
        (await db.MatchingRuns.SingleAsync(run => run.Id == id)).GiveUp(code, clock.Now());
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    });

    private async Task OnScopeAsync(Func<AmbassadorsDbContext, Task> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<AmbassadorsDbContext>());
    }

    private static RunPhase PhaseOf(MatchingPhase phase) => phase switch
    {
        MatchingPhase.Reading => RunPhase.Candidates,
        MatchingPhase.Flows => RunPhase.Flows,
        MatchingPhase.Core => RunPhase.Core,
        MatchingPhase.Lottery => RunPhase.Lottery,
        MatchingPhase.Explaining => RunPhase.Explaining,
        MatchingPhase.Done => RunPhase.Keeping
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "A look for matching runs failed; the next one goes on.")]
    private partial void PassFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The matching run {Run} could not be computed.")]
    private partial void RunFailed(Exception exception, Guid run);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease of the matching run {Run} could not be renewed.")]
    private partial void BeatFailed(Exception exception, Guid run);

    [LoggerMessage(Level = LogLevel.Information, Message = "The matching run {Run} was ended, or another instance has it.")]
    private partial void RunLost(Guid run);
}

/// <summary>A run was asked for here.</summary>
public sealed class RunSignal : Signal
{
    private const int MostTraces = 1000;

    private readonly ConcurrentDictionary<Guid, ActivityContext> _traces = new();

    /// <summary>Keeps the trace of the request that asks for a run, so that what is computed for it is part of the same.</summary>
    public void Trace(Guid run)
    {
        // Those that another instance computed are still there.
        if (_traces.Count >= MostTraces)
            _traces.Clear();
        if (Activity.Current is { } request)
            _traces[run] = request.Context;
    }

    /// <summary>The trace in which a run was asked for here; none where it was asked for elsewhere, or is taken up again.</summary>
    public ActivityContext AskedIn(Guid run) => _traces.TryRemove(run, out var trace) ? trace : default;
}

/// <summary>Registers the matching.</summary>
public static class MatchingRegistration
{
    /// <summary>Registers the service that computes runs, and what it works with.</summary>
    public static WebApplicationBuilder AddMatching(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(_ => ReferenceData.ThemeMap());
        services.AddSingleton<OfferCatalogue>();
        services.AddSingleton<ExactReasons>();
        services.AddSingleton<RunSignal>();
        services.AddScoped<PoolReader>();
        services.AddScoped<FreezeInput>();
        services.AddScoped<ProblemOfRun>();
        services.AddScoped<ComputeRun>();
        services.AddSingleton<MatchingService>();
        services.AddHostedService(provider => provider.GetRequiredService<MatchingService>());
        return builder;
    }
}
