using System.Net;
using Ambassadors.Domain.People;
using Ambassadors.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Tests.Http;

/// <summary>People, what they are where, and what is theirs alone.</summary>
public abstract class PeopleTests(OnDatabase database) : ServiceTests(database)
{
    private const string People = "/v1/people";
    private const string Secret = "une phrase assez longue, 2027";

    [Fact]
    public async Task Whoever_is_invited_sets_a_password_once_and_signs_in()
    {
        var pole = await Given.PoleAsync("techtera");
        var invited = (await pole.Signatory.PostAsync($"{People}/invite", Invitation("anna@tests.example", "pole_editor", "techtera"))).ShouldBe(201);
        Assert.Equal(("invited", "Anna Éluard"), (invited["person.status"], invited["person.name"]));
        Assert.Equal($"{People}/{invited["person.id"]}", invited.Headers["Location"]);

        Assert.Equal(HttpStatusCode.OK, await SetPasswordAsync(invited["link.url"]!, Secret));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await SetPasswordAsync(invited["link.url"]!, Secret));

        var token = (await SignIn.AsAsync(Service.Address, "anna@tests.example", Secret, "read")).GetProperty("access_token").GetString()!;
        Assert.Equal("techtera", (await Service.WithToken(token).GetAsync("/v1/me")).ShouldBe(200)["organisations.0.slug"]);
        Assert.Equal(["person.create", "person.set_password"], await JournalAsync(Guid.Parse(invited["person.id"]!)));
    }

    [Fact]
    public async Task A_lost_password_is_a_new_link_which_ends_the_one_before_and_every_session()
    {
        var pole = await Given.PoleAsync("techtera");
        var first = (await pole.Signatory.PostAsync($"{People}/invite", Invitation("lost@tests.example", "pole_editor", "techtera"))).ShouldBe(201);
        var second = (await pole.Signatory.PostAsync($"{People}/{first["person.id"]}/invite")).ShouldBe(200);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, await SetPasswordAsync(first["link.url"]!, Secret));
        Assert.Equal(HttpStatusCode.OK, await SetPasswordAsync(second["link.url"]!, Secret));
        var session = await SignIn.AsAsync(Service.Address, "lost@tests.example", Secret, "offline_access read");
        var third = (await pole.Signatory.PostAsync($"{People}/{first["person.id"]}/invite")).ShouldBe(200);
        Assert.Equal(HttpStatusCode.OK, await SetPasswordAsync(third["link.url"]!, Secret + "!"));

        using var content = new FormUrlEncodedContent([new("grant_type", "refresh_token"), new("client_id", "docs"), new("refresh_token", session.GetProperty("refresh_token").GetString()!)]);
        using var answer = await Service.Http.PostAsync("/connect/token", content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_link_is_good_for_three_days()
    {
        var service = await Database.FreshAsync();
        var invited = (await service.Given.Administrator.PostAsync($"{People}/invite", Invitation("late@tests.example", "pole_editor", "techtera"))).ShouldBe(201);
        service.Clock.Advance(TimeSpan.FromDays(3));
        using var browser = IdentityTests.Browser(service);
        using var page = await browser.GetAsync(invited["link.url"], TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.StatusCode);
    }

    [Fact]
    public async Task A_signatory_adds_a_role_to_somebody_elses_account_and_gets_nothing_else_of_it()
    {
        var (pole, other) = (await Given.PoleAsync("techtera"), await Given.PoleAsync("imaginove"));
        var victim = await other.Editor.PersonIdAsync();
        (await pole.Signatory.GetAsync($"{People}/{victim}")).ShouldBeProblem(404, "resource.not_found");

        var invited = (await pole.Signatory.PostAsync($"{People}/invite", Invitation(other.Editor.Name, "pole_editor", "techtera"))).ShouldBe(201);

        Assert.Null(invited["link.url"]);
        Assert.Equal("techtera", Assert.Single(invited.At("person.memberships").EnumerateArray()).GetProperty("poleSlug").GetString());
        Assert.Equal(other.Editor.Name, await Service.OnDatabaseAsync(db => db.Users.Where(p => p.Id == victim).Select(p => p.Name).SingleAsync()));
        (await pole.Signatory.PostAsync($"{People}/{victim}/invite")).ShouldBeProblem(403, "person.belongs_elsewhere");

        // Even once the other organisation let go of the account.
        await Service.OnDatabaseAsync(db => db.Memberships.Where(m => m.PersonId == victim && m.PoleSlug == "imaginove").ExecuteDeleteAsync());
        await Service.OnDatabaseAsync(db => db.Members.Where(m => m.PersonId == victim).ExecuteUpdateAsync(set => set.SetProperty(m => m.PersonId, (Guid?)null)));
        Assert.Single((await pole.Signatory.GetAsync($"{People}/{victim}/memberships")).ShouldBe(200).Items);
        await Service.OnDatabaseAsync(db => db.Memberships.Where(m => m.PersonId == victim).ExecuteDeleteAsync());
        (await pole.Signatory.GetAsync($"{People}/{victim}")).ShouldBeProblem(404, "resource.not_found");
    }

    [Fact]
    public async Task An_account_that_once_was_another_organisations_gets_no_link_from_a_signatory()
    {
        var pole = await Given.PoleAsync("techtera");
        var made = (await Given.Administrator.PostAsync($"{People}/invite", Invitation("once@tests.example", "pole_editor", "imaginove"))).ShouldBe(201);
        var path = $"{People}/{made["person.id"]}";
        var removed = (await Given.Administrator.GetAsync(path)).ShouldBe(200);
        (await Given.Administrator.DeleteAsync($"{path}/memberships/{removed["memberships.0.id"]}", removed.ETag)).ShouldBe(204);

        Assert.Null((await pole.Signatory.PostAsync($"{People}/invite", Invitation("once@tests.example", "pole_editor", "techtera"))).ShouldBe(201)["link.url"]);
        (await pole.Signatory.PostAsync($"{path}/invite")).ShouldBeProblem(403, "person.belongs_elsewhere");
        Assert.NotNull((await Given.Administrator.PostAsync($"{path}/invite")).ShouldBe(200)["link.url"]);
        Assert.Equal(["person.create", "person.remove_membership", "person.add_memberships", "person.invite"], await JournalAsync(Guid.Parse(made["person.id"]!)));
    }

    [Fact]
    public async Task A_signatory_gives_roles_in_the_own_organisation_alone()
    {
        var pole = await Given.PoleAsync("techtera");
        foreach (var foreign in new object[] { new { role = "programme_officer" }, new { role = "pole_editor", poleSlug = "imaginove" }, new { role = "cluster_contact", clusterSlug = "uppsala-bio" } })
        {
            (await pole.Signatory.PostAsync($"{People}/invite", new { email = "x@tests.example", name = "X", language = "fr", memberships = new[] { foreign } }))
                .ShouldBeProblem(403, "role.not_allowed");
            (await pole.Signatory.PostAsync($"{People}/{await pole.Editor.PersonIdAsync()}/memberships", foreign)).ShouldBeProblem(403, "role.not_allowed");
        }

        (await pole.Editor.PostAsync($"{People}/invite", Invitation("x@tests.example", "pole_editor", "techtera"))).ShouldBeProblem(403, "role.not_allowed");
        Assert.False(await Service.OnDatabaseAsync(db => db.Users.AnyAsync(person => person.Email == "x@tests.example")));
    }

    [Fact]
    public async Task Every_fault_of_an_invitation_is_named_at_once()
    {
        (await Given.Administrator.PostAsync($"{People}/invite", new
        {
            email = "nobody",
            language = "de",
            memberships = new object[] { new { role = "pole_editor" }, new { role = "service" }, new { role = "budget_officer", poleSlug = "scs" } }
        })).ShouldBeProblem(422, "request.invalid").ShouldName(
            "field.email #/email", "field.required #/name", "field.language #/language", "membership.organisation_mismatch #/memberships/0/poleSlug",
            "membership.role_of_nobody #/memberships/1/role", "membership.organisation_mismatch #/memberships/2/poleSlug");
        (await Given.Administrator.PostAsync($"{People}/invite", Invitation("unknown@tests.example", "pole_editor", "no-such-pole")))
            .ShouldBeProblem(422, "request.invalid", "#/memberships/0/poleSlug");
    }

    [Fact]
    public async Task A_role_is_given_once_and_taken_with_the_version_that_was_seen()
    {
        var person = Service.Person("roles@tests.example", (Role.Expert, null));
        var path = $"{People}/{await person.PersonIdAsync()}";

        var given = (await Given.Administrator.PostAsync($"{path}/memberships", new { role = "auditor" })).ShouldBe(201);
        (await Given.Administrator.PostAsync($"{path}/memberships", new { role = "auditor" })).ShouldBeProblem(409, "membership.exists");

        var auditor = given.At("memberships").EnumerateArray().Single(m => m.GetProperty("role").GetString() == "auditor").GetProperty("id").GetString();
        (await Given.Administrator.SendAsync(HttpMethod.Delete, $"{path}/memberships/{auditor}")).ShouldBeProblem(428, "precondition.required");
        (await Given.Administrator.DeleteAsync($"{path}/memberships/{auditor}", "\"1-x\"")).ShouldBeProblem(412, "precondition.failed");
        (await Given.Administrator.DeleteAsync($"{path}/memberships/{auditor}", given.ETag)).ShouldBe(204);
        Assert.Single((await Given.Administrator.GetAsync($"{path}/memberships")).ShouldBe(200).Items);
    }

    [Fact]
    public async Task People_are_listed_by_name_found_by_their_beginnings_and_only_where_they_are_yours()
    {
        var pole = await Given.PoleAsync("mer-bretagne");
        (await pole.Signatory.PostAsync($"{People}/invite", Invitation("zephyrin@tests.example", "pole_editor", "mer-bretagne") with { name = "Zéphyrin Quémener" })).ShouldBe(201);

        Assert.Equal("Zéphyrin Quémener", Assert.Single((await pole.Signatory.GetAsync($"{People}?q=QUEM zeph")).ShouldBe(200).Items).GetProperty("name").GetString());
        Assert.Empty((await (await Given.PoleAsync("techtera")).Signatory.GetAsync($"{People}?q=quem")).ShouldBe(200).Items);
        Assert.Empty((await pole.Signatory.GetAsync($"{People}?poleSlug=techtera")).ShouldBe(200).Items);
        var first = (await Given.Auditor.GetAsync($"{People}?limit=1")).ShouldBe(200);
        var second = (await Given.Auditor.GetAsync($"{People}?limit=1&cursor={first["next"]}")).ShouldBe(200);
        Assert.NotEqual(first["items.0.id"], second["items.0.id"]);
    }

    [Fact]
    public async Task A_member_is_linked_with_the_invitation()
    {
        var pole = await Given.PoleAsync("techtera");
        var member = await Given.MemberAsync("techtera", null);
        var foreign = await Given.MemberAsync("imaginove", null);

        (await pole.Signatory.PostAsync($"{People}/invite", Invitation("linked@tests.example", "ambassador", "techtera") with { memberId = foreign }))
            .ShouldBeProblem(422, "request.invalid", "#/memberId");
        var invited = (await pole.Signatory.PostAsync($"{People}/invite", Invitation("linked@tests.example", "ambassador", "techtera") with { memberId = member })).ShouldBe(201);

        Assert.Equal(invited["person.id"], (await Service.OnDatabaseAsync(db => db.Members.Where(m => m.Id == member).Select(m => m.PersonId).SingleAsync())).ToString());
    }

    [Fact]
    public async Task A_conflict_is_declared_once_and_withdrawn()
    {
        var officer = Service.Person("conflicted@tests.example", (Role.ProgrammeOfficer, null));
        (await officer.PostAsync("/v1/me/conflicts", new { poleSlug = "scs", clusterSlug = "uppsala-bio" })).ShouldBeProblem(422, "request.invalid").ShouldName("conflict.one_of_three #");
        (await officer.PostAsync("/v1/me/conflicts", new { })).ShouldBeProblem(422, "request.invalid");
        (await officer.PostAsync("/v1/me/conflicts", new { memberId = Guid.NewGuid() })).ShouldBeProblem(422, "request.invalid", "#/memberId");
        var declared = (await officer.PostAsync("/v1/me/conflicts", new { poleSlug = "scs" })).ShouldBe(201);
        (await officer.PostAsync("/v1/me/conflicts", new { poleSlug = "scs" })).ShouldBeProblem(409, "conflict.exists");

        Assert.Single((await officer.GetAsync("/v1/me/conflicts")).ShouldBe(200).Items);
        (await Given.Administrator.GetAsync(declared.Headers["Location"])).ShouldBeProblem(404, "resource.not_found");
        (await officer.DeleteAsync(declared.Headers["Location"])).ShouldBe(204);
        Assert.Empty((await officer.GetAsync("/v1/me/conflicts")).ShouldBe(200).Items);
        Assert.Equal(["conflict.declare", "conflict.withdraw"], await JournalAsync(declared.Id));
    }

    [Fact]
    public async Task A_notice_is_the_readers_alone_and_is_read_once()
    {
        var application = await Given.SubmittedApplicationAsync(pole: await Given.PoleAsync("orpheme"));
        var ambassador = application.Pole.Ambassador;
        var notice = (await ambassador.GetAsync("/v1/me/notices?unread=true&limit=100")).ShouldBe(200).Items.First(item => item.GetProperty("resourceId").GetGuid() == application.Id);
        var path = $"/v1/me/notices/{notice.GetProperty("id").GetString()}";

        (await Given.Administrator.PostAsync($"{path}/read")).ShouldBeProblem(404, "resource.not_found");
        var read = (await ambassador.PostAsync($"{path}/read")).ShouldBe(200);
        Assert.NotNull(read["readAt"]);
        Assert.Equal(read["readAt"], (await ambassador.PostAsync($"{path}/read")).ShouldBe(200)["readAt"]);
        Assert.DoesNotContain((await ambassador.GetAsync("/v1/me/notices?unread=true&limit=100")).ShouldBe(200).Items, item => path.EndsWith(item.GetProperty("id").GetString()!, StringComparison.Ordinal));
    }

    private sealed record Invite(string email, string name, string language, object[] memberships, Guid? memberId = null);

    private static Invite Invitation(string email, string role, string pole) => new(email, "Anna Éluard", "fr", [new { role, poleSlug = pole }]);

    private Task<List<string>> JournalAsync(Guid id) => Service.OnDatabaseAsync(db =>
        db.Journal.Where(entry => entry.ResourceId == id).OrderBy(entry => entry.ResourceVersion).Select(entry => entry.What).ToListAsync());

    private async Task<HttpStatusCode> SetPasswordAsync(string link, string password)
    {
        using var browser = IdentityTests.Browser(Service);
        using var page = await browser.GetAsync(link, TestContext.Current.CancellationToken);
        if (page.StatusCode != HttpStatusCode.OK)
            return page.StatusCode;
        using var answer = await IdentityTests.PostFormAsync(browser, link, await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), ("password", password), ("again", password));
        return answer.StatusCode;
    }
}

public sealed class PeopleTestsOnSqlite(OnSqlite database) : PeopleTests(database);

public sealed class PeopleTestsOnPostgres(OnPostgres database) : PeopleTests(database);
