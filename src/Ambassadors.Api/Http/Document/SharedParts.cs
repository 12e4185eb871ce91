using Ambassadors.Api.Http.Lists;
using Microsoft.OpenApi;

namespace Ambassadors.Api.Http.Document;

/// <summary>Parameters and headers that many operations have, said once.</summary>
public static class SharedParts
{
    /// <summary>Parameters, by their names among the document's components.</summary>
    public static readonly IReadOnlyDictionary<string, OpenApiParameter> Parameters = new Dictionary<string, OpenApiParameter>
    {
        ["Cursor"] = Query("cursor", "Where the page begins: `next` of the page before, with the same filters. Not for exports.", Text),
        ["IdempotencyKey"] = Sent("Idempotency-Key", true, "A new value for each act, the same at each repetition: 1 to 255 visible ASCII characters, quoted or bare."),
        ["IfMatch"] = Sent("If-Match", true, "An ETag of the resource as you read it."),
        ["IfNoneMatch"] = Sent("If-None-Match", false, "ETags that you hold: 304 where one of them still holds."),
        ["Limit"] = Query("limit", "Items of a page; more than 100 is taken for 100. Not for exports.",
            new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "1", Default = Paging.DefaultLimit }),
        ["UpdatedSince"] = Query("updatedSince", "Only what changed at this instant or later; what was deleted since is in `deleted`. Ask with an overlap of a minute.",
            new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" })
    };

    /// <summary>Headers of answers, by their names among the document's components.</summary>
    public static readonly IReadOnlyDictionary<string, OpenApiHeader> Headers = new Dictionary<string, OpenApiHeader>
    {
        ["ContentDisposition"] = Given("A name for the file; of exports alone."),
        ["ETag"] = Given("Strong tag of this version, for If-Match and If-None-Match."),
        ["IdempotentReplayed"] = Given("`true` where the answer is that of an earlier request with the same key."),
        ["Link"] = Given("The next page, `rel=\"next\"`; absent on the last."),
        ["Location"] = Given("Path of what was created."),
        ["RateLimit"] = Given("Where you stand with the quota: `r` requests are left, and after `t` seconds it begins anew (draft-ietf-httpapi-ratelimit-headers).", "\"client\";r=599;t=60"),
        ["RateLimitPolicy"] = Given("The quota that you are under: `q` requests in `w` seconds.", "\"client\";q=600;w=60"),
        ["RetryAfter"] = new() { Description = "Seconds to wait before the next try.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "0" } },
        ["WWWAuthenticate"] = Given("Why the token does not do (RFC 6750).")
    };

    private static OpenApiSchema Text => new() { Type = JsonSchemaType.String };

    /// <summary>A reference to a parameter.</summary>
    public static OpenApiParameterReference Parameter(string name, OpenApiDocument document) => new(name, document);

    /// <summary>A reference to a header.</summary>
    public static OpenApiHeaderReference Header(string name, OpenApiDocument document) => new(name, document);

    /// <summary>The headers of every answer under <c>/v1</c> that says where the caller stands with the quota.</summary>
    public static void AddQuota(IDictionary<string, IOpenApiHeader> headers, OpenApiDocument document)
    {
        headers["RateLimit"] = Header("RateLimit", document);
        headers["RateLimit-Policy"] = Header("RateLimitPolicy", document);
    }

    private static OpenApiParameter Query(string name, string description, OpenApiSchema schema) =>
        new() { Name = name, In = ParameterLocation.Query, Description = description, Schema = schema };

    private static OpenApiParameter Sent(string name, bool required, string description) =>
        new() { Name = name, In = ParameterLocation.Header, Required = required, Description = description, Schema = Text };

    private static OpenApiHeader Given(string description, string? example = null) => new() { Description = description, Schema = Text, Example = example };
}
