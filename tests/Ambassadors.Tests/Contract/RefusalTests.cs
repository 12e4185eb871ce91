using Ambassadors.Domain.Matching;
using Ambassadors.Domain.People;
using Ambassadors.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Tests.Contract;

/// <summary>
/// That every act on something that exists asks which version was seen, is done once, and is refused afterwards. It is the same
/// on every database: one will do.
/// </summary>
public sealed class RefusalTests(OnSqlite database) : ServiceTests(database)
{
    private static readonly object Motive = new { motive = "For a reason of the tests." };

    [Fact]
    public async Task A_call()
    {
        var call = await Given.DraftCallAsync();
        await EditsAsync(Given.Administrator, call.Path, new { title = new { fr = "Autre", en = "Other" } }, new { minimumDays = -1 });
        foreach (var act in new[] { "publish", "open", "close", "start-matching" })
            await ActsAsync(Given.Administrator, call.Path, act);
        await ActsAsync(Given.Administrator, call.Path, "conclude", Motive);
        await ActsAsync(Given.Administrator, call.Path, "archive");
    }

    [Fact]
    public async Task An_application()
    {
        var call = await Given.OpenCallAsync();
        var (discarded, draft) = (await Given.DraftApplicationAsync(call), await Given.DraftApplicationAsync(call));
        await EditsAsync(draft.Pole.Editor, draft.Path, new { durationDays = 31 }, new { durationDays = 0 });
        await ActsAsync(discarded.Pole.Editor, discarded.Path, "discard");
        await ActsAsync(draft.Pole.Ambassador, draft.Path, "agree-candidacy");
        await ActsAsync(draft.Pole.Signatory, draft.Path, "submit");
        await ActsAsync(Given.Officer, draft.Path, "start-review");
        await ActsAsync(Given.Officer, draft.Path, "declare-ineligible", Motive);
        await ActsAsync(Given.Administrator, draft.Path, "reopen", Motive);
        await ActsAsync(Given.Officer, draft.Path, "qualify");
        await ActsAsync(Given.Officer, draft.Path, "reject", Motive);

        var withdrawn = await Given.SubmittedApplicationAsync();
        await ActsAsync(withdrawn.Pole.Signatory, withdrawn.Path, "withdraw", Motive);

        var late = await Given.OpenCallAsync();
        var left = await Given.ApplicationInMatchingAsync(late);
        foreach (var act in new[] { "close", "start-matching" })
            (await Given.Administrator.TakeAsync(late.Path, act)).ShouldBe(200);
        await ActsAsync(Given.Officer, left.Path, "conclude", Motive);
    }

    [Fact]
    public async Task An_offer()
    {
        var cluster = await Given.ClusterAsync();
        var draft = await Given.DraftOfferAsync();
        await EditsAsync(cluster.Contact, draft.Path, new { capacity = 4 }, new { capacity = 0 });
        await ActsAsync(cluster.Signatory, draft.Path, "submit");
        await ActsAsync(Given.Officer, draft.Path, "return", Motive);
        (await cluster.Signatory.TakeAsync(draft.Path, "submit")).ShouldBe(200);
        await ActsAsync(Given.Officer, draft.Path, "publish");
        await ActsAsync(cluster.Signatory, draft.Path, "confirm", again: 200);
        await ActsAsync(cluster.Signatory, draft.Path, "pause");
        await ActsAsync(cluster.Signatory, draft.Path, "resume");
        await ActsAsync(cluster.Signatory, draft.Path, "revise", Given.OfferRequest(cluster));
        await ActsAsync(Given.Officer, draft.Path, "refuse", Motive);

        var (closed, withdrawn) = (await Given.PublishedOfferAsync(), await Given.PublishedOfferAsync());
        await ActsAsync(cluster.Signatory, closed.Path, "close");
        await ActsAsync(cluster.Signatory, withdrawn.Path, "withdraw", Motive);
    }

    [Fact]
    public async Task A_pairing_and_its_exchange()
    {
        var declined = await Given.ProposedPairingAsync();
        await ActsAsync(declined.Application.Pole.Signatory, declined.Path, "decline", Motive);

        var cancelled = await Given.ProposedPairingAsync();
        await ActsAsync(Given.Officer, cancelled.Path, "cancel", Motive);

        var pairing = await Given.ProposedPairingAsync();
        await ActsAsync(Given.Officer, pairing.Path, "amend", new { terms = Given.Terms(new { objectives = "Autrement." }) });
        var hash = (await Given.Officer.GetAsync(pairing.Path))["termsHash"];
        await ActsAsync(pairing.Application.Pole.Signatory, pairing.Path, "consent", new { party = "pole", termsHash = hash });
        foreach (var party in new[] { "cluster", "ambassador" })
            (await Given.ConsentAsync(pairing, party)).ShouldBe(200);
        await ActsAsync(Given.Officer, pairing.Path, "open-approval");
        await ActsAsync(Given.Officer, pairing.Path, "require-changes", Motive);

        var revoked = await Given.ConsentedPairingAsync();
        await ActsAsync(revoked.Application.Pole.Signatory, revoked.Path, "revoke", Motive);

        var refused = await Given.PairingInApprovalAsync();
        await ActsAsync(Given.Officer, refused.Path, "approve");
        await ActsAsync(Given.BudgetOfficer, refused.Path, "refuse", Motive);

        var dissolved = await Given.ApprovedPairingAsync();
        await ActsAsync(Given.Administrator, dissolved.Path, "dissolve", Motive);

        var approved = await Given.ApprovedPairingAsync();
        var exchange = (await Given.Officer.GetAsync($"/v1/exchanges?pairingId={approved.Id}")).Items[0].GetProperty("id");
        await ActsAsync(approved.Application.Pole.Signatory, $"/v1/exchanges/{exchange}", "cancel", Motive);
    }

    [Fact]
    public async Task A_matching_run_and_what_it_suggests()
    {
        var pool = await Pool.OpenAsync(Service);
        var application = await pool.ApplicationAsync("axelera");
        await pool.ApplicationAsync("fibres");
        var offer = await pool.OfferAsync("food-valley");
        await pool.OfferAsync("uppsala-bio");
        await pool.StartAsync();
        var instruction = await BeginsAsync(
            Given.Officer, $"{pool.Call.Path}/matching-instructions", new { kind = "forbid", applicationId = application.Id, offerId = offer.Id, motive = "For a reason of the tests." });
        await ActsAsync(Given.Officer, instruction, "lift", Motive);

        var run = await BeginsAsync(Given.Officer, $"{pool.Call.Path}/matching-runs", new { }, again: 202, done: 202);
        await pool.OverAsync(run);
        await pool.OverAsync($"/v1/matching-runs/{(await Given.Officer.GetAsync($"{pool.Call.Path}/matching-runs?limit=1")).Items[0].GetProperty("id")}");
        var suggested = (await Given.Officer.GetAsync($"/v1/pairings?runId={run.Split('/')[^1]}")).ShouldBe(200).Items;
        await ActsAsync(Given.Officer, $"/v1/pairings/{suggested[0].GetProperty("id")}", "discard", Motive);
        await ActsAsync(Given.Officer, $"/v1/pairings/{suggested[1].GetProperty("id")}", "propose");
        var unread = await pool.RunAsync();
        await ActsAsync(Given.Officer, Pool.PathOf(unread), "publish", new { confirm = true });

        var waiting = await pool.RunAsync();
        await Service.OnDatabaseAsync(db => db.MatchingRuns.Where(one => one.Id == waiting.Id).ExecuteUpdateAsync(set => set
            .SetProperty(one => one.Status, MatchingRunStatus.Running).SetProperty(one => one.LeasedUntil, Service.Clock.GetUtcNow().AddHours(1))));
        await ActsAsync(Given.Officer, Pool.PathOf(waiting), "cancel");
    }

    [Fact]
    public async Task A_register()
    {
        var administrator = Given.Administrator;
        await EditsAsync(administrator, "/v1/poles/fibres", new { regions = new[] { "Grand Est" } }, new { name = "\u0001" });
        await EditsAsync(administrator, "/v1/clusters/medicon-valley-alliance", new { themes = new[] { "health-biotech" } }, new { name = "\u0001" });
        await EditsAsync(administrator, "/v1/themes/health-biotech", new { label = new { fr = "Santé et biotechnologies", en = "Health and biotechnology" } }, new { label = new { fr = "\u0001" } });
        var cooperation = (await administrator.GetAsync("/v1/cooperations?limit=1")).Items[0].GetProperty("id");
        await EditsAsync(administrator, $"/v1/cooperations/{cooperation}", new { source = "The agreement itself." }, new { source = "\u0001" });
    }

    [Fact]
    public async Task A_member()
    {
        foreach (var (list, id, person) in new[]
        {
            ("/v1/poles/agrimip-innovation/members", await Given.MemberAsync("agrimip-innovation", null),
                Service.Person("ambassador@refusals.example", (Role.Ambassador, "agrimip-innovation"))),
            ("/v1/clusters/food-valley/members", await Given.MemberAsync(null, "food-valley"),
                Service.Person("counterpart@refusals.example", (Role.Counterpart, "food-valley")))
        })
        {
            var path = $"{list}/{id}";
            var account = await person.PersonIdAsync();
            await EditsAsync(Given.Administrator, path, new { name = "Somebody Else" }, new { name = "\u0001" });
            await ActsAsync(Given.Administrator, path, "link", new { personId = account }, again: 200);
            await DeletesAsync(Given.Administrator, path);
        }
    }

    [Fact]
    public async Task A_partner_system()
    {
        var path = await BeginsAsync(Given.Administrator, "/v1/clients", new { name = "A system of the refusals", poleSlug = "agrimip-innovation", scopes = new[] { "read" } }, again: 201);
        await EditsAsync(Given.Administrator, path, new { name = "A system by another name" }, new { name = "\u0001" });
        await ActsAsync(Given.Administrator, path, "rotate-secret", new { overlapHours = 0 }, again: 200);
        await ActsAsync(Given.Administrator, path, "revoke");
    }

    [Fact]
    public async Task A_webhook_endpoint()
    {
        var contact = (await Given.ClusterAsync("food-valley")).Contact;
        var path = await BeginsAsync(contact, "/v1/webhook-endpoints", new { url = "http://127.0.0.1:9/hooks", clusterSlug = "food-valley" }, again: 201);
        await EditsAsync(contact, path, new { description = "Our platform." }, new { url = "nowhere" });
        await ActsAsync(contact, path, "pause");
        await ActsAsync(contact, path, "resume");
        await ActsAsync(contact, path, "rotate-secret", new { overlapHours = 0 }, again: 200);
        await ActsAsync(contact, path, "replay", new { after = 0 }, again: 200);
        await BeginsAsync(contact, $"{path}/test", null, again: 202, done: 202);
        var seen = (await contact.GetAsync(path)).ShouldBe(200);
        (await contact.GetAsync(path, ("If-None-Match", seen.ETag!))).ShouldBe(304);
        await DeletesAsync(contact, path);
    }

    [Fact]
    public async Task A_person_and_what_they_are()
    {
        var (administrator, mail) = (Given.Administrator, $"{Guid.NewGuid():N}@refusals.example");
        object[] memberships = [new { role = "pole_editor", poleSlug = "agrimip-innovation" }];
        var person = await BeginsAsync(administrator, "/v1/people/invite", new { email = mail, name = "Somebody", language = "fr", memberships });
        await BeginsAsync(administrator, $"{person}/invite", null, again: 200, done: 200);
        await BeginsAsync(administrator, $"{person}/memberships", new { role = "pole_signatory", poleSlug = "agrimip-innovation" });
        var membership = $"{person}/memberships/{(await administrator.GetAsync($"{person}/memberships")).ShouldBe(200).Items[0].GetProperty("id")}";
        (await administrator.SendAsync(HttpMethod.Delete, membership)).ShouldBeProblem(428, "precondition.required");
        (await administrator.DeleteAsync(membership, "\"9999-0\"")).ShouldBeProblem(412, "precondition.failed");

        var officer = Service.Person($"{Guid.NewGuid():N}@refusals.example", (Role.ProgrammeOfficer, null));
        await DeletesAsync(officer, await BeginsAsync(officer, "/v1/me/conflicts", new { poleSlug = "agrimip-innovation" }));
    }

    [Fact]
    public async Task What_is_begun()
    {
        var (administrator, call, name) = (Given.Administrator, await Given.OpenCallAsync(), $"begun-{Guid.NewGuid():N}");
        await BeginsAsync(administrator, "/v1/themes", new { code = name, label = new { fr = "Essais", en = "Tests" }, kind = "sectoral", source = "The tests." });
        await BeginsAsync(administrator, "/v1/poles", new { slug = name, name = "Essai de ce qui commence", regions = new[] { "Bretagne" }, tier = "national", themes = new[] { "food" }, source = "The tests.", confidence = "high" });
        await BeginsAsync(administrator, "/v1/clusters", new { slug = name, name = "Essai of what is begun", country = "SE", city = "Lund", themes = new[] { "food" }, source = "The tests.", confidence = "high" });
        await BeginsAsync(administrator, "/v1/cooperations", new { poleSlug = name, clusterSlug = name, kind = "agreement", signedOn = "2026", source = "The tests." }, again: 201);
        foreach (var side in new[] { "poles", "clusters" })
            await BeginsAsync(administrator, $"/v1/{side}/{name}/members", new { name = "Somebody", email = $"{side}@{name}.example", function = "board_member", languages = new[] { "en" }, themes = new[] { "food" } }, again: 201);
        await BeginsAsync(administrator, "/v1/calls", Given.CallRequest(), again: 201);
        var (pole, cluster) = (await Given.PoleAsync(), await Given.ClusterAsync());
        var (application, offer) = (Given.ApplicationRequest(call, pole, new { partnerReference = name }), Given.OfferRequest(cluster, new { partnerReference = name }));
        await BeginsAsync(pole.Editor, "/v1/applications", application);
        await BeginsAsync(cluster.Contact, "/v1/offers", offer);
        await BeginsAsync(pole.Editor, "/v1/applications/import", $"[{Given.ApplicationRequest(call, pole)}]", again: 207, done: 207);
        await BeginsAsync(cluster.Contact, "/v1/offers/import", $"[{Given.OfferRequest(cluster)}]", again: 207, done: 207);
        await BeginsAsync(Given.Officer, "/v1/pairings", Given.PairingRequest(await Given.ApplicationInMatchingAsync(call), await Given.PublishedOfferAsync()));
    }

    // Gives the path of what was begun.
    private static async Task<string> BeginsAsync(Caller by, string path, object? body, int again = 409, int done = 201)
    {
        var key = $"{Guid.NewGuid()}";
        var begun = (await by.PostAsync(path, body, key: key)).ShouldBe(done);
        (await by.PostAsync(path, await OtherAsync(body), key: key)).ShouldBeProblem(422, "idempotency.other_body");
        (await by.PostAsync(path, body)).ShouldBe(again);
        return begun.Headers.GetValueOrDefault("Location") ?? path;
    }

    // The same to a reader, and not the same body.
    private static async Task<string> OtherAsync(object? body) =>
        body is null ? "{}" : await Caller.ContentOf(body, "application/json")!.ReadAsStringAsync(TestContext.Current.CancellationToken) + " ";

    private static async Task EditsAsync(Caller by, string path, object patch, object wrong)
    {
        Task<Answer> PatchAsync(object body, string? ifMatch) => by.SendAsync(HttpMethod.Patch, path, Caller.ContentOf(body, "application/merge-patch+json"), ifMatch);
        var tag = (await by.GetAsync(path)).ShouldBe(200).ETag;
        (await PatchAsync(patch, null)).ShouldBeProblem(428, "precondition.required");
        (await PatchAsync(patch, "\"9999-0\"")).ShouldBeProblem(412, "precondition.failed");
        (await PatchAsync(wrong, tag)).ShouldBeProblem(422, "request.invalid");
        (await PatchAsync(patch, tag)).ShouldBe(200);
    }

    private static async Task DeletesAsync(Caller by, string path)
    {
        (await by.SendAsync(HttpMethod.Delete, path)).ShouldBeProblem(428, "precondition.required");
        (await by.DeleteAsync(path, "\"9999-0\"")).ShouldBeProblem(412, "precondition.failed");
        (await by.DeleteAsync(path)).ShouldBe(204);
        (await by.GetAsync(path)).ShouldBeProblem(404, "resource.not_found");
    }

    private static async Task ActsAsync(Caller by, string path, string act, object? body = null, int again = 409)
    {
        var (to, key) = ($"{path}/{act}", $"{Guid.NewGuid()}");
        (await by.PostAsync(to, body)).ShouldBeProblem(428, "precondition.required");
        (await by.PostAsync(to, body, "\"9999-0\"")).ShouldBeProblem(412, "precondition.failed");
        var tag = (await by.GetAsync(path)).ShouldBe(200).ETag;
        (await by.PostAsync(to, body, tag, key)).ShouldBe(200);
        (await by.PostAsync(to, await OtherAsync(body), tag, key)).ShouldBeProblem(422, "idempotency.other_body");

        // Whoever may no longer see it after the act is not told more.
        var seen = await by.GetAsync(path);
        (await by.PostAsync(to, body, seen.ETag ?? tag)).ShouldBe(seen.Status == 404 ? 404 : again);
    }
}
