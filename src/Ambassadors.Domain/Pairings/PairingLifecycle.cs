using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;
using static Ambassadors.Domain.Lifecycle.LifecycleTable<Ambassadors.Domain.Pairings.PairingStatus, Ambassadors.Domain.Pairings.PairingEvent>;
using static Ambassadors.Domain.Pairings.PairingEvent;
using static Ambassadors.Domain.Pairings.PairingStatus;
using static Ambassadors.Domain.People.Role;

namespace Ambassadors.Domain.Pairings;

/// <summary>Where a pairing is.</summary>
public enum PairingStatus
{
    /// <summary>Found by a matching run; the parties do not see it.</summary>
    Suggested,

    /// <summary>Left aside: another run was published, or an officer thought better of it.</summary>
    Discarded,

    /// <summary>On exact terms, waiting for consents.</summary>
    Proposed,

    /// <summary>Every party consented to the terms.</summary>
    Consented,

    /// <summary>Before the officers.</summary>
    InApproval,

    /// <summary>Approved: the money is reserved, the exchange prepared.</summary>
    Approved,

    /// <summary>A party said no, or took its consent back.</summary>
    Declined,

    /// <summary>An officer said no.</summary>
    Refused,

    /// <summary>Not consented in time.</summary>
    Expired,

    /// <summary>Cancelled by an officer, or with its application or offer.</summary>
    Cancelled,

    /// <summary>Another pairing of the application, or of the offer's last place, was approved.</summary>
    Superseded,

    /// <summary>Undone after approval, before the exchange began.</summary>
    Dissolved
}

/// <summary>What happens to a pairing.</summary>
public enum PairingEvent
{
    /// <summary>A matching run finds it.</summary>
    Suggest,

    /// <summary>A suggestion is left aside.</summary>
    Discard,

    /// <summary>An officer or a side puts an application and an offer together on terms.</summary>
    Propose,

    /// <summary>A party says yes to one hash of terms.</summary>
    Consent,

    /// <summary>A party says no.</summary>
    Decline,

    /// <summary>The terms change: a new version, to which all consent anew.</summary>
    Amend,

    /// <summary>A party takes its consent back.</summary>
    Revoke,

    /// <summary>An officer brings the consented pairing before the approvers.</summary>
    OpenApproval,

    /// <summary>An approver says yes, in the chain's order.</summary>
    Approve,

    /// <summary>An approver asks for other terms: a new version, to which all consent anew.</summary>
    RequireChanges,

    /// <summary>An approver says no.</summary>
    Refuse,

    /// <summary>The time for consenting is over.</summary>
    Expire,

    /// <summary>It is cancelled.</summary>
    Cancel,

    /// <summary>Another pairing was approved in its stead.</summary>
    Supersede,

    /// <summary>The administrator undoes the approval.</summary>
    Dissolve
}

/// <summary>The transitions of a pairing.</summary>
public static class PairingLifecycle
{
    private static readonly Role[] Parties = [PoleSignatory, ClusterSignatory, Ambassador, Counterpart];

    private static readonly string[] ProposalCodes =
    [
        "pairing.application_not_in_matching", "offer.not_published", "offer.no_place", "pairing.too_many_open",
        "pairing.already_open", "pairing.declined_on_same_terms", .. TermsRule.Codes
    ];

    /// <summary>The transition table.</summary>
    public static readonly LifecycleTable<PairingStatus, PairingEvent> Table = new("pairing",
        Row([], Suggest, Suggested, [Service], effect: "by a matching run, which keeps the explanation; the parties do not see it"),
        Row([Suggested], Discard, Discarded, [ProgrammeOfficer, Service], effect: "by itself when a newer run is published"),
        Row([], Propose, Proposed, [ProgrammeOfficer, PoleSignatory, ClusterSignatory], ProposalCodes,
            "the terms are hashed; the time for consenting begins"),
        Row([Suggested], Propose, Proposed, [ProgrammeOfficer, PoleSignatory, ClusterSignatory], ProposalCodes,
            "the terms are hashed; the time for consenting begins"),
        Row([Proposed], PairingEvent.Consent, Proposed, Parties, ConsentRule.Codes, "a receipt"),
        Row([Proposed], PairingEvent.Consent, Consented, Parties, ConsentRule.Codes, "the last consent"),
        Row([Proposed], Decline, Declined, Parties),
        Row([Proposed], Amend, Proposed, [PoleSignatory, ClusterSignatory, ProgrammeOfficer],
            ["pairing.terms_unchanged", "pairing.declined_on_same_terms", .. TermsRule.Codes],
            "earlier consents are void; the time for consenting begins anew; all are told"),
        Row([Consented, InApproval], Revoke, Declined, Parties),
        Row([Consented], OpenApproval, InApproval, [ProgrammeOfficer],
            ["pairing.application_not_in_matching", "pairing.call_not_deciding", "pairing.sibling_in_approval", .. TermsRule.Codes]),
        Row([InApproval], Approve, InApproval, [ProgrammeOfficer], ApprovalRule.StepCodes, "a step but the last", approval: true),
        Row([InApproval], Approve, Approved, [BudgetOfficer],
            [.. ApprovalRule.StepCodes, .. ApprovalRule.LastStepCodes, .. TermsRule.Codes],
            "the last step: the money is reserved, a place taken, the exchange prepared, the application accepted; its other open pairings, and those of the offer's last place, are superseded",
            approval: true),
        Row([InApproval], RequireChanges, Proposed, [ProgrammeOfficer, BudgetOfficer],
            effect: "approvals and consents are void; the time for consenting begins anew"),
        Row([InApproval], Refuse, Refused, [ProgrammeOfficer, BudgetOfficer], effect: "the application stays in the pool"),
        Row([Proposed], Expire, Expired, [Service], ["pairing.not_due"], "after reminders 7 and 2 days before"),
        Row([Suggested, Proposed, Consented, InApproval], Cancel, Cancelled, [ProgrammeOfficer, Service]),
        Row([Suggested, Proposed, Consented, InApproval], Supersede, Superseded, [Service]),
        Row([Approved], Dissolve, Dissolved, [ProgrammeAdministrator, Service], ["pairing.exchange_started"],
            "the commitment is released once, the place is free, the exchange cancelled, the application in the pool again"));

    /// <summary>How long the officers may take over what the parties agreed on before it is listed as overdue.</summary>
    public static readonly TimeSpan OfficersTime = TimeSpan.FromDays(14);

    /// <summary>The statuses in which a pairing waits for the officers.</summary>
    public static readonly IReadOnlyList<PairingStatus> BeforeOfficers = [Consented, InApproval];

    /// <summary>The statuses in which a pairing is open.</summary>
    public static readonly IReadOnlyList<PairingStatus> Open = [Proposed, Consented, InApproval];
}
