using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ambassadors.Api.Deadlines;
using Ambassadors.Api.Journal;
using Ambassadors.Api.Webhooks;
using Ambassadors.Domain.Webhooks;
using Ambassadors.Tests.Support;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Ambassadors.Tests.Http;

/// <summary>Webhooks: signed, in order, again where they were not taken, and to nobody's private network.</summary>
public abstract class WebhookTests(OnDatabase database) : ServiceTests(database)
{
    private const string Path = "/v1/webhook-endpoints";
    private static readonly string[] Offers = ["offer.*"];

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync() => Service = await Database.FreshAsync(host => host.UseSetting("Webhooks:Timeout", "00:00:01"));

    [Fact]
    public async Task What_happens_is_sent_signed_and_in_order()
    {
        await using var receiver = await Receiver.StartAsync();
        var pole = await Given.PoleAsync();
        var endpoint = await RegisterAsync(pole.Editor, receiver, new { poleSlug = pole.Slug, types = new[] { "application.*" } });
        var application = await Given.SubmittedApplicationAsync(pole: pole);
        await Given.SubmittedApplicationAsync(pole: await Given.PoleAsync("axelera"));
        await SendAsync();

        Assert.Equal(["application.create", "application.agree_candidacy", "application.submit"], receiver.Messages.Select(one => one.Type));
        Assert.All(receiver.Messages, message =>
        {
            Assert.Equal(Service.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), message.Headers["webhook-timestamp"]);
            Assert.StartsWith("application/cloudevents+json", message.Headers["Content-Type"], StringComparison.Ordinal);
            Assert.Equal(message.Id, message.Event.GetProperty("id").GetString());
            Assert.Equal([Hmac(endpoint["secret"]!, message)], message.Signatures);
        });
        var fed = (await pole.Editor.GetAsync("/v1/events?types=application.*")).ShouldBe(200).Events();
        Assert.Equal(fed.Select(one => one.GetRawText()), receiver.Messages.Select(one => one.Body));
        Assert.All(receiver.Messages, message => Assert.Equal(application.Id, message.Event.GetProperty("data").GetProperty("resourceId").GetGuid()));

        var seen = (await pole.Editor.GetAsync(PathOf(endpoint))).ShouldBe(200);
        Assert.Null(seen["secret"]);
        Assert.Null(seen["nextAttemptAt"]);
        await SendAsync();
        Assert.Equal(3, receiver.Messages.Count);
    }

    [Fact]
    public async Task What_is_signed_with_a_key_is_checked_with_its_public_half()
    {
        await using var receiver = await Receiver.StartAsync();
        var cluster = await Given.ClusterAsync();
        var endpoint = await RegisterAsync(cluster.Contact, receiver, new { clusterSlug = cluster.Slug, types = Offers, signature = "ed25519" });
        Assert.Null(endpoint["secret"]);
        await Given.DraftOfferAsync(cluster);
        await SendAsync();

        var message = Assert.Single(receiver.Messages);
        Assert.True(IsSignedBy(endpoint["secrets.0.publicKey"]!, message, Assert.Single(message.Signatures)));
        Assert.False(IsSignedBy(endpoint["secrets.0.publicKey"]!, message with { Body = message.Body.Replace("offer", "offre", StringComparison.Ordinal) }, message.Signatures[0]));
    }

    [Fact]
    public async Task For_the_overlap_of_two_secrets_both_sign()
    {
        await using var receiver = await Receiver.StartAsync();
        var (cluster, endpoint) = await HearingOffersAsync(receiver);
        var rotated = (await cluster.Contact.TakeAsync(PathOf(endpoint), "rotate-secret", new { overlapHours = 24 })).ShouldBe(200);
        Assert.NotEqual(endpoint["secret"], rotated["secret"]);
        await Given.DraftOfferAsync(cluster);
        await SendAsync();
        Service.Clock.Advance(TimeSpan.FromHours(25));
        await Given.DraftOfferAsync(cluster);
        await SendAsync();

        var (during, after) = (receiver.Messages.First(), receiver.Messages.Last());
        Assert.Equal([Hmac(rotated["secret"]!, during), Hmac(endpoint["secret"]!, during)], during.Signatures);
        Assert.Equal([Hmac(rotated["secret"]!, after)], after.Signatures);
        foreach (var _ in Enumerable.Range(0, 4))
            (await cluster.Contact.TakeAsync(PathOf(endpoint), "rotate-secret", new { overlapHours = 24 })).ShouldBe(200);
        (await cluster.Contact.TakeAsync(PathOf(endpoint), "rotate-secret", new { overlapHours = 24 })).ShouldBeProblem(409, "webhook_endpoint.too_many_secrets");
        (await cluster.Contact.TakeAsync(PathOf(endpoint), "rotate-secret", new { overlapHours = 0 })).ShouldBe(200);
        Assert.Equal(1, (await cluster.Contact.GetAsync(PathOf(endpoint))).At("secrets").GetArrayLength());
    }

    [Fact]
    public async Task What_was_not_taken_is_tried_again_with_the_same_id_and_nothing_overtakes_it()
    {
        await using var receiver = await Receiver.StartAsync();
        var (cluster, endpoint) = await HearingOffersAsync(receiver);
        receiver.Answer(500);
        receiver.Answer(503, ("Retry-After", "900"));
        var offer = await Given.DraftOfferAsync(cluster);
        (await cluster.Contact.PatchAsync(offer.Path, new { capacity = 4 })).ShouldBe(200);
        await SendAsync();
        var failing = (await cluster.Contact.GetAsync(PathOf(endpoint))).ShouldBe(200);
        var wait = failing.At("nextAttemptAt").GetDateTimeOffset() - Service.Clock.GetUtcNow();
        Assert.InRange(wait.TotalSeconds, 4, 6);
        Assert.NotNull(failing["failingSince"]);
        await SendAsync();
        Assert.Single(receiver.Messages);

        Service.Clock.Advance(TimeSpan.FromSeconds(7));
        await SendAsync();
        Assert.Equal(2, receiver.Messages.Count);

        // The receiver asked for more than the schedule gives.
        Service.Clock.Advance(TimeSpan.FromSeconds(890));
        await SendAsync();
        Assert.Equal(2, receiver.Messages.Count);
        Service.Clock.Advance(TimeSpan.FromSeconds(20));
        await SendAsync();

        var messages = receiver.Messages.ToList();
        Assert.Equal(["offer.create", "offer.create", "offer.create", "offer.edit"], messages.Select(one => one.Type));
        Assert.Single(messages.Take(3).Select(one => one.Id).Distinct());
        Assert.Equal(3, messages.Take(3).Select(one => one.Headers["webhook-timestamp"]).Distinct().Count());
        var deliveries = (await cluster.Contact.GetAsync($"{PathOf(endpoint)}/deliveries")).ShouldBe(200).Items;
        Assert.Equal(["offer.edit", "offer.create"], deliveries.Select(one => one.GetProperty("type").GetString()));
        var attempts = deliveries[1].GetProperty("attempts").EnumerateArray().ToList();
        Assert.Equal([500, 503, 204], attempts.Select(one => one.GetProperty("status").GetInt32()));
        Assert.Equal("answered 500", attempts[0].GetProperty("answer").GetString());
        Assert.Equal(messages[0].Body, deliveries[1].GetProperty("body").GetString());
        Assert.Null((await cluster.Contact.GetAsync(PathOf(endpoint)))["failingSince"]);
    }

    [Fact]
    public async Task An_endpoint_that_hangs_redirects_or_is_away_holds_up_nobody_else()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var good = await Receiver.StartAsync();
        var cluster = await Given.ClusterAsync();
        var (hanging, redirecting) = (await RegisterAsync(cluster.Contact, receiver, new { clusterSlug = cluster.Slug, types = Offers }), await RegisterAsync(cluster.Contact, receiver, new { clusterSlug = cluster.Slug, types = Offers }));
        var dead = await RegisterAsync(cluster.Contact, "http://127.0.0.1:9/", new { clusterSlug = cluster.Slug, types = Offers });
        await RegisterAsync(cluster.Contact, good, new { clusterSlug = cluster.Slug, types = Offers });
        receiver.Hang();
        receiver.Answer(302, ("Location", good.Url));
        await Given.DraftOfferAsync(cluster);
        await SendAsync();

        Assert.Single(good.Messages);
        var faults = new List<string?>();
        foreach (var endpoint in new[] { hanging, redirecting, dead })
            faults.Add((await cluster.Contact.GetAsync($"{PathOf(endpoint)}/deliveries")).ShouldBe(200)["items.0.attempts.0.fault"]);
        Assert.Equal(["redirected", "timeout", "unreachable"], faults.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_endpoint_that_takes_nothing_for_three_days_is_switched_off_its_people_are_told_and_nothing_is_lost()
    {
        await using var receiver = await Receiver.StartAsync();
        var (cluster, endpoint) = await HearingOffersAsync(receiver);
        (await cluster.Signatory.GetAsync("/v1/me")).ShouldBe(200);
        var offer = await Given.DraftOfferAsync(cluster);
        var began = Service.Clock.GetUtcNow();
        Answer seen;
        var tries = 0;
        do
        {
            receiver.Answer(500);
            await SendAsync();
            tries++;
            seen = (await cluster.Contact.GetAsync(PathOf(endpoint))).ShouldBe(200);
            if (seen["nextAttemptAt"] is not null)
                Service.Clock.SetUtcNow(seen.At("nextAttemptAt").GetDateTimeOffset().AddSeconds(1));
        }
        while (seen.State == "active");

        Assert.Equal((10, "switched_off", "retries_exhausted"), (tries, seen.State, seen["switchedOffFor"]));
        Assert.InRange((Service.Clock.GetUtcNow() - began).TotalHours, 75.5 * 0.8, 75.7 * 1.2);
        Assert.Single(receiver.Messages.Select(message => message.Id).Distinct());
        foreach (var person in new[] { cluster.Contact, cluster.Signatory })
            Assert.Contains((await person.GetAsync("/v1/me/notices")).ShouldBe(200).Items, notice => notice.GetProperty("kind").GetString() == "webhook_endpoint.switch_off");
        (await cluster.Contact.PatchAsync(offer.Path, new { capacity = 4 })).ShouldBe(200);
        await SendAsync();
        Assert.Equal(10, receiver.Messages.Count);

        (await cluster.Contact.TakeAsync(PathOf(endpoint), "resume")).ShouldBe(200);
        await SendAsync();
        Assert.Equal(["offer.create", "offer.edit"], receiver.Messages.Skip(10).Select(message => message.Type).Where(type => type.StartsWith("offer.", StringComparison.Ordinal)));
        Assert.Equal(receiver.Messages.First().Id, receiver.Messages.Skip(10).First().Id);
    }

    [Fact]
    public async Task An_endpoint_that_says_that_it_is_gone_is_switched_off_at_once()
    {
        await using var receiver = await Receiver.StartAsync();
        var (cluster, endpoint) = await HearingOffersAsync(receiver);
        receiver.Answer(410);
        await Given.DraftOfferAsync(cluster);
        await SendAsync();
        var seen = (await cluster.Contact.GetAsync(PathOf(endpoint))).ShouldBe(200);
        Assert.Equal(("switched_off", "gone"), (seen.State, seen["switchedOffFor"]));
        Assert.Equal(["resume", "rotate_secret", "replay", "remove"], seen.Texts("allowedActions"));
    }

    [Fact]
    public async Task Events_are_sent_again_one_or_all_after_a_position_by_their_ids()
    {
        await using var receiver = await Receiver.StartAsync();
        var (cluster, endpoint) = await HearingOffersAsync(receiver);
        await Given.PublishedOfferAsync(cluster);
        await SendAsync();
        var first = receiver.Messages.ToList();
        Assert.Equal(3, first.Count);

        (await cluster.Contact.TakeAsync(PathOf(endpoint), "replay", new { eventId = first[1].Id })).ShouldBe(200);
        await SendAsync();
        Assert.Equal([first[1].Id], receiver.Messages.Skip(3).Select(one => one.Id));
        var after = long.Parse(first[0].Event.GetProperty("sequence").GetString()!, CultureInfo.InvariantCulture);
        (await cluster.Contact.TakeAsync(PathOf(endpoint), "replay", new { after })).ShouldBe(200);
        await SendAsync();
        Assert.Equal([first[1].Id, first[2].Id], receiver.Messages.Skip(4).Select(one => one.Id));

        (await cluster.Contact.TakeAsync(PathOf(endpoint), "replay", new { after, eventId = first[1].Id })).ShouldBe(422).ShouldName("replay.one_of_two");
        (await cluster.Contact.TakeAsync(PathOf(endpoint), "replay", new { eventId = Guid.NewGuid() })).ShouldBeProblem(409, "webhook_endpoint.event_unknown", "#/eventId");
        (await cluster.Contact.TakeAsync(PathOf(endpoint), "replay", new { after = 900_000 })).ShouldBeProblem(409, "webhook_endpoint.position_unknown", "#/after");
        var foreign = await Given.DraftApplicationAsync();
        await NumberAsync();
        var entry = await Service.OnDatabaseAsync(db => db.Journal.Where(one => one.ResourceId == foreign.Id).Select(one => one.Id).FirstAsync());
        (await cluster.Contact.TakeAsync(PathOf(endpoint), "replay", new { eventId = entry })).ShouldBeProblem(409, "webhook_endpoint.event_unknown");
    }

    [Fact]
    public async Task A_test_is_sent_once_and_shows_what_came_of_it()
    {
        await using var receiver = await Receiver.StartAsync();
        var (cluster, endpoint) = await HearingOffersAsync(receiver);
        receiver.Answer(500);
        var asked = (await cluster.Contact.PostAsync($"{PathOf(endpoint)}/test")).ShouldBe(202);
        await SendAsync();
        Service.Clock.Advance(TimeSpan.FromDays(1));
        await SendAsync();

        Assert.Equal("webhook_endpoint.test", Assert.Single(receiver.Messages).Type);
        var delivery = (await cluster.Contact.GetAsync(asked.Headers["Location"])).ShouldBe(200);
        Assert.Equal(("failed", "500", "test"), (delivery["state"], delivery["attempts.0.status"], delivery["cause"]));
        Service.Clock.Advance(TimeSpan.FromDays(7));
        await Service.Services.GetRequiredService<DeadlineService>().ApplyDueAsync(TestContext.Current.CancellationToken);
        (await cluster.Contact.GetAsync(asked.Headers["Location"])).ShouldBe(404);
    }

    [Fact]
    public async Task A_test_brings_no_try_forward_of_what_was_not_taken()
    {
        await using var receiver = await Receiver.StartAsync();
        var (cluster, endpoint) = await HearingOffersAsync(receiver);
        receiver.Answer(500);
        await Given.DraftOfferAsync(cluster);
        await SendAsync();
        var due = (await cluster.Contact.GetAsync(PathOf(endpoint))).ShouldBe(200)["nextAttemptAt"];
        (await cluster.Contact.PostAsync($"{PathOf(endpoint)}/test")).ShouldBe(202);
        await SendAsync();

        Assert.Equal(["offer.create", "webhook_endpoint.test"], receiver.Messages.Select(message => message.Type));
        Assert.Equal(due, (await cluster.Contact.GetAsync(PathOf(endpoint))).ShouldBe(200)["nextAttemptAt"]);
    }

    [Fact]
    public async Task However_slow_those_of_one_organisation_are_there_is_room_for_others()
    {
        await using var slow = await Receiver.StartAsync();
        await using var quick = await Receiver.StartAsync();
        slow.Slowness = TimeSpan.FromMilliseconds(500);
        var (cluster, other) = (await Given.ClusterAsync(), await Given.ClusterAsync("food-valley"));
        for (var number = 0; number < 6; number++)
            await RegisterAsync(cluster.Contact, slow, new { clusterSlug = cluster.Slug, types = Offers });
        await RegisterAsync(other.Contact, quick, new { clusterSlug = other.Slug, types = Offers });
        await Given.DraftOfferAsync(cluster);
        await Given.DraftOfferAsync(other);
        await SendAsync();

        Assert.Equal((6, 1), (slow.Messages.Count, quick.Messages.Count));
        Assert.Equal(4, slow.MostAtOnce);
    }

    [Fact]
    public async Task The_status_is_the_answer_whatever_becomes_of_its_body()
    {
        await using var receiver = await Receiver.StartAsync();
        var (cluster, endpoint) = await HearingOffersAsync(receiver);
        receiver.Trickle(200);
        await Given.DraftOfferAsync(cluster);
        await SendAsync();

        var delivery = (await cluster.Contact.GetAsync($"{PathOf(endpoint)}/deliveries")).ShouldBe(200);
        Assert.Equal(("delivered", "200", "and so on"), (delivery["items.0.state"], delivery["items.0.attempts.0.status"], delivery["items.0.attempts.0.answer"]));
    }

    [Fact]
    public async Task Whoever_goes_on_after_what_was_not_taken_leaves_it()
    {
        await using var receiver = await Receiver.StartAsync();
        var (cluster, endpoint) = await HearingOffersAsync(receiver);
        receiver.Answer(500);
        await Given.DraftOfferAsync(cluster);
        await SendAsync();
        var head = long.Parse((await Given.Administrator.GetAsync("/v1/journal/head")).ShouldBe(200)["position"]!, CultureInfo.InvariantCulture);
        var answer = (await cluster.Contact.TakeAsync(PathOf(endpoint), "replay", new { after = head })).ShouldBe(200);

        Assert.Equal((head.ToString(CultureInfo.InvariantCulture), null), (answer["position"], answer["nextAttemptAt"]));
        Assert.Equal("failed", (await cluster.Contact.GetAsync($"{PathOf(endpoint)}/deliveries")).ShouldBe(200)["items.0.state"]);
        await SendAsync();
        Assert.Single(receiver.Messages);
    }

    [Fact]
    public async Task What_waits_is_sent_to_a_new_address_at_once_and_what_is_not_asked_for_any_more_is_left()
    {
        await using var dead = await Receiver.StartAsync();
        await using var mended = await Receiver.StartAsync();
        var cluster = await Given.ClusterAsync();
        var endpoint = await RegisterAsync(cluster.Contact, dead, new { clusterSlug = cluster.Slug, types = Offers });
        dead.Answer(500);
        await Given.DraftOfferAsync(cluster);
        await SendAsync();
        Assert.Null((await cluster.Contact.PatchAsync(PathOf(endpoint), new { url = mended.Url })).ShouldBe(200)["nextAttemptAt"]);
        await SendAsync();
        Assert.Equal(dead.Messages.Single().Id, mended.Messages.Single().Id);

        mended.Answer(500);
        await Given.DraftOfferAsync(cluster);
        await SendAsync();
        (await cluster.Contact.PatchAsync(PathOf(endpoint), new { types = new[] { "pairing.*" } })).ShouldBe(200);
        await SendAsync();
        Assert.Equal(2, mended.Messages.Count);
        Assert.Equal(["delivered", "failed"], (await cluster.Contact.GetAsync($"{PathOf(endpoint)}/deliveries")).ShouldBe(200).Items.Select(one => one.GetProperty("state").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_secret_that_can_not_be_read_is_a_try_in_vain()
    {
        await using var receiver = await Receiver.StartAsync();
        var (cluster, endpoint) = await HearingOffersAsync(receiver);
        await Service.OnDatabaseAsync(db => db.Set<WebhookSecret>().ExecuteUpdateAsync(set => set.SetProperty(secret => secret.Sealed, new byte[] { 1, 2, 3 })));
        await Given.DraftOfferAsync(cluster);
        await SendAsync();

        Assert.Empty(receiver.Messages);
        Assert.Equal("secret_unreadable", (await cluster.Contact.GetAsync($"{PathOf(endpoint)}/deliveries")).ShouldBe(200)["items.0.attempts.0.fault"]);
        Assert.NotNull((await cluster.Contact.GetAsync(PathOf(endpoint))).ShouldBe(200)["nextAttemptAt"]);
    }

    [Fact]
    public async Task While_a_name_is_looked_up_nobody_else_waits()
    {
        Caller? other = null;
        await using var service = await Database.FreshAsync(host => host.ConfigureTestServices(services => services.AddSingleton<FindAddresses>(async (_, _) =>
        {
            (await other!.PatchAsync("/v1/me/mail-preferences", new { language = "en" })).ShouldBe(200);
            return [IPAddress.Parse("93.184.216.34")];
        })));
        var cluster = await service.Given.ClusterAsync();
        other = service.Given.Officer;
        (await cluster.Contact.PostAsync(Path, new { url = "https://partner.example/hooks", clusterSlug = cluster.Slug })).ShouldBe(201);
    }

    [Fact]
    public async Task A_paused_endpoint_gets_later_what_happened_and_a_removed_one_is_no_more()
    {
        await using var receiver = await Receiver.StartAsync();
        var (cluster, endpoint) = await HearingOffersAsync(receiver);
        (await cluster.Contact.TakeAsync(PathOf(endpoint), "pause")).ShouldBe(200);
        await Given.DraftOfferAsync(cluster);
        await SendAsync();
        Assert.Empty(receiver.Messages);
        (await cluster.Contact.TakeAsync(PathOf(endpoint), "pause")).ShouldBeProblem(409, "webhook_endpoint.wrong_state");
        (await cluster.Contact.TakeAsync(PathOf(endpoint), "resume")).ShouldBe(200);
        await SendAsync();
        Assert.Single(receiver.Messages);

        (await cluster.Contact.DeleteAsync(PathOf(endpoint))).ShouldBe(204);
        await Given.DraftOfferAsync(cluster);
        await SendAsync();
        Assert.Single(receiver.Messages);
        (await cluster.Contact.GetAsync(PathOf(endpoint))).ShouldBe(404);
        (await cluster.Contact.GetAsync($"{PathOf(endpoint)}/deliveries")).ShouldBe(404);
    }

    [Fact]
    public async Task An_endpoint_is_its_organisations_alone()
    {
        await using var receiver = await Receiver.StartAsync();
        var (pole, other) = (await Given.PoleAsync("axelera"), await Given.PoleAsync("fibres"));
        var endpoint = await RegisterAsync(pole.Editor, receiver, new { poleSlug = pole.Slug });
        (await other.Signatory.GetAsync(PathOf(endpoint))).ShouldBe(404);
        (await other.Signatory.TakeAsync(PathOf(endpoint), "pause")).ShouldBe(404);
        Assert.Empty((await other.Signatory.GetAsync(Path)).ShouldBe(200).Items);
        Assert.Single((await pole.Signatory.GetAsync($"{Path}?status=active")).ShouldBe(200).Items);
        (await Given.Auditor.GetAsync(PathOf(endpoint))).ShouldBe(200);
        (await Given.Administrator.TakeAsync(PathOf(endpoint), "pause")).ShouldBe(200);
        (await other.Signatory.PostAsync(Path, new { url = receiver.Url, poleSlug = pole.Slug })).ShouldBeProblem(403, "role.not_allowed");
        (await pole.Editor.PostAsync(Path, new { url = receiver.Url })).ShouldBeProblem(403, "role.not_allowed");

        var edited = (await pole.Editor.PatchAsync(PathOf(endpoint), new { description = "Our platform", types = new[] { "call.*" } })).ShouldBe(200);
        Assert.Equal("Our platform", edited["description"]);
        (await pole.Editor.PatchAsync(PathOf(endpoint), new { poleSlug = "fibres" })).ShouldBe(422).ShouldName("field.permanent");
        (await pole.Editor.PatchAsync(PathOf(endpoint), new { url = "ftp://partner.example/" })).ShouldBe(422).ShouldName("webhook.url_not_https");
        foreach (var _ in Enumerable.Range(0, WebhookEndpoint.MostOfOrganisation - 1))
            await RegisterAsync(pole.Editor, receiver, new { poleSlug = pole.Slug });
        (await pole.Editor.PostAsync(Path, new { url = receiver.Url, poleSlug = pole.Slug })).ShouldBeProblem(409, "webhook_endpoint.too_many");
    }

    [Fact]
    public async Task A_secret_is_kept_sealed()
    {
        await using var receiver = await Receiver.StartAsync();
        var endpoint = await RegisterAsync(Given.Administrator, receiver, new { });
        var kept = await Service.OnDatabaseAsync(db => db.WebhookEndpoints.Where(one => one.Id == endpoint.Id).SelectMany(one => one.Secrets).Select(one => one.Sealed).SingleAsync());
        var plain = Convert.FromBase64String(endpoint["secret"]!["whsec_".Length..]);
        Assert.Equal(-1, kept.AsSpan().IndexOf(plain));
        Assert.Equal(-1, Encoding.UTF8.GetString(kept).IndexOf(endpoint["secret"]!["whsec_".Length..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_instances_send_each_event_to_each_endpoint_in_order()
    {
        await using var receiver = await Receiver.StartAsync();
        var cluster = await Given.ClusterAsync();
        await RegisterAsync(cluster.Contact, receiver, new { clusterSlug = cluster.Slug, types = Offers });
        var offer = await Given.DraftOfferAsync(cluster);
        foreach (var capacity in Enumerable.Range(2, 20))
            (await cluster.Contact.PatchAsync(offer.Path, new { capacity })).ShouldBe(200);
        await NumberAsync();
        var other = ActivatorUtilities.CreateInstance<WebhookService>(Service.Services);
        await Task.WhenAll(other.SendDueAsync(TestContext.Current.CancellationToken), Webhooks.SendDueAsync(TestContext.Current.CancellationToken));
        await Webhooks.SendDueAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(1, 21), receiver.Messages.Select(message => message.Event.GetProperty("data").GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task Nothing_is_registered_that_leads_into_a_private_network()
    {
        var service = await GuardedAsync(new() { ["inner.example"] = ["10.1.2.3"], ["both.example"] = ["93.184.216.34", "192.168.1.1"], ["partner.example"] = ["93.184.216.34"] });
        foreach (var (url, code) in new[]
        {
            ("http://partner.example/hooks", "webhook.url_not_https"), ("https://127.0.0.1/hooks", "webhook.address_not_public"), ("https://2130706433/hooks", "webhook.address_not_public"),
            ("https://[::1]/hooks", "webhook.address_not_public"), ("https://[::ffff:10.0.0.1]/hooks", "webhook.address_not_public"), ("https://169.254.169.254/latest/meta-data", "webhook.address_not_public"),
            ("https://[fd00::1]/hooks", "webhook.address_not_public"), ("https://inner.example/hooks", "webhook.address_not_public"), ("https://both.example/hooks", "webhook.address_not_public"),
            ("https://nowhere.example/hooks", "webhook.address_unknown"), ("https://user:pass@partner.example/", "webhook.url"), ("https://partner.example/#part", "webhook.url"), ("hooks", "webhook.url")
        })
        {
            (await service.Given.Administrator.PostAsync(Path, new { url })).ShouldBeProblem(422, "request.invalid", "#/url").ShouldName(code);
        }

        (await service.Given.Administrator.PostAsync(Path, new { url = "https://partner.example/hooks", types = new[] { "nothing.*" } })).ShouldBe(422).ShouldName("webhook.type");
        (await service.Given.Administrator.PostAsync(Path, new { url = "https://partner.example/hooks", poleSlug = "scs", clusterSlug = "uppsala-bio" })).ShouldBe(422).ShouldName("webhook.one_organisation");
        Assert.Empty((await service.Given.Administrator.GetAsync(Path)).Items);
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_by_the_time_of_sending_leads_nowhere()
    {
        await using var receiver = await Receiver.StartAsync();
        var names = new Dictionary<string, string[]> { ["rebound.example"] = ["93.184.216.34"] };
        var service = await GuardedAsync(names);
        var port = new Uri(receiver.Url).Port;
        var endpoint = (await service.Given.Administrator.PostAsync(Path, new { url = $"https://rebound.example:{port}/hooks" })).ShouldBe(201);
        names["rebound.example"] = ["127.0.0.1"];
        (await service.Given.Administrator.PostAsync($"{PathOf(endpoint)}/test")).ShouldBe(202);
        await service.Services.GetRequiredService<WebhookService>().SendDueAsync(TestContext.Current.CancellationToken);

        Assert.Empty(receiver.Messages);
        Assert.Equal("address_not_public", (await service.Given.Administrator.GetAsync($"{PathOf(endpoint)}/deliveries"))["items.0.attempts.0.fault"]);
    }

    private static string PathOf(Answer endpoint) => $"{Path}/{endpoint.Id}";

    private static string Hmac(string secret, Message message) =>
        $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes(message.Signed)))}";

    private static bool IsSignedBy(string publicKey, Message message, string signature)
    {
        Assert.StartsWith("v1a,", signature, StringComparison.Ordinal);
        var (check, signed) = (new Ed25519Signer(), Encoding.UTF8.GetBytes(message.Signed));
        check.Init(false, new Ed25519PublicKeyParameters(Convert.FromBase64String(publicKey["whpk_".Length..])));
        check.BlockUpdate(signed, 0, signed.Length);
        return check.VerifySignature(Convert.FromBase64String(signature["v1a,".Length..]));
    }

    private WebhookService Webhooks => Service.Services.GetRequiredService<WebhookService>();

    private static Task<Answer> RegisterAsync(Caller by, Receiver receiver, object with) => RegisterAsync(by, receiver.Url, with);

    // A cluster and its endpoint, which hears of its offers.
    private async Task<(ClusterSide Cluster, Answer Endpoint)> HearingOffersAsync(Receiver receiver)
    {
        var cluster = await Given.ClusterAsync();
        return (cluster, await RegisterAsync(cluster.Contact, receiver, new { clusterSlug = cluster.Slug, types = Offers }));
    }

    private static async Task<Answer> RegisterAsync(Caller by, string url, object with)
    {
        var body = JsonSerializer.SerializeToNode(with)!.AsObject();
        body["url"] = url;
        return (await by.PostAsync(Path, body.ToJsonString())).ShouldBe(201);
    }

    private Task NumberAsync() => Service.Services.GetRequiredService<JournalService>().NumberDueAsync(TestContext.Current.CancellationToken);

    private async Task SendAsync()
    {
        await NumberAsync();
        await Webhooks.SendDueAsync(TestContext.Current.CancellationToken);
    }

    // A service as it is in production, with a resolver that knows these names alone.
    private Task<Service> GuardedAsync(Dictionary<string, string[]> names) => Database.FreshAsync(host => host
        .UseSetting(PublicReach.Setting, "false").UseSetting("Webhooks:Timeout", "00:00:02")
        .ConfigureTestServices(services => services.AddSingleton<FindAddresses>((name, _) => Task.FromResult(
            names.TryGetValue(name, out var found) ? found.Select(IPAddress.Parse).ToArray() : throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostNotFound)))));
}

/// <summary>What of webhooks needs no service.</summary>
public sealed class WebhookRuleTests
{
    [Fact]
    public void The_signature_is_that_of_the_published_vector()
    {
        var signed = """msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}""";
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookSigner.Sign(Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), WebhookSignature.Hmac, Encoding.UTF8.GetBytes(signed)));
    }

    [Theory]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946", true)]
    [InlineData("100.64.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    public void An_address_is_public_or_not(string address, bool isPublic) => Assert.Equal(isPublic, PublicReach.IsPublic(IPAddress.Parse(address)));
}

/// <inheritdoc/>
public sealed class WebhooksOnSqlite(OnSqlite database) : WebhookTests(database);

/// <inheritdoc/>
public sealed class WebhooksOnPostgres(OnPostgres database) : WebhookTests(database);
