using Ambassadors.Domain.Lifecycle;
using static Ambassadors.Domain.Calls.CallEvent;
using static Ambassadors.Domain.Calls.CallStatus;
using static Ambassadors.Domain.Lifecycle.LifecycleTable<Ambassadors.Domain.Calls.CallStatus, Ambassadors.Domain.Calls.CallEvent>;
using static Ambassadors.Domain.People.Role;

namespace Ambassadors.Domain.Calls;

/// <summary>Where a call is.</summary>
public enum CallStatus
{
    /// <summary>Being written; only the programme sees it.</summary>
    Draft,

    /// <summary>Announced: pôles prepare their applications.</summary>
    Published,

    /// <summary>Applications are submitted.</summary>
    Open,

    /// <summary>Submission is over; applications are instructed.</summary>
    Closed,

    /// <summary>Pairings are sought and decided.</summary>
    Matching,

    /// <summary>Every decision is taken.</summary>
    Concluded,

    /// <summary>Every exchange is over.</summary>
    Archived
}

/// <summary>What happens to a call.</summary>
public enum CallEvent
{
    /// <summary>It is written.</summary>
    Create,

    /// <summary>It is announced; its currency is fixed from here.</summary>
    Publish,

    /// <summary>Submission begins, at <c>opensAt</c> or when the administrator says so; its rules are frozen from here.</summary>
    Open,

    /// <summary>Submission ends, at <c>closesAt</c> or when the administrator says so.</summary>
    Close,

    /// <summary>The search for pairings begins.</summary>
    StartMatching,

    /// <summary>The call's decisions are all taken; what is still in the pool ends unmatched.</summary>
    Conclude,

    /// <summary>The call's exchanges are all over.</summary>
    Archive
}

/// <summary>The transitions of a call.</summary>
public static class CallLifecycle
{
    /// <summary>The transition table.</summary>
    public static readonly LifecycleTable<CallStatus, CallEvent> Table = new("call",
        Row([], Create, Draft, [ProgrammeAdministrator]),
        Row([Draft], Publish, Published, [ProgrammeAdministrator], ["call.dates_past"]),
        Row([Published], CallEvent.Open, CallStatus.Open, [ProgrammeAdministrator, Service], ["call.dates_past", "call.not_due"],
            "the rules are frozen; opened early, the call opens at that instant"),
        Row([CallStatus.Open], Close, Closed, [ProgrammeAdministrator, Service], ["call.not_due"],
            "closed early, the call closes at that instant"),
        Row([Closed], StartMatching, CallStatus.Matching, [ProgrammeAdministrator]),
        Row([CallStatus.Matching], Conclude, Concluded, [ProgrammeAdministrator], ["call.open_pairings", "call.motive_required"],
            "applications still in matching become unmatched, with the published run's reason or the administrator's motive"),
        Row([Concluded], Archive, Archived, [ProgrammeAdministrator], ["call.exchanges_under_way"]));
}
