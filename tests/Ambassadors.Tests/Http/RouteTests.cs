using Ambassadors.Api.Http;
using Ambassadors.Domain.People;
using Ambassadors.Tests.Support;
using Microsoft.AspNetCore.Authorization;

namespace Ambassadors.Tests.Http;

/// <summary>Who may call what, for every line of the route table. It is the same on every database: one will do.</summary>
public sealed class RouteTests(OnSqlite database) : ServiceTests(database)
{
    /// <summary>What is open to everybody: health, the identity server and its pages, the contract and what its problems mean.</summary>
    private static readonly string[] Public =
    [
        "ANY /set-password", "ANY /sign-in",
        "GET /.well-known/security.txt",
        "GET /connect/authorize", "GET /connect/logout", "POST /connect/authorize", "POST /connect/logout", "POST /connect/token",
        "GET /health/live", "GET /health/ready",
        "GET /openapi/v1.json", "GET /openapi/v1.yaml", "GET /problems", "GET /problems/{code}"
    ];

    /// <summary>The operations under <c>/v1</c> and who may call them, on some file: people by role, systems of a pôle without and with the scope <c>sign</c>, a system of the programme.</summary>
    private const string Rights =
        """
        GET    /v1/me                                        | all
        POST   /v1/me/link-identity                          | all
        GET    /v1/me/notices                                | people
        GET    /v1/me/notices/{id}                           | people
        POST   /v1/me/notices/{id}/read                      | people
        GET    /v1/me/access-log                             | people
        GET    /v1/me/conflicts                              | people
        GET    /v1/me/conflicts/{id}                         | people
        POST   /v1/me/conflicts                              | people
        DELETE /v1/me/conflicts/{id}                         | people
        GET    /v1/me/mail-preferences                       | people
        PATCH  /v1/me/mail-preferences                       | people

        GET    /v1/people                                    | PS CS PA AU sign prog
        GET    /v1/people/{id}                               | PS CS PA AU sign prog
        POST   /v1/people/invite                             | PS CS PA sign
        POST   /v1/people/{id}/invite                        | PS CS PA sign
        GET    /v1/people/{id}/memberships                   | PS CS PA AU sign prog
        POST   /v1/people/{id}/memberships                   | PS CS PA sign
        DELETE /v1/people/{id}/memberships/{membershipId}    | PS CS PA sign

        GET    /v1/journal                                   | PA AU prog
        GET    /v1/journal/head                              | PA AU prog
        GET    /v1/events                                    | all
        GET    /v1/events/stream                             | all
        GET    /v1/webhook-endpoints                         | PE PS CC CS PA AU pole sign prog
        POST   /v1/webhook-endpoints                         | PE PS CC CS PA pole sign
        GET    /v1/webhook-endpoints/{id}                    | PE PS CC CS PA AU pole sign prog
        PATCH  /v1/webhook-endpoints/{id}                    | PE PS CC CS PA pole sign
        DELETE /v1/webhook-endpoints/{id}                    | PE PS CC CS PA pole sign
        POST   /v1/webhook-endpoints/{id}/pause              | PE PS CC CS PA pole sign
        POST   /v1/webhook-endpoints/{id}/resume             | PE PS CC CS PA pole sign
        POST   /v1/webhook-endpoints/{id}/rotate-secret      | PE PS CC CS PA pole sign
        POST   /v1/webhook-endpoints/{id}/replay             | PE PS CC CS PA pole sign
        POST   /v1/webhook-endpoints/{id}/test               | PE PS CC CS PA pole sign
        GET    /v1/webhook-endpoints/{id}/deliveries         | PE PS CC CS PA AU pole sign prog
        GET    /v1/webhook-endpoints/{id}/deliveries/{deliveryId} | PE PS CC CS PA AU pole sign prog
        GET    /v1/mails                                     | PA AU prog
        GET    /v1/journal/verify                            | PA AU prog
        GET    /v1/journal/receipts/{position}               | PA AU prog
        GET    /v1/journal/heads                             | all
        GET    /v1/journal/heads/{number}                    | all
        GET    /v1/clients                                   | PA
        GET    /v1/clients/{id}                              | PA
        POST   /v1/clients                                   | PA
        PATCH  /v1/clients/{id}                              | PA
        POST   /v1/clients/{id}/rotate-secret                | PA
        POST   /v1/clients/{id}/revoke                       | PA

        GET    /v1/themes                                    | all
        GET    /v1/themes/{code}                             | all
        POST   /v1/themes                                    | PA
        PATCH  /v1/themes/{code}                             | PA

        GET    /v1/poles                                     | all
        GET    /v1/poles/{slug}                              | all
        POST   /v1/poles                                     | PA
        PATCH  /v1/poles/{slug}                              | PA
        GET    /v1/poles/{slug}/members                      | all
        GET    /v1/poles/{slug}/members/{id}                 | all
        POST   /v1/poles/{slug}/members                      | PE PS CC CS PA pole sign
        PATCH  /v1/poles/{slug}/members/{id}                 | PE PS CC CS PA pole sign
        DELETE /v1/poles/{slug}/members/{id}                 | PE PS CC CS PA pole sign
        POST   /v1/poles/{slug}/members/{id}/link            | PS CS PA sign

        GET    /v1/clusters                                  | all
        GET    /v1/clusters/{slug}                           | all
        POST   /v1/clusters                                  | PA
        PATCH  /v1/clusters/{slug}                           | PA
        GET    /v1/clusters/{slug}/members                   | all
        GET    /v1/clusters/{slug}/members/{id}              | all
        POST   /v1/clusters/{slug}/members                   | PE PS CC CS PA pole sign
        PATCH  /v1/clusters/{slug}/members/{id}              | PE PS CC CS PA pole sign
        DELETE /v1/clusters/{slug}/members/{id}              | PE PS CC CS PA pole sign
        POST   /v1/clusters/{slug}/members/{id}/link         | PS CS PA sign

        GET    /v1/cooperations                              | all
        GET    /v1/cooperations/{id}                         | all
        POST   /v1/cooperations                              | PA
        PATCH  /v1/cooperations/{id}                         | PA

        GET    /v1/calls                                     | all
        GET    /v1/calls/{id}                                | all
        POST   /v1/calls                                     | PA
        PATCH  /v1/calls/{id}                                | PA
        POST   /v1/calls/{id}/publish                        | PA
        POST   /v1/calls/{id}/open                           | PA
        POST   /v1/calls/{id}/close                          | PA
        POST   /v1/calls/{id}/start-matching                 | PA
        POST   /v1/calls/{id}/conclude                       | PA
        POST   /v1/calls/{id}/archive                        | PA

        GET    /v1/applications                              | all
        GET    /v1/applications/{id}                         | all
        GET    /v1/applications/{id}/snapshots               | all
        GET    /v1/applications/{id}/timeline                | all
        GET    /v1/applications/{id}/receipts                | all
        GET    /v1/applications/{id}/receipts/{entryId}      | all
        GET    /v1/applications/{id}/candidates              | all
        GET    /v1/applications/{id}/explanation             | all
        POST   /v1/applications                              | PE PS pole sign
        POST   /v1/applications/import                       | PE PS pole sign
        PATCH  /v1/applications/{id}                         | PE PS pole sign
        POST   /v1/applications/{id}/discard                 | PE PS pole sign
        POST   /v1/applications/{id}/agree-candidacy         | AM
        POST   /v1/applications/{id}/submit                  | PS sign
        POST   /v1/applications/{id}/start-review            | PO PA
        POST   /v1/applications/{id}/declare-ineligible      | PO PA
        POST   /v1/applications/{id}/qualify                 | PO PA
        POST   /v1/applications/{id}/reject                  | PO PA
        POST   /v1/applications/{id}/withdraw                | PS sign
        POST   /v1/applications/{id}/conclude                | PO PA
        POST   /v1/applications/{id}/reopen                  | PA

        GET    /v1/offers                                    | all
        GET    /v1/offers/{id}                               | all
        GET    /v1/offers/{id}/timeline                      | all
        GET    /v1/offers/{id}/receipts/{entryId}            | all
        GET    /v1/offers/{id}/candidates                    | all
        GET    /v1/offers/{id}/waiting-list                  | PO BO PA AU prog
        POST   /v1/offers                                    | CC CS
        POST   /v1/offers/import                             | CC CS
        PATCH  /v1/offers/{id}                               | CC CS
        POST   /v1/offers/{id}/submit                        | CS
        POST   /v1/offers/{id}/publish                       | PO PA
        POST   /v1/offers/{id}/return                        | PO PA
        POST   /v1/offers/{id}/refuse                        | PO PA
        POST   /v1/offers/{id}/revise                        | CS
        POST   /v1/offers/{id}/pause                         | CS PO PA
        POST   /v1/offers/{id}/resume                        | CS PO PA
        POST   /v1/offers/{id}/confirm                       | CC CS
        POST   /v1/offers/{id}/close                         | CS PO PA
        POST   /v1/offers/{id}/withdraw                      | CS

        GET    /v1/pairings                                  | all
        GET    /v1/pairings/{id}                             | all
        GET    /v1/pairings/{id}/terms/{version}             | all
        GET    /v1/pairings/{id}/receipts                    | all
        GET    /v1/pairings/{id}/receipts/{entryId}          | all
        GET    /v1/pairings/{id}/timeline                    | all
        POST   /v1/pairings                                  | PS CS PO PA sign
        POST   /v1/pairings/{id}/propose                     | PS CS PO PA sign
        POST   /v1/pairings/{id}/discard                     | PO PA
        POST   /v1/pairings/{id}/consent                     | PS AM CS CP sign
        POST   /v1/pairings/{id}/decline                     | PS AM CS CP sign
        POST   /v1/pairings/{id}/amend                       | PS CS PO PA sign
        POST   /v1/pairings/{id}/revoke                      | PS AM CS CP sign
        POST   /v1/pairings/{id}/open-approval               | PO PA
        POST   /v1/pairings/{id}/approve                     | PO BO
        POST   /v1/pairings/{id}/require-changes             | PO BO PA
        POST   /v1/pairings/{id}/refuse                      | PO BO PA
        POST   /v1/pairings/{id}/cancel                      | PO PA
        POST   /v1/pairings/{id}/dissolve                    | PA

        GET    /v1/calls/{id}/matching-runs                  | PO BO PA AU prog
        POST   /v1/calls/{id}/matching-runs                  | PO PA
        GET    /v1/calls/{id}/matching-instructions          | PO BO PA AU prog
        POST   /v1/calls/{id}/matching-instructions          | PO PA
        GET    /v1/matching-instructions/{id}                | PO BO PA AU prog
        POST   /v1/matching-instructions/{id}/lift           | PO PA
        GET    /v1/matching-runs/{id}                        | PO BO PA AU prog
        GET    /v1/matching-runs/{id}/progress               | PO BO PA AU prog
        GET    /v1/matching-runs/{id}/suggestions            | PO BO PA AU prog
        GET    /v1/matching-runs/{id}/unmatched              | PO BO PA AU prog
        GET    /v1/matching-runs/{id}/unmatched/{applicationId} | PO BO PA AU prog
        GET    /v1/matching-runs/{id}/changes                | PO BO PA AU prog
        GET    /v1/matching-runs/{id}/statistics             | PO BO PA AU prog
        GET    /v1/matching-runs/{id}/certificate            | PO BO PA AU prog
        GET    /v1/matching-runs/{id}/problem                | PO BO PA AU prog
        GET    /v1/matching-runs/{id}/outcome                | PO BO PA AU prog
        GET    /v1/matching-runs/{id}/compare/{otherId}      | PO BO PA AU prog
        GET    /v1/matching-runs/{id}/pairs/{applicationId}/{offerId} | PO BO PA AU prog
        POST   /v1/matching-runs/{id}/cancel                 | PO PA
        POST   /v1/matching-runs/{id}/publish                | PO PA

        GET    /v1/exchanges                                 | all
        GET    /v1/exchanges/{id}                            | all
        GET    /v1/exchanges/{id}/timeline                   | all
        GET    /v1/exchanges/{id}/receipts/{entryId}         | all
        POST   /v1/exchanges/{id}/cancel                     | PS CS PA sign
        """;

    private static readonly string[] People = ["PE", "PS", "AM", "CC", "CS", "CP", "EX", "PO", "BO", "PA", "AU"];
    private static readonly string[] Systems = ["pole", "sign", "prog"];

    [Fact]
    public void Every_route_names_a_policy_or_is_on_the_list_of_public_ones() => Assert.Equal(
        Public.Order(StringComparer.Ordinal),
        Service.Routes.Where(route => !route.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => !string.IsNullOrEmpty(data.Policy)))
            .Select(route => route.ToString()).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Nothing_under_v1_is_open_to_everybody() => Assert.Empty(
        Service.Routes.Where(route => route.Path.StartsWith("/v1", StringComparison.Ordinal) && route.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(route => route.ToString()));

    [Fact]
    public async Task Every_operation_lets_in_exactly_the_roles_of_the_table()
    {
        var expected = Rights.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(parts => string.Join(' ', parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)), parts => Expand(parts[1]));
        var callers = await CallersAsync();
        var found = new List<string>();
        var wanted = new List<string>();
        foreach (var route in Service.Routes.Where(route => route.Path.StartsWith("/v1", StringComparison.Ordinal)))
        {
            var allowed = new List<string>();
            foreach (var (name, caller) in callers)
            {
                var answer = await CallAsync(caller, route);
                Assert.True(answer.Status < 500, $"{name}: {answer}");
                if (answer.Status is not (401 or 403))
                    allowed.Add(name);
                else
                    answer.ShouldBeProblem(403, answer["code"] == "role.not_allowed" ? "role.not_allowed" : "access.denied");
            }

            (await CallAsync(Service.Anonymous, route)).ShouldBeProblem(401, "token.missing");
            found.Add($"{route}: {string.Join(' ', allowed)}");
            wanted.Add($"{route}: {(expected.Remove(route.ToString(), out var roles) ? string.Join(' ', callers.Keys.Where(roles.Contains)) : "is not in the table")}");
        }

        Assert.Equal("", string.Join('\n', wanted.Zip(found).Where(pair => pair.First != pair.Second).Select(pair => $"expected {pair.First}\nfound    {pair.Second}")));
        Assert.Empty(expected.Keys);
    }

    private static HashSet<string> Expand(string names) =>
    [
        .. names.Split(' ').SelectMany(name => name switch
        {
            "all" => People.Concat(Systems),
            "people" => People,
            _ => [name]
        })
    ];

    private async Task<IReadOnlyDictionary<string, Caller>> CallersAsync()
    {
        var pole = await Given.PoleAsync();
        var cluster = await Given.ClusterAsync();
        var ordinary = Scopes.All.Except([Scopes.Sign]).ToArray();
        return new Dictionary<string, Caller>
        {
            ["PE"] = pole.Editor,
            ["PS"] = pole.Signatory,
            ["AM"] = pole.Ambassador,
            ["CC"] = cluster.Contact,
            ["CS"] = cluster.Signatory,
            ["CP"] = cluster.Counterpart,
            ["EX"] = Given.Expert,
            ["PO"] = Given.Officer,
            ["BO"] = Given.BudgetOfficer,
            ["PA"] = Given.Administrator,
            ["AU"] = Given.Auditor,
            ["pole"] = Service.Client("system-of-a-pole", OrganisationKind.Pole, pole.Slug, ordinary),
            ["sign"] = Service.Client("signing-system-of-a-pole", OrganisationKind.Pole, pole.Slug, Scopes.All, pole.Signatory),
            ["prog"] = Service.Client("system-of-the-programme", OrganisationKind.Programme, null, ordinary)
        };
    }

    private static Task<Answer> CallAsync(Caller caller, Route route) => route.Method switch
    {
        // From there on nothing is there to stream; from the beginning on it would be read for a minute.
        "GET" when route.Path == "/v1/events/stream" => caller.GetAsync($"{route.Path}?after=999999999"),
        "GET" => caller.GetAsync(route.PathToNothing()),
        "POST" => caller.PostAsync(route.PathToNothing(), "{}", "\"1-0\""),
        "PATCH" => caller.PatchAsync(route.PathToNothing(), "{}", "\"1-0\""),
        "DELETE" => caller.DeleteAsync(route.PathToNothing(), "\"1-0\""),
        _ => throw new NotSupportedException($"How is {route} called?")
    };
}
