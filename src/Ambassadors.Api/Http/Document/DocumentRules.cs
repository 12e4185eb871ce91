using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Ambassadors.Api.Http.Document;

/// <summary>What the document says once for all operations: who we are, how to sign in, the problems.</summary>
public sealed class DocumentRules : IDocumentFilter
{
    /// <summary>What it is.</summary>
    public static readonly OpenApiInfo Info = new()
    {
        Title = "Ambassadors",
        Version = Contract.Version,
        Contact = new OpenApiContact { Name = "Ambassadors", Email = "contact@ambassadors.example", Url = new Uri("https://ambassadors.example") },
        License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        Description = """
            The exchange of governance members between French competitiveness pôles and foreign clusters: from a call for applications to an approved pairing.

            - Instants are RFC 3339 in UTC (`…At`), days `YYYY-MM-DD` (`…On`), countries ISO 3166-1 alpha-2, languages BCP 47, sums of money whole minor units with an ISO 4217 code. Nulls are not sent; absent and null mean the same, but in a merge patch null removes.
            - Every error is a problem (RFC 9457) with a permanent `code`; `errors` names each reason with the place of the request it concerns. Titles and details are in French or English, by `Accept-Language`.
            - A single resource has an `ETag`. Changing it takes `If-Match` with an ETag of its current version: 428 without, 412 when it has changed since.
            - Every POST takes an `Idempotency-Key`: repeated within 24 hours by the same caller, it is answered as the first time (`Idempotent-Replayed: true`), and done once.
            - Lists have `limit` (1 to 100, 25 unless said) and `cursor`; `next` in the answer, and the `Link` header, lead on. Unknown parameters are refused. `sort` orders; where it is descending it begins with `-`.
            - `updatedSince` shows what changed at that instant or later, and, on the last pages, in `deleted`, what was deleted since. Ask with an overlap of a minute: a change has the instant at which its request was taken in. So are an offer that is published no more, for those who saw it as such alone, and a person who left your organisation. What else leaves your sight, what a filter no longer keeps, and counters that others move (`committed`, `placesTaken`), are not told.
            - Every list can be exported as a whole, with the same filters and rights, by `Accept: text/csv` (RFC 4180, UTF-8 with a byte order mark) or `application/x-ndjson`; `limit` and `cursor` are refused there. In a table a member's member has a column with a dot, `requestedAmount.currency`; the values of a list are joined by `;` (one in a value is written `\;`, a backslash `\\`), those of a list of objects in a column for each member; deeper things are JSON. Where a text, or what follows a `;`, a `,`, a tab or a line end in it, begins with `=`, `+`, `-`, `@` or `'`, spaces aside, it is preceded by `'`, so that no spreadsheet takes it for a formula; a text that begins with a tab or a line end is, too.
            - Where GET can be asked, HEAD can.
            - Quotas are counted per partner system and per person: `RateLimit-Policy` says yours, `RateLimit` what is left of it. Past it the answer is 429 with `Retry-After`.
            - Nobody sets a status: a transition is a POST to its own address, and `allowedActions` says which of them you may take now.
            """
    };

    /// <summary>How callers sign in.</summary>
    public static readonly OpenApiSecurityScheme OAuth = new()
    {
        Type = SecuritySchemeType.OAuth2,
        Description = "People sign in by the authorization code flow with PKCE, partner systems by client credentials. Access tokens live ten minutes; they are signed and checked as RFC8725 asks.",
        Flows = new OpenApiOAuthFlows
        {
            AuthorizationCode = new OpenApiOAuthFlow
            {
                AuthorizationUrl = new Uri("/connect/authorize", UriKind.Relative),
                TokenUrl = new Uri("/connect/token", UriKind.Relative),
                RefreshUrl = new Uri("/connect/token", UriKind.Relative),
                Scopes = ScopeTexts()
            },
            ClientCredentials = new OpenApiOAuthFlow { TokenUrl = new Uri("/connect/token", UriKind.Relative), Scopes = ScopeTexts() }
        }
    };

    private static readonly (string Name, string Description)[] Tags =
    [
        ("Me", "Who you are here: roles, notices, mails, conflicts of interest."),
        ("People", "Accounts and their memberships in pôles, clusters and the programme."),
        ("Clients", "Partner systems: scopes, secrets, keys, expiry, addresses."),
        ("Themes", "The controlled vocabulary of themes (thématiques)."),
        ("Poles", "Competitiveness pôles, the French side."),
        ("Clusters", "Foreign clusters."),
        ("Members", "People in the governance of a pôle or of a cluster: who may be exchanged."),
        ("Cooperations", "Formal agreements between a pôle and a cluster."),
        ("Calls", "Calls for applications: dates, budget and rules."),
        ("Applications", "Applications (candidatures): one ambassador of one pôle for one call."),
        ("Offers", "Offers of clusters to host (offres d'accueil)."),
        ("Matching", "Matching runs (campagnes d'appariement): the best plan of a call, its proof, its reasons, and the officers' instructions."),
        ("Pairings", "Pairings (binômes): an application and an offer on exact terms, with consents and approvals."),
        ("Exchanges", "Exchanges (échanges): what approved pairings become."),
        ("Events", "The feed of events: what happened, as CloudEvents, in order and without a gap, for whom it concerns."),
        ("Journal", "The journal: all that happened, in order, chained so that an alteration shows."),
        ("Webhooks", "Webhook endpoints: where events are sent, signed, in order, again where they were not taken."),
        ("Mails", "What became of the mails by which people are told."),
        ("Health", "Whether the service lives and is ready.")
    ];

    /// <inheritdoc/>
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var used = swaggerDoc.Paths.Values.SelectMany(path => path.Operations!.Values).ToList();
        var tags = used.SelectMany(operation => operation.Tags ?? new HashSet<OpenApiTagReference>()).Select(tag => tag.Name).ToHashSet();
        swaggerDoc.ExternalDocs = new OpenApiExternalDocs { Url = new Uri("https://ambassadors.example/docs"), Description = "To read and try the operations" };
        swaggerDoc.Tags = Tags.OrderBy(tag => tag.Name, StringComparer.Ordinal).Where(tag => tags.Contains(tag.Name)).Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }).ToHashSet();

        var components = swaggerDoc.Components ??= new OpenApiComponents();
        var responses = used.SelectMany(operation => operation.Responses!.Values).OfType<OpenApiResponseReference>().Select(one => one.Reference.Id).ToHashSet();
        components.Responses = ProblemAnswers.All.Where(problem => responses.Contains(problem.Id))
            .ToDictionary(problem => problem.Id, problem => problem.Response(swaggerDoc));
        components.Parameters = SharedParts.Parameters.ToDictionary(part => part.Key, part => (IOpenApiParameter)part.Value);
        components.Headers = SharedParts.Headers.ToDictionary(part => part.Key, part => (IOpenApiHeader)part.Value);
        components.Schemas = new SortedDictionary<string, IOpenApiSchema>(components.Schemas ?? new Dictionary<string, IOpenApiSchema>(), StringComparer.Ordinal)
        {
            ["Problem"] = ProblemAnswers.Schema
        };

        // The framework's own form of a problem, in place of which ours is named.
        components.Schemas.Remove("ProblemDetails");

        // What is only ever patched is sent in the form of its patch alone.
        var sent = used.SelectMany(operation => operation.RequestBody?.Content?.Values ?? []).Select(media => media.Schema).OfType<OpenApiSchemaReference>().Select(one => one.Reference.Id).ToHashSet();
        foreach (var patched in components.Schemas.Keys.Where(id => id.EndsWith("Patch", StringComparison.Ordinal)).Select(id => $"{id[..^5]}Request").Where(id => !sent.Contains(id)).ToList())
            components.Schemas.Remove(patched);
        Limits.Complete(components.Schemas);
        new Examples(swaggerDoc).Give();
    }

    private static Dictionary<string, string> ScopeTexts() => new()
    {
        [Scopes.Read] = "Read what you may see",
        [Scopes.WriteOrganisations] = "Write themes, pôles, clusters, members and cooperations",
        [Scopes.WriteCalls] = "Write calls and take them through their lifecycle",
        [Scopes.WriteApplications] = "Write applications and take them through their lifecycle",
        [Scopes.WriteOffers] = "Write offers and take them through their lifecycle",
        [Scopes.WritePairings] = "Propose pairings and take them through their lifecycle",
        [Scopes.WriteExchanges] = "Take exchanges through their lifecycle",
        [Scopes.WritePeople] = "Keep people and their memberships",
        [Scopes.WriteClients] = "Keep partner systems, their scopes, secrets and keys",
        [Scopes.WriteWebhooks] = "Keep webhook endpoints, and have events sent again",
        [Scopes.Sign] = "Submit, consent and sign in the organisation's name"
    };
}
