using System.Globalization;
using System.Text.Json;
using Ambassadors.Domain;
using Ambassadors.Tests.Support;

namespace Ambassadors.Tests.Http;

/// <summary>What holds for every list: pages, orders, what changed since, and what was deleted since.</summary>
public abstract class ListTests(OnDatabase database) : ServiceTests(database)
{
    /// <summary>A service of the test's own: whole lists are looked at.</summary>
    public override async ValueTask InitializeAsync() => Service = await Database.FreshAsync();

    [Fact]
    public async Task Walked_while_rows_are_added_a_list_shows_every_old_row_once()
    {
        var cluster = await Given.ClusterAsync();
        var old = new List<string>();
        for (var i = 0; i < 9; i++)
            old.Add((await Given.DraftOfferAsync(cluster)).Id.ToString());
        foreach (var sort in new[] { "-createdAt", "createdAt", "updatedAt", "-updatedAt" })
        {
            var seen = await WalkAsync(cluster.Contact, $"/v1/offers?clusterSlug={cluster.Slug}&sort={sort}", 2, async () => await Given.DraftOfferAsync(cluster));
            Assert.Equal(seen.Distinct(), seen);
            Assert.Superset(old.ToHashSet(), seen.ToHashSet());
        }
    }

    [Fact]
    public async Task Each_order_backwards_is_the_order_reversed()
    {
        var cluster = await Given.ClusterAsync();
        for (var i = 0; i < 3; i++)
        {
            await Given.DraftOfferAsync(cluster);
            Service.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var caller = Given.Administrator;
        foreach (var (list, sort) in new[]
        {
            ("offers", "createdAt"), ("offers", "updatedAt"), ("clusters", "name"), ("poles", "name"), ("themes", "code"), ("cooperations", "poleSlug"),
            ("people", "name"), ("people", "updatedAt"), ("calls", "updatedAt")
        })
        {
            var forwards = await WalkAsync(caller, $"/v1/{list}?sort={sort}", 7);
            var backwards = await WalkAsync(caller, $"/v1/{list}?sort=-{sort}", 100);
            Assert.NotEmpty(forwards);
            Assert.Equal(forwards, backwards.Reverse());
            var keys = (await caller.GetAsync($"/v1/{list}?sort={sort}&limit=100")).ShouldBe(200).Items.Select(item => item.GetProperty(sort).GetString()!).ToList();
            if (sort == "name")
                keys = [.. keys.Select(Search.Fold)];
            Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
        }
    }

    [Fact]
    public async Task An_order_that_the_list_does_not_have_and_an_instant_that_is_none_are_400()
    {
        var officer = Given.Officer;
        foreach (var query in new[] { "sort=name", "sort=", "sort=updatedAt&sort=createdAt", "updatedSince=yesterday", "updatedSince=2027-02-01", "updatedSince=2027-02-01T00:00:00", "updatedSince=0001-01-01T00:00:00%2B14:00" })
        {
            var problem = (await officer.GetAsync($"/v1/offers?{query}")).ShouldBeProblem(400, "request.parameter_unreadable");
            Assert.Equal(query[..query.IndexOf('=', StringComparison.Ordinal)], problem["errors.0.parameter"]);
        }

        (await officer.GetAsync($"/v1/offers/{Guid.NewGuid()}/timeline?sort=version")).ShouldBeProblem(400, "request.parameter_unknown");
        (await officer.GetAsync("/v1/offers?updatedSince=0001-01-01T00:00:00Z")).ShouldBe(200);
        (await officer.GetAsync("/v1/offers?updatedSince=2027-02-01T01:00:00.123%2B01:00")).ShouldBe(200);
    }

    [Fact]
    public async Task A_cursor_holds_for_its_list_filters_and_order_alone()
    {
        for (var i = 0; i < 3; i++)
            await Given.DraftOfferAsync();
        var officer = Given.Officer;
        var next = (await officer.GetAsync("/v1/offers?limit=1&sort=updatedAt")).ShouldBe(200)["next"];
        (await officer.GetAsync($"/v1/offers?limit=2&sort=updatedAt&cursor={next}")).ShouldBe(200);
        foreach (var other in new[] { $"/v1/offers?cursor={next}", $"/v1/offers?sort=-updatedAt&cursor={next}", $"/v1/offers?sort=updatedAt&status=draft&cursor={next}", $"/v1/applications?sort=updatedAt&cursor={next}" })
            (await officer.GetAsync(other)).ShouldBeProblem(400, "request.parameter_unreadable");
    }

    [Fact]
    public async Task Only_what_changed_since_is_shown()
    {
        var (first, second) = (await Given.DraftOfferAsync(), await Given.DraftOfferAsync());
        Service.Clock.Advance(TimeSpan.FromMinutes(5));
        var since = Instant();
        (await first.Cluster.Contact.PatchAsync(first.Path, new { capacity = 3 })).ShouldBe(200);
        var third = await Given.DraftOfferAsync();
        var seen = (await first.Cluster.Contact.GetAsync($"/v1/offers?updatedSince={since}")).ShouldBe(200);
        Assert.Equal([third.Id, first.Id], seen.Items.Select(item => item.GetProperty("id").GetGuid()));
        Assert.Equal(JsonValueKind.Array, seen.At("deleted").ValueKind);
        Assert.Equal(JsonValueKind.Undefined, (await first.Cluster.Contact.GetAsync("/v1/offers")).At("deleted").ValueKind);
        Assert.Contains((await first.Cluster.Contact.GetAsync("/v1/offers")).Items, item => item.GetProperty("id").GetGuid() == second.Id);
        Service.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty((await first.Cluster.Contact.GetAsync($"/v1/offers?updatedSince={Instant()}")).ShouldBe(200).Items);
    }

    [Fact]
    public async Task Every_list_of_what_changes_can_be_asked_for_what_changed()
    {
        var pole = await Given.PoleAsync();
        var since = Uri.EscapeDataString(Service.Clock.GetUtcNow().AddDays(1).ToString("O", CultureInfo.InvariantCulture));
        foreach (var list in new[] { "themes", "poles", "clusters", "cooperations", "calls", "applications", "offers", "pairings", "exchanges", "people", $"poles/{pole.Slug}/members", "me/notices", "me/conflicts" })
        {
            var answer = (await Given.Administrator.GetAsync($"/v1/{list}?updatedSince={since}")).ShouldBe(200);
            Assert.Equal("{\"items\":[],\"deleted\":[]}", answer.Body);
        }
    }

    [Fact]
    public async Task A_changed_membership_changes_the_person()
    {
        var (pole, admin) = (await Given.PoleAsync(), Given.Administrator);
        var id = await pole.Editor.PersonIdAsync();
        await admin.PersonIdAsync();
        Service.Clock.Advance(TimeSpan.FromMinutes(1));
        var since = Instant();
        (await admin.PostAsync($"/v1/people/{id}/memberships", new { role = "pole_signatory", poleSlug = pole.Slug })).ShouldBe(201);
        var person = Assert.Single((await admin.GetAsync($"/v1/people?updatedSince={since}")).ShouldBe(200).Items);
        Assert.Equal(id, person.GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task What_was_deleted_is_told_after_what_changed_to_those_who_could_see_it()
    {
        var (pole, other) = (await Given.PoleAsync(), await Given.PoleAsync("axelera"));
        var path = $"/v1/poles/{pole.Slug}/members";
        var gone = new List<Guid>();
        for (var i = 0; i < 5; i++)
            gone.Add(await Given.MemberAsync(pole.Slug, null));
        Service.Clock.Advance(TimeSpan.FromMinutes(1));
        var since = Instant();
        foreach (var id in gone)
        {
            (await pole.Editor.DeleteAsync($"{path}/{id}")).ShouldBe(204);
            Service.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await Given.MemberAsync(pole.Slug, null);
        foreach (var limit in new[] { 1, 2, 3, 100 })
        {
            var (items, deleted) = await WalkBothAsync(pole.Editor, $"{path}?updatedSince={since}&limit={limit}");
            Assert.Single(items);
            Assert.Equal(gone, deleted);
        }

        Assert.Equal("{\"items\":[],\"deleted\":[]}", (await other.Editor.GetAsync($"/v1/poles/{other.Slug}/members?updatedSince={since}")).ShouldBe(200).Body);
        (await other.Editor.GetAsync($"{path}?updatedSince={since}")).ShouldBeProblem(404, "resource.not_found");
        Service.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("{\"items\":[],\"deleted\":[]}", (await pole.Editor.GetAsync($"{path}?updatedSince={Instant()}")).ShouldBe(200).Body);
    }

    [Fact]
    public async Task An_offer_that_leaves_the_pool_is_told_to_those_who_saw_it_there_alone()
    {
        var pole = await Given.PoleAsync();
        var (offer, stays, draft) = (await Given.PublishedOfferAsync(), await Given.PublishedOfferAsync(), await Given.DraftOfferAsync());
        var cluster = offer.Cluster;
        Service.Clock.Advance(TimeSpan.FromMinutes(1));
        var since = Instant();
        (await draft.Cluster.Signatory.TakeAsync(draft.Path, "withdraw", new { motive = "Plus de place." })).ShouldBe(200);
        Assert.Equal("{\"items\":[],\"deleted\":[]}", (await pole.Editor.GetAsync($"/v1/offers?updatedSince={since}")).ShouldBe(200).Body);
        foreach (var act in new[] { "pause", "resume", "pause", "resume", "close" })
        {
            Service.Clock.Advance(TimeSpan.FromSeconds(1));
            (await cluster.Signatory.TakeAsync(offer.Path, act)).ShouldBe(200);
            var isThere = act == "resume";
            foreach (var (caller, sees) in new[] { (pole.Editor, isThere), (pole.Signatory, isThere), (cluster.Contact, true), (Given.Officer, true) })
            {
                var (items, deleted) = await WalkBothAsync(caller, $"/v1/offers?updatedSince={since}&clusterSlug={cluster.Slug}&limit=1");
                Assert.Equal((sees, !sees), (items.Contains(offer.Id), deleted.Contains(offer.Id)));
                Assert.DoesNotContain(stays.Id, deleted);
                Assert.InRange(deleted.Count, 0, 1);
            }
        }

        Assert.Empty((await WalkBothAsync(pole.Editor, $"/v1/offers?updatedSince={since}&clusterSlug=medicon-valley-alliance")).Deleted);
        Assert.Equal("{\"items\":[],\"deleted\":[]}", (await pole.Ambassador.GetAsync($"/v1/offers?updatedSince={since}")).ShouldBe(200).Body);
        Service.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty((await WalkBothAsync(pole.Editor, $"/v1/offers?updatedSince={Instant()}")).Deleted);
    }

    [Fact]
    public async Task A_person_who_leaves_is_told_to_the_signatories_of_the_organisation_left()
    {
        var (pole, other, admin) = (await Given.PoleAsync(), await Given.PoleAsync("axelera"), Given.Administrator);
        var id = (await admin.PostAsync("/v1/people/invite", new { name = "Claude Partant", email = "partant@tests.example", language = "fr", memberships = new[] { new { role = "pole_editor", poleSlug = pole.Slug } } })).ShouldBe(201)["person.id"]
            ?? throw new InvalidOperationException();
        var path = $"/v1/people/{id}";
        await pole.Signatory.PersonIdAsync();
        foreach (var slug in new[] { other.Slug, pole.Slug })
            (await admin.PostAsync($"{path}/memberships", new { role = slug == pole.Slug ? "ambassador" : "pole_editor", poleSlug = slug })).ShouldBe(201);
        for (var time = 0; time < 2; time++)
        {
            Service.Clock.Advance(TimeSpan.FromMinutes(1));
            var since = Instant();
            foreach (var (role, left) in new[] { ("ambassador", false), ("pole_editor", true) })
            {
                var person = (await admin.GetAsync(path)).ShouldBe(200);
                var membership = person.At("memberships").EnumerateArray().Single(one => one.GetProperty("role").GetString() == role && one.GetProperty("poleSlug").GetString() == pole.Slug);
                (await admin.DeleteAsync($"{path}/memberships/{membership.GetProperty("id")}", person.ETag)).ShouldBe(204);
                var (items, deleted) = await WalkBothAsync(pole.Signatory, $"/v1/people?updatedSince={since}");
                Assert.Equal((!left, left ? 1 : 0), (items.Contains(Guid.Parse(id)), deleted.Count(one => one.ToString() == id)));
                foreach (var caller in new[] { other.Signatory, admin })
                {
                    (items, deleted) = await WalkBothAsync(caller, $"/v1/people?updatedSince={since}");
                    Assert.Contains(Guid.Parse(id), items);
                    Assert.Empty(deleted);
                }
            }

            foreach (var role in new[] { "pole_editor", "ambassador" })
                (await admin.PostAsync($"{path}/memberships", new { role, poleSlug = pole.Slug })).ShouldBe(201);
            Assert.Empty((await WalkBothAsync(pole.Signatory, $"/v1/people?updatedSince={since}")).Deleted);
        }
    }

    [Fact]
    public async Task A_withdrawn_conflict_is_told_to_whoever_had_declared_it()
    {
        var since = Instant();
        var (me, somebody) = (Given.Expert, Given.Officer);
        var path = (await me.PostAsync("/v1/me/conflicts", new { poleSlug = "axelera" })).ShouldBe(201).Headers["Location"];
        (await me.DeleteAsync(path)).ShouldBe(204);
        var (items, deleted) = await WalkBothAsync(me, $"/v1/me/conflicts?updatedSince={since}");
        Assert.Empty(items);
        Assert.Equal(path[^36..], Assert.Single(deleted).ToString());
        Assert.Empty((await WalkBothAsync(somebody, $"/v1/me/conflicts?updatedSince={since}")).Deleted);
    }

    [Fact]
    public async Task HEAD_answers_as_GET_does_without_the_body()
    {
        var offer = await Given.DraftOfferAsync();
        await Given.DraftOfferAsync();
        var caller = offer.Cluster.Contact;
        foreach (var path in new[] { offer.Path, "/v1/offers?limit=1", "/v1/me", "/v1/poles", "/openapi/v1.json", "/problems/request.invalid", "/health/live" })
        {
            var (got, headed) = (await caller.GetAsync(path), await caller.SendAsync(HttpMethod.Head, path));
            Assert.Equal(200, headed.ShouldBe(200).Status);
            Assert.Empty(headed.Body);
            string[] own = ["Date", "Transfer-Encoding", "Content-Length", "Request-Id", "Link", "RateLimit"];
            Assert.Equal(
                got.Headers.Where(header => !own.Contains(header.Key)).OrderBy(header => header.Key, StringComparer.Ordinal),
                headed.Headers.Where(header => !own.Contains(header.Key)).OrderBy(header => header.Key, StringComparer.Ordinal));
            Assert.Equal(got.Headers.ContainsKey("Link"), headed.Headers.ContainsKey("Link"));
        }

        var tag = (await caller.GetAsync(offer.Path)).ETag!;
        Assert.Equal(304, (await caller.SendAsync(HttpMethod.Head, offer.Path, null, null, ("If-None-Match", tag))).Status);
        Assert.Equal(404, (await caller.SendAsync(HttpMethod.Head, $"/v1/offers/{Guid.NewGuid()}")).Status);
        Assert.Equal(401, (await Service.Anonymous.SendAsync(HttpMethod.Head, offer.Path)).Status);
        var refused = (await caller.SendAsync(HttpMethod.Put, offer.Path)).ShouldBeProblem(405, "request.method_not_allowed");
        Assert.Equal("GET, HEAD, PATCH", string.Join(", ", refused.Headers["Allow"].Split(", ").Order(StringComparer.Ordinal)));
        var export = await caller.SendAsync(HttpMethod.Head, "/v1/offers", null, null, ("Accept", "text/csv"));
        Assert.Equal((200, "", true), (export.Status, export.Body, export.Headers.ContainsKey("Content-Disposition")));
    }

    private string Instant() => Service.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<string>> WalkAsync(Caller caller, string path, int limit, Func<Task>? between = null)
    {
        var seen = new List<string>();
        for (var next = ""; ;)
        {
            var page = (await caller.GetAsync($"{path}&limit={limit}{next}")).ShouldBe(200);
            seen.AddRange(page.Items.Select(item => (item.TryGetProperty("id", out var id) || item.TryGetProperty("slug", out id) ? id : item.GetProperty("code")).GetString()!));
            if (page["next"] is not { } cursor)
            {
                Assert.False(page.Headers.ContainsKey("Link"));
                return seen;
            }

            Assert.Contains($"cursor={cursor}>; rel=\"next\"", page.Headers["Link"], StringComparison.Ordinal);
            next = $"&cursor={cursor}";
            if (between is not null && seen.Count < 20)
                await between();
        }
    }

    private static async Task<(IReadOnlyList<Guid> Items, IReadOnlyList<Guid> Deleted)> WalkBothAsync(Caller caller, string path)
    {
        var (items, deleted) = (new List<Guid>(), new List<Guid>());
        for (var next = ""; ;)
        {
            var page = (await caller.GetAsync($"{path}{next}")).ShouldBe(200);
            items.AddRange(page.Items.Select(item => item.GetProperty("id").GetGuid()));
            deleted.AddRange(page.At("deleted").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()));
            if (page["next"] is not { } cursor)
                return (items, deleted);
            Assert.True(page.Items.Count + page.At("deleted").GetArrayLength() > 0 || next.Length == 0);
            next = $"&cursor={cursor}";
        }
    }
}

public sealed class ListTestsOnSqlite(OnSqlite database) : ListTests(database);

public sealed class ListTestsOnPostgres(OnPostgres database) : ListTests(database);
