using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Ambassadors.Api.Http.Document;

/// <summary>The canonical form of terms, which no type of ours writes: its bytes are what a consent's hash is of.</summary>
public static class CanonicalTerms
{
    private const string Slug = "^[a-z0-9]+(-[a-z0-9]+)*$";

    /// <summary>Its form.</summary>
    public static OpenApiSchema Schema => new()
    {
        Type = JsonSchemaType.Object,
        Description = "The terms in canonical form (RFC 8785). Hash the bytes as they came: SHA-256, lower-case hexadecimal, is `termsHash`.",
        Required = new HashSet<string> { "format", "call", "application", "offer", "pole", "cluster", "legs", "objectives", "amount", "currency", "pairing", "version", "callRevision", "offerVersion" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["format"] = Text("The form of these bytes.", "^ambassadors-terms/[0-9]+$", 30),
            ["pairing"] = Id("The pairing."),
            ["version"] = Number("Version of the terms, from 1."),
            ["call"] = Id("The call."),
            ["callRevision"] = Number("The revision of the call's rules."),
            ["application"] = Id("The application."),
            ["applicationSnapshot"] = Number("The number of the application's snapshot."),
            ["offer"] = Id("The offer."),
            ["offerVersion"] = Number("The revision of the offer."),
            ["pole"] = Text("Slug of the pôle.", Slug, 80),
            ["cluster"] = Text("Slug of the cluster.", Slug, 80),
            ["ambassador"] = Id("The ambassador, where an outbound leg is agreed."),
            ["counterpart"] = Id("The counterpart, where an inbound leg is agreed."),
            ["legs"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "The legs.",
                MaxItems = 2,
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string> { "direction", "startsOn", "endsOn" },
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["direction"] = Text("Which way.", "^(outbound|inbound)$", 8),
                        ["startsOn"] = Day("First day."),
                        ["endsOn"] = Day("Last day.")
                    }
                }
            },
            ["objectives"] = Text("What the exchange is for.", "\\S", 10_000),
            ["amount"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0", Maximum = "9007199254740991", Description = "Minor units." },
            ["currency"] = Text("ISO 4217.", "^[A-Z]{3}$", 3)
        }
    };

    /// <summary>An example.</summary>
    public static JsonObject Example => new()
    {
        ["ambassador"] = Vocabulary.Id("ambassador"),
        ["amount"] = 1_200_000,
        ["application"] = Vocabulary.Id("application"),
        ["applicationSnapshot"] = 1,
        ["call"] = Vocabulary.Id("call"),
        ["callRevision"] = 1,
        ["cluster"] = "elgazala-technopark",
        ["currency"] = "EUR",
        ["format"] = "ambassadors-terms/1",
        ["legs"] = new JsonArray(new JsonObject { ["direction"] = "outbound", ["endsOn"] = "2027-06-30", ["startsOn"] = "2027-06-01" }),
        ["objectives"] = "Préparer avec le technopôle un projet commun sur la sécurité des paiements mobiles.",
        ["offer"] = Vocabulary.Id("offer"),
        ["offerVersion"] = 1,
        ["pairing"] = Vocabulary.Id("pairing"),
        ["pole"] = "scs",
        ["version"] = 1
    };

    private static OpenApiSchema Text(string description, string pattern, int longest) =>
        new() { Type = JsonSchemaType.String, Description = description, Pattern = pattern, MaxLength = longest };

    private static OpenApiSchema Id(string description) => new() { Type = JsonSchemaType.String, Format = "uuid", MaxLength = 36, Description = description };

    private static OpenApiSchema Day(string description) => new() { Type = JsonSchemaType.String, Format = "date", MaxLength = 10, Description = description };

    private static OpenApiSchema Number(string description) =>
        new() { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "1", Maximum = "2147483647", Description = description };
}
