using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Pairings;

namespace Ambassadors.Domain.Matching;

/// <summary>When a stay can take place: inside a window of the application and a window of the offer.</summary>
public static class Stay
{
    /// <summary>What the windows of both have in common from a day on, the earliest first.</summary>
    public static IReadOnlyList<Window> Common(IReadOnlyList<Window> one, IReadOnlyList<Window> other, DateOnly from)
    {
        var common = new List<Window>();
        foreach (var left in one)
        {
            foreach (var right in other)
            {
                var (starts, ends) = (Later(Later(left.StartsOn, right.StartsOn), from), left.EndsOn < right.EndsOn ? left.EndsOn : right.EndsOn);
                if (starts <= ends)
                    common.Add(new Window(starts, ends));
            }
        }

        common.Sort((left, right) => left.StartsOn.CompareTo(right.StartsOn));
        return common;
    }

    /// <summary>The earliest stays of a length in windows that are sorted: one, or, where persons travel both ways, two that follow each other. Null where there is no room.</summary>
    public static IReadOnlyList<Leg>? Earliest(IReadOnlyList<Window> common, int days, ExchangeDirection direction)
    {
        var first = direction == ExchangeDirection.Inbound ? LegDirection.Inbound : LegDirection.Outbound;
        if (Fitting(common, days, DateOnly.MinValue) is not { } start)
            return null;
        var leg = new Leg(first, start, start.AddDays(days - 1));
        if (direction != ExchangeDirection.Reciprocal)
            return [leg];
        return Fitting(common, days, leg.EndsOn.AddDays(1)) is { } back
            ? [leg, new Leg(LegDirection.Inbound, back, back.AddDays(days - 1))]
            : null;
    }

    private static DateOnly? Fitting(IReadOnlyList<Window> common, int days, DateOnly from)
    {
        DateOnly? earliest = null;
        foreach (var window in common)
        {
            var start = Later(window.StartsOn, from);
            if (window.EndsOn.DayNumber - start.DayNumber + 1 >= days && (earliest is null || start < earliest))
                earliest = start;
        }

        return earliest;
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
