using Ambassadors.Tests.Support;

namespace Ambassadors.Tests.Http;

/// <summary>From a draft to the pool, and what ends an application.</summary>
public abstract class ApplicationTests(OnDatabase database) : ServiceTests(database)
{
    [Fact]
    public async Task Every_condition_that_a_submission_does_not_meet_is_named_at_once()
    {
        var call = await Given.OpenCallAsync(new
        {
            countries = new[] { "TN" },
            themes = new[] { "energy" },
            directions = new[] { "inbound" },
            ambassadorFunctions = new[] { "president" }
        });
        var application = await Given.DraftApplicationAsync(call, with: new
        {
            durationDays = 400,
            requestedAmount = Given.Euros(20_001),
            preferences = new[] { new { clusterSlug = "medicon-valley-alliance", rank = 1 } },
            objectives = (string?)null
        });

        (await application.Pole.Signatory.TakeAsync(application.Path, "submit")).ShouldBeProblem(409, "request.refused").ShouldName(
            "ambassador.function_not_eligible #/ambassadorId",
            "application.amount_over_ceiling #/requestedAmount/amount",
            "application.candidacy_not_agreed #/ambassadorId",
            "application.country_not_eligible #/preferences/0/clusterSlug",
            "application.direction_not_allowed #/direction",
            "application.duration_out_of_limits #/durationDays",
            "application.incomplete #/objectives",
            "application.no_window_long_enough #/windows",
            "application.theme_not_eligible #/themes");
    }

    [Fact]
    public async Task A_submitted_application_has_a_reference_and_a_snapshot_that_stays()
    {
        var application = await Given.SubmittedApplicationAsync();

        var shown = (await application.Pole.Editor.GetAsync(application.Path)).ShouldBe(200);

        Assert.Matches("^AMB-2027-[0-9]{5}$", shown["reference"]);
        var snapshot = (await application.Pole.Editor.GetAsync($"{application.Path}/snapshots")).Items.Single();
        Assert.Equal((1, 30), (snapshot.GetProperty("number").GetInt32(), snapshot.GetProperty("durationDays").GetInt32()));
        Assert.Matches("^[0-9a-f]{64}$", snapshot.GetProperty("hash").GetString());
    }

    [Fact]
    public async Task Another_ambassador_has_to_agree_anew()
    {
        var application = await Given.AgreedApplicationAsync();
        var another = await Given.MemberAsync(application.Pole.Slug, null);

        var edited = (await application.Pole.Editor.PatchAsync(application.Path, new { ambassadorId = another })).ShouldBe(200);

        Assert.Equal("False", edited["candidacyAgreed"]);
        (await application.Pole.Signatory.TakeAsync(application.Path, "submit")).ShouldBeProblem(409, "application.candidacy_not_agreed");
        (await application.Pole.Ambassador.GetAsync(application.Path)).ShouldBeProblem(404, "resource.not_found");
    }

    [Fact]
    public async Task A_merge_patch_removes_by_null_and_leaves_the_rest()
    {
        var application = await Given.DraftApplicationAsync();
        var before = await application.Pole.Editor.GetAsync(application.Path);

        var same = (await application.Pole.Editor.PatchAsync(application.Path, "{}")).ShouldBe(200);
        Assert.Equal(before.ETag, same.ETag);
        var patched = (await application.Pole.Editor.PatchAsync(application.Path, "{\"objectives\":null,\"themes\":[\"energy\"]}")).ShouldBe(200);

        Assert.Null(patched["objectives"]);
        Assert.Equal(["energy"], patched.Texts("themes"));
        Assert.Equal("30", patched["durationDays"]);
        Assert.Equal("2", patched["version"]);
    }

    [Fact]
    public async Task Of_two_patches_on_one_version_one_is_made()
    {
        var application = await Given.DraftApplicationAsync();
        var seen = await application.Pole.Editor.GetAsync(application.Path);

        var answers = await Task.WhenAll(Enumerable.Range(31, 2).Select(days =>
            application.Pole.Editor.PatchAsync(application.Path, new { durationDays = days }, seen.ETag)));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Single(answers, answer => answer.Status == 412);
    }

    [Fact]
    public async Task A_reference_of_the_partners_is_used_once()
    {
        var call = await Given.OpenCallAsync();
        var reference = Guid.NewGuid().ToString();
        var first = await Given.DraftApplicationAsync(call, with: new { partnerReference = reference });

        var second = await first.Pole.Editor.PostAsync("/v1/applications", Given.ApplicationRequest(call, first.Pole, new { partnerReference = reference }));

        second.ShouldBeProblem(409, "application.partner_reference_taken", "#/partnerReference");
        Assert.Equal(first.Path, second["errors.0.resource"]);
        await Given.DraftApplicationAsync(call, await Given.PoleAsync("axelera"), new { partnerReference = reference });
    }

    [Fact]
    public async Task An_application_that_leaves_the_pool_takes_its_open_pairings_with_it()
    {
        foreach (var act in new[] { "withdraw", "reject" })
        {
            var pairing = await Given.ConsentedPairingAsync();
            var by = act == "withdraw" ? pairing.Application.Pole.Signatory : Given.Officer;
            (await by.TakeAsync(pairing.Application.Path, act, new { motive = "Sans objet." })).ShouldBe(200);
            Assert.Equal("cancelled", (await Given.Officer.GetAsync(pairing.Path)).State);
        }
    }

    [Fact]
    public async Task A_pairing_before_the_approvers_keeps_its_application_from_being_rejected()
    {
        var pairing = await Given.PairingInApprovalAsync();

        (await Given.Officer.TakeAsync(pairing.Application.Path, "reject", new { motive = "Non." })).ShouldBeProblem(409, "application.pairing_in_approval");
    }

    [Fact]
    public async Task A_rejected_application_is_reopened_by_the_administrator_with_a_reason()
    {
        var application = await Given.ApplicationInReviewAsync();
        var rejected = (await Given.Officer.TakeAsync(application.Path, "reject", new { motive = "Hors du champ." })).ShouldBe(200);
        Assert.Equal("Hors du champ.", rejected["motive"]);
        (await Given.Officer.TakeAsync(application.Path, "reopen", new { motive = "Erreur." })).ShouldBeProblem(403, "role.not_allowed");

        Assert.Equal("in_review", (await Given.Administrator.TakeAsync(application.Path, "reopen", new { motive = "Erreur." })).ShouldBe(200).State);

        var timeline = await application.Pole.Editor.GetAsync($"{application.Path}/timeline");
        Assert.Equal("Hors du champ.", timeline.Items.Single(entry => entry.GetProperty("event").GetString() == "application.reject").GetProperty("motive").GetString());
    }

    [Fact]
    public async Task The_pole_is_told_of_a_decision()
    {
        var application = await Given.ApplicationInMatchingAsync();

        var notices = (await application.Pole.Editor.GetAsync("/v1/me/notices?limit=100")).ShouldBe(200);

        Assert.Contains(notices.Items, notice => notice.GetProperty("kind").GetString() == "application.qualify"
            && notice.GetProperty("resourceId").GetGuid() == application.Id);
    }

    [Fact]
    public async Task A_page_follows_another_without_loss_while_rows_are_added()
    {
        var (call, pole) = (await Given.OpenCallAsync(), await Given.PoleAsync());
        var ids = new List<Guid>();
        for (var n = 0; n < 7; n++)
            ids.Add((await Given.DraftApplicationAsync(call, pole)).Id);
        var seen = new List<Guid>();
        for (var path = $"/v1/applications?callId={call.Id}&limit=3"; ;)
        {
            var page = (await pole.Editor.GetAsync(path)).ShouldBe(200);
            seen.AddRange(page.Items.Select(item => item.GetProperty("id").GetGuid()));
            if (page["next"] is not { } next)
                break;
            Assert.Contains("rel=\"next\"", page.Headers["Link"], StringComparison.Ordinal);
            path = $"/v1/applications?callId={call.Id}&limit=3&cursor={next}";
            await Given.DraftApplicationAsync(call, pole);
        }

        Assert.Equal(seen.Distinct().Count(), seen.Count);
        Assert.Empty(ids.Except(seen));
        var cursor = (await pole.Editor.GetAsync($"/v1/applications?callId={call.Id}&limit=3"))["next"]!;
        foreach (var wrong in new[] { $"status=draft&cursor={cursor}", $"cursor=A{cursor}", $"cursor={cursor[..^4]}", "cursor=W10", "cursor=x", "cursor=" })
            (await pole.Editor.GetAsync($"/v1/applications?callId={call.Id}&{wrong}")).ShouldBeProblem(400, "request.parameter_unreadable");
    }

    [Fact]
    public async Task Lists_are_filtered()
    {
        var pole = await Given.PoleAsync("elastopole");
        var call = await Given.OpenCallAsync();
        var one = await Given.DraftApplicationAsync(call, pole, new
        {
            objectives = "Élastomères Sécurisés pour l'aéronautique",
            themes = new[] { "aerospace" },
            preferences = new[] { new { clusterSlug = "hamburg-aviation", rank = 1 } }
        });
        await Given.DraftApplicationAsync(call, await Given.PoleAsync("axelera"));
        foreach (var filter in new[]
        {
            "status=draft&poleSlug=elastopole", "q=elastom securises", "q=ELASTO&theme=aerospace", "theme=aerospace", "country=DE", "clusterSlug=hamburg-aviation", "poleSlug=elastopole"
        })
        {
            var found = (await Given.Officer.GetAsync($"/v1/applications?callId={call.Id}&{filter}")).ShouldBe(200);
            Assert.Equal(one.Id, Assert.Single(found.Items).GetProperty("id").GetGuid());
        }

        foreach (var filter in new[] { "q=aeronefs", "q=!!!", "theme=energy&poleSlug=elastopole", "country=TN", "status=submitted" })
            Assert.Empty((await Given.Officer.GetAsync($"/v1/applications?callId={call.Id}&{filter}")).ShouldBe(200).Items);
    }
}

/// <inheritdoc/>
public sealed class ApplicationsOnSqlite(OnSqlite database) : ApplicationTests(database);

/// <inheritdoc/>
public sealed class ApplicationsOnPostgres(OnPostgres database) : ApplicationTests(database);
