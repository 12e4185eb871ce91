using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Ambassadors.Api.Http.Document;

/// <summary>A problem that many operations answer with.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Id">Its name among the document's components.</param>
/// <param name="Description">When it is answered.</param>
/// <param name="Code">A code that it has, for the example.</param>
public sealed record ProblemAnswer(int Status, string Id, string Description, string Code)
{
    /// <summary>The response as the document shows it.</summary>
    public IOpenApiResponse Response(OpenApiDocument document)
    {
        var texts = Texts.All(Texts.Languages[1]);
        var example = new JsonObject
        {
            ["type"] = $"https://ambassadors.example/problems/{Code}",
            ["title"] = texts[$"{Code}|title"],
            ["status"] = Status,
            ["code"] = Code,
            ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736"
        };
        if (Reason is { } reason)
            example["errors"] = new JsonArray(new JsonObject { ["code"] = reason.Code, ["pointer"] = reason.Pointer, ["detail"] = texts[$"{reason.Code}|title"] });
        return new OpenApiResponse
        {
            Description = Description,
            Headers = SharedParts.HeadersOf(document, Headers ?? []),
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                ["application/problem+json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference("Problem", document), Example = example }
            }
        };
    }

    /// <summary>Headers that come with it.</summary>
    public IReadOnlyList<string>? Headers { get; init; }

    /// <summary>A reason among its <c>errors</c>, for the example.</summary>
    public (string Code, string Pointer)? Reason { get; init; }
}

/// <summary>The problems of the contract, by status.</summary>
public static class ProblemAnswers
{
    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<ProblemAnswer> All =
    [
        new(400, "Unreadable", "The request can't be read: JSON, types, headers, unknown members or parameters. The first error is named.", "request.unknown_member") { Reason = ("request.unknown_member", "#/colour") },
        new(401, "Unauthenticated", "No token, or one that is not valid.", "token.missing") { Headers = ["WWW-Authenticate"] },
        new(403, "Forbidden", "A scope or a role is missing, here or on this file.", "scope.insufficient") { Headers = ["WWW-Authenticate"] },
        new(404, "NotFound", "Absent, or not yours to see.", "resource.not_found"),
        new(406, "NotAcceptable", "The answer does not exist in a format that you accept.", "request.not_acceptable"),
        new(409, "Refused", "Refused by the case: its state, a guard, the budget, a capacity. Every unmet condition is named. Where it is a matter of time, Retry-After says of how long.", "request.refused") { Headers = ["Retry-After"] },
        new(412, "Changed", "The resource is no longer at the version that If-Match names.", "precondition.failed"),
        new(413, "TooLarge", "The body is larger than 1 MiB, or, of an import, than 5 MiB.", "request.too_large"),
        new(415, "MediaType", "The body is of another media type.", "request.media_type") { Headers = ["Accept-Patch"] },
        new(422, "Invalid", "Readable, but breaks rules of form. Every one is named, up to a hundred, with its place.", "request.invalid") { Reason = ("field.required", "#/clusterSlug") },
        new(428, "PreconditionRequired", "If-Match is missing.", "precondition.required"),
        new(429, "QuotaExceeded", "More requests than your quota has: Retry-After says when the next one is taken.", "quota.exceeded") { Headers = ["Retry-After"] },
        new(500, "Fault", "A fault of the service.", "service.fault"),
        new(503, "Unavailable", "The service can't answer at the moment.", "service.unavailable") { Headers = ["Retry-After"] }
    ];

    /// <summary>The form of a problem (RFC 9457).</summary>
    public static readonly OpenApiSchema Schema = new()
    {
        Type = JsonSchemaType.Object,
        Description = "Why a request was not answered as asked (RFC 9457).",
        Required = new HashSet<string> { "type", "title", "status", "code", "traceId" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("Address of the page that explains the code.", null, 1000, "uri"),
            ["title"] = Text("Short text, in the language asked for.", Visible, 500),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "400", Maximum = "599", Description = "Status code." },
            ["detail"] = Text("Explanation, in the language asked for.", Visible, 4000),
            ["code"] = Text("Permanent code, never translated: what programs go by.", Code, 100),
            ["traceId"] = Text("Stands for this request in the service's logs.", "^[0-9A-Za-z:]+$", 64),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "Every reason, or the first hundred.",
                MaxItems = Problems.MostErrors,
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string> { "code", "detail" },
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["code"] = Text("Permanent code.", Code, 100),
                        ["pointer"] = Text("JSON Pointer, as a URI fragment, to the member at fault, or to where it should be.", "^#", 4000),
                        ["line"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "1", Maximum = "2147483647", Description = "The line at fault, in a table." },
                        ["column"] = Text("The column at fault, in a table.", Visible, 4000),
                        ["parameter"] = Text("The query parameter at fault.", Visible, 4000),
                        ["resource"] = Text("Path of the resource that stands in the way.", "^/v1/", 400),
                        ["detail"] = Text("Explanation, in the language asked for.", Visible, 4000)
                    }
                }
            }
        }
    };

    private const string Visible = "\\S";
    private const string Code = "^[a-z_]+(\\.[a-z0-9_]+)+$";

    /// <summary>A reference to the response of a status.</summary>
    public static OpenApiResponseReference Of(int status, OpenApiDocument document) => new(All.Single(problem => problem.Status == status).Id, document);

    private static OpenApiSchema Text(string description, string? pattern, int longest, string? format = null) =>
        new() { Type = JsonSchemaType.String, Description = description, Pattern = pattern, MaxLength = longest, Format = format };
}
