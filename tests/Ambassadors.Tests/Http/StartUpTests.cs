using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Ambassadors.Api.Journal;
using Ambassadors.Api.Startup;
using Ambassadors.Domain.Calls;
using Ambassadors.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Ambassadors.Tests.Http;

/// <summary>What a start leaves in the database, and that another changes nothing of it.</summary>
public abstract class StartUpTests(OnDatabase database) : ServiceTests(database)
{
    [Fact]
    public async Task A_first_start_loads_the_reference_data_with_its_sources()
    {
        var service = await Database.FreshAsync();
        var counts = await service.OnDatabaseAsync(async db => (await db.Themes.CountAsync(), await db.Poles.CountAsync(), await db.Clusters.CountAsync(), await db.Cooperations.CountAsync()));

        Assert.Equal((55, 71, 140, 8), counts);
        var tiers = await service.OnDatabaseAsync(db => db.Poles.GroupBy(pole => pole.Tier).Select(group => group.Count()).OrderBy(count => count).ToListAsync());
        Assert.Equal([7, 10, 54], tiers);
        Assert.Equal(33, await service.OnDatabaseAsync(db => db.Poles.CountAsync(pole => pole.Evaluation2008 != null)));
        Assert.Equal(0, await service.OnDatabaseAsync(db => db.Poles.CountAsync(pole => pole.Source == "" || pole.LabelledFrom != null || pole.LabelledUntil != null)));
        var systematic = await service.OnDatabaseAsync(db => db.Poles.SingleAsync(pole => pole.Slug == "systematic-paris-region"));
        Assert.Equal(["2009", null, null], systematic.Notes.Select(note => note.Date));
    }

    [Fact]
    public async Task An_agreement_with_a_named_cluster_is_a_cooperation_dated_as_exactly_as_its_source_says()
    {
        var service = await Database.FreshAsync();
        var cooperations = await service.OnDatabaseAsync(db => db.Cooperations.OrderBy(one => one.PoleSlug).ThenBy(one => one.ClusterSlug)
            .Select(one => $"{one.PoleSlug} {one.ClusterSlug} {one.SignedOn}").ToListAsync());

        Assert.Equal(
            [
                "aerospace-valley california-space-authority 2009-06-16", "aerospace-valley hamburg-aviation 2009-05", "pegase hamburg-aviation 2009-05",
                "qualimediterranee bizerte-agroalimentaire 2007-01-12", "scs elgazala-technopark 2007-01-12", "scs technopole-sfax 2007-01-12",
                "scs technopole-sousse 2007-01-12", "up-tex monastir-el-fejja 2007-01-12"
            ],
            cooperations);
    }

    [Fact]
    public async Task A_second_start_changes_nothing()
    {
        var service = await Database.FreshAsync();
        await service.OnDatabaseAsync(async db => await db.Members.ExecuteUpdateAsync(set => set.SetProperty(member => member.Email, "changed@tests.example")));
        var before = await StateAsync(service);

        await Preparation.PrepareAsync(service.Services, withDemonstration: true, TestContext.Current.CancellationToken);

        Assert.Equal(before, await StateAsync(service));
    }

    [Fact]
    public async Task Starts_at_once_on_an_empty_database_all_succeed_and_load_it_once()
    {
        var settings = await Database.EmptyAsync();
        var starts = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            var process = ServiceProcess.Start(settings, ("ASPNETCORE_ENVIRONMENT", "Development"));
            await process.ReadyAsync();
            return process;
        }));

        foreach (var start in starts)
        {
            Assert.Contains("Ambassadors-2009!", start.Output, StringComparison.Ordinal);
            Assert.Equal(0, await start.TerminateAsync());
            await start.DisposeAsync();
        }

        var migrated = ServiceProcess.Start(settings, ["migrate"], ("ASPNETCORE_ENVIRONMENT", "Development"));
        Assert.Equal(0, await migrated.EndAsync());
        await migrated.DisposeAsync();
    }

    [Fact]
    public async Task The_demonstration_has_people_members_and_one_open_call()
    {
        var service = await Database.FreshAsync();
        var people = await service.OnDatabaseAsync(db => db.Users.Where(person => person.Email!.EndsWith(".example")).Select(person => person.Email!).ToListAsync());
        foreach (var pole in new[] { "scs", "systematic-paris-region", "aerospace-valley" })
            Assert.All(new[] { $"editor@{pole}.example", $"signatory@{pole}.example", $"ambassador@{pole}.example" }, email => Assert.Contains(email, people));
        foreach (var cluster in new[] { "elgazala-technopark", "medicon-valley-alliance", "hamburg-aviation" })
            Assert.All(new[] { $"contact@{cluster}.example", $"signatory@{cluster}.example", $"counterpart@{cluster}.example" }, email => Assert.Contains(email, people));
        foreach (var officer in new[] { "officer", "officer2", "budget", "admin", "expert", "auditor", "both" })
            Assert.Contains($"{officer}@programme.example", people);

        Assert.Equal(6, await service.OnDatabaseAsync(db => db.Members.CountAsync(member => member.PersonId != null)));
        var call = await service.OnDatabaseAsync(db => db.Calls.SingleAsync());
        Assert.Equal((CallStatus.Open, 500_000_00L, 100_000_00L), (call.Status, call.BudgetAmount, call.Rules.CeilingPerExchange));
        Assert.True(call.TakesSubmissionsAt(service.Clock.GetUtcNow().AddDays(200)));
    }

    [Fact]
    public async Task Health_says_that_it_lives_and_is_ready()
    {
        Assert.Equal("""{"status":"live"}""", (await Service.Anonymous.GetAsync("/health/live")).ShouldBe(200).Body);
        Assert.Equal("""{"status":"ready"}""", (await Service.Anonymous.GetAsync("/health/ready")).ShouldBe(200).Body);
    }

    [Fact]
    public async Task A_service_whose_journal_lags_says_so_and_stays_ready()
    {
        var service = await Database.FreshAsync(host => host.UseSetting("Journal:LagLimit", "00:00:20"));
        await service.Given.DraftCallAsync();
        service.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("""{"status":"ready"}""", (await service.Anonymous.GetAsync("/health/ready")).ShouldBe(200).Body);
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("""{"status":"ready","degraded":["journal.lags"]}""", (await service.Anonymous.GetAsync("/health/ready")).ShouldBe(200).Body);

        await service.Services.GetRequiredService<JournalService>().NumberDueAsync(TestContext.Current.CancellationToken);
        Assert.Equal("""{"status":"ready"}""", (await service.Anonymous.GetAsync("/health/ready")).ShouldBe(200).Body);
    }

    [Fact]
    public async Task A_service_whose_database_is_behind_is_not_ready()
    {
        var service = await Database.FreshAsync();
        await service.OnDatabaseAsync(db => db.Database.ExecuteSqlAsync($"DELETE FROM \"__EFMigrationsHistory\""));

        (await service.Anonymous.GetAsync("/health/ready")).ShouldBeProblem(503, "service.unavailable");
        (await service.Anonymous.GetAsync("/health/live")).ShouldBe(200);
    }

    private static Task<string> StateAsync(Service service) => service.OnDatabaseAsync(async db => string.Join(' ',
        await db.Journal.CountAsync(), await db.Themes.SumAsync(one => one.Version), await db.Poles.SumAsync(one => one.Version),
        await db.Clusters.SumAsync(one => one.Version), await db.Cooperations.SumAsync(one => one.Version), await db.Members.SumAsync(one => one.Version),
        await db.Calls.SumAsync(one => one.Version), await db.Users.CountAsync(), await db.Memberships.CountAsync(), await db.SearchTerms.CountAsync(),
        await db.Members.CountAsync(member => member.Email == "changed@tests.example")));
}

public sealed class StartUpTestsOnSqlite(OnSqlite database) : StartUpTests(database);

public sealed class StartUpTestsOnPostgres(OnPostgres database) : StartUpTests(database);

/// <summary>Starts that are refused, and ends.</summary>
public sealed class ProcessTests(OnSqlite database)
{
    [Theory]
    [InlineData("PublicUrl", "PublicUrl", null)]
    [InlineData("PublicUrl", "PublicUrl", "http://ambassadors.example")]
    [InlineData("ForwardedHeaders:KnownProxies", "ForwardedHeaders:KnownProxies", null)]
    [InlineData("ForwardedHeaders:KnownProxies", "ForwardedHeaders:KnownProxies", "somebody")]
    [InlineData("ForwardedHeaders:KnownNetworks", "ForwardedHeaders:KnownNetworks", "0.0.0.0/0")]
    [InlineData("Security:Contact", "Security:Contact", null)]
    [InlineData("Security:Contact", "Security:Contact", "somebody")]
    [InlineData("Mail:Smtp:Host", "Mail:Off", null)]
    [InlineData("Mail:Smtp:Host", "Mail:Off", "false")]
    [InlineData("Mail:From", "Mail:From", null)]
    [InlineData("Mail:From", "Mail:From", "nobody in particular")]
    [InlineData("Mail:Contact", "Mail:Contact", "nobody in particular")]
    [InlineData("Mail:Smtp:Security", "Mail:Smtp:Security", "Perhaps")]
    [InlineData("Mail:Smtp:Port", "Mail:Smtp:Port", "mail")]
    [InlineData("Mail:Smtp:Password", "Mail:Smtp:UserName", "ambassadors")]
    [InlineData("Mail:Smtp:Timeout", "Mail:Smtp:Timeout", "-00:00:01")]
    [InlineData("Cors:Origins", "Cors:Origins", "*")]
    [InlineData("Cors:Origins", "Cors:Origins", "http://app.example")]
    [InlineData("Cors:Origins", "Cors:Origins", "https://app.example/page")]
    [InlineData("Database:Provider", "Database:Provider", "Oracle")]
    [InlineData("ConnectionStrings:Ambassadors", "Database:Provider", "Postgres")]
    [InlineData("Telemetry:Otlp:Endpoint", "Telemetry:Otlp:Endpoint", "collector:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT", "collector")]
    [InlineData("Telemetry:Prometheus:Token", "Telemetry:Prometheus:Token", "a short one")]
    public async Task What_is_missing_or_weak_in_production_stops_the_start_in_one_line_that_names_the_setting(string named, string setting, string? value)
    {
        var settings = Production();
        if (named.StartsWith("Mail:", StringComparison.Ordinal) && setting != "Mail:Off")
        {
            settings.Remove("Mail:Off");
            settings["Mail:Smtp:Host"] = "mail.example";
            settings["Mail:From"] = "no-reply@ambassadors.example";
        }

        settings.Remove(setting);
        if (value is not null)
            settings[setting] = value;

        await using var process = ServiceProcess.Start(settings);

        Assert.Equal(1, await process.EndAsync());
        var line = Assert.Single(process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"Ambassadors does not start. Setting {named} ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_that_everybody_tries_first_stops_the_start_and_is_not_shown()
    {
        var settings = Production();
        settings["Database:Provider"] = "Postgres";
        settings["ConnectionStrings:Ambassadors"] = "Host=db.example;Username=somebody;Password=changeme";

        await using var process = ServiceProcess.Start(settings);

        Assert.Equal(1, await process.EndAsync());
        Assert.Contains("Setting ConnectionStrings:Ambassadors has a password", process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("changeme", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_command_is_refused()
    {
        await using var process = ServiceProcess.Start(Production(), ["frobnicate"]);

        Assert.Equal(1, await process.EndAsync());
        Assert.Contains("There is no command 'frobnicate'", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_under_way_is_answered_after_sigterm()
    {
        await using var process = ServiceProcess.Start(await database.EmptyAsync(), ("ASPNETCORE_ENVIRONMENT", "Development"));
        await process.ReadyAsync();
        const string Body = "grant_type=client_credentials&client_id=nobody&client_secret=nothing";
        using var connection = new TcpClient();
        await connection.ConnectAsync(process.Address.Host, process.Address.Port, TestContext.Current.CancellationToken);
        var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"POST /connect/token HTTP/1.1\r\nHost: {process.Address.Authority}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {Body.Length}\r\n\r\n{Body[..10]}")),
            TestContext.Current.CancellationToken);
        await Task.Delay(500, TestContext.Current.CancellationToken);

        var ended = process.TerminateAsync();
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        Assert.False(ended.IsCompleted, process.Output);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Body[10..]), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);

        Assert.Equal("HTTP/1.1 401 Unauthorized", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, await ended);
    }

    [Fact]
    public async Task A_start_after_one_that_was_killed_while_migrating_succeeds()
    {
        var settings = await database.EmptyAsync();
        for (var delay = 300; delay <= 1500; delay += 400)
        {
            await using var killed = ServiceProcess.Start(settings, ("ASPNETCORE_ENVIRONMENT", "Development"));
            await Task.Delay(delay, TestContext.Current.CancellationToken);
            await killed.KillAsync();
        }

        await using var process = ServiceProcess.Start(settings, ("ASPNETCORE_ENVIRONMENT", "Development"));
        await process.ReadyAsync();
        Assert.Equal(0, await process.TerminateAsync());
    }

    [Fact]
    public async Task A_start_outside_development_wants_a_migrated_database_and_lays_no_demonstration()
    {
        var production = Production();
        foreach (var (name, value) in await database.EmptyAsync())
            production[name] = value;

        await using (var refused = ServiceProcess.Start(production))
        {
            Assert.Equal(1, await refused.EndAsync());
            Assert.Contains("run the service once with 'migrate'", refused.Output, StringComparison.Ordinal);
        }

        await using (var migration = ServiceProcess.Start(production, ["migrate"]))
            Assert.Equal(0, await migration.EndAsync());
        await using var service = ServiceProcess.Start(production, ("Logging:LogLevel:Microsoft.AspNetCore.Routing", "Information"));
        await service.ReadyAsync();
        Assert.DoesNotContain(DemoPeople.Password, service.Output, StringComparison.Ordinal);
        await AnswersBehindItsProxyAsync(service);
        Assert.Equal(0, await service.TerminateAsync());

        // Every line is JSON there, and each of a request has its trace.
        var lines = service.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Contains(lines, line => ScopeOf(line, "RequestPath") == "/.well-known/security.txt");
        Assert.All(lines.Where(line => ScopeOf(line, "RequestPath") is not null), line => Assert.Matches("^(?!0{32})[0-9a-f]{32}$", ScopeOf(line, "TraceId")));
    }

    private static string? ScopeOf(JsonElement line, string name) => !line.TryGetProperty("Scopes", out var scopes) ? null : scopes.EnumerateArray()
        .Where(scope => scope.ValueKind == JsonValueKind.Object && scope.TryGetProperty(name, out _)).Select(scope => scope.GetProperty(name).GetString()).FirstOrDefault();

    // What it says only outside Development: that it is to be reached by https alone; and nothing of what it is made of.
    private static async Task AnswersBehindItsProxyAsync(ServiceProcess service)
    {
        using var http = new HttpClient { BaseAddress = service.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/security.txt") { Headers = { Host = "ambassadors.example" } };
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        Assert.Empty(answer.Headers.Server);
        Assert.Contains("Canonical: https://ambassadors.example/", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_names_the_trace_of_a_request_and_no_secret_of_it()
    {
        var settings = (await database.EmptyAsync()).Append(KeyValuePair.Create("Logging:LogLevel:Microsoft.AspNetCore.Routing", "Information")).ToDictionary();
        await using var process = ServiceProcess.Start(settings, ("ASPNETCORE_ENVIRONMENT", "Development"));
        await process.ReadyAsync();
        using var http = new HttpClient { BaseAddress = process.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/problems/resource.not_found?access_token=not-for-the-log");
        request.Headers.Add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(0, await process.TerminateAsync());
        Assert.Contains("TraceId:4bf92f3577b34da6a3ce929d0e0e4736", process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("not-for-the-log", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_keys_in_the_database_are_sealed_by_the_certificate_and_outlive_its_successor()
    {
        var settings = (await database.EmptyAsync()).Append(KeyValuePair.Create("ASPNETCORE_ENVIRONMENT", "Development")).ToDictionary();
        var (first, second) = (Certificate(settings, "first"), Certificate(settings, "second"));
        settings["Authentication:EncryptionCertificate:Path"] = first;
        var cursor = (await PageOfPolesAsync(settings, "")).GetProperty("next").GetString();
        await using var connection = new SqliteConnection(settings["ConnectionStrings:Ambassadors"]);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT group_concat(xml) FROM data_protection_keys";
        var keys = (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        Assert.Contains("EncryptedData", keys, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey", keys, StringComparison.Ordinal);

        settings["Authentication:EncryptionCertificate:Path"] = second;
        settings["Authentication:FormerEncryptionCertificate:Path"] = first;
        Assert.Single((await PageOfPolesAsync(settings, $"&cursor={cursor}")).GetProperty("items").EnumerateArray());
    }

    private static async Task<JsonElement> PageOfPolesAsync(IReadOnlyDictionary<string, string> settings, string query)
    {
        await using var process = ServiceProcess.Start(settings);
        await process.ReadyAsync();
        var token = await SignIn.AsAsync(process.Address, "auditor@programme.example", DemoPeople.Password, "read");
        using var http = new HttpClient { BaseAddress = process.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token.GetProperty("access_token").GetString());
        var page = await http.GetFromJsonAsync<JsonElement>($"/v1/poles?limit=1{query}", TestContext.Current.CancellationToken);
        Assert.Equal(0, await process.TerminateAsync());
        return page;
    }

    private static string Certificate(Dictionary<string, string> settings, string name)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(Service.Start.AddYears(-5), Service.Start.AddYears(5));
        var path = Path.Combine(settings["Data:Directory"], $"{name}.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx));
        return path;
    }

    private Dictionary<string, string> Production() => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["PublicUrl"] = "https://ambassadors.example",
        ["ForwardedHeaders:KnownProxies"] = "127.0.0.1",
        ["Security:Contact"] = "mailto:security@ambassadors.example",
        ["Mail:Off"] = "true",
        ["Data:Directory"] = Path.Combine(Path.GetTempPath(), $"ambassadors-refused-{GetHashCode()}")
    };
}
