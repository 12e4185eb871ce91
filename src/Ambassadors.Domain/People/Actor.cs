namespace Ambassadors.Domain.People;

/// <summary>What kind of actor did something.</summary>
public enum ActorKind
{
    /// <summary>A person, by their account.</summary>
    Person,

    /// <summary>A partner system, in the name of one organisation.</summary>
    Client,

    /// <summary>The service itself.</summary>
    Service
}

/// <summary>A role in an organisation: <c>scs</c> as <see cref="Role.PoleEditor"/>; the programme has no slug.</summary>
public sealed record Grant(Role Role, string? Organisation);

/// <summary>A conflict of interest with a pôle, a cluster or a member of one.</summary>
public sealed record Interest(string? Pole, string? Cluster, Guid? Member);

/// <summary>Who asks, with all that decides what they may do: read anew with every request.</summary>
public sealed class Actor
{
    /// <summary>The service itself, which meets deadlines and draws consequences.</summary>
    public static readonly Actor Service = new() { Kind = ActorKind.Service };

    /// <summary>What kind of actor this is.</summary>
    public required ActorKind Kind { get; init; }

    /// <summary>The account, where a person asks.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>The partner system, where one asks.</summary>
    public Guid? ClientId { get; init; }

    /// <summary>The person who answers for what the partner system submits, consents and signs.</summary>
    public Guid? SignatoryId { get; init; }

    /// <summary>Roles in organisations.</summary>
    public IReadOnlyList<Grant> Grants { get; init; } = [];

    /// <summary>The members of pôles and clusters that this person is.</summary>
    public IReadOnlySet<Guid> Members { get; init; } = new HashSet<Guid>();

    /// <summary>The members that the signatory who answers for a partner system is.</summary>
    public IReadOnlySet<Guid> SignatoryMembers { get; init; } = new HashSet<Guid>();

    /// <summary>Conflicts of interest that the person declared.</summary>
    public IReadOnlyList<Interest> Interests { get; init; } = [];

    /// <summary>The roles that the actor holds on a file. Being exchanged is a matter of the file, not of a membership alone.</summary>
    public IReadOnlySet<Role> RolesOn(CaseFile file)
    {
        if (Kind == ActorKind.Service)
            return new HashSet<Role> { Role.Service };
        var roles = new HashSet<Role>();
        foreach (var (role, organisation) in Grants)
        {
            var holds = role switch
            {
                Role.Ambassador => organisation == file.Pole && file.Ambassador is { } ambassador && Members.Contains(ambassador),
                Role.Counterpart => organisation == file.Cluster && file.Counterpart is { } counterpart && Members.Contains(counterpart),
                _ => role.OrganisationKind switch
                {
                    OrganisationKind.Pole => organisation == file.Pole,
                    OrganisationKind.Cluster => organisation == file.Cluster,
                    OrganisationKind.Programme => true
                }
            };
            if (holds)
                roles.Add(role);
        }

        return roles;
    }

    /// <summary>Whether the actor belongs to a side of the file, is exchanged by it, or declared an interest in it.</summary>
    public bool HasConflictOn(CaseFile file) =>
        Grants.Any(grant => grant.Organisation is { } slug && (slug == file.Pole && grant.Role.OrganisationKind == OrganisationKind.Pole
            || slug == file.Cluster && grant.Role.OrganisationKind == OrganisationKind.Cluster))
        || file.Ambassador is { } ambassador && Members.Contains(ambassador)
        || file.Counterpart is { } counterpart && Members.Contains(counterpart)
        || Interests.Any(interest =>
            interest.Pole is { } pole && pole == file.Pole
            || interest.Cluster is { } cluster && cluster == file.Cluster
            || interest.Member is { } member && (member == file.Ambassador || member == file.Counterpart));

    /// <summary>Whether the actor holds one of these roles anywhere.</summary>
    public bool HoldsAny(params IEnumerable<Role> roles) => roles.Any(role => Grants.Any(grant => grant.Role == role));

    /// <summary>The organisations in which the actor holds one of these roles.</summary>
    public IReadOnlyList<string> OrganisationsAs(params Role[] roles) =>
        [.. Grants.Where(grant => grant.Organisation is not null && roles.Contains(grant.Role)).Select(grant => grant.Organisation!).Distinct()];

    /// <summary>Whether the actor is this member, or answers for the partner system in that person's stead.</summary>
    public bool Is(Guid? member) => member is { } id && (Members.Contains(id) || SignatoryMembers.Contains(id));

    /// <summary>The organisation in whose name the actor acts on a file, for the journal.</summary>
    public string? OrganisationOn(CaseFile file)
    {
        if (Kind == ActorKind.Service)
            return null;
        var sides = Grants.Select(grant => grant.Organisation).Where(slug => slug is not null && (slug == file.Pole || slug == file.Cluster));
        return sides.FirstOrDefault()
            ?? (Grants.Any(grant => grant.Organisation is null) ? "programme" : Grants.Select(grant => grant.Organisation).FirstOrDefault());
    }
}

/// <summary>The organisations and persons that a resource is about: what decides roles, sight and recusal.</summary>
/// <param name="Pole">Slug of the pôle.</param>
/// <param name="Cluster">Slug of the cluster.</param>
/// <param name="Ambassador">The member of the pôle who is exchanged.</param>
/// <param name="Counterpart">The member of the cluster who is exchanged.</param>
public sealed record CaseFile(string? Pole = null, string? Cluster = null, Guid? Ambassador = null, Guid? Counterpart = null)
{
    /// <summary>The programme's own affairs.</summary>
    public static readonly CaseFile Programme = new();
}
