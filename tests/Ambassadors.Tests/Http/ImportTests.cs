using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Imports;
using Ambassadors.Domain.People;
using Ambassadors.Tests.Support;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Ambassadors.Tests.Http;

/// <summary>Many offers or applications in one call: each row stands for itself.</summary>
public abstract class ImportTests(OnDatabase database) : ServiceTests(database)
{
    private const string Offers = "/v1/offers/import";
    private const string Applications = "/v1/applications/import";

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync() => Service = await Database.FreshAsync();

    [Fact]
    public async Task One_bad_row_of_three_is_refused_alone()
    {
        var cluster = await Given.ClusterAsync();
        var bad = Given.OfferRequest(cluster, new { windows = new[] { new { startsOn = "2027-05-02", endsOn = "2027-05-01" } }, capacity = 0 });
        JsonArray body = [Given.OfferRequest(cluster), bad, Given.OfferRequest(cluster, new { partnerReference = "O-3" })];
        foreach (var validateOnly in new[] { true, false })
        {
            var answer = (await cluster.Contact.PostAsync($"{Offers}{(validateOnly ? "?validateOnly=true" : "")}", body)).ShouldBe(207);
            Assert.Equal(("2", "1"), (answer["succeeded"], answer["failed"]));
            Assert.Equal(["0", "1", "2"], answer.Items.Select(item => item.GetProperty("index").ToString()));
            Assert.Equal([validateOnly ? 200 : 201, 422, validateOnly ? 200 : 201], answer.Items.Select(item => item.GetProperty("status").GetInt32()));
            Assert.Equal("request.invalid", answer["items.1.problem.code"]);
            Assert.EndsWith("/problems/request.invalid", answer["items.1.problem.type"], StringComparison.Ordinal);
            Assert.Equal(
                ["#/1/capacity", "#/1/windows/0/endsOn"],
                answer.At("items.1.problem.errors").EnumerateArray().Select(error => error.GetProperty("pointer").GetString()).Order(StringComparer.Ordinal));
            Assert.Equal(validateOnly ? 0 : 2, await Service.OnDatabaseAsync(db => db.Offers.CountAsync()));
            if (validateOnly)
            {
                Assert.Null(answer["items.0.location"]);
                continue;
            }

            foreach (var item in new[] { "items.0", "items.2" })
            {
                var created = (await cluster.Contact.GetAsync(answer[$"{item}.location"]!)).ShouldBe(200);
                Assert.Equal(answer[$"{item}.id"], created["id"]);
                Assert.Equal(created.Body, answer[$"{item}.resource"]);
                Assert.Equal("draft", created.State);
            }
        }
    }

    [Fact]
    public async Task A_row_is_refused_for_all_that_a_request_of_its_own_would_be_refused_for()
    {
        var (cluster, other, stranger) = (await Given.ClusterAsync(), await Given.ClusterAsync("medicon-valley-alliance"), await Given.MemberAsync(null, "hamburg-aviation"));
        await Given.DraftOfferAsync(cluster, new { partnerReference = "O-1" });
        JsonNode?[] rows =
        [
            Given.OfferRequest(cluster, new { themes = new[] { "energy", "no-such-theme" }, counterpartId = stranger }),
            Given.OfferRequest(cluster, new { clusterSlug = "no-such-cluster" }),
            Given.OfferRequest(other),
            Given.OfferRequest(cluster, new { partnerReference = "O-1" }),
            Given.OfferRequest(cluster, new { nobody = 1 }),
            Given.OfferRequest(cluster, new { capacity = "3" }),
            null,
            JsonValue.Create(7),
            new JsonObject()
        ];
        var answer = (await cluster.Contact.PostAsync(Offers, new JsonArray(rows))).ShouldBe(207);
        Assert.Equal("9", answer["failed"]);
        for (var row = 0; row < rows.Length; row++)
        {
            var alone = await cluster.Contact.PostAsync("/v1/offers", rows[row]?.ToJsonString() ?? "null");
            var item = answer.At($"items.{row}");
            Assert.True(item.GetProperty("status").GetInt32() == alone.Status, $"{row}: {alone}\n{item}");
            var problem = item.GetProperty("problem");
            if (row == 6)
                continue;
            Assert.Equal(alone["code"], problem.GetProperty("code").GetString());
            Assert.Equal(
                alone.Errors.Select(error => (error.Code, $"#/{row}{error.Pointer?[1..]}")),
                problem.GetProperty("errors").EnumerateArray().Select(error => (error.GetProperty("code").GetString()!, error.GetProperty("pointer").GetString()!)));
        }

        Assert.Equal(1, await Service.OnDatabaseAsync(db => db.Offers.CountAsync()));
    }

    [Fact]
    public async Task A_reference_given_twice_in_one_body_is_the_first_row_s()
    {
        var cluster = await Given.ClusterAsync();
        JsonArray body = [Given.OfferRequest(cluster, new { partnerReference = "O-1" }), Given.OfferRequest(cluster, new { partnerReference = "O-1" })];
        var tried = (await cluster.Contact.PostAsync($"{Offers}?validateOnly=true", body)).ShouldBe(207);
        Assert.Contains("#/0", tried["items.1.problem.errors.0.detail"], StringComparison.Ordinal);
        var answer = (await cluster.Contact.PostAsync(Offers, body)).ShouldBe(207);
        Assert.Equal(("201", "409"), (answer["items.0.status"], answer["items.1.status"]));
        Assert.Equal(("offer.partner_reference_taken", "#/1/partnerReference"), (answer["items.1.problem.errors.0.code"], answer["items.1.problem.errors.0.pointer"]));
        Assert.Contains(answer["items.0.location"]!, answer["items.1.problem.errors.0.detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_can_be_edited_and_imported()
    {
        var cluster = await Given.ClusterAsync();
        var windows = new[] { new { startsOn = Given.Day(30), endsOn = Given.Day(40) }, new { startsOn = Given.Day(50), endsOn = Given.Day(60) } };
        await Given.DraftOfferAsync(cluster, new { windows, languages = new[] { "en", "fr" }, provides = "=A desk;\r\n\"and\" more", partnerReference = "-1" });
        var export = (await cluster.Contact.GetAsync("/v1/offers", ("Accept", "text/csv"))).ShouldBe(200).Body;
        var edited = export.Replace("'-1", "'-2", StringComparison.Ordinal);
        Assert.NotEqual(export, edited);
        var answer = (await ImportAsync(cluster.Contact, Offers, edited)).ShouldBe(207);
        Assert.Equal("1", answer["succeeded"]);
        var (first, second) = ((await cluster.Contact.GetAsync("/v1/offers?sort=createdAt")).Items.First(item => item.GetProperty("partnerReference").GetString() == "-1"), answer.At("items.0.resource"));
        foreach (var member in new[] { "clusterSlug", "counterpartId", "directions", "themes", "languages", "windows", "capacity", "provides" })
            Assert.Equal(first.GetProperty(member).GetRawText(), second.GetProperty(member).GetRawText());
        Assert.Equal("-2", second.GetProperty("partnerReference").GetString());
    }

    [Fact]
    public async Task A_table_of_applications_has_objects_in_columns_and_may_be_separated_by_semicolons()
    {
        var (call, pole) = (await Given.OpenCallAsync(), await Given.PoleAsync());
        string[] columns = ["callId", "poleSlug", "direction", "objectives", "preferences.clusterSlug", "preferences.rank", "requestedAmount.amount", "requestedAmount.currency", "durationDays"];
        string[] good = [$"{call.Id}", pole.Slug, "outbound", "Une réponse commune", "\"uppsala-bio;medicon-valley-alliance\"", "\"2;1\"", "800000", "EUR", "30"];
        foreach (var separator in new[] { ",", ";", "\t" })
        {
            var answer = (await ImportAsync(pole.Editor, Applications, $"{string.Join(separator, columns)}\n{string.Join(separator, good)}\n")).ShouldBe(207);
            Assert.True(answer["succeeded"] == "1", answer.ToString());
            Assert.Equal("[{\"clusterSlug\":\"medicon-valley-alliance\",\"rank\":1},{\"clusterSlug\":\"uppsala-bio\",\"rank\":2}]", answer["items.0.resource.preferences"]);
            Assert.Equal(("800000", "30"), (answer["items.0.resource.requestedAmount.amount"], answer["items.0.resource.durationDays"]));
        }
    }

    [Fact]
    public async Task An_error_in_a_table_names_line_and_column()
    {
        var cluster = await Given.ClusterAsync();
        var table = $"clusterSlug,capacity,windows.startsOn,windows.endsOn,provides\r\n{cluster.Slug},3,2027-05-01,2027-05-02,\"two\r\nlines\"\r\n{cluster.Slug},many,2027-05-01,2027-05-02,x\r\n"
            + $"{cluster.Slug},3,2027-05-03,2027-05-02,x\r\n{cluster.Slug},3\r\n";
        var answer = (await ImportAsync(cluster.Contact, Offers, table)).ShouldBe(207);
        Assert.Equal(("1", "3"), (answer["succeeded"], answer["failed"]));
        Assert.Equal(("request.unreadable", "#/1/capacity", "4", "capacity"), ErrorOf(1));
        Assert.Equal(("field.ends_before_start", "#/2/windows/0/endsOn", "5", "windows.endsOn"), ErrorOf(2));
        Assert.Equal(("import.fields_differ", "#/3", "6", null), ErrorOf(3));

        (string?, string?, string?, string?) ErrorOf(int row) =>
            (answer[$"items.{row}.problem.errors.0.code"], answer[$"items.{row}.problem.errors.0.pointer"], answer[$"items.{row}.problem.errors.0.line"], answer[$"items.{row}.problem.errors.0.column"]);
    }

    [Fact]
    public async Task A_body_that_can_not_be_read_at_all_is_refused_as_a_whole()
    {
        var cluster = await Given.ClusterAsync();
        var contact = cluster.Contact;
        var open = (await ImportAsync(contact, Offers, $"clusterSlug,provides\n{cluster.Slug},fine\n{cluster.Slug},\"open\n")).ShouldBeProblem(400, "import.csv_malformed");
        Assert.NotNull(open["errors.0.line"]);
        (await ImportAsync(contact, Offers, "")).ShouldBeProblem(400, "import.csv_malformed");
        Assert.Equal("colour", (await ImportAsync(contact, Offers, "clusterSlug,colour\nx,y")).ShouldBeProblem(400, "import.column_unknown")["errors.0.column"]);
        (await ImportAsync(contact, Offers, "clusterSlug,clusterSlug\nx,y")).ShouldBeProblem(400, "import.column_twice");
        (await ImportAsync(contact, Offers, Encoding.Latin1.GetBytes("clusterSlug,provides\nx,\u00e9"))).ShouldBeProblem(400, "request.unreadable");
        (await contact.PostAsync(Offers, "[{]")).ShouldBeProblem(400, "request.malformed_json", "#");
        (await contact.PostAsync(Offers, "{}")).ShouldBeProblem(400, "request.unreadable", "#");
        (await contact.PostAsync($"{Offers}?validateOnly=yes", "[]")).ShouldBeProblem(400, "request.parameter_unreadable");
        (await contact.PostAsync($"{Offers}?dry=true", "[]")).ShouldBeProblem(400, "request.parameter_unknown");
        (await contact.SendAsync(HttpMethod.Post, Offers, new StringContent("[]", Encoding.UTF8, "text/plain"), null, ("Idempotency-Key", "k"))).ShouldBeProblem(415, "request.media_type");
        (await contact.SendAsync(HttpMethod.Post, Offers, new ByteArrayContent("[]"u8.ToArray()), null, ("Idempotency-Key", "k"))).ShouldBe(415);
        (await contact.PostAsync(Offers, "[]")).ShouldBe(207);
        (await contact.PostAsync(Offers, $"[{string.Join(',', Enumerable.Repeat("{}", 1_001))}]")).ShouldBeProblem(422, "import.too_many_rows");
        (await ImportAsync(contact, Offers, $"clusterSlug\n{string.Concat(Enumerable.Repeat("x\n", 1_001))}")).ShouldBeProblem(422, "import.too_many_rows");
        (await contact.PostAsync(Offers, $"[\"{new string('x', 4_000_000)}\"]")).ShouldBe(207);

        // Asked for beforehand: whoever sends five mebibytes unasked may find the door shut before the answer can be read.
        var large = new StringContent($"[\"{new string('x', 5_300_000)}\"]", Encoding.UTF8, "application/json");
        (await contact.SendAsync(HttpMethod.Post, Offers, large, null, ("Idempotency-Key", "k"), ("Expect", "100-continue"))).ShouldBeProblem(413, "request.too_large");
        Assert.Equal(0, await Service.OnDatabaseAsync(db => db.Offers.CountAsync()));
    }

    [Fact]
    public async Task An_import_needs_the_rights_and_the_key_of_a_single_request()
    {
        var (cluster, pole) = (await Given.ClusterAsync(), await Given.PoleAsync());
        (await Service.Anonymous.PostAsync(Offers, "[]")).ShouldBe(401);
        (await pole.Editor.PostAsync(Offers, "[]")).ShouldBe(403);
        (await cluster.Contact.PostAsync(Applications, "[]")).ShouldBe(403);
        var reader = Service.Client("import-reader", OrganisationKind.Cluster, cluster.Slug, ["read"]);
        (await reader.PostAsync(Offers, "[]")).ShouldBe(403);
        (await cluster.Contact.SendAsync(HttpMethod.Post, Offers, Caller.ContentOf("[]", "application/json"))).ShouldBeProblem(400, "idempotency.key_required");
    }

    [Fact]
    public async Task Repeated_at_once_with_one_key_an_import_is_done_once()
    {
        var cluster = await Given.ClusterAsync();
        var body = new JsonArray([.. Enumerable.Range(0, 20).Select(row => Given.OfferRequest(cluster, new { partnerReference = $"O-{row}" }))]).ToJsonString();
        await cluster.Contact.TokenAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => cluster.Contact.PostAsync(Offers, body, key: "the-one")));
        Assert.All(answers, answer => Assert.True(answer.Status is 207 || answer["code"] == "idempotency.in_progress", answer.ToString()));
        Assert.Single(answers.Where(answer => answer.Status == 207).Select(answer => answer.Body).Distinct());
        Assert.Equal(20, await Service.OnDatabaseAsync(db => db.Offers.CountAsync()));
        Assert.Equal("true", (await cluster.Contact.PostAsync(Offers, body, key: "the-one")).ShouldBe(207).Headers["Idempotent-Replayed"]);
    }

    [Fact]
    public async Task One_request_of_a_million_bad_items_is_answered_shortly()
    {
        var cluster = await Given.ClusterAsync();
        var windows = $"\"windows\":[{string.Join(',', Enumerable.Repeat("{}", 300_000))}]";
        (string Path, string Body, string Pointer)[] bodies =
        [
            ($"{Offers}?validateOnly=true", $"[{{{windows}}}]", "#/0/windows"),
            ("/v1/offers", $"{{{windows}}}", "#/windows"),
            ("/v1/offers", $"{{\"themes\":[{string.Join(',', Enumerable.Repeat("\"\"", 300_000))}]}}", "#/themes")
        ];
        foreach (var (path, body, pointer) in bodies)
        {
            var answer = await cluster.Contact.PostAsync(path, body);
            Assert.InRange(answer.Body.Length, 1, 5_000);
            var errors = answer.At(answer.Status == 207 ? "items.0.problem.errors" : "errors").EnumerateArray().ToList();
            Assert.Contains(errors, error => (error.GetProperty("code").GetString(), error.GetProperty("pointer").GetString()) == ("field.too_many", pointer));
        }

        foreach (var column in new[] { "windows.startsOn", "languages" })
        {
            var answer = (await ImportAsync(cluster.Contact, $"{Offers}?validateOnly=true", $"clusterSlug,{column}\n{cluster.Slug},\"{new string(';', 900_000)}\"\n{cluster.Slug},\n")).ShouldBe(207);
            Assert.InRange(answer.Body.Length, 1, 5_000);
            Assert.Equal(("422", "200"), (answer["items.0.status"], answer["items.1.status"]));
            Assert.Equal(("field.too_many", column, "2"), (answer["items.0.problem.errors.0.code"], answer["items.0.problem.errors.0.column"], answer["items.0.problem.errors.0.line"]));
        }
    }

    [Fact]
    public async Task A_problem_names_a_hundred_reasons_at_the_most()
    {
        var countries = Enumerable.Range(0, 240).Select(number => $"{number}").ToArray();
        var problem = (await Given.Administrator.PostAsync("/v1/calls", Given.CallRequest(new { countries }))).ShouldBeProblem(422, "request.invalid");
        Assert.Equal(100, problem.Errors.Count);
    }

    [Fact]
    public void Rules_of_items_never_judge_a_list_that_is_too_long()
    {
        using var scope = Service.Services.CreateScope();
        var each = typeof(Ambassadors.Api.Offers.OfferRequest).Assembly.GetTypes()
            .Select(type => type is { IsClass: true, ContainsGenericParameters: false } ? scope.ServiceProvider.GetService(typeof(IValidator<>).MakeGenericType(type)) : null)
            .OfType<IValidator>().SelectMany(validator => validator.CreateDescriptor().Rules)
            .Where(rule => rule.GetType().GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(ICollectionRule<,>))).ToList();
        Assert.True(each.Count >= 15, $"{each.Count}");
        Assert.All(each, rule => Assert.True(rule.HasCondition, rule.PropertyName));
    }

    [Fact]
    public void A_row_that_is_placed_again_has_the_same_place()
    {
        var row = new ImportRow<object>(3, null, Problems.At(400, "request.unreadable", "#/capacity"));
        foreach (var _ in new[] { 1, 2 })
            Assert.Equal("#/3/capacity", Assert.Single((ProblemError[])row.Placed(row.Problem!).ProblemDetails.Extensions["errors"]!).Pointer);
    }

    [Fact]
    public async Task A_body_is_read_by_its_type_alone_however_that_is_spelled()
    {
        var contact = (await Given.ClusterAsync()).Contact;
        foreach (var (type, body, status) in new[]
        {
            ("text/csv; charset=\"utf-8\"", "clusterSlug\n", 207), ("TEXT/CSV;charset=UTF-8", "clusterSlug\n", 207), ("application/json; charset=\"utf-8\"", "[]", 207),
            ("application/json", "\ufeff[]", 207), ("text/csv", "\ufeffclusterSlug\n", 207), ("application/problem+json", "[]", 415),
            ("application/merge-patch+json", "[]", 415), ("text/csv; charset=latin1", "clusterSlug\n", 415)
        })
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            var answer = await contact.SendAsync(HttpMethod.Post, Offers, content, null, ("Idempotency-Key", Guid.NewGuid().ToString()));
            Assert.True(answer.Status == status, $"{type}: {answer}");
        }
    }

    [Fact]
    public async Task A_key_holds_for_what_the_query_asks_for_too()
    {
        var cluster = await Given.ClusterAsync();
        var body = $"[{Given.OfferRequest(cluster).ToJsonString()}]";
        (await cluster.Contact.PostAsync(Offers, body, key: "the-one")).ShouldBe(207);
        (await cluster.Contact.PostAsync($"{Offers}?validateOnly=true", body, key: "the-one")).ShouldBeProblem(422, "idempotency.other_body");
        Assert.Equal("true", (await cluster.Contact.PostAsync($"{Offers.ToUpperInvariant()}/", body, key: "the-one")).ShouldBe(207).Headers["Idempotent-Replayed"]);
    }

    [Fact]
    public async Task What_wrote_nothing_leaves_the_key_free()
    {
        var cluster = await Given.ClusterAsync();
        var body = $"[{Given.OfferRequest(cluster).ToJsonString()}]";
        (await cluster.Contact.PostAsync($"{Offers}?validateOnly=true", body, key: "the-one")).ShouldBe(207);
        (await cluster.Contact.PostAsync(Offers, "[{}]", key: "the-one")).ShouldBe(207);
        var done = (await cluster.Contact.PostAsync(Offers, body, key: "the-one")).ShouldBe(207);
        Assert.Equal(("1", false), (done["succeeded"], done.Headers.ContainsKey("Idempotent-Replayed")));
    }

    [Fact]
    public async Task A_thousand_rows_are_looked_up_with_as_many_statements_as_three()
    {
        var (call, pole) = (await Given.OpenCallAsync(), await Given.PoleAsync());
        JsonArray Rows(int count, string mark) => new([.. Enumerable.Range(0, count).Select(row => Given.ApplicationRequest(call, pole, new
        {
            partnerReference = $"{mark}-{row.ToString(CultureInfo.InvariantCulture)}",
            preferences = new[] { new { clusterSlug = "uppsala-bio", rank = 1 } }
        }))]);
        (await pole.Editor.PostAsync($"{Applications}?validateOnly=true", Rows(1, "one"))).ShouldBe(207);
        var few = await ReadsAsync(pole.Editor, Rows(3, "few"));
        var many = await ReadsAsync(pole.Editor, Rows(1_000, "many"));
        Assert.Equal(few, many);
        Assert.Equal(1_003, await Service.OnDatabaseAsync(db => db.Applications.CountAsync()));
    }

    private async Task<int> ReadsAsync(Caller caller, JsonArray body)
    {
        var text = body.ToJsonString();
        var statements = await Service.Statements.DuringAsync(async () =>
        {
            var answer = (await caller.PostAsync(Applications, text)).ShouldBe(207);
            Assert.Equal("0", answer["failed"]);
        });
        return statements.Count(statement => statement.Sql.TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase));
    }

    private static Task<Answer> ImportAsync(Caller caller, string path, string table) => ImportAsync(caller, path, Encoding.UTF8.GetBytes(table));

    private static Task<Answer> ImportAsync(Caller caller, string path, byte[] table)
    {
        var content = new ByteArrayContent(table);
        content.Headers.TryAddWithoutValidation("Content-Type", "text/csv; charset=utf-8; header=present");
        return caller.SendAsync(HttpMethod.Post, path, content, null, ("Idempotency-Key", Guid.NewGuid().ToString()));
    }
}

public sealed class ImportTestsOnSqlite(OnSqlite database) : ImportTests(database);

public sealed class ImportTestsOnPostgres(OnPostgres database) : ImportTests(database);
