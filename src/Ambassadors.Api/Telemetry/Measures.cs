using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Ambassadors.Api.Telemetry;

/// <summary>
/// What the service measures of itself, beside what the framework measures of requests, connections and memory. Named as OpenTelemetry names: units apart
/// (UCUM), never in a name; nothing that identifies a person, and no value without bound, in an attribute. Where nobody listens, it costs a look.
/// </summary>
public sealed class Measures
{
    /// <summary>The meter.</summary>
    public const string Meter = "Ambassadors";

    private const string Queue = "ambassadors.queue";
    private const string Deadline = "ambassadors.deadline";
    private const string Outcome = "ambassadors.outcome";

    // From what a healthy service needs (200 ms) to what readiness complains of (30 s), and ten times that.
    private static readonly InstrumentAdvice<double> Lags = new() { HistogramBucketBoundaries = [0.1, 0.2, 0.3, 0.5, 0.75, 1, 2.5, 5, 10, 30, 60, 300] };
    private static readonly InstrumentAdvice<double> Runs = new() { HistogramBucketBoundaries = [0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600, 1800] };
    private static readonly InstrumentAdvice<double> Tries = new() { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15] };

    private readonly Histogram<double> _lag;
    private readonly Histogram<double> _runs;
    private readonly Histogram<double> _tries;
    private readonly Counter<long> _deadlines;
    private IReadOnlyList<BacklogReading> _waiting = [];

    /// <summary>Makes the instruments.</summary>
    public Measures(IMeterFactory meters)
    {
        var meter = meters.Create(Meter);
        _lag = meter.CreateHistogram("ambassadors.journal.lag", "s", "From the instant of a journal entry to the commit of its position, at which readers of the journal see it; its count is that of the entries numbered.", advice: Lags);
        _runs = meter.CreateHistogram("ambassadors.matching.run.duration", "s", "How long an attempt at a matching run took, by how it ended.", advice: Runs);
        _tries = meter.CreateHistogram("ambassadors.webhook.duration", "s", "How long a try to send an event to a webhook endpoint took, by the endpoint's id and by what came of it.", advice: Tries);
        _deadlines = meter.CreateCounter<long>("ambassadors.deadlines", "{deadline}", "What was due and taken up, by what it was and what came of it.");
        meter.CreateObservableGauge("ambassadors.queue.depth", () => Of(one => one.Depth), "{item}", $"What waits in the database, {Backlog.Most} at most: every instance tells the same.");
        meter.CreateObservableGauge("ambassadors.queue.age", () => Of(one => one.Age.TotalSeconds), "s", "How long the oldest of it has waited.");
    }

    /// <summary>Entries have their positions.</summary>
    public void Numbered(IEnumerable<DateTimeOffset> happened, DateTimeOffset now)
    {
        if (!_lag.Enabled)
            return;

        // Another instance's clock may be ahead.
        foreach (var at in happened)
            _lag.Record(Math.Max(0, (now - at).TotalSeconds));
    }

    /// <summary>Something due was taken up: <c>met</c>, <c>lost</c> to somebody who was faster, or <c>failed</c>.</summary>
    public void Due(string deadline, string outcome) => _deadlines.Add(1, new(Deadline, deadline), new(Outcome, outcome));

    /// <summary>An attempt at a matching run is over.</summary>
    public void Computed(TimeSpan took, string outcome) => _runs.Record(took.TotalSeconds, new KeyValuePair<string, object?>(Outcome, outcome));

    /// <summary>An event was sent to an endpoint: <c>taken</c>, or why it was not.</summary>
    public void Tried(Guid endpoint, TimeSpan took, string outcome) =>
        _tries.Record(took.TotalSeconds, new("ambassadors.webhook.endpoint", endpoint.ToString()), new KeyValuePair<string, object?>(Outcome, outcome));

    /// <summary>What waits, as it was just read; nothing where it could not be.</summary>
    public void Wait(IReadOnlyList<BacklogReading> readings) => Volatile.Write(ref _waiting, readings);

    // Of what was read last: who collects is never kept waiting by the database.
    private IEnumerable<Measurement<T>> Of<T>(Func<BacklogReading, T> value) where T : struct =>
        Volatile.Read(ref _waiting).Select(one => new Measurement<T>(value(one), new KeyValuePair<string, object?>(Queue, one.Queue)));
}

/// <summary>The spans of what the service does by itself; those of requests and of SQL are the framework's.</summary>
public static class Spans
{
    /// <summary>Where they come from.</summary>
    public static readonly ActivitySource Source = new(Measures.Meter);
}
