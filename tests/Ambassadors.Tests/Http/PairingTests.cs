using System.Security.Cryptography;
using System.Text;
using Ambassadors.Domain.People;
using Ambassadors.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Tests.Http;

/// <summary>From a proposal to an approved pairing, and back.</summary>
public abstract class PairingTests(OnDatabase database) : ServiceTests(database)
{
    [Fact]
    public async Task A_reciprocal_pairing_needs_four_consents()
    {
        var pairing = await Given.ReciprocalPairingAsync();
        foreach (var party in new[] { "pole", "cluster", "ambassador" })
            Assert.Equal("proposed", (await Given.ConsentAsync(pairing, party)).ShouldBe(200).State);

        var last = (await Given.ConsentAsync(pairing, "counterpart")).ShouldBe(200);

        Assert.Equal("consented", last.State);
        Assert.Equal(["pole", "cluster", "ambassador", "counterpart"], last.Texts("consentsNeeded"));
    }

    [Fact]
    public async Task Anyone_can_check_the_hash_of_the_terms()
    {
        var pairing = await Given.ProposedPairingAsync();
        var terms = await pairing.Offer.Cluster.Contact.GetAsync($"{pairing.Path}/terms/1");

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(terms.ShouldBe(200).Body)));

        Assert.Equal((await pairing.Offer.Cluster.Contact.GetAsync(pairing.Path))["termsHash"], hash);
        Assert.Equal(pairing.Id.ToString(), terms["pairing"]);
        Assert.DoesNotContain("tests.example", terms.Body, StringComparison.Ordinal);
        (await pairing.Offer.Cluster.Contact.GetAsync($"{pairing.Path}/terms/2")).ShouldBeProblem(404, "resource.not_found");
    }

    [Fact]
    public async Task Consents_are_given_by_whom_they_concern()
    {
        var pairing = await Given.ProposedPairingAsync();
        var seen = await pairing.Application.Pole.Signatory.GetAsync(pairing.Path);
        Task<Answer> ConsentAsync(Caller by, string party) =>
            by.PostAsync($"{pairing.Path}/consent", new { party, termsHash = seen["termsHash"] }, seen.ETag);

        (await ConsentAsync(pairing.Application.Pole.Editor, "pole")).ShouldBeProblem(403, "role.not_allowed");
        (await ConsentAsync(pairing.Application.Pole.Signatory, "cluster")).ShouldBeProblem(403, "role.not_allowed");
        (await ConsentAsync(pairing.Application.Pole.Signatory, "counterpart")).ShouldBeProblem(409, "pairing.party_not_needed");
        (await ConsentAsync(pairing.Application.Pole.Ambassador, "pole")).ShouldBeProblem(403, "role.not_allowed");
        (await ConsentAsync((await Given.PoleAsync("axelera")).Signatory, "pole")).ShouldBeProblem(404, "resource.not_found");
        (await ConsentAsync(Given.Officer, "pole")).ShouldBeProblem(403, "role.not_allowed");
    }

    [Fact]
    public async Task Whoever_is_exchanged_is_not_the_signatory_of_the_same_pairing()
    {
        var pole = await Given.PoleAsync();
        var both = Service.Person("exchanged-signatory@tests.example", (Role.PoleSignatory, pole.Slug), (Role.Ambassador, pole.Slug));
        var member = await Given.MemberAsync(pole.Slug, null, both.Name);
        var application = await Given.ApplicationInMatchingAsync(pole: pole with { Ambassador = both, AmbassadorId = member });
        var pairing = await Given.ProposedPairingAsync(application);
        var seen = await both.GetAsync(pairing.Path);

        (await both.PostAsync($"{pairing.Path}/consent", new { party = "pole", termsHash = seen["termsHash"] }, seen.ETag))
            .ShouldBeProblem(409, "pairing.signatory_is_exchanged", "#/party");
        (await both.PostAsync($"{pairing.Path}/consent", new { party = "ambassador", termsHash = seen["termsHash"] }, seen.ETag)).ShouldBe(200);
    }

    [Fact]
    public async Task A_signatory_cannot_take_the_ambassadors_place()
    {
        var pole = await Given.PoleAsync("vitagora");
        var pairing = await Given.ProposedPairingAsync(await Given.ApplicationInMatchingAsync(pole: pole));
        var member = $"/v1/poles/{pole.Slug}/members/{pole.AmbassadorId}";
        var schemer = Service.Person($"schemer@{pole.Slug}.tests.example", (Role.PoleSignatory, pole.Slug), (Role.Ambassador, pole.Slug));
        (await schemer.TakeAsync(member, "link", new { personId = await schemer.PersonIdAsync() })).ShouldBeProblem(403, "role.not_allowed");

        // Not even once the administrator has made them the member: one person does not speak for both.
        var seen = await schemer.GetAsync(pairing.Path);
        var consented = (await schemer.PostAsync($"{pairing.Path}/consent", new { party = "pole", termsHash = seen["termsHash"] }, seen.ETag)).ShouldBe(200);
        await Service.OnDatabaseAsync(async db =>
        {
            var id = await schemer.PersonIdAsync();
            return await db.Members.Where(m => m.Id == pole.AmbassadorId).ExecuteUpdateAsync(set => set.SetProperty(m => m.PersonId, id));
        });
        (await schemer.PostAsync($"{pairing.Path}/consent", new { party = "ambassador", termsHash = seen["termsHash"] }, consented.ETag))
            .ShouldBeProblem(409, "pairing.signatory_is_exchanged", "#/party");
    }

    [Fact]
    public async Task Whoever_is_exchanged_approves_nothing_of_their_own_and_sees_nothing_without_a_role()
    {
        var pole = await Given.PoleAsync("valorial");
        var officer = Service.Person("exchanged-officer@tests.example", (Role.ProgrammeOfficer, null));
        var expert = Service.Person("exchanged-expert@tests.example", (Role.Expert, null));
        var application = await Given.ApplicationInMatchingAsync(pole: pole);
        foreach (var insider in new[] { officer, expert })
        {
            var id = await insider.PersonIdAsync();
            await Service.OnDatabaseAsync(db => db.Members.Where(m => m.Id == pole.AmbassadorId).ExecuteUpdateAsync(set => set.SetProperty(m => m.PersonId, id)));
            if (insider == officer)
                (await officer.TakeAsync(application.Path, "reject", new { motive = "Non." })).ShouldBeProblem(403, "actor.recused");
            else
                (await expert.GetAsync(application.Path)).ShouldBeProblem(404, "resource.not_found");
        }
    }

    [Fact]
    public async Task A_signatory_does_not_choose_who_judges_by_making_an_officer_partial()
    {
        var cluster = await Given.ClusterAsync();
        await Given.Officer.PersonIdAsync();

        (await cluster.Signatory.PostAsync("/v1/people/invite", new
        {
            email = Given.Officer.Name,
            name = "Quelqu'un",
            language = "fr",
            memberships = new[] { new { role = "counterpart", clusterSlug = cluster.Slug } }
        })).ShouldBeProblem(403, "person.belongs_elsewhere");
    }

    [Fact]
    public async Task Either_side_proposes_to_a_partner_agreed_beforehand()
    {
        var cluster = await Given.ClusterAsync();
        var offer = await Given.PublishedOfferAsync(cluster);
        var wished = await Given.ApplicationInMatchingAsync(with: new { preferences = new[] { new { clusterSlug = cluster.Slug, rank = 1 } } });
        var unknown = await Given.ApplicationInMatchingAsync();

        (await wished.Pole.Signatory.PostAsync("/v1/pairings", Given.PairingRequest(unknown, offer))).ShouldBe(201);
        (await cluster.Signatory.PostAsync("/v1/pairings", Given.PairingRequest(wished, offer))).ShouldBe(201);
        (await cluster.Signatory.PostAsync("/v1/pairings", Given.PairingRequest(await Given.ApplicationInMatchingAsync(), offer)))
            .ShouldBeProblem(422, "request.invalid", "#/applicationId").ShouldName("reference.unknown");
        (await cluster.Contact.PostAsync("/v1/pairings", Given.PairingRequest(wished, offer))).ShouldBeProblem(403, "role.not_allowed");
    }

    [Fact]
    public async Task One_application_has_no_more_open_proposals_than_the_call_allows_and_one_per_offer()
    {
        var application = await Given.ApplicationInMatchingAsync(await Given.OpenCallAsync(new { openProposalsPerApplication = 2 }));
        var offer = await Given.PublishedOfferAsync();
        await Given.ProposedPairingAsync(application, offer);
        (await Given.Officer.PostAsync("/v1/pairings", Given.PairingRequest(application, offer))).ShouldBeProblem(409, "pairing.already_open", "#/offerId");

        var answers = await Task.WhenAll((await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Given.PublishedOfferAsync())))
            .Select(other => Given.Officer.PostAsync("/v1/pairings", Given.PairingRequest(application, other))));

        Assert.Single(answers, answer => answer.Status == 201);
        foreach (var refused in answers.Where(answer => answer.Status != 201))
            refused.ShouldBeProblem(409, "pairing.too_many_open", "#/applicationId");
    }

    [Fact]
    public async Task Nothing_is_proposed_on_an_offer_that_pauses()
    {
        var (application, offer) = (await Given.ApplicationInMatchingAsync(), await Given.PublishedOfferAsync());
        (await offer.Cluster.Signatory.TakeAsync(offer.Path, "pause")).ShouldBe(200);

        (await Given.Officer.PostAsync("/v1/pairings", Given.PairingRequest(application, offer))).ShouldBeProblem(409, "offer.not_published", "#/offerId");

        (await offer.Cluster.Signatory.TakeAsync(offer.Path, "resume")).ShouldBe(200);
        await Given.ProposedPairingAsync(application, offer);
    }

    [Fact]
    public async Task Terms_once_declined_are_not_proposed_again()
    {
        var pairing = await Given.ProposedPairingAsync();
        (await pairing.Application.Pole.Ambassador.TakeAsync(pairing.Path, "decline", new { motive = "Les dates ne conviennent pas." })).ShouldBe(200);

        (await Given.Officer.PostAsync("/v1/pairings", Given.PairingRequest(pairing.Application, pairing.Offer)))
            .ShouldBeProblem(409, "pairing.declined_on_same_terms", "#/terms");

        await Given.ProposedPairingAsync(pairing.Application, pairing.Offer, new { amount = Given.Euros(7_900) });
    }

    [Fact]
    public async Task Required_changes_void_consents_and_approvals()
    {
        var pairing = await Given.PairingBeforeLastApprovalAsync();

        var answer = (await Given.BudgetOfficer.TakeAsync(pairing.Path, "require-changes", new { motive = "Le montant dépasse les frais." })).ShouldBe(200);

        Assert.Equal(("proposed", "2", "Le montant dépasse les frais."), (answer.State, answer["termsVersion"], answer["motive"]));
        Assert.Empty(answer.At("consents").EnumerateArray());
        Assert.Empty(answer.At("approvals").EnumerateArray());
    }

    [Fact]
    public async Task A_party_takes_its_consent_back_until_the_last_approval()
    {
        var pairing = await Given.PairingBeforeLastApprovalAsync();
        (await pairing.Offer.Cluster.Signatory.TakeAsync(pairing.Path, "revoke", new { motive = "Le laboratoire ferme." })).ShouldBe(200);
        (await Given.BudgetOfficer.TakeAsync(pairing.Path, "approve")).ShouldBeProblem(409, "pairing.wrong_state");

        var approved = await Given.ApprovedPairingAsync();
        (await approved.Offer.Cluster.Signatory.TakeAsync(approved.Path, "revoke", new { motive = "Trop tard." })).ShouldBeProblem(409, "pairing.wrong_state");
    }

    [Fact]
    public async Task The_last_approval_reserves_the_money_and_prepares_the_exchange()
    {
        var rival = await Given.ApplicationInMatchingAsync();
        var pairing = await Given.PairingBeforeLastApprovalAsync(rival, await Given.PublishedOfferAsync());
        var sibling = await Given.ProposedPairingAsync(rival, await Given.PublishedOfferAsync());

        var approved = (await Given.BudgetOfficer.TakeAsync(pairing.Path, "approve")).ShouldBe(200);

        Assert.Equal("approved", approved.State);
        Assert.Equal("superseded", (await Given.Officer.GetAsync(sibling.Path)).State);
        Assert.Equal("accepted", (await Given.Officer.GetAsync(rival.Path)).State);
        Assert.Equal("800000", (await Given.Officer.GetAsync(rival.Call.Path))["committed.amount"]);
        var exchange = (await rival.Pole.Editor.GetAsync($"/v1/exchanges?pairingId={pairing.Id}")).Items.Single();
        Assert.Equal("preparing", exchange.GetProperty("status").GetString());
        Assert.Equal("outbound", exchange.GetProperty("legs")[0].GetProperty("direction").GetString());
        var timeline = await rival.Pole.Editor.GetAsync($"{pairing.Path}/timeline");
        Assert.Equal(
            ["pairing.propose", "pairing.consent", "pairing.consent", "pairing.consent", "pairing.open_approval", "pairing.approve", "pairing.approve"],
            timeline.Items.Select(entry => entry.GetProperty("event").GetString()));
    }

    [Fact]
    public async Task An_officer_with_a_conflict_of_interest_is_recused()
    {
        var pairing = await Given.ConsentedPairingAsync();
        var insider = Service.Person("insider@tests.example", (Role.ProgrammeOfficer, null), (Role.PoleEditor, pairing.Application.Pole.Slug));
        (await insider.TakeAsync(pairing.Path, "open-approval")).ShouldBeProblem(403, "actor.recused");

        var declared = Service.Person("declared@tests.example", (Role.ProgrammeOfficer, null));
        (await declared.PostAsync("/v1/me/conflicts", new { clusterSlug = pairing.Offer.Cluster.Slug })).ShouldBe(201);
        Assert.DoesNotContain("open_approval", (await declared.GetAsync(pairing.Path)).Texts("allowedActions"));
        (await declared.TakeAsync(pairing.Path, "open-approval")).ShouldBeProblem(403, "actor.recused");
        (await Given.Officer.TakeAsync(pairing.Path, "open-approval")).ShouldBe(200);
        (await declared.TakeAsync(pairing.Path, "approve")).ShouldBeProblem(403, "actor.recused");
    }

    [Fact]
    public async Task What_waits_for_somebody_is_listed_for_them_alone()
    {
        var pairing = await Given.ProposedPairingAsync();
        Task<bool> WaitsForAsync(Caller by) => IsListedAsync(by, $"/v1/pairings?awaiting=me&applicationId={pairing.Application.Id}");

        Assert.True(await WaitsForAsync(pairing.Application.Pole.Signatory));
        Assert.True(await WaitsForAsync(pairing.Application.Pole.Ambassador));
        Assert.True(await WaitsForAsync(pairing.Offer.Cluster.Signatory));
        Assert.False(await WaitsForAsync(pairing.Application.Pole.Editor));
        Assert.False(await WaitsForAsync(Given.Officer));
        foreach (var party in new[] { "pole", "cluster", "ambassador" })
            (await Given.ConsentAsync(pairing, party)).ShouldBe(200);
        Assert.False(await WaitsForAsync(pairing.Application.Pole.Signatory));
        Assert.True(await WaitsForAsync(Given.Officer));
        (await Given.Officer.TakeAsync(pairing.Path, "open-approval")).ShouldBe(200);
        Assert.False(await WaitsForAsync(Given.BudgetOfficer));
        (await Given.BothOfficers.TakeAsync(pairing.Path, "approve")).ShouldBe(200);
        Assert.True(await WaitsForAsync(Given.BudgetOfficer));
        Assert.False(await WaitsForAsync(Given.BothOfficers));
    }

    [Fact]
    public async Task A_tag_that_is_missing_stale_or_weak_is_refused_and_any_of_the_version_is_good()
    {
        var pairing = await Given.ProposedPairingAsync();
        var (officer, cancel) = (Given.Officer, $"{pairing.Path}/cancel");
        var seen = await officer.GetAsync(pairing.Path);
        (await officer.PostAsync(cancel, new { motive = "Double." })).ShouldBeProblem(428, "precondition.required");
        (await officer.PostAsync(cancel, new { motive = "Double." }, "\"7-0123456789abcdef\"")).ShouldBeProblem(412, "precondition.failed");
        (await officer.PostAsync(cancel, new { motive = "Double." }, $"W/{seen.ETag}")).ShouldBeProblem(412, "precondition.failed");
        (await officer.PostAsync(cancel, new { motive = "Double." }, "*")).ShouldBeProblem(412, "precondition.failed");

        // The signatory's representation differs in what they may do, and so does its tag: the version is the same.
        var other = await pairing.Application.Pole.Signatory.GetAsync(pairing.Path);
        Assert.NotEqual(seen.ETag, other.ETag);
        (await officer.PostAsync(cancel, new { motive = "Double." }, other.ETag)).ShouldBe(200);
        (await officer.PostAsync(cancel, new { motive = "Double." }, seen.ETag)).ShouldBeProblem(409, "pairing.wrong_state");

        var again = await officer.GetAsync(pairing.Path);
        var held = (await officer.GetAsync(pairing.Path, ("If-None-Match", again.ETag!))).ShouldBe(304);
        Assert.Equal((again.ETag, ""), (held.ETag, held.Body));
    }

    private static async Task<bool> IsListedAsync(Caller by, string path) => (await by.GetAsync(path)).ShouldBe(200).Items.Count == 1;
}

/// <inheritdoc/>
public sealed class PairingsOnSqlite(OnSqlite database) : PairingTests(database);

/// <inheritdoc/>
public sealed class PairingsOnPostgres(OnPostgres database) : PairingTests(database);
