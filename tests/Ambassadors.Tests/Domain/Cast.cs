using Ambassadors.Domain.People;

namespace Ambassadors.Tests.Domain;

/// <summary>Who acts in the tests of the domain: one person per role, all on one file.</summary>
internal static class Cast
{
    public const string Pole = "scs";
    public const string Cluster = "elgazala-technopark";

    public static readonly Guid AmbassadorId = Guid.Parse("0190a000-0000-7000-8000-00000000000a");
    public static readonly Guid CounterpartId = Guid.Parse("0190a000-0000-7000-8000-00000000000c");

    /// <summary>The file that all of them are on.</summary>
    public static readonly CaseFile File = new(Pole, Cluster, AmbassadorId, CounterpartId);

    /// <summary>The abbreviations of the programme's documents.</summary>
    public static readonly IReadOnlyDictionary<string, Role> Abbreviations = new Dictionary<string, Role>
    {
        ["PE"] = Role.PoleEditor,
        ["PS"] = Role.PoleSignatory,
        ["AM"] = Role.Ambassador,
        ["CC"] = Role.ClusterContact,
        ["CS"] = Role.ClusterSignatory,
        ["CP"] = Role.Counterpart,
        ["EX"] = Role.Expert,
        ["PO"] = Role.ProgrammeOfficer,
        ["BO"] = Role.BudgetOfficer,
        ["PA"] = Role.ProgrammeAdministrator,
        ["AU"] = Role.Auditor,
        ["SYS"] = Role.Service
    };

    public static readonly Actor Editor = As(Role.PoleEditor);
    public static readonly Actor Signatory = As(Role.PoleSignatory);
    public static readonly Actor Ambassador = As(Role.Ambassador);
    public static readonly Actor Contact = As(Role.ClusterContact);
    public static readonly Actor ClusterSignatory = As(Role.ClusterSignatory);
    public static readonly Actor Counterpart = As(Role.Counterpart);
    public static readonly Actor Officer = As(Role.ProgrammeOfficer);
    public static readonly Actor BudgetOfficer = As(Role.BudgetOfficer);
    public static readonly Actor Administrator = As(Role.ProgrammeAdministrator);

    /// <summary>A person with these roles on the file and nothing else.</summary>
    public static Actor As(params Role[] roles) => Of(roles, []);

    /// <summary>The same with declared conflicts of interest.</summary>
    public static Actor Conflicted(Interest interest, params Role[] roles) => Of(roles, [interest]);

    private static Actor Of(Role[] roles, Interest[] interests)
    {
        if (roles is [Role.Service])
            return Actor.Service;
        var members = new HashSet<Guid>();
        if (roles.Contains(Role.Ambassador))
            members.Add(AmbassadorId);
        if (roles.Contains(Role.Counterpart))
            members.Add(CounterpartId);
        return new Actor
        {
            Kind = ActorKind.Person,
            PersonId = Guid.NewGuid(),
            Grants = [.. roles.Select(role => new Grant(role, role.OrganisationKind switch
            {
                OrganisationKind.Pole => Pole,
                OrganisationKind.Cluster => Cluster,
                OrganisationKind.Programme => null
            }))],
            Members = members,
            Interests = interests
        };
    }
}
