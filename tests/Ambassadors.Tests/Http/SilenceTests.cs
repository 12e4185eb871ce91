using Ambassadors.Tests.Support;

namespace Ambassadors.Tests.Http;

/// <summary>The programme's silence on an application, in calls where it is a rejection.</summary>
public abstract class SilenceTests(OnDatabase database) : ClockTests(database)
{
    private static readonly object SixtyDays = new { clockMode = "silence_is_rejection", silenceDays = 60 };

    [Fact]
    public async Task Silence_rejects_an_application_after_three_alerts()
    {
        var application = await Given.SubmittedApplicationAsync(await Given.OpenCallAsync(SixtyDays));
        var (signatory, officer) = (application.Pole.Signatory, Given.Officer);
        await officer.GetAsync("/v1/me");
        var dueAt = Service.Clock.GetUtcNow().AddDays(60);
        Assert.Equal(dueAt, (await signatory.GetAsync(application.Path)).At("dueAt").GetDateTimeOffset());

        await PassAsync(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        Assert.Empty(await AlertsAsync(signatory));
        await PassAsync(TimeSpan.FromSeconds(1));
        foreach (var days in new[] { 19, 1, 6, 1 })
            await PassAsync(TimeSpan.FromDays(days));
        await PassAsync(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(1));
        string[] alerts = ["application.silence_3_days", "application.silence_10_days", "application.silence_30_days"];
        foreach (var told in new[] { signatory, application.Pole.Editor, application.Pole.Ambassador, officer })
        {
            Assert.Equal(alerts, await AlertsAsync(told));
            Assert.Equal(dueAt, await DueByAsync(told, alerts[0]));
        }

        Assert.Empty(await AlertsAsync(Given.BudgetOfficer));
        Assert.Equal("submitted", (await signatory.GetAsync(application.Path)).State);
        await PassAsync(TimeSpan.FromSeconds(1));

        var rejected = await signatory.GetAsync(application.Path);
        Assert.Equal(("rejected", dueAt, dueAt), (rejected.State, rejected.At("dueAt").GetDateTimeOffset(), rejected.At("rejectedBySilenceAt").GetDateTimeOffset()));
        foreach (var told in new[] { signatory, officer })
            Assert.Single(await NoticesAsync(told), "application.reject_by_silence");
        var entry = await LastEntryAsync(application.Id);
        Assert.Equal(("application.reject_by_silence", "2027-04-02T09:00:00.000Z", null), (entry.What, entry.Data["dueAt"], entry.MotiveDigest));

        var reopened = (await Given.Administrator.TakeAsync(application.Path, "reopen", new { motive = "À juger." })).ShouldBe(200);
        Assert.Equal(("in_review", dueAt.AddDays(60), null), (reopened.State, reopened.At("dueAt").GetDateTimeOffset(), reopened["rejectedBySilenceAt"]));
        await PassAsync(TimeSpan.FromDays(30));
        Assert.Equal(2, (await AlertsAsync(signatory)).Count(kind => kind == "application.silence_30_days"));
    }

    [Fact]
    public async Task Without_a_clock_an_application_waits()
    {
        var application = await Given.SubmittedApplicationAsync(await Given.OpenCallAsync());
        Assert.Equal("none", (await Given.Officer.GetAsync(application.Call.Path))["clockMode"]);

        await PassAsync(TimeSpan.FromDays(1_000));

        var waits = await application.Pole.Signatory.GetAsync(application.Path);
        Assert.Equal(("submitted", null), (waits.State, waits["dueAt"]));
        Assert.Empty(await AlertsAsync(application.Pole.Signatory));
    }

    [Fact]
    public async Task The_law_waits_for_no_service_and_no_alert_is_given_when_it_would_be_wrong()
    {
        var application = await Given.SubmittedApplicationAsync(await Given.OpenCallAsync(SixtyDays));
        var signatory = application.Pole.Signatory;

        await PassAsync(TimeSpan.FromDays(55));
        Assert.Equal(["application.silence_10_days"], await AlertsAsync(signatory));
        await PassAsync(TimeSpan.FromDays(145));

        Assert.Equal(["application.silence_10_days"], await AlertsAsync(signatory));
        var rejected = await signatory.GetAsync(application.Path);
        Assert.Equal(
            ("rejected", Service.Clock.GetUtcNow().AddDays(-140), Service.Clock.GetUtcNow()),
            (rejected.State, rejected.At("dueAt").GetDateTimeOffset(), rejected.At("rejectedBySilenceAt").GetDateTimeOffset()));
    }

    [Fact]
    public async Task Nothing_is_silent_while_the_officers_have_an_agreed_pairing_before_them()
    {
        var call = await Given.OpenCallAsync(new { clockMode = "silence_is_rejection", silenceDays = 20, consentDays = 100 });
        var consented = await Given.ConsentedPairingAsync(await Given.ApplicationInMatchingAsync(call));
        var proposed = await Given.ProposedPairingAsync(await Given.ApplicationInMatchingAsync(call), consented.Offer);

        await PassAsync(TimeSpan.FromDays(20));

        var officer = Given.Officer;
        Assert.Equal(("in_matching", "consented"), ((await officer.GetAsync(consented.Application.Path)).State, (await officer.GetAsync(consented.Path)).State));
        Assert.Equal(("rejected", "cancelled"), ((await officer.GetAsync(proposed.Application.Path)).State, (await officer.GetAsync(proposed.Path)).State));

        (await consented.Application.Pole.Signatory.TakeAsync(consented.Path, "revoke", new { motive = "Non." })).ShouldBe(200);
        await PassAsync(TimeSpan.FromDays(1));
        Assert.Equal("rejected", (await officer.GetAsync(consented.Application.Path)).State);
    }

    [Fact]
    public async Task A_decision_ends_the_clock_and_one_that_is_undone_is_owed_anew()
    {
        var call = await Given.OpenCallAsync(SixtyDays);
        var decided = await Given.ApplicationInReviewAsync(call);
        Assert.Null((await Given.Officer.TakeAsync(decided.Path, "reject", new { motive = "Non." })).ShouldBe(200)["dueAt"]);
        var pairing = await Given.ApprovedPairingAsync(await Given.ApplicationInMatchingAsync(call));
        Assert.Null((await Given.Officer.GetAsync(pairing.Application.Path))["dueAt"]);

        await PassAsync(TimeSpan.FromDays(61));
        Assert.Equal("accepted", (await Given.Officer.GetAsync(pairing.Application.Path)).State);
        Assert.Null((await Given.Officer.GetAsync(decided.Path))["rejectedBySilenceAt"]);
        Assert.Empty(await AlertsAsync(Given.Officer));

        (await Given.Administrator.TakeAsync(pairing.Path, "dissolve", new { motive = "Annulé." })).ShouldBe(200);
        var again = await Given.Officer.GetAsync(pairing.Application.Path);
        Assert.Equal(("in_matching", Service.Clock.GetUtcNow().AddDays(60)), (again.State, again.At("dueAt").GetDateTimeOffset()));
    }

    [Fact]
    public async Task An_application_keeps_the_clock_of_the_rules_that_it_was_submitted_under()
    {
        var call = await Given.OpenCallAsync(SixtyDays);
        var before = await Given.SubmittedApplicationAsync(call);
        var changed = (await Given.Administrator.PatchAsync(call.Path, "{\"clockMode\":\"none\",\"silenceDays\":null}")).ShouldBe(200);
        Assert.Equal(("none", null, "2"), (changed["clockMode"], changed["silenceDays"], changed["revision"]));
        var after = await Given.SubmittedApplicationAsync(call);

        Assert.Equal(Service.Clock.GetUtcNow().AddDays(60), (await Given.Officer.GetAsync(before.Path)).At("dueAt").GetDateTimeOffset());
        Assert.Null((await Given.Officer.GetAsync(after.Path))["dueAt"]);
    }

    [Fact]
    public async Task Of_a_decision_and_silence_one_is_recorded()
    {
        var call = await Given.OpenCallAsync(SixtyDays);
        var applications = new List<GivenApplication>();
        for (var number = 0; number < 6; number++)
            applications.Add(await Given.SubmittedApplicationAsync(call));
        Service.Clock.Advance(TimeSpan.FromDays(60));
        await Given.Officer.GetAsync("/v1/me");

        var due = DueOnFourInstancesAsync();
        var answers = await Task.WhenAll(applications.Select(application => Given.Officer.TakeAsync(application.Path, "declare-ineligible", new { motive = "Hors thème." })));
        await due;

        foreach (var (application, answer) in applications.Zip(answers))
        {
            var rejected = await Given.Officer.GetAsync(application.Path);
            Assert.Equal(("rejected", answer.Status == 200), (rejected.State, rejected["rejectedBySilenceAt"] is null));
            if (answer.Status != 200)
                answer.ShouldBeProblem(409, "application.wrong_state");
        }
    }

    [Fact]
    public async Task Of_the_last_consent_and_silence_one_wins()
    {
        var call = await Given.OpenCallAsync(new { clockMode = "silence_is_rejection", silenceDays = 60, consentDays = 100 });
        var offer = await Given.PublishedOfferAsync();
        var pairings = new List<GivenPairing>();
        for (var number = 0; number < 5; number++)
        {
            pairings.Add(await Given.ProposedPairingAsync(await Given.ApplicationInMatchingAsync(call), offer));
            foreach (var party in new[] { "pole", "ambassador" })
                (await Given.ConsentAsync(pairings[^1], party)).ShouldBe(200);
        }

        Service.Clock.Advance(TimeSpan.FromDays(60));
        await offer.Cluster.Signatory.GetAsync("/v1/me");
        var due = DueOnFourInstancesAsync();
        var answers = await Task.WhenAll(pairings.AsEnumerable().Reverse().Select(pairing => Given.ConsentAsync(pairing, "cluster")));
        await due;
        await DueAsync();

        foreach (var (pairing, answer) in pairings.AsEnumerable().Reverse().Zip(answers))
        {
            var states = ((await Given.Officer.GetAsync(pairing.Application.Path)).State, (await Given.Officer.GetAsync(pairing.Path)).State);
            Assert.Equal(answer.Status == 200 ? ("in_matching", "consented") : ("rejected", "cancelled"), states);
            if (answer.Status != 200)
                answer.ShouldBeProblem(409, "pairing.wrong_state");
        }
    }

    private static async Task<IReadOnlyList<string>> AlertsAsync(Caller by) => [.. (await NoticesAsync(by)).Where(kind => kind.StartsWith("application.silence", StringComparison.Ordinal))];
}

/// <inheritdoc/>
public sealed class SilenceOnSqlite(OnSqlite database) : SilenceTests(database);

/// <inheritdoc/>
public sealed class SilenceOnPostgres(OnPostgres database) : SilenceTests(database);
