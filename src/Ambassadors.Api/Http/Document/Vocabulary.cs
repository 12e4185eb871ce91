using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ambassadors.Api.Http.Document;

/// <summary>What the document knows of a member beyond its type: a value from the programme's life, and the form that all its values have.</summary>
/// <param name="Example">A value; none where the examples leave the member out.</param>
/// <param name="Pattern">What every value matches, in the form of ECMA-262.</param>
/// <param name="MaxLength">The most characters of a value.</param>
public sealed record Word(JsonNode? Example, string? Pattern = null, int? MaxLength = null);

/// <summary>
/// The words of the contract, one place for examples and forms: by the member's name, or by schema and member where a name
/// means several things. What a validator or an <c>example</c> at the type itself says comes first.
/// </summary>
public static class Vocabulary
{
    private const string Slug = "^[a-z0-9]+(-[a-z0-9]+)*$";
    private const string Country = "^[A-Z]{2}$";
    private const string Language = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$";
    private const string Hash = "^[0-9a-f]{64}$";
    private const string Dotted = "^[a-z0-9_-]+([.:][a-z0-9_-]+)*$";
    private const string Base64Url = "^[A-Za-z0-9_-]+$";
    private const string Milliseconds = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$";
    private const string Visible = "\\S";

    private static readonly Dictionary<string, Word> Words = new(StringComparer.Ordinal)
    {
        // Organisations.
        ["slug"] = new("scs", Slug, 80),
        ["poleSlug"] = new("scs", Slug, 80),
        ["clusterSlug"] = new("elgazala-technopark", Slug, 80),
        ["Cluster.slug"] = new("elgazala-technopark", Slug, 80),
        ["Cluster.name"] = new("Elgazala Technopark", Visible, 200),
        ["Pole.name"] = new("Solutions communicantes sécurisées (SCS)", Visible, 200),
        ["regions"] = new(List("Provence-Alpes-Côte d'Azur"), Visible, 100),
        ["tier"] = new("mondial"),
        ["evaluation2008"] = new(1),
        ["city"] = new("Ariana", Visible, 100),
        ["country"] = new("TN", Country, 2),
        ["countries"] = new(List("TN", "MA", "DK"), Country, 2),
        ["founded"] = new(1999),
        ["website"] = new("elgazala.tn", Visible, 200),
        ["labelledFrom"] = new("2005-07-12"),
        ["labelledUntil"] = new(null),
        ["source"] = new("https://webmanagercenter.com/2007/01/15/24286/tunisie-france-partenariat-pour-la-competitivite-industrielle", Visible, 2000),
        ["confidence"] = new("high", Visible, 50),
        ["counterpart"] = new("Technopôle de Sfax", Visible, 200),
        ["Cooperation.kind"] = new("cooperation agreement", Visible, 200),
        ["PoleNote.kind"] = new("joint project", Visible, 200),
        ["date"] = new("2009-06", "^[0-9]{4}(-[0-9]{2}){0,2}$", 10),
        ["signedOn"] = new("2007-01-12", "^[0-9]{4}(-[0-9]{2}){0,2}$", 10),
        ["theme"] = new("telecom-networks", Slug, 80),
        ["themes"] = new(List("telecom-networks", "secure-transactions"), Slug, 80),
        ["code"] = new("telecom-networks", Slug, 80),
        ["Theme.label"] = new(new JsonObject { ["fr"] = "Télécommunications et réseaux", ["en"] = "Telecommunications and networks" }),
        ["Theme.kind"] = new("sectoral"),
        ["fr"] = new("Appel à candidatures 2027", Visible, 200),
        ["en"] = new("Call for applications 2027", Visible, 200),

        // People.
        ["name"] = new("Claire Fontaine", Visible, 200),
        ["Member.name"] = new("Julien Carles", Visible, 200),
        ["email"] = new("claire.fontaine@scs.example", "^[^@\\s]+@[^@\\s]+$", 254),
        ["Member.email"] = new("julien.carles@scs.example", "^[^@\\s]+@[^@\\s]+$", 254),
        ["Member.clusterSlug"] = new(null, Slug, 80),
        ["function"] = new("vice_president"),
        ["mandateFrom"] = new("2025-01-01"),
        ["mandateUntil"] = new("2028-12-31"),
        ["language"] = new("fr", Language, 35),
        ["languages"] = new(List("fr", "en"), Language, 35),
        ["Membership.role"] = new("pole_signatory"),
        ["Membership.clusterSlug"] = new(null, Slug, 80),
        ["OrganisationOfMe.roles"] = new(List("pole_signatory")),
        ["Person.status"] = new("active"),
        ["ApprovalSummary.role"] = new("programme_officer"),
        ["Me.kind"] = new("person"),
        ["members"] = new(List(Id("member"))),
        ["scopes"] = new(List(Scopes.Read, Scopes.WriteApplications, Scopes.Sign), "^[a-z_]+(:[a-z]+)?$", 50),
        ["url"] = new("https://ambassadors.example/set-password?token=CfDJ8Nq2v0s7J1mT4xYb", "^https?://", 4000),
        ["token"] = new("CfDJ8Nq2v0s7J1mT4xYb", "^[A-Za-z0-9_.-]+$", 2000),
        ["LinkIdentity.token"] = new("CfDJ8Nq2v0s7J1mT4xYb", Visible, 2000),
        ["Conflict.clusterSlug"] = new(null, Slug, 80),
        ["Conflict.memberId"] = new(null),
        ["Notice.kind"] = new("pairing.propose", Dotted, 100),
        ["resourceType"] = new("pairing", Dotted, 50),
        ["resourceId"] = new(Id("pairing")),

        // Partner systems; the key is that of RFC 7517, appendix A.1.
        ["clientId"] = new("scs-1f09a3c2", Visible, 100),
        ["Receipt.clientId"] = new(null),
        ["Client.name"] = new("SCS: candidature platform", Visible, 200),
        ["Client.clusterSlug"] = new(null, Slug, 80),
        ["Client.allowedActions"] = new(List("edit", "rotate_secret", "revoke")),
        ["Client.revokedAt"] = new(null),
        ["signatoryId"] = new(Id("person")),
        ["allowedAddresses"] = new(List("203.0.113.0/24"), "^[0-9a-fA-F.:]+/[0-9]{1,3}$", 50),
        ["secret"] = new(null, Base64Url, 200),
        ["lastUsedAt"] = new("2027-03-18T14:05:00Z"),
        ["kid"] = new("2027-02", Visible, 200),
        ["kty"] = new("EC", "^(RSA|EC)$", 3),
        ["use"] = new("sig", "^sig$", 3),
        ["alg"] = new("ES256", "^(RS|PS|ES)(256|384|512)$", 5),
        ["n"] = new(null, Base64Url, 1400),
        ["e"] = new(null, Base64Url, 12),
        ["crv"] = new("P-256", "^P-(256|384|521)$", 5),
        ["x"] = new("MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", Base64Url, 100),
        ["y"] = new("4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM", Base64Url, 100),

        // Calls.
        ["Call.status"] = new("open"),
        ["Call.allowedActions"] = new(List("close")),
        ["Call.motive"] = new(null, Visible, 10_000),
        ["opensAt"] = new("2027-02-15T08:00:00Z"),
        ["closesAt"] = new("2027-04-30T21:59:59Z"),
        ["Call.budget"] = new(Euros(25_000_000)),
        ["committed"] = new(Euros(6_000_000)),
        ["left"] = new(Euros(19_000_000)),
        ["ceilingPerExchange"] = new(Euros(1_500_000)),
        ["minimumDays"] = new(5),
        ["maximumDays"] = new(120),
        ["directions"] = new(List("outbound", "reciprocal")),
        ["ambassadorFunctions"] = new(List("president", "vice_president", "board_member")),
        ["applicationsPerPole"] = new(3),
        ["openProposalsPerApplication"] = new(5),
        ["consentDays"] = new(21),

        // Applications and offers.
        ["Application.status"] = new("in_matching"),
        ["Application.allowedActions"] = new(List("withdraw")),
        ["Application.motive"] = new(null, Visible, 10_000),
        ["reference"] = new("AMB-2027-00042", "^AMB-[0-9]{4}-[0-9]{5,}$", 30),
        ["direction"] = new("outbound"),
        ["objectives"] = new("Préparer avec le technopôle un projet commun sur la sécurité des paiements mobiles.", Visible, 10_000),
        ["preferences"] = new(new JsonArray(new JsonObject { ["clusterSlug"] = "elgazala-technopark", ["rank"] = 1 }, new JsonObject { ["clusterSlug"] = "technopole-sfax", ["rank"] = 2 })),
        ["durationDays"] = new(30),
        ["requestedAmount"] = new(Euros(1_200_000)),
        ["partnerReference"] = new("SCS-2027-014", Visible, 100),
        ["Offer.partnerReference"] = new("ELG-OFF-7", Visible, 100),
        ["hash"] = new("2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae", Hash, 64),
        ["Offer.status"] = new("published"),
        ["Offer.allowedActions"] = new(List("pause", "close", "withdraw")),
        ["Offer.motive"] = new(null, Visible, 10_000),
        ["capacity"] = new(2),
        ["placesTaken"] = new(1),
        ["placesLeft"] = new(1),
        ["provides"] = new("Un bureau au technopôle, l'accès aux laboratoires et un correspondant francophone.", Visible, 10_000),
        ["startsOn"] = new("2027-06-01"),
        ["endsOn"] = new("2027-06-30"),
        ["days"] = new(30),

        // Pairings and exchanges.
        ["Pairing.status"] = new("proposed"),
        ["Pairing.allowedActions"] = new(List("consent", "decline", "amend")),
        ["Pairing.motive"] = new(null, Visible, 10_000),
        ["Pairing.consentedAt"] = new(null),
        ["Pairing.approvals"] = new(List()),
        ["consentsNeeded"] = new(List("pole", "cluster", "ambassador")),
        ["Pairing.counterpartId"] = new(null),
        ["party"] = new("pole"),
        ["termsHash"] = new("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Hash, 64),
        ["Receipt.answeredBy"] = new(null),
        ["Terms.amount"] = new(Euros(1_200_000)),
        ["Exchange.amount"] = new(Euros(1_200_000)),
        ["Exchange.status"] = new("preparing"),
        ["Exchange.allowedActions"] = new(List("cancel")),
        ["Exchange.counterpartId"] = new(null),
        ["Exchange.motive"] = new(null, Visible, 10_000),
        ["motive"] = new("Le calendrier ne convient plus ; nous proposerons d'autres dates.", Visible, 10_000),
        ["amount"] = new(1_200_000),
        ["currency"] = new("EUR", "^[A-Z]{3}$", 3),

        // Matching.
        ["rates"] = new(new JsonArray(new JsonObject { ["country"] = "TN", ["perMonth"] = Euros(250_000) })),
        ["Rate.lumpSum"] = new(null),
        ["RateRequest.lumpSum"] = new(null),
        ["perMonth"] = new(Euros(250_000)),
        ["matchingWeights"] = new(Weights()),
        ["matchingQuotas"] = new(Quotas()),
        ["weights"] = new(Weights()),
        ["quotas"] = new(Quotas()),
        ["Offer.preferences"] = new(new JsonArray(new JsonObject { ["poleSlug"] = "scs", ["rank"] = 1 })),
        ["profile"] = new("fit"),
        ["baseRunId"] = new(null),
        ["rematch"] = new(false),
        ["RunOverrides.budget"] = new(Euros(9_500_000)),
        ["RunSettings.budget"] = new(Euros(19_000_000)),
        ["locks"] = new(List()),
        ["forbids"] = new(List()),
        ["MatchingRun.status"] = new("succeeded"),
        ["MatchingRun.allowedActions"] = new(List("publish")),
        ["MatchingRun.phase"] = new("over"),
        ["MatchingRun.infeasible"] = new(null),
        ["MatchingRun.failureCode"] = new(null, Dotted, 100),
        ["percent"] = new(100),
        ["bound"] = new(2_310),
        ["best"] = new(2_310),
        ["problemHash"] = new("5b1d3f0e7c9a24680f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566778", Hash, 64),
        ["planHash"] = new("a3c5e7092b4d6f8110325476980badcfeadbccbd9e8f7061524334251607f8e9", Hash, 64),
        ["engine"] = new("ambassadors-matching/1 ortools/9.15", Visible, 100),
        ["RunFigures.cost"] = new(Euros(3_450_000)),
        ["YearCost.cost"] = new(Euros(3_450_000)),
        ["year"] = new(2027),
        ["AssessedPair.amount"] = new(Euros(1_200_000)),
        ["Candidate.amount"] = new(Euros(1_200_000)),
        ["ExplainedPair.amount"] = new(Euros(1_200_000)),
        ["Suggestion.amount"] = new(Euros(1_200_000)),
        ["ApplicationGroup.cost"] = new(Euros(1_200_000)),
        ["CountryGroup.cost"] = new(Euros(1_200_000)),
        ["fit"] = new(830),
        ["part"] = new("themes"),
        ["value"] = new(1000),
        ["weight"] = new(35),
        ["parts"] = new(new JsonArray(Part("themes", 1000, 35), Part("application_wish", 1000, 20), Part("languages", 700, 10))),
        ["applicationRank"] = new(1),
        ["offerRank"] = new(2),
        ["rank"] = new(1),
        ["leastCost"] = new(40),
        ["reason"] = new("seats", Dotted, 40),
        ["basis"] = new("solved", "^(solved|prices)$", 10),
        ["text"] = new("The places of the possible offers go to pairs that fit better.", Visible, 2000),
        ["rule"] = new("seats", Dotted, 100),
        ["RuleCount.rule"] = new("candidate.no_common_language", Dotted, 100),
        ["NearestMiss.rule"] = new("candidate.no_common_language", Dotted, 100),
        ["BrokenRule.code"] = new("candidate.no_common_language", Dotted, 100),
        ["missing"] = new("de", Visible, 100),
        ["lottery"] = new("3f9a01c2", "^[0-9a-f]{8}$", 8),
        ["RunInfeasibility.name"] = new("TN", Visible, 200),
        ["RunInfeasibility.detail"] = new("24 countries asked, 23 reachable.", Visible, 1000),
        ["group"] = new("Provence-Alpes-Côte d'Azur", Visible, 100),
        ["Explanation.reason"] = new(null, Dotted, 40),
        ["Explanation.basis"] = new(null, "^(solved|prices)$", 10),
        ["Explanation.lottery"] = new(null, "^[0-9a-f]{8}$", 8),
        ["Explanation.text"] = new("A pair was found; an officer proposes it, the parties consent to it or not.", Visible, 2000),
        ["placementText"] = new(null, Visible, 1000),
        ["notice"] = new("This proposal rests on an algorithm (article L311-3-1 of the French code of relations between the public and the administration).", Visible, 4000),
        ["MatchingInstruction.status"] = new("in_force"),
        ["MatchingInstruction.allowedActions"] = new(List("lift")),
        ["MatchingInstruction.kind"] = new("lock"),
        ["MatchingInstruction.motive"] = new("A joint laboratory opens there in the autumn.", Visible, 10_000),
        ["brokenRules"] = new(List()),
        ["change"] = new("kept"),
        ["confirm"] = new(true),
        ["Pairing.runId"] = new(null),
        ["seatPrices"] = new(Prices(Id("offer"), 310)),
        ["polePrices"] = new(Prices("scs", 120)),
        ["countryPrices"] = new(Prices("TN", 90)),
        ["firstPrices"] = new(Prices("DK", 45)),
        ["limitPrices"] = new(new JsonObject()),

        // Imports.
        ["succeeded"] = new(1),
        ["failed"] = new(0),
        ["index"] = new(0),
        ["problem"] = new(null),
        ["location"] = new(null, "^/v1/", 400),
        ["OfferImportItem.id"] = new(Id("offer")),
        ["OfferImportItem.status"] = new(201),
        ["ApplicationImportItem.id"] = new(Id("application")),
        ["ApplicationImportItem.status"] = new(201),

        // The journal, and what all have.
        ["TimelineEntry.event"] = new("submit", Dotted, 100),
        ["TimelineEntry.from"] = new("draft", Dotted, 50),
        ["TimelineEntry.to"] = new("submitted", Dotted, 50),
        ["TimelineEntry.organisation"] = new("scs", Slug, 80),
        ["TimelineEntry.answeredBy"] = new(null),
        ["TimelineEntry.motive"] = new(null, Visible, 10_000),
        ["JournalEntry.event"] = new("application.submit", Dotted, 100),
        ["JournalEntry.resourceType"] = new("application", Dotted, 50),
        ["JournalEntry.resourceId"] = new(Id("application")),
        ["JournalEntry.from"] = new("draft", Dotted, 50),
        ["JournalEntry.to"] = new("submitted", Dotted, 50),
        ["JournalEntry.organisation"] = new("scs", Slug, 80),
        ["JournalEntry.clusterSlug"] = new(null, Slug, 80),
        ["JournalEntry.answeredBy"] = new(null),
        ["SealedEntry.at"] = new("2027-03-18T14:05:31.204Z", Milliseconds, 24),
        ["SealedEntry.event"] = new("application.submit", Dotted, 100),
        ["SealedEntry.resourceType"] = new("application", Dotted, 50),
        ["SealedEntry.resourceId"] = new(Id("application")),
        ["SealedEntry.from"] = new("draft", Dotted, 50),
        ["SealedEntry.to"] = new("submitted", Dotted, 50),
        ["SealedEntry.organisation"] = new("scs", Slug, 80),
        ["SealedEntry.pole"] = new("scs", Slug, 80),
        ["SealedEntry.cluster"] = new(null, Slug, 80),
        ["SealedEntry.answeredBy"] = new(null),
        ["Decision.event"] = new("application.submit", Dotted, 100),
        ["Decision.from"] = new("draft", Dotted, 50),
        ["Decision.to"] = new("submitted", Dotted, 50),
        ["Decision.organisation"] = new("scs", Slug, 80),
        ["Decision.answeredBy"] = new(null),
        ["Access.organisation"] = new("programme", Slug, 80),
        ["Access.kind"] = new("member"),
        ["PublishedHead.at"] = new("2027-03-18T14:10:00.117Z", Milliseconds, 24),
        ["format"] = new("ambassadors-receipt/1", "^ambassadors-receipt/1$", 21),
        ["previousHash"] = new("fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9", Hash, 64),
        ["chainHash"] = new("81b637d8fcd2c6da6359e6963113a1170de795e4b725b84d1e0b4cfd9ec58ce9", Hash, 64),
        ["root"] = new("e7f6c011776e8db7cd330b54174fd76f7d0216b612387a5ffcfb81e6f0919683", Hash, 64),
        ["path"] = new(List("b7a56873cd771f2c446d369b649430b65a756ba278ff97ec81bb6f55b2e73569", "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9"), Hash, 64),
        ["number"] = new(412),
        ["Snapshot.number"] = new(1),
        ["fromPosition"] = new(18_190),
        ["toPosition"] = new(18_211),
        ["JournalCheck.from"] = new(10_001),
        ["JournalCheck.through"] = new(18_211),
        ["JournalCheck.holds"] = new(true),
        ["JournalCheck.badPosition"] = new(null),
        ["JournalCheck.badHead"] = new(null),
        ["JournalCheck.fault"] = new(null, "^(gap|entry_altered|disclosures_altered|head_gap|head_altered)$", 30),
        ["JournalCheck.heads"] = new(36),
        ["JournalCheck.last"] = new(18_211),
        ["JournalCheck.nextFrom"] = new(null),
        ["way"] = new("list"),
        ["Access.count"] = new(12),
        ["motiveDigest"] = new(null, Hash, 64),
        ["position"] = new(18_204),
        ["waiting"] = new(0),
        ["actorKind"] = new("person"),
        ["data"] = new(new JsonObject { ["snapshot"] = "1" }, Visible, 2000),
        ["createdAt"] = new("2027-02-03T09:12:44Z"),
        ["submittedAt"] = new("2027-03-18T14:05:31Z"),
        ["updatedAt"] = new("2027-03-18T14:05:31Z"),
        ["addedAt"] = new("2027-01-11T10:00:00Z"),
        ["dueAt"] = new("2027-04-08T14:05:31Z"),
        ["readAt"] = new("2027-03-19T07:40:02Z"),
        ["expiresAt"] = new("2027-04-08T14:05:31Z"),
        ["version"] = new(3),
        ["next"] = new("CfDJ8Nq2v0s7J1mT4xYbQe9kLrW3uZcA6hPdGfVtSxMjRoBiEw", "^[A-Za-z0-9_-]+$", 4000),
        ["q"] = new("telecom", null, 200),
        ["Health.status"] = new("ready", "^(live|ready)$", 5)
    };

    /// <summary>The word of a member of a schema; requests and patches speak as the resource does.</summary>
    public static Word? Of(string? schema, string member) =>
        Words.GetValueOrDefault($"{Noun(schema)}.{member}") ?? Words.GetValueOrDefault(member);

    /// <summary>The schema without what makes it a request, a patch or a page.</summary>
    public static string Noun(string? schema) => schema is null ? "" : Cut(Cut(schema, "Request"), "Patch");

    /// <summary>The id that the examples give a resource of a noun, the same wherever it is named: a UUID of version 7.</summary>
    public static string Id(string noun)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(noun)));
        return $"0195a8e0-{hash[..4]}-7{hash[4..7]}-a{hash[7..10]}-{hash[10..22]}";
    }

    private static JsonObject Weights() => new()
    {
        ["themes"] = 35,
        ["applicationWish"] = 20,
        ["hostWish"] = 10,
        ["languages"] = 10,
        ["dates"] = 10,
        ["cooperation"] = 10,
        ["reciprocity"] = 5
    };

    private static JsonObject Quotas() => new() { ["maxPerPole"] = 2, ["maxPerCountry"] = 6, ["minCountries"] = 4 };

    private static JsonObject Part(string part, int value, int weight) => new() { ["part"] = part, ["value"] = value, ["weight"] = weight };

    private static JsonObject Prices(string of, long price) => new() { [of] = price };

    private static string Cut(string text, string end) => text.EndsWith(end, StringComparison.Ordinal) ? text[..^end.Length] : text;

    private static JsonArray List(params string[] items) => [.. items.Select(item => (JsonNode)item)];

    private static JsonNode Euros(long cents) => JsonSerializer.SerializeToNode(new { amount = cents, currency = "EUR" })!;
}
