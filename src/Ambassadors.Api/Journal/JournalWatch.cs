namespace Ambassadors.Api.Journal;

/// <summary>Where those wait who have read the journal to its end. One look at the database serves them all, however many they are.</summary>
public sealed class JournalWatch
{
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _head;
    private int _waiting;

    /// <summary>Whether anybody waits.</summary>
    public bool IsWatched => Volatile.Read(ref _waiting) > 0;

    /// <summary>The journal has come so far.</summary>
    public void Reach(long head)
    {
        if (head <= Interlocked.Read(ref _head))
            return;
        Interlocked.Exchange(ref _head, head);
        Interlocked.Exchange(ref _moved, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    /// <summary>Waits until the journal is longer than that, or for some time: real time, whatever the service's clock says.</summary>
    public async Task WaitBeyondAsync(long position, TimeSpan most, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            var moved = Volatile.Read(ref _moved);
            if (Interlocked.Read(ref _head) <= position)
                await moved.Task.WaitAsync(most, cancellation);
        }
        catch (TimeoutException)
        {
            // Nothing came.
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
