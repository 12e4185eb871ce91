using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Ambassadors.Tests.Support;

namespace Ambassadors.Tests.Persistence;

/// <summary>
/// The service is killed under load, again and again, as a machine does that loses its power. AMBASSADORS_KILLS says how often; without it, three times. Each run prints what it counted.
/// </summary>
public abstract class KillTests(OnDatabase database) : IAsyncDisposable
{
    private const int UsualKills = 3;
    private const string Endpoints = "v1/webhook-endpoints";
    private const string Members = "v1/poles/scs/members";
    private const int Writers = 12;
    private const int ChangesOfEach = 3;

    // So many changes are acknowledged between two kills at the least, so that each comes under load, however slow the machine is.
    private const int FewestBetween = 5;
    private const int MostBetween = 60;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("AMBASSADORS_KILLS"), out var kills) ? kills : UsualKills;

    private readonly ConcurrentDictionary<Guid, int> _acknowledged = new();
    private readonly SemaphoreSlim _starting = new(1);
    private ServiceProcess _process = null!;
    private HttpClient _http = null!;
    private int _answers, _lost, _foundDone;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _starting.Dispose();
        _http?.Dispose();
        if (_process is not null)
            await _process.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_every_event_reaches_its_webhook_and_the_chain_holds()
    {
        await using var receiver = await Receiver.StartAsync();
        var settings = await database.PreparedAsync();
        await StartAsync(settings);
        using (var answer = await SendAsync(_http, HttpMethod.Post, Endpoints, new { url = receiver.Url, types = new[] { "member.*" } }, Guid.NewGuid(), null))
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => WriteAsync(writer, over.Token)));
        for (var kill = 0; kill < Kills; kill++)
        {
            await UnderLoadAsync(writing);
            await RestartAsync(settings);
        }

        await UnderLoadAsync(writing);
        await over.CancelAsync();
        await writing;
        await AllSentAsync(receiver);
        await AllKeptAsync();

        var sent = Sent(receiver);
        var versions = sent.ToLookup(one => one.Resource, one => one.Version);
        Assert.All(_acknowledged, one => Assert.Equal(Enumerable.Range(1, one.Value), versions[one.Key].Distinct().Order().Take(one.Value)));
        Assert.All(sent.GroupBy(one => (one.Resource, one.Version)), version => Assert.Single(version.Select(one => one.Id).Distinct()));
        var firsts = sent.DistinctBy(one => one.Id).Select(one => one.Sequence).ToList();
        Assert.Equal(firsts.Order(), firsts);

        await _process.KillAsync();
        await using var verify = ServiceProcess.Start(settings, ["journal", "verify"], ("ASPNETCORE_ENVIRONMENT", "Development"));
        Assert.True(await verify.EndAsync() == 0, verify.Output);
        await PrintAsync($"{GetType().Name}: {Kills} kills; {_answers} changes acknowledged on {_acknowledged.Count} resources, {_lost} answers lost, {_foundDone} of their changes found done; "
            + $"{sent.Count} webhooks for {firsts.Count} events, {sent.Count - firsts.Count} of them again; {verify.Output.Trim()}");
    }

    private static async Task PrintAsync(string counted)
    {
        Console.WriteLine(counted);
        if (Environment.GetEnvironmentVariable("AMBASSADORS_COUNTS") is { Length: > 0 } file)
            await File.AppendAllTextAsync(file, $"{counted}\n", TestContext.Current.CancellationToken);
    }

    private static List<(string Id, Guid Resource, int Version, long Sequence)> Sent(Receiver receiver) => [.. receiver.Messages.Select(message => (
        message.Id, message.Event.GetProperty("data").GetProperty("resourceId").GetGuid(), message.Event.GetProperty("data").GetProperty("version").GetInt32(),
        long.Parse(message.Event.GetProperty("sequence").GetString()!, CultureInfo.InvariantCulture)))];

    // Until a number of changes, another each time, was acknowledged since the start, and then an instant more: at whatever the service is by then.
    private async Task UnderLoadAsync(Task writing)
    {
        var enough = _answers + Random.Shared.Next(FewestBetween, MostBetween);
        for (var waited = Stopwatch.StartNew(); _answers < enough; await Task.Delay(10, TestContext.Current.CancellationToken))
        {
            if (writing.IsCompleted)
                await writing;
            Assert.True(waited.Elapsed < Patience, $"{_answers} changes were acknowledged, {enough} were waited for.\n{_process.Output}");
        }

        await Task.Delay(Random.Shared.Next(50), TestContext.Current.CancellationToken);
    }

    private async Task RestartAsync(IReadOnlyDictionary<string, string> settings)
    {
        await _process.KillAsync();
        await _starting.WaitAsync();
        try
        {
            await _process.DisposeAsync();
            await StartAsync(settings);
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        _process = ServiceProcess.Start(settings, ("ASPNETCORE_ENVIRONMENT", "Development"), ("Journal:Interval", "00:00:00.2"), ("Webhooks:Interval", "00:00:00.2"), ("Logging:LogLevel:Default", "Warning"));
        await _process.ReadyAsync();
        _http = await _process.AdministratorAsync();
        _http.Timeout = Patience;
    }

    // Adds a member and changes it a few times, then the next. What was not answered is asked again: by the same key, or by looking what is there.
    private async Task WriteAsync(int writer, CancellationToken over)
    {
        for (var number = 0; !over.IsCancellationRequested; number++)
        {
            var (key, name) = (Guid.NewGuid(), $"Member {writer}-{number}");
            var seen = await InsistAsync(http => SendAsync(http, HttpMethod.Post, Members, new { name, function = "board_member" }, key, null));
            for (var change = 1; change <= ChangesOfEach && !over.IsCancellationRequested; change++)
            {
                var (path, etag, changed) = ($"{Members}/{seen.Id}", seen.ETag, new { name = $"{name}, changed {change} times" });
                seen = await InsistAsync(async http =>
                {
                    var answer = await SendAsync(http, HttpMethod.Patch, path, changed, null, etag);
                    if (answer.StatusCode != HttpStatusCode.PreconditionFailed)
                        return answer;

                    // It was done, and its answer lost.
                    answer.Dispose();
                    Interlocked.Increment(ref _foundDone);
                    return await SendAsync(http, HttpMethod.Get, path, null, null, null);
                });
            }
        }
    }

    // Asks until there is an answer. What is answered is acknowledged.
    private async Task<Seen> InsistAsync(Func<HttpClient, Task<HttpResponseMessage>> send)
    {
        while (true)
        {
            try
            {
                using var answer = await send(await ReadyAsync());
                var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                if (answer.IsSuccessStatusCode)
                {
                    if (answer.Headers.Contains("Idempotent-Replayed"))
                        Interlocked.Increment(ref _foundDone);
                    using var json = JsonDocument.Parse(body);
                    var seen = new Seen(json.RootElement.GetProperty("id").GetGuid(), json.RootElement.GetProperty("version").GetInt32(), answer.Headers.ETag!.ToString());
                    _acknowledged[seen.Id] = seen.Version;
                    Interlocked.Increment(ref _answers);
                    return seen;
                }

                Assert.True(answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests, $"{(int)answer.StatusCode} {body}");
            }
            catch (HttpRequestException)
            {
                Interlocked.Increment(ref _lost);
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private async Task<HttpClient> ReadyAsync()
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        _starting.Release();
        return _http;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string path, object? body, Guid? key, string? ifMatch)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json");
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key.ToString());
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task AllSentAsync(Receiver receiver)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(200, TestContext.Current.CancellationToken))
        {
            var sent = Sent(receiver).Select(one => (one.Resource, one.Version)).ToHashSet();
            if (_acknowledged.All(one => sent.Contains((one.Key, one.Value))))
                return;
        }
    }

    private async Task AllKeptAsync()
    {
        foreach (var (id, version) in _acknowledged)
        {
            using var answer = await SendAsync(_http, HttpMethod.Get, $"{Members}/{id}", null, null, null);
            using var member = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal(version, member.RootElement.GetProperty("version").GetInt32());
        }
    }

    private sealed record Seen(Guid Id, int Version, string ETag);
}

/// <inheritdoc/>
public sealed class KillsOnSqlite(OnSqlite database) : KillTests(database);

/// <inheritdoc/>
public sealed class KillsOnPostgres(OnPostgres database) : KillTests(database);
