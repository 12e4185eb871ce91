using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Exchanges;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.People;
using Ambassadors.Domain.Webhooks;
using Microsoft.AspNetCore.Authorization;

namespace Ambassadors.Api.Http;

/// <summary>What an endpoint asks of its caller: a scope of the token and one of some roles, held anywhere. On which file the role is held is judged once the file is known.</summary>
/// <param name="Scope">The scope; absent where any token will do.</param>
/// <param name="Roles">The roles; absent where any actor of the programme will do.</param>
/// <param name="OfPersons">Whether a partner system may not.</param>
public sealed record RightRequirement(string? Scope, IReadOnlySet<Role>? Roles, bool OfPersons = false) : IAuthorizationRequirement;

/// <summary>Judges a <see cref="RightRequirement"/>.</summary>
public sealed class RightHandler(CurrentActor current) : AuthorizationHandler<RightRequirement>
{
    /// <inheritdoc/>
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RightRequirement requirement)
    {
        if (requirement.Scope is { } scope && !current.Scopes.Contains(scope))
            context.Fail(new AuthorizationFailureReason(this, scope));
        else if ((requirement.Roles is null || current.Actor.HoldsAny(requirement.Roles)) && !(requirement.OfPersons && current.Actor.Kind != ActorKind.Person))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

/// <summary>Every policy, by name. Those of transitions are read off the transition tables.</summary>
public static class Policies
{
    /// <summary>Any valid token, known here or not: only what links an external identity.</summary>
    public const string Token = "token";

    /// <summary>Any actor of the programme may read; what each sees is a matter of the file.</summary>
    public const string Read = "read";

    /// <summary>A person, not a partner system.</summary>
    public const string Own = "own";

    /// <summary>The administrator keeps themes, pôles, clusters and cooperations.</summary>
    public const string KeepReferenceData = "organisations.keep";

    /// <summary>Reads members: their organisation and the programme.</summary>
    public const string ReadMembers = "members.read";

    /// <summary>Editors keep the members of their own organisation; the administrator all.</summary>
    public const string KeepMembers = "members.keep";

    /// <summary>Signatories and the administrator say which account is a member's.</summary>
    public const string LinkMembers = "members.link";

    /// <summary>Reads people: the administrator and auditors all, signatories those of their own organisation.</summary>
    public const string ReadPeople = "people.read";

    /// <summary>The administrator everywhere, signatories within their own organisation.</summary>
    public const string KeepPeople = "people.keep";

    /// <summary>The administrator reads partner systems.</summary>
    public const string ReadClients = "clients.read";

    /// <summary>The administrator keeps partner systems.</summary>
    public const string KeepClients = "clients.keep";

    /// <summary>The administrator writes calls.</summary>
    public const string EditCalls = "calls.edit";

    /// <summary>Editors write drafts of applications.</summary>
    public const string EditApplications = "applications.edit";

    /// <summary>Whoever sees every file reads what the matching found.</summary>
    public const string ReadMatching = "matching.read";

    /// <summary>Auditors and the administrator read the journal of the whole programme.</summary>
    public const string ReadJournal = "journal.read";

    /// <summary>Reads webhook endpoints: their organisation, the administrator and auditors.</summary>
    public const string ReadWebhooks = "webhooks.read";
    /// <summary>The administrator and auditors read what became of mails.</summary>
    public const string ReadMails = "mails.read";

    /// <summary>Contacts write drafts of offers.</summary>
    public const string EditOffers = "offers.edit";

    /// <summary>Every policy that is not a transition's.</summary>
    public static readonly IReadOnlyDictionary<string, RightRequirement> Named = new Dictionary<string, RightRequirement>
    {
        [Read] = new(Scopes.Read, Any()),
        [Own] = new(Scopes.Read, Any(), OfPersons: true),
        [KeepReferenceData] = new(Scopes.WriteOrganisations, Of(Role.ProgrammeAdministrator)),
        [ReadMembers] = new(Scopes.Read, Any()),
        [KeepMembers] = new(Scopes.WriteOrganisations, Of(Role.PoleEditor, Role.PoleSignatory, Role.ClusterContact, Role.ClusterSignatory, Role.ProgrammeAdministrator)),
        [LinkMembers] = new(Scopes.WriteOrganisations, Of(Role.PoleSignatory, Role.ClusterSignatory, Role.ProgrammeAdministrator)),
        [ReadPeople] = new(Scopes.Read, Of(Role.PoleSignatory, Role.ClusterSignatory, Role.ProgrammeAdministrator, Role.Auditor)),
        [KeepPeople] = new(Scopes.WritePeople, Of(Role.PoleSignatory, Role.ClusterSignatory, Role.ProgrammeAdministrator)),
        [ReadClients] = new(Scopes.Read, Of(Role.ProgrammeAdministrator)),
        [KeepClients] = new(Scopes.WriteClients, Of(Role.ProgrammeAdministrator)),
        [ReadMatching] = new(Scopes.Read, Of(Role.ProgrammeOfficer, Role.BudgetOfficer, Role.ProgrammeAdministrator, Role.Auditor)),
        [ReadJournal] = new(Scopes.Read, Of(Role.Auditor, Role.ProgrammeAdministrator)),
        [ReadWebhooks] = new(Scopes.Read, Of(Role.PoleEditor, Role.PoleSignatory, Role.ClusterContact, Role.ClusterSignatory, Role.ProgrammeAdministrator, Role.Auditor)),
        [ReadMails] = new(Scopes.Read, Of(Role.Auditor, Role.ProgrammeAdministrator)),
        [EditCalls] = new(Scopes.WriteCalls, Of(Role.ProgrammeAdministrator)),
        [EditApplications] = new(Scopes.WriteApplications, Of(Role.PoleEditor, Role.PoleSignatory)),
        [EditOffers] = new(Scopes.WriteOffers, Of(Role.ClusterContact, Role.ClusterSignatory))
    };

    /// <summary>The policy of a transition: the roles of its table's rows.</summary>
    public static string For<TStatus, TEvent>(LifecycleTable<TStatus, TEvent> table, TEvent on)
        where TStatus : struct, Enum where TEvent : struct, Enum => $"{table.Noun}.{Wire.Name(on)}";

    /// <summary>Registers all; an endpoint that names no policy is refused to everyone.</summary>
    public static IServiceCollection AddPolicies(this IServiceCollection services)
    {
        services.AddScoped<IAuthorizationHandler, RightHandler>();
        var authorization = services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(IsNoEndpoint).Build())
            .AddPolicy(Token, policy => policy.RequireAuthenticatedUser());
        foreach (var (name, requirement) in Named.Concat(OfTransitions()))
            authorization.AddPolicy(name, policy => policy.RequireAuthenticatedUser().AddRequirements(requirement));
        return services;
    }

    // Unknown paths and wrong methods are nobody's to refuse: they are answered 404 and 405. Routing's own answer to a wrong
    // media type stands for a real endpoint, whose callers have to say who they are first.
    private static bool IsNoEndpoint(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext http
        && (http.GetEndpoint() is not { } endpoint
            || endpoint is not RouteEndpoint && (endpoint.DisplayName?.StartsWith("415", StringComparison.Ordinal) != true || http.User.Identity is { IsAuthenticated: true }));

    private static IEnumerable<KeyValuePair<string, RightRequirement>> OfTransitions() =>
    [
        .. OfTable(CallLifecycle.Table, Scopes.WriteCalls),
        .. OfTable(ApplicationLifecycle.Table, Scopes.WriteApplications),
        .. OfTable(OfferLifecycle.Table, Scopes.WriteOffers),
        .. OfTable(PairingLifecycle.Table, Scopes.WritePairings),
        .. OfTable(MatchingRunLifecycle.Table, Scopes.WritePairings),
        .. OfTable(MatchingInstruction.Table, Scopes.WritePairings),
        .. OfTable(WebhookLifecycle.Table, Scopes.WriteWebhooks),
        .. OfTable(ExchangeLifecycle.Table, Scopes.WriteExchanges)
    ];

    private static IEnumerable<KeyValuePair<string, RightRequirement>> OfTable<TStatus, TEvent>(LifecycleTable<TStatus, TEvent> table, string scope)
        where TStatus : struct, Enum where TEvent : struct, Enum =>
        Enum.GetValues<TEvent>().Select(on => KeyValuePair.Create(For(table, on), new RightRequirement(scope, table.RolesFor(on))));

    private static HashSet<Role> Of(params Role[] roles) => [.. roles];

    private static HashSet<Role> Any() => [.. Enum.GetValues<Role>()];
}

/// <summary>What a token lets its bearer use of the actor's rights.</summary>
public static class Scopes
{
    public const string Read = "read";
    public const string WriteOrganisations = "organisations:write";
    public const string WriteCalls = "calls:write";
    public const string WriteApplications = "applications:write";
    public const string WriteOffers = "offers:write";
    public const string WritePairings = "pairings:write";
    public const string WriteExchanges = "exchanges:write";
    public const string WritePeople = "people:write";
    public const string WriteClients = "clients:write";
    public const string WriteWebhooks = "webhooks:write";

    /// <summary>Submit, consent and sign in the organisation's name: a partner system has it only with a signatory who answers for it.</summary>
    public const string Sign = "sign";

    /// <summary>Every scope.</summary>
    public static readonly IReadOnlyList<string> All =
        [Read, WriteOrganisations, WriteCalls, WriteApplications, WriteOffers, WritePairings, WriteExchanges, WritePeople, WriteClients, WriteWebhooks, Sign];
}
