using System.Text.Json.Nodes;

namespace Ambassadors.Tests.Support;

/// <summary>A pool of a test's own: its applications and offers speak a language that nobody else's do, so that they are candidates of each other alone.</summary>
public sealed class Pool
{
    private static int _pools;

    private readonly Service _service;
    private readonly List<GivenApplication> _applications = [];

    private Pool(Service service, GivenCall call, string language) => (_service, Call, Language) = (service, call, language);

    /// <summary>The call.</summary>
    public GivenCall Call { get; }

    /// <summary>The language.</summary>
    public string Language { get; }

    /// <summary>Opens a call for the pool.</summary>
    public static async Task<Pool> OpenAsync(Service service, object? call = null)
    {
        var number = Interlocked.Increment(ref _pools);
        return new Pool(service, await service.Given.OpenCallAsync(call), $"q{(char)('a' + number / 26 % 26)}{(char)('a' + number % 26)}");
    }

    /// <summary>An application of a pôle, qualified.</summary>
    public async Task<GivenApplication> ApplicationAsync(string pole, object? with = null)
    {
        var content = Given.Over(with, new JsonObject { ["languages"] = new JsonArray(Language) });
        var application = await _service.Given.ApplicationInMatchingAsync(Call, await _service.Given.PoleAsync(pole), content);
        _applications.Add(application);
        return application;
    }

    /// <summary>A published offer of a cluster, with one place unless said otherwise.</summary>
    public async Task<GivenOffer> OfferAsync(string cluster, object? with = null) =>
        await _service.Given.PublishedOfferAsync(await _service.Given.ClusterAsync(cluster), Given.Over(with, new JsonObject { ["languages"] = new JsonArray(Language), ["capacity"] = 1 }));

    /// <summary>Closes the call and begins its matching.</summary>
    public async Task StartAsync()
    {
        foreach (var act in new[] { "close", "start-matching" })
            (await _service.Given.Administrator.TakeAsync(Call.Path, act)).ShouldBe(200);
    }

    /// <summary>Asks for a run and waits until it is over.</summary>
    public async Task<Answer> RunAsync(object? request = null)
    {
        var asked = (await _service.Given.Officer.PostAsync($"{Call.Path}/matching-runs", request ?? new { })).ShouldBe(202);
        return await OverAsync(asked.Headers["Location"]);
    }

    /// <summary>Waits until a run is over.</summary>
    public async Task<Answer> OverAsync(string path)
    {
        for (var look = 0; look < 600; look++)
        {
            var run = (await _service.Given.Officer.GetAsync(path)).ShouldBe(200);
            if (run.State is not ("queued" or "running"))
                return run;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"{path} was not over within half a minute.\n{_service.Faults}");
    }

    /// <summary>Publishes a run.</summary>
    public Task<Answer> PublishAsync(Answer run, bool confirm = false) =>
        _service.Given.Officer.TakeAsync(PathOf(run), "publish", new { confirm });

    /// <summary>The path of a run.</summary>
    public static string PathOf(Answer run) => $"/v1/matching-runs/{run.Id}";
}
