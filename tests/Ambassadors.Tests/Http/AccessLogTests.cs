using Ambassadors.Api.Journal;
using Ambassadors.Api.Startup;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.People;
using Ambassadors.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Ambassadors.Tests.Http;

/// <summary>Whoever reads personal data is journalled before they are shown, and whom they are about sees it.</summary>
public abstract class AccessLogTests(OnDatabase database) : ServiceTests(database)
{
    private const string Log = "/v1/me/access-log";

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync() => Service = await Database.FreshAsync();

    [Fact]
    public async Task A_member_sees_who_read_their_details_in_whose_name_and_how()
    {
        var pole = await Given.PoleAsync();
        var path = $"/v1/poles/{pole.Slug}/members/{pole.AmbassadorId}";
        (await Given.Officer.GetAsync(path)).ShouldBe(200);
        Service.Clock.Advance(TimeSpan.FromSeconds(1));
        (await pole.Editor.GetAsync(path)).ShouldBe(200);

        var log = (await pole.Ambassador.GetAsync(Log)).ShouldBe(200).Items;
        Assert.Equal(
            [("person", await pole.Editor.PersonIdAsync(), pole.Slug), ("person", await Given.Officer.PersonIdAsync(), "programme")],
            log.Select(one => (one.GetProperty("actorKind").GetString()!, one.GetProperty("actorId").GetGuid(), one.GetProperty("organisation").GetString()!)));
        Assert.All(log, one => Assert.Equal(
            ("member", pole.AmbassadorId, "item", 1, 2),
            (one.GetProperty("kind").GetString(), one.GetProperty("subjectId").GetGuid(), one.GetProperty("way").GetString(), one.GetProperty("count").GetInt32(), one.GetProperty("version").GetInt32())));
        Assert.Empty((await pole.Editor.GetAsync(Log)).ShouldBe(200).Items);
    }

    [Fact]
    public async Task Ones_own_details_are_read_without_a_trace()
    {
        var pole = await Given.PoleAsync();
        (await pole.Ambassador.GetAsync($"/v1/poles/{pole.Slug}/members/{pole.AmbassadorId}")).ShouldBe(200);
        (await pole.Signatory.GetAsync($"/v1/people/{await pole.Signatory.PersonIdAsync()}")).ShouldBe(200);
        Assert.Equal(0, await ReadingsAsync());
    }

    [Fact]
    public async Task What_shows_nothing_leaves_nothing()
    {
        var pole = await Given.PoleAsync();
        var path = $"/v1/poles/{pole.Slug}/members/{pole.AmbassadorId}";
        var seen = (await pole.Editor.GetAsync(path)).ShouldBe(200);
        Service.Clock.Advance(TimeSpan.FromHours(1));
        (await pole.Editor.GetAsync(path, ("If-None-Match", seen.ETag!))).ShouldBe(304);
        (await pole.Editor.SendAsync(HttpMethod.Head, path)).ShouldBe(200);
        (await pole.Editor.SendAsync(HttpMethod.Head, $"/v1/poles/{pole.Slug}/members")).ShouldBe(200);
        (await pole.Editor.GetAsync($"/v1/poles/{pole.Slug}/members?q=nobody-of-this-name")).ShouldBe(200);
        (await (await Given.PoleAsync("axelera")).Editor.GetAsync(path)).ShouldBeProblem(404, "resource.not_found");
        Assert.Equal(1, await ReadingsAsync());
    }

    [Fact]
    public async Task The_same_shown_again_to_the_same_within_five_minutes_is_one_reading()
    {
        var pole = await Given.PoleAsync();
        var (members, path) = ($"/v1/poles/{pole.Slug}/members", $"/v1/poles/{pole.Slug}/members/{pole.AmbassadorId}");
        for (var i = 0; i < 4; i++)
        {
            (await pole.Editor.GetAsync(path)).ShouldBe(200);
            (await pole.Editor.GetAsync(members)).ShouldBe(200);
            Service.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.Equal(["item", "item", "list", "list"], (await WaysAsync(pole.Ambassador)).Order(StringComparer.Ordinal));

        // Somebody else, or something else, is another reading.
        (await pole.Signatory.GetAsync(path)).ShouldBe(200);
        (await pole.Editor.PatchAsync(path, """{ "function": "treasurer" }""")).ShouldBe(200);
        (await pole.Editor.GetAsync(path)).ShouldBe(200);
        Assert.Equal(6, await ReadingsAsync());
    }

    [Fact]
    public async Task A_page_of_a_list_is_one_entry_that_all_whom_it_shows_can_see()
    {
        var pole = await Given.PoleAsync();
        var members = $"/v1/poles/{pole.Slug}/members";
        for (var i = 0; i < 3; i++)
            await Given.MemberAsync(pole.Slug, null);
        var first = (await Given.Officer.GetAsync($"{members}?limit=3")).ShouldBe(200);
        var second = (await Given.Officer.GetAsync($"{members}?limit=3&cursor={first["next"]}")).ShouldBe(200);

        Assert.Equal(2, await ReadingsAsync());
        var shown = new[] { first, second }.Single(page => page.Items.Any(one => one.GetProperty("id").GetGuid() == pole.AmbassadorId)).Items.Count;
        var seen = Assert.Single((await pole.Ambassador.GetAsync(Log)).ShouldBe(200).Items);
        Assert.Equal(("list", shown, "programme"), (seen.GetProperty("way").GetString(), seen.GetProperty("count").GetInt32(), seen.GetProperty("organisation").GetString()));
        await NumberAsync();
        var entry = (await Given.Auditor.GetAsync($"/v1/journal?type=member.read&subjectId={pole.AmbassadorId}")).ShouldBe(200).Items.Single();
        Assert.Equal(("reading", pole.Slug, seen.GetProperty("id").GetString()), (entry.GetProperty("resourceType").GetString(), entry.GetProperty("poleSlug").GetString(), entry.GetProperty("id").GetString()));
        Assert.Equal(2, (await Given.Auditor.GetAsync("/v1/journal?resourceType=reading")).Items.Count);
    }

    [Fact]
    public async Task An_export_is_journalled_before_it_is_handed_out()
    {
        var pole = await Given.PoleAsync();
        foreach (var type in new[] { "text/csv", "application/x-ndjson" })
        {
            (await Given.Officer.GetAsync($"/v1/poles/{pole.Slug}/members", ("Accept", type))).ShouldBe(200);
            Service.Clock.Advance(TimeSpan.FromMinutes(6));
        }

        Assert.Equal(["export", "export"], await WaysAsync(pole.Ambassador));
    }

    [Fact]
    public async Task People_see_who_read_their_account_and_their_roles()
    {
        var pole = await Given.PoleAsync();
        var (editor, id) = (pole.Editor, await pole.Editor.PersonIdAsync());
        (await pole.Signatory.GetAsync($"/v1/people/{id}")).ShouldBe(200);
        Service.Clock.Advance(TimeSpan.FromSeconds(1));
        (await pole.Signatory.GetAsync($"/v1/people/{id}/memberships")).ShouldBe(200);
        Service.Clock.Advance(TimeSpan.FromSeconds(1));
        (await Given.Administrator.GetAsync($"/v1/people?poleSlug={pole.Slug}")).ShouldBe(200);

        var log = (await editor.GetAsync(Log)).ShouldBe(200).Items;
        Assert.Equal(
            [("person", "list", "programme"), ("person", "memberships", pole.Slug), ("person", "item", pole.Slug)],
            log.Select(one => (one.GetProperty("kind").GetString()!, one.GetProperty("way").GetString()!, one.GetProperty("organisation").GetString()!)));
        Assert.All(log, one => Assert.Equal(id, one.GetProperty("subjectId").GetGuid()));
        Assert.Equal(2, (await editor.GetAsync($"{Log}?limit=2")).ShouldBe(200).Items.Count);
    }

    [Fact]
    public async Task A_partner_system_that_reads_is_named_as_one()
    {
        var pole = await Given.PoleAsync();
        var system = Service.Client("reader-of-members", OrganisationKind.Pole, pole.Slug, ["read"]);
        (await system.GetAsync($"/v1/poles/{pole.Slug}/members/{pole.AmbassadorId}")).ShouldBe(200);
        var seen = Assert.Single((await pole.Ambassador.GetAsync(Log)).ShouldBe(200).Items);
        Assert.Equal(("client", pole.Slug), (seen.GetProperty("actorKind").GetString(), seen.GetProperty("organisation").GetString()));
    }

    [Fact]
    public async Task A_change_that_changes_nothing_shows_as_much_as_a_reading()
    {
        var pole = await Given.PoleAsync();
        var path = $"/v1/poles/{pole.Slug}/members/{pole.AmbassadorId}";
        (await pole.Editor.PatchAsync(path, "{}", "*")).ShouldBe(200);
        Assert.Equal(["change"], await WaysAsync(pole.Ambassador));

        // A change has its own entry.
        (await pole.Editor.PatchAsync(path, """{ "function": "treasurer" }""", "*")).ShouldBe(200);
        Assert.Equal(["change"], await WaysAsync(pole.Ambassador));
    }

    [Fact]
    public async Task A_reading_moves_nothing_of_whom_it_is_about()
    {
        var pole = await Given.PoleAsync();
        var path = $"/v1/poles/{pole.Slug}/members/{pole.AmbassadorId}";
        var first = (await pole.Editor.GetAsync(path)).ShouldBe(200);
        Service.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal((first.ETag, first.Body), ((await pole.Editor.GetAsync(path)).ETag, (await pole.Editor.GetAsync(path)).Body));
        var of = await Service.OnDatabaseAsync(db => db.Journal.Where(entry => entry.ResourceId == pole.AmbassadorId).Select(entry => entry.What).ToListAsync());
        Assert.DoesNotContain("member.read", of);
        var readings = await Service.OnDatabaseAsync(db => db.Journal.Where(entry => entry.What == "member.read").ToListAsync());
        Assert.Equal(2, readings.Count);
        Assert.All(readings, one => Assert.Equal((Reading.Noun, 1, pole.AmbassadorId.ToString()), (one.ResourceType, one.ResourceVersion, one.Data["member"])));
        Assert.DoesNotContain(first["email"]!, string.Join(' ', readings.SelectMany(one => one.Data.Values)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_shown_where_it_could_not_be_written_down()
    {
        var pole = await Given.PoleAsync();
        var email = (await pole.Ambassador.GetAsync($"/v1/poles/{pole.Slug}/members/{pole.AmbassadorId}")).ShouldBe(200)["email"]!;
        await Service.OnDatabaseAsync(db => db.Database.ExecuteSqlRawAsync("DROP TABLE disclosures"));
        foreach (var (path, accept) in new[]
        {
            ($"/v1/poles/{pole.Slug}/members/{pole.AmbassadorId}", "application/json"), ($"/v1/poles/{pole.Slug}/members", "application/json"), ($"/v1/poles/{pole.Slug}/members", "text/csv")
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Authorization = new("Bearer", await pole.Editor.TokenAsync());
            request.Headers.Add("Accept", accept);
            using var answer = await Service.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(500, (int)answer.StatusCode);
            Assert.DoesNotContain(email, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        Assert.Equal(0, await ReadingsAsync());
    }

    [Fact]
    public async Task The_check_of_the_journal_notices_that_a_reading_showed_others_than_it_says()
    {
        var pole = await Given.PoleAsync();
        await Given.MemberAsync(pole.Slug, null);
        (await Given.Officer.GetAsync($"/v1/poles/{pole.Slug}/members")).ShouldBe(200);
        await NumberAsync();
        Assert.True((await VerifyAsync()).Holds);
        await Service.OnDatabaseAsync(db => db.Database.ExecuteSqlRawAsync(db.Database.IsNpgsql() ? "DROP TRIGGER disclosures_written_once ON disclosures" : "DROP TRIGGER disclosures_no_delete"));
        await Service.OnDatabaseAsync(db => db.Disclosures.Where(one => one.SubjectId == pole.AmbassadorId).ExecuteDeleteAsync());

        var verdict = await VerifyAsync();
        Assert.Equal(("disclosures_altered", false), (verdict.Fault, verdict.Holds));
        var reading = (await Given.Auditor.GetAsync("/v1/journal?type=member.read")).Items.Single();
        Assert.Equal(reading.GetProperty("position").GetInt64(), verdict.BadPosition);
        await using var said = new StringWriter();
        Assert.Equal(1, await JournalCommand.RunAsync(Service.Services, ["verify"], said));
        Assert.StartsWith("Whom the reading at position", said.ToString(), StringComparison.Ordinal);
    }

    private Task NumberAsync() => Service.Services.GetRequiredService<JournalService>().NumberDueAsync(TestContext.Current.CancellationToken);

    private Task<JournalVerdict> VerifyAsync() => Service.OnDatabaseAsync(db => JournalAudit.VerifyAsync(db, TestContext.Current.CancellationToken));

    private Task<int> ReadingsAsync() => Service.OnDatabaseAsync(db => db.Journal.CountAsync(entry => entry.ResourceType == Reading.Noun));

    private static async Task<List<string>> WaysAsync(Caller reader) =>
        [.. (await reader.GetAsync(Log)).ShouldBe(200).Items.Select(one => one.GetProperty("way").GetString()!)];
}

/// <inheritdoc/>
public sealed class AccessLogOnSqlite(OnSqlite database) : AccessLogTests(database);

/// <inheritdoc/>
public sealed class AccessLogOnPostgres(OnPostgres database) : AccessLogTests(database);
