using Ambassadors.Domain.People;
using Ambassadors.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Tests.Http;

/// <summary>Members are personal data of their organisation: it and the programme read them, its editors write them.</summary>
public abstract class MemberTests(OnDatabase database) : ServiceTests(database)
{
    private static readonly object Request = new
    {
        name = "Zoé Éluard",
        email = "zoe@tests.example",
        function = "treasurer",
        mandateFrom = "2026-01-01",
        languages = new[] { "fr", "pt-BR" },
        themes = new[] { "energy" }
    };

    [Fact]
    public async Task An_editor_adds_changes_and_deletes_a_member()
    {
        var (members, editor) = await PoleAsync();
        var added = (await editor.PostAsync(members, Request)).ShouldBe(201);
        var path = added.Headers["Location"];
        Assert.Equal($"{members}/{added.Id}", path);

        var changed = (await editor.PatchAsync(path, """{ "function": "president", "mandateFrom": null }""", added.ETag)).ShouldBe(200);

        Assert.Equal(("president", null, "2", "minalogic", null), (changed["function"], changed["mandateFrom"], changed["version"], changed["poleSlug"], changed["clusterSlug"]));
        (await editor.SendAsync(HttpMethod.Delete, path)).ShouldBeProblem(428, "precondition.required");
        (await editor.DeleteAsync(path, added.ETag)).ShouldBeProblem(412, "precondition.failed");
        (await editor.DeleteAsync(path, changed.ETag)).ShouldBe(204);
        (await editor.GetAsync(path)).ShouldBeProblem(404, "resource.not_found");
        var (terms, entries) = (await Service.OnDatabaseAsync(db => db.SearchTerms.CountAsync(term => term.OwnerId == added.Id)),
            await Service.OnDatabaseAsync(db => db.Journal.Where(entry => entry.ResourceId == added.Id).OrderBy(entry => entry.ResourceVersion).Select(entry => entry.What).ToListAsync()));
        Assert.Equal(0, terms);
        Assert.Equal(["member.create", "member.edit", "member.delete"], entries);
    }

    [Fact]
    public async Task A_member_whom_a_file_names_stays()
    {
        var application = await Given.DraftApplicationAsync();
        var offer = await Given.DraftOfferAsync();

        (await application.Pole.Editor.DeleteAsync($"/v1/poles/{application.Pole.Slug}/members/{application.Pole.AmbassadorId}")).ShouldBeProblem(409, "member.referenced");
        Assert.NotEqual(Guid.Empty, offer.Id);
    }

    [Fact]
    public async Task For_other_organisations_there_are_no_members()
    {
        var (members, editor) = await PoleAsync();
        var member = (await editor.PostAsync(members, Request)).ShouldBe(201);
        var (pole, cluster) = (await Given.PoleAsync("axelera"), await Given.ClusterAsync());
        foreach (var stranger in new[] { pole.Editor, pole.Signatory, cluster.Contact, cluster.Signatory })
        {
            (await stranger.GetAsync(members)).ShouldBeProblem(404, "resource.not_found");
            (await stranger.GetAsync(member.Headers["Location"])).ShouldBeProblem(404, "resource.not_found");
            (await stranger.PostAsync(members, Request)).ShouldBeProblem(404, "resource.not_found");
            (await stranger.PatchAsync(member.Headers["Location"], new { name = "x" }, member.ETag)).ShouldBeProblem(404, "resource.not_found");
            (await stranger.DeleteAsync(member.Headers["Location"], member.ETag)).ShouldBeProblem(404, "resource.not_found");
        }

        // Nor under another organisation's path.
        (await pole.Editor.GetAsync($"/v1/poles/axelera/members/{member.Id}")).ShouldBeProblem(404, "resource.not_found");
        (await Given.Officer.GetAsync($"/v1/clusters/uppsala-bio/members/{member.Id}")).ShouldBeProblem(404, "resource.not_found");
    }

    [Fact]
    public async Task The_programme_reads_members_and_its_administrator_writes_them()
    {
        var (members, editor) = await PoleAsync();
        var member = (await editor.PostAsync(members, Request)).ShouldBe(201);
        foreach (var reader in new[] { Given.Officer, Given.BudgetOfficer, Given.Auditor, Given.Expert })
        {
            (await reader.GetAsync(member.Headers["Location"])).ShouldBe(200);
            (await reader.PostAsync(members, Request)).ShouldBe(403);
        }

        (await Given.Administrator.PatchAsync(member.Headers["Location"], new { name = "Zoé É." })).ShouldBe(200);
        (await Given.Officer.GetAsync("/v1/poles/nowhere/members")).ShouldBeProblem(404, "resource.not_found");
    }

    [Fact]
    public async Task Whoever_is_exchanged_reads_the_members_but_does_not_write_them()
    {
        var pole = await Given.PoleAsync("minalogic");

        (await pole.Ambassador.GetAsync("/v1/poles/minalogic/members")).ShouldBe(200);
        (await pole.Ambassador.PostAsync("/v1/poles/minalogic/members", Request)).ShouldBe(403);
    }

    [Fact]
    public async Task An_editor_of_two_poles_writes_in_both_and_one_who_only_reads_here_is_told_so()
    {
        var both = Service.Person("editor-and-ambassador@tests.example", (Role.PoleEditor, "axelera"), (Role.Ambassador, "minalogic"));

        (await both.PostAsync("/v1/poles/axelera/members", Request)).ShouldBe(201);
        (await both.PostAsync("/v1/poles/minalogic/members", Request)).ShouldBeProblem(403, "role.not_allowed");
    }

    [Fact]
    public async Task A_signatory_links_a_member_to_somebody_of_the_organisation()
    {
        var (members, editor) = await PoleAsync();
        var pole = await Given.PoleAsync("minalogic");
        var member = (await editor.PostAsync(members, Request)).ShouldBe(201);
        var path = member.Headers["Location"];
        var (own, stranger) = (await pole.Ambassador.PersonIdAsync(), await (await Given.PoleAsync("axelera")).Ambassador.PersonIdAsync());

        (await editor.TakeAsync(path, "link", new { personId = own })).ShouldBe(403);
        (await pole.Signatory.TakeAsync(path, "link", new { personId = stranger })).ShouldBeProblem(422, "request.invalid").ShouldName("reference.unknown #/personId");
        (await pole.Signatory.TakeAsync(path, "link", new { personId = Guid.NewGuid() })).ShouldBeProblem(422, "request.invalid").ShouldName("reference.unknown #/personId");
        (await pole.Signatory.TakeAsync(path, "link", new { })).ShouldBeProblem(422, "request.invalid").ShouldName("field.required #/personId");
        (await pole.Signatory.PostAsync($"{path}/link", new { personId = own })).ShouldBeProblem(428, "precondition.required");

        var linked = (await pole.Signatory.TakeAsync(path, "link", new { personId = own })).ShouldBe(200);

        Assert.Equal((own.ToString(), "2"), (linked["personId"], linked["version"]));
        Assert.Equal("2", (await pole.Signatory.TakeAsync(path, "link", new { personId = own })).ShouldBe(200)["version"]);
    }

    [Fact]
    public async Task Every_error_of_form_is_named_at_once()
    {
        var (members, editor) = await PoleAsync();

        (await editor.PostAsync(members, new
        {
            name = "a\u0000b",
            email = "nobody",
            mandateFrom = "2026-02-01",
            mandateUntil = "2026-01-01",
            languages = new[] { "français" },
            themes = new[] { "energy", "energy" }
        })).ShouldBeProblem(422, "request.invalid").ShouldName(
            "field.control_characters #/name", "field.email #/email", "field.required #/function", "field.ends_before_start #/mandateUntil",
            "field.language #/languages/0", "field.duplicates #/themes");
        (await editor.PostAsync(members, Given.Over(new { themes = new[] { "alchemy" } }, Request))).ShouldBeProblem(422, "request.invalid")
            .ShouldName("reference.unknown #/themes/0");
        (await editor.PostAsync(members, Given.Over(new { function = "king" }, Request))).ShouldBe(400);
    }

    [Fact]
    public async Task A_cluster_keeps_its_members_in_the_same_way()
    {
        var cluster = await Given.ClusterAsync("biomed-community");
        var added = (await cluster.Contact.PostAsync("/v1/clusters/biomed-community/members", Request)).ShouldBe(201);

        Assert.Equal(("biomed-community", null), (added["clusterSlug"], added["poleSlug"]));
        var found = (await cluster.Signatory.GetAsync("/v1/clusters/biomed-community/members?q=eluard")).ShouldBe(200);
        Assert.Equal([added.Id], found.Items.Select(item => item.GetProperty("id").GetGuid()));
        var linked = await cluster.Signatory.TakeAsync(added.Headers["Location"], "link", new { personId = await cluster.Contact.PersonIdAsync() });
        linked.ShouldBe(200);
        (await cluster.Contact.DeleteAsync(added.Headers["Location"])).ShouldBe(204);
    }

    private async Task<(string Members, Caller Editor)> PoleAsync()
    {
        var pole = await Given.PoleAsync("minalogic");
        return ($"/v1/poles/{pole.Slug}/members", pole.Editor);
    }
}

public sealed class MemberTestsOnSqlite(OnSqlite database) : MemberTests(database);

public sealed class MemberTestsOnPostgres(OnPostgres database) : MemberTests(database);
