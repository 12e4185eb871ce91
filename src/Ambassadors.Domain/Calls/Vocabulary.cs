namespace Ambassadors.Domain.Calls;

/// <summary>Which way persons travel.</summary>
public enum ExchangeDirection
{
    /// <summary>The French ambassador is hosted by the cluster.</summary>
    Outbound,

    /// <summary>The foreign counterpart is hosted by the pôle.</summary>
    Inbound,

    /// <summary>Both: an outbound leg and an inbound leg.</summary>
    Reciprocal
}

/// <summary>What a member does in the governance of a pôle or a cluster.</summary>
public enum GovernanceFunction
{
    /// <summary>Chairs the organisation (président).</summary>
    President,

    /// <summary>Stands in for the president (vice-président).</summary>
    VicePresident,

    /// <summary>Keeps the accounts (trésorier).</summary>
    Treasurer,

    /// <summary>Keeps the records (secrétaire).</summary>
    Secretary,

    /// <summary>Sits on the board (administrateur).</summary>
    BoardMember,

    /// <summary>Runs the organisation (délégué général, directeur).</summary>
    ExecutiveDirector,

    /// <summary>Seconds the executive director (directeur adjoint).</summary>
    DeputyDirector,

    /// <summary>Leads the scientific committee or council (responsable scientifique).</summary>
    ScientificDirector,

    /// <summary>Leads relations with clusters and markets abroad (responsable international).</summary>
    InternationalDirector,

    /// <summary>Chairs a thematic commission or strategic field (président de commission, de domaine stratégique).</summary>
    CommissionChair
}

/// <summary>
/// What the programme's silence on an application means. That silence on a request of a financial nature is a rejection after two months is the law's (article
/// L231-4, 3°, of the code des relations entre le public et l'administration); another time needs a decree (L231-6). Two months are at most 62 days.
/// </summary>
public enum ClockMode
{
    /// <summary>Nothing: an application waits until it is decided.</summary>
    None,

    /// <summary>A rejection, after the days that the call names.</summary>
    SilenceIsRejection
}

/// <summary>Days from the first to the last, both included.</summary>
/// <param name="StartsOn">First day.</param>
/// <param name="EndsOn">Last day.</param>
public sealed record Window(DateOnly StartsOn, DateOnly EndsOn)
{
    /// <summary>Days in the window, its first and last included.</summary>
    public int Days => EndsOn.DayNumber - StartsOn.DayNumber + 1;

    /// <summary>Whether all of another window lies inside this one.</summary>
    public bool Holds(DateOnly startsOn, DateOnly endsOn) => StartsOn <= startsOn && endsOn <= EndsOn;
}
