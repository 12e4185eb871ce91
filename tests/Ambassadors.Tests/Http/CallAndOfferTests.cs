using Ambassadors.Tests.Support;

namespace Ambassadors.Tests.Http;

/// <summary>What frames the pairings: a call's rules and money, an offer's places.</summary>
public abstract class CallAndOfferTests(OnDatabase database) : ServiceTests(database)
{
    [Fact]
    public async Task A_draft_of_a_call_is_the_programmes_alone()
    {
        var call = await Given.DraftCallAsync();
        var pole = await Given.PoleAsync();

        (await pole.Editor.GetAsync(call.Path)).ShouldBeProblem(404, "resource.not_found");
        (await Given.Auditor.GetAsync(call.Path)).ShouldBe(200);
        (await pole.Editor.PostAsync("/v1/applications", Given.ApplicationRequest(call, pole))).ShouldBeProblem(422, "request.invalid", "#/callId");
        (await Given.Administrator.TakeAsync(call.Path, "publish")).ShouldBe(200);
        Assert.Empty((await pole.Editor.GetAsync(call.Path)).ShouldBe(200).Texts("allowedActions"));
    }

    [Fact]
    public async Task Rules_changed_after_the_opening_apply_to_what_is_submitted_later()
    {
        var call = await Given.OpenCallAsync();
        var early = await Given.SubmittedApplicationAsync(call);
        var late = await Given.AgreedApplicationAsync(call);

        var changed = (await Given.Administrator.PatchAsync(call.Path, new { ceilingPerExchange = Given.Euros(5_000) })).ShouldBe(200);

        Assert.Equal("2", changed["revision"]);
        (await late.Pole.Signatory.TakeAsync(late.Path, "submit")).ShouldBeProblem(409, "application.amount_over_ceiling");
        foreach (var act in new[] { "start-review", "qualify" })
            (await Given.Officer.TakeAsync(early.Path, act)).ShouldBe(200);
        await Given.ApprovedPairingAsync(early);
    }

    [Fact]
    public async Task The_budget_never_goes_below_what_is_committed_and_the_currency_stays()
    {
        var pairing = await Given.ApprovedPairingAsync();
        var call = pairing.Application.Call;

        (await Given.Administrator.PatchAsync(call.Path, new { budget = Given.Euros(7_999) })).ShouldBeProblem(409, "call.budget_below_committed", "#/budget/amount");
        (await Given.Administrator.PatchAsync(call.Path, new { budget = new { currency = "DKK" }, ceilingPerExchange = new { currency = "DKK" } }))
            .ShouldBeProblem(409, "call.currency_fixed", "#/budget/currency");
        Assert.Equal("0", (await Given.Administrator.PatchAsync(call.Path, new { budget = Given.Euros(8_000) })).ShouldBe(200)["left.amount"]);
    }

    [Fact]
    public async Task A_concluded_call_leaves_no_application_without_an_end()
    {
        var call = await Given.OpenCallAsync();
        var application = await Given.ApplicationInMatchingAsync(call);
        var pairing = await Given.ProposedPairingAsync(application);
        foreach (var act in new[] { "close", "start-matching" })
            (await Given.Administrator.TakeAsync(call.Path, act)).ShouldBe(200);

        (await Given.Administrator.TakeAsync(call.Path, "conclude", new { })).ShouldBeProblem(409, "request.refused")
            .ShouldName("call.open_pairings", "call.motive_required");
        (await Given.Officer.TakeAsync(pairing.Path, "cancel", new { motive = "Fin de l'appel." })).ShouldBe(200);
        (await Given.Administrator.TakeAsync(call.Path, "conclude", new { motive = "Aucun hôte dans le budget." })).ShouldBe(200);

        var ended = await Given.Officer.GetAsync(application.Path);
        Assert.Equal(("unmatched", "Aucun hôte dans le budget."), (ended.State, ended["motive"]));
        (await Given.Administrator.TakeAsync(application.Path, "reopen", new { motive = "Encore." })).ShouldBeProblem(409, "call.concluded");
        Assert.Equal("archived", (await Given.Administrator.TakeAsync(call.Path, "archive")).ShouldBe(200).State);
    }

    [Fact]
    public async Task An_exchange_cancelled_after_the_call_was_concluded_leaves_its_application_unmatched()
    {
        var pairing = await Given.ApprovedPairingAsync();
        var call = pairing.Application.Call;
        foreach (var act in new[] { "close", "start-matching" })
            (await Given.Administrator.TakeAsync(call.Path, act)).ShouldBe(200);
        (await Given.Administrator.TakeAsync(call.Path, "conclude", new { })).ShouldBe(200);
        (await Given.Administrator.TakeAsync(call.Path, "archive")).ShouldBeProblem(409, "call.exchanges_under_way");
        var exchange = (await Given.Officer.GetAsync($"/v1/exchanges?pairingId={pairing.Id}")).Items.Single().GetProperty("id").GetGuid();

        (await pairing.Offer.Cluster.Signatory.TakeAsync($"/v1/exchanges/{exchange}", "cancel", new { motive = "Le laboratoire ferme." })).ShouldBe(200);

        Assert.Equal("unmatched", (await Given.Officer.GetAsync(pairing.Application.Path)).State);
        Assert.Equal("0", (await Given.Officer.GetAsync(call.Path))["committed.amount"]);
    }

    [Fact]
    public async Task An_offer_is_handed_in_whole()
    {
        var cluster = await Given.ClusterAsync();
        var offer = new GivenOffer((await cluster.Contact.PostAsync("/v1/offers", new { clusterSlug = cluster.Slug, directions = new[] { "inbound" } })).ShouldBe(201).Id, cluster);

        (await cluster.Signatory.TakeAsync(offer.Path, "submit")).ShouldBeProblem(409, "request.refused").ShouldName(
            "offer.counterpart_required #/counterpartId", "offer.incomplete #/capacity", "offer.incomplete #/languages",
            "offer.incomplete #/themes", "offer.incomplete #/windows");
    }

    [Fact]
    public async Task After_its_publication_an_offer_changes_in_its_capacity_alone_and_never_below_the_places_taken()
    {
        var pairing = await Given.ApprovedPairingAsync(offer: await Given.PublishedOfferAsync(with: new { capacity = 2 }));
        var (offer, cluster) = (pairing.Offer, pairing.Offer.Cluster);

        (await cluster.Contact.PatchAsync(offer.Path, new { provides = "Autre chose." })).ShouldBeProblem(409, "offer.only_capacity_editable");
        (await cluster.Contact.PatchAsync(offer.Path, new { capacity = 1 })).ShouldBe(200);
        (await cluster.Contact.PatchAsync(offer.Path, new { capacity = 0 })).ShouldBeProblem(422, "request.invalid", "#/capacity");
        (await cluster.Signatory.TakeAsync(offer.Path, "withdraw", new { motive = "Non." })).ShouldBeProblem(409, "offer.exchange_under_way");
    }

    [Fact]
    public async Task A_revised_offer_is_checked_again_and_leaves_terms_as_they_are()
    {
        var pairing = await Given.ProposedPairingAsync();
        var (offer, cluster) = (pairing.Offer, pairing.Offer.Cluster);
        var before = await cluster.Signatory.GetAsync(pairing.Path);

        (await cluster.Signatory.TakeAsync(offer.Path, "revise", Given.OfferRequest(cluster, new { provides = "Un bureau et un logement." }))).ShouldBe(200);

        Assert.Equal("under_check", (await Given.Officer.GetAsync(offer.Path)).State);
        Assert.Equal(before["termsHash"], (await cluster.Signatory.GetAsync(pairing.Path))["termsHash"]);
        (await Given.ConsentAsync(pairing, "cluster")).ShouldBe(200);
    }

    [Fact]
    public async Task Poles_see_published_offers_and_no_others()
    {
        var (draft, published) = (await Given.DraftOfferAsync(), await Given.PublishedOfferAsync());
        var pole = await Given.PoleAsync();

        (await pole.Editor.GetAsync(draft.Path)).ShouldBeProblem(404, "resource.not_found");
        (await pole.Editor.GetAsync(published.Path)).ShouldBe(200);
        (await pole.Editor.GetAsync($"{published.Path}/timeline")).ShouldBeProblem(404, "resource.not_found");
        (await (await Given.ClusterAsync("medicon-valley-alliance")).Contact.GetAsync(published.Path)).ShouldBeProblem(404, "resource.not_found");
        Assert.DoesNotContain((await pole.Editor.GetAsync("/v1/offers?limit=100")).Items, offer => offer.GetProperty("status").GetString() != "published");
    }

    [Fact]
    public async Task What_waits_for_somebody_is_listed_for_them()
    {
        var offer = await Given.SubmittedOfferAsync();
        var application = await Given.SubmittedApplicationAsync();

        Assert.Contains((await Given.Officer.GetAsync("/v1/offers?awaiting=me&limit=100")).Items, item => item.GetProperty("id").GetGuid() == offer.Id);
        Assert.Single((await Given.Officer.GetAsync($"/v1/applications?awaiting=me&callId={application.Call.Id}")).Items);
        Assert.Empty((await application.Pole.Signatory.GetAsync($"/v1/applications?awaiting=me&callId={application.Call.Id}")).Items);
        var draft = await Given.DraftApplicationAsync(application.Call);
        Assert.Equal(draft.Id, Assert.Single((await draft.Pole.Ambassador.GetAsync($"/v1/applications?awaiting=me&callId={application.Call.Id}")).Items).GetProperty("id").GetGuid());
    }
}

/// <inheritdoc/>
public sealed class CallsAndOffersOnSqlite(OnSqlite database) : CallAndOfferTests(database);

/// <inheritdoc/>
public sealed class CallsAndOffersOnPostgres(OnPostgres database) : CallAndOfferTests(database);
