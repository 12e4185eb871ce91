using Ambassadors.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Tests.Http;

/// <summary>Themes, pôles, clusters and cooperations: everybody reads them, the administrator keeps them.</summary>
public abstract class OrganisationTests(OnDatabase database) : ServiceTests(database)
{
    private static int _names;

    [Theory]
    [InlineData("securisees")]
    [InlineData("SÉCURISÉES")]
    [InlineData("sécuris")]
    [InlineData("secu trans")]
    public async Task A_pole_is_found_by_the_beginnings_of_its_words_whatever_their_case_and_accents(string q)
    {
        var found = await Given.Expert.GetAsync($"/v1/poles?q={Uri.EscapeDataString(q)}");

        Assert.Equal(q.Contains(' ', StringComparison.Ordinal) ? ["tes"] : ["scs", "tes"], SlugsOf(found.ShouldBe(200)));
    }

    [Fact]
    public async Task Poles_are_listed_by_name_page_by_page_each_once()
    {
        var slugs = new List<string>();
        var names = new List<string>();
        string? next = "/v1/poles?limit=20";
        while (next is not null)
        {
            var page = (await Given.Officer.GetAsync(next)).ShouldBe(200);
            slugs.AddRange(SlugsOf(page));
            names.AddRange(page.Items.Select(item => item.GetProperty("name").GetString()!));
            next = page["next"] is { } cursor ? $"/v1/poles?limit=20&cursor={cursor}" : null;
        }

        string[] shipped = [.. names.Where(name => !name.StartsWith("Essai", StringComparison.Ordinal))];
        Assert.Equal(71, shipped.Length);
        Assert.Equal(slugs.Count, slugs.Distinct().Count());
        Assert.Equal(names.Select(Ambassadors.Domain.Search.Fold).Order(StringComparer.Ordinal), names.Select(Ambassadors.Domain.Search.Fold));
    }

    [Fact]
    public async Task Every_filter_of_poles_clusters_and_themes_keeps_what_it_names()
    {
        var poles = (await Given.Officer.GetAsync("/v1/poles?tier=mondial&theme=health-biotech")).ShouldBe(200);
        Assert.Equal(["lyonbiopole", "medicen-paris-region"], SlugsOf(poles));
        var clusters = (await Given.Officer.GetAsync("/v1/clusters?country=DK&theme=health-biotech&limit=100")).ShouldBe(200);
        Assert.Contains("medicon-valley-alliance", SlugsOf(clusters));
        Assert.All(clusters.Items, item => Assert.Equal("DK", item.GetProperty("country").GetString()));
        var themes = (await Given.Officer.GetAsync("/v1/themes?kind=horizontal&limit=100")).ShouldBe(200);
        Assert.NotEmpty(themes.Items);
        Assert.All(themes.Items, item => Assert.Equal("horizontal", item.GetProperty("kind").GetString()));
        Assert.Equal(["aerospace"], (await Given.Officer.GetAsync("/v1/themes?q=aeronautique")).Items.Select(item => item.GetProperty("code").GetString()));
        Assert.Empty((await Given.Officer.GetAsync("/v1/poles?theme=no-such-theme")).ShouldBe(200).Items);
    }

    [Fact]
    public async Task A_theme_has_its_label_in_both_languages()
    {
        var theme = (await Given.Officer.GetAsync("/v1/themes/aerospace")).ShouldBe(200);

        Assert.Equal(("Aéronautique et espace", "Aerospace and space", "sectoral"), (theme["label.fr"], theme["label.en"], theme["kind"]));
    }

    [Fact]
    public async Task What_is_not_there_is_404()
    {
        foreach (var path in new[] { "/v1/poles/nowhere", "/v1/clusters/nowhere", "/v1/themes/nothing", $"/v1/cooperations/{Guid.NewGuid()}", "/v1/cooperations/x" })
            (await Given.Officer.GetAsync(path)).ShouldBeProblem(404, "resource.not_found");
    }

    [Fact]
    public async Task A_bad_parameter_is_400_and_no_fault()
    {
        foreach (var query in new[] { "limit=0", "limit=x", "cursor=x", "tier=big", "nonsense=1", $"q={new string('x', 300)}", "theme=%00", "q=%00" })
            Assert.InRange((await Given.Officer.GetAsync($"/v1/poles?{query}")).Status, 200, 400);
        (await Given.Officer.GetAsync("/v1/poles?tier=big")).ShouldBe(400);
        (await Given.Officer.GetAsync("/v1/poles?nonsense=1")).ShouldBe(400);
    }

    [Fact]
    public async Task The_administrator_adds_and_changes_a_pole()
    {
        var request = Given.Over(new { labelledFrom = "2005-07-12" }, PoleRequest());
        var added = (await Given.Administrator.PostAsync("/v1/poles", request)).ShouldBe(201);
        var path = added.Headers["Location"];
        Assert.Equal($"/v1/poles/{added["slug"]}", path);
        Assert.Equal((await Given.Expert.GetAsync(path)).ShouldBe(200).ETag, added.ETag);

        var changed = (await Given.Administrator.PatchAsync(path, """{ "name": "Essai renommé", "labelledFrom": null, "themes": ["energy"] }""", added.ETag)).ShouldBe(200);

        Assert.Equal(("Essai renommé", "2", null), (changed["name"], changed["version"], changed["labelledFrom"]));
        Assert.Equal([added["slug"]!], SlugsOf(await Given.Officer.GetAsync("/v1/poles?q=renomme&theme=energy")).Where(slug => slug == added["slug"]));
        (await Given.Administrator.PatchAsync(path, new { name = "Trop tard" }, added.ETag)).ShouldBeProblem(412, "precondition.failed");
        (await Given.Administrator.SendAsync(HttpMethod.Patch, path, Caller.ContentOf(new { name = "x" }, "application/merge-patch+json"))).ShouldBeProblem(428, "precondition.required");
        Assert.Equal(changed.ETag, (await Given.Administrator.PatchAsync(path, new { }, changed.ETag)).ShouldBe(200).ETag);
        (await Given.Administrator.PatchAsync(path, new { slug = "another" })).ShouldBeProblem(422, "request.invalid", "#/slug").ShouldName("field.permanent");
        Assert.Equal(["pole.create", "pole.edit"], await JournalAsync(added["slug"]!));
    }

    [Fact]
    public async Task A_slug_is_given_once()
    {
        var request = PoleRequest();
        (await Given.Administrator.PostAsync("/v1/poles", request)).ShouldBe(201);

        (await Given.Administrator.PostAsync("/v1/poles", request)).ShouldBeProblem(409, "resource.name_taken", "#/slug");
        (await Given.Administrator.PostAsync("/v1/clusters", Given.Over(new { slug = "uppsala-bio" }, ClusterRequest()))).ShouldBeProblem(409, "resource.name_taken", "#/slug");
        (await Given.Administrator.PostAsync("/v1/themes", new { code = "energy", label = new { fr = "É", en = "E" }, kind = "sectoral", source = "tests" }))
            .ShouldBeProblem(409, "resource.name_taken", "#/code");
    }

    [Fact]
    public async Task Of_twenty_at_once_one_gets_the_slug()
    {
        var request = ClusterRequest();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Given.Administrator.PostAsync("/v1/clusters", request)));

        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer.Status != 201), answer => answer.ShouldBeProblem(409, "resource.name_taken"));
    }

    [Fact]
    public async Task Every_error_of_form_is_named_at_once()
    {
        (await Given.Administrator.PostAsync("/v1/poles", new
        {
            slug = "Pas Un Slug",
            name = "   ",
            evaluation2008 = 4,
            regions = new[] { "a", "a" },
            labelledFrom = "2009-01-02",
            labelledUntil = "2009-01-01",
            source = new string('x', 2001),
            confidence = "a\u0007b",
            notes = new[] { new { counterpart = "x", kind = "y", date = "2009-13" } }
        })).ShouldBeProblem(422, "request.invalid").ShouldName(
            "field.slug #/slug", "field.blank #/name", "field.required #/tier", "field.out_of_range #/evaluation2008", "field.duplicates #/regions",
            "field.ends_before_start #/labelledUntil", "field.too_long #/source", "field.control_characters #/confidence",
            "field.partial_date #/notes/0/date", "field.required #/notes/0/source");
        (await Given.Administrator.PostAsync("/v1/clusters", new { slug = "x", country = "dk", founded = 3 })).ShouldBeProblem(422, "request.invalid").ShouldName(
            "field.required #/name", "field.country #/country", "field.out_of_range #/founded", "field.required #/source", "field.required #/confidence");
        (await Given.Administrator.PostAsync("/v1/themes", new { code = "x", label = new { fr = "" } })).ShouldBeProblem(422, "request.invalid").ShouldName(
            "field.blank #/label/fr", "field.required #/label/en", "field.required #/kind", "field.required #/source");
    }

    [Fact]
    public async Task What_a_request_refers_to_has_to_be_there()
    {
        (await Given.Administrator.PostAsync("/v1/poles", Given.Over(new { themes = new[] { "energy", "alchemy" } }, PoleRequest())))
            .ShouldBeProblem(422, "request.invalid").ShouldName("reference.unknown #/themes/1");
        (await Given.Administrator.PostAsync("/v1/cooperations", new { poleSlug = "nowhere", clusterSlug = "nowhere", kind = "agreement", source = "tests" }))
            .ShouldBeProblem(422, "request.invalid").ShouldName("reference.unknown #/poleSlug", "reference.unknown #/clusterSlug");
    }

    [Fact]
    public async Task Only_the_administrator_keeps_the_register()
    {
        var pole = await Given.PoleAsync();
        foreach (var caller in new[] { Given.Officer, Given.Auditor, pole.Signatory })
        {
            (await caller.PostAsync("/v1/poles", PoleRequest())).ShouldBe(403);
            (await caller.PatchAsync("/v1/poles/scs", new { name = "Essai" })).ShouldBe(403);
            (await caller.PostAsync("/v1/cooperations", new { })).ShouldBe(403);
        }

        (await Service.Anonymous.GetAsync("/v1/poles")).ShouldBe(401);
    }

    [Fact]
    public async Task Cooperations_are_found_by_pole_cluster_country_and_words()
    {
        var all = (await Given.Officer.GetAsync("/v1/cooperations?poleSlug=scs")).ShouldBe(200);
        Assert.Equal(["elgazala-technopark", "technopole-sfax", "technopole-sousse"], ClustersOf(all).Order());
        Assert.Equal(["elgazala-technopark"], ClustersOf(await Given.Officer.GetAsync("/v1/cooperations?clusterSlug=elgazala-technopark")));
        Assert.Equal(["hamburg-aviation", "hamburg-aviation"], ClustersOf(await Given.Officer.GetAsync("/v1/cooperations?country=DE&q=bilateral")));
        var one = (await Given.Officer.GetAsync($"/v1/cooperations/{all.Items[0].GetProperty("id").GetGuid()}")).ShouldBe(200);
        Assert.Equal(("2007-01-12", "cooperation agreement"), (one["signedOn"], one["kind"]));
    }

    [Fact]
    public async Task The_administrator_records_and_corrects_a_cooperation()
    {
        var request = new { poleSlug = "axelera", clusterSlug = "uppsala-bio", kind = "agreement of the tests", signedOn = "2010", source = "tests" };
        var added = (await Given.Administrator.PostAsync("/v1/cooperations", request)).ShouldBe(201);
        var path = added.Headers["Location"];

        var changed = (await Given.Administrator.PatchAsync(path, new { signedOn = "2010-02" }, added.ETag)).ShouldBe(200);

        Assert.Equal("2010-02", changed["signedOn"]);
        Assert.Null((await Given.Administrator.PatchAsync(path, """{ "signedOn": null }""")).ShouldBe(200)["signedOn"]);
        (await Given.Administrator.PatchAsync(path, new { signedOn = "undated" })).ShouldBeProblem(422, "request.invalid").ShouldName("field.partial_date #/signedOn");
        (await Given.Administrator.PatchAsync(path, new { poleSlug = "scs" })).ShouldBeProblem(422, "request.invalid").ShouldName("field.permanent #/poleSlug");
    }

    [Fact]
    public async Task Every_list_takes_a_fixed_number_of_statements()
    {
        // Of its own: whatever other tests ask of the shared service at the same time is not counted.
        var service = await Database.FreshAsync();
        foreach (var list in new[] { "/v1/poles?q=a", "/v1/clusters?q=a&country=DE", "/v1/themes?q=a", "/v1/cooperations?country=TN" })
        {
            await service.Given.Officer.GetAsync(list);
            var (few, many) = (await CountAsync(service, $"{list}&limit=1"), await CountAsync(service, $"{list}&limit=100"));
            Assert.True(few == many, $"{list}: {few} statements for one item, {many} for all");
        }
    }

    private static async Task<int> CountAsync(Service service, string path) =>
        (await service.Statements.DuringAsync(async () => (await service.Given.Officer.GetAsync(path)).ShouldBe(200))).Count;

    private Task<List<string>> JournalAsync(string slug) => Service.OnDatabaseAsync(db => (
        from entry in db.Journal
        join pole in db.Poles on entry.ResourceId equals pole.Id
        where pole.Slug == slug
        orderby entry.ResourceVersion
        select entry.What).ToListAsync());

    private static object PoleRequest() => new
    {
        slug = $"essai-{Interlocked.Increment(ref _names)}",
        name = "Essai",
        regions = new[] { "Bretagne" },
        tier = "national",
        themes = new[] { "aerospace" },
        source = "tests",
        confidence = "high"
    };

    private static object ClusterRequest() => new
    {
        slug = $"essai-{Interlocked.Increment(ref _names)}",
        name = "Essai",
        country = "SE",
        themes = new[] { "aerospace" },
        source = "tests",
        confidence = "high"
    };

    private static string[] SlugsOf(Answer list) => [.. list.Items.Select(item => item.GetProperty("slug").GetString()!)];

    private static string[] ClustersOf(Answer list) => [.. list.ShouldBe(200).Items.Select(item => item.GetProperty("clusterSlug").GetString()!)];
}

public sealed class OrganisationTestsOnSqlite(OnSqlite database) : OrganisationTests(database);

public sealed class OrganisationTestsOnPostgres(OnPostgres database) : OrganisationTests(database);
