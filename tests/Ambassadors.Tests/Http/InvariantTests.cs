using Ambassadors.Tests.Support;

namespace Ambassadors.Tests.Http;

/// <summary>What must never happen, whoever comes at the same moment: real requests in parallel, on a real database.</summary>
public abstract class InvariantTests(OnDatabase database) : ServiceTests(database)
{
    private static readonly string[] Poles =
    [
        "lyonbiopole", "axelera", "minalogic", "cap-digital", "images-reseaux", "vegepolys", "cosmetic-valley", "elastopole"
    ];

    [Fact]
    public async Task Approvals_never_commit_more_than_the_budget_however_many_come_at_once()
    {
        // Money for seven, and not quite for eight.
        var call = await Given.OpenCallAsync(new { budget = Given.Euros(79_999) });
        var pairings = await ManyAsync(20, async n => await Given.PairingBeforeLastApprovalAsync(
            await Given.ApplicationInMatchingAsync(call, await PoleAsync(n)), await Given.PublishedOfferAsync(), new { amount = Given.Euros(10_000) }));

        var answers = await ApproveAllAsync(pairings);

        Assert.Equal(7, answers.Count(answer => answer.Status == 200));
        foreach (var refused in answers.Where(answer => answer.Status != 200))
            refused.ShouldBeProblem(409, "call.budget_exhausted");
        var after = await Given.Administrator.GetAsync(call.Path);
        Assert.Equal(("7000000", "999900"), (after["committed.amount"], after["left.amount"]));
    }

    [Fact]
    public async Task An_offer_with_one_place_is_given_once()
    {
        var call = await Given.OpenCallAsync();
        var offer = await Given.PublishedOfferAsync(with: new { capacity = 1 });
        var pairings = await ManyAsync(30, async n => await Given.PairingBeforeLastApprovalAsync(
            await Given.ApplicationInMatchingAsync(call, await PoleAsync(n)), offer));

        var answers = await ApproveAllAsync(pairings);

        Assert.Single(answers, answer => answer.Status == 200);
        foreach (var refused in answers.Where(answer => answer.Status != 200))
        {
            refused.ShouldBe(409);
            Assert.True(refused["code"] == "offer.no_place" || refused["detail"]!.Contains("superseded", StringComparison.Ordinal), refused.ToString());
        }

        var states = await Task.WhenAll(pairings.Select(async pairing => (await Given.Officer.GetAsync(pairing.Path)).State));
        Assert.Equal(29, states.Count(state => state == "superseded"));
        Assert.Equal("1", (await Given.Officer.GetAsync(offer.Path))["placesTaken"]);
        Assert.Equal("800000", (await Given.Officer.GetAsync(call.Path))["committed.amount"]);
    }

    [Fact]
    public async Task One_pairing_of_an_application_is_before_the_approvers_at_a_time()
    {
        var application = await Given.ApplicationInMatchingAsync();
        var one = await Given.ConsentedPairingAsync(application, await Given.PublishedOfferAsync());
        var other = await Given.ConsentedPairingAsync(application, await Given.PublishedOfferAsync(await Given.ClusterAsync("medicon-valley-alliance")));

        var answers = await AtOnceAsync([one, other], pairing => OpenApprovalOf(pairing));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Single(answers, answer => answer.Status == 409).ShouldBeProblem(409, "pairing.sibling_in_approval");
    }

    [Fact]
    public async Task A_pole_with_two_places_submits_two_applications()
    {
        var call = await Given.OpenCallAsync(new { applicationsPerPole = 2 });
        var applications = await ManyAsync(10, _ => Given.AgreedApplicationAsync(call));

        var answers = await AtOnceAsync(applications, async application =>
        {
            var seen = await application.Pole.Signatory.GetAsync(application.Path);
            return () => application.Pole.Signatory.PostAsync($"{application.Path}/submit", null, seen.ETag);
        });

        Assert.Equal(2, answers.Count(answer => answer.Status == 200));
        foreach (var refused in answers.Where(answer => answer.Status != 200))
            refused.ShouldBeProblem(409, "application.pole_number_used_up", "#/poleSlug");
        Assert.Equal(2, answers.Where(answer => answer.Status == 200).Select(answer => answer["reference"]).Distinct().Count());
    }

    [Fact]
    public async Task A_withdrawn_application_gives_the_poles_place_back()
    {
        var call = await Given.OpenCallAsync(new { applicationsPerPole = 1 });
        var first = await Given.SubmittedApplicationAsync(call);
        var second = await Given.AgreedApplicationAsync(call);
        (await second.Pole.Signatory.TakeAsync(second.Path, "submit")).ShouldBeProblem(409, "application.pole_number_used_up");

        (await first.Pole.Signatory.TakeAsync(first.Path, "withdraw", new { motive = "Un autre dossier est prêt." })).ShouldBe(200);

        (await second.Pole.Signatory.TakeAsync(second.Path, "submit")).ShouldBe(200);
    }

    [Fact]
    public async Task An_application_withdrawn_or_rejected_has_no_approved_pairing()
    {
        for (var round = 0; round < 4; round++)
        {
            var pairing = await Given.PairingBeforeLastApprovalAsync();
            var application = pairing.Application;
            var seen = await Given.Officer.GetAsync(application.Path);
            var before = await Given.BudgetOfficer.GetAsync(pairing.Path);

            await Task.WhenAll(
                application.Pole.Signatory.PostAsync($"{application.Path}/withdraw", new { motive = "Le délégué quitte ses fonctions." }, seen.ETag),
                Given.Officer.PostAsync($"{application.Path}/reject", new { motive = "Dossier sans suite." }, seen.ETag),
                Given.BudgetOfficer.PostAsync($"{pairing.Path}/approve", null, before.ETag));

            var (applied, paired) = ((await Given.Officer.GetAsync(application.Path)).State, (await Given.Officer.GetAsync(pairing.Path)).State);
            Assert.Contains((applied, paired), new (string?, string?)[] { ("accepted", "approved"), ("withdrawn", "cancelled") });
            var committed = (await Given.Officer.GetAsync(application.Call.Path))["committed.amount"];
            Assert.Equal(paired == "approved" ? "800000" : "0", committed);
        }
    }

    [Fact]
    public async Task No_pairing_stays_open_on_an_application_or_an_offer_that_left_while_it_was_proposed()
    {
        for (var round = 0; round < 6; round++)
        {
            var (application, offer) = (await Given.ApplicationInMatchingAsync(), await Given.PublishedOfferAsync());
            var (seenApplication, seenOffer) = (await application.Pole.Signatory.GetAsync(application.Path), await offer.Cluster.Signatory.GetAsync(offer.Path));

            await Task.WhenAll(
                Given.Officer.PostAsync("/v1/pairings", Given.PairingRequest(application, offer)),
                round % 2 == 0
                    ? application.Pole.Signatory.PostAsync($"{application.Path}/withdraw", new { motive = "Le délégué part." }, seenApplication.ETag)
                    : offer.Cluster.Signatory.PostAsync($"{offer.Path}/withdraw", new { motive = "Le laboratoire ferme." }, seenOffer.ETag));

            Assert.DoesNotContain(
                (await Given.Officer.GetAsync($"/v1/pairings?applicationId={application.Id}")).Items, pairing => pairing.GetProperty("status").GetString() == "proposed");
        }
    }

    [Fact]
    public async Task An_offers_capacity_never_falls_below_the_places_taken_while_one_is_taken()
    {
        for (var round = 0; round < 4; round++)
        {
            var offer = await Given.PublishedOfferAsync(with: new { capacity = 2 });
            await Given.ApprovedPairingAsync(offer: offer);
            var pairing = await Given.PairingBeforeLastApprovalAsync(offer: offer);
            var (seenPairing, seenOffer) = (await Given.BudgetOfficer.GetAsync(pairing.Path), await offer.Cluster.Contact.GetAsync(offer.Path));

            await Task.WhenAll(
                Given.BudgetOfficer.PostAsync($"{pairing.Path}/approve", null, seenPairing.ETag),
                offer.Cluster.Contact.PatchAsync(offer.Path, new { capacity = 1 }, seenOffer.ETag));

            var after = await Given.Officer.GetAsync(offer.Path);
            Assert.True(after.At("placesTaken").GetInt32() <= after.At("capacity").GetInt32(), after.ToString());
        }
    }

    [Fact]
    public async Task Money_is_released_once_when_a_pairing_is_dissolved_while_its_exchange_is_cancelled()
    {
        for (var round = 0; round < 4; round++)
        {
            var pairing = await Given.ApprovedPairingAsync();
            var exchange = (await Given.Administrator.GetAsync($"/v1/exchanges?pairingId={pairing.Id}")).Items[0].GetProperty("id").GetGuid();
            var seenPairing = await Given.Administrator.GetAsync(pairing.Path);
            var seenExchange = await Given.Administrator.GetAsync($"/v1/exchanges/{exchange}");

            var answers = await Task.WhenAll(
                Given.Administrator.PostAsync($"{pairing.Path}/dissolve", new { motive = "Le pôle a changé de gouvernance." }, seenPairing.ETag),
                Given.Administrator.PostAsync($"/v1/exchanges/{exchange}/cancel", new { motive = "Le partenaire se retire." }, seenExchange.ETag));

            Assert.Single(answers, answer => answer.Status == 200);
            Assert.Single(answers, answer => answer.Status == 409);
            var call = await Given.Administrator.GetAsync(pairing.Application.Call.Path);
            Assert.Equal(("0", "100000000"), (call["committed.amount"], call["left.amount"]));
            Assert.Equal("0", (await Given.Administrator.GetAsync(pairing.Offer.Path))["placesTaken"]);
            Assert.Equal("dissolved", (await Given.Administrator.GetAsync(pairing.Path)).State);
            Assert.Equal("cancelled", (await Given.Administrator.GetAsync($"/v1/exchanges/{exchange}")).State);
            Assert.Equal("in_matching", (await Given.Administrator.GetAsync(pairing.Application.Path)).State);
        }
    }

    [Fact]
    public async Task One_person_never_gives_both_approvals()
    {
        var pairing = await Given.PairingInApprovalAsync();
        (await Given.BothOfficers.TakeAsync(pairing.Path, "approve")).ShouldBe(200);

        (await Given.BothOfficers.TakeAsync(pairing.Path, "approve")).ShouldBeProblem(409, "approval.same_person");

        (await Given.BudgetOfficer.TakeAsync(pairing.Path, "approve")).ShouldBe(200);
    }

    [Fact]
    public async Task Approvals_are_given_in_the_chains_order()
    {
        var pairing = await Given.PairingInApprovalAsync();

        (await Given.BudgetOfficer.TakeAsync(pairing.Path, "approve")).ShouldBeProblem(409, "approval.out_of_order");
        (await Given.Administrator.TakeAsync(pairing.Path, "approve")).ShouldBeProblem(403, "role.not_allowed");
        (await Given.Officer.TakeAsync(pairing.Path, "approve")).ShouldBe(200);
        (await Given.OtherOfficer.TakeAsync(pairing.Path, "approve")).ShouldBeProblem(409, "approval.out_of_order");
    }

    [Fact]
    public async Task A_consent_to_earlier_terms_never_counts()
    {
        var pairing = await Given.ProposedPairingAsync();
        var first = await pairing.Application.Pole.Signatory.GetAsync(pairing.Path);
        (await Given.ConsentAsync(pairing, "pole")).ShouldBe(200);
        var amended = (await Given.Officer.TakeAsync(pairing.Path, "amend", new { terms = Given.Terms(new { amount = Given.Euros(7_500) }) })).ShouldBe(200);
        Assert.Equal("2", amended["termsVersion"]);
        Assert.Empty(amended.At("consents").EnumerateArray());

        var seen = await pairing.Application.Pole.Signatory.GetAsync(pairing.Path);
        (await pairing.Application.Pole.Signatory.PostAsync($"{pairing.Path}/consent", new { party = "pole", termsHash = first["termsHash"] }, seen.ETag))
            .ShouldBeProblem(409, "pairing.terms_hash_mismatch", "#/termsHash");

        var receipts = await pairing.Application.Pole.Signatory.GetAsync($"{pairing.Path}/receipts");
        Assert.Equal("False", receipts["items.0.counts"]);
    }

    [Fact]
    public async Task A_consent_after_the_ambassador_was_changed_is_refused()
    {
        var pairing = await Given.ProposedPairingAsync();
        var another = await Given.MemberAsync(pairing.Application.Pole.Slug, null);
        await Service.OnDatabaseAsync(async db =>
        {
            var application = db.Applications.Single(a => a.Id == pairing.Application.Id);
            db.Entry(application).Property(a => a.AmbassadorId).CurrentValue = another;
            return await db.SaveChangesAsync();
        });

        (await Given.ConsentAsync(pairing, "pole")).ShouldBeProblem(409, "pairing.person_changed");
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_terms_is_named_at_once()
    {
        var application = await Given.ApplicationInMatchingAsync();
        var offer = await Given.PublishedOfferAsync(with: new { windows = new[] { new { startsOn = Given.Day(500), endsOn = Given.Day(600) } } });

        (await Given.Officer.PostAsync("/v1/pairings", Given.PairingRequest(application, offer, new
        {
            legs = new[] { new { direction = "outbound", startsOn = Given.Day(90), endsOn = Given.Day(520) } },
            amount = Given.Euros(20_001)
        }))).ShouldBeProblem(409, "request.refused").ShouldName(
            "terms.amount_over_ceiling #/terms/amount/amount",
            "terms.leg_days_out_of_limits #/terms/legs/0",
            "terms.leg_outside_application_windows #/terms/legs/0",
            "terms.leg_outside_offer_windows #/terms/legs/0");
    }

    [Fact]
    public async Task Terms_of_the_wrong_direction_without_a_person_are_refused()
    {
        var application = await Given.ApplicationInMatchingAsync();
        var offer = await Given.PublishedOfferAsync(with: new { directions = new[] { "outbound" }, counterpartId = (string?)null });

        (await Given.Officer.PostAsync("/v1/pairings", Given.PairingRequest(application, offer, Given.ReciprocalTerms())))
            .ShouldBeProblem(409, "request.refused").ShouldName(
                "terms.direction_not_allowed #/terms/legs", "terms.person_not_named #/terms/legs/1/direction");
    }

    [Fact]
    public async Task Twenty_posts_of_one_key_make_one_row()
    {
        var call = await Given.OpenCallAsync();
        var pole = await Given.PoleAsync();
        var key = Guid.NewGuid().ToString();
        var request = Given.ApplicationRequest(call, pole).ToJsonString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => pole.Editor.PostAsync("/v1/applications", request, key: key)));

        foreach (var answer in answers)
            Assert.True(answer.Status == 201 || answer.Status == 409 && answer["code"] == "idempotency.in_progress", answer.ToString());
        Assert.Single(answers.Where(answer => answer.Status == 201).Select(answer => answer.Id).Distinct());
        Assert.Single(answers.Where(answer => answer.Status == 201), answer => !answer.Headers.ContainsKey("Idempotent-Replayed"));
        Assert.Single((await pole.Editor.GetAsync($"/v1/applications?callId={call.Id}")).Items);
    }

    [Fact]
    public async Task A_key_is_bound_to_its_body_and_to_its_owner()
    {
        var call = await Given.OpenCallAsync();
        var pole = await Given.PoleAsync();
        var key = Guid.NewGuid().ToString();
        var first = (await pole.Editor.PostAsync("/v1/applications", Given.ApplicationRequest(call, pole), key: key)).ShouldBe(201);

        (await pole.Editor.PostAsync("/v1/applications", Given.ApplicationRequest(call, pole, new { durationDays = 31 }), key: key))
            .ShouldBeProblem(422, "idempotency.other_body");
        var replay = (await pole.Editor.PostAsync("/v1/applications", Given.ApplicationRequest(call, pole), key: key)).ShouldBe(201);
        Assert.Equal((first.Body, first.ETag, first.Headers["Location"], "true"),
            (replay.Body, replay.ETag, replay.Headers["Location"], replay.Headers["Idempotent-Replayed"]));

        var other = (await pole.Signatory.PostAsync("/v1/applications", Given.ApplicationRequest(call, pole), key: key)).ShouldBe(201);
        Assert.NotEqual(first.Id, other.Id);
    }

    [Fact]
    public async Task Somebody_elses_application_is_not_there()
    {
        var application = await Given.SubmittedApplicationAsync();
        var stranger = await Given.PoleAsync("axelera");
        var cluster = await Given.ClusterAsync();

        foreach (var caller in new[] { stranger.Editor, stranger.Signatory, stranger.Ambassador, cluster.Signatory, Given.Expert })
        {
            (await caller.GetAsync(application.Path)).ShouldBeProblem(404, "resource.not_found");
            (await caller.GetAsync($"{application.Path}/timeline")).ShouldBeProblem(404, "resource.not_found");
            Assert.Empty((await caller.GetAsync($"/v1/applications?callId={application.Call.Id}")).ShouldBe(200).Items);
            Assert.Empty((await caller.GetAsync($"/v1/applications?poleSlug={application.Pole.Slug}")).ShouldBe(200).Items);
        }

        (await stranger.Signatory.PostAsync($"{application.Path}/withdraw", new { motive = "Non." }, "\"1-0\"")).ShouldBeProblem(404, "resource.not_found");
        (await stranger.Editor.PatchAsync(application.Path, new { durationDays = 5 }, "*")).ShouldBeProblem(404, "resource.not_found");
    }

    [Fact]
    public async Task A_submitted_application_is_not_edited()
    {
        var application = await Given.SubmittedApplicationAsync();

        (await application.Pole.Editor.PatchAsync(application.Path, new { durationDays = 40 })).ShouldBeProblem(409, "application.not_editable");
    }

    [Fact]
    public async Task A_pole_does_no_act_of_the_programme()
    {
        var application = await Given.SubmittedApplicationAsync();
        var seen = await application.Pole.Signatory.GetAsync(application.Path);

        (await application.Pole.Signatory.PostAsync($"{application.Path}/start-review", null, seen.ETag)).ShouldBeProblem(403, "role.not_allowed");
        Assert.Equal("submitted", (await application.Pole.Signatory.GetAsync(application.Path)).State);
    }

    private Task<PoleSide> PoleAsync(int n) => Given.PoleAsync(Poles[n % Poles.Length]);

    private static async Task<IReadOnlyList<T>> ManyAsync<T>(int count, Func<int, Task<T>> make)
    {
        var made = new List<T>();
        for (var n = 0; n < count; n++)
            made.Add(await make(n));
        return made;
    }

    private Task<Answer[]> ApproveAllAsync(IReadOnlyList<GivenPairing> pairings) => AtOnceAsync(pairings, async pairing =>
    {
        var seen = await Given.BudgetOfficer.GetAsync(pairing.Path);
        return () => Given.BudgetOfficer.PostAsync($"{pairing.Path}/approve", null, seen.ETag);
    });

    private async Task<Func<Task<Answer>>> OpenApprovalOf(GivenPairing pairing)
    {
        var seen = await Given.Officer.GetAsync(pairing.Path);
        return () => Given.Officer.PostAsync($"{pairing.Path}/open-approval", null, seen.ETag);
    }

    // Everybody reads first; then all act at once on what they saw.
    private static async Task<Answer[]> AtOnceAsync<T>(IReadOnlyList<T> subjects, Func<T, Task<Func<Task<Answer>>>> prepare)
    {
        var acts = new List<Func<Task<Answer>>>();
        foreach (var subject in subjects)
            acts.Add(await prepare(subject));
        return await Task.WhenAll(acts.Select(act => Task.Run(act)));
    }
}

/// <inheritdoc/>
public sealed class InvariantsOnSqlite(OnSqlite database) : InvariantTests(database);

/// <inheritdoc/>
public sealed class InvariantsOnPostgres(OnPostgres database) : InvariantTests(database);
