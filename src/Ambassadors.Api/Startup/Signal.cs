namespace Ambassadors.Api.Startup;

/// <summary>Wakes a worker of this instance when there is something for it to do; what is asked for elsewhere is found at its next look.</summary>
public abstract class Signal : IDisposable
{
    private readonly SemaphoreSlim _asked = new(0, 1);

    /// <inheritdoc/>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _asked.Dispose();
    }

    /// <summary>There is something to do.</summary>
    public void Ask()
    {
        try
        {
            _asked.Release();
        }
        catch (SemaphoreFullException)
        {
            // It wakes already.
        }
    }

    /// <summary>Waits until there is, or for some time.</summary>
    public async Task WaitAsync(TimeSpan most, TimeProvider clock, CancellationToken cancellation)
    {
        using var over = new CancellationTokenSource(most, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellation);
        try
        {
            await _asked.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // It is time to look.
        }
    }
}
