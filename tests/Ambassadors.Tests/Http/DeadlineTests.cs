using Ambassadors.Tests.Support;

namespace Ambassadors.Tests.Http;

/// <summary>What happens by itself when its time has come, on a clock that the test moves.</summary>
public abstract class DeadlineTests(OnDatabase database) : ClockTests(database)
{
    [Fact]
    public async Task A_call_opens_and_closes_by_the_clock()
    {
        var call = await Given.DraftCallAsync(new { opensAt = Service.Clock.GetUtcNow().AddDays(1), closesAt = Service.Clock.GetUtcNow().AddDays(3) });
        (await Given.Administrator.TakeAsync(call.Path, "publish")).ShouldBe(200);

        await PassAsync(TimeSpan.FromHours(23));
        Assert.Equal("published", (await Given.Administrator.GetAsync(call.Path)).State);
        await PassAsync(TimeSpan.FromHours(1));
        Assert.Equal("open", (await Given.Administrator.GetAsync(call.Path)).State);
        await PassAsync(TimeSpan.FromDays(2));
        Assert.Equal("closed", (await Given.Administrator.GetAsync(call.Path)).State);

        var timeline = await Service.OnDatabaseAsync(db => Task.FromResult(
            db.Journal.Where(entry => entry.ResourceId == call.Id).OrderBy(entry => entry.ResourceVersion).Select(entry => entry.What).ToList()));
        Assert.Equal(["call.create", "call.publish", "call.open", "call.close"], timeline);
    }

    [Fact]
    public async Task The_service_looks_by_itself_for_what_is_due()
    {
        var service = await Database.FreshAsync(host => host.UseSetting("Deadlines:Interval", "00:00:20"));
        var administrator = service.Given.Administrator;
        var call = await service.Given.DraftCallAsync(new { opensAt = service.Clock.GetUtcNow().AddSeconds(10) });
        (await administrator.TakeAsync(call.Path, "publish")).ShouldBe(200);

        service.Clock.Advance(TimeSpan.FromSeconds(20));

        string? state = null;
        for (var attempt = 0; attempt < 200 && state != "open"; attempt++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            state = (await administrator.GetAsync(call.Path)).State;
        }

        Assert.Equal("open", state);
    }

    [Fact]
    public async Task Submission_is_judged_by_the_instant_whatever_the_clockwork_has_done_yet()
    {
        var call = await Given.DraftCallAsync(new { opensAt = Service.Clock.GetUtcNow().AddHours(2), closesAt = Service.Clock.GetUtcNow().AddHours(4) });
        (await Given.Administrator.TakeAsync(call.Path, "publish")).ShouldBe(200);
        var early = await Given.AgreedApplicationAsync(call);
        (await early.Pole.Signatory.TakeAsync(early.Path, "submit")).ShouldBeProblem(409, "call.not_open", "#/callId");

        Service.Clock.Advance(TimeSpan.FromHours(2));
        (await early.Pole.Signatory.TakeAsync(early.Path, "submit")).ShouldBe(200);

        var late = await Given.AgreedApplicationAsync(call);
        Service.Clock.Advance(TimeSpan.FromHours(2));
        (await late.Pole.Signatory.TakeAsync(late.Path, "submit")).ShouldBeProblem(409, "call.not_open", "#/callId");
    }

    [Fact]
    public async Task A_proposal_expires_after_its_reminders()
    {
        var pairing = await Given.ProposedPairingAsync();
        var signatory = pairing.Application.Pole.Signatory;

        await PassAsync(TimeSpan.FromDays(14));
        await PassAsync(TimeSpan.FromDays(5));
        Assert.Equal("proposed", (await signatory.GetAsync(pairing.Path)).State);
        var kinds = await NoticesAsync(signatory);
        Assert.Single(kinds, "pairing.reminder_7_days");
        Assert.Single(kinds, "pairing.reminder_2_days");
        Assert.Single(await NoticesAsync(pairing.Application.Pole.Ambassador), "pairing.reminder_2_days");

        Service.Clock.Advance(TimeSpan.FromDays(2));
        (await Given.ConsentAsync(pairing, "pole")).ShouldBe(409);
        await PassAsync(TimeSpan.Zero);
        Assert.Equal("expired", (await signatory.GetAsync(pairing.Path)).State);
        Assert.Single(await NoticesAsync(signatory), "pairing.expire");
    }

    [Fact]
    public async Task Amended_terms_are_reminded_of_anew()
    {
        var pairing = await Given.ProposedPairingAsync();
        await PassAsync(TimeSpan.FromDays(15));
        (await Given.Officer.TakeAsync(pairing.Path, "amend", new { terms = Given.Terms(new { amount = Given.Euros(7_000) }) })).ShouldBe(200);

        await PassAsync(TimeSpan.FromDays(14));

        Assert.Equal(2, (await NoticesAsync(pairing.Application.Pole.Signatory)).Count(kind => kind == "pairing.reminder_7_days"));
    }

    [Fact]
    public async Task A_draft_expires_thirty_days_after_the_call_two_weeks_after_its_notice()
    {
        var call = await Given.OpenCallAsync(new { closesAt = Service.Clock.GetUtcNow().AddDays(1) });
        var draft = await Given.DraftApplicationAsync(call);
        var submitted = await Given.SubmittedApplicationAsync(call);

        await PassAsync(TimeSpan.FromDays(16));
        Assert.Empty(await NoticesAsync(draft.Pole.Editor));
        await PassAsync(TimeSpan.FromDays(1));
        Assert.Single(await NoticesAsync(draft.Pole.Editor), "application.draft_expires");
        await PassAsync(TimeSpan.FromDays(13));
        Assert.Equal("draft", (await draft.Pole.Editor.GetAsync(draft.Path)).State);
        await PassAsync(TimeSpan.FromDays(1));

        Assert.Equal("expired", (await draft.Pole.Editor.GetAsync(draft.Path)).State);
        Assert.Equal("submitted", (await draft.Pole.Editor.GetAsync(submitted.Path)).State);
    }

    [Fact]
    public async Task A_draft_never_expires_unannounced()
    {
        var draft = await Given.DraftApplicationAsync(await Given.OpenCallAsync(new { closesAt = Service.Clock.GetUtcNow().AddDays(1) }));

        // The service was away all the time.
        await PassAsync(TimeSpan.FromDays(60));
        Assert.Equal("draft", (await draft.Pole.Editor.GetAsync(draft.Path)).State);
        await PassAsync(TimeSpan.FromDays(13));
        Assert.Equal("draft", (await draft.Pole.Editor.GetAsync(draft.Path)).State);
        await PassAsync(TimeSpan.FromDays(1));
        Assert.Equal("expired", (await draft.Pole.Editor.GetAsync(draft.Path)).State);
    }

    [Fact]
    public async Task Several_instances_whose_clocks_differ_tell_of_a_draft_once()
    {
        var draft = await Given.DraftApplicationAsync(await Given.OpenCallAsync(new { closesAt = Service.Clock.GetUtcNow().AddDays(1) }));
        Service.Clock.Advance(TimeSpan.FromDays(60));

        await DueOnFourInstancesAsync();

        Assert.Single(await NoticesAsync(draft.Pole.Editor), "application.draft_expires");
    }

    [Fact]
    public async Task An_offer_ends_with_its_last_window_and_its_proposals_with_it()
    {
        var offer = await Given.PublishedOfferAsync(with: new { windows = new[] { new { startsOn = Given.Day(61), endsOn = Given.Day(70) } } });
        var application = await Given.ApplicationInMatchingAsync(await Given.OpenCallAsync(new { consentDays = 100 }));
        var pairing = await Given.ProposedPairingAsync(application, offer, new { legs = new[] { new { direction = "outbound", startsOn = Given.Day(61), endsOn = Given.Day(70) } } });

        await PassAsync(TimeSpan.FromDays(70));
        Assert.Equal("published", (await Given.Officer.GetAsync(offer.Path)).State);
        await PassAsync(TimeSpan.FromDays(1));

        Assert.Equal("closed", (await Given.Officer.GetAsync(offer.Path)).State);
        Assert.Equal("cancelled", (await Given.Officer.GetAsync(pairing.Path)).State);
    }

    [Fact]
    public async Task A_consented_pairing_waits_for_the_officers_until_its_first_leg_should_have_begun()
    {
        var pairing = await Given.ConsentedPairingAsync();

        var overdue = $"/v1/pairings?overdue=true&applicationId={pairing.Application.Id}";
        await PassAsync(TimeSpan.FromDays(13));
        Assert.Empty((await Given.Officer.GetAsync(overdue)).ShouldBe(200).Items);
        await PassAsync(TimeSpan.FromDays(1));
        Assert.Single((await Given.Officer.GetAsync(overdue)).ShouldBe(200).Items);

        await PassAsync(TimeSpan.FromDays(76));
        Assert.Equal("consented", (await Given.Officer.GetAsync(pairing.Path)).State);
        await PassAsync(TimeSpan.FromDays(1));

        Assert.Equal("cancelled", (await Given.Officer.GetAsync(pairing.Path)).State);
    }

    [Fact]
    public async Task Several_instances_do_what_is_due_once()
    {
        var pairing = await Given.ProposedPairingAsync();
        Service.Clock.Advance(TimeSpan.FromDays(21));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => DueAsync()));
        await PassAsync(TimeSpan.Zero);

        Assert.Equal("expired", (await Given.Officer.GetAsync(pairing.Path)).State);
        Assert.Single(await NoticesAsync(pairing.Application.Pole.Signatory), "pairing.expire");
        Assert.Single(await NoticesAsync(pairing.Application.Pole.Signatory), "pairing.reminder_7_days");
    }
}

/// <inheritdoc/>
public sealed class DeadlinesOnSqlite(OnSqlite database) : DeadlineTests(database);

/// <inheritdoc/>
public sealed class DeadlinesOnPostgres(OnPostgres database) : DeadlineTests(database);
