using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Quotas;
using Ambassadors.Api.Startup;
using Ambassadors.Domain.People;
using Ambassadors.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace Ambassadors.Tests.Http;

/// <summary>How many requests somebody may make, how they are told, and what happens past it.</summary>
public sealed partial class QuotaTests(OnSqlite database) : ServiceTests(database)
{
    private const string Me = "/v1/me";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Every_answer_says_where_the_caller_stands()
    {
        await using var service = await SmallAsync();
        var client = service.Client("counted", OrganisationKind.Pole, "axelera", [Scopes.Read]);

        var first = (await client.GetAsync(Me)).ShouldBe(200);
        Assert.Equal(("\"client\";q=4;w=60", "\"client\";r=3;t=60"), (first.Headers["RateLimit-Policy"], first.Headers["RateLimit"]));
        service.Clock.Advance(TimeSpan.FromSeconds(10.5));
        Assert.Equal("\"client\";r=2;t=50", (await client.GetAsync("/v1/nothing")).ShouldBe(404).Headers["RateLimit"]);
        Assert.Equal("\"client\";r=1;t=50", (await client.GetAsync("/v1/poles?limit=0")).ShouldBe(400).Headers["RateLimit"]);
        Assert.Equal("\"client\";r=0;t=50", (await client.PostAsync("/v1/calls", new { })).ShouldBe(403).Headers["RateLimit"]);
    }

    [Fact]
    public async Task Past_the_quota_a_request_waits_and_nobody_else_does()
    {
        await using var service = await SmallAsync();
        var client = service.Client("busy", OrganisationKind.Pole, "axelera", [Scopes.Read]);
        var other = service.Client("quiet", OrganisationKind.Pole, "scs", [Scopes.Read]);
        for (var request = 0; request < 4; request++)
            (await client.GetAsync(Me)).ShouldBe(200);

        var refused = (await client.GetAsync(Me, ("Accept-Language", "en"))).ShouldBeProblem(429, "quota.exceeded");
        Assert.Equal(("\"client\";r=0;t=60", "60", "no-store"), (refused.Headers["RateLimit"], refused.Headers["Retry-After"], refused.Headers["Cache-Control"]));
        (await service.Anonymous.GetAsync(refused["type"]!)).ShouldBe(200);
        (await other.GetAsync(Me)).ShouldBe(200);

        service.Clock.Advance(Window - TimeSpan.FromSeconds(1));
        Assert.Equal("1", (await client.GetAsync(Me)).ShouldBe(429).Headers["Retry-After"]);
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("\"client\";r=3;t=60", (await client.GetAsync(Me)).ShouldBe(200).Headers["RateLimit"]);
    }

    [Fact]
    public async Task What_is_past_the_quota_is_not_done_and_reads_nothing()
    {
        await using var service = await SmallAsync();
        var client = service.Client("refused", OrganisationKind.Pole, "axelera", Scopes.All.Except([Scopes.Sign]));
        for (var request = 0; request < 4; request++)
            await client.GetAsync(Me);

        var statements = await service.Statements.DuringAsync(async () =>
            (await client.PostAsync("/v1/applications", new { poleSlug = "axelera" })).ShouldBeProblem(429, "quota.exceeded"));

        Assert.DoesNotContain(statements, statement => statement.Sql.Contains("memberships", StringComparison.Ordinal) || statement.Sql.Contains("idempotency", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_person_has_a_quota_of_another_size()
    {
        await using var service = await SmallAsync();
        var person = service.Person("counted@tests.example", (Role.Auditor, null));
        for (var left = 2; left > 0; left--)
            Assert.Equal($"\"person\";r={left - 1};t=60", (await person.GetAsync(Me)).ShouldBe(200).Headers["RateLimit"]);
        (await person.GetAsync(Me)).ShouldBeProblem(429, "quota.exceeded");
    }

    [Fact]
    public async Task Without_a_good_token_it_is_the_address_that_is_counted()
    {
        await using var service = await SmallAsync();
        var client = service.Client("unharmed", OrganisationKind.Pole, "axelera", [Scopes.Read]);
        Assert.Equal("\"address\";r=2;t=60", (await service.Anonymous.GetAsync(Me)).ShouldBe(401).Headers["RateLimit"]);
        Assert.Equal("\"address\";r=1;t=60", (await service.WithToken("x").GetAsync(Me)).ShouldBe(401).Headers["RateLimit"]);
        (await service.Anonymous.GetAsync("/v1/nothing")).ShouldBe(404);
        (await service.WithToken("x").GetAsync(Me)).ShouldBeProblem(429, "quota.exceeded");
        (await client.GetAsync(Me)).ShouldBe(200);
    }

    [Fact]
    public async Task The_token_endpoint_is_stricter_and_answers_as_RFC_6749_says()
    {
        await using var service = await SmallAsync();
        for (var left = 2; left > 0; left--)
        {
            using var wrong = await AskForTokenAsync(service, "guessed");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
            Assert.Equal($"\"token\";r={left - 1};t=60, \"token-address\";r={left};t=60", wrong.Headers.GetValues("RateLimit").Single());
            Assert.Equal("\"token\";q=2;w=60, \"token-address\";q=3;w=60", wrong.Headers.GetValues("RateLimit-Policy").Single());
        }

        using var refused = await AskForTokenAsync(service, "guessed");
        Assert.Equal((429, true), ((int)refused.StatusCode, refused.Headers.CacheControl!.NoStore));
        Assert.Equal(TimeSpan.FromMinutes(1), refused.Headers.RetryAfter!.Delta);
        var body = JsonDocument.Parse(await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal("temporarily_unavailable", body.GetProperty("error").GetString());

        // The address has used up its own by now, under whatever name.
        using var other = await AskForTokenAsync(service, "another");
        Assert.Equal(429, (int)other.StatusCode);
    }

    [Fact]
    public async Task What_anybody_can_read_has_no_quota()
    {
        foreach (var path in new[] { "/openapi/v1.json", "/health/live", "/problems/quota.exceeded" })
            Assert.False((await Service.Anonymous.GetAsync(path)).ShouldBe(200).Headers.ContainsKey("RateLimit"));
        Assert.Matches(Form(), (await Given.Administrator.GetAsync(Me)).ShouldBe(200).Headers["RateLimit"]);
    }

    [Fact]
    public void Windows_are_forgotten_and_never_many()
    {
        var clock = new FakeTimeProvider();
        var windows = new QuotaWindows(new Quota("x", 2, Window), clock, most: 3);
        foreach (var by in new[] { "a", "b", "c" })
            Assert.True(windows.Take(by).IsWithin);

        // Those on top of the most share one.
        Assert.Equal([true, true, false], new[] { "d", "e", "f" }.Select(by => windows.Take(by).IsWithin));
        Assert.Equal(4, windows.Count);
        Assert.True(windows.Take("a").IsWithin);

        clock.Advance(Window);
        Assert.True(windows.Take("f").IsWithin);
        Assert.Equal(1, windows.Count);
    }

    [Fact]
    public async Task Of_many_at_once_no_more_are_let_in_than_the_quota_has()
    {
        var windows = new QuotaWindows(new Quota("x", 100, Window), new FakeTimeProvider());
        var let = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 50).Count(_ => windows.Take("a").IsWithin))));
        Assert.Equal(100, let.Sum());
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3::1", "20010DB800010002")]
    public void An_address_is_one_subscriber(string address, string name) => Assert.Equal(name, QuotaBook.NameOf(IPAddress.Parse(address)));

    [Theory]
    [InlineData("Requests", "0")]
    [InlineData("Requests", "many")]
    [InlineData("Window", "00:00:00")]
    [InlineData("Window", "a minute")]
    [InlineData("Window", "00:00:01.5")]
    public void A_quota_that_is_none_stops_the_start(string member, string value)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>($"Quotas:Client:{member}", value)]).Build();
        Assert.Contains($"Quotas:Client:{member}", Assert.Throws<StartRefusedException>(() => new QuotaBook(settings, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    private Task<Service> SmallAsync() => Database.FreshAsync(host =>
    {
        foreach (var (quota, requests) in new[] { ("Client", 4), ("Person", 2), ("Address", 3), ("Token", 2), ("TokenAddress", 3) })
            host.UseSetting($"Quotas:{quota}:Requests", requests.ToString(CultureInfo.InvariantCulture));
    });

    private static async Task<HttpResponseMessage> AskForTokenAsync(Service service, string client)
    {
        using var content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", client), new("client_secret", "wrong")]);
        return await service.Http.PostAsync("/connect/token", content, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("^\"person\";r=\\d+;t=\\d+$")]
    private static partial Regex Form();
}
