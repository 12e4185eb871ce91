using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Ambassadors.Api.Startup;
using Ambassadors.Tests.Support;

namespace Ambassadors.Tests.Persistence;

/// <summary>
/// The service is killed under load, again and again, as a machine does that loses its power. AMBASSADORS_KILLS says how often; without it, three times. Each run prints what it counted.
/// </summary>
public abstract class KillTests(OnDatabase database) : IDisposable
{
    private const int UsualKills = 3;
    private const string Members = "v1/poles/scs/members";
    private const int Writers = 6;
    private const int ChangesOfEach = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan TokenKept = TimeSpan.FromMinutes(5);
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("AMBASSADORS_KILLS"), out var kills) ? kills : UsualKills;

    private readonly ConcurrentDictionary<Guid, int> _acknowledged = new();
    private readonly SemaphoreSlim _signIn = new(1);
    private volatile ServiceProcess _process = null!;
    private (string Token, long At)? _token;
    private int _answers, _lost, _replayed;

    /// <inheritdoc/>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _signIn.Dispose();
    }

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_every_event_reaches_its_webhook_and_the_chain_holds()
    {
        await using var receiver = await Receiver.StartAsync();
        var settings = await database.EmptyAsync();
        await StartAsync(settings);
        await RegisterAsync(receiver);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var writers = Enumerable.Range(0, Writers).Select(writer => WriteAsync(writer, over.Token)).ToList();
        var random = new Random(Kills);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(random.Next(100, 1_500), over.Token);
            var killed = _process;
            await killed.KillAsync();
            await StartAsync(settings);
            await killed.DisposeAsync();
        }

        await Task.Delay(random.Next(100, 1_500), over.Token);
        await over.CancelAsync();
        await Task.WhenAll(writers);
        await AllSentAsync(receiver);

        var sent = receiver.Messages.Select(message => (message.Id, Resource: message.Event.GetProperty("data").GetProperty("resourceId").GetGuid(),
            Version: message.Event.GetProperty("data").GetProperty("version").GetInt32(), Sequence: long.Parse(message.Event.GetProperty("sequence").GetString()!, CultureInfo.InvariantCulture))).ToList();
        foreach (var (member, version) in _acknowledged)
        {
            var ofMember = sent.Where(one => one.Resource == member).ToList();
            Assert.True(ofMember.Select(one => one.Version).Distinct().Order().Take(version).SequenceEqual(Enumerable.Range(1, version)), $"{member}: {version} versions were acknowledged, {string.Join(' ', ofMember)} were sent");
        }

        Assert.All(sent.GroupBy(one => (one.Resource, one.Version)), version => Assert.Single(version.Select(one => one.Id).Distinct()));
        var firsts = sent.DistinctBy(one => one.Id).Select(one => one.Sequence).ToList();
        Assert.Equal(firsts.Order(), firsts);

        await _process.KillAsync();
        await using var verify = ServiceProcess.Start(settings, ["journal", "verify"], ("ASPNETCORE_ENVIRONMENT", "Development"));
        Assert.True(await verify.EndAsync() == 0, verify.Output);
        await _process.DisposeAsync();
        var counted = $"{GetType().Name}: {Kills} kills; {_answers} changes acknowledged on {_acknowledged.Count} resources, {_lost} answers lost, {_replayed} of them found done; "
            + $"{sent.Count} webhooks for {firsts.Count} events, {sent.Count - firsts.Count} of them twice; {verify.Output.Trim()}";
        Console.WriteLine(counted);
        if (Environment.GetEnvironmentVariable("AMBASSADORS_COUNTS") is { Length: > 0 } file)
            await File.AppendAllTextAsync(file, $"{counted}\n", TestContext.Current.CancellationToken);
    }

    private async Task StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        var process = ServiceProcess.Start(settings, ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("Journal:Interval", "00:00:00.2"), ("Webhooks:Interval", "00:00:00.2"), ("Deadlines:Interval", "00:00:05"));
        await process.ReadyAsync();
        _process = process;
    }

    private async Task RegisterAsync(Receiver receiver)
    {
        using var http = new HttpClient { BaseAddress = _process.Address };
        using var answer = await SendAsync(http, HttpMethod.Post, "v1/webhook-endpoints", new { url = receiver.Url, types = new[] { "member.*" } }, Guid.NewGuid(), null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    // Adds a member and changes it a few times, then the next. What was not answered is asked again: by the same key, or by looking what is there.
    private async Task WriteAsync(int writer, CancellationToken over)
    {
        for (var number = 0; !over.IsCancellationRequested; number++)
        {
            var key = Guid.NewGuid();
            var member = new { name = $"Member {writer}-{number}", function = "board_member" };
            if (await InsistAsync(http => SendAsync(http, HttpMethod.Post, Members, member, key, null, over), over) is not { } created)
                return;
            Acknowledge(created);
            var seen = created;
            for (var change = 1; change <= ChangesOfEach && !over.IsCancellationRequested; change++)
            {
                var (etag, name) = (seen.ETag, $"Member {writer}-{number}, changed {change} times");
                var patched = await InsistAsync(async http =>
                {
                    var answer = await SendAsync(http, HttpMethod.Patch, $"{Members}/{created.Id}", new { name }, null, etag, over);
                    if (answer.StatusCode != HttpStatusCode.PreconditionFailed)
                        return answer;

                    // It was done, and its answer lost.
                    answer.Dispose();
                    Interlocked.Increment(ref _replayed);
                    return await SendAsync(http, HttpMethod.Get, $"{Members}/{created.Id}", null, null, null, over);
                }, over);
                if (patched is null)
                    return;
                Acknowledge(seen = patched);
            }
        }
    }

    private void Acknowledge(Seen seen)
    {
        Interlocked.Increment(ref _answers);
        _acknowledged[seen.Id] = seen.Version;
    }

    private async Task<Seen?> InsistAsync(Func<HttpClient, Task<HttpResponseMessage>> send, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                using var http = new HttpClient { BaseAddress = _process.Address, Timeout = TimeSpan.FromSeconds(20) };
                using var answer = await send(http);
                var body = await answer.Content.ReadAsStringAsync(over);
                if (answer.IsSuccessStatusCode)
                {
                    if (answer.Headers.Contains("Idempotent-Replayed"))
                        Interlocked.Increment(ref _replayed);
                    var json = JsonDocument.Parse(body).RootElement;
                    return new Seen(json.GetProperty("id").GetGuid(), json.GetProperty("version").GetInt32(), answer.Headers.ETag!.ToString());
                }

                Assert.True(answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.Conflict, $"{(int)answer.StatusCode} {body}");
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException && !over.IsCancellationRequested)
            {
                Interlocked.Increment(ref _lost);
            }
            catch (OperationCanceledException)
            {
                return null;
            }

            await Task.Delay(50, CancellationToken.None);
        }

        return null;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string path, object? body, Guid? key, string? ifMatch, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(http.BaseAddress!));
        if (body is not null)
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json");
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key.ToString());
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await http.SendAsync(request, cancellation);
    }

    private async Task<string> TokenAsync(Uri address)
    {
        await _signIn.WaitAsync();
        try
        {
            if (_token is not { } held || Stopwatch.GetElapsedTime(held.At) > TokenKept)
                _token = held = ((await SignIn.AsAsync(address, DemoPeople.Administrator, DemoPeople.Password, string.Join(' ', Api.Http.Scopes.All))).GetProperty("access_token").GetString()!, Stopwatch.GetTimestamp());
            return held.Token;
        }
        finally
        {
            _signIn.Release();
        }
    }

    // The last event of the feed has come.
    private async Task AllSentAsync(Receiver receiver)
    {
        using var http = new HttpClient { BaseAddress = _process.Address };
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience;)
        {
            var sent = receiver.Messages.Select(message => (message.Event.GetProperty("data").GetProperty("resourceId").GetGuid(), message.Event.GetProperty("data").GetProperty("version").GetInt32())).ToHashSet();
            if (_acknowledged.All(one => sent.Contains((one.Key, one.Value))))
                return;
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    private sealed record Seen(Guid Id, int Version, string ETag);
}

/// <inheritdoc/>
public sealed class KillsOnSqlite(OnSqlite database) : KillTests(database);

/// <inheritdoc/>
public sealed class KillsOnPostgres(OnPostgres database) : KillTests(database);
