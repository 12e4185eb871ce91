namespace Ambassadors.Api.Http;

/// <summary>Time as the programme counts it.</summary>
public static class Clock
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    /// <summary>Now, in whole milliseconds: what both databases keep, so that what is answered and what is read again are equal.</summary>
    public static DateTimeOffset Now(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }

    /// <summary>The day in Paris.</summary>
    public static DateOnly Today(this TimeProvider clock) => DayOf(clock.GetUtcNow());

    /// <summary>An instant as the clocks in Paris show it.</summary>
    public static DateTimeOffset InParis(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Paris);

    /// <summary>The instant of an hour of a day in Paris. One that a spring leaves out is the next; of one that an autumn has twice it is the later.</summary>
    public static DateTimeOffset AtHour(DateOnly day, int hour)
    {
        var shown = day.ToDateTime(new TimeOnly(hour, 0));
        if (Paris.IsInvalidTime(shown))
            shown = shown.AddHours(1);
        return new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(shown, Paris), TimeSpan.Zero);
    }

    /// <summary>The day in Paris of an instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Paris).DateTime);
}
