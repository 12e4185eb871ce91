// The story that scripts/demo tells: every answer is checked, and the first that is not as expected ends it with exit code 1.
#:property PublishAot=false
#:property TreatWarningsAsErrors=false
#:property RunAnalyzers=false
#:property RestorePackagesWithLockFile=false
#:property GenerateDocumentationFile=false

using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

var service = new Uri(Environment.GetEnvironmentVariable("AMBASSADORS_URL")!.TrimEnd('/') + "/");
try
{
    await new Story(service, args[0]).TellAsync();
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
    Console.Error.WriteLine($"FAILED: no service answers at {service}: {exception.Message}");
    return 1;
}

sealed class Unexpected(string message) : Exception(message);

sealed record Answer(int Status, JsonNode Json, byte[] Bytes, string? Tag)
{
    public string this[string path] => At(path)?.ToString() ?? throw new Unexpected($"the answer has no {path}: {Json.ToJsonString()}");

    public JsonNode? At(string path) => path.Split('.').Aggregate((JsonNode?)Json, (node, name) => node is JsonArray list ? list[int.Parse(name, CultureInfo.InvariantCulture)] : node?[name]);
}

sealed class Story(Uri service, string tokenScript)
{
    private readonly HttpClient _http = new() { BaseAddress = service, Timeout = TimeSpan.FromSeconds(60) };
    private readonly Dictionary<string, string> _tokens = [];
    private readonly DateOnly _today = DateOnly.FromDateTime(DateTime.UtcNow);
    private int _step;

    private const string Admin = "admin@programme.example";
    private const string Officer = "officer@programme.example";
    private const string Budget = "budget@programme.example";

    public async Task TellAsync()
    {
        Console.WriteLine($"Ambassadors, the story of a call, at {service.GetLeftPart(UriPartial.Authority)}");

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
        Console.WriteLine();
        Console.WriteLine($"The story held, in {_step} steps.");
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

    // A party checks for itself what it says yes to: the hash of the very bytes it has read.
    private async Task ConsentAsync(string by, string pairing, string party, string becomes)
    {
        var shown = await GetAsync(by, pairing);
        var terms = await GetAsync(by, $"{pairing}/terms/{shown["termsVersion"]}");
        var hash = Convert.ToHexStringLower(SHA256.HashData(terms.Bytes));
        Expect(hash == shown["termsHash"], $"the terms' bytes have the hash {hash}, the pairing says {shown["termsHash"]}");
        await TakeAsync(by, pairing, "consent", new { party, termsHash = hash }, $"reads the terms, checks their hash {hash[..12]}… and consents for the {party}", becomes);
    }

    private async Task<string> ApproveAsync(string pairing)
    {
        await TakeAsync(Officer, pairing, "open-approval", null, "brings it before the approvers", "in_approval");
        await RefuseAsync(Budget, pairing, "approve", null, 409, "approval.out_of_order", "approves before the officer");
        await TakeAsync(Officer, pairing, "approve", null, "approves", "in_approval");
        await TakeAsync(Budget, pairing, "approve", null, "approves, and the money is reserved", "approved");
        var exchanges = await GetAsync(Officer, $"v1/exchanges?pairingId={IdOf(pairing)}");
        Expect(exchanges.At("items")!.AsArray().Count == 1, "the approved pairing has no exchange");
        return $"v1/exchanges/{exchanges["items.0.id"]}";
    }

    private async Task<string> MemberAsync(string by, string list, string email)
    {
        for (var page = list; ;)
        {
            var members = await GetAsync(by, page);
            if (members.At("items")!.AsArray().FirstOrDefault(member => member!["email"]?.ToString() == email) is { } found)
                return found["id"]!.ToString();
            page = members.At("next") is { } next ? $"{list}?cursor={Uri.EscapeDataString(next.ToString())}" : throw new Unexpected($"{list} has no {email}");
        }
    }

    private async Task TimelineAsync(string title, string resource)
    {
        Console.WriteLine();
        Console.WriteLine($"    {title}");
        var timeline = await GetAsync(Officer, $"{resource}/timeline?limit=100");
        foreach (var entry in timeline.At("items")!.AsArray())
            Console.WriteLine($"      {entry!["at"],-26} {entry["event"],-30} {entry["from"]?.ToString() ?? "",-12} → {entry["to"],-12} {entry["organisation"]}");
    }

    private async Task<string> CreateAsync(string by, string collection, object body, string what, string becomes)
    {
        var answer = await SendAsync(by, HttpMethod.Post, collection, body, null, 201);
        Step(by, what, becomes, answer);
        return $"{collection}/{answer["id"]}";
    }

    private async Task<Answer> TakeAsync(string by, string resource, string act, object? body, string what, string becomes)
    {
        var seen = await GetAsync(by, resource);
        var answer = await SendAsync(by, HttpMethod.Post, $"{resource}/{act}", body, seen.Tag, 200);
        Step(by, what, becomes, answer);
        return answer;
    }

    private async Task RefuseAsync(string by, string resource, string act, object? body, int status, string code, string what)
    {
        var seen = await GetAsync(by, resource);
        var answer = await SendAsync(by, HttpMethod.Post, $"{resource}/{act}", body, seen.Tag, status);
        Expect(answer["code"] == code, $"{act} was refused with {answer["code"]}, not {code}");
        Console.WriteLine($"  {++_step,2}. {by} {what}: refused, {status} {code}");
    }

    private Task<Answer> GetAsync(string by, string path) => SendAsync(by, HttpMethod.Get, path, null, null, 200);

    private async Task<Answer> SendAsync(string by, HttpMethod method, string path, object? body, string? tag, int expected)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(by));
        request.Headers.AcceptLanguage.ParseAdd("en");
        if (method == HttpMethod.Post)
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        if (body is not null)
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Expect((int)response.StatusCode == expected,
            $"{by}: {method} {path} was answered {(int)response.StatusCode}, not {expected}\n{JsonSerializer.Serialize(body)}\n{Encoding.UTF8.GetString(bytes)}");
        return new Answer((int)response.StatusCode, JsonNode.Parse(bytes)!, bytes, response.Headers.ETag?.ToString());
    }

    private async Task<string> TokenAsync(string email)
    {
        if (_tokens.TryGetValue(email, out var known))
            return known;
        using var process = Process.Start(new ProcessStartInfo(tokenScript, [email]) { RedirectStandardOutput = true })!;
        var token = (await process.StandardOutput.ReadToEndAsync()).Trim();
        await process.WaitForExitAsync();
        Expect(process.ExitCode == 0 && token.Length > 0, $"{email} could not sign in");
        return _tokens[email] = token;
    }

    private void Step(string by, string what, string becomes, Answer answer)
    {
        Expect(answer["status"] == becomes, $"{by} {what}: the status is {answer["status"]}, not {becomes}");
        Console.WriteLine($"  {++_step,2}. {by} {what} → {becomes}");
    }

    private static void Chapter(string title)
    {
        Console.WriteLine();
        Console.WriteLine(title);
    }

    private string Day(int fromToday) => _today.AddDays(fromToday).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string IdOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static object Euros(long euros) => new { amount = euros * 100, currency = "EUR" };

    private static string Shown(Answer answer, string sum) =>
        $"{(long.Parse(answer[$"{sum}.amount"], CultureInfo.InvariantCulture) / 100).ToString("N0", CultureInfo.InvariantCulture)} {answer[$"{sum}.currency"]}";

    private static void Expect(bool met, string otherwise)
    {
        if (!met)
            throw new Unexpected(otherwise);
    }
}
