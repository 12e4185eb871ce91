namespace Ambassadors.Api.Http.Quotas;

/// <summary>
/// The windows of one quota, one for each who uses it. A window begins with the first request and is forgotten some time after its end, so
/// that what is kept are those of the last two windows' time, and never more than <see cref="Most"/>.
/// </summary>
public sealed class QuotaWindows(Quota quota, TimeProvider clock, int most = QuotaWindows.Most)
{
    /// <summary>How many windows are kept at once; whoever comes on top of them shares one.</summary>
    public const int Most = 50_000;

    private const string Everybody = "";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Window> _windows = [];
    private DateTimeOffset _sweptAt = clock.GetUtcNow();

    /// <summary>How many are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _windows.Count;
        }
    }

    /// <summary>Counts a request.</summary>
    public Standing Take(string by)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (now - _sweptAt >= quota.Window)
                Sweep(now);
            if (!_windows.ContainsKey(by) && _windows.Count >= most)
                by = Everybody;
            if (!_windows.TryGetValue(by, out var window) || window.EndsAt <= now)
                window = new Window(now + quota.Window, quota.Requests);
            var within = window.Left > 0;
            if (within)
                window = window with { Left = window.Left - 1 };
            _windows[by] = window;
            return new Standing(quota, within, window.Left, (int)Math.Ceiling((window.EndsAt - now).TotalSeconds));
        }
    }

    private void Sweep(DateTimeOffset now)
    {
        _sweptAt = now;
        foreach (var (by, window) in _windows)
        {
            // A dictionary may lose entries while it is read.
            if (window.EndsAt <= now)
                _windows.Remove(by);
        }
    }

    private readonly record struct Window(DateTimeOffset EndsAt, int Left);
}
