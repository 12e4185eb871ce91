namespace Ambassadors.Domain.Offers;

/// <summary>
/// How long an offer stays in the pool without a word of its cluster: a host that forgot its offer would be proposed pairings in vain. Whoever is reminded
/// late, because the service was away, has the same time to act after each reminder as everybody.
/// </summary>
public static class Reconfirmation
{
    /// <summary>How long a publication, a resumption or a confirmation counts.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromDays(90);

    /// <summary>How many days before the end of it the cluster is reminded, the first reminder first.</summary>
    public static readonly IReadOnlyList<int> RemindedDaysBefore = [14, 3];

    /// <summary>The earliest instant of what follows these reminders: the next one or, after the last, the pause.</summary>
    /// <param name="reconfirmBy">By when the cluster has to confirm.</param>
    /// <param name="remindedAt">When it was reminded of that, in order.</param>
    public static DateTimeOffset NextAt(DateTimeOffset reconfirmBy, IReadOnlyList<DateTimeOffset> remindedAt)
    {
        var ahead = remindedAt.Count < RemindedDaysBefore.Count ? RemindedDaysBefore[remindedAt.Count] : 0;
        var usual = reconfirmBy.AddDays(-ahead);
        if (remindedAt.Count == 0)
            return usual;
        var earliest = remindedAt[^1].AddDays(RemindedDaysBefore[remindedAt.Count - 1] - ahead);
        return earliest > usual ? earliest : usual;
    }

    /// <summary>When the offer is paused at the earliest if the cluster is reminded at this instant: what the reminder says.</summary>
    /// <param name="reconfirmBy">By when the cluster has to confirm.</param>
    /// <param name="reminder">Which reminder, from 0.</param>
    /// <param name="at">When it is given.</param>
    public static DateTimeOffset PausesAt(DateTimeOffset reconfirmBy, int reminder, DateTimeOffset at)
    {
        var promised = at.AddDays(RemindedDaysBefore[reminder]);
        return promised > reconfirmBy ? promised : reconfirmBy;
    }

    /// <summary>Whether the time to confirm is over, every reminder was given, and the time that the last one promised has passed.</summary>
    public static bool HasLapsed(DateTimeOffset reconfirmBy, IReadOnlyList<DateTimeOffset> remindedAt, DateTimeOffset at) =>
        remindedAt.Count == RemindedDaysBefore.Count && NextAt(reconfirmBy, remindedAt) <= at;
}
