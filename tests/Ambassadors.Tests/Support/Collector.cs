using System.Collections.Concurrent;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ambassadors.Tests.Support;

/// <summary>A collector of OpenTelemetry, on loopback: it takes OTLP by HTTP and reads what the protocol's definition says is in it.</summary>
public sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Signal, byte[] Message)> _received = new();

    private Collector(WebApplication app) => _app = app;

    /// <summary>A span that arrived.</summary>
    /// <param name="Scope">The name of its source.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Trace">Its trace.</param>
    /// <param name="Parent">The span around it; empty where there is none.</param>
    public sealed record Span(string Scope, string Name, string Trace, string Parent);

    /// <summary>Its address.</summary>
    public string Address => _app.Urls.Single();

    /// <summary>All that arrived, as text: what was said in it stands there as it was said.</summary>
    public string Everything => string.Join('\n', _received.Select(one => Encoding.UTF8.GetString(one.Message)));

    /// <summary>The spans: resource_spans, scope_spans, and in these the scope's name and each span.</summary>
    public IReadOnlyList<Span> Spans =>
    [
        .. Messages("traces", 1, 2).SelectMany(scope => At(scope, 2).Select(span => new Span(
            Text(scope, 1, 1), Text(span, 5), Convert.ToHexStringLower(At(span, 1).Single()), Convert.ToHexStringLower(At(span, 4).SingleOrDefault() ?? []))))
    ];

    /// <summary>The names of the metrics: resource_metrics, scope_metrics, metrics, name.</summary>
    public IReadOnlyCollection<string> Metrics => [.. Messages("metrics", 1, 2, 2).Select(metric => Text(metric, 1)).Distinct()];

    /// <summary>The log records, each with its trace, empty where it is of none: resource_logs, scope_logs, log_records.</summary>
    public IReadOnlyList<(string Body, string Trace)> Logs =>
        [.. Messages("logs", 1, 2, 2).Select(record => (Text(record, 5, 1), Convert.ToHexStringLower(At(record, 9).SingleOrDefault() ?? [])))];

    /// <summary>Starts one.</summary>
    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var collector = new Collector(app);
        app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var message = new MemoryStream();
            await request.Body.CopyToAsync(message);
            Assert.Equal("application/x-protobuf", request.ContentType);
            collector._received.Enqueue((signal, message.ToArray()));
            return Results.Bytes([], "application/x-protobuf");
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private IEnumerable<byte[]> Messages(string signal, params int[] path) => _received.Where(one => one.Signal == signal).SelectMany(one => At(one.Message, path));

    private static string Text(byte[] message, params int[] path) => Encoding.UTF8.GetString(At(message, path).FirstOrDefault() ?? []);

    private static IEnumerable<byte[]> At(byte[] message, params int[] path) =>
        path is [var field, .. var rest] ? Fields(message, field).SelectMany(found => At(found, rest)) : [message];

    private static List<byte[]> Fields(byte[] message, int field)
    {
        var found = new List<byte[]>();
        var input = new CodedInputStream(message);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (WireFormat.GetTagFieldNumber(tag) == field && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
                found.Add(input.ReadBytes().ToByteArray());
            else
                input.SkipLastField();
        }

        return found;
    }
}
