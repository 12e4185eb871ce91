using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ambassadors.Tests.Support;

/// <summary>A partner's server, on a port of its own: keeps what it was sent and answers as a test says.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = new();
    private int _atOnce;

    private Receiver(WebApplication app) => _app = app;

    /// <summary>What it was sent, in the order in which it came.</summary>
    public ConcurrentQueue<Message> Messages { get; } = new();

    /// <summary>Where it is.</summary>
    public string Url => $"{_app.Urls.Single()}/hooks";

    /// <summary>Starts one.</summary>
    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>The next one that comes is answered so; those without a word get 204.</summary>
    public void Answer(int status, params (string Name, string Value)[] headers) => _answers.Enqueue(async http =>
    {
        http.Response.StatusCode = status;
        foreach (var (name, value) in headers)
            http.Response.Headers[name] = value;
        await http.Response.WriteAsync($"answered {status}");
    });

    /// <summary>The next one that comes is not answered, however long it waits.</summary>
    public void Hang() => _answers.Enqueue(http => Task.Delay(Timeout.Infinite, http.RequestAborted));

    /// <summary>The next one that comes is answered with a status and with a body that never ends.</summary>
    public void Trickle(int status) => _answers.Enqueue(async http =>
    {
        http.Response.StatusCode = status;
        await http.Response.WriteAsync("and so on");
        await http.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, http.RequestAborted);
    });

    /// <summary>How many it was sent at once, at the most.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>How long it takes for each.</summary>
    public TimeSpan Slowness { get; set; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        lock (_answers)
            MostAtOnce = Math.Max(MostAtOnce, ++_atOnce);
        await Task.Delay(Slowness);
        lock (_answers)
            _atOnce--;
        Messages.Enqueue(new Message(http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body));
        if (!_answers.TryDequeue(out var answer))
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        try
        {
            await answer(http);
        }
        catch (OperationCanceledException)
        {
            // Whoever sent it gave up.
        }
    }
}

/// <summary>What came.</summary>
/// <param name="Headers">Its headers.</param>
/// <param name="Body">Its body.</param>
public sealed record Message(IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The body, a CloudEvent.</summary>
    public JsonElement Event { get; } = JsonDocument.Parse(Body).RootElement;

    /// <summary>Its <c>webhook-id</c>.</summary>
    public string Id => Headers["webhook-id"];

    /// <summary>Its type.</summary>
    public string Type => Event.GetProperty("type").GetString()!;

    /// <summary>Its signatures.</summary>
    public IReadOnlyList<string> Signatures => Headers["webhook-signature"].Split(' ');

    /// <summary>What was signed.</summary>
    public string Signed => $"{Id}.{Headers["webhook-timestamp"]}.{Body}";
}
