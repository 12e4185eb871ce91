using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ambassadors.Api.Deadlines;
using Ambassadors.Api.Journal;
using Ambassadors.Api.Startup;
using Ambassadors.Api.Telemetry;
using Ambassadors.Api.Webhooks;
using Ambassadors.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ambassadors.Tests.Http;

/// <summary>What the service tells its operators: logs, traces and figures, and of nobody anything personal.</summary>
public abstract partial class TelemetryTests(OnDatabase database) : ServiceTests(database)
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Parent = $"00-{Trace}-00f067aa0ba902b7-01";
    private const string Token = "a token that Prometheus alone has, of the tests";
    private const string Surname = "Quatrefages";

    /// <summary>Whether SQL is spanned: the driver of PostgreSQL does so, that of SQLite does not.</summary>
    protected abstract bool SpansQueries { get; }

    [Fact]
    public async Task No_line_of_a_whole_story_names_a_person_and_each_of_a_request_names_its_trace()
    {
        using var lines = new LogLines();
        var service = await Database.FreshAsync(host => host
            .UseSetting("Logging:LogLevel:Default", "Debug")
            .UseSetting("Logging:LogLevel:Microsoft", "Information")
            .UseSetting("Logging:LogLevel:Microsoft.AspNetCore", "Information")
            .UseSetting("Logging:LogLevel:Microsoft.EntityFrameworkCore", "Information")
            .ConfigureLogging(logging => logging.AddProvider(lines)));
        var given = service.Given;
        var pole = await given.PoleAsync();
        (await pole.Signatory.PatchAsync($"/v1/poles/{pole.Slug}/members/{pole.AmbassadorId}", new { name = $"Ségolène {Surname}" })).ShouldBe(200);
        (await pole.Signatory.GetAsync($"/v1/poles/{pole.Slug}/members?q={Surname}")).ShouldBe(200);
        (await pole.Signatory.PostAsync("/v1/people/invite", new
        {
            name = $"Aimé {Surname}",
            email = "invited@elsewhere.example",
            language = "fr",
            memberships = new[] { new { role = "pole_editor", poleSlug = pole.Slug } }
        })).ShouldBe(201);
        var pairing = await given.ApprovedPairingAsync();
        await service.Services.GetRequiredService<DeadlineService>().ApplyDueAsync(TestContext.Current.CancellationToken);
        await service.Services.GetRequiredService<JournalService>().NumberDueAsync(TestContext.Current.CancellationToken);
        var refused = (await pole.Editor.GetAsync("/v1/pairings/nothing", ("traceparent", Parent))).ShouldBeProblem(404, "resource.not_found");

        var said = lines.All;
        var ofRequests = said.Where(line => line.IsOfRequest).ToList();
        Assert.Contains(ofRequests, line => line.Scopes["RequestPath"] == pairing.Path);
        Assert.All(ofRequests, line => Assert.Matches("^(?!0{32})[0-9a-f]{32}$", line.Trace));
        Assert.Equal(Trace, refused["traceId"]);
        Assert.Contains(ofRequests, line => line.Trace == Trace && line.Scopes["RequestPath"] == "/v1/pairings/nothing");

        string[] secrets =
        [
            Surname, "Ségolène", Service.Password, DemoPeople.Password, "eyJ",
            .. await Task.WhenAll(new[] { pole.Editor, pole.Signatory, pole.Ambassador, given.Officer, given.BudgetOfficer }.Select(async caller => (await caller.TokenAsync())!))
        ];
        foreach (var secret in secrets)
            Assert.DoesNotContain(said, line => line.Text.Contains(secret, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(said, line => Email().IsMatch(line.Text));
    }

    [Fact]
    public async Task What_is_numbered_and_what_is_due_is_measured_once()
    {
        Service = await Database.FreshAsync();
        var call = await Given.DraftCallAsync(new { opensAt = Service.Clock.GetUtcNow().AddSeconds(90) });
        (await Given.Administrator.TakeAsync(call.Path, "publish")).ShouldBe(200);
        var waiting = await Service.OnDatabaseAsync(db => db.UnnumberedEntries.CountAsync());
        using var heard = new Heard(Service);
        Service.Clock.Advance(TimeSpan.FromSeconds(90));

        var (journal, deadlines) = (Service.Services.GetRequiredService<JournalService>(), Service.Services.GetRequiredService<DeadlineService>());
        for (var turn = 0; turn < 2; turn++)
            await journal.NumberDueAsync(TestContext.Current.CancellationToken);
        for (var turn = 0; turn < 2; turn++)
            await deadlines.ApplyDueAsync(TestContext.Current.CancellationToken);

        Assert.Equal(waiting, heard.Of("ambassadors.journal.lag").Count);
        Assert.All(heard.Of("ambassadors.journal.lag"), lag => Assert.Equal((90, ""), lag));
        Assert.Equal([(1, "deadline=call_opens outcome=met")], heard.Of("ambassadors.deadlines"));
    }

    [Fact]
    public async Task A_matching_run_is_part_of_the_trace_that_asked_for_it_and_measured_by_what_came_of_it()
    {
        using var heard = new Heard(Service);
        var spans = new System.Collections.Concurrent.ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Spans.Source.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue
        };
        ActivitySource.AddActivityListener(listener);
        var pool = await Pool.OpenAsync(Service);
        await pool.ApplicationAsync("axelera");
        await pool.OfferAsync("food-valley");
        await pool.StartAsync();
        var asked = (await Given.Officer.SendAsync(
            HttpMethod.Post, $"{pool.Call.Path}/matching-runs", Caller.ContentOf(new { }, "application/json"), null, ("Idempotency-Key", $"{Guid.NewGuid()}"), ("traceparent", Parent))).ShouldBe(202);
        var (good, bad) = (await pool.OverAsync(asked.Headers["Location"]), await pool.RunAsync(new { overrides = new { quotas = new { minCountries = 3 } } }));

        // The measure is taken after the last word on the run is written.
        foreach (var (run, outcome) in new[] { (good, "succeeded"), (bad, "infeasible") })
        {
            await UntilAsync(() => heard.Of("ambassadors.matching.run.duration").Any(one => one.Tags == $"outcome={outcome}"));
            await UntilAsync(() => spans.Any(span => span.OperationName == "compute matching run" && Equals(span.GetTagItem("ambassadors.run"), run.Id)));
            var span = spans.Single(span => Equals(span.GetTagItem("ambassadors.run"), run.Id));
            Assert.Equal((outcome, ActivityStatusCode.Unset, run == good), (span.GetTagItem("ambassadors.outcome"), span.Status, span.TraceId.ToString() == Trace));
        }
    }

    [Fact]
    public async Task What_waits_is_read_every_few_seconds_however_often_somebody_looks()
    {
        var service = await Database.FreshAsync(host => host.UseSetting("Telemetry:Prometheus:Token", Token));
        using var heard = new Heard(service);
        await UntilAsync(() => heard.Now("ambassadors.queue.depth").Count > 0);
        await service.Given.DraftCallAsync();
        var waiting = await service.OnDatabaseAsync(db => db.UnnumberedEntries.CountAsync());
        var statements = await service.Statements.DuringAsync(() =>
        {
            for (var look = 0; look < 20; look++)
                Assert.DoesNotContain(heard.Now("ambassadors.queue.depth"), one => one is (var depth, "queue=journal") && depth == waiting);
            return Task.CompletedTask;
        });
        Assert.DoesNotContain(statements, statement => statement.Sql.Contains("unnumbered", StringComparison.Ordinal));

        service.Clock.Advance(TimeSpan.FromSeconds(5));

        await UntilAsync(() => heard.Now("ambassadors.queue.depth").Any(one => one is (var depth, "queue=journal") && depth == waiting));
        Assert.Contains(heard.Now("ambassadors.queue.age"), one => one is (var age, "queue=journal") && age == 5);
    }

    [Fact]
    public async Task Figures_are_for_who_has_the_token_and_nowhere_without_one()
    {
        Assert.Equal(404, (await Service.Anonymous.GetAsync(TelemetryRegistration.Figures)).Status);
        var service = await Database.FreshAsync(host => host.UseSetting("Telemetry:Prometheus:Token", Token));
        foreach (var caller in new[] { service.Anonymous, service.Given.Administrator, service.WithToken("a token that somebody made up, of this length") })
        {
            var refused = (await caller.GetAsync(TelemetryRegistration.Figures)).ShouldBe(401);
            Assert.Equal(("Bearer", ""), (refused.Headers["WWW-Authenticate"], refused.Body));
        }

        var figures = (await service.WithToken(Token).GetAsync(TelemetryRegistration.Figures)).ShouldBe(200).Body;
        Assert.Contains("\nambassadors_queue_depth", figures, StringComparison.Ordinal);
        Assert.DoesNotContain("@", figures, StringComparison.Ordinal);
        Assert.DoesNotContain("assword", figures, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_dashboard_and_the_alerts_ask_for_nothing_that_the_service_does_not_show()
    {
        Service = await Database.FreshAsync(host => host.UseSetting("Telemetry:Prometheus:Token", Token));
        var pool = await Pool.OpenAsync(Service, new { opensAt = Service.Clock.GetUtcNow().AddDays(-1) });
        await pool.ApplicationAsync("axelera");
        await pool.StartAsync();
        await pool.RunAsync();
        var late = await Given.DraftCallAsync(new { opensAt = Service.Clock.GetUtcNow().AddDays(1) });
        (await Given.Administrator.TakeAsync(late.Path, "publish")).ShouldBe(200);
        Service.Clock.Advance(TimeSpan.FromDays(1));
        await Service.Services.GetRequiredService<DeadlineService>().ApplyDueAsync(TestContext.Current.CancellationToken);
        await Service.Services.GetRequiredService<JournalService>().NumberDueAsync(TestContext.Current.CancellationToken);
        await using var receiver = await Receiver.StartAsync();
        var endpoint = (await Given.Administrator.PostAsync("/v1/webhook-endpoints", new { url = receiver.Url })).ShouldBe(201);
        (await Given.Administrator.PostAsync($"/v1/webhook-endpoints/{endpoint.Id}/test")).ShouldBe(202);
        await Service.Services.GetRequiredService<WebhookService>().SendDueAsync(TestContext.Current.CancellationToken);
        string[] queries = [.. Dashboard(), .. Alerts()];
        Assert.InRange(queries.Length, 20, 200);

        // Some are taken after what they measure was answered.
        IReadOnlyList<string> missing = [];
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var figures = Figures.Of((await Service.WithToken(Token).GetAsync(TelemetryRegistration.Figures)).ShouldBe(200).Body);
            missing = [.. queries.SelectMany(query => figures.MissingFor(query).Select(what => $"{what} in {query}"))];
            if (missing.Count == 0)
                break;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Empty(missing);
        Assert.Equal(["{nobody}", "ambassadors_nothing"], Figures.Of("ambassadors_queue_depth 1").MissingFor("sum by (nobody) (rate(ambassadors_nothing[5m])) / ambassadors_queue_depth").Order());
    }

    [Fact]
    public async Task A_collector_is_sent_spans_figures_and_logs_and_nothing_of_a_person()
    {
        await using var collector = await Collector.StartAsync();
        var settings = await Database.EmptyAsync();
        await using var process = ServiceProcess.Start(settings, ("ASPNETCORE_ENVIRONMENT", "Development"), ("Telemetry:Otlp:Endpoint", collector.Address),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("Logging:LogLevel:Microsoft.AspNetCore.Routing", "Information"));
        await process.ReadyAsync();
        var token = (await SignIn.AsAsync(process.Address, "auditor@programme.example", DemoPeople.Password, "read")).GetProperty("access_token").GetString()!;
        using var http = new HttpClient { BaseAddress = process.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/poles?q={Surname}") { Headers = { { "traceparent", Parent } } };
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);

        // What has not been sent yet is sent at the end.
        Assert.Equal(0, await process.TerminateAsync());
        var spans = collector.Spans;
        var mine = spans.Where(span => span.Trace == Trace).ToList();
        Assert.Equal(("GET /v1/poles/", "00f067aa0ba902b7"), mine.Where(span => span.Scope.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)).Select(span => (span.Name, span.Parent)).Single());
        Assert.Equal(SpansQueries, mine.Any(span => span.Scope == "Npgsql"));
        Assert.DoesNotContain(spans, span => span.Scope == "Npgsql" && span.Parent.Length == 0);
        Assert.DoesNotContain(spans, span => span.Name.Contains("/health", StringComparison.Ordinal));
        Assert.All(["number journal", "pass over deadlines"], name => Assert.Contains(spans, span => (span.Scope, span.Name, span.Parent) == ("Ambassadors", name, "")));
        Assert.All(["http.server.request.duration", "ambassadors.journal.lag", "ambassadors.queue.depth", "ambassadors.queue.age", "dotnet.process.cpu.time"], metric => Assert.Contains(metric, collector.Metrics));
        Assert.Contains("q=Redacted", collector.Everything, StringComparison.Ordinal);
        Assert.Contains(collector.Logs, record => record.Trace == Trace);
        Assert.Contains(collector.Logs, record => record.Body.StartsWith("Now listening on", StringComparison.Ordinal) && record.Trace.Length == 0);
        foreach (var secret in new[] { Surname, token, "auditor@", DemoPeople.Password, settings["ConnectionStrings:Ambassadors"] })
            Assert.DoesNotContain(secret, collector.Everything, StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> Dashboard()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Repository.At("docs", "operations", "dashboard.json")));
        foreach (var panel in file.RootElement.GetProperty("panels").EnumerateArray().Where(panel => panel.GetProperty("type").GetString() != "row"))
        {
            Assert.Equal("${datasource}", panel.GetProperty("datasource").GetProperty("uid").GetString());
            foreach (var target in panel.GetProperty("targets").EnumerateArray())
                yield return target.GetProperty("expr").GetString()!;
        }
    }

    private static IEnumerable<string> Alerts() => File.ReadLines(Repository.At("docs", "operations", "monitoring.md"))
        .Select(line => line.Trim()).Where(line => line.StartsWith("expr: ", StringComparison.Ordinal)).Select(line => line["expr: ".Length..]);

    private static async Task UntilAsync(Func<bool> itIsSo)
    {
        for (var attempt = 0; attempt < 200 && !itIsSo(); attempt++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.True(itIsSo());
    }

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.\w+")]
    private static partial Regex Email();
}

/// <inheritdoc/>
public sealed class TelemetryOnSqlite(OnSqlite database) : TelemetryTests(database)
{
    /// <inheritdoc/>
    protected override bool SpansQueries => false;
}

/// <inheritdoc/>
public sealed class TelemetryOnPostgres(OnPostgres database) : TelemetryTests(database)
{
    /// <inheritdoc/>
    protected override bool SpansQueries => true;
}
