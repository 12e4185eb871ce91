using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Organisations;
using Ambassadors.Domain.People;

namespace Ambassadors.Tests.Support;

/// <summary>A pôle and those who act for it.</summary>
public sealed record PoleSide(string Slug, Caller Editor, Caller Signatory, Caller Ambassador, Guid AmbassadorId);

/// <summary>A cluster and those who act for it.</summary>
public sealed record ClusterSide(string Slug, Caller Contact, Caller Signatory, Caller Counterpart, Guid CounterpartId);

/// <summary>A call.</summary>
public sealed record GivenCall(Guid Id)
{
    /// <summary>Its path.</summary>
    public string Path => $"/v1/calls/{Id}";
}

/// <summary>An application.</summary>
public sealed record GivenApplication(Guid Id, GivenCall Call, PoleSide Pole)
{
    /// <summary>Its path.</summary>
    public string Path => $"/v1/applications/{Id}";
}

/// <summary>An offer.</summary>
public sealed record GivenOffer(Guid Id, ClusterSide Cluster)
{
    /// <summary>Its path.</summary>
    public string Path => $"/v1/offers/{Id}";
}

/// <summary>A pairing.</summary>
public sealed record GivenPairing(Guid Id, GivenApplication Application, GivenOffer Offer)
{
    /// <summary>Its path.</summary>
    public string Path => $"/v1/pairings/{Id}";
}

/// <summary>
/// What is already the case when a test begins, brought about through the front door. Everything is valid unless the test
/// says otherwise: <c>with</c> is laid over the request as a merge patch, so that a test states only what it is about.
/// </summary>
public sealed class Given
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly Service _service;
    private readonly ConcurrentDictionary<string, Lazy<Task<PoleSide>>> _poles = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<ClusterSide>>> _clusters = new();

    internal Given(Service service) => _service = service;

    /// <summary>An officer.</summary>
    public Caller Officer => _service.Person("officer@tests.example", (Role.ProgrammeOfficer, null));

    /// <summary>Another officer.</summary>
    public Caller OtherOfficer => _service.Person("officer2@tests.example", (Role.ProgrammeOfficer, null));

    /// <summary>A budget officer.</summary>
    public Caller BudgetOfficer => _service.Person("budget@tests.example", (Role.BudgetOfficer, null));

    /// <summary>Somebody who is officer and budget officer.</summary>
    public Caller BothOfficers => _service.Person("both@tests.example", (Role.ProgrammeOfficer, null), (Role.BudgetOfficer, null));

    /// <summary>An administrator.</summary>
    public Caller Administrator => _service.Person("admin@tests.example", (Role.ProgrammeAdministrator, null));

    /// <summary>An auditor.</summary>
    public Caller Auditor => _service.Person("auditor@tests.example", (Role.Auditor, null));

    /// <summary>An expert.</summary>
    public Caller Expert => _service.Person("expert@tests.example", (Role.Expert, null));

    /// <summary>A day from today on.</summary>
    public string Day(int fromToday) => _service.Today.AddDays(fromToday).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Euros, in cents as the contract has them.</summary>
    public static object Euros(long euros) => new { amount = euros * 100, currency = "EUR" };

    /// <summary>A pôle with an editor, a signatory and an ambassador of its own.</summary>
    public Task<PoleSide> PoleAsync(string slug = "lyonbiopole") => _poles.GetOrAdd(slug, _ => new(async () => new PoleSide(
        slug,
        _service.Person($"editor@{slug}.tests.example", (Role.PoleEditor, slug)),
        _service.Person($"signatory@{slug}.tests.example", (Role.PoleSignatory, slug)),
        _service.Person($"ambassador@{slug}.tests.example", (Role.Ambassador, slug)),
        await MemberAsync(slug, null, $"ambassador@{slug}.tests.example")))).Value;

    /// <summary>A cluster with a contact, a signatory and a counterpart of its own.</summary>
    public Task<ClusterSide> ClusterAsync(string slug = "uppsala-bio") => _clusters.GetOrAdd(slug, _ => new(async () => new ClusterSide(
        slug,
        _service.Person($"contact@{slug}.tests.example", (Role.ClusterContact, slug)),
        _service.Person($"signatory@{slug}.tests.example", (Role.ClusterSignatory, slug)),
        _service.Person($"counterpart@{slug}.tests.example", (Role.Counterpart, slug)),
        await MemberAsync(null, slug, $"counterpart@{slug}.tests.example")))).Value;

    /// <summary>A member of a pôle or a cluster, linked to a person where one is named.</summary>
    public async Task<Guid> MemberAsync(string? pole, string? cluster, string? person = null, GovernanceFunction function = GovernanceFunction.BoardMember)
    {
        Guid? account = person is null ? null : await _service.As(person).PersonIdAsync();
        return await _service.OnDatabaseAsync(async db =>
        {
            var content = new MemberContent(person ?? $"Member of {pole ?? cluster}", person, function, null, null, ["en"], ["health-biotech"]);
            var member = Member.Create(pole, cluster, content, Actor.Service, _service.Clock.GetUtcNow());
            if (account is not null)
                member.Link(account, Actor.Service, _service.Clock.GetUtcNow());
            db.Members.Add(member);
            await db.SaveChangesAsync();
            return member.Id;
        });
    }

    /// <summary>What an administrator writes of a call.</summary>
    public JsonObject CallRequest(object? with = null) => Over(with, new
    {
        title = new { fr = "Appel des essais", en = "Call of the tests" },
        opensAt = _service.Clock.GetUtcNow().AddHours(-1),
        closesAt = _service.Clock.GetUtcNow().AddDays(60),
        budget = Euros(1_000_000),
        ceilingPerExchange = Euros(20_000),
        minimumDays = 3,
        maximumDays = 365,
        countries = Array.Empty<string>(),
        themes = Array.Empty<string>(),
        directions = new[] { "outbound", "inbound", "reciprocal" },
        ambassadorFunctions = Array.Empty<string>()
    });

    /// <summary>A draft of a call.</summary>
    public async Task<GivenCall> DraftCallAsync(object? with = null) =>
        new((await Administrator.PostAsync("/v1/calls", CallRequest(with))).ShouldBe(201).Id);

    /// <summary>A call that takes submissions.</summary>
    public async Task<GivenCall> OpenCallAsync(object? with = null)
    {
        var call = await DraftCallAsync(with);
        await MoveAsync(Administrator, call.Path, "publish", "open");
        return call;
    }

    /// <summary>What a pôle writes in an application.</summary>
    public JsonObject ApplicationRequest(GivenCall call, PoleSide pole, object? with = null) => Over(with, new
    {
        callId = call.Id,
        poleSlug = pole.Slug,
        ambassadorId = pole.AmbassadorId,
        direction = "outbound",
        objectives = "Préparer une réponse commune à un appel européen.",
        themes = new[] { "health-biotech" },
        languages = new[] { "en", "fr" },
        preferences = Array.Empty<object>(),
        windows = new[] { new { startsOn = Day(60), endsOn = Day(300) } },
        durationDays = 30,
        requestedAmount = Euros(8_000)
    });

    /// <summary>A draft of an application.</summary>
    public async Task<GivenApplication> DraftApplicationAsync(GivenCall? call = null, PoleSide? pole = null, object? with = null)
    {
        call ??= await OpenCallAsync();
        pole ??= await PoleAsync();
        var answer = await pole.Editor.PostAsync("/v1/applications", ApplicationRequest(call, pole, with));
        return new GivenApplication(answer.ShouldBe(201).Id, call, pole);
    }

    /// <summary>A draft that the ambassador agreed to: it can be submitted.</summary>
    public async Task<GivenApplication> AgreedApplicationAsync(GivenCall? call = null, PoleSide? pole = null, object? with = null)
    {
        var application = await DraftApplicationAsync(call, pole, with);
        await MoveAsync(application.Pole.Ambassador, application.Path, "agree-candidacy");
        return application;
    }

    /// <summary>A submitted application.</summary>
    public async Task<GivenApplication> SubmittedApplicationAsync(GivenCall? call = null, PoleSide? pole = null, object? with = null)
    {
        var application = await AgreedApplicationAsync(call, pole, with);
        await MoveAsync(application.Pole.Signatory, application.Path, "submit");
        return application;
    }

    /// <summary>An application that an officer instructs.</summary>
    public async Task<GivenApplication> ApplicationInReviewAsync(GivenCall? call = null, PoleSide? pole = null, object? with = null)
    {
        var application = await SubmittedApplicationAsync(call, pole, with);
        await MoveAsync(Officer, application.Path, "start-review");
        return application;
    }

    /// <summary>An application in the pool.</summary>
    public async Task<GivenApplication> ApplicationInMatchingAsync(GivenCall? call = null, PoleSide? pole = null, object? with = null)
    {
        var application = await ApplicationInReviewAsync(call, pole, with);
        await MoveAsync(Officer, application.Path, "qualify");
        return application;
    }

    /// <summary>What a cluster writes in an offer.</summary>
    public JsonObject OfferRequest(ClusterSide cluster, object? with = null) => Over(with, new
    {
        clusterSlug = cluster.Slug,
        counterpartId = cluster.CounterpartId,
        directions = new[] { "outbound", "inbound", "reciprocal" },
        themes = new[] { "health-biotech" },
        languages = new[] { "en" },
        windows = new[] { new { startsOn = Day(30), endsOn = Day(400) } },
        capacity = 5,
        provides = "A desk and access to the laboratories."
    });

    /// <summary>A draft of an offer.</summary>
    public async Task<GivenOffer> DraftOfferAsync(ClusterSide? cluster = null, object? with = null)
    {
        cluster ??= await ClusterAsync();
        return new GivenOffer((await cluster.Contact.PostAsync("/v1/offers", OfferRequest(cluster, with))).ShouldBe(201).Id, cluster);
    }

    /// <summary>An offer that an officer checks.</summary>
    public async Task<GivenOffer> SubmittedOfferAsync(ClusterSide? cluster = null, object? with = null)
    {
        var offer = await DraftOfferAsync(cluster, with);
        await MoveAsync(offer.Cluster.Signatory, offer.Path, "submit");
        return offer;
    }

    /// <summary>An offer in the pool.</summary>
    public async Task<GivenOffer> PublishedOfferAsync(ClusterSide? cluster = null, object? with = null)
    {
        var offer = await SubmittedOfferAsync(cluster, with);
        await MoveAsync(Officer, offer.Path, "publish");
        return offer;
    }

    /// <summary>Terms of a stay of thirty days abroad.</summary>
    public JsonObject Terms(object? with = null) => Over(with, new
    {
        legs = new[] { new { direction = "outbound", startsOn = Day(90), endsOn = Day(119) } },
        objectives = "Trente jours chez le partenaire.",
        amount = Euros(8_000)
    });

    /// <summary>Terms of two stays of thirty days, one each way.</summary>
    public JsonObject ReciprocalTerms(object? with = null) => Over(with, Terms(new
    {
        legs = new[]
        {
            new { direction = "outbound", startsOn = Day(90), endsOn = Day(119) },
            new { direction = "inbound", startsOn = Day(150), endsOn = Day(179) }
        }
    }));

    /// <summary>What an officer proposes.</summary>
    public JsonObject PairingRequest(GivenApplication application, GivenOffer offer, object? terms = null) =>
        Over(null, new { applicationId = application.Id, offerId = offer.Id, terms = terms as JsonObject ?? Terms(terms) });

    /// <summary>A proposal; <paramref name="terms"/> is laid over thirty days abroad.</summary>
    public async Task<GivenPairing> ProposedPairingAsync(GivenApplication? application = null, GivenOffer? offer = null, object? terms = null)
    {
        application ??= await ApplicationInMatchingAsync();
        offer ??= await PublishedOfferAsync();
        var answer = await Officer.PostAsync("/v1/pairings", PairingRequest(application, offer, terms));
        return new GivenPairing(answer.ShouldBe(201).Id, application, offer);
    }

    /// <summary>A reciprocal proposal: persons travel both ways, and four consents are needed.</summary>
    public async Task<GivenPairing> ReciprocalPairingAsync(GivenCall? call = null, GivenOffer? offer = null) =>
        await ProposedPairingAsync(await ApplicationInMatchingAsync(call, with: new { direction = "reciprocal" }), offer, ReciprocalTerms());

    /// <summary>A pairing that every party consented to.</summary>
    public async Task<GivenPairing> ConsentedPairingAsync(GivenApplication? application = null, GivenOffer? offer = null, object? terms = null)
    {
        var pairing = await ProposedPairingAsync(application, offer, terms);
        foreach (var party in new[] { "pole", "cluster", "ambassador" })
            (await ConsentAsync(pairing, party)).ShouldBe(200);
        return pairing;
    }

    /// <summary>A pairing that waits for the first approval.</summary>
    public async Task<GivenPairing> PairingInApprovalAsync(GivenApplication? application = null, GivenOffer? offer = null, object? terms = null)
    {
        var pairing = await ConsentedPairingAsync(application, offer, terms);
        await MoveAsync(Officer, pairing.Path, "open-approval");
        return pairing;
    }

    /// <summary>A pairing that waits for the last approval.</summary>
    public async Task<GivenPairing> PairingBeforeLastApprovalAsync(GivenApplication? application = null, GivenOffer? offer = null, object? terms = null)
    {
        var pairing = await PairingInApprovalAsync(application, offer, terms);
        await MoveAsync(Officer, pairing.Path, "approve");
        return pairing;
    }

    /// <summary>An approved pairing: its money is reserved, its exchange prepared.</summary>
    public async Task<GivenPairing> ApprovedPairingAsync(GivenApplication? application = null, GivenOffer? offer = null, object? terms = null)
    {
        var pairing = await PairingBeforeLastApprovalAsync(application, offer, terms);
        await MoveAsync(BudgetOfficer, pairing.Path, "approve");
        return pairing;
    }

    /// <summary>A party consents to the terms as they now stand.</summary>
    public async Task<Answer> ConsentAsync(GivenPairing pairing, string party)
    {
        var by = party switch
        {
            "pole" => pairing.Application.Pole.Signatory,
            "ambassador" => pairing.Application.Pole.Ambassador,
            "cluster" => pairing.Offer.Cluster.Signatory,
            "counterpart" => pairing.Offer.Cluster.Counterpart,
            _ => throw new ArgumentOutOfRangeException(nameof(party), party, null)
        };
        var seen = (await by.GetAsync(pairing.Path)).ShouldBe(200);
        return await by.PostAsync($"{pairing.Path}/consent", new { party, termsHash = seen["termsHash"] }, seen.ETag);
    }

    /// <summary>Lays one request over another, as a merge patch.</summary>
    public static JsonObject Over(object? with, object request)
    {
        var merged = request as JsonObject ?? (JsonObject)JsonSerializer.SerializeToNode(request, Web)!;
        if (with is null)
            return merged;
        foreach (var (name, value) in with as JsonObject ?? (JsonObject)JsonSerializer.SerializeToNode(with, Web)!)
        {
            if (value is null)
                merged.Remove(name);
            else
                merged[name] = value is JsonObject inner && merged[name] is JsonObject under ? Over(inner, under.DeepClone()) : value.DeepClone();
        }

        return merged;
    }

    private static async Task MoveAsync(Caller by, string path, params string[] acts)
    {
        foreach (var act in acts)
            (await by.TakeAsync(path, act)).ShouldBe(200);
    }
}
