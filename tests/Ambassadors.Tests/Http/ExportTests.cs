using System.Data.Common;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Ambassadors.Api.Data;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Tests.Support;
using CsvHelper;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Ambassadors.Tests.Http;

/// <summary>Every list as a table and as lines of JSON.</summary>
public abstract class ExportTests(OnDatabase database) : ServiceTests(database)
{
    private const string Csv = "text/csv";
    private const string Ndjson = "application/x-ndjson";

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync() => Service = await Database.FreshAsync();

    [Fact]
    public async Task Every_list_comes_in_three_formats_with_the_same_items_and_columns_that_follow_from_the_contract()
    {
        var pairing = await Given.ConsentedPairingAsync();
        var (pole, admin) = (pairing.Application.Pole.Slug, Given.Administrator);
        (await Given.Expert.PostAsync("/v1/me/conflicts", new { poleSlug = "axelera" })).ShouldBe(201);
        var pool = await Pool.OpenAsync(Service);
        await pool.ApplicationAsync("axelera");
        await pool.ApplicationAsync("fibres");
        var kept = await pool.ApplicationAsync("lyonbiopole");
        var offer = await pool.OfferAsync("food-valley");
        await pool.StartAsync();
        var forbidden = new { kind = "forbid", applicationId = kept.Id, offerId = offer.Id, motive = "For a reason of the tests." };
        (await Given.Officer.PostAsync($"{pool.Call.Path}/matching-instructions", forbidden)).ShouldBe(201);
        var run = await pool.RunAsync();
        (await pool.PublishAsync(run)).ShouldBe(200);
        var endpoint = (await admin.PostAsync("/v1/webhook-endpoints", new { url = "http://127.0.0.1:9/hooks" })).ShouldBe(201);
        (await admin.PostAsync($"/v1/webhook-endpoints/{endpoint.Id}/test")).ShouldBe(202);
        var lists = Service.Routes.Where(route => route.Metadata.GetMetadata<ListMetadata>() is not null).ToList();
        Assert.True(lists.Count >= 21, string.Join('\n', lists));
        foreach (var route in lists)
        {
            var caller = route.Path.StartsWith("/v1/me/", StringComparison.Ordinal) ? Given.Expert : admin;
            var id = route.Path switch
            {
                var path when path.StartsWith("/v1/applications", StringComparison.Ordinal) => pairing.Application.Id,
                var path when path.StartsWith("/v1/offers", StringComparison.Ordinal) => pairing.Offer.Id,
                var path when path.StartsWith("/v1/people", StringComparison.Ordinal) => await Given.Officer.PersonIdAsync(),
                var path when path.StartsWith("/v1/calls", StringComparison.Ordinal) => pool.Call.Id,
                var path when path.StartsWith("/v1/matching-runs", StringComparison.Ordinal) => run.Id,
                var path when path.StartsWith("/v1/webhook-endpoints", StringComparison.Ordinal) => endpoint.Id,
                _ => pairing.Id
            };
            var slug = route.Path.StartsWith("/v1/clusters", StringComparison.Ordinal) ? pairing.Offer.Cluster.Slug : pole;
            var at = route.Path.Replace("{id}", id.ToString(), StringComparison.Ordinal).Replace("{slug}", slug, StringComparison.Ordinal).TrimEnd('/');
            if (at.StartsWith("/v1/exchanges/", StringComparison.Ordinal))
                continue;
            var json = new List<string>();
            Answer page;
            for (var cursor = ""; ; cursor = $"?limit=100&cursor={page["next"]}")
            {
                page = (await caller.GetAsync($"{at}{(cursor.Length > 0 ? cursor : at.EndsWith("/memberships", StringComparison.Ordinal) ? "" : "?limit=100")}")).ShouldBe(200);
                Assert.Contains("Accept", page.Headers["Vary"].Split(", "));
                json.AddRange(page.Items.Select(item => item.GetRawText()));
                if (page["next"] is null)
                    break;
            }

            var lines = (await caller.GetAsync(at, ("Accept", Ndjson))).ShouldBe(200);
            Assert.Equal(Ndjson, lines.Headers["Content-Type"]);
            Assert.Equal(string.Concat(json.Select(item => $"{item}\n")), lines.Body);

            var table = (await caller.GetAsync(at, ("Accept", Csv))).ShouldBe(200);
            Assert.StartsWith("text/csv; charset=utf-8", table.Headers["Content-Type"], StringComparison.Ordinal);
            Assert.Matches($"^attachment; filename=\"{at.Split('/')[^1]}-2027-02-01\\.csv\"$", table.Headers["Content-Disposition"]);
            var rows = Rows(table.Body);
            Assert.Equal(json.Count, rows.Count - 1);
            Assert.All(rows, row => Assert.Equal(rows[0].Length, row.Length));
            Assert.Equal(rows[0].Distinct(), rows[0]);
        }
    }

    [Fact]
    public async Task A_table_begins_with_its_mark_and_header_even_when_it_is_empty()
    {
        var offers = await Service.Http.SendAsync(await RequestAsync(Given.Administrator, "/v1/offers", Csv), TestContext.Current.CancellationToken);
        var bytes = await offers.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal(
            "id,version,status,allowedActions,clusterSlug,country,counterpartId,directions,themes,languages,windows.startsOn,windows.endsOn,windows.days,preferences.poleSlug,preferences.rank,capacity,"
            + "placesTaken,placesLeft,provides,partnerReference,revision,confirmedAt,reconfirmBy,motive,createdAt,updatedAt\r\n",
            Encoding.UTF8.GetString(bytes[3..]));
        var lines = (await Given.Administrator.GetAsync("/v1/offers", ("Accept", Ndjson))).ShouldBe(200);
        Assert.Equal("", lines.Body);
        Assert.Contains(",direction,objectives,themes,languages,preferences.clusterSlug,preferences.rank,windows.startsOn,windows.endsOn,windows.days,durationDays,requestedAmount.amount,requestedAmount.currency,",
            (await Given.Administrator.GetAsync("/v1/applications", ("Accept", Csv))).ShouldBe(200).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cells_are_flat_and_no_text_is_a_formula()
    {
        var cluster = await Given.ClusterAsync();
        foreach (var text in new[] { "=HYPERLINK(\"http://x\";\"y\")", "+1", "-1", "@SUM(A1)", "\tx", "'=1", "＝1", "plain, \"quoted\";\r\nand long" })
        {
            var offer = await Given.DraftOfferAsync(cluster, new { provides = text, languages = new[] { "en", "fr" } });
            var rows = Rows((await cluster.Contact.GetAsync("/v1/offers", ("Accept", Csv))).ShouldBe(200).Body);
            string Cell(string column) => rows.Single(row => row[0] == offer.Id.ToString())[Array.IndexOf(rows[0], column)];
            Assert.Equal(text.StartsWith("plain", StringComparison.Ordinal) ? text : $"'{text}", Cell("provides"));
            Assert.Equal(text, CsvCells.Unguarded(Cell("provides")));
            Assert.Equal("en;fr", Cell("languages"));
            Assert.Equal(Given.Day(30), Cell("windows.startsOn"));
            Assert.Equal("5", Cell("capacity"));
            Assert.Equal("", Cell("partnerReference"));
        }
    }

    [Fact]
    public void No_text_is_a_formula_wherever_a_spreadsheet_cuts_it_and_each_can_be_read_back()
    {
        foreach (var (text, cell) in new[]
        {
            ("hello;=1+1;x", "hello;'=1+1;x"), ("line\n=1+1", "line\n'=1+1"), ("a, -b", "a,' -b"), ("\u00a0=1", "'\u00a0=1"), (" \u200b\ufeff=1", "' \u200b\ufeff=1"),
            ("a\t\uff1d1", "a\t'\uff1d1"), ("x;\"=1", "x;'\"=1"), ("it's; 'fine'", "it's; 'fine'"), ("''=1;'", "'''=1;''"), ("1+1=2", "1+1=2"), ("\t=1", "'\t'=1"), ("", "")
        })
        {
            Assert.Equal(cell, CsvCells.Of(JsonSerializer.SerializeToElement(text)));
            Assert.Equal(text, CsvCells.Unguarded(cell));
        }

        // Every text of five of the characters that matter.
        const string Alphabet = "'= ;\na\\";
        for (var number = 0; number < Math.Pow(Alphabet.Length, 5); number++)
        {
            var text = string.Concat(Enumerable.Range(0, 5).Select(place => Alphabet[number / (int)Math.Pow(Alphabet.Length, place) % Alphabet.Length]));
            Assert.Equal(text, CsvCells.Unguarded(CsvCells.Of(JsonSerializer.SerializeToElement(text))));
            Assert.Equal([text, text[1..]], CsvCells.Split(CsvCells.Join(new[] { text, text[1..] }.Select(value => JsonSerializer.SerializeToElement(value)))));
        }

        Assert.Equal("[{\"a\":\"x\\u003b=1\"}]", CsvCells.Of(JsonElement.Parse("[{\"a\":\"x;=1\"}]")));
    }

    [Fact]
    public void Joined_values_are_told_apart_again()
    {
        foreach (var values in new string[][] { ["a"], ["a", "b"], ["a;b", "c\\"], ["=1", "", "x"], ["a", ""], [] })
            Assert.Equal(values, CsvCells.Split(CsvCells.Join(values.Select(value => JsonSerializer.SerializeToElement(value)))));
        Assert.Equal("-5", CsvCells.Of(JsonSerializer.SerializeToElement(-5)));
        Assert.Equal("", CsvCells.Of(default));
    }

    [Fact]
    public async Task The_format_that_the_caller_likes_best_is_answered()
    {
        foreach (var (accept, type) in new (string, string?)[]
        {
            (Csv, Csv), ("text/*", Csv), (Ndjson, Ndjson), ("application/json, text/csv", "application/json"),
            ("application/json;q=0.5, text/csv;q=0.8", Csv), ("text/csv;q=0.1, */*;q=0.2", "application/json"), ("*/*, application/json;q=0.1", Csv),
            ("text/csv;q=0, */*", "application/json"), ("application/problem+json", "application/json"), ("text/html", null), ("text/csv;q=0", null)
        })
        {
            var answer = await Given.Administrator.GetAsync("/v1/themes", ("Accept", accept));
            if (type is null)
                answer.ShouldBeProblem(406, "request.not_acceptable");
            else
                Assert.StartsWith(type, answer.ShouldBe(200).Headers["Content-Type"], StringComparison.Ordinal);
        }

        (await Given.Administrator.GetAsync("/v1/themes/energy", ("Accept", Csv))).ShouldBeProblem(406, "request.not_acceptable");
        (await Given.Administrator.GetAsync("/v1/themes/energy", ("Accept", Ndjson))).ShouldBeProblem(406, "request.not_acceptable");
    }

    [Fact]
    public async Task An_export_has_no_pages()
    {
        var next = (await Given.Administrator.GetAsync("/v1/poles?limit=1")).ShouldBe(200)["next"];
        foreach (var query in new[] { "limit=5", "limit=5&q=x", $"cursor={next}" })
        {
            var problem = (await Given.Administrator.GetAsync($"/v1/poles?{query}", ("Accept", Csv))).ShouldBeProblem(400, "export.not_paged");
            Assert.Equal(query.Split('=')[0], problem["errors.0.parameter"]);
        }
    }

    [Fact]
    public async Task An_export_shows_what_its_list_shows_in_its_order_and_no_more()
    {
        var mine = await Given.DraftOfferAsync();
        Service.Clock.Advance(TimeSpan.FromSeconds(1));
        var other = await Given.DraftOfferAsync(await Given.ClusterAsync("medicon-valley-alliance"));
        foreach (var format in new[] { Csv, Ndjson })
        {
            var seen = (await mine.Cluster.Contact.GetAsync("/v1/offers", ("Accept", format))).ShouldBe(200).Body;
            Assert.Contains(mine.Id.ToString(), seen, StringComparison.Ordinal);
            Assert.DoesNotContain(other.Id.ToString(), seen, StringComparison.Ordinal);
            var filtered = (await Given.Administrator.GetAsync($"/v1/offers?clusterSlug={other.Cluster.Slug}", ("Accept", format))).ShouldBe(200).Body;
            Assert.DoesNotContain(mine.Id.ToString(), filtered, StringComparison.Ordinal);
            var sorted = (await Given.Administrator.GetAsync("/v1/offers?sort=createdAt", ("Accept", format))).ShouldBe(200).Body;
            Assert.True(sorted.IndexOf(mine.Id.ToString(), StringComparison.Ordinal) < sorted.IndexOf(other.Id.ToString(), StringComparison.Ordinal));
            (await Service.Anonymous.GetAsync("/v1/offers", ("Accept", format))).ShouldBe(401);
            (await mine.Cluster.Contact.GetAsync("/v1/poles/axelera/members", ("Accept", format))).ShouldBeProblem(404, "resource.not_found");
        }
    }

    [Fact]
    public async Task What_was_deleted_is_exported_too()
    {
        var pole = await Given.PoleAsync();
        var gone = await Given.MemberAsync(pole.Slug, null);
        (await pole.Editor.DeleteAsync($"/v1/poles/{pole.Slug}/members/{gone}")).ShouldBe(204);
        var path = $"/v1/poles/{pole.Slug}/members?updatedSince=2027-01-01T00:00:00Z";
        var rows = Rows((await pole.Editor.GetAsync(path, ("Accept", Csv))).ShouldBe(200).Body);
        Assert.Equal("deletedAt", rows[0][^1]);
        Assert.Equal([gone.ToString(), .. Enumerable.Repeat("", rows[0].Length - 2), "2027-02-01T09:00:00Z"], rows[^1]);
        var lines = (await pole.Editor.GetAsync(path, ("Accept", Ndjson))).ShouldBe(200).Body.Split('\n');
        Assert.Equal($$"""{"id":"{{gone}}","deletedAt":"2027-02-01T09:00:00Z"}""", lines[^2]);
    }

    [Fact]
    public async Task Twice_as_many_rows_cost_a_batch_more_and_a_fault_half_way_never_looks_like_the_end()
    {
        var fault = new FailsAt();
        await using var service = await Database.FreshAsync(builder => builder.ConfigureTestServices(services =>
        {
            services.ConfigureDbContext<SqliteAmbassadorsDbContext>(options => options.AddInterceptors(fault));
            services.ConfigureDbContext<PostgresAmbassadorsDbContext>(options => options.AddInterceptors(fault));
        }));
        var offer = await service.Given.DraftOfferAsync();
        await Rowing.AddOffersAsync(service, 2_500);
        var caller = service.Given.Officer;
        Answer? answer = null;
        var statements = await service.Statements.DuringAsync(async () => answer = await caller.GetAsync("/v1/offers?sort=updatedAt", ("Accept", Ndjson)));
        var ids = answer!.ShouldBe(200).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetGuid()).ToList();
        Assert.Equal(2_501, ids.Distinct().Count());
        Assert.Equal(2_501, ids.Count);
        Assert.Contains(offer.Id, ids);
        Assert.Equal(3, statements.Count(statement => statement.Sql.Contains("FROM offers", StringComparison.Ordinal) || statement.Sql.Contains("FROM \"offers\"", StringComparison.Ordinal)));

        fault.Armed = true;
        foreach (var format in new[] { Csv, Ndjson })
        {
            using var response = await service.Http.SendAsync(await RequestAsync(caller, "/v1/offers", format), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            Assert.Equal(200, (int)response.StatusCode);
            await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }

        fault.Always = true;
        (await caller.GetAsync("/v1/offers", ("Accept", Csv))).ShouldBe(500);
    }

    private static async Task<HttpRequestMessage> RequestAsync(Caller caller, string path, string accept)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await caller.TokenAsync());
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return request;
    }

    private static List<string[]> Rows(string table)
    {
        using var csv = CsvReader.FromText(table.TrimStart('\ufeff'), new CsvReaderOptions { Separator = ',', HasHeader = false, FieldCountMismatch = default });
        var rows = new List<string[]>();
        while (csv.Read())
            rows.Add([.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)]);
        return rows;
    }

    /// <summary>A database that fails at the third batch of offers, or at once.</summary>
    private sealed class FailsAt : DbCommandInterceptor
    {
        private int _batches;

        public bool Armed { get; set; }

        public bool Always { get; set; }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
            Armed && command.CommandText.Contains("offers", StringComparison.Ordinal) && (Always || ++_batches % 3 == 0)
                ? throw new NotSupportedException("The third batch fails.")
                : ValueTask.FromResult(result);
    }
}

public sealed class ExportTestsOnSqlite(OnSqlite database) : ExportTests(database);

public sealed class ExportTestsOnPostgres(OnPostgres database) : ExportTests(database);
