namespace Ambassadors.Api.Startup;

/// <summary>Work that every instance does again and again. A pass that fails is told of, and the next goes on.</summary>
/// <param name="interval">How long after the beginning of a pass the next begins.</param>
/// <param name="clock">The service's clock.</param>
public abstract class RecurringService(TimeSpan interval, TimeProvider clock) : BackgroundService
{
    /// <summary>The service's clock.</summary>
    protected TimeProvider Clock => clock;

    /// <summary>Does it once.</summary>
    protected abstract Task PassAsync(CancellationToken cancellation);

    /// <summary>Tells of a pass that failed.</summary>
    protected abstract void PassFailed(Exception exception);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, clock);
        do
        {
            try
            {
                await PassAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                PassFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
