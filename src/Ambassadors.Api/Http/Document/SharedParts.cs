using Ambassadors.Api.Http.Lists;
using Microsoft.OpenApi;

namespace Ambassadors.Api.Http.Document;

/// <summary>Parameters and headers that many operations have, said once.</summary>
public static class SharedParts
{
    /// <summary>Headers of every answer under <c>/v1</c>, by their names among the components.</summary>
    public static readonly IReadOnlyList<string> OfEveryAnswer = ["API-Version", "Cache-Control", "Content-Language", "RateLimit", "RateLimit-Policy", "Request-Id", "Vary", "X-Content-Type-Options"];

    /// <summary>Parameters, by their names among the document's components.</summary>
    public static readonly IReadOnlyDictionary<string, OpenApiParameter> Parameters = new Dictionary<string, OpenApiParameter>
    {
        ["Cursor"] = Query("cursor", "Where the page begins: `next` of the page before, with the same filters. Not for exports.", Text("^[A-Za-z0-9_-]+$", 4000)),
        ["IdempotencyKey"] = Sent("Idempotency-Key", true, "A new value for each act, the same at each repetition: 1 to 255 visible ASCII characters, quoted or bare.",
            Text("^[!-~]+$", 257), "8e03978e-40d5-43e8-bc93-6894a57f9324"),
        ["IfMatch"] = Sent("If-Match", true, "An ETag of the resource as you read it.", Text("^(\\*|.*\".*\".*)$", 1000), "\"3-5f2b9c1d7e8a4f60\""),
        ["IfNoneMatch"] = Sent("If-None-Match", false, "ETags that you hold: 304 where one of them still holds.", Text("^(\\*|.*\".*\".*)$", 1000), "\"3-5f2b9c1d7e8a4f60\""),
        ["Limit"] = Query("limit", "Items of a page; more than 100 is taken for 100. Not for exports.",
            new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "1", Maximum = "2147483647", Default = Paging.DefaultLimit }),
        ["UpdatedSince"] = Query("updatedSince", "Only what changed at this instant or later; what was deleted since, or left your sight as the introduction says, is in `deleted`. Ask with an overlap of a minute.",
            new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time", MaxLength = 40 })
    };

    /// <summary>Headers of answers, by their names among the document's components.</summary>
    public static readonly IReadOnlyDictionary<string, OpenApiHeader> Headers = new Dictionary<string, OpenApiHeader>
    {
        ["Accept-Patch"] = Given("The media type that a patch is sent in.", "^application/merge-patch\\+json$", 100),
        ["API-Version"] = Given("The version of the contract that the answer keeps to.", "^[0-9]+\\.[0-9]+\\.[0-9]+$", 20),
        ["Cache-Control"] = Given("`no-store`: no answer is kept by anybody on the way.", "^no-store$", 8),
        ["Content-Disposition"] = Given("A name for the file: of exports and receipts.", "^attachment;", 400),
        ["Content-Language"] = Given("The language of titles, details and labels.", "^(fr|en)$", 2),
        ["ETag"] = Given("Strong tag of this version, for If-Match and If-None-Match.", "^\"[0-9]+-[0-9a-f]{16}\"$", 40),
        ["Idempotent-Replayed"] = Given("`true` where the answer is that of an earlier request with the same key.", "^true$", 4),
        ["Link"] = Given("The next page, `rel=\"next\"`; absent on the last.", "^<[^>]+>; rel=\"", 8000),
        ["Location"] = Given("Path of what was created.", "^/v1/", 400),
        ["Preference-Applied"] = Given("`respond-async`, where `Prefer` asked for it.", "^respond-async$", 20),
        ["RateLimit"] = Given("Where you stand with the quota: `r` requests are left, and after `t` seconds it begins anew (draft-ietf-httpapi-ratelimit-headers).",
            "^\"[a-z]+\";r=[0-9]+;t=[0-9]+$", 100, "\"client\";r=599;t=60"),
        ["RateLimit-Policy"] = Given("The quota that you are under: `q` requests in `w` seconds.", "^\"[a-z]+\";q=[0-9]+;w=[0-9]+$", 100, "\"client\";q=600;w=60"),
        ["Request-Id"] = Given("Your own name for the request, as you sent it in the same header; else that of its trace.", "^[!-~]+$", 128),
        ["Retry-After"] = Given("Seconds to wait before the next try.", "^[0-9]+$", 10),
        ["Vary"] = Given("The request headers that the answer depends on.", "^[A-Za-z, -]+$", 200),
        ["WWW-Authenticate"] = Given("Why the token does not do (RFC 6750).", "^Bearer", 1000),
        ["X-Content-Type-Options"] = Given("`nosniff`.", "^nosniff$", 7)
    };

    /// <summary>A reference to a parameter.</summary>
    public static OpenApiParameterReference Parameter(string name, OpenApiDocument document) => new(name, document);

    /// <summary>A reference to a header.</summary>
    public static OpenApiHeaderReference Header(string name, OpenApiDocument document) => new(name, document);

    /// <summary>Headers of an answer: those of every answer, and these.</summary>
    public static Dictionary<string, IOpenApiHeader> HeadersOf(OpenApiDocument document, params IEnumerable<string> more) =>
        OfEveryAnswer.Concat(more).Order(StringComparer.Ordinal).ToDictionary(name => name, name => (IOpenApiHeader)new OpenApiHeaderReference(name, document));

    private static OpenApiSchema Text(string pattern, int longest) => new() { Type = JsonSchemaType.String, Pattern = pattern, MaxLength = longest };

    private static OpenApiParameter Query(string name, string description, OpenApiSchema schema) =>
        new() { Name = name, In = ParameterLocation.Query, Description = description, Schema = schema };

    private static OpenApiParameter Sent(string name, bool required, string description, OpenApiSchema schema, string example) =>
        new() { Name = name, In = ParameterLocation.Header, Required = required, Description = description, Schema = schema, Example = example };

    private static OpenApiHeader Given(string description, string pattern, int longest, string? example = null) =>
        new() { Description = description, Schema = Text(pattern, longest), Example = example };
}
