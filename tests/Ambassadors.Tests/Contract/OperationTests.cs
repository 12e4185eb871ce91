using System.Net.Http.Headers;
using System.Text;
using Ambassadors.Domain.People;
using Ambassadors.Tests.Support;
using Microsoft.AspNetCore.Http.Metadata;

namespace Ambassadors.Tests.Contract;

/// <summary>That every operation refuses what none can take, whatever it is about. It is the same on every database: one will do.</summary>
public sealed class OperationTests(OnSqlite database) : ServiceTests(database)
{
    private const int MoreThanAnImport = 5 * 1024 * 1024 + 100_000;
    private const int MoreThanABody = 1024 * 1024 + 100_000;

    private IEnumerable<Route> Operations => Service.Routes.Where(route => route.Path.StartsWith("/v1/", StringComparison.Ordinal));

    [Fact]
    public async Task An_unknown_parameter_is_refused_by_every_operation()
    {
        foreach (var route in Operations)
            (await AskAsync(await CallerOfAsync(route), route, "?colour=red")).ShouldBeProblem(400, "request.parameter_unknown");
    }

    [Fact]
    public async Task An_answer_that_does_not_exist_is_not_acceptable_to_any_operation()
    {
        foreach (var route in Operations)
            (await AskAsync(await CallerOfAsync(route), route, headers: [("Accept", "text/html")])).ShouldBeProblem(406, "request.not_acceptable");
    }

    [Fact]
    public async Task A_token_without_its_scope_is_refused_by_every_operation_that_needs_one()
    {
        var pole = await Given.PoleAsync();
        var reader = Service.Client("system-that-only-reads", OrganisationKind.Pole, pole.Slug, ["read"]);
        var writer = Service.Client("system-that-only-writes-offers", OrganisationKind.Pole, pole.Slug, ["offers:write"]);
        foreach (var route in Operations.Where(route => route.Path != "/v1/me/link-identity"))
        {
            var answer = (await AskAsync(route.Method == "GET" || route.Path.StartsWith("/v1/me/", StringComparison.Ordinal) ? writer : reader, route)).ShouldBeProblem(403, "scope.insufficient");
            Assert.Contains("error=\"insufficient_scope\", scope=\"", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_body_of_another_kind_or_size_is_refused_by_every_operation_that_takes_one()
    {
        foreach (var route in Operations.Where(route => route.Metadata.GetMetadata<IAcceptsMetadata>() is not null))
        {
            var by = await CallerOfAsync(route);
            var type = route.Metadata.GetMetadata<IAcceptsMetadata>()!.ContentTypes[0];
            (await AskAsync(by, route, content: Body("hello", "text/plain"))).ShouldBeProblem(415, "request.media_type");
            var size = route.Path.EndsWith("/import", StringComparison.Ordinal) ? MoreThanAnImport : MoreThanABody;
            (await AskAsync(by, route, content: Body(new string(' ', size), type), headers: [("Expect", "100-continue")])).ShouldBeProblem(413, "request.too_large");
        }
    }

    [Fact]
    public async Task What_is_not_there_is_not_found_by_any_operation()
    {
        foreach (var route in Operations.Where(route => route.Path.Contains('{', StringComparison.Ordinal)))
            (await AskAsync(await CallerOfAsync(route), route, ifMatch: "\"1-0\"", content: ContentOf(route))).ShouldBeProblem(404, "resource.not_found");
    }

    private static StringContent? ContentOf(Route route) => route.Metadata.GetMetadata<IAcceptsMetadata>() is { ContentTypes: [var type, ..] } ? Body("{}", type) : null;

    private static StringContent Body(string text, string type) => new(text, Encoding.UTF8, MediaTypeHeaderValue.Parse(type));

    private static Task<Answer> AskAsync(
        Caller by, Route route, string query = "", string? ifMatch = null, HttpContent? content = null, params (string Name, string Value)[] headers) =>
        by.SendAsync(HttpMethod.Parse(route.Method), route.PathToNothing() + query, content ?? ContentOf(route), ifMatch, [.. headers, ("Idempotency-Key", $"{Guid.NewGuid()}")]);

    // The first of all who may: whom a role is missing is told so before anything else.
    private async Task<Caller> CallerOfAsync(Route route)
    {
        var (pole, cluster) = (await Given.PoleAsync(), await Given.ClusterAsync());
        foreach (var caller in new[] { Given.Administrator, Given.Officer, Given.BudgetOfficer, pole.Signatory, pole.Ambassador, cluster.Signatory })
        {
            if ((await AskAsync(caller, route, "?colour=red")).Status != 403)
                return caller;
        }

        throw new InvalidOperationException($"Who may {route}?");
    }
}
