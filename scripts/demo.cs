// The story that scripts/demo tells: every answer is checked, and the first that is not as expected ends it with exit code 1.
#:property PublishAot=false
#:property TreatWarningsAsErrors=false
#:property RunAnalyzers=false
#:property RestorePackagesWithLockFile=false
#:property GenerateDocumentationFile=false

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

var address = new Uri(Environment.GetEnvironmentVariable("AMBASSADORS_URL")!.TrimEnd('/') + "/");
try
{
    var service = new Service(address, args[0]);
    Console.WriteLine($"Ambassadors, the story of two calls, at {address.GetLeftPart(UriPartial.Authority)}");
    await new TwoExchanges(service).TellAsync();
    await new EveryPole(service).TellAsync();
    Console.WriteLine();
    Console.WriteLine($"The story held, in {service.Steps} steps.");
    return 0;
}
catch (Unexpected unexpected)
{
    Console.Error.WriteLine();
    Console.Error.WriteLine($"FAILED: {unexpected.Message}");
    return 1;
}
catch (HttpRequestException exception)
{
    Console.Error.WriteLine($"FAILED: no service answers at {address}: {exception.Message}");
    return 1;
}

sealed class Unexpected(string message) : Exception(message);

sealed record Answer(int Status, JsonNode Json, byte[] Bytes, string? Tag)
{
    public string this[string path] => At(path)?.ToString() ?? throw new Unexpected($"the answer has no {path}: {Json.ToJsonString()}");

    public JsonNode? At(string path) => path.Split('.').Aggregate(
        (JsonNode?)Json, (node, name) => node is JsonArray list ? list[int.Parse(name, CultureInfo.InvariantCulture)] : node?[name]);

    public IReadOnlyList<JsonNode> Items(string path) => [.. At(path)!.AsArray().Select(item => item!)];
}

/// <summary>The service as a user of its API meets it: over HTTP, signed in as somebody, asked to wait at times.</summary>
sealed class Service(Uri address, string tokenScript)
{
    // What every demo person has, and scripts/token signs in with.
    private const string Password = "Ambassadors-2009!";

    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    private readonly Dictionary<string, string> _tokens = [];

    public int Steps { get; set; }

    public async Task<Answer> SendAsync(string by, HttpMethod method, string path, object? body, string? tag, int expected)
    {
        var content = body is null ? null : JsonSerializer.Serialize(body);
        using var response = await AskAsync(by, method, path, content, tag, HttpCompletionOption.ResponseContentRead);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        if ((int)response.StatusCode != expected)
            throw new Unexpected($"{by}: {method} {path} was answered {(int)response.StatusCode}, not {expected}\n{content}\n{Encoding.UTF8.GetString(bytes)}");
        return new Answer((int)response.StatusCode, JsonNode.Parse(bytes)!, bytes, response.Headers.ETag?.ToString());
    }

    public async IAsyncEnumerable<JsonNode> FollowAsync(string by, string path)
    {
        using var response = await AskAsync(by, HttpMethod.Get, path, null, null, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await foreach (var told in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
            yield return JsonNode.Parse(told.Data)!;
    }

    /// <summary>Opens a one-time link as the person would to whom it was handed over, and sets the password.</summary>
    public async Task SetPasswordAsync(string link)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() });
        var page = await browser.GetStringAsync(link);
        var form = Regex.Match(page, "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]*)\"").Groups[1].Value;
        using var answer = await browser.PostAsync(link, new FormUrlEncodedContent(
            new Dictionary<string, string> { ["password"] = Password, ["again"] = Password, ["__RequestVerificationToken"] = form }));
        if (!answer.IsSuccessStatusCode)
            throw new Unexpected($"no password could be set: {(int)answer.StatusCode}");
    }

    // Past a quota the service says when it takes the next request (429, Retry-After): the same one is sent again then.
    private async Task<HttpResponseMessage> AskAsync(string by, HttpMethod method, string path, string? content, string? tag, HttpCompletionOption until)
    {
        for (var key = Guid.NewGuid().ToString(); ;)
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(by));
            request.Headers.AcceptLanguage.ParseAdd("en");
            if (method == HttpMethod.Post)
                request.Headers.Add("Idempotency-Key", key);
            if (tag is not null)
                request.Headers.TryAddWithoutValidation("If-Match", tag);
            if (content is not null)
                request.Content = new StringContent(content, Encoding.UTF8, "application/json");
            var response = await _http.SendAsync(request, until);
            if (response.StatusCode != HttpStatusCode.TooManyRequests || response.Headers.RetryAfter?.Delta is not { } wait)
                return response;
            response.Dispose();
            Console.WriteLine($"      {by} has used the quota up, and waits {wait.TotalSeconds:0} s");
            await Task.Delay(wait);
        }
    }

    private async Task<string> TokenAsync(string email)
    {
        if (_tokens.TryGetValue(email, out var known))
            return known;
        using var process = Process.Start(new ProcessStartInfo(tokenScript, [email]) { RedirectStandardOutput = true })!;
        var token = (await process.StandardOutput.ReadToEndAsync()).Trim();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 && token.Length > 0 ? _tokens[email] = token : throw new Unexpected($"{email} could not sign in");
    }
}

/// <summary>A part of the story, with the words that it is told in: each step is checked, then said.</summary>
abstract class Act(Service service)
{
    protected const string Admin = "admin@programme.example";
    protected const string Officer = "officer@programme.example";
    protected const string SecondOfficer = "officer2@programme.example";
    protected const string Budget = "budget@programme.example";

    private readonly DateOnly _today = DateOnly.FromDateTime(DateTime.UtcNow);

    protected Service Service => service;

    protected static void Chapter(string title)
    {
        Console.WriteLine();
        Console.WriteLine(title);
    }

    protected void Step(string by, string what, string becomes, Answer answer)
    {
        Expect(answer["status"] == becomes, $"{by} {what}: the status is {answer["status"]}, not {becomes}");
        Step(by, $"{what} → {becomes}");
    }

    protected void Step(string by, string what) => Console.WriteLine($"  {++service.Steps,2}. {by} {what}");

    protected static void Say(string text) => Console.WriteLine($"      {text}");

    protected async Task<string> CreateAsync(string by, string collection, object body, string what, string becomes)
    {
        var answer = await PostAsync(by, collection, body, 201);
        Step(by, what, becomes, answer);
        return $"{collection}/{answer["id"]}";
    }

    protected async Task<Answer> TakeAsync(string by, string resource, string act, object? body, string what, string becomes)
    {
        var answer = await TransitAsync(by, resource, act, body, 200);
        Step(by, what, becomes, answer);
        return answer;
    }

    // The same acts on many, told as one step. The tag of each answer is the one that the next act needs.
    protected async Task TakeAllAsync(string by, IReadOnlyList<string> resources, string what, params (string Act, string Becomes)[] acts)
    {
        foreach (var resource in resources)
        {
            var seen = await GetAsync(by, resource);
            foreach (var (act, becomes) in acts)
            {
                seen = await service.SendAsync(by, HttpMethod.Post, $"{resource}/{act}", null, seen.Tag, 200);
                Expect(seen["status"] == becomes, $"{by}: after {act} {resource} is {seen["status"]}, not {becomes}");
            }
        }

        Step(by, $"{what}, {resources.Count} times → {acts[^1].Becomes}");
    }

    // A party checks for itself what it says yes to: the hash of the very bytes it has read.
    protected async Task ConsentAsync(string by, string pairing, string party, string becomes)
    {
        var shown = await GetAsync(by, pairing);
        var terms = await GetAsync(by, $"{pairing}/terms/{shown["termsVersion"]}");
        var hash = Convert.ToHexStringLower(SHA256.HashData(terms.Bytes));
        Expect(hash == shown["termsHash"], $"the terms' bytes have the hash {hash}, the pairing says {shown["termsHash"]}");
        await TakeAsync(by, pairing, "consent", new { party, termsHash = hash },
            $"reads the terms, checks their hash {hash[..12]}… and consents for the {party}", becomes);
    }

    protected async Task<Answer> TransitAsync(string by, string resource, string act, object? body, int expected)
    {
        var seen = await GetAsync(by, resource);
        return await service.SendAsync(by, HttpMethod.Post, $"{resource}/{act}", body, seen.Tag, expected);
    }

    protected Task<Answer> PostAsync(string by, string path, object body, int expected) => service.SendAsync(by, HttpMethod.Post, path, body, null, expected);

    protected Task<Answer> GetAsync(string by, string path) => service.SendAsync(by, HttpMethod.Get, path, null, null, 200);

    protected async Task<IReadOnlyList<JsonNode>> ListAsync(string by, string list)
    {
        var items = new List<JsonNode>();
        var all = $"{list}{(list.Contains('?') ? '&' : '?')}limit=100";
        for (var page = all; page is not null;)
        {
            var answer = await GetAsync(by, page);
            items.AddRange(answer.Items("items"));
            page = answer.At("next") is { } next ? $"{all}&cursor={Uri.EscapeDataString(next.ToString())}" : null;
        }

        return items;
    }

    protected string Day(int fromToday) => _today.AddDays(fromToday).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    protected static string IdOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    protected static object Euros(long euros) => new { amount = euros * 100, currency = "EUR" };

    protected static string Shown(Answer answer, string sum) => $"{Grouped(Cents(answer, sum) / 100)} {answer[$"{sum}.currency"]}";

    protected static long Cents(Answer answer, string sum) => long.Parse(answer[$"{sum}.amount"], CultureInfo.InvariantCulture);

    protected static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    protected static void Expect(bool met, string otherwise)
    {
        if (!met)
            throw new Unexpected(otherwise);
    }
}

/// <summary>Two pairings that people find themselves: from the call to the exchanges and the money.</summary>
sealed class TwoExchanges(Service service) : Act(service)
{
    public async Task TellAsync()
    {
        Chapter("A call");
        var call = await CreateAsync(Admin, "v1/calls", new
        {
            title = new { fr = "Ambassadeurs des pôles, la démonstration", en = "Ambassadors of the pôles, the demonstration" },
            opensAt = DateTimeOffset.UtcNow,
            closesAt = DateTimeOffset.UtcNow.AddDays(40),
            budget = Euros(250_000),
            ceilingPerExchange = Euros(100_000),
            minimumDays = 10,
            maximumDays = 365,
            countries = new[] { "TN", "DE", "DK", "SE" },
            themes = Array.Empty<string>(),
            directions = new[] { "outbound", "reciprocal" },
            ambassadorFunctions = Array.Empty<string>(),
            applicationsPerPole = 2,
            openProposalsPerApplication = 3,
            consentDays = 21
        }, "writes a call with 250 000 EUR", "draft");
        await TakeAsync(Admin, call, "publish", null, "publishes it", "published");
        await TakeAsync(Admin, call, "open", null, "opens it", "open");

        Chapter("Solutions Communicantes Sécurisées and El Ghazala: the ambassador goes to Tunis");
        var first = await ApplyAsync(call, "scs", ["secure-transactions", "telecom-networks"], "outbound", ["elgazala-technopark", "medicon-valley-alliance"], 60_000,
            "Open the Maghreb to the pôle's secure transactions: six months with the technopark's companies.");
        var hosting = await OfferAsync("elgazala-technopark", ["telecom-networks", "secure-transactions"], ["outbound"], null,
            "A desk in the technopark, a flat in Raoued, the incubator's network.");
        var oneWay = await CreateAsync(Officer, "v1/pairings", new
        {
            applicationId = IdOf(first),
            offerId = IdOf(hosting),
            terms = new
            {
                legs = new[] { new { direction = "outbound", startsOn = Day(70), endsOn = Day(249) } },
                objectives = "Six months in Tunis to set up a joint laboratory on contactless payment.",
                amount = Euros(60_000)
            }
        }, "proposes a pairing of the application and the offer", "proposed");
        await RefuseAsync("signatory@scs.example", oneWay, "consent", new { party = "pole", termsHash = new string('0', 64) }, 409, "pairing.terms_hash_mismatch",
            "consents to terms that are not these");
        await ConsentAsync("signatory@scs.example", oneWay, "pole", "proposed");
        await ConsentAsync("signatory@elgazala-technopark.example", oneWay, "cluster", "proposed");
        await ConsentAsync("ambassador@scs.example", oneWay, "ambassador", "consented");
        var firstExchange = await ApproveAsync(oneWay);

        Chapter("Aerospace Valley and Hamburg Aviation: one goes, one comes");
        var counterpart = await MemberAsync("contact@hamburg-aviation.example", "v1/clusters/hamburg-aviation/members", "counterpart@hamburg-aviation.example");
        var second = await ApplyAsync(call, "aerospace-valley", ["aerospace", "composite-materials"], "reciprocal", ["hamburg-aviation"], 90_000,
            "Cabin and composite know-how of both regions, brought together by an exchange in both directions.");
        var exchanging = await OfferAsync("hamburg-aviation", ["aerospace"], ["reciprocal"], counterpart, "An office at the centre of applied aeronautical research.");
        var bothWays = await CreateAsync("signatory@aerospace-valley.example", "v1/pairings", new
        {
            applicationId = IdOf(second),
            offerId = IdOf(exchanging),
            terms = new
            {
                legs = new[]
                {
                    new { direction = "outbound", startsOn = Day(80), endsOn = Day(169) },
                    new { direction = "inbound", startsOn = Day(180), endsOn = Day(239) }
                },
                objectives = "Three months in Hamburg, two in Toulouse: a common programme on cabins.",
                amount = Euros(90_000)
            }
        }, "proposes a reciprocal pairing", "proposed");
        await ConsentAsync("signatory@aerospace-valley.example", bothWays, "pole", "proposed");
        await ConsentAsync("signatory@hamburg-aviation.example", bothWays, "cluster", "proposed");
        await ConsentAsync("ambassador@aerospace-valley.example", bothWays, "ambassador", "proposed");
        await ConsentAsync("counterpart@hamburg-aviation.example", bothWays, "counterpart", "consented");
        var secondExchange = await ApproveAsync(bothWays);

        Chapter("What it comes to");
        foreach (var exchange in new[] { firstExchange, secondExchange })
        {
            var shown = await GetAsync(Officer, exchange);
            Expect(shown["status"] == "preparing", $"the exchange {exchange} is {shown["status"]}, not preparing");
            var legs = shown.At("legs")!.AsArray().Select(leg => $"{leg!["direction"]} {leg["startsOn"]} to {leg["endsOn"]}");
            Console.WriteLine($"      exchange of {shown["poleSlug"]} and {shown["clusterSlug"]}, {shown["status"]}: {string.Join(", ", legs)}");
        }

        var money = await GetAsync(Admin, call);
        Expect(money["committed.amount"] == "15000000" && money["left.amount"] == "10000000",
            $"committed {money["committed.amount"]} and left {money["left.amount"]} are not 15000000 and 10000000");
        Console.WriteLine($"      budget {Shown(money, "budget")}, committed {Shown(money, "committed")}, left {Shown(money, "left")}");
        await TimelineAsync("Application of Solutions Communicantes Sécurisées", first);
        await TimelineAsync("Reciprocal pairing", bothWays);
    }

    private async Task<string> ApplyAsync(string call, string pole, string[] themes, string direction, string[] wishes, long euros, string objectives)
    {
        var editor = $"editor@{pole}.example";
        var ambassador = await MemberAsync(editor, $"v1/poles/{pole}/members", $"ambassador@{pole}.example");
        var application = await CreateAsync(editor, "v1/applications", new
        {
            callId = IdOf(call),
            poleSlug = pole,
            ambassadorId = ambassador,
            direction,
            objectives,
            themes,
            languages = new[] { "fr", "en" },
            preferences = wishes.Select((slug, index) => new { clusterSlug = slug, rank = index + 1 }),
            windows = new[] { new { startsOn = Day(60), endsOn = Day(300) } },
            durationDays = 90,
            requestedAmount = Euros(euros)
        }, $"drafts an application, {wishes[0]} first", "draft");
        await TakeAsync($"ambassador@{pole}.example", application, "agree-candidacy", null, "agrees to be put forward", "draft");
        var submitted = await TakeAsync($"signatory@{pole}.example", application, "submit", null, "submits it", "submitted");
        Console.WriteLine($"      reference {submitted["reference"]}");
        await TakeAsync(Officer, application, "start-review", null, "reviews it", "in_review");
        await TakeAsync(Officer, application, "qualify", null, "finds it fit for the pool", "in_matching");
        return application;
    }

    private async Task<string> OfferAsync(string cluster, string[] themes, string[] directions, string? counterpart, string provides)
    {
        var offer = await CreateAsync($"contact@{cluster}.example", "v1/offers", new
        {
            clusterSlug = cluster,
            counterpartId = counterpart,
            directions,
            themes,
            languages = new[] { "fr", "en" },
            windows = new[] { new { startsOn = Day(50), endsOn = Day(320) } },
            capacity = 1,
            provides
        }, "writes an offer to host", "draft");
        await TakeAsync($"signatory@{cluster}.example", offer, "submit", null, "hands it in", "under_check");
        await TakeAsync(Officer, offer, "publish", null, "publishes it", "published");
        return offer;
    }

    private async Task<string> ApproveAsync(string pairing)
    {
        await TakeAsync(Officer, pairing, "open-approval", null, "brings it before the approvers", "in_approval");
        await RefuseAsync(Budget, pairing, "approve", null, 409, "approval.out_of_order", "approves before the officer");
        await TakeAsync(Officer, pairing, "approve", null, "approves", "in_approval");
        await TakeAsync(Budget, pairing, "approve", null, "approves, and the money is reserved", "approved");
        var exchanges = await GetAsync(Officer, $"v1/exchanges?pairingId={IdOf(pairing)}");
        Expect(exchanges.Items("items").Count == 1, "the approved pairing has no exchange");
        return $"v1/exchanges/{exchanges["items.0.id"]}";
    }

    private async Task RefuseAsync(string by, string resource, string act, object? body, int status, string code, string what)
    {
        var answer = await TransitAsync(by, resource, act, body, status);
        Expect(answer["code"] == code, $"{act} was refused with {answer["code"]}, not {code}");
        Step(by, $"{what}: refused, {status} {code}");
    }

    private async Task<string> MemberAsync(string by, string list, string email) =>
        (await ListAsync(by, list)).FirstOrDefault(member => member["email"]?.ToString() == email)?["id"]!.ToString() ?? throw new Unexpected($"{list} has no {email}");

    private async Task TimelineAsync(string title, string resource)
    {
        Console.WriteLine();
        Console.WriteLine($"    {title}");
        var timeline = await GetAsync(Officer, $"{resource}/timeline?limit=100");
        foreach (var entry in timeline.Items("items"))
            Say($"{entry["at"],-26} {entry["event"],-30} {entry["from"]?.ToString() ?? "",-12} → {entry["to"],-12} {entry["organisation"]}");
    }
}

/// <summary>Every pôle applies, every cluster offers, and one run finds the best plan of them all, with its proof.</summary>
sealed class EveryPole(Service service) : Act(service)
{
    // Less than the pairs would cost, and countries enough for the money not to go where it is cheap: each limit is felt.
    private const long Money = 300_000;
    private const int FewestCountries = 18;
    private const int MostPerCountry = 5;

    // The pôles' common bureau and the clusters' network have people who act for all of them; whoever is exchanged signs for none.
    private const string Editor = "editor@poles.example";
    private const string Signatory = "signatory@poles.example";
    private const string Ambassador = "ambassador@poles.example";
    private const string Contact = "contact@clusters.example";
    private const string ClusterSignatory = "signatory@clusters.example";

    public async Task TellAsync()
    {
        Chapter("Everybody: a call to all pôles and all clusters");
        Organisation[] poles = [.. (await ListAsync(Admin, "v1/poles")).Select(Organisation.Of).Where(pole => pole.Themes.Length > 0)];
        Organisation[] clusters = [.. (await ListAsync(Admin, "v1/clusters")).Select(Organisation.Of).Where(cluster => cluster.Themes.Length > 0)];
        Expect(poles.Length >= 71 && clusters.Length >= 140, $"there are {poles.Length} pôles and {clusters.Length} clusters, not 71 and 140");
        var call = await OpenCallAsync();

        Chapter("Those who act for many");
        await PersonAsync(Editor, "Agnès Lemoine", "pole_editor", "poleSlug", poles);
        await PersonAsync(Signatory, "Gilles Aubert", "pole_signatory", "poleSlug", poles);
        var ambassador = await PersonAsync(Ambassador, "Inès Castel", "ambassador", "poleSlug", poles);
        await PersonAsync(Contact, "Erik Lindgren", "cluster_contact", "clusterSlug", clusters);
        await PersonAsync(ClusterSignatory, "Marta Kowalska", "cluster_signatory", "clusterSlug", clusters);

        Chapter("One application of every pôle, a place at every cluster");
        var applications = await ApplyAsync(call, poles, clusters, ambassador);
        await OfferAsync(poles, clusters);
        await TakeAllAsync(Officer, applications, "reviews an application and finds it fit for the pool",
            ("start-review", "in_review"), ("qualify", "in_matching"));
        await TakeAsync(Admin, call, "close", null, "closes the call", "closed");
        await TakeAsync(Admin, call, "start-matching", null, "puts it into matching", "matching");

        Chapter("The best plan");
        var run = await RunAsync(call, new { profile = "fit" }, "asks for a matching run");
        var plan = await ListAsync(Officer, $"{run}/suggestions");
        await CertifyAsync(run, plan, applications.Count);
        var unmatched = await ExplainAsync(run);

        Chapter("What if there were half the money");
        var half = await RunAsync(call, new { baseRunId = IdOf(run), overrides = new { budget = Euros(Money / 2) } }, "asks what half the money would do");
        await CompareAsync(run, half);

        Chapter("From a plan to money reserved");
        await TakeAsync(Officer, run, "publish", new { }, $"publishes the run: {plan.Count} proposals", "published");
        await ReadReasonAsync(unmatched);
        await AgreeAsync(call, run, plan);
    }

    // Paid as exchange schemes pay: a monthly rate by what life costs in the country, a lump sum where the journey is the greater part of it.
    private async Task<string> OpenCallAsync()
    {
        (long PerMonth, string[] Countries)[] groups =
            [(3_900, ["CH", "NO", "DK"]), (3_300, ["DE", "BE", "FI", "SE", "AT"]), (2_700, ["IT", "ES", "PT", "HU"]), (2_100, ["TN", "MA"])];
        var monthly = groups.SelectMany(group => group.Countries.Select(country => (object)new { country, perMonth = Euros(group.PerMonth) }));
        var once = new[] { "CA", "CN", "JP", "US" }.Select(country => (object)new { country, lumpSum = Euros(12_000) });
        var call = await CreateAsync(Admin, "v1/calls", new
        {
            title = new { fr = "Ambassadeurs des pôles, tous les pôles", en = "Ambassadors of the pôles, all pôles" },
            opensAt = DateTimeOffset.UtcNow,
            closesAt = DateTimeOffset.UtcNow.AddDays(30),
            budget = Euros(Money),
            ceilingPerExchange = Euros(15_000),
            minimumDays = 10,
            maximumDays = 200,
            directions = new[] { "outbound" },
            applicationsPerPole = 1,
            consentDays = 21,
            rates = monthly.Concat(once),
            matchingWeights = new { themes = 30, applicationWish = 30, hostWish = 10, languages = 10, dates = 5, cooperation = 10, reciprocity = 5 },
            matchingQuotas = new { minCountries = FewestCountries, maxPerCountry = MostPerCountry }
        }, $"writes a call with {Grouped(Money)} EUR, rates by country, {FewestCountries} countries or more, {MostPerCountry} pairings with each or fewer", "draft");
        await TakeAsync(Admin, call, "publish", null, "publishes it", "published");
        await TakeAsync(Admin, call, "open", null, "opens it", "open");
        return call;
    }

    // Found again where the story was told before. An invitation takes twenty roles; the next adds to the same account.
    private async Task<string> PersonAsync(string email, string name, string role, string place, IEnumerable<Organisation> organisations)
    {
        var person = (await ListAsync(Admin, $"v1/people?q={Uri.EscapeDataString(email)}")).FirstOrDefault(one => one["email"]!.ToString() == email);
        var held = person?["memberships"]!.AsArray().Select(one => one![place]?.ToString()).ToHashSet() ?? [];
        foreach (var slugs in organisations.Select(one => one.Slug).Where(slug => !held.Contains(slug)).Chunk(20))
        {
            var invited = await PostAsync(Admin, "v1/people/invite", new
            {
                email,
                name,
                language = "en",
                memberships = slugs.Select(slug => new Dictionary<string, string> { ["role"] = role, [place] = slug })
            }, 201);
            if (invited.At("link.url") is { } link)
                await Service.SetPasswordAsync(link.ToString());
            person = invited.At("person");
        }

        Step(Admin, $"has {email} act as {role} of {organisations.Count()} organisations{(held.Count > 0 ? ", as before" : "")}");
        return person!["id"]!.ToString();
    }

    private async Task<IReadOnlyList<string>> ApplyAsync(string call, Organisation[] poles, Organisation[] clusters, string ambassador)
    {
        var drafts = new List<object>();
        foreach (var (index, pole) in poles.Index())
        {
            var near = clusters.Where(pole.SharesThemeWith).Skip(index % 3).Take(index % 5);
            var days = 30 * (1 + index % 4);
            drafts.Add(new
            {
                callId = IdOf(call),
                poleSlug = pole.Slug,
                ambassadorId = await MemberAsync(pole, ambassador),
                direction = "outbound",
                objectives = $"Bring {pole.Name} and a cluster of the same field together by a stay of {days} days.",
                themes = pole.Themes,
                languages = (index % 4) switch { 0 => new[] { "fr", "en" }, 1 => ["fr", "en", "de"], 2 => ["fr", "en", "es"], _ => ["fr"] },
                preferences = near.Select((cluster, place) => new { clusterSlug = cluster.Slug, rank = place + 1 }),
                windows = index % 3 == 2
                    ? new[] { new { startsOn = Day(60), endsOn = Day(180) }, new { startsOn = Day(240), endsOn = Day(360) } }
                    : [new { startsOn = Day(60 + 30 * (index % 3)), endsOn = Day(330) }],
                durationDays = days,
                requestedAmount = Euros(days * (80 + 10 * (index % 5)))
            });
        }

        Step(Signatory, $"says at {poles.Length} pôles which member {Ambassador} is");
        var applications = await ImportAsync(Editor, "v1/applications", drafts, "applications");
        await TakeAllAsync(Ambassador, applications, "agrees to be put forward", ("agree-candidacy", "draft"));
        await TakeAllAsync(Signatory, applications, "submits an application", ("submit", "submitted"));
        return applications;
    }

    private async Task<string> MemberAsync(Organisation pole, string person)
    {
        var members = $"v1/poles/{pole.Slug}/members";
        if ((await ListAsync(Editor, members)).FirstOrDefault(one => one["personId"]?.ToString() == person) is { } known)
            return known["id"]!.ToString();
        var added = await PostAsync(
            Editor, members, new { name = "Inès Castel", email = Ambassador, function = "international_director", languages = new[] { "fr", "en" } }, 201);
        await Service.SendAsync(Signatory, HttpMethod.Post, $"{members}/{added["id"]}/link", new { personId = person }, added.Tag, 200);
        return added["id"];
    }

    // An offer outlives a call: a cluster that has a free place under one has no need of another.
    private async Task OfferAsync(Organisation[] poles, Organisation[] clusters)
    {
        var promised = (await ListAsync(Contact, "v1/pairings?status=proposed")).CountBy(pairing => pairing["offerId"]!.ToString()).ToDictionary();
        var hosting = (await ListAsync(Contact, "v1/offers?status=published"))
            .Where(offer => offer["placesLeft"]!.GetValue<int>() > promised.GetValueOrDefault(offer["id"]!.ToString()))
            .Where(offer => offer["windows"]!.AsArray().Any(window => string.CompareOrdinal(window!["endsOn"]!.ToString(), Day(180)) > 0))
            .Select(offer => offer["clusterSlug"]!.ToString()).ToHashSet();
        var drafts = new List<object>();
        foreach (var (index, cluster) in clusters.Index().Where(one => !hosting.Contains(one.Item.Slug)))
        {
            var near = poles.Where(cluster.SharesThemeWith).Skip(index % 2).Take(index % 3);
            drafts.Add(new
            {
                clusterSlug = cluster.Slug,
                directions = new[] { "outbound" },
                themes = cluster.Themes,
                languages = LanguagesOf(cluster.Country!),
                preferences = near.Select((pole, place) => new { poleSlug = pole.Slug, rank = place + 1 }),
                windows = new[] { new { startsOn = Day(40 + 40 * (index % 3)), endsOn = Day(280 + 40 * (index % 4)) } },
                capacity = 1 + index % 2,
                provides = "A desk, a guide of the house, the network of the cluster."
            });
        }

        if (drafts.Count == 0)
            return;
        var offers = await ImportAsync(Contact, "v1/offers", drafts, "offers to host");
        await TakeAllAsync(ClusterSignatory, offers, "hands an offer in", ("submit", "under_check"));
        await TakeAllAsync(SecondOfficer, offers, "publishes an offer", ("publish", "published"));
    }

    private static string[] LanguagesOf(string country) => country switch
    {
        "BE" or "LU" or "CH" => ["fr", "de", "en"],
        "TN" or "MA" => ["fr", "ar"],
        "CA" => ["en", "fr"],
        "DE" or "AT" => ["de", "en"],
        "ES" or "MX" => ["es", "en"],
        _ => ["en"]
    };

    private async Task<IReadOnlyList<string>> ImportAsync(string by, string collection, List<object> drafts, string what)
    {
        var answer = await PostAsync(by, $"{collection}/import", drafts, 207);
        Expect(answer["failed"] == "0" && answer["succeeded"] == $"{drafts.Count}",
            $"of {drafts.Count} {what} {answer["failed"]} were refused: {answer.Items("items").FirstOrDefault(row => row["problem"] is not null)?.ToJsonString()}");
        Step(by, $"brings {drafts.Count} {what} in one import → draft");
        return [.. answer.Items("items").Select(row => $"{collection}/{row["id"]}")];
    }

    private async Task<string> RunAsync(string call, object request, string what)
    {
        var asked = await PostAsync(Officer, $"{call}/matching-runs", request, 202);
        Step(Officer, what, "queued", asked);
        var run = $"v1/matching-runs/{asked["id"]}";
        var told = new List<string>();
        await foreach (var progress in Service.FollowAsync(Officer, $"{run}/progress"))
            told.Add($"{progress["phase"]} {progress["percent"]} %");
        Say($"progress: {string.Join(", ", told)}");
        Step(Officer, "sees it end", "succeeded", await GetAsync(Officer, run));
        return run;
    }

    // What the figures say is added up from the pairs, and the bound compared: whoever doubts it all exports the problem and solves it elsewhere.
    private async Task CertifyAsync(string run, IReadOnlyList<JsonNode> plan, int applications)
    {
        var shown = await GetAsync(Officer, run);
        var certificate = await GetAsync(Officer, $"{run}/certificate");
        var (fit, bound, cost) = (Number(certificate, "fit"), Number(certificate, "upperBound"), Number(certificate, "cost"));
        Expect(plan.Sum(pair => pair["fit"]!.GetValue<long>()) == fit && plan.Sum(pair => pair["amount"]!["amount"]!.GetValue<long>()) == cost,
            "the pairs do not add up to the fit and the cost of the certificate");
        Expect(shown["figures.optimal"] == "true" && fit == bound, $"the fit {fit} is not proved: no plan exceeds {bound}");
        Expect(shown["figures.planHash"] == certificate["planHash"] && shown["problemHash"] == certificate["problemHash"], "the certificate is of another plan");
        Expect(cost <= Cents(shown, "settings.budget"), $"the cost {cost} exceeds the money");
        var countries = plan.CountBy(pair => pair["country"]!.ToString()).ToDictionary();
        Expect(countries.Count >= FewestCountries && countries.Values.Max() <= MostPerCountry,
            $"{countries.Count} countries, at most {countries.Values.Max()} pairings with one");
        var worth = 1_000_00m * Number(certificate, "budgetPrice") / Number(certificate, "scale");
        Say($"{plan.Count} pairs of {applications} applications, with {countries.Count} countries; fit {Grouped(fit)}");
        Say($"cost {Shown(shown, "figures.cost")} of {Shown(shown, "settings.budget")}");
        Say($"certificate: no plan's fit exceeds {Grouped(bound)}, so that this one is the best (optimal: {shown["figures.optimal"]})");
        Say($"  the prices alone prove {Grouped(Number(certificate, "boundByPrices"))}; the {certificate["corePairs"]} pairs that they leave open were searched");
        Say(string.Create(CultureInfo.InvariantCulture,
            $"  lambda {certificate["budgetPrice"]}/{certificate["scale"]} points a cent: 1,000 EUR more are worth up to {worth:0.0} points"));
        Say($"  problem {certificate["problemHash"]}");
        Say($"  plan    {certificate["planHash"]}");
    }

    // Three who have no place, for different reasons where the list has some, in the service's own words.
    private async Task<IReadOnlyList<JsonNode>> ExplainAsync(string run)
    {
        var unmatched = await ListAsync(Officer, $"{run}/unmatched");
        var reasons = unmatched.GroupBy(one => one["reason"]!.ToString()).ToList();
        Step(Officer, $"reads why {unmatched.Count} have no place: {string.Join(", ", reasons.Select(reason => $"{reason.Key} {reason.Count()}"))}");
        JsonNode[] three = [.. reasons.SelectMany(reason => reason.Index()).OrderBy(one => one.Index).Select(one => one.Item).Take(3)];
        Expect(three.Length == 3, $"{unmatched.Count} applications are unmatched, not three or more");

        // The list estimates many by prices; one asked for by itself is solved anew, as it may stand in a letter.
        for (var one = 0; one < three.Length; one++)
            three[one] = (await GetAsync(Officer, $"{run}/unmatched/{three[one]["applicationId"]}")).Json;
        foreach (var one in three)
        {
            Say($"{one["poleSlug"]} ({one["reason"]}): {one["text"]}");
            var more = one["waivers"]!.AsArray().FirstOrDefault(waiver => waiver!["places"]!.GetValue<bool>())
                ?? one["nearestMisses"]!.AsArray().FirstOrDefault();
            if (one["lottery"] is { } lottery)
                Say($"  Its lottery number is {lottery}.");
            else if (more is not null)
                Say($"  {more["text"]}");
        }

        return three;
    }

    private async Task CompareAsync(string run, string other)
    {
        var compared = await GetAsync(Officer, $"{run}/compare/{IdOf(other)}");
        var (now, then) = (Number(compared, "one.figures.fit"), Number(compared, "other.figures.fit"));
        Expect(then <= now, $"less money made the fit {then} from {now}");
        Expect(Cents(compared, "other.figures.cost") <= Money / 2 * 100, "half the money is exceeded");
        Say($"{compared["changedCount"]} applications are given something else");
        Say($"  {compared["one.figures.pairs"]} pairs become {compared["other.figures.pairs"]}, fit {Grouped(now)} becomes {Grouped(then)}, cost {Shown(compared, "one.figures.cost")} becomes {Shown(compared, "other.figures.cost")}");
    }

    private async Task ReadReasonAsync(IReadOnlyList<JsonNode> unmatched)
    {
        foreach (var one in unmatched)
        {
            var explained = await GetAsync(Signatory, $"v1/applications/{one["applicationId"]}/explanation");
            Expect(explained["basis"] != one["basis"]!.ToString() || explained["reason"] == one["reason"]!.ToString(), $"the pôle reads {explained["reason"]}, the officer {one["reason"]}");
        }

        Step(Signatory, "reads the same reasons, with the weights, the quotas and the notice that the law asks for");
    }

    private async Task AgreeAsync(string call, string run, IReadOnlyList<JsonNode> plan)
    {
        var proposed = await ListAsync(Officer, $"v1/pairings?runId={IdOf(run)}&status=proposed");
        Expect(proposed.Count == plan.Count, $"{proposed.Count} pairings are proposed, not {plan.Count}");
        JsonNode[] best = [.. plan.OrderByDescending(pair => pair["fit"]!.GetValue<int>()).DistinctBy(pair => pair["country"]!.ToString()).Take(3)];
        foreach (var pair in best)
        {
            var pairing = $"v1/pairings/{pair["pairingId"]}";
            Say($"{pair["poleSlug"]} and {pair["clusterSlug"]} ({pair["country"]}), fit {pair["fit"]} of 1000:");
            await ConsentAsync(Signatory, pairing, "pole", "proposed");
            await ConsentAsync(ClusterSignatory, pairing, "cluster", "proposed");
            await ConsentAsync(Ambassador, pairing, "ambassador", "consented");
            await TakeAsync(Officer, pairing, "open-approval", null, "brings it before the approvers", "in_approval");
            await TakeAsync(Officer, pairing, "approve", null, "approves", "in_approval");
            await TakeAsync(Budget, pairing, "approve", null, "approves, and the money is reserved", "approved");
        }

        var money = await GetAsync(Admin, call);
        var committed = best.Sum(pair => pair["amount"]!["amount"]!.GetValue<long>());
        Expect(Cents(money, "committed") == committed && Cents(money, "left") == Money * 100 - committed,
            $"committed {money["committed.amount"]} and left {money["left.amount"]} are not {committed} and {Money * 100 - committed}");
        Say($"budget {Shown(money, "budget")}, committed {Shown(money, "committed")}, left {Shown(money, "left")}");
        Say($"{plan.Count - best.Length} proposals wait for their parties");
    }

    private static long Number(Answer answer, string path) => long.Parse(answer[path], CultureInfo.InvariantCulture);

    private sealed record Organisation(string Slug, string Name, string? Country, string[] Themes)
    {
        public static Organisation Of(JsonNode one) => new(
            one["slug"]!.ToString(), one["name"]!.ToString(), one["country"]?.ToString(), [.. one["themes"]!.AsArray().Select(theme => theme!.ToString())]);

        public bool SharesThemeWith(Organisation other) => Themes.Intersect(other.Themes).Any();
    }
}
