using System.Net.Http.Headers;
using System.Text.Json;
using Ambassadors.Api.Journal;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.People;
using Ambassadors.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Ambassadors.Tests.Http;

/// <summary>The feed: what happened, in order and without a gap, to whom it concerns and to nobody else.</summary>
public abstract class EventTests(OnDatabase database) : ServiceTests(database)
{
    private static readonly object Motive = new { motive = "For a reason of the tests." };

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync() => Service = await Database.FreshAsync();

    [Fact]
    public async Task A_partner_reads_what_concerns_it_in_order_and_goes_on_where_it_stopped()
    {
        var application = await Given.SubmittedApplicationAsync();
        await NumberAsync();
        var partner = Service.Client("platform", OrganisationKind.Pole, application.Pole.Slug, ["read"]);

        var first = await ReadAllAsync(partner, "types=application.*");
        Assert.Equal(["application.create", "application.agree_candidacy", "application.submit"], Types(first));
        var submitted = first[^1];
        Assert.Equal(("1.0", "/v1", $"applications/{application.Id}", "application/json"), (
            Text(submitted, "specversion"), Text(submitted, "source"), Text(submitted, "subject"), Text(submitted, "datacontenttype")));
        var data = submitted.GetProperty("data");
        Assert.Equal(("application", application.Id, 3, "submitted", application.Pole.Slug), (
            Text(data, "resourceType"), data.GetProperty("resourceId").GetGuid(), data.GetProperty("version").GetInt32(), Text(data, "status"), Text(data, "poleSlug")));

        var after = long.Parse(Text(submitted, "sequence")!, System.Globalization.CultureInfo.InvariantCulture);
        (await application.Pole.Signatory.TakeAsync(application.Path, "withdraw", Motive)).ShouldBe(200);
        Assert.Empty((await partner.GetAsync($"/v1/events?types=application.*&after={after}")).ShouldBe(200).Events());
        await NumberAsync();
        var then = (await partner.GetAsync($"/v1/events?types=application.*&after={after}")).ShouldBe(200);
        Assert.Equal(["application.withdraw"], Types(then.Events()));
        Assert.Empty((await partner.GetAsync($"/v1/events?after={then["next"]}")).ShouldBe(200).Events());
    }

    [Fact]
    public async Task Nobody_hears_of_what_they_may_not_read()
    {
        var (mine, other) = (await Given.PoleAsync("axelera"), await Given.PoleAsync("fibres"));
        var (cluster, stranger) = (await Given.ClusterAsync("food-valley"), await Given.ClusterAsync("robotdalen"));
        var application = await Given.ApplicationInMatchingAsync(pole: mine);
        var pairing = await Given.ProposedPairingAsync(application, await Given.PublishedOfferAsync(cluster));
        var draft = await Given.DraftCallAsync();
        await Given.MemberAsync(mine.Slug, null);
        var secret = await Given.DraftOfferAsync(cluster);
        await NumberAsync();

        var (heardByMine, heardByOther) = (await ReadAllAsync(mine.Editor), await ReadAllAsync(other.Editor));
        Assert.Contains(heardByMine, one => Is(one, "application.submit", application.Id));
        Assert.Contains(heardByMine, one => Is(one, "pairing.propose", pairing.Id));
        Assert.DoesNotContain(heardByOther, one => Id(one) == application.Id || Id(one) == pairing.Id);
        Assert.Contains(heardByOther, one => Is(one, "offer.publish", pairing.Offer.Id));
        Assert.All(new[] { heardByMine, heardByOther }, heard => Assert.DoesNotContain(heard, one => Id(one) == draft.Id || Id(one) == secret.Id));
        Assert.DoesNotContain(heardByOther, one => Text(one, "type")!.StartsWith("member.", StringComparison.Ordinal) && Text(one.GetProperty("data"), "poleSlug") == mine.Slug);
        Assert.Contains(heardByMine, one => Text(one, "type") == "member.create" && Text(one.GetProperty("data"), "poleSlug") == mine.Slug);

        var (host, nobody) = (await ReadAllAsync(cluster.Contact), await ReadAllAsync(stranger.Contact));
        Assert.Contains(host, one => Is(one, "offer.create", secret.Id));
        Assert.Contains(host, one => Is(one, "pairing.propose", pairing.Id));
        Assert.All(new[] { host, nobody }, heard => Assert.DoesNotContain(heard, one => Id(one) == application.Id));
        Assert.DoesNotContain(nobody, one => Id(one) == pairing.Id || Id(one) == pairing.Offer.Id);

        var officer = await ReadAllAsync(Given.Officer);
        Assert.All([application.Id, pairing.Id, draft.Id, secret.Id], id => Assert.Contains(officer, one => Id(one) == id));
        Assert.DoesNotContain(officer, one => Text(one, "type")!.StartsWith("client.", StringComparison.Ordinal));
        var exchanged = await ReadAllAsync(mine.Ambassador);
        Assert.Contains(exchanged, one => Is(one, "pairing.propose", pairing.Id));
        Assert.Contains(exchanged, one => Is(one, "application.submit", application.Id));
        Assert.DoesNotContain(exchanged, one => Id(one) == pairing.Offer.Id);
    }

    [Fact]
    public async Task What_a_run_suggests_is_nobodys_to_hear_of_before_it_is_proposed()
    {
        var pool = await Pool.OpenAsync(Service);
        var application = await pool.ApplicationAsync("axelera");
        await pool.OfferAsync("food-valley");
        await pool.StartAsync();
        var run = await pool.RunAsync();
        await NumberAsync();
        Assert.Contains("pairing.suggest", Types(await ReadAllAsync(Given.Officer)));
        Assert.DoesNotContain(await ReadAllAsync(application.Pole.Editor), one => Text(one, "type")!.StartsWith("pairing.", StringComparison.Ordinal));

        (await pool.PublishAsync(run)).ShouldBe(200);
        await NumberAsync();
        Assert.Equal(["pairing.propose"], Types(await ReadAllAsync(application.Pole.Editor)).Where(type => type.StartsWith("pairing.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_offer_that_leaves_the_pool_is_gone_for_poles_and_paused_for_its_cluster()
    {
        var offer = await Given.PublishedOfferAsync();
        var pole = await Given.PoleAsync();
        (await offer.Cluster.Signatory.TakeAsync(offer.Path, "pause")).ShouldBe(200);
        await NumberAsync();

        var seen = (await ReadAllAsync(pole.Editor)).Where(one => Id(one) == offer.Id).ToList();
        Assert.Equal(["offer.publish", "offer.gone"], Types(seen));
        Assert.Equal((true, null), (seen[^1].GetProperty("data").GetProperty("gone").GetBoolean(), Text(seen[^1].GetProperty("data"), "status")));
        Assert.Equal(["offer.gone"], Types((await ReadAllAsync(pole.Editor, "types=offer.gone")).Where(one => Id(one) == offer.Id)));
        Assert.DoesNotContain(await ReadAllAsync(pole.Editor, "types=offer.pause"), one => Id(one) == offer.Id);
        var own = (await ReadAllAsync(offer.Cluster.Contact)).Where(one => Id(one) == offer.Id).ToList();
        Assert.Equal(["offer.create", "offer.submit", "offer.publish", "offer.pause"], Types(own));
        Assert.False(own[^1].GetProperty("data").TryGetProperty("gone", out _));
    }

    [Fact]
    public async Task Whoever_was_deleted_leaves_a_tombstone()
    {
        var pole = await Given.PoleAsync("fibres");
        var member = await Given.MemberAsync(pole.Slug, null);
        (await pole.Signatory.DeleteAsync($"/v1/poles/{pole.Slug}/members/{member}")).ShouldBe(204);
        await NumberAsync();

        var heard = (await ReadAllAsync(pole.Editor, "types=member.*")).Where(one => Id(one) == member).ToList();
        Assert.Equal(["member.create", "member.delete"], Types(heard));
        Assert.True(heard[1].GetProperty("data").GetProperty("gone").GetBoolean());
        Assert.Equal($"poles/{pole.Slug}/members/{member}", Text(heard[1], "subject"));
    }

    [Fact]
    public async Task A_person_of_two_organisations_is_heard_of_in_each_and_is_gone_where_they_have_no_part_any_more()
    {
        var (pole, cluster) = (await Given.PoleAsync("fibres"), await Given.ClusterAsync());
        var invited = (await Given.Administrator.PostAsync("/v1/people/invite", new
        {
            email = "of.two@partner.example",
            name = "Somebody of Two",
            language = "en",
            memberships = new object[] { new { role = "pole_editor", poleSlug = pole.Slug }, new { role = "cluster_contact", clusterSlug = cluster.Slug } }
        })).ShouldBe(201);
        var person = Guid.Parse(invited.Headers["Location"].Split('/')[^1]);
        var path = invited.Headers["Location"];
        (await Given.Administrator.PostAsync($"{path}/invite")).ShouldBe(200);
        var membership = (await pole.Signatory.GetAsync($"{path}/memberships")).ShouldBe(200).Items.Single().GetProperty("id");
        (await pole.Signatory.DeleteAsync($"{path}/memberships/{membership}", (await pole.Signatory.GetAsync(path)).ETag)).ShouldBe(204);
        await NumberAsync();

        var left = (await ReadAllAsync(pole.Signatory, "types=person.*")).Where(one => Id(one) == person).ToList();
        Assert.Equal(["person.create", "person.invite", "person.remove_membership"], Types(left));
        Assert.Equal([false, false, true], left.Select(one => one.GetProperty("data").TryGetProperty("gone", out var gone) && gone.GetBoolean()));
        (await pole.Signatory.GetAsync(path)).ShouldBe(404);
        Assert.Equal(["person.create", "person.invite"], Types((await ReadAllAsync(cluster.Signatory, "types=person.*")).Where(one => Id(one) == person)));
        var facts = await Service.OnDatabaseAsync(db => db.Journal.Where(entry => entry.ResourceId == person && entry.What == "person.create").ToListAsync());
        Assert.Equal(["cluster_contact@" + cluster.Slug, "pole_editor@" + pole.Slug], facts.Select(entry => entry.Data["memberships"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_theme_is_known_by_its_code()
    {
        (await Given.Administrator.PatchAsync("/v1/themes/food", new { source = "The tests." })).ShouldBe(200);
        await NumberAsync();
        Assert.Equal("themes/food", Text((await ReadAllAsync(Given.Expert, "types=theme.*"))[^1], "subject"));
    }

    [Fact]
    public async Task Whoever_was_away_long_catches_up_without_a_gap_by_requests_that_are_all_bounded()
    {
        const int Others = 6_000;
        var own = await Given.DraftApplicationAsync(pole: await Given.PoleAsync("axelera"));
        await Service.OnDatabaseAsync(async db =>
        {
            var stranger = new Actor { Kind = ActorKind.Person, PersonId = Guid.NewGuid() };
            foreach (var _ in Enumerable.Range(0, Others))
                db.Journal.Add(JournalEntry.Beside("conflict", Guid.NewGuid(), 1, CaseFile.Programme, "declare", stranger, Service.Clock.GetUtcNow()));
            return await db.SaveChangesAsync();
        });
        (await own.Pole.Editor.PatchAsync(own.Path, new { objectives = "Préparer un projet européen." })).ShouldBe(200);
        await NumberAsync();

        var heard = await ReadAllAsync(own.Pole.Editor, "types=application.*&limit=1");
        Assert.Equal(["application.create", "application.edit"], Types(heard));
        Assert.Equal("draft", Text(heard[1].GetProperty("data"), "status"));
        var head = await Service.OnDatabaseAsync(db => db.HeadPositionAsync(TestContext.Current.CancellationToken));
        Assert.True(head > Others);
    }

    [Fact]
    public async Task Whoever_waits_is_told_as_soon_as_something_happens()
    {
        var pole = await Given.PoleAsync();
        await NumberAsync();
        var head = await Service.OnDatabaseAsync(db => db.HeadPositionAsync(TestContext.Current.CancellationToken));
        var waiting = pole.Editor.GetAsync($"/v1/events?after={head}&wait=30&types=application.*");
        var application = await Given.DraftApplicationAsync(pole: pole);
        while (!waiting.IsCompleted)
        {
            // Its wait may begin after this number was given: then it finds the entry at once, or with the next.
            await NumberAsync();
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal([application.Id], (await waiting).ShouldBe(200).Events().Select(Id));
        var nothing = (await pole.Editor.GetAsync($"/v1/events?after={(await waiting)["next"]}&wait=1&types=application.*")).ShouldBe(200);
        Assert.Empty(nothing.Events());
        Assert.Equal("false", nothing["more"]?.ToLowerInvariant());
    }

    [Fact]
    public async Task Whoever_asks_for_a_batch_gets_the_batch_that_CloudEvents_defines()
    {
        await NumberAsync();
        var batch = (await Given.Officer.GetAsync("/v1/events?limit=2", ("Accept", "application/cloudevents-batch+json"))).ShouldBe(200);
        Assert.StartsWith("application/cloudevents-batch+json", batch.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal(2, batch.Json.GetArrayLength());
        var next = batch.Headers["Link"].Split('<', '>')[1];
        Assert.Contains("after=2", next, StringComparison.Ordinal);
        var then = (await Given.Officer.GetAsync(new Uri(next).PathAndQuery)).ShouldBe(200);
        Assert.Equal("0000000000000000003", Text(then.Events()[0], "sequence"));
        Assert.StartsWith("application/json", then.Headers["Content-Type"], StringComparison.Ordinal);
        (await Given.Officer.GetAsync("/v1/events", ("Accept", "text/csv"))).ShouldBeProblem(406, "request.not_acceptable");
    }

    [Fact]
    public async Task A_stream_goes_on_after_the_last_event_that_was_read()
    {
        await NumberAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events/stream?types=pole.*");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Given.Officer.TokenAsync());
        request.Headers.Add("Last-Event-ID", "10");
        using var response = await Service.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var lines = new List<string>();
        while (lines.Count < 3 && await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            lines.Add(line);
        Assert.Equal("event: pole.create", lines[0]);
        var told = JsonDocument.Parse(lines[1]["data: ".Length..]).RootElement;
        Assert.Equal($"id: {long.Parse(Text(told, "sequence")!, System.Globalization.CultureInfo.InvariantCulture)}", lines[2]);
        Assert.True(long.Parse(Text(told, "sequence")!, System.Globalization.CultureInfo.InvariantCulture) > 10);

        (await Given.Officer.GetAsync("/v1/events/stream", ("Last-Event-ID", "yesterday"), ("Accept", "text/event-stream"))).ShouldBeProblem(400, "request.parameter_unreadable");
        (await Given.Officer.GetAsync("/v1/events/stream?after=900000", ("Accept", "text/event-stream"))).ShouldBeProblem(400, "events.ahead");
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused()
    {
        foreach (var query in new[] { "after=-1", "after=x", "limit=0", "wait=-1", "types=pairing", "types=pairing.propose," })
            (await Given.Officer.GetAsync($"/v1/events?{query}")).ShouldBeProblem(400, "request.parameter_unreadable");
        (await Given.Officer.GetAsync("/v1/events?since=2027-01-01")).ShouldBeProblem(400, "request.parameter_unknown");
        (await Given.Officer.GetAsync("/v1/events?after=9223372036854775807")).ShouldBeProblem(400, "events.ahead");
    }

    [Fact]
    public async Task Every_type_of_the_journal_can_be_asked_for()
    {
        await Given.ApprovedPairingAsync();
        (await Given.Officer.PatchAsync("/v1/me/mail-preferences", new { language = "en" })).ShouldBe(200);
        var types = await Service.OnDatabaseAsync(db => db.Journal.Where(entry => entry.ResourceType != Reading.Noun).Select(entry => entry.What).Distinct().ToListAsync());
        Assert.True(types.Count > 20);
        Assert.Equal([], types.Except(EventTypes.All));
    }

    private static IEnumerable<string> Types(IEnumerable<JsonElement> events) => events.Select(one => Text(one, "type")!);

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static Guid Id(JsonElement one) => one.GetProperty("data").GetProperty("resourceId").GetGuid();

    private static bool Is(JsonElement one, string type, Guid id) => Text(one, "type") == type && Id(one) == id;

    private async Task<IReadOnlyList<JsonElement>> ReadAllAsync(Caller reader, string query = "limit=100")
    {
        var events = new List<JsonElement>();
        for (var after = "0"; ;)
        {
            var page = (await reader.GetAsync($"/v1/events?{query}&after={after}")).ShouldBe(200);
            events.AddRange(page.Events());
            after = page["next"]!;
            if (!page.At("more").GetBoolean())
                return events;
        }
    }

    private Task NumberAsync() => Service.Services.GetRequiredService<JournalService>().NumberDueAsync(TestContext.Current.CancellationToken);
}

/// <inheritdoc/>
public sealed class EventsOnSqlite(OnSqlite database) : EventTests(database);

/// <inheritdoc/>
public sealed class EventsOnPostgres(OnPostgres database) : EventTests(database);
