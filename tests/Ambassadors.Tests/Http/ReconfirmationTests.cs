using Ambassadors.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ambassadors.Tests.Http;

/// <summary>A published offer of which its cluster says nothing for long.</summary>
public abstract class ReconfirmationTests(OnDatabase database) : ClockTests(database)
{
    private const string First = "offer.reconfirm_14_days";
    private const string Second = "offer.reconfirm_3_days";

    [Fact]
    public async Task An_offer_that_its_cluster_does_not_confirm_is_paused_after_two_reminders()
    {
        var offer = await Given.PublishedOfferAsync();
        var (contact, pole) = (offer.Cluster.Contact, await Given.PoleAsync());
        var published = Service.Clock.GetUtcNow();
        Assert.Equal(published.AddDays(90), (await contact.GetAsync(offer.Path)).At("reconfirmBy").GetDateTimeOffset());
        var seen = (await pole.Editor.GetAsync(offer.Path)).ShouldBe(200);
        Assert.Equal((published, null), (seen.At("confirmedAt").GetDateTimeOffset(), seen["reconfirmBy"]));

        await PassAsync(TimeSpan.FromDays(76) - TimeSpan.FromSeconds(1));
        Assert.Empty(await RemindersAsync(contact));
        Assert.Empty((await contact.GetAsync("/v1/offers?awaiting=me")).ShouldBe(200).Items);
        await PassAsync(TimeSpan.FromSeconds(1));
        await PassAsync(TimeSpan.FromDays(10));
        Assert.Equal([First], await RemindersAsync(contact));
        Assert.Equal(published.AddDays(90), await DueByAsync(contact, First));
        Assert.Single((await contact.GetAsync("/v1/offers?awaiting=me")).ShouldBe(200).Items);
        await PassAsync(TimeSpan.FromDays(1));
        await PassAsync(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(1));
        Assert.Equal([Second, First], await RemindersAsync(contact));
        Assert.Equal("published", (await contact.GetAsync(offer.Path)).State);
        await PassAsync(TimeSpan.FromSeconds(1));
        await PassAsync(TimeSpan.FromDays(30));

        var paused = await contact.GetAsync(offer.Path);
        Assert.Equal(("paused", null), (paused.State, paused["reconfirmBy"]));
        Assert.Equal(["offer.pause", Second, First], (await NoticesAsync(contact)).Take(3));
        Assert.Empty(await RemindersAsync(Given.Officer));
        Assert.Equal("offer.pause", (await LastEntryAsync(offer.Id)).What);
        (await pole.Editor.GetAsync(offer.Path)).ShouldBeProblem(404, "resource.not_found");
    }

    [Fact]
    public async Task A_service_that_was_away_reminds_first_and_leaves_the_time_that_it_names()
    {
        var offer = await Given.PublishedOfferAsync();
        var contact = offer.Cluster.Contact;

        await PassAsync(TimeSpan.FromDays(200));
        await PassAsync(TimeSpan.FromDays(11) - TimeSpan.FromSeconds(1));
        Assert.Equal([First], await RemindersAsync(contact));
        Assert.Equal(Service.Clock.GetUtcNow().AddDays(3).AddSeconds(1), await DueByAsync(contact, First));
        await PassAsync(TimeSpan.FromSeconds(1));
        await PassAsync(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(1));
        Assert.Equal([Second, First], await RemindersAsync(contact));
        Assert.Equal(Service.Clock.GetUtcNow().AddSeconds(1), await DueByAsync(contact, Second));
        Assert.Equal("published", (await contact.GetAsync(offer.Path)).State);
        await PassAsync(TimeSpan.FromSeconds(1));

        Assert.Equal("paused", (await contact.GetAsync(offer.Path)).State);
    }

    [Fact]
    public async Task A_confirmation_of_the_cluster_begins_the_days_anew()
    {
        var offer = await Given.PublishedOfferAsync();
        var (contact, signatory) = (offer.Cluster.Contact, offer.Cluster.Signatory);
        Assert.Contains("confirm", (await contact.GetAsync(offer.Path)).Texts("allowedActions"));
        Assert.Contains("confirm", (await signatory.GetAsync(offer.Path)).Texts("allowedActions"));
        Assert.DoesNotContain("confirm", (await Given.Officer.GetAsync(offer.Path)).Texts("allowedActions"));
        (await Given.Officer.TakeAsync(offer.Path, "confirm")).ShouldBeProblem(403, "role.not_allowed");

        await PassAsync(TimeSpan.FromDays(76));
        var before = await contact.GetAsync(offer.Path);
        var confirmed = (await contact.TakeAsync(offer.Path, "confirm")).ShouldBe(200);
        Assert.Equal(("published", before.At("version").GetInt32() + 1), (confirmed.State, confirmed.At("version").GetInt32()));
        Assert.Equal(
            (Service.Clock.GetUtcNow(), Service.Clock.GetUtcNow().AddDays(90)), (confirmed.At("confirmedAt").GetDateTimeOffset(), confirmed.At("reconfirmBy").GetDateTimeOffset()));
        await PassAsync(TimeSpan.FromDays(75));
        Assert.Equal(("published", 1), ((await contact.GetAsync(offer.Path)).State, (await RemindersAsync(contact)).Count));
        await PassAsync(TimeSpan.FromDays(1));
        Assert.Equal([First, First], await RemindersAsync(contact));

        await PassAsync(TimeSpan.FromDays(11));
        (await signatory.TakeAsync(offer.Path, "confirm")).ShouldBe(200);
        await PassAsync(TimeSpan.FromDays(4));
        Assert.Equal("published", (await contact.GetAsync(offer.Path)).State);
    }

    [Fact]
    public async Task A_paused_offer_is_not_reminded_of_and_counts_as_confirmed_when_it_is_resumed()
    {
        var offer = await Given.PublishedOfferAsync();
        var contact = offer.Cluster.Contact;
        (await Given.Officer.TakeAsync(offer.Path, "pause")).ShouldBe(200);
        Assert.Single(await NoticesAsync(contact), "offer.pause");
        (await contact.TakeAsync(offer.Path, "confirm")).ShouldBeProblem(409, "offer.wrong_state");

        await PassAsync(TimeSpan.FromDays(100));
        (await offer.Cluster.Signatory.TakeAsync(offer.Path, "resume")).ShouldBe(200);
        await PassAsync(TimeSpan.FromDays(75));
        Assert.Empty(await RemindersAsync(contact));
        await PassAsync(TimeSpan.FromDays(1));
        Assert.Equal([First], await RemindersAsync(contact));
    }

    [Fact]
    public async Task An_offer_whose_windows_are_over_is_confirmed_no_more()
    {
        var offer = await Given.PublishedOfferAsync(with: new { windows = new[] { new { startsOn = Given.Day(10), endsOn = Given.Day(20) } } });
        Service.Clock.Advance(TimeSpan.FromDays(21));
        (await offer.Cluster.Contact.TakeAsync(offer.Path, "confirm")).ShouldBeProblem(409, "offer.windows_over");
    }

    [Fact]
    public async Task Several_instances_whose_clocks_differ_remind_once_and_pause_once()
    {
        var offer = await Given.PublishedOfferAsync();
        var contact = offer.Cluster.Contact;
        foreach (var days in new[] { 200, 11, 3 })
        {
            Service.Clock.Advance(TimeSpan.FromDays(days));
            await DueOnFourInstancesAsync();
            Service.Clock.Advance(TimeSpan.FromSeconds(1));
            await DueOnFourInstancesAsync();
        }

        Assert.Equal("paused", (await contact.GetAsync(offer.Path)).State);
        Assert.Equal([Second, First], await RemindersAsync(contact));
        Assert.Single(await NoticesAsync(contact), "offer.pause");
    }

    [Fact]
    public async Task Of_a_confirmation_and_the_pause_one_wins()
    {
        var offers = new List<GivenOffer>();
        for (var number = 0; number < 8; number++)
            offers.Add(await Given.PublishedOfferAsync());
        foreach (var days in new[] { 76, 11 })
            await PassAsync(TimeSpan.FromDays(days));
        Service.Clock.Advance(TimeSpan.FromDays(3));
        var contact = offers[0].Cluster.Contact;
        await contact.GetAsync("/v1/me");

        var due = DueOnFourInstancesAsync();
        var answers = await Task.WhenAll(offers.AsEnumerable().Reverse().Select(offer => contact.TakeAsync(offer.Path, "confirm")));
        await due;
        await DueAsync();

        foreach (var (offer, answer) in offers.AsEnumerable().Reverse().Zip(answers))
        {
            if (answer.Status == 200)
                Assert.Equal("published", (await contact.GetAsync(offer.Path)).State);
            else
                Assert.Equal(("offer.wrong_state", "paused"), (answer.ShouldBe(409)["code"], (await contact.GetAsync(offer.Path)).State));
        }
    }

    [Fact]
    public async Task An_offer_that_was_in_the_pool_before_such_days_were_counted_is_taken_to_be_confirmed_when_it_last_changed()
    {
        var (offer, draft) = (await Given.PublishedOfferAsync(), await Given.DraftOfferAsync());
        var published = Service.Clock.GetUtcNow();
        Service.Clock.Advance(TimeSpan.FromDays(365 - 30));
        await Service.OnDatabaseAsync(async db =>
        {
            var all = db.Database.GetMigrations().ToList();
            var migrator = db.GetService<IMigrator>();
            await migrator.MigrateAsync(all[all.FindIndex(name => name.EndsWith("_Deadlines", StringComparison.Ordinal)) - 1]);
            await migrator.MigrateAsync();
            return 0;
        });

        Assert.Equal(published, (await offer.Cluster.Contact.GetAsync(offer.Path)).At("confirmedAt").GetDateTimeOffset());
        Assert.Null((await draft.Cluster.Contact.GetAsync(draft.Path)).ShouldBe(200)["confirmedAt"]);
        await PassAsync(TimeSpan.Zero);
        await PassAsync(TimeSpan.FromDays(13));
        Assert.Equal([Second, First], await RemindersAsync(offer.Cluster.Contact));
        Assert.Equal("published", (await offer.Cluster.Contact.GetAsync(offer.Path)).State);
    }

    private static async Task<IReadOnlyList<string>> RemindersAsync(Caller by) => [.. (await NoticesAsync(by)).Where(kind => kind.StartsWith("offer.reconfirm", StringComparison.Ordinal))];
}

/// <inheritdoc/>
public sealed class ReconfirmationOnSqlite(OnSqlite database) : ReconfirmationTests(database);

/// <inheritdoc/>
public sealed class ReconfirmationOnPostgres(OnPostgres database) : ReconfirmationTests(database);
