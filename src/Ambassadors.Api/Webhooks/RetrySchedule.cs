namespace Ambassadors.Api.Webhooks;

/// <summary>When what was not taken is tried again: after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, each within a fifth. That is three days.</summary>
public static class RetrySchedule
{
    private const double Jitter = 0.2;

    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14),
        TimeSpan.FromHours(20), TimeSpan.FromHours(24)
    ];

    /// <summary>The instant of the next try after some in vain; none after the last.</summary>
    /// <param name="attempts">How many were in vain, this one included.</param>
    /// <param name="at">Now.</param>
    /// <param name="asked">What the receiver asked for by <c>Retry-After</c>; it can put off a try, by a day at the most, and never bring one on.</param>
    public static DateTimeOffset? Next(int attempts, DateTimeOffset at, TimeSpan? asked)
    {
        if (attempts > Waits.Length)
            return null;
        var wait = Waits[attempts - 1] * (1 - Jitter + 2 * Jitter * Random.Shared.NextDouble());
        var told = asked is { } some && some < Waits[^1] ? some : asked is null ? TimeSpan.Zero : Waits[^1];
        return at + (told > wait ? told : wait);
    }
}
