using System.Globalization;
using System.Text.RegularExpressions;

namespace Ambassadors.Tests.Contract;

/// <summary>What headers ask for and tell, around operations made for the purpose.</summary>
public sealed partial class HeaderTests(BareService service) : IClassFixture<BareService>
{
    [Fact]
    public async Task A_deprecated_operation_says_until_when_it_works_and_what_takes_its_place()
    {
        var answer = (await service.GetAsync("/v1/old-things")).ShouldBe(200);

        Assert.Equal($"@{new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds()}", answer.Headers["Deprecation"]);
        Assert.Equal("Thu, 01 Jul 2027 00:00:00 GMT", answer.Headers["Sunset"]);
        Assert.Contains("/docs>; rel=\"deprecation\"", answer.Headers["Link"], StringComparison.Ordinal);
        Assert.Contains("/v1/things>; rel=\"successor-version\"", answer.Headers["Link"], StringComparison.Ordinal);
        Assert.DoesNotContain("Deprecation", (await service.GetAsync("/v1/things")).ShouldBe(200).Headers.Keys);
    }

    [Fact]
    public async Task A_retired_operation_is_gone()
    {
        var answer = (await service.GetAsync("/v1/older-things")).ShouldBeProblem(410, "operation.retired");
        Assert.Equal("Fri, 01 Jan 2027 00:00:00 GMT", answer.Headers["Sunset"]);
    }

    [Fact]
    public async Task The_document_says_which_operations_are_deprecated()
    {
        var document = (await service.GetAsync("/openapi/v1.json")).ShouldBe(200);
        Assert.Equal("true", document["paths./v1/old-things.get.deprecated"], ignoreCase: true);
        Assert.Null(document["paths./v1/things.get.deprecated"]);
    }

    [Fact]
    public async Task A_page_of_a_named_origin_may_call_and_read_what_it_needs()
    {
        var preflight = (await service.AskAsync(HttpMethod.Options, "/v1/things/one", null, ("Origin", BareService.Origin),
            ("Access-Control-Request-Method", "PATCH"), ("Access-Control-Request-Headers", "authorization,if-match,content-type"))).ShouldBe(204);
        Assert.Equal(BareService.Origin, preflight.Headers["Access-Control-Allow-Origin"]);
        Assert.Contains("PATCH", preflight.Headers["Access-Control-Allow-Methods"], StringComparison.Ordinal);
        Assert.Contains("If-Match", preflight.Headers["Access-Control-Allow-Headers"], StringComparison.OrdinalIgnoreCase);

        foreach (var (path, status) in new[] { ("/v1/things/one", 200), ("/v1/nothing", 404), ("/v1/fault", 500) })
        {
            var answer = (await service.GetAsync(path, ("Origin", BareService.Origin))).ShouldBe(status);
            Assert.Equal(BareService.Origin, answer.Headers["Access-Control-Allow-Origin"]);
            Assert.Contains("ETag", answer.Headers["Access-Control-Expose-Headers"], StringComparison.Ordinal);
            Assert.DoesNotContain("Access-Control-Allow-Credentials", answer.Headers.Keys);
        }
    }

    [Theory]
    [InlineData("https://elsewhere.example")]
    [InlineData("http://app.example")]
    [InlineData("https://app.example:8443")]
    [InlineData("null")]
    public async Task A_page_of_another_origin_may_not(string origin)
    {
        Assert.DoesNotContain("Access-Control-Allow-Origin", (await service.GetAsync("/v1/things/one", ("Origin", origin))).Headers.Keys);
        var preflight = await service.AskAsync(HttpMethod.Options, "/v1/things", null, ("Origin", origin), ("Access-Control-Request-Method", "POST"));
        Assert.DoesNotContain("Access-Control-Allow-Origin", preflight.Headers.Keys);
    }

    [Fact]
    public async Task Whoever_finds_a_weakness_learns_whom_to_tell()
    {
        var answer = (await service.GetAsync("/.well-known/security.txt")).ShouldBe(200);
        Assert.Equal("text/plain; charset=utf-8", answer.Headers["Content-Type"]);
        Assert.Contains("Contact: mailto:security@ambassadors.example\n", answer.Body, StringComparison.Ordinal);
        var expires = DateTimeOffset.Parse(Expires().Match(answer.Body).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(expires, service.Clock.GetUtcNow().AddDays(30), service.Clock.GetUtcNow().AddDays(365));
    }

    [Theory]
    [InlineData("my-request-7")]
    [InlineData("0190f3b2-7c1e-7000-8000-000000000001")]
    public async Task A_request_is_answered_under_the_name_that_its_caller_gave_it(string name)
    {
        Assert.Equal(name, (await service.GetAsync("/v1/things", ("Request-Id", name))).ShouldBe(200).Headers["Request-Id"]);
        Assert.Equal(name, (await service.GetAsync("/v1/nothing", ("Request-Id", name))).ShouldBe(404).Headers["Request-Id"]);
    }

    [Fact]
    public async Task A_request_without_a_fitting_name_is_answered_under_that_of_its_trace()
    {
        foreach (var name in new[] { null, "two words", new string('x', 129) })
        {
            var answer = (await service.GetAsync("/v1/nothing", name is null ? [] : [("Request-Id", name)])).ShouldBe(404);
            Assert.Equal(answer["traceId"], answer.Headers["Request-Id"]);
        }
    }

    [GeneratedRegex(@"^Expires: (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Expires();
}
