using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Ambassadors.Api.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Ambassadors.Tests.Support;

/// <summary>What a service measured while somebody listened; other services of the process are not heard.</summary>
public sealed class Heard : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Instrument, double Value, string Tags)> _measured = new();

    public Heard(Service service)
    {
        var its = service.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Measures.Meter && ReferenceEquals(instrument.Meter.Scope, its))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>What an instrument measured, each with its tags: <c>queue=journal</c>, without the prefix that all share.</summary>
    public IReadOnlyList<(double Value, string Tags)> Of(string instrument) =>
        [.. _measured.Where(one => one.Instrument == instrument).Select(one => (one.Value, one.Tags))];

    /// <summary>What the gauges say now, and nothing of before.</summary>
    public IReadOnlyList<(double Value, string Tags)> Now(string gauge)
    {
        _measured.Clear();
        _listener.RecordObservableInstruments();
        return Of(gauge);
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var said = new List<string>();
        foreach (var (name, of) in tags)
            said.Add($"{name.Replace("ambassadors.", "", StringComparison.Ordinal)}={of}");
        _measured.Enqueue((instrument.Name, value, string.Join(' ', said)));
    }
}
