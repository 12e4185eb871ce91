using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Journal;
using Ambassadors.Api.Startup;
using Ambassadors.Api.Telemetry;

namespace Ambassadors.Api.Deadlines;

/// <summary>
/// Applies what is due, one resource a transaction. Several instances may do so at once: each act is judged on fresh reads and
/// written on the version that it was judged on, so that of two one does it and the other finds it done.
/// </summary>
public sealed partial class DeadlineService(
    IServiceScopeFactory scopes, Housekeeping housekeeping, Measures measures, TimeProvider clock, IConfiguration configuration, ILogger<DeadlineService> log)
    : RecurringService(configuration.GetValue("Deadlines:Interval", UsualInterval), clock)
{
    private static readonly TimeSpan UsualInterval = TimeSpan.FromSeconds(20);

    /// <summary>Every deadline, reminders before what waits for them.</summary>
    public static readonly IReadOnlyList<Deadline> Deadlines =
    [
        new CallOpens(), new CallCloses(), new ProposalReminderSevenDays(), new ProposalReminderTwoDays(), new ProposalExpires(),
        new FirstLegMissed(), new DraftReminder(), new DraftExpires(), new SilenceAlert(30, 10), new SilenceAlert(10, 3), new SilenceAlert(3, 0), new SilenceRejects(),
        new OfferWindowsOver(), new OfferReminder(0), new OfferReminder(1), new OfferPauses()
    ];

    /// <summary>Applies all that is due now; a batch of each kind.</summary>
    public async Task ApplyDueAsync(CancellationToken cancellation)
    {
        using var span = Spans.Source.StartActivity("pass over deadlines");
        foreach (var deadline in Deadlines)
        {
            foreach (var id in await OnScopeAsync(due => deadline.FindAsync(due, cancellation)))
                await ApplyAsync(deadline, id, cancellation);
        }

        await using var scope = scopes.CreateAsyncScope();
        await housekeeping.RunAsync(scope.ServiceProvider, cancellation);
    }

    /// <inheritdoc/>
    protected override Task PassAsync(CancellationToken cancellation) => ApplyDueAsync(cancellation);

    private async Task ApplyAsync(Deadline deadline, Guid id, CancellationToken cancellation)
    {
        try
        {
            await OnScopeAsync(async due =>
            {
                await using var transaction = await due.Db.BeginWorkAsync(cancellation);
                await deadline.ApplyAsync(id, due, cancellation);
                await due.Db.SaveChangesAsync(cancellation);
                await due.Announcements.MakeAsync(due.Db, cancellation);
                await transaction.CommitAsync(cancellation);
                return true;
            });
            measures.Due(deadline.Name, "met");
        }
        catch (Exception exception) when (Races.IsLost(exception))
        {
            // Another instance did it, or somebody moved the resource on: the next pass sees what is left.
            measures.Due(deadline.Name, "lost");
            RaceLost(deadline.Name, id);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            // One that can't be met keeps no other from being met.
            measures.Due(deadline.Name, "failed");
            OneFailed(exception, deadline.Name, id);
        }
    }

    private async Task<T> OnScopeAsync<T>(Func<Due, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        return await work(new Due(
            services.GetRequiredService<AmbassadorsDbContext>(), services.GetRequiredService<Announcements>(), Clock.Now(), Clock.Today()));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A pass over the deadlines failed; the next one goes on.")]
    protected override partial void PassFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Deadline} of {Resource} failed.")]
    private partial void OneFailed(Exception exception, string deadline, Guid resource);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Deadline} of {Resource} was done by somebody else.")]
    private partial void RaceLost(string deadline, Guid resource);
}

/// <summary>Registers the deadlines.</summary>
public static class DeadlineRegistration
{
    /// <summary>Registers the service that applies what is due.</summary>
    public static WebApplicationBuilder AddDeadlines(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Housekeeping>();
        builder.Services.AddSingleton<DeadlineService>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DeadlineService>());
        return builder;
    }
}
