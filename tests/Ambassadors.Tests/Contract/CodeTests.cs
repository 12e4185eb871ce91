using Ambassadors.Tests.Support;

namespace Ambassadors.Tests.Contract;

/// <summary>Codes that no other story comes upon: each is what a caller is told, and why. It is the same on every database: one will do.</summary>
public sealed class CodeTests(OnSqlite database) : ServiceTests(database)
{
    private static readonly object Motive = new { motive = "For a reason of the tests." };

    [Fact]
    public async Task What_an_application_or_an_offer_is_for_stays()
    {
        var (application, offer) = (await Given.DraftApplicationAsync(), await Given.DraftOfferAsync());

        (await application.Pole.Editor.PatchAsync(application.Path, new { callId = (await Given.OpenCallAsync()).Id })).ShouldBeProblem(409, "application.call_fixed", "#/callId");
        (await application.Pole.Editor.PatchAsync(application.Path, new
        {
            preferences = new[] { new { clusterSlug = "food-valley", rank = 1 }, new { clusterSlug = "food-valley", rank = 2 } }
        })).ShouldBe(422).ShouldName("application.cluster_twice #/preferences");
        (await offer.Cluster.Contact.PatchAsync(offer.Path, new { clusterSlug = "food-valley" })).ShouldBeProblem(409, "offer.cluster_fixed", "#/clusterSlug");
    }

    [Fact]
    public async Task What_is_over_is_written_no_more()
    {
        var administrator = Given.Administrator;
        var call = await Given.OpenCallAsync();
        (await administrator.PatchAsync(call.Path, new { opensAt = "2027-03-01T08:00:00Z" })).ShouldBeProblem(409, "call.opens_at_fixed");
        (await administrator.TakeAsync(call.Path, "close")).ShouldBe(200);
        (await administrator.PatchAsync(call.Path, new { closesAt = "2027-12-01T08:00:00Z" })).ShouldBeProblem(409, "call.closes_at_fixed");
        (await administrator.TakeAsync(call.Path, "start-matching")).ShouldBe(200);
        (await administrator.TakeAsync(call.Path, "conclude", Motive)).ShouldBe(200);
        (await administrator.PatchAsync(call.Path, new { minimumDays = 4 })).ShouldBeProblem(409, "call.not_editable");

        var offer = await Given.PublishedOfferAsync();
        (await offer.Cluster.Signatory.TakeAsync(offer.Path, "withdraw", Motive)).ShouldBe(200);
        (await offer.Cluster.Contact.PatchAsync(offer.Path, new { capacity = 2 })).ShouldBeProblem(409, "offer.not_editable");
    }

    [Fact]
    public async Task What_is_past_is_not_begun()
    {
        var call = await Given.DraftCallAsync(new { opensAt = "2026-01-01T08:00:00Z", closesAt = "2026-02-01T08:00:00Z" });
        (await Given.Administrator.TakeAsync(call.Path, "publish")).ShouldBeProblem(409, "call.dates_past");

        var offer = await Given.DraftOfferAsync(with: new { windows = new[] { new { startsOn = "2026-03-01", endsOn = "2026-04-01" } } });
        (await offer.Cluster.Signatory.TakeAsync(offer.Path, "submit")).ShouldBeProblem(409, "offer.windows_over", "#/windows");
    }

    [Fact]
    public async Task What_is_still_open_holds_up_the_end()
    {
        var pairing = await Given.ProposedPairingAsync();
        foreach (var act in new[] { "close", "start-matching" })
            (await Given.Administrator.TakeAsync(pairing.Application.Call.Path, act)).ShouldBe(200);

        (await Given.Officer.TakeAsync(pairing.Application.Path, "conclude", Motive)).ShouldBeProblem(409, "application.open_pairings");
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("\"\"")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        var pole = await Given.PoleAsync();
        (await pole.Editor.PostAsync("/v1/applications", Given.ApplicationRequest(await Given.OpenCallAsync(), pole), key: key))
            .ShouldBeProblem(400, "idempotency.key_unreadable");
    }

    [Fact]
    public async Task An_account_of_our_own_is_no_external_identity() =>
        (await Given.Auditor.PostAsync("/v1/me/link-identity", new { token = "of-no-invitation" })).ShouldBeProblem(409, "identity.not_external");

    [Fact]
    public async Task What_one_holds_of_ones_own_is_not_sent_again()
    {
        var pairing = await Given.ProposedPairingAsync();
        var signatory = pairing.Application.Pole.Signatory;
        var notice = $"/v1/me/notices/{(await signatory.GetAsync("/v1/me/notices?limit=1")).Items[0].GetProperty("id")}";
        var conflict = $"/v1/me/conflicts/{(await signatory.PostAsync("/v1/me/conflicts", new { clusterSlug = "food-valley" })).ShouldBe(201).Id}";
        var client = (await Given.Administrator.PostAsync("/v1/clients", new { name = "Held", poleSlug = "agrimip-innovation", scopes = new[] { "read" } })).ShouldBe(201).Headers["Location"];
        foreach (var (by, path) in new[] { (signatory, notice), (signatory, conflict), (Given.Administrator, client) })
            (await by.GetAsync(path, ("If-None-Match", (await by.GetAsync(path)).ShouldBe(200).ETag!))).ShouldBe(304);

        var exchange = (await Given.Officer.GetAsync($"/v1/exchanges?pairingId={(await Given.ApprovedPairingAsync()).Id}")).Items[0].GetProperty("id");
        (await Given.Officer.GetAsync($"/v1/exchanges/{exchange}/timeline")).ShouldBe(200);

        var key = $"{Guid.NewGuid()}";
        (await signatory.PostAsync($"{notice}/read", key: key)).ShouldBe(200);
        (await signatory.PostAsync($"{notice}/read", "{}", key: key)).ShouldBeProblem(422, "idempotency.other_body");
    }
}
