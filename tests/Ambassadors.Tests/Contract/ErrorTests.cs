using System.Net.Http.Headers;
using System.Text;
using Ambassadors.Api.Http;
using Ambassadors.Tests.Support;

namespace Ambassadors.Tests.Contract;

public sealed class ErrorTests(BareService service) : IClassFixture<BareService>
{
    [Fact]
    public async Task An_unknown_path_is_a_problem() =>
        (await service.GetAsync("/v1/nothing/here")).ShouldBeProblem(404, "resource.not_found");

    [Fact]
    public async Task A_wrong_method_is_a_problem_that_names_the_right_ones()
    {
        var answer = (await service.AskAsync(HttpMethod.Delete, "/v1/things")).ShouldBeProblem(405, "request.method_not_allowed");
        Assert.Equal("GET, POST", answer.Headers["Allow"]);
    }

    [Theory]
    [InlineData("{", "request.malformed_json", "#")]
    [InlineData("{\"rank\":1,}", "request.malformed_json", "#")]
    [InlineData("{'rank':1}", "request.malformed_json", "#")]
    [InlineData("{\"parts\":[{\"rank\":01}]}", "request.malformed_json", "#/parts/0/rank")]
    [InlineData("{\"rank\":1} {}", "request.malformed_json", "#")]
    [InlineData("/* no */ {}", "request.malformed_json", "#")]
    [InlineData("[]", "request.unreadable", "#")]
    [InlineData("3", "request.unreadable", "#")]
    [InlineData("{\"name\":3}", "request.unreadable", "#/name")]
    [InlineData("{\"rank\":\"3\"}", "request.unreadable", "#/rank")]
    [InlineData("{\"rank\":1.5}", "request.unreadable", "#/rank")]
    [InlineData("{\"rank\":99999999999}", "request.unreadable", "#/rank")]
    [InlineData("{\"rank\":true}", "request.unreadable", "#/rank")]
    [InlineData("{\"kind\":1}", "request.unreadable", "#/kind")]
    [InlineData("{\"kind\":\"1\"}", "request.unreadable", "#/kind")]
    [InlineData("{\"kind\":\"QuiteNew\"}", "request.unreadable", "#/kind")]
    [InlineData("{\"kind\":\"quite_new, quite_old\"}", "request.unreadable", "#/kind")]
    [InlineData("{\"kind\":\"\\ud800\"}", "request.unreadable", "#/kind")]
    [InlineData("{\"from\":\"2027-02-30\"}", "request.unreadable", "#/from")]
    [InlineData("{\"at\":\"2027-02-01T09:00:00\"}", "request.unreadable", "#/at")]
    [InlineData("{\"at\":\"2027-02-01\"}", "request.unreadable", "#/at")]
    [InlineData("{\"at\":\"\\ud800\"}", "request.unreadable", "#/at")]
    [InlineData("{\"at\":1801472400}", "request.unreadable", "#/at")]
    [InlineData("{\"words\":\"one\"}", "request.unreadable", "#/words")]
    [InlineData("{\"words\":[1]}", "request.unreadable", "#/words/0")]
    [InlineData("{\"parts\":{}}", "request.unreadable", "#/parts")]
    [InlineData("{\"parts\":[{},{\"rank\":{}}]}", "request.unreadable", "#/parts/1/rank")]
    [InlineData("{\"name\":\"\\ud800\"}", "request.unreadable", "#/name")]
    [InlineData("{\"\\ud800\":1}", "request.unreadable", "#")]
    [InlineData("{\"Name\":\"x\"}", "request.unknown_member", "#/Name")]
    [InlineData("{\"parts\":[{\"colour\":null}]}", "request.unknown_member", "#/parts/0/colour")]
    [InlineData("{\"a.b/~c d\":1}", "request.unknown_member", "#/a.b~1~0c%20d")]
    [InlineData("{\"rank\":1,\"rank\":1}", "request.duplicate_member", "#/rank")]
    [InlineData("{\"parts\":[{\"name\":\"x\",\"name\":\"y\"}]}", "request.duplicate_member", "#/parts/0/name")]
    public async Task A_body_that_cannot_be_read_is_named_with_its_place(string body, string code, string pointer) =>
        Unspoken((await service.PostAsync(body)).ShouldBeProblem(400, code, pointer));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    public async Task A_missing_body_is_said_to_be_missing(string body) =>
        Unspoken((await service.PostAsync(body)).ShouldBeProblem(400, "request.body_required", "#"));

    [Fact]
    public async Task A_body_that_is_no_UTF_8_cannot_be_read()
    {
        Unspoken((await service.PostAsync([.. "{\"name\":\""u8, 0xff, 0xfe, .. "\"}"u8])).ShouldBeProblem(400, "request.unreadable", "#/name"));
        Assert.Equal(400, (await service.PostAsync([.. "{\""u8, 0xff, .. "\":1}"u8])).Status);
        Assert.Equal(400, (await service.PostAsync(new string('[', 200))).Status);
    }

    [Theory]
    [InlineData("{\"colour\":1}", "request.unknown_member", "#/colour")]
    [InlineData("{\"colour\":null}", "request.unknown_member", "#/colour")]
    [InlineData("{\"rank\":1,\"rank\":2}", "request.duplicate_member", "#/rank")]
    [InlineData("{\"rank\":\"3\"}", "request.unreadable", "#/rank")]
    [InlineData("{\"name\":\"\\udc00\"}", "request.unreadable", "#/name")]
    [InlineData("{\"parts\":[{\"\\udc00\":1}]}", "request.unreadable", "#/parts/0")]
    [InlineData("[]", "request.unreadable", "#")]
    [InlineData("{", "request.malformed_json", "#")]
    [InlineData("", "request.body_required", "#")]
    public async Task A_patch_is_read_as_strictly(string patch, string code, string pointer) =>
        Unspoken((await service.PatchAsync(patch)).ShouldBeProblem(400, code, pointer));

    [Fact]
    public async Task A_patch_removes_with_null_and_replaces_lists_whole()
    {
        var answer = (await service.PatchAsync("""{"rank":null,"words":["a"]}""")).ShouldBe(200);
        Assert.Equal("""{"name":"one","kind":"quite_new","words":["a"]}""", answer.Body);
    }

    [Theory]
    [InlineData("2027-02-01T09:00:00Z", "2027-02-01T09:00:00Z")]
    [InlineData("2027-02-01T10:00:00.25+01:00", "2027-02-01T09:00:00.250Z")]
    public async Task An_instant_is_answered_in_UTC(string at, string shown) =>
        Assert.Equal(shown, (await service.PatchAsync($$"""{"at":"{{at}}"}""")).ShouldBe(200)["at"]);

    [Fact]
    public async Task Another_media_type_is_refused_and_a_patch_learns_the_right_one()
    {
        (await service.PostAsync("{}", "text/plain")).ShouldBeProblem(415, "request.media_type");
        (await service.PostAsync("{}", "application/json; charset=klingon")).ShouldBeProblem(415, "request.media_type");
        var answer = (await service.PatchAsync("{}", "application/json")).ShouldBeProblem(415, "request.media_type");
        Assert.Equal(MergePatch.MediaType, answer.Headers["Accept-Patch"]);
    }

    [Theory]
    [InlineData("text/html", 406)]
    [InlineData("application/json;q=0", 406)]
    [InlineData("application/xml, text/*;q=0.5", 406)]
    [InlineData("application/json", 200)]
    [InlineData("application/problem+json, application/json", 200)]
    [InlineData("text/html, */*;q=0.1", 200)]
    [InlineData("application/*", 200)]
    [InlineData("certainly not a media type", 200)]
    public async Task An_answer_is_JSON_or_not_acceptable(string accept, int status)
    {
        var answer = (await service.GetAsync("/v1/things/one", ("Accept", accept))).ShouldBe(status);
        if (status == 406)
            answer.ShouldBeProblem(406, "request.not_acceptable");
        (await service.GetAsync("/v1/nothing", ("Accept", accept))).ShouldBeProblem(404, "resource.not_found");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_more_than_a_mebibyte_is_too_large(bool chunked)
    {
        foreach (var path in new[] { "/v1/things", "/v1/things/one/touch" })
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes($$"""{"name":"{{new string('x', chunked ? 1_100_000 : 5_000_000)}}"}"""));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
            request.Headers.ExpectContinue = !chunked;
            request.Headers.TransferEncodingChunked = chunked;
            using var response = await service.Http.SendAsync(request, TestContext.Current.CancellationToken);
            (await Answer.OfAsync(request, response, TestContext.Current.CancellationToken)).ShouldBeProblem(413, "request.too_large");
        }
    }

    [Theory]
    [InlineData("kind=QuiteNew", "kind")]
    [InlineData("kind=1", "kind")]
    [InlineData("kind=quite_new&kind=", "kind")]
    [InlineData("ownerId=7", "ownerId")]
    [InlineData("from=tomorrow", "from")]
    [InlineData("q=a%00b", "q")]
    [InlineData("q=a%0Ab", "q")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("limit=99999999999", "limit")]
    [InlineData("cursor=%00", "cursor")]
    [InlineData("cursor=AAAAAAAAAAAAAAAA", "cursor")]
    public async Task A_parameter_that_cannot_be_read_is_named(string query, string parameter)
    {
        var answer = Unspoken((await service.GetAsync($"/v1/things?{query}")).ShouldBeProblem(400, "request.parameter_unreadable"));
        Assert.Equal(parameter, answer["errors.0.parameter"]);
        Assert.Null(answer["errors.0.pointer"]);
    }

    [Theory]
    [InlineData("/v1/things?colour=red", "colour")]
    [InlineData("/v1/things?Q=x", "Q")]
    [InlineData("/v1/things/one?slug=two", "slug")]
    [InlineData("/v1/things/one?limit=1", "limit")]
    public async Task An_unknown_parameter_is_refused(string path, string parameter)
    {
        var answer = (await service.GetAsync(path)).ShouldBeProblem(400, "request.parameter_unknown");
        Assert.Equal(parameter, answer["errors.0.parameter"]);
    }

    [Fact]
    public async Task Parameters_are_read_by_the_names_of_the_contract()
    {
        var answer = (await service.GetAsync("/v1/things?kind=quite_old&kind=quite_new&q=a&from=2027-02-01&limit=1000")).ShouldBe(200);
        Assert.Equal(["QuiteOld", "QuiteNew", "", "a", "2027-02-01", "100"], answer.Items.Select(item => item.GetProperty("text").GetString()));
    }

    [Theory]
    [InlineData("/v1/things/%01")]
    [InlineData("/v1/things/a%0Ab")]
    [InlineData("/v1/things/%7F")]
    public async Task Nothing_has_a_name_with_control_characters(string path) =>
        (await service.GetAsync(path)).ShouldBeProblem(404, "resource.not_found");

    [Fact]
    public async Task Every_broken_rule_of_form_is_named_at_once() =>
        (await service.PostAsync("""{"name":"\u0007 much too long","rank":12,"words":["a","B c","d\n"],"parts":[{},{"from":"2027-01-01"}]}"""))
            .ShouldBeProblem(422, "request.invalid")
            .ShouldName(
                "field.too_long #/name", "field.out_of_range #/rank", "field.too_many #/words",
                "field.slug #/words/1", "field.slug #/words/2", "field.required #/parts/0/from");

    [Fact]
    public async Task A_fault_shows_its_trace_and_nothing_of_the_inside()
    {
        var answer = (await service.GetAsync("/v1/fault")).ShouldBeProblem(500, "service.fault");
        Assert.DoesNotContain("SELECT", answer.Body, StringComparison.OrdinalIgnoreCase);
        Unspoken(answer);
    }

    [Fact]
    public async Task A_database_that_is_away_is_worth_another_try()
    {
        var answer = (await service.GetAsync("/v1/outage")).ShouldBeProblem(503, "service.unavailable");
        Assert.Equal("5", answer.Headers["Retry-After"]);
    }

    [Theory]
    [InlineData("fr", "fr")]
    [InlineData("en", "en")]
    [InlineData("en-GB", "en")]
    [InlineData("FR-ca, en", "fr")]
    [InlineData("de;q=1, en;q=.5", "en")]
    [InlineData("de, es, it, pt, nl, en;q=0.1", "en")]
    [InlineData("en;q=0, fr;q=0.1", "fr")]
    [InlineData("en;q=0.2, fr;q=0.9", "fr")]
    [InlineData("de", "fr")]
    [InlineData("*", "fr")]
    [InlineData("english", "fr")]
    [InlineData("", "fr")]
    [InlineData(";;q=,,,=;en;q=x", "fr")]
    [InlineData(null, "fr")]
    public async Task The_language_is_the_best_of_those_asked_for(string? asked, string given)
    {
        var answer = (await service.GetAsync("/v1/nothing", asked is null ? [] : [("Accept-Language", asked)])).ShouldBeProblem(404, "resource.not_found");
        Assert.Equal(given, answer.Headers["Content-Language"]);
        Assert.Contains("Accept-Language", answer.Headers["Vary"], StringComparison.Ordinal);
        Assert.Equal(given == "en" ? "Not found" : "Introuvable", answer["title"]);
    }

    [Theory]
    [InlineData("fr")]
    [InlineData("en")]
    public async Task The_type_of_a_problem_is_the_address_of_a_page_that_explains_it(string language)
    {
        var problem = (await service.GetAsync("/v1/things?limit=0", ("Accept-Language", language))).ShouldBe(400);
        var page = (await service.GetAsync(problem["type"]!, ("Accept-Language", language), ("Accept", "text/html"))).ShouldBe(200);
        Assert.StartsWith("text/html", page.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal(language, page.Headers["Content-Language"]);
        Assert.Contains($"<h1>{problem["title"]}</h1>", System.Net.WebUtility.HtmlDecode(page.Body), StringComparison.Ordinal);
        Assert.DoesNotContain("{0}", page.Body, StringComparison.Ordinal);
        (await service.GetAsync("/problems/no.such_code")).ShouldBeProblem(404, "resource.not_found");
    }

    [Theory]
    [InlineData("/v1/things", 200)]
    [InlineData("/v1/things?limit=0", 400)]
    [InlineData("/v1/nothing", 404)]
    [InlineData("/v1/fault", 500)]
    public async Task Every_answer_says_its_version_and_is_not_to_be_kept(string path, int status)
    {
        var answer = (await service.GetAsync(path)).ShouldBe(status);
        Assert.Equal(Api.Http.Contract.Version, answer.Headers["API-Version"]);
        Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Equal("fr", answer.Headers["Content-Language"]);
    }

    [Fact]
    public async Task Headers_of_any_size_or_form_are_no_fault()
    {
        foreach (var (name, value) in new[] { ("Accept-Language", new string('x', 9000)), ("Accept", new string(',', 9000)), ("If-None-Match", "\"\u0001"), ("Host", "a b"), ("X", new string('x', 40_000)) })
            Assert.True((await service.GetAsync("/v1/things/one", (name, value))).Status < 500, name);
    }

    private static Answer Unspoken(Answer answer)
    {
        foreach (var word in new[] { "System.", "Ambassadors.", "Nullable", "Exception", "Thing", "at line", ".cs" })
            Assert.DoesNotContain(word, answer.Body, StringComparison.Ordinal);
        return answer;
    }
}
