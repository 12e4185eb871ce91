using System.Net.Http.Headers;
using System.Text;
using Ambassadors.Api.Http;
using Ambassadors.Tests.Support;

namespace Ambassadors.Tests.Contract;

public abstract class FrontDoorTests(OnDatabase database) : ServiceTests(database)
{
    private Caller Editor => Service.As("editor@scs.example");

    [Fact]
    public async Task Unknown_paths_and_wrong_methods_are_nobodys_secret()
    {
        foreach (var caller in new[] { Service.Anonymous, Editor })
        {
            (await caller.GetAsync("/v1/nothing")).ShouldBeProblem(404, "resource.not_found");
            (await caller.GetAsync("/nothing")).ShouldBeProblem(404, "resource.not_found");
            (await caller.GetAsync("/v1/calls/one")).ShouldBeProblem(404, "resource.not_found");
            var answer = (await caller.SendAsync(HttpMethod.Put, "/v1/calls")).ShouldBeProblem(405, "request.method_not_allowed");
            Assert.Equal("GET, HEAD, POST", answer.Headers["Allow"]);
        }
    }

    [Fact]
    public async Task Who_asks_comes_before_how()
    {
        var path = $"/v1/applications/{Guid.CreateVersion7()}";
        (await Service.Anonymous.SendAsync(HttpMethod.Patch, path, Body("{}", "application/json"))).ShouldBeProblem(401, "token.missing");
        (await Service.Anonymous.GetAsync("/v1/calls?colour=red")).ShouldBeProblem(401, "token.missing");
        (await Editor.SendAsync(HttpMethod.Post, "/v1/calls", Body("{", "application/json"))).ShouldBe(403);
        var answer = (await Editor.SendAsync(HttpMethod.Patch, path, Body("{}", "application/json"))).ShouldBeProblem(415, "request.media_type");
        Assert.Equal(MergePatch.MediaType, answer.Headers["Accept-Patch"]);
    }

    [Theory]
    [InlineData("{", 400, "request.malformed_json", "#")]
    [InlineData("", 400, "request.body_required", "#")]
    [InlineData("{\"callId\":7}", 400, "request.unreadable", "#/callId")]
    [InlineData("{\"objectives\":\"\\ud800\"}", 400, "request.unreadable", "#/objectives")]
    [InlineData("{\"preferences\":[{\"rank\":\"1\"}]}", 400, "request.unreadable", "#/preferences/0/rank")]
    [InlineData("{\"preferences\":[{\"clusterSlug\":\"a\",\"clusterSlug\":\"b\"}]}", 400, "request.duplicate_member", "#/preferences/0/clusterSlug")]
    [InlineData("{\"colour\":\"red\"}", 400, "request.unknown_member", "#/colour")]
    [InlineData("{\"poleSlug\":\"scs\\u0000\",\"objectives\":\"\\u0000\"}", 422, "request.invalid", "#/objectives")]
    public async Task A_bad_body_is_named_with_its_place(string body, int status, string code, string pointer)
    {
        var answer = await Editor.SendAsync(HttpMethod.Post, "/v1/applications", Body(body, "application/json"), null, ("Idempotency-Key", $"{Guid.NewGuid()}"));
        answer.ShouldBeProblem(status, code, pointer);
    }

    [Fact]
    public async Task A_body_of_five_megabytes_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Service.Address, "/v1/applications"))
        {
            Content = Body($$"""{"objectives":"{{new string('x', 5_000_000)}}"}""", "application/json"),
            Headers = { ExpectContinue = true, Authorization = new AuthenticationHeaderValue("Bearer", await Editor.TokenAsync()) }
        };
        request.Headers.Add("Idempotency-Key", $"{Guid.NewGuid()}");
        using var response = await Service.Http.SendAsync(request, TestContext.Current.CancellationToken);
        (await Answer.OfAsync(request, response, TestContext.Current.CancellationToken)).ShouldBeProblem(413, "request.too_large");
    }

    [Theory]
    [InlineData("/v1/applications?q=%00", "q", "request.parameter_unreadable")]
    [InlineData("/v1/applications?theme=%00", "theme", "request.parameter_unreadable")]
    [InlineData("/v1/applications?status=InReview", "status", "request.parameter_unreadable")]
    [InlineData("/v1/applications?status=3", "status", "request.parameter_unreadable")]
    [InlineData("/v1/applications?callId=7", "callId", "request.parameter_unreadable")]
    [InlineData("/v1/applications?cursor=7", "cursor", "request.parameter_unreadable")]
    [InlineData("/v1/applications?colour=red", "colour", "request.parameter_unknown")]
    [InlineData("/v1/poles?tier=Mondial", "tier", "request.parameter_unreadable")]
    [InlineData("/v1/poles/scs?limit=1", "limit", "request.parameter_unknown")]
    public async Task A_bad_parameter_is_named(string path, string parameter, string code) =>
        Assert.Equal(parameter, (await Editor.GetAsync(path)).ShouldBeProblem(400, code)["errors.0.parameter"]);

    [Theory]
    [InlineData("/v1/poles/%01")]
    [InlineData("/v1/poles/a%0Db")]
    [InlineData("/v1/poles/%ED%A0%80")]
    public async Task A_path_of_control_characters_leads_nowhere(string path) =>
        (await Editor.GetAsync(path)).ShouldBeProblem(404, "resource.not_found");

    [Fact]
    public async Task Pages_of_other_origins_may_not_call_unless_they_are_named()
    {
        var answer = await Service.Anonymous.SendAsync(HttpMethod.Options, "/v1/calls", null, null,
            ("Origin", "https://elsewhere.example"), ("Access-Control-Request-Method", "POST"));
        answer.ShouldBeProblem(405, "request.method_not_allowed");
        Assert.DoesNotContain("Access-Control-Allow-Origin", answer.Headers.Keys);
    }

    [Fact]
    public async Task A_request_is_part_of_its_callers_trace()
    {
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var answer = await Editor.GetAsync("/v1/calls/nothing", ("traceparent", $"00-{Trace}-00f067aa0ba902b7-01"));
        Assert.Equal(Trace, answer.ShouldBeProblem(404, "resource.not_found")["traceId"]);
        Assert.Equal(Trace, answer.Headers["Request-Id"]);
    }

    [Theory]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01")]
    [InlineData("00-4bf9-00f0-01")]
    [InlineData("of no trace at all")]
    public async Task A_trace_that_is_none_is_begun_anew(string traceparent)
    {
        var first = (await Editor.GetAsync("/v1/nothing", ("traceparent", traceparent)))["traceId"]!;
        var second = (await Editor.GetAsync("/v1/nothing", ("traceparent", traceparent)))["traceId"]!;
        Assert.All([first, second], trace => Assert.Matches("^(?!0{32})[0-9a-f]{32}$", trace));
        Assert.NotEqual(first, second);
        Assert.NotEqual("4bf92f3577b34da6a3ce929d0e0e4736", first);
    }

    private static StringContent Body(string body, string type) => new(body, Encoding.UTF8, type);
}

public sealed class FrontDoorTestsOnSqlite(OnSqlite database) : FrontDoorTests(database);

public sealed class FrontDoorTestsOnPostgres(OnPostgres database) : FrontDoorTests(database);
