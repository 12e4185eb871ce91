using Ambassadors.Domain.Lifecycle;
using static Ambassadors.Domain.Lifecycle.LifecycleTable<Ambassadors.Domain.Matching.MatchingRunStatus, Ambassadors.Domain.Matching.MatchingRunEvent>;
using static Ambassadors.Domain.Matching.MatchingRunEvent;
using static Ambassadors.Domain.Matching.MatchingRunStatus;
using static Ambassadors.Domain.People.Role;

namespace Ambassadors.Domain.Matching;

/// <summary>Where a matching run is.</summary>
public enum MatchingRunStatus
{
    /// <summary>Waits for an instance of the service to take it up.</summary>
    Queued,

    /// <summary>An instance computes it.</summary>
    Running,

    /// <summary>The plan is there, with its proof.</summary>
    Succeeded,

    /// <summary>No plan keeps every rule; the rule that can't hold is named.</summary>
    Infeasible,

    /// <summary>It could not be computed.</summary>
    Failed,

    /// <summary>An officer ended it before it was done.</summary>
    Cancelled,

    /// <summary>Its suggestions became proposals.</summary>
    Published
}

/// <summary>What happens to a matching run.</summary>
public enum MatchingRunEvent
{
    /// <summary>An officer asks for it.</summary>
    Request,

    /// <summary>An instance takes it up, the first or after one that was lost.</summary>
    TakeUp,

    /// <summary>The plan is found and proved.</summary>
    Succeed,

    /// <summary>It is proved that there is no plan.</summary>
    FindInfeasible,

    /// <summary>It is given up.</summary>
    GiveUp,

    /// <summary>An officer ends it.</summary>
    Cancel,

    /// <summary>Its suggestions become proposals.</summary>
    Publish
}

/// <summary>The transitions of a matching run.</summary>
public static class MatchingRunLifecycle
{
    /// <summary>The transition table.</summary>
    public static readonly LifecycleTable<MatchingRunStatus, MatchingRunEvent> Table = new("matching_run",
        Row([], Request, Queued, [ProgrammeOfficer], ["run.call_not_matching", "run.too_many_under_way", "run.base_not_usable"],
            "it waits for an instance of the service"),
        Row([Queued, Running], TakeUp, Running, [Service], effect: "taken by lease; the first time its input is frozen"),
        Row([Running], Succeed, Succeeded, [Service], effect: "the plan, its proof and the reasons are kept; each pair is suggested"),
        Row([Running], FindInfeasible, Infeasible, [Service], effect: "the rule that can't hold is kept with its numbers"),
        Row([Queued, Running], GiveUp, Failed, [Service], effect: "its code says why"),
        Row([Queued, Running], Cancel, Cancelled, [ProgrammeOfficer]),
        Row([Succeeded], Publish, Published, [ProgrammeOfficer], PublicationRule.Codes,
            "its suggestions become proposals, those of other runs are discarded"));

    /// <summary>The statuses in which a run is under way.</summary>
    public static readonly IReadOnlyList<MatchingRunStatus> UnderWay = [Queued, Running];
}
