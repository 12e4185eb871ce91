using Ambassadors.Domain.Lifecycle;
using static Ambassadors.Domain.Applications.ApplicationEvent;
using static Ambassadors.Domain.Applications.ApplicationStatus;
using static Ambassadors.Domain.Lifecycle.LifecycleTable<Ambassadors.Domain.Applications.ApplicationStatus, Ambassadors.Domain.Applications.ApplicationEvent>;
using static Ambassadors.Domain.People.Role;

namespace Ambassadors.Domain.Applications;

/// <summary>Where an application is.</summary>
public enum ApplicationStatus
{
    /// <summary>Being written by the pôle.</summary>
    Draft,

    /// <summary>Given up before it was submitted.</summary>
    Discarded,

    /// <summary>Left a draft until 30 days after the call closed.</summary>
    Expired,

    /// <summary>Submitted: its snapshot is what the programme judges.</summary>
    Submitted,

    /// <summary>Being instructed by an officer; locked for the pôle.</summary>
    InReview,

    /// <summary>In the pool: a host is sought.</summary>
    InMatching,

    /// <summary>Its pairing has the last approval.</summary>
    Accepted,

    /// <summary>The call ended without a pairing for it.</summary>
    Unmatched,

    /// <summary>Declared ineligible, or turned down.</summary>
    Rejected,

    /// <summary>Withdrawn by the pôle.</summary>
    Withdrawn
}

/// <summary>What happens to an application.</summary>
public enum ApplicationEvent
{
    /// <summary>The pôle begins a draft.</summary>
    Create,

    /// <summary>The pôle gives the draft up.</summary>
    Discard,

    /// <summary>The ambassador agrees to be put forward.</summary>
    AgreeCandidacy,

    /// <summary>The signatory submits.</summary>
    Submit,

    /// <summary>An officer takes the application up.</summary>
    StartReview,

    /// <summary>An officer finds that it does not meet the call's rules.</summary>
    DeclareIneligible,

    /// <summary>An officer lets it into the pool.</summary>
    Qualify,

    /// <summary>Its pairing has the last approval.</summary>
    Accept,

    /// <summary>It ends without a pairing.</summary>
    Conclude,

    /// <summary>An officer turns it down.</summary>
    Reject,

    /// <summary>The programme was silent for as long as the call says, which is a rejection.</summary>
    RejectBySilence,

    /// <summary>The pôle takes it back.</summary>
    Withdraw,

    /// <summary>The administrator has it judged anew.</summary>
    Reopen,

    /// <summary>Its approved pairing is undone: it is in the pool again, or unmatched where the call is concluded.</summary>
    ReturnToPool,

    /// <summary>The draft is given up by the passing of time.</summary>
    Expire
}

/// <summary>The transitions of an application.</summary>
public static class ApplicationLifecycle
{
    /// <summary>The transition table.</summary>
    public static readonly LifecycleTable<ApplicationStatus, ApplicationEvent> Table = new("application",
        Row([], Create, Draft, [PoleEditor], ["call.not_open", "pole.not_labelled"]),
        Row([Draft], Discard, Discarded, [PoleEditor]),
        Row([Draft], AgreeCandidacy, Draft, [Ambassador], ["application.candidacy_agreed"],
            "the ambassador agrees to be put forward; a change of ambassador voids it"),
        Row([Draft], Submit, Submitted, [PoleSignatory], EligibilityRule.Codes,
            "immutable snapshot, reference number; one of the pôle's places is taken; the clock starts where the call has one"),
        Row([Draft], Expire, Expired, [Service], ["application.not_due"],
            "30 days after the call closed, two weeks after a notice"),
        Row([Submitted], StartReview, InReview, [ProgrammeOfficer]),
        Row([Submitted, InReview], DeclareIneligible, Rejected, [ProgrammeOfficer]),
        Row([InReview], Qualify, InMatching, [ProgrammeOfficer]),
        Row([InMatching], Accept, Accepted, [Service], effect: "an exchange is prepared"),
        Row([InMatching], Conclude, Unmatched, [ProgrammeOfficer, Service], ["application.open_pairings"]),
        Row([InReview, InMatching], Reject, Rejected, [ProgrammeOfficer], ["application.pairing_in_approval"],
            "every open pairing is cancelled"),
        Row([Submitted, InReview, InMatching], RejectBySilence, Rejected, [Service], ["application.not_due", "application.pairing_before_officers"],
            "in the call's mode `silence_is_rejection`: the clock ran out; every open pairing is cancelled"),
        Row([Submitted, InReview, InMatching], Withdraw, Withdrawn, [PoleSignatory],
            effect: "every open pairing is cancelled; the pôle's place is free again"),
        Row([Rejected, Unmatched], Reopen, InReview, [ProgrammeAdministrator], ["call.concluded"], "a new clock"),
        Row([Accepted], ReturnToPool, InMatching, [Service], effect: "its approved pairing was dissolved; a new clock"),
        Row([Accepted], ReturnToPool, Unmatched, [Service], effect: "its approved pairing was dissolved after the call was concluded"));
}
