// A pôle and a cluster bring a pairing to consent that both agreed on before, each through its own client:
//   dotnet run --project examples/PartnerPlatform -- http://localhost:5080 scripts/token
// The service is a demonstration that runs in Development.
using System.Security.Cryptography;
using Ambassadors.Client;
using Microsoft.Extensions.DependencyInjection;
using PartnerPlatform;

if (args is not [var address, var script])
{
    Console.Error.WriteLine("usage: PartnerPlatform ADDRESS TOKEN-SCRIPT");
    return 2;
}

const string Pole = "systematic-paris-region";
const string Cluster = "elgazala-technopark";
string[] people =
[
    "admin@programme.example", "officer@programme.example",
    $"editor@{Pole}.example", $"signatory@{Pole}.example", $"ambassador@{Pole}.example", $"contact@{Cluster}.example", $"signatory@{Cluster}.example"
];
var services = new ServiceCollection();
foreach (var person in people)
    services.AddAmbassadors(person, options => options.Address = new Uri(address), _ => new SignedIn(script, person));
await using var provider = services.BuildServiceProvider();
AmbassadorsClient As(string person) => provider.GetRequiredKeyedService<AmbassadorsClient>(person);
var (administrator, officer) = (As(people[0]), As(people[1]));
var (editor, poleSignatory, ambassador, contact, clusterSignatory) = (As(people[2]), As(people[3]), As(people[4]), As(people[5]), As(people[6]));
static DateOnly Day(int fromToday) => DateOnly.FromDateTime(DateTime.UtcNow).AddDays(fromToday);
static SumRequest Euros(long euros) => new() { Amount = euros * 100, Currency = "EUR" };

try
{
    var call = await OpenCallAsync();
    var application = await ApplyAsync(call);
    var offer = await OfferAsync();
    var proposed = await poleSignatory.ProposePairingAsync(new ProposePairingRequest
    {
        ApplicationId = application,
        OfferId = offer,
        Terms = new TermsRequest
        {
            Legs = [new LegRequest { Direction = LegDirection.Outbound, StartsOn = Day(70), EndsOn = Day(159) }],
            Objectives = "Three months in Tunis on embedded systems, agreed with the technopark before the call.",
            Amount = Euros(40_000)
        }
    });
    await ConsentAsync(poleSignatory, proposed.Value.Id, Party.Pole);
    await ConsentAsync(ambassador, proposed.Value.Id, Party.Ambassador);
    var consented = await ConsentAsync(clusterSignatory, proposed.Value.Id, Party.Cluster);
    Console.WriteLine($"Pairing {consented.Id} is {consented.Status}.");
    return consented.Status == PairingStatus.Consented ? 0 : 1;
}
catch (ProblemException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}

async Task<Guid> OpenCallAsync()
{
    var drafted = await administrator.CreateCallAsync(new CallRequest
    {
        Title = new BilingualRequest { Fr = "Appel de la plateforme", En = "The platform's call" },
        OpensAt = DateTimeOffset.UtcNow,
        ClosesAt = DateTimeOffset.UtcNow.AddDays(40),
        Budget = Euros(250_000),
        CeilingPerExchange = Euros(100_000),
        MinimumDays = 10,
        MaximumDays = 365,
        Directions = [ExchangeDirection.Outbound]
    });
    var published = await administrator.PublishCallAsync(drafted.Value.Id, drafted.ETag);
    return (await administrator.OpenCallAsync(drafted.Value.Id, published.ETag)).Value.Id;
}

async Task<Guid> ApplyAsync(Guid call)
{
    Guid? who = null;
    await foreach (var member in editor.EachPoleMembersAsync(Pole))
        who = member.Email == people[4] ? member.Id : who;
    var drafted = await editor.CreateApplicationAsync(new ApplicationRequest
    {
        CallId = call,
        PoleSlug = Pole,
        AmbassadorId = who,
        Direction = ExchangeDirection.Outbound,
        Objectives = "Embedded systems in networks.",
        Themes = ["embedded-systems"],
        Languages = ["fr", "en"],
        Preferences = [new PreferenceRequest { ClusterSlug = Cluster, Rank = 1 }],
        Windows = [new WindowRequest { StartsOn = Day(60), EndsOn = Day(300) }],
        DurationDays = 90,
        RequestedAmount = Euros(40_000)
    });
    var id = drafted.Value.Id;
    var agreed = await ambassador.AgreeCandidacyAsync(id, drafted.ETag);
    var submitted = await poleSignatory.SubmitApplicationAsync(id, agreed.ETag);
    Console.WriteLine($"Application {submitted.Value.Reference} is {submitted.Value.Status}.");
    var reviewed = await officer.StartReviewOfApplicationAsync(id, submitted.ETag);
    return (await officer.QualifyApplicationAsync(id, reviewed.ETag)).Value.Id;
}

async Task<Guid> OfferAsync()
{
    var drafted = await contact.CreateOfferAsync(new OfferRequest
    {
        ClusterSlug = Cluster,
        Directions = [ExchangeDirection.Outbound],
        Themes = ["embedded-systems", "telecom-networks"],
        Languages = ["fr", "en"],
        Windows = [new WindowRequest { StartsOn = Day(50), EndsOn = Day(320) }],
        Capacity = 1,
        Provides = "A desk in the technopark."
    });
    var changed = await contact.EditOfferAsync(drafted.Value.Id, drafted.ETag, new OfferPatch { Provides = "A desk in the technopark, and the incubator's network." });
    var submitted = await clusterSignatory.SubmitOfferAsync(drafted.Value.Id, changed.ETag);
    return (await officer.PublishOfferAsync(drafted.Value.Id, submitted.ETag)).Value.Id;
}

// What a party says yes to is the hash of the very bytes it has read.
async Task<Pairing> ConsentAsync(AmbassadorsClient by, Guid pairing, Party party)
{
    var shown = await by.GetPairingAsync(pairing);
    var terms = await by.GetTermsOfPairingAsync(pairing, shown.Value.TermsVersion);
    var hash = Convert.ToHexStringLower(SHA256.HashData(terms.Bytes.Span));
    if (hash != shown.Value.TermsHash)
        throw new InvalidOperationException("The terms are not those that the pairing names.");
    Console.WriteLine($"The {party} consents to {hash[..12]}….");
    return (await by.ConsentToPairingAsync(pairing, shown.ETag, new ConsentRequest { Party = party, TermsHash = hash })).Value;
}
