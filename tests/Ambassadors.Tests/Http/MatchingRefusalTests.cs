using Ambassadors.Domain.Matching;
using Ambassadors.Domain.People;
using Ambassadors.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Tests.Http;

/// <summary>What stands against a lock, a run or its publication, each provoked. It is the same on every database: one will do.</summary>
public sealed class MatchingRefusalTests(OnSqlite database) : ServiceTests(database)
{
    private static readonly object Motive = new { motive = "For a reason of the tests." };

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync() => Service = await Database.FreshAsync();

    [Fact]
    public async Task Every_rule_that_a_pair_breaks_is_named()
    {
        var pool = await Pool.OpenAsync(Service, new { countries = new[] { "NL", "SE" } });
        var (application, poor, open, declined) = (
            await pool.ApplicationAsync("axelera"), await pool.ApplicationAsync("fibres", new { requestedAmount = Given.Euros(0) }),
            await pool.ApplicationAsync("lyonbiopole"), await pool.ApplicationAsync("minalogic"));
        var offer = await pool.OfferAsync("food-valley", new { capacity = 3 });
        object Windows(int from, int until) => new { windows = new[] { new { startsOn = Given.Day(from), endsOn = Given.Day(until) } } };
        await Given.ProposedPairingAsync(open, offer);
        var no = await Given.ProposedPairingAsync(declined, offer, new { objectives = "Préparer une réponse commune à un appel européen." });
        (await no.Offer.Cluster.Signatory.TakeAsync(no.Path, "decline", Motive)).ShouldBe(200);

        await BreaksAsync(pool, application, await pool.OfferAsync("medicon-valley-alliance"), "candidate.country_not_eligible");
        await BreaksAsync(pool, application, await pool.OfferAsync("food-valley", Windows(320, 400)), "candidate.no_common_window");
        await BreaksAsync(pool, application, await pool.OfferAsync("food-valley", Windows(60, 70)), "candidate.stay_too_long");
        await BreaksAsync(pool, poor, offer, "candidate.nothing_to_pay");
        await BreaksAsync(pool, open, offer, "candidate.already_open");
        await BreaksAsync(pool, declined, offer, "candidate.declined_on_same_terms");
        (await application.Pole.Ambassador.PostAsync("/v1/me/conflicts", new { clusterSlug = "robotdalen" })).ShouldBe(201);
        await BreaksAsync(pool, application, await pool.OfferAsync("robotdalen"), "candidate.conflict_of_interest");
    }

    [Fact]
    public async Task What_was_given_since_stands_against_the_publication()
    {
        var pool = await Pool.OpenAsync(Service);
        var (first, second) = (await pool.ApplicationAsync("axelera"), await pool.ApplicationAsync("fibres"));
        var (wanted, other, spare) = (await pool.OfferAsync("food-valley"), await pool.OfferAsync("uppsala-bio"), await pool.OfferAsync("robotdalen", new { themes = new[] { "medical-devices" } }));
        await pool.StartAsync();
        var run = await pool.RunAsync();
        var planned = (await Given.Officer.GetAsync($"{Pool.PathOf(run)}/suggestions")).ShouldBe(200).Items.ToDictionary(one => one.GetProperty("applicationId").GetGuid(), one => one.GetProperty("offerId").GetGuid());
        var (ofFirst, ofSecond) = (planned[first.Id] == wanted.Id ? wanted : other, planned[second.Id] == wanted.Id ? wanted : other);

        var taken = await Given.ProposedPairingAsync(first, spare);
        (await pool.PublishAsync(run)).ShouldBe(409).ShouldName("run.application_taken");
        (await Given.Officer.TakeAsync(taken.Path, "cancel", Motive)).ShouldBe(200);
        var place = await Given.ProposedPairingAsync(first, ofSecond);
        (await pool.PublishAsync(run)).ShouldBe(409).ShouldName("run.application_taken", "run.no_places_left");
        (await Given.Officer.TakeAsync(place.Path, "cancel", Motive)).ShouldBe(200);
        (await ofFirst.Cluster.Signatory.TakeAsync(ofFirst.Path, "pause")).ShouldBe(200);
        (await pool.PublishAsync(run, confirm: true)).ShouldBe(409).ShouldName("run.offer_changed");
        (await ofFirst.Cluster.Signatory.TakeAsync(ofFirst.Path, "resume")).ShouldBe(200);

        Service.Clock.Advance(TimeSpan.FromDays(70));
        var late = (await pool.PublishAsync(run, confirm: true)).ShouldBe(409);
        late.ShouldName("run.suggestion_refused", "run.suggestion_refused");
        Assert.All((await Given.Officer.GetAsync($"/v1/pairings?runId={run.Id}")).Items, pairing => Assert.Equal("suggested", pairing.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task A_what_if_beyond_the_calls_quotas_is_not_published()
    {
        var pool = await Pool.OpenAsync(Service, new { matchingQuotas = new { maxPerPole = 1, maxPerCountry = 1 } });
        await pool.ApplicationAsync("axelera");
        await pool.ApplicationAsync("axelera", new { themes = new[] { "medical-devices" } });
        await pool.OfferAsync("food-valley", new { capacity = 2 });
        await pool.StartAsync();
        var run = await pool.RunAsync();
        Assert.Equal("1", run["figures.pairs"]);
        Assert.Contains((await Given.Officer.GetAsync($"{Pool.PathOf(run)}/unmatched")).Items, one => one.GetProperty("reason").GetString() == "several");

        var beyond = await pool.RunAsync(new { baseRunId = run.Id, overrides = new { quotas = new { } } });

        Assert.Equal("2", beyond["figures.pairs"]);
        (await pool.PublishAsync(beyond)).ShouldBe(409).ShouldName("run.quota_exceeded", "run.quota_exceeded");
        (await pool.PublishAsync(run)).ShouldBe(200);
    }

    [Fact]
    public async Task What_was_computed_from_a_pool_that_a_publication_moved_is_not_published()
    {
        var pool = await Pool.OpenAsync(Service);
        var application = await pool.ApplicationAsync("axelera");
        await pool.ApplicationAsync("fibres");
        var offer = await pool.OfferAsync("uppsala-bio", new { themes = new[] { "medical-devices" } });
        var announced = await Given.ProposedPairingAsync(application, offer);
        await pool.StartAsync();
        await pool.OfferAsync("food-valley");
        var run = await pool.RunAsync(new { rematch = true });
        var whatIf = await pool.RunAsync(new { baseRunId = run.Id, overrides = new { forbids = new[] { new { applicationId = application.Id, offerId = offer.Id } } } });
        Assert.NotEqual(run["figures.planHash"], whatIf["figures.planHash"]);
        (await pool.PublishAsync(run, confirm: true)).ShouldBe(200);
        var before = (await Given.Officer.GetAsync($"/v1/pairings?callId={pool.Call.Id}&status=proposed")).ShouldBe(200).Items.Select(one => one.GetProperty("id").GetGuid()).Order().ToList();
        Assert.Contains(announced.Id, before);

        Assert.Contains("run.newer_published", (await pool.PublishAsync(whatIf, confirm: true)).ShouldBe(409).Errors.Select(error => error.Code));

        Assert.Equal(before, (await Given.Officer.GetAsync($"/v1/pairings?callId={pool.Call.Id}&status=proposed")).ShouldBe(200).Items.Select(one => one.GetProperty("id").GetGuid()).Order());
        var explained = (await application.Pole.Editor.GetAsync($"{application.Path}/explanation")).ShouldBe(200);
        Assert.Equal($"{run.Id}", explained["runId"]);

        // A run that freezes the pool as it is now is one again.
        (await pool.PublishAsync(await pool.RunAsync(new { rematch = true }), confirm: true)).ShouldBe(200);
    }

    [Fact]
    public async Task What_an_officer_gave_up_in_a_rematch_takes_nothing_from_anybody()
    {
        var pool = await Pool.OpenAsync(Service);
        var application = await pool.ApplicationAsync("axelera", new { preferences = new[] { new { clusterSlug = "food-valley", rank = 1 } } });
        var pairing = await Given.ProposedPairingAsync(application, await pool.OfferAsync("uppsala-bio", new { themes = new[] { "medical-devices" } }));
        await pool.StartAsync();
        await pool.OfferAsync("food-valley");
        var run = await pool.RunAsync(new { rematch = true });
        var better = (await Given.Officer.GetAsync($"/v1/pairings?runId={run.Id}")).ShouldBe(200).Items.Single();
        (await Given.Officer.TakeAsync($"/v1/pairings/{better.GetProperty("id")}", "discard", Motive)).ShouldBe(200);

        Assert.Empty((await Given.Officer.GetAsync($"{Pool.PathOf(run)}/changes")).ShouldBe(200).Items);
        (await pool.PublishAsync(run, confirm: true)).ShouldBe(200);

        Assert.Equal("proposed", (await Given.Officer.GetAsync(pairing.Path)).State);
        var explained = (await application.Pole.Editor.GetAsync($"{application.Path}/explanation", ("Accept-Language", "en"))).ShouldBe(200);
        Assert.Equal("A pair had been found; an officer did not propose it.", explained["text"]);
    }

    [Fact]
    public async Task A_pair_that_is_none_of_the_calls_is_named_before_anything_is_computed()
    {
        var (pool, other) = (await Pool.OpenAsync(Service), await Pool.OpenAsync(Service));
        var (application, foreign) = (await pool.ApplicationAsync("axelera"), await other.ApplicationAsync("fibres"));
        var offer = await pool.OfferAsync("food-valley");
        await pool.StartAsync();
        var overrides = new
        {
            locks = new[] { new { applicationId = application.Id, offerId = offer.Id }, new { applicationId = foreign.Id, offerId = offer.Id } },
            forbids = new[] { new { applicationId = application.Id, offerId = Guid.NewGuid() } }
        };

        var refused = (await Given.Officer.PostAsync($"{pool.Call.Path}/matching-runs", new { overrides })).ShouldBe(422);

        Assert.Equal(
            [("reference.unknown", "#/overrides/locks/1/applicationId"), ("reference.unknown", "#/overrides/forbids/0/offerId")],
            refused.Errors.Select(error => (error.Code, error.Pointer)));
        Assert.Empty((await Given.Officer.GetAsync($"{pool.Call.Path}/matching-runs")).ShouldBe(200).Items);
    }

    [Fact]
    public async Task What_is_locked_and_left_the_pool_ends_the_run_with_its_reason()
    {
        var pool = await Pool.OpenAsync(Service);
        var application = await pool.ApplicationAsync("axelera");
        var offer = await pool.OfferAsync("food-valley");
        await pool.StartAsync();
        (await Given.Officer.PostAsync($"{pool.Call.Path}/matching-instructions", new { kind = "lock", applicationId = application.Id, offerId = offer.Id, motive = "Retenu." })).ShouldBe(201);
        (await offer.Cluster.Signatory.TakeAsync(offer.Path, "pause")).ShouldBe(200);

        var run = await pool.RunAsync();

        Assert.Equal(("failed", "run.lock_not_in_pool"), (run.State, run["failureCode"]));
    }

    [Fact]
    public async Task An_instruction_given_since_stands_against_the_publication_until_it_is_lifted()
    {
        var pool = await Pool.OpenAsync(Service);
        await pool.ApplicationAsync("axelera");
        await pool.OfferAsync("food-valley");
        await pool.StartAsync();
        var run = await pool.RunAsync();
        var planned = (await Given.Officer.GetAsync($"{Pool.PathOf(run)}/suggestions")).ShouldBe(200).Items.Single();
        var other = await pool.OfferAsync("uppsala-bio");
        var application = planned.GetProperty("applicationId").GetGuid();
        var forbidden = (await Given.Officer.PostAsync(
            $"{pool.Call.Path}/matching-instructions", new { kind = "forbid", applicationId = application, offerId = planned.GetProperty("offerId").GetGuid(), motive = "Écarté." })).ShouldBe(201);
        (await pool.PublishAsync(run, confirm: true)).ShouldBe(409).ShouldName("run.instruction_not_kept");
        (await Given.Officer.TakeAsync($"/v1/matching-instructions/{forbidden.Id}", "lift", Motive)).ShouldBe(200);
        var locked = (await Given.Officer.PostAsync(
            $"{pool.Call.Path}/matching-instructions", new { kind = "lock", applicationId = application, offerId = other.Id, motive = "Retenu." })).ShouldBe(201);
        (await pool.PublishAsync(run, confirm: true)).ShouldBe(409).ShouldName("run.instruction_not_kept");
        (await Given.Officer.TakeAsync($"/v1/matching-instructions/{locked.Id}", "lift", Motive)).ShouldBe(200);
        (await pool.PublishAsync(run, confirm: true)).ShouldBe(200);
    }

    [Fact]
    public async Task A_plan_that_lost_a_country_to_an_officer_is_not_published()
    {
        var pool = await Pool.OpenAsync(Service, new { matchingQuotas = new { minCountries = 2 } });
        await pool.ApplicationAsync("axelera");
        await pool.ApplicationAsync("fibres");
        await pool.OfferAsync("food-valley");
        await pool.OfferAsync("uppsala-bio");
        await pool.StartAsync();
        var run = await pool.RunAsync();
        Assert.Equal("2", run["figures.pairs"]);
        (await Given.Officer.TakeAsync($"/v1/pairings/{(await Given.Officer.GetAsync($"/v1/pairings?runId={run.Id}")).Items[0].GetProperty("id")}", "discard", Motive)).ShouldBe(200);

        (await pool.PublishAsync(run)).ShouldBe(409).ShouldName("run.too_few_countries");
    }

    [Fact]
    public async Task A_what_if_that_contradicts_its_base_is_refused()
    {
        var pool = await Pool.OpenAsync(Service);
        await pool.ApplicationAsync("axelera");
        await pool.StartAsync();
        var run = await pool.RunAsync();

        (await Given.Officer.PostAsync($"{pool.Call.Path}/matching-runs", new { baseRunId = run.Id, rematch = true })).ShouldBe(422).ShouldName("run.rematch_differs #/rematch");
    }

    [Fact]
    public async Task Whoever_could_not_take_a_place_does_not_wait_for_it()
    {
        var pool = await Pool.OpenAsync(Service, new { matchingQuotas = new { maxPerPole = 1 } });
        var first = await pool.ApplicationAsync("axelera", new { preferences = new[] { new { clusterSlug = "food-valley", rank = 1 } } });
        var full = await pool.ApplicationAsync("axelera", new { themes = new[] { "medical-devices" } });
        var (forbidden, waits) = (await pool.ApplicationAsync("fibres", new { themes = new[] { "medical-devices" } }), await pool.ApplicationAsync("lyonbiopole", new { themes = new[] { "medical-devices" } }));
        var offer = await pool.OfferAsync("food-valley");
        await pool.StartAsync();
        (await Given.Officer.PostAsync($"{pool.Call.Path}/matching-instructions", new { kind = "forbid", applicationId = forbidden.Id, offerId = offer.Id, motive = "Écarté." })).ShouldBe(201);
        var run = await pool.RunAsync();
        (await pool.PublishAsync(run)).ShouldBe(200);
        Assert.Equal($"{first.Id}", (await Given.Officer.GetAsync($"{Pool.PathOf(run)}/suggestions")).ShouldBe(200)["items.0.applicationId"]);

        var waiting = (await Given.Officer.GetAsync($"/v1/offers/{offer.Id}/waiting-list?callId={pool.Call.Id}")).ShouldBe(200).Items;

        Assert.Equal([waits.Id], waiting.Select(one => one.GetProperty("applicationId").GetGuid()));
        Assert.DoesNotContain(full.Id, waiting.Select(one => one.GetProperty("applicationId").GetGuid()));
    }

    [Fact]
    public async Task Runs_are_bounded_and_keep_to_their_call()
    {
        var (pool, other) = (await Pool.OpenAsync(Service), await Pool.OpenAsync(Service));
        await pool.StartAsync();
        await other.StartAsync();
        var foreign = await other.RunAsync();
        (await Given.Officer.PostAsync($"{pool.Call.Path}/matching-runs", new { baseRunId = foreign.Id })).ShouldBeProblem(409, "run.base_not_usable", "#/baseRunId");

        await Service.OnDatabaseAsync(async db =>
        {
            var call = await db.Calls.AsNoTracking().SingleAsync(one => one.Id == pool.Call.Id);
            var officer = new Actor { Kind = ActorKind.Person, PersonId = Guid.NewGuid(), Grants = [new Grant(Role.ProgrammeOfficer, null)] };
            for (var run = 0; run < MatchingRun.MostUnderWay; run++)
            {
                var (busy, _) = MatchingRun.Request(call, RunProfile.Fit, new RunOverrides(), null, false, run, officer, Service.Clock.GetUtcNow());
                busy.TakeUp(Service.Clock.GetUtcNow(), TimeSpan.FromDays(1));
                db.MatchingRuns.Add(busy);
            }

            return await db.SaveChangesAsync();
        });
        (await Given.Officer.PostAsync($"{pool.Call.Path}/matching-runs", new { })).ShouldBeProblem(409, "run.too_many_under_way");
    }

    [Fact]
    public async Task What_is_over_takes_no_instruction_and_what_is_held_is_not_sent_again()
    {
        var pool = await Pool.OpenAsync(Service);
        var application = await pool.ApplicationAsync("axelera");
        var offer = await pool.OfferAsync("food-valley");
        await pool.StartAsync();
        var instruction = new { kind = "forbid", applicationId = application.Id, offerId = offer.Id, motive = "For a reason of the tests." };
        var given = (await Given.Officer.PostAsync($"{pool.Call.Path}/matching-instructions", instruction)).ShouldBe(201).Headers["Location"];
        var run = Pool.PathOf(await pool.RunAsync());
        foreach (var path in new[] { given, run })
            (await Given.Officer.GetAsync(path, ("If-None-Match", (await Given.Officer.GetAsync(path)).ShouldBe(200).ETag!))).ShouldBe(304);
        Assert.Equal("blocked_by_officer", (await Given.Officer.GetAsync($"{run}/unmatched")).ShouldBe(200)["items.0.reason"]);

        (await Given.Administrator.TakeAsync(pool.Call.Path, "conclude", Motive)).ShouldBe(200);
        (await Given.Officer.TakeAsync(given, "lift", Motive)).ShouldBe(200);
        (await Given.Officer.PostAsync($"{pool.Call.Path}/matching-instructions", instruction)).ShouldBeProblem(409, "instruction.call_over");
    }

    private async Task BreaksAsync(Pool pool, GivenApplication application, GivenOffer offer, params string[] rules) =>
        (await Given.Officer.PostAsync($"{pool.Call.Path}/matching-instructions", new { kind = "lock", applicationId = application.Id, offerId = offer.Id, motive = "All the same." }))
            .ShouldBe(409).ShouldName(rules);
}
