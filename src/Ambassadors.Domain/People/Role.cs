namespace Ambassadors.Domain.People;

/// <summary>What a person may be in an organisation or in the programme.</summary>
public enum Role
{
    /// <summary>Writes a pôle's applications and keeps its members.</summary>
    PoleEditor,

    /// <summary>Submits, consents and signs in a pôle's name; has every right of its editors.</summary>
    PoleSignatory,

    /// <summary>The governance member of a pôle who is exchanged.</summary>
    Ambassador,

    /// <summary>Writes a cluster's offers and keeps its members.</summary>
    ClusterContact,

    /// <summary>Submits, consents and signs in a cluster's name; has every right of its contacts.</summary>
    ClusterSignatory,

    /// <summary>The foreign person exchanged on an inbound leg.</summary>
    Counterpart,

    /// <summary>Gives opinions on applications.</summary>
    Expert,

    /// <summary>Instructs applications, checks offers, proposes pairings and gives the first approval.</summary>
    ProgrammeOfficer,

    /// <summary>Gives the last approval, which commits the money.</summary>
    BudgetOfficer,

    /// <summary>Keeps calls, people and partner systems; has every right of an officer but no approval.</summary>
    ProgrammeAdministrator,

    /// <summary>Reads everything, changes nothing.</summary>
    Auditor,

    /// <summary>The service itself: deadlines and what follows from another transition. Nobody holds it.</summary>
    Service
}

/// <summary>What the roles mean to each other.</summary>
public static class Roles
{
    private static readonly Role[] OfPoles = [Role.PoleEditor, Role.PoleSignatory, Role.Ambassador];
    private static readonly Role[] OfClusters = [Role.ClusterContact, Role.ClusterSignatory, Role.Counterpart];

    extension(Role role)
    {
        /// <summary>The kind of organisation in which the role is held.</summary>
        public OrganisationKind OrganisationKind =>
            OfPoles.Contains(role) ? OrganisationKind.Pole
            : OfClusters.Contains(role) ? OrganisationKind.Cluster
            : OrganisationKind.Programme;

        /// <summary>Whether a conflict of interest bars the acts of this role.</summary>
        public bool IsRecusable => role is Role.ProgrammeOfficer or Role.BudgetOfficer or Role.Expert;

        /// <summary>The roles whose holders have the rights of <paramref name="named"/>.</summary>
        public static IEnumerable<Role> HeldThrough(Role named, bool isApproval) => named switch
        {
            Role.PoleEditor => [Role.PoleEditor, Role.PoleSignatory],
            Role.ClusterContact => [Role.ClusterContact, Role.ClusterSignatory],
            Role.ProgrammeOfficer when !isApproval => [Role.ProgrammeOfficer, Role.ProgrammeAdministrator],
            _ => [named]
        };
    }
}

/// <summary>The kinds of organisation that a person can belong to.</summary>
public enum OrganisationKind
{
    /// <summary>A French competitiveness pôle.</summary>
    Pole,

    /// <summary>A foreign cluster.</summary>
    Cluster,

    /// <summary>The programme itself: its officers, administrators, experts and auditors.</summary>
    Programme
}
