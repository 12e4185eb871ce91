using System.Text;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.People;
using Ambassadors.Matching;
using Ambassadors.Matching.Exchange;
using Ambassadors.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Ambassadors.Tests.Http;

/// <summary>From the pool of a call to proposals, by a run.</summary>
public abstract class MatchingTests(OnDatabase database) : ServiceTests(database)
{
    private static readonly object Motive = new { motive = "For a reason of the tests." };

    [Fact]
    public async Task A_run_is_answered_at_once_and_computed_beside()
    {
        var pool = await Pool.OpenAsync(Service);
        await pool.ApplicationAsync("axelera");
        await pool.OfferAsync("food-valley");
        await pool.StartAsync();

        var asked = (await Given.Officer.SendAsync(
            HttpMethod.Post, $"{pool.Call.Path}/matching-runs", Caller.ContentOf(new { }, "application/json"), null, ("Idempotency-Key", $"{Guid.NewGuid()}"), ("Prefer", "respond-async"))).ShouldBe(202);

        Assert.Equal("respond-async", asked.Headers["Preference-Applied"]);
        Assert.Equal("queued", asked.State);
        Assert.Equal(["cancel"], asked.Texts("allowedActions"));
        var run = await pool.OverAsync(asked.Headers["Location"]);
        Assert.Equal("succeeded", run.State);
        Assert.Equal("100", run["percent"]);
        Assert.Equal(("1", "0", "True"), (run["figures.pairs"], run["figures.unmatched"], run["figures.optimal"]));
        Assert.Matches("^[0-9a-f]{64}$", run["problemHash"]);
        Assert.Equal(["publish"], run.Texts("allowedActions"));
    }

    [Fact]
    public async Task The_best_plan_goes_by_the_wishes_of_both_sides()
    {
        var pool = await Pool.OpenAsync(Service);
        var (first, second) = (await pool.ApplicationAsync("axelera", Wishing("food-valley")), await pool.ApplicationAsync("fibres", Wishing("food-valley")));
        var wanted = await pool.OfferAsync("food-valley", new { preferences = new[] { new { poleSlug = "fibres", rank = 1 } } });
        var other = await pool.OfferAsync("uppsala-bio");
        await pool.StartAsync();

        var run = await pool.RunAsync();

        var suggestions = (await Given.Officer.GetAsync($"{Pool.PathOf(run)}/suggestions")).ShouldBe(200);
        var offers = suggestions.Items.ToDictionary(one => one.GetProperty("applicationId").GetGuid(), one => one);
        Assert.Equal(wanted.Id, offers[second.Id].GetProperty("offerId").GetGuid());
        Assert.Equal(other.Id, offers[first.Id].GetProperty("offerId").GetGuid());
        var parts = offers[second.Id].GetProperty("parts").EnumerateArray().ToDictionary(part => part.GetProperty("part").GetString()!, part => part.GetProperty("value").GetInt32());
        Assert.Equal((1000, 1000, 1000), (parts["themes"], parts["application_wish"], parts["host_wish"]));
        Assert.Equal(1, offers[second.Id].GetProperty("applicationRank").GetInt32());
        var better = offers[first.Id].GetProperty("betterCandidates").EnumerateArray().Single();
        Assert.Equal(wanted.Id, better.GetProperty("offerId").GetGuid());
        var exact = (await Given.Officer.GetAsync($"{Pool.PathOf(run)}/pairs/{first.Id}/{wanted.Id}")).ShouldBe(200).At("cost").GetInt64();
        Assert.InRange(better.GetProperty("leastCost").GetInt64(), 0, exact);
        Assert.True(exact > 0);

        // The terms are the earliest that both windows allow, and the least of what is asked for, the rate and the ceiling.
        Assert.Equal(Given.Day(60), offers[second.Id].GetProperty("legs")[0].GetProperty("startsOn").GetString());
        Assert.Equal(Given.Day(89), offers[second.Id].GetProperty("legs")[0].GetProperty("endsOn").GetString());
        Assert.Equal(800_000, offers[second.Id].GetProperty("amount").GetProperty("amount").GetInt64());
    }

    [Fact]
    public async Task An_auditor_computes_the_same_bytes_from_the_exported_problem()
    {
        var pool = await PoolOfThreeAsync();
        var run = await pool.RunAsync();
        var auditor = Given.Auditor;

        var problem = (await auditor.GetAsync($"{Pool.PathOf(run)}/problem")).ShouldBe(200);
        var outcome = (await auditor.GetAsync($"{Pool.PathOf(run)}/outcome")).ShouldBe(200);

        using var read = new MemoryStream(Encoding.UTF8.GetBytes(problem.Body));
        var known = MatchingFiles.ReadProblem(read);
        using var again = new MemoryStream();
        MatchingFiles.WriteOutcome(MatchingEngine.Solve(known with { Applications = [.. known.Applications.Reverse()], Pairs = [.. known.Pairs.Reverse()] }, null, TestContext.Current.CancellationToken), again);
        Assert.Equal(outcome.Body, Encoding.UTF8.GetString(again.ToArray()));
        Assert.Equal(run["problemHash"], MatchingEngine.HashOf(known));
        Assert.DoesNotContain("tests.example", problem.Body, StringComparison.Ordinal);
        using var stored = new MemoryStream(Encoding.UTF8.GetBytes(outcome.Body));
        Assert.Empty(CertificateCheck.Failures(known, MatchingFiles.ReadOutcome(stored)));
        Assert.Equal(run["figures.planHash"], (await auditor.GetAsync($"{Pool.PathOf(run)}/certificate")).ShouldBe(200)["planHash"]);
    }

    [Fact]
    public async Task Publishing_makes_proposals_and_tells_each_applicant_why()
    {
        var pool = await PoolOfThreeAsync();
        var run = await pool.RunAsync();
        var unmatched = (await Given.Officer.GetAsync($"{Pool.PathOf(run)}/unmatched")).ShouldBe(200).Items.Single();
        var left = unmatched.GetProperty("applicationId").GetGuid();
        var signatory = Service.As($"signatory@{unmatched.GetProperty("poleSlug").GetString()}.tests.example");
        Assert.Equal("seats", unmatched.GetProperty("reason").GetString());
        (await signatory.GetAsync($"/v1/applications/{left}/explanation")).ShouldBeProblem(404, "resource.not_found");
        Assert.Empty((await signatory.GetAsync($"/v1/pairings?callId={pool.Call.Id}")).ShouldBe(200).Items);

        Assert.Equal("published", (await pool.PublishAsync(run)).ShouldBe(200).State);

        var proposed = (await Given.Officer.GetAsync($"/v1/pairings?callId={pool.Call.Id}")).ShouldBe(200).Items;
        Assert.Equal(2, proposed.Count);
        Assert.All(proposed, pairing => Assert.Equal("proposed", pairing.GetProperty("status").GetString()));
        Assert.All(proposed, pairing => Assert.Equal(run.Id, pairing.GetProperty("runId").GetGuid()));
        var explained = (await signatory.GetAsync($"/v1/applications/{left}/explanation", ("Accept-Language", "en"))).ShouldBe(200);
        Assert.Equal("seats", explained["reason"]);
        Assert.Contains("L311-3-1", explained["notice"], StringComparison.Ordinal);
        Assert.True(explained.At("waivers").EnumerateArray().Any(waiver => waiver.GetProperty("rule").GetString() == "seats" && waiver.GetProperty("places").GetBoolean()), explained.Body);
        Assert.DoesNotContain("applications/", explained.Body.Replace($"{left}", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var placed = proposed[0];
        var partner = Service.As($"signatory@{placed.GetProperty("poleSlug").GetString()}.tests.example");
        Assert.Equal(placed.GetProperty("offerId").GetString(), (await partner.GetAsync($"/v1/applications/{placed.GetProperty("applicationId")}/explanation")).ShouldBe(200)["pair.offerId"]);
        (await partner.GetAsync($"/v1/applications/{left}/explanation")).ShouldBeProblem(404, "resource.not_found");
        (await pool.PublishAsync(run)).ShouldBeProblem(409, "matching_run.wrong_state");
    }

    [Fact]
    public async Task A_what_if_computes_the_same_input_by_other_rules()
    {
        var pool = await PoolOfThreeAsync();
        var run = await pool.RunAsync();
        await pool.OfferAsync("copenhagen-cleantech-cluster");

        var half = await pool.RunAsync(new { baseRunId = run.Id, overrides = new { budget = Given.Euros(8_000) } });

        Assert.Equal(("1", "2"), (half["figures.pairs"], half["figures.unmatched"]));
        Assert.Equal("800000", half["settings.budget.amount"]);
        Assert.Contains((await Given.Officer.GetAsync($"{Pool.PathOf(half)}/unmatched")).Items, one => one.GetProperty("reason").GetString() == "budget");
        var compared = (await Given.Auditor.GetAsync($"{Pool.PathOf(run)}/compare/{half.Id}")).ShouldBe(200);
        Assert.Equal(("1600000", "800000", "1"), (compared["one.figures.cost.amount"], compared["other.figures.cost.amount"], compared["changedCount"]));
        Assert.Equal((run["figures.fit"], half["figures.fit"]), (compared["one.figures.fit"], compared["other.figures.fit"]));
        Assert.Single(compared.At("other.figures.byYear").EnumerateArray());
        foreach (var one in (await Given.Officer.GetAsync($"{Pool.PathOf(half)}/unmatched")).Items)
        {
            var exact = (await Given.Officer.GetAsync($"{Pool.PathOf(half)}/unmatched/{one.GetProperty("applicationId")}")).ShouldBe(200);
            Assert.Equal("solved", exact["basis"]);
            Assert.Equal(exact.Body, (await Given.Officer.GetAsync($"{Pool.PathOf(half)}/unmatched/{one.GetProperty("applicationId")}")).Body);
        }


        var lightly = await pool.RunAsync(new { baseRunId = run.Id, overrides = new { weights = new { themes = 0, languages = 100 }, quotas = new { maxPerCountry = 1 } } });
        Assert.Equal("100", lightly["settings.weights.languages"]);
        Assert.Equal("1", lightly["settings.quotas.maxPerCountry"]);
        Assert.NotEqual(run["problemHash"], lightly["problemHash"]);
    }

    [Fact]
    public async Task What_is_asked_wrongly_is_refused_and_changes_nothing()
    {
        var pool = await Pool.OpenAsync(Service);
        var (officer, runs) = (Given.Officer, $"{pool.Call.Path}/matching-runs");
        (await officer.PostAsync(runs, new { })).ShouldBeProblem(409, "run.call_not_matching");
        await pool.StartAsync();
        (await officer.PostAsync(runs, new { baseRunId = Guid.NewGuid() })).ShouldBeProblem(422, "request.invalid", "#/baseRunId");
        (await officer.PostAsync(runs, new { profile = "best" })).ShouldBeProblem(400, "request.unreadable");
        (await officer.PostAsync(runs, new { overrides = new { weights = new { themes = 101 }, budget = new { amount = -1, currency = "EUR" }, locks = new[] { new { applicationId = Guid.NewGuid() } } } }))
            .ShouldBe(422).ShouldName("field.out_of_range #/overrides/weights/themes", "field.out_of_range #/overrides/budget/amount", "field.required #/overrides/locks/0/offerId");
        (await officer.PostAsync(runs, new { overrides = new { budget = new { amount = 1, currency = "USD" } } })).ShouldBe(422).ShouldName("terms.amount_currency #/overrides/budget/currency");
        (await (await Given.PoleAsync()).Signatory.PostAsync(runs, new { })).ShouldBeProblem(403, "role.not_allowed");
        (await Given.Auditor.PostAsync(runs, new { })).ShouldBeProblem(403, "role.not_allowed");
        (await (await Given.PoleAsync()).Signatory.GetAsync(runs)).ShouldBeProblem(403, "role.not_allowed");
        Assert.Empty((await officer.GetAsync(runs)).ShouldBe(200).Items);
    }

    [Fact]
    public async Task A_rule_that_can_not_hold_is_named_with_its_numbers()
    {
        var pool = await PoolOfThreeAsync();

        var run = await pool.RunAsync(new { overrides = new { quotas = new { minCountries = 3 } } });

        Assert.Equal("infeasible", run.State);
        Assert.Equal(("distinct_countries", "3", "2"), (run["infeasible.rule"], run["infeasible.asked"], run["infeasible.possible"]));
        Assert.Equal("3 pays demandés, 2 atteignables.", run["infeasible.detail"]);
        (await Given.Officer.GetAsync($"{Pool.PathOf(run)}/suggestions")).ShouldBeProblem(404, "resource.not_found");
        (await pool.PublishAsync(run)).ShouldBeProblem(409, "matching_run.wrong_state");
    }

    [Fact]
    public async Task A_run_that_was_cut_off_is_taken_up_again_and_ends_the_same()
    {
        var pool = await PoolOfThreeAsync();
        var run = await pool.RunAsync();
        var cut = await Service.OnDatabaseAsync(async db =>
        {
            var original = await db.MatchingRuns.AsNoTracking().SingleAsync(one => one.Id == run.Id);
            var call = await db.Calls.AsNoTracking().SingleAsync(one => one.Id == original.CallId);
            var officer = new Actor { Kind = ActorKind.Person, PersonId = Guid.NewGuid(), Grants = [new Grant(Role.ProgrammeOfficer, null)] };
            var (again, _) = MatchingRun.Request(call, RunProfile.Fit, new RunOverrides(), original, false, 0, officer, Service.Clock.GetUtcNow());

            // As an instance leaves it that is killed in the middle: running, its lease over.
            again.TakeUp(Service.Clock.GetUtcNow().AddMinutes(-5), TimeSpan.FromSeconds(30));
            db.MatchingRuns.Add(again);
            await db.SaveChangesAsync();
            return again.Id;
        });

        await Service.Services.GetRequiredService<Api.Matching.MatchingService>().ComputeDueAsync(TestContext.Current.CancellationToken);

        var ended = await pool.OverAsync($"/v1/matching-runs/{cut}");
        Assert.Equal("succeeded", ended.State);
        Assert.Equal((run["problemHash"], run["figures.planHash"]), (ended["problemHash"], ended["figures.planHash"]));
        Assert.Equal(
            (await Given.Auditor.GetAsync($"{Pool.PathOf(run)}/outcome")).ShouldBe(200).Body,
            (await Given.Auditor.GetAsync($"{Pool.PathOf(ended)}/outcome")).ShouldBe(200).Body);
    }

    [Fact]
    public async Task A_run_that_stops_its_instance_thrice_is_given_up()
    {
        var pool = await PoolOfThreeAsync();
        var run = await pool.RunAsync();
        await Service.OnDatabaseAsync(db => db.MatchingRuns.Where(one => one.Id == run.Id).ExecuteUpdateAsync(set => set
            .SetProperty(one => one.Status, MatchingRunStatus.Running).SetProperty(one => one.Attempts, MatchingRun.MostAttempts)
            .SetProperty(one => one.LeasedUntil, Service.Clock.GetUtcNow().AddMinutes(-1))));

        await Service.Services.GetRequiredService<Api.Matching.MatchingService>().ComputeDueAsync(TestContext.Current.CancellationToken);

        var ended = await pool.OverAsync(Pool.PathOf(run));
        Assert.Equal(("failed", "run.given_up"), (ended.State, ended["failureCode"]));
    }

    [Fact]
    public async Task An_officer_ends_a_run_that_waits()
    {
        var pool = await PoolOfThreeAsync();
        var run = await pool.RunAsync();
        await Service.OnDatabaseAsync(db => db.MatchingRuns.Where(one => one.Id == run.Id).ExecuteUpdateAsync(set => set
            .SetProperty(one => one.Status, MatchingRunStatus.Running).SetProperty(one => one.LeasedUntil, Service.Clock.GetUtcNow().AddHours(1))));

        Assert.Equal("cancelled", (await Given.Officer.TakeAsync(Pool.PathOf(run), "cancel")).ShouldBe(200).State);
        (await Given.Officer.TakeAsync(Pool.PathOf(run), "cancel")).ShouldBeProblem(409, "matching_run.wrong_state");
    }

    [Fact]
    public async Task A_run_is_followed_as_events()
    {
        var pool = await PoolOfThreeAsync();
        var run = await pool.RunAsync();

        var events = (await Given.Officer.GetAsync($"{Pool.PathOf(run)}/progress", ("Accept", "text/event-stream"))).ShouldBe(200);

        Assert.StartsWith("text/event-stream", events.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Contains("event: progress", events.Body, StringComparison.Ordinal);
        Assert.Contains("\"status\":\"succeeded\"", events.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_plan_depends_on_is_checked_again_when_it_is_published()
    {
        var pool = await PoolOfThreeAsync();
        var run = await pool.RunAsync();
        var suggestion = (await Given.Officer.GetAsync($"{Pool.PathOf(run)}/suggestions")).ShouldBe(200).Items[0];
        var application = $"/v1/applications/{suggestion.GetProperty("applicationId")}";
        var signatory = Service.As($"signatory@{suggestion.GetProperty("poleSlug").GetString()}.tests.example");
        (await signatory.TakeAsync(application, "withdraw", Motive)).ShouldBe(200);
        (await Given.Administrator.PatchAsync(pool.Call.Path, new { budget = Given.Euros(10_000), consentDays = 20 })).ShouldBe(200);

        var refused = (await pool.PublishAsync(run)).ShouldBe(409);

        refused.ShouldName("run.application_changed", "run.rules_changed", "run.no_money_left", "run.pool_changed");
        Assert.Contains(application, refused.Body, StringComparison.Ordinal);
        Assert.All((await Given.Officer.GetAsync($"/v1/pairings?runId={run.Id}")).Items, pairing => Assert.Equal("suggested", pairing.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Other_changes_of_the_pool_pass_once_they_are_confirmed()
    {
        var pool = await PoolOfThreeAsync();
        var run = await pool.RunAsync();
        Service.Clock.Advance(TimeSpan.FromSeconds(1));
        await pool.OfferAsync("copenhagen-cleantech-cluster");

        (await pool.PublishAsync(run)).ShouldBeProblem(409, "run.pool_changed", "#/confirm");
        (await pool.PublishAsync(run, confirm: true)).ShouldBe(200);
    }

    [Fact]
    public async Task Offers_of_countries_that_the_call_does_not_admit_are_not_in_its_pool()
    {
        var pool = await Pool.OpenAsync(Service, new { countries = new[] { "NL", "SE" } });
        await pool.ApplicationAsync("axelera", Wishing("food-valley"));
        await pool.OfferAsync("food-valley");
        await pool.OfferAsync("medicon-valley-alliance");
        await pool.StartAsync();
        var run = await pool.RunAsync();
        Assert.Subset(
            new HashSet<string> { "NL", "SE" },
            (await Given.Officer.GetAsync($"{Pool.PathOf(run)}/statistics")).ShouldBe(200).At("byCountry").EnumerateArray().Select(one => one.GetProperty("country").GetString()!).ToHashSet());
        Service.Clock.Advance(TimeSpan.FromSeconds(1));
        await pool.OfferAsync("copenhagen-cleantech-cluster");

        (await pool.PublishAsync(run)).ShouldBe(200);
    }

    [Fact]
    public async Task A_newer_run_that_is_published_leaves_the_others_suggestions_aside()
    {
        var pool = await PoolOfThreeAsync();
        var older = await pool.RunAsync();
        Service.Clock.Advance(TimeSpan.FromSeconds(1));
        var newer = await pool.RunAsync();
        (await pool.PublishAsync(newer)).ShouldBe(200);

        Assert.All((await Given.Officer.GetAsync($"/v1/pairings?runId={older.Id}")).Items, pairing => Assert.Equal("discarded", pairing.GetProperty("status").GetString()));
        Assert.Contains("run.newer_published", (await pool.PublishAsync(older)).ShouldBe(409).Errors.Select(error => error.Code));
    }

    [Fact]
    public async Task Officers_lock_and_forbid_pairs_with_a_motive()
    {
        var pool = await Pool.OpenAsync(Service);
        var (first, second) = (await pool.ApplicationAsync("axelera", Wishing("food-valley")), await pool.ApplicationAsync("fibres"));
        var (wished, other) = (await pool.OfferAsync("food-valley"), await pool.OfferAsync("uppsala-bio"));
        await pool.StartAsync();
        var instructions = $"{pool.Call.Path}/matching-instructions";
        object Instruction(string kind, GivenApplication application, GivenOffer offer) => new { kind, applicationId = application.Id, offerId = offer.Id, motive = "A joint laboratory." };

        var locked = (await Given.Officer.PostAsync(instructions, Instruction("lock", second, wished))).ShouldBe(201);
        var forbidden = (await Given.Officer.PostAsync(instructions, Instruction("forbid", first, other))).ShouldBe(201);

        (await Given.Officer.PostAsync(instructions, Instruction("forbid", second, wished))).ShouldBeProblem(409, "instruction.in_force", "#/offerId");
        (await Given.Officer.PostAsync(instructions, Instruction("lock", second, other))).ShouldBeProblem(409, "instruction.application_locked", "#/applicationId");
        var run = await pool.RunAsync();
        var suggestion = (await Given.Officer.GetAsync($"{Pool.PathOf(run)}/suggestions")).ShouldBe(200).Items.Single();
        Assert.Equal((second.Id, wished.Id), (suggestion.GetProperty("applicationId").GetGuid(), suggestion.GetProperty("offerId").GetGuid()));
        Assert.Equal(2, (await Given.Officer.GetAsync($"{instructions}?status=in_force")).ShouldBe(200).Items.Count);
        var seen = await Given.Officer.GetAsync(forbidden.Headers["Location"]);
        Assert.Equal("lifted", (await Given.Officer.TakeAsync(forbidden.Headers["Location"], "lift", Motive)).ShouldBe(200).State);
        (await Given.Officer.TakeAsync(locked.Headers["Location"], "lift", Motive)).ShouldBe(200);
        (await Given.Officer.PostAsync($"{forbidden.Headers["Location"]}/lift", Motive, seen.ETag)).ShouldBeProblem(409, "matching_instruction.wrong_state");
        Assert.Equal("2", (await pool.RunAsync())["figures.pairs"]);
    }

    [Fact]
    public async Task A_pair_that_breaks_a_hard_rule_can_not_be_locked()
    {
        var pool = await Pool.OpenAsync(Service);
        var application = await pool.ApplicationAsync("axelera");
        var offer = await pool.OfferAsync("food-valley", new { themes = new[] { "aerospace" }, languages = new[] { "zzz" }, directions = new[] { "inbound" } });
        await pool.StartAsync();

        (await Given.Officer.PostAsync($"{pool.Call.Path}/matching-instructions", new { kind = "lock", applicationId = application.Id, offerId = offer.Id, motive = "All the same." }))
            .ShouldBe(409).ShouldName("candidate.direction_not_offered", "candidate.no_common_theme", "candidate.no_common_language");
    }

    [Fact]
    public async Task An_officers_own_pair_shows_what_it_costs_and_what_stands_against_it()
    {
        var pool = await PoolOfThreeAsync();
        var strange = await pool.OfferAsync("copenhagen-cleantech-cluster", new { languages = new[] { "zzz" } });
        var run = await pool.RunAsync();
        var unmatched = (await Given.Officer.GetAsync($"{Pool.PathOf(run)}/unmatched")).ShouldBe(200).Items.Single().GetProperty("applicationId");
        var suggestion = (await Given.Officer.GetAsync($"{Pool.PathOf(run)}/suggestions")).ShouldBe(200).Items[0];

        var imposed = (await Given.Officer.GetAsync($"{Pool.PathOf(run)}/pairs/{unmatched}/{suggestion.GetProperty("offerId")}")).ShouldBe(200);

        Assert.Equal(("False", "True"), (imposed["inPlan"], imposed["possible"]));
        Assert.Empty(imposed.At("brokenRules").EnumerateArray());
        Assert.True(imposed.At("cost").GetInt64() >= imposed.At("leastCost").GetInt64(), imposed.Body);
        Assert.True(imposed.At("cost").GetInt64() > 0, imposed.Body);
        var stopped = (await Given.Officer.GetAsync($"{Pool.PathOf(run)}/pairs/{unmatched}/{strange.Id}")).ShouldBe(200);
        Assert.Equal("candidate.no_common_language", stopped["brokenRules.0.code"]);
        Assert.Null(stopped["cost"]);
    }

    [Fact]
    public async Task A_rematch_keeps_what_was_agreed_and_shows_what_would_change()
    {
        var pool = await PoolOfThreeAsync();
        (await pool.PublishAsync(await pool.RunAsync())).ShouldBe(200);
        var proposed = (await Given.Officer.GetAsync($"/v1/pairings?callId={pool.Call.Id}&status=proposed")).ShouldBe(200).Items;
        var declined = proposed[0];
        (await Service.As($"signatory@{declined.GetProperty("clusterSlug").GetString()}.tests.example").TakeAsync($"/v1/pairings/{declined.GetProperty("id")}", "decline", Motive)).ShouldBe(200);
        Service.Clock.Advance(TimeSpan.FromSeconds(1));

        var again = await pool.RunAsync(new { rematch = true });

        Assert.Equal("2", again["figures.pairs"]);
        var changes = (await Given.Officer.GetAsync($"{Pool.PathOf(again)}/changes")).ShouldBe(200).Items;
        Assert.Equal(["added", "kept"], changes.Select(change => change.GetProperty("change").GetString()).Order());
        Assert.Equal(proposed[1].GetProperty("id").GetGuid(), changes.Single(change => change.GetProperty("change").GetString() == "kept").GetProperty("pairingId").GetGuid());
        (await pool.PublishAsync(again, confirm: true)).ShouldBe(200);
        Assert.Equal(2, (await Given.Officer.GetAsync($"/v1/pairings?callId={pool.Call.Id}&status=proposed")).ShouldBe(200).Items.Count);
    }

    [Fact]
    public async Task What_gives_way_in_a_rematch_is_cancelled_when_it_is_published()
    {
        var pool = await Pool.OpenAsync(Service);
        var application = await pool.ApplicationAsync("axelera", Wishing("food-valley"));
        var offer = await pool.OfferAsync("uppsala-bio", new { themes = new[] { "medical-devices" } });
        var pairing = await Given.ProposedPairingAsync(application, offer);
        await pool.StartAsync();
        var better = await pool.OfferAsync("food-valley");

        var again = await pool.RunAsync(new { rematch = true });

        var changes = (await Given.Officer.GetAsync($"{Pool.PathOf(again)}/changes")).ShouldBe(200).Items;
        Assert.Equal(["added", "dropped"], changes.Select(change => change.GetProperty("change").GetString()).Order());
        (await pool.PublishAsync(again, confirm: true)).ShouldBe(200);
        Assert.Equal("cancelled", (await Given.Officer.GetAsync(pairing.Path)).State);
        Assert.Equal($"{better.Id}", (await Given.Officer.GetAsync($"/v1/pairings?applicationId={application.Id}&status=proposed")).ShouldBe(200)["items.0.offerId"]);
    }

    [Fact]
    public async Task What_is_open_is_left_alone_with_its_money_and_places()
    {
        var pool = await Pool.OpenAsync(Service, new { budget = Given.Euros(16_000) });
        var (open, other) = (await pool.ApplicationAsync("axelera"), await pool.ApplicationAsync("fibres"));
        var offer = await pool.OfferAsync("food-valley", new { capacity = 2 });
        await Given.ProposedPairingAsync(open, offer);
        await pool.StartAsync();

        var run = await pool.RunAsync();

        Assert.Equal(("800000", "1", "0"), (run["settings.budget.amount"], run["figures.pairs"], run["figures.unmatched"]));
        Assert.Equal(other.Id, (await Given.Officer.GetAsync($"{Pool.PathOf(run)}/suggestions")).ShouldBe(200).Items.Single().GetProperty("applicationId").GetGuid());
    }

    [Fact]
    public async Task Who_waits_for_a_place_is_listed_the_next_first()
    {
        var pool = await PoolOfThreeAsync();
        var run = await pool.RunAsync();
        (await pool.PublishAsync(run)).ShouldBe(200);
        var offer = (await Given.Officer.GetAsync($"{Pool.PathOf(run)}/suggestions")).ShouldBe(200).Items[0].GetProperty("offerId");

        var waiting = (await Given.Officer.GetAsync($"/v1/offers/{offer}/waiting-list?callId={pool.Call.Id}")).ShouldBe(200).Items.Single();

        Assert.Equal(1, waiting.GetProperty("place").GetInt32());
        Assert.Matches("^[0-9a-f]{8}$", waiting.GetProperty("lottery").GetString());
        (await (await Given.ClusterAsync("food-valley")).Signatory.GetAsync($"/v1/offers/{offer}/waiting-list?callId={pool.Call.Id}")).ShouldBeProblem(403, "role.not_allowed");
    }

    [Fact]
    public async Task Figures_stand_beside_the_pool_so_that_a_bias_shows()
    {
        var pool = await PoolOfThreeAsync();
        var run = await pool.RunAsync();

        var figures = (await Given.Auditor.GetAsync($"{Pool.PathOf(run)}/statistics")).ShouldBe(200);

        Assert.Equal(3, figures.At("byPole").EnumerateArray().Sum(group => group.GetProperty("applications").GetInt32()));
        Assert.Equal(2, figures.At("byTier").EnumerateArray().Sum(group => group.GetProperty("paired").GetInt32()));
        Assert.Equal(2, figures.At("distribution").EnumerateArray().Sum(range => range.GetProperty("pairs").GetInt32()));
        Assert.Equal(2, figures.At("byCountry").EnumerateArray().Sum(country => country.GetProperty("paired").GetInt32()));
        Assert.Equal("1", figures["reasons.0.applications"]);
    }

    [Fact]
    public async Task An_application_without_a_candidate_is_told_what_would_change_it()
    {
        var pool = await Pool.OpenAsync(Service);
        var application = await pool.ApplicationAsync("axelera", new { languages = new[] { "zzx" } });
        await pool.OfferAsync("food-valley");
        await pool.OfferAsync("uppsala-bio");
        await pool.StartAsync();

        var run = await pool.RunAsync();

        var left = (await Given.Officer.GetAsync($"{Pool.PathOf(run)}/unmatched", ("Accept-Language", "en"))).ShouldBe(200).Items.Single();
        Assert.Equal((application.Id, "no_eligible", 0), (left.GetProperty("applicationId").GetGuid(), left.GetProperty("reason").GetString(), left.GetProperty("candidates").GetInt32()));
        var miss = left.GetProperty("nearestMisses").EnumerateArray().First(one => one.GetProperty("rule").GetString() == "candidate.no_common_language");
        Assert.True(miss.GetProperty("offers").GetInt32() >= 2);
        Assert.Contains("would become possible", miss.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Concluding_the_call_gives_each_applicant_the_runs_reason()
    {
        var pool = await PoolOfThreeAsync();
        var run = await pool.RunAsync();
        (await pool.PublishAsync(run)).ShouldBe(200);
        foreach (var pairing in (await Given.Officer.GetAsync($"/v1/pairings?callId={pool.Call.Id}&status=proposed")).ShouldBe(200).Items)
            (await Given.Officer.TakeAsync($"/v1/pairings/{pairing.GetProperty("id")}", "cancel", Motive)).ShouldBe(200);
        var left = (await Given.Officer.GetAsync($"{Pool.PathOf(run)}/unmatched")).ShouldBe(200).Items.Single().GetProperty("applicationId");

        (await Given.Administrator.TakeAsync(pool.Call.Path, "conclude", new { })).ShouldBeProblem(409, "call.motive_required", "#/motive");
        (await Given.Administrator.TakeAsync(pool.Call.Path, "conclude", new { motive = "Les binômes trouvés ont été annulés." })).ShouldBe(200);

        Assert.StartsWith("Les places des offres possibles", (await Given.Officer.GetAsync($"/v1/applications/{left}")).ShouldBe(200)["motive"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suggestion_is_proposed_or_left_aside_by_itself()
    {
        var pool = await PoolOfThreeAsync();
        var run = await pool.RunAsync();
        var suggested = (await Given.Officer.GetAsync($"/v1/pairings?runId={run.Id}")).ShouldBe(200).Items;
        var (one, other) = ($"/v1/pairings/{suggested[0].GetProperty("id")}", $"/v1/pairings/{suggested[1].GetProperty("id")}");
        var signatory = Service.As($"signatory@{suggested[0].GetProperty("poleSlug").GetString()}.tests.example");
        (await signatory.GetAsync(one)).ShouldBeProblem(404, "resource.not_found");
        Assert.Equal(["discard", "propose", "cancel"], (await Given.Officer.GetAsync(one)).ShouldBe(200).Texts("allowedActions").OrderBy(act => act switch { "discard" => 0, "propose" => 1, _ => 2 }));

        Assert.Equal("proposed", (await Given.Officer.TakeAsync(one, "propose")).ShouldBe(200).State);
        Assert.Equal("discarded", (await Given.Officer.TakeAsync(other, "discard", Motive)).ShouldBe(200).State);

        (await signatory.GetAsync(one)).ShouldBe(200);
        (await signatory.GetAsync($"{one}/terms/1")).ShouldBe(200);
        (await Given.Officer.TakeAsync(other, "propose")).ShouldBeProblem(409, "pairing.wrong_state");
    }

    [Fact]
    public async Task A_pole_looks_for_hosts_by_fit_and_sees_what_stands_against_the_others()
    {
        var pool = await Pool.OpenAsync(Service);
        var application = await pool.ApplicationAsync("axelera", Wishing("food-valley"));
        var wished = await pool.OfferAsync("food-valley", new { preferences = new[] { new { poleSlug = "fibres", rank = 1 } } });
        var near = await pool.OfferAsync("uppsala-bio", new { themes = new[] { "medical-devices" } });
        var strange = await pool.OfferAsync("copenhagen-cleantech-cluster", new { languages = new[] { "zzy" } });

        var first = (await application.Pole.Editor.GetAsync($"{application.Path}/candidates?limit=2")).ShouldBe(200);
        Assert.Equal([wished.Id, near.Id], first.Items.Select(one => one.GetProperty("offerId").GetGuid()));
        Assert.All(first.Items, one => Assert.True(one.GetProperty("passes").GetBoolean()));
        var rest = new List<System.Text.Json.JsonElement>();
        for (var next = first["next"]; next is not null;)
        {
            var page = (await application.Pole.Editor.GetAsync($"{application.Path}/candidates?limit=2&cursor={next}")).ShouldBe(200);
            rest.AddRange(page.Items);
            next = page["next"];
        }

        var stopped = rest.Single(one => one.GetProperty("offerId").GetGuid() == strange.Id);
        Assert.Equal("candidate.no_common_language", stopped.GetProperty("brokenRules")[0].GetProperty("code").GetString());
        Assert.Equal(rest.Count, rest.DistinctBy(one => one.GetProperty("offerId").GetGuid()).Count());

        // Whom the host wishes for is not the pôle's to know.
        int HostWish(Answer answer) => answer.Items[0].GetProperty("parts").EnumerateArray().Single(part => part.GetProperty("part").GetString() == "host_wish").GetProperty("value").GetInt32();
        Assert.Equal((500, 0), (HostWish(first), HostWish(await Given.Officer.GetAsync($"{application.Path}/candidates?passing=true"))));
        Assert.Equal(2, (await application.Pole.Editor.GetAsync($"{application.Path}/candidates?passing=true")).Items.Count);
        (await (await Given.PoleAsync("fibres")).Editor.GetAsync($"{application.Path}/candidates")).ShouldBeProblem(404, "resource.not_found");

        // A draft is judged by what it says so far, and an offer that leaves the pool is gone at the next look.
        var draft = await Given.DraftApplicationAsync(pool.Call, application.Pole, new { languages = new[] { pool.Language }, durationDays = (int?)null });
        Assert.NotEmpty((await draft.Pole.Editor.GetAsync($"{draft.Path}/candidates")).ShouldBe(200).Items);
        (await wished.Cluster.Signatory.TakeAsync(wished.Path, "pause")).ShouldBe(200);
        Assert.Equal(near.Id, (await application.Pole.Editor.GetAsync($"{application.Path}/candidates?passing=true")).Items.Single().GetProperty("offerId").GetGuid());
    }

    [Fact]
    public async Task A_cluster_looks_for_those_who_wish_for_it_the_programme_for_all()
    {
        var pool = await Pool.OpenAsync(Service);
        var wishing = await pool.ApplicationAsync("axelera", Wishing("food-valley"));
        var other = await pool.ApplicationAsync("fibres");
        var offer = await pool.OfferAsync("food-valley");
        var path = $"{offer.Path}/candidates?callId={pool.Call.Id}";

        Assert.Equal([wishing.Id, other.Id], (await Given.Officer.GetAsync(path)).ShouldBe(200).Items.Select(one => one.GetProperty("applicationId").GetGuid()));
        Assert.Equal(wishing.Id, (await offer.Cluster.Contact.GetAsync(path)).ShouldBe(200).Items.Single().GetProperty("applicationId").GetGuid());
        (await (await Given.ClusterAsync("uppsala-bio")).Contact.GetAsync(path)).ShouldBeProblem(404, "resource.not_found");
        (await wishing.Pole.Editor.GetAsync(path)).ShouldBeProblem(404, "resource.not_found");
        Assert.Empty((await Given.Officer.GetAsync($"{offer.Path}/candidates?callId={Guid.NewGuid()}")).ShouldBe(200).Items);
    }

    [Fact]
    public async Task What_a_call_weighs_limits_and_pays_is_data_of_the_call()
    {
        var call = await Given.DraftCallAsync(new
        {
            matchingWeights = new { themes = 50 },
            matchingQuotas = new { maxPerPole = 2, minCountries = 3 },
            rates = new object[] { new { country = "TN", perMonth = Given.Euros(2_000) }, new { lumpSum = Given.Euros(9_000) } }
        });
        var seen = (await Given.Administrator.GetAsync(call.Path)).ShouldBe(200);
        Assert.Equal(("50", "20", "2", "3"), (seen["matchingWeights.themes"], seen["matchingWeights.applicationWish"], seen["matchingQuotas.maxPerPole"], seen["matchingQuotas.minCountries"]));
        Assert.Equal(("TN", "200000", "900000"), (seen["rates.0.country"], seen["rates.0.perMonth.amount"], seen["rates.1.lumpSum.amount"]));
        var other = (await Given.Administrator.PatchAsync(call.Path, new { matchingWeights = new { themes = 0 }, rates = Array.Empty<object>() })).ShouldBe(200);
        Assert.Equal(("0", null), (other["matchingWeights.themes"], other["rates.0.country"]));

        (await Given.Administrator.PatchAsync(call.Path, new
        {
            matchingWeights = new { themes = 0, applicationWish = 0, hostWish = 0, languages = 0, dates = 0, cooperation = 0, reciprocity = 0 },
            matchingQuotas = new { maxPerPole = 0 },
            rates = new object[] { new { country = "TN", perMonth = Given.Euros(1), lumpSum = Given.Euros(1) }, new { country = "TN", lumpSum = new { amount = 1, currency = "USD" } } }
        })).ShouldBe(422).ShouldName(
            "call.no_weight #/matchingWeights/themes", "field.out_of_range #/matchingQuotas/maxPerPole", "call.rate_ambiguous #/rates/0/perMonth", "call.rate_twice #/rates", "call.currencies_differ #/rates");
    }

    [Fact]
    public async Task A_rate_bounds_what_a_suggestion_and_a_proposal_cost()
    {
        var pool = await Pool.OpenAsync(Service, new { rates = new[] { new { country = "NL", perMonth = Given.Euros(1_500) } } });
        var application = await pool.ApplicationAsync("axelera");
        var offer = await pool.OfferAsync("food-valley");
        await pool.StartAsync();

        var run = await pool.RunAsync();

        Assert.Equal("150000", (await Given.Officer.GetAsync($"{Pool.PathOf(run)}/suggestions")).ShouldBe(200)["items.0.amount.amount"]);
        (await Given.Officer.PostAsync("/v1/pairings", Given.PairingRequest(application, offer))).ShouldBeProblem(409, "terms.amount_over_rate", "#/terms/amount/amount");
    }

    [Fact]
    public async Task An_offer_wishes_for_poles_that_the_cluster_and_the_programme_see()
    {
        var offer = await Given.PublishedOfferAsync(with: new { preferences = new[] { new { poleSlug = "axelera", rank = 2 }, new { poleSlug = "fibres", rank = 1 } } });
        Assert.Equal("fibres", (await offer.Cluster.Contact.GetAsync(offer.Path)).ShouldBe(200)["preferences.0.poleSlug"]);
        Assert.Null((await (await Given.PoleAsync()).Editor.GetAsync(offer.Path)).ShouldBe(200)["preferences.0.poleSlug"]);

        (await offer.Cluster.Contact.PostAsync("/v1/offers", Given.OfferRequest(offer.Cluster, new { preferences = new[] { new { poleSlug = "axelera", rank = 1 }, new { poleSlug = "axelera", rank = 1 } } })))
            .ShouldBe(422).ShouldName("field.duplicates #/preferences", "offer.rank_twice #/preferences", "offer.pole_twice #/preferences");
        (await offer.Cluster.Contact.PostAsync("/v1/offers", Given.OfferRequest(offer.Cluster, new { preferences = new[] { new { poleSlug = "nobody-here", rank = 1 } } })))
            .ShouldBe(422).ShouldName("reference.unknown #/preferences/0/poleSlug");
    }

    /// <summary>Three applications, two offers of one place each.</summary>
    private async Task<Pool> PoolOfThreeAsync()
    {
        var pool = await Pool.OpenAsync(Service);
        await pool.ApplicationAsync("axelera", Wishing("food-valley"));
        await pool.ApplicationAsync("fibres", Wishing("uppsala-bio"));
        await pool.ApplicationAsync("lyonbiopole", new { themes = new[] { "medical-devices" } });
        await pool.OfferAsync("food-valley");
        await pool.OfferAsync("uppsala-bio");
        await pool.StartAsync();
        return pool;
    }

    private static object Wishing(string cluster) => new { preferences = new[] { new { clusterSlug = cluster, rank = 1 } } };
}

/// <inheritdoc/>
public sealed class MatchingOnSqlite(OnSqlite database) : MatchingTests(database);

/// <inheritdoc/>
public sealed class MatchingOnPostgres(OnPostgres database) : MatchingTests(database);
