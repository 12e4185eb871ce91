using System.Text.Json.Nodes;
using Ambassadors.Tests.Support;

namespace Ambassadors.Tests.Http;

/// <summary>
/// Every member of every body is given every kind of bad value. The answer is a 4xx that points at the member, nothing is
/// written, and nothing is ever a fault of ours.
/// </summary>
public abstract class BadInputTests(OnDatabase database) : ServiceTests(database)
{
    private const string Mark = "__bad__";

    // As they stand in JSON: some can't be made by a serializer.
    private static readonly (string What, string Json)[] Never =
    [
        ("an object", "{\"x\":1}"),
        ("a boolean", "true"),
        ("a fraction", "1.5"),
        ("a number out of range", "1e30"),
        ("a negative number", "-1"),
        ("a text with NUL", "\"a\\u0000b\""),
        ("a text with a control character", "\"a\\u0007b\""),
        ("half a surrogate pair", "\"\\ud800\""),
        ("a text too long", $"\"{new string('x', 10_001)}\""),
        ("a blank", "\" \""),
        ("a list in a list", "[[[1]]]")
    ];

    /// <summary>A service of the test's own: that nothing was written is seen where nobody else writes.</summary>
    public override async ValueTask InitializeAsync() => Service = await Database.FreshAsync();

    [Fact]
    public async Task A_bad_member_of_a_call_is_named()
    {
        await GivesBadValuesAsync(Given.Administrator, "/v1/calls", Given.CallRequest(new
        {
            countries = new[] { "TN" },
            themes = new[] { "energy" },
            ambassadorFunctions = new[] { "president" },
            applicationsPerPole = 3,
            openProposalsPerApplication = 5,
            consentDays = 21,
            clockMode = "silence_is_rejection",
            silenceDays = 62
        }), "/v1/calls?limit=1");
        await RefusesAsync(Given.Administrator, "/v1/calls", Given.CallRequest(), [
            (new { opensAt = "2027-03-01T00:00:00Z", closesAt = "2027-02-01T00:00:00Z" }, "field.ends_before_start", "#/closesAt"),
            (new { minimumDays = 10, maximumDays = 9 }, "call.days_inverted", "#/maximumDays"),
            (new { ceilingPerExchange = new { amount = 1, currency = "DKK" } }, "call.currencies_differ", "#/ceilingPerExchange/currency"),
            (new { budget = new { amount = -1, currency = "EUR" } }, "field.out_of_range", "#/budget/amount"),
            (new { themes = new[] { "energy", "no-such-theme" } }, "reference.unknown", "#/themes/1"),
            (new { countries = new[] { "TN", "Tunisia" } }, "field.country", "#/countries/1"),
            (new { approvalChain = new[] { "budget_officer" } }, "call.rule_not_supported", "#/approvalChain"),
            (new { clockMode = new { days = 60 } }, "call.rule_not_supported", "#/clockMode"),
            (new { clockMode = "silence_is_acceptance", silenceDays = 62 }, "call.rule_not_supported", "#/clockMode"),
            (new { clockMode = "silence_is_rejection" }, "field.required", "#/silenceDays"),
            (new { clockMode = "silence_is_rejection", silenceDays = 731 }, "field.out_of_range", "#/silenceDays"),
            (new { clockMode = "none", silenceDays = 62 }, "call.silence_without_mode", "#/silenceDays"),
            (new { matchingWeights = new { themes = 101 } }, "field.out_of_range", "#/matchingWeights/themes"),
            (new { rates = new[] { new { country = "Tunisia", lumpSum = Given.Euros(1) } } }, "field.country", "#/rates/0/country"),
            (new { title = (object?)null }, "field.required", "#/title")
        ]);
    }

    [Fact]
    public async Task A_bad_member_of_an_application_is_named()
    {
        var (call, pole) = (await Given.OpenCallAsync(), await Given.PoleAsync());
        var request = Given.ApplicationRequest(call, pole, new
        {
            preferences = new[] { new { clusterSlug = "medicon-valley-alliance", rank = 1 } },
            partnerReference = "A-1"
        });
        await GivesBadValuesAsync(pole.Editor, "/v1/applications", request, $"/v1/applications?callId={call.Id}");
        var stranger = await Given.MemberAsync("axelera", null);
        await RefusesAsync(pole.Editor, "/v1/applications", request, [
            (new { callId = (string?)null }, "field.required", "#/callId"),
            (new { callId = Guid.NewGuid() }, "reference.unknown", "#/callId"),
            (new { poleSlug = "no-such-pole" }, "reference.unknown", "#/poleSlug"),
            (new { ambassadorId = stranger }, "reference.unknown", "#/ambassadorId"),
            (new { themes = new[] { "no-such-theme" } }, "reference.unknown", "#/themes/0"),
            (new { preferences = new[] { new { clusterSlug = "no-such-cluster", rank = 1 } } }, "reference.unknown", "#/preferences/0/clusterSlug"),
            (new { preferences = new[] { new { clusterSlug = "uppsala-bio", rank = 1 }, new { clusterSlug = "medicon-valley-alliance", rank = 1 } } },
                "application.rank_twice", "#/preferences"),
            (new { windows = new[] { new { startsOn = "2027-05-02", endsOn = "2027-05-01" } } }, "field.ends_before_start", "#/windows/0/endsOn"),
            (new { durationDays = 0 }, "field.out_of_range", "#/durationDays")
        ]);
    }

    [Fact]
    public async Task A_bad_member_of_an_offer_is_named()
    {
        var cluster = await Given.ClusterAsync();
        var request = Given.OfferRequest(cluster, new { partnerReference = $"O-{Guid.NewGuid()}" });
        await GivesBadValuesAsync(cluster.Contact, "/v1/offers", request, $"/v1/offers?clusterSlug={cluster.Slug}&limit=100");
        await RefusesAsync(cluster.Contact, "/v1/offers", request, [
            (new { clusterSlug = "no-such-cluster" }, "reference.unknown", "#/clusterSlug"),
            (new { counterpartId = Guid.NewGuid() }, "reference.unknown", "#/counterpartId"),
            (new { capacity = 0 }, "field.out_of_range", "#/capacity"),
            (new { directions = new[] { "outbound", "outbound" } }, "field.duplicates", "#/directions")
        ]);
    }

    [Fact]
    public async Task A_bad_member_of_a_pairing_is_named()
    {
        var (application, offer) = (await Given.ApplicationInMatchingAsync(), await Given.PublishedOfferAsync());
        var request = Given.PairingRequest(application, offer);
        await GivesBadValuesAsync(Given.Officer, "/v1/pairings", request, $"/v1/pairings?applicationId={application.Id}");
        await RefusesAsync(Given.Officer, "/v1/pairings", request, [
            (new { applicationId = Guid.NewGuid() }, "reference.unknown", "#/applicationId"),
            (new { offerId = Guid.NewGuid() }, "reference.unknown", "#/offerId"),
            (new { terms = new { legs = Array.Empty<object>() } }, "field.required", "#/terms/legs"),
            (new { terms = new { legs = new[] { new { direction = "outbound", startsOn = Given.Day(9), endsOn = Given.Day(8) } } } }, "field.ends_before_start", "#/terms/legs/0/endsOn")
        ]);
    }

    [Fact]
    public async Task A_bad_member_of_a_consent_or_a_motive_is_named_and_changes_nothing()
    {
        var pairing = await Given.ProposedPairingAsync();
        var signatory = pairing.Application.Pole.Signatory;
        var seen = await signatory.GetAsync(pairing.Path);
        await GivesBadValuesAsync(signatory, $"{pairing.Path}/consent", new JsonObject { ["party"] = "pole", ["termsHash"] = seen["termsHash"] }, pairing.Path, seen.ETag);
        await GivesBadValuesAsync(signatory, $"{pairing.Path}/decline", new JsonObject { ["motive"] = "Non." }, pairing.Path, seen.ETag);
        (await signatory.PostAsync($"{pairing.Path}/decline", "{}", seen.ETag)).ShouldBeProblem(422, "request.invalid").ShouldName("field.required #/motive");
    }

    [Fact]
    public async Task A_bad_patch_is_named_and_changes_nothing()
    {
        var application = await Given.DraftApplicationAsync();
        var editor = application.Pole.Editor;
        var seen = await editor.GetAsync(application.Path);
        foreach (var (patch, status, code, pointer) in new (string, int, string, string)[]
        {
            ("{\"durationDays\":\"30\"}", 400, "request.unreadable", "#/durationDays"),
            ("{\"durationDays\":0}", 422, "request.invalid", "#/durationDays"),
            ("{\"objectives\":\"a\\u0000b\"}", 422, "request.invalid", "#/objectives"),
            ("{\"direction\":\"sideways\"}", 400, "request.unreadable", "#/direction"),
            ("{\"direction\":1}", 400, "request.unreadable", "#/direction"),
            ("{\"windows\":[{\"startsOn\":\"2027-02-30\",\"endsOn\":\"2027-03-01\"}]}", 400, "request.unreadable", "#/windows/0/startsOn"),
            ("{\"poleSlug\":\"axelera\"}", 409, "application.pole_fixed", "#/poleSlug"),
            ("{\"callId\":null}", 422, "request.invalid", "#/callId"),
            ("[]", 400, "request.unreadable", "#")
        })
        {
            (await editor.PatchAsync(application.Path, patch, seen.ETag)).ShouldBeProblem(status, code, pointer);
        }

        (await editor.PatchAsync(application.Path, "{\"nobody\":1}", seen.ETag)).ShouldBe(400);
        Assert.Equal(seen.Body, (await editor.GetAsync(application.Path)).Body);
    }

    [Theory]
    [InlineData("/v1/calls", "application/json; charset=utf-7", "{}", 415)]
    [InlineData("/connect/token", "application/x-www-form-urlencoded; charset=utf-7", "grant_type=client_credentials", 400)]
    [InlineData("/connect/token", "application/x-www-form-urlencoded", "grant_type=client_credentials&client_id=%00", 400)]
    [InlineData("/connect/authorize", "application/x-www-form-urlencoded", "x=%00", 400)]
    [InlineData("/sign-in", "application/x-www-form-urlencoded; charset=utf-7", "Email=a", 400)]
    public async Task What_a_body_is_wrapped_in_is_never_a_fault_of_ours(string path, string type, string body, int status)
    {
        using var content = new ByteArrayContent(System.Text.Encoding.ASCII.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        var answer = await Given.Administrator.SendAsync(HttpMethod.Post, path, content, null, ("Idempotency-Key", Guid.NewGuid().ToString()));

        Assert.True(answer.Status == status || answer.Status == 415, answer.ToString());
    }

    [Fact]
    public async Task A_form_of_thousands_of_fields_and_a_host_that_is_none_are_refused()
    {
        using var many = new StringContent(string.Join('&', Enumerable.Range(0, 2_000).Select(n => $"f{n}=1")), System.Text.Encoding.ASCII, "application/x-www-form-urlencoded");
        (await Service.Anonymous.SendAsync(HttpMethod.Post, "/connect/token", many)).ShouldBe(400);
        foreach (var path in new[] { "/connect/authorize", "/connect/logout", "/v1/me", "/.well-known/openid-configuration" })
            (await Service.Anonymous.SendAsync(HttpMethod.Get, path, null, null, ("Host", "x:99999"))).ShouldBe(400);
    }

    private async Task GivesBadValuesAsync(Caller by, string path, JsonObject valid, string watched, string? ifMatch = null)
    {
        var before = (await by.GetAsync(watched)).ShouldBe(200).Body;
        foreach (var pointer in PointersOf(valid, "#"))
        {
            foreach (var (what, json) in Never)
            {
                var body = With(valid, pointer, json);
                var answer = await by.PostAsync(path, body, ifMatch);
                Assert.True(answer.Status is 400 or 422, $"{what} at {pointer}: {answer}");
                Assert.True(answer.Errors.Any(error => error.Pointer is { } at && (at == pointer || at.StartsWith(pointer + "/", StringComparison.Ordinal))),
                    $"{what} at {pointer} is not pointed at: {answer}");
            }
        }

        Assert.Equal(before, (await by.GetAsync(watched)).Body);
    }

    private static async Task RefusesAsync(Caller by, string path, JsonObject valid, (object With, string Code, string Pointer)[] cases)
    {
        foreach (var (with, code, pointer) in cases)
        {
            var answer = (await by.PostAsync(path, Given.Over(with, valid.DeepClone()))).ShouldBe(422);
            Assert.Contains((code, pointer), answer.Errors.Select(error => (error.Code, error.Pointer!)));
        }
    }

    private static IEnumerable<string> PointersOf(JsonNode? node, string at)
    {
        if (at != "#")
            yield return at;
        var inner = node switch
        {
            JsonObject members => members.Select(member => (member.Key, member.Value)),
            JsonArray items => items.Take(1).Select((item, index) => (index.ToString(System.Globalization.CultureInfo.InvariantCulture), item)),
            _ => []
        };
        foreach (var (name, value) in inner)
        {
            foreach (var pointer in PointersOf(value, $"{at}/{name}"))
                yield return pointer;
        }
    }

    private static string With(JsonObject valid, string pointer, string json)
    {
        var body = valid.DeepClone();
        var parent = body;
        var parts = pointer[2..].Split('/');
        foreach (var part in parts[..^1])
            parent = parent is JsonArray list ? list[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]! : parent[part]!;
        if (parent is JsonArray items)
            items[int.Parse(parts[^1], System.Globalization.CultureInfo.InvariantCulture)] = Mark;
        else
            parent[parts[^1]] = Mark;
        return body.ToJsonString().Replace($"\"{Mark}\"", json, StringComparison.Ordinal);
    }
}

/// <inheritdoc/>
public sealed class BadInputOnSqlite(OnSqlite database) : BadInputTests(database);

/// <inheritdoc/>
public sealed class BadInputOnPostgres(OnPostgres database) : BadInputTests(database);
