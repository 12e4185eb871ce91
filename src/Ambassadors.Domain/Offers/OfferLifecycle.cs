using Ambassadors.Domain.Lifecycle;
using static Ambassadors.Domain.Lifecycle.LifecycleTable<Ambassadors.Domain.Offers.OfferStatus, Ambassadors.Domain.Offers.OfferEvent>;
using static Ambassadors.Domain.Offers.OfferEvent;
using static Ambassadors.Domain.Offers.OfferStatus;
using static Ambassadors.Domain.People.Role;

namespace Ambassadors.Domain.Offers;

/// <summary>Where an offer is.</summary>
public enum OfferStatus
{
    /// <summary>Being written by the cluster.</summary>
    Draft,

    /// <summary>Being checked by an officer.</summary>
    UnderCheck,

    /// <summary>In the pool; pôles see it.</summary>
    Published,

    /// <summary>Out of the pool for a while; proposals already made stay valid.</summary>
    Paused,

    /// <summary>Turned down by an officer.</summary>
    Refused,

    /// <summary>Over.</summary>
    Closed,

    /// <summary>Taken back by the cluster.</summary>
    Withdrawn
}

/// <summary>What happens to an offer.</summary>
public enum OfferEvent
{
    /// <summary>The cluster begins a draft.</summary>
    Create,

    /// <summary>The signatory hands it in.</summary>
    Submit,

    /// <summary>An officer publishes it.</summary>
    Publish,

    /// <summary>An officer gives it back to be mended.</summary>
    Return,

    /// <summary>An officer turns it down.</summary>
    Refuse,

    /// <summary>The signatory changes what is offered; it is checked again.</summary>
    Revise,

    /// <summary>It leaves the pool for a while.</summary>
    Pause,

    /// <summary>It is in the pool again.</summary>
    Resume,

    /// <summary>The cluster says that it still stands by it.</summary>
    Confirm,

    /// <summary>It ends.</summary>
    Close,

    /// <summary>The cluster takes it back.</summary>
    Withdraw
}

/// <summary>The transitions of an offer.</summary>
public static class OfferLifecycle
{
    /// <summary>The transition table.</summary>
    public static readonly LifecycleTable<OfferStatus, OfferEvent> Table = new("offer",
        Row([], Create, Draft, [ClusterContact]),
        Row([Draft], Submit, UnderCheck, [ClusterSignatory], CompletenessRule.Codes),
        Row([UnderCheck], Publish, Published, [ProgrammeOfficer], effect: "counts as confirmed"),
        Row([UnderCheck], Return, Draft, [ProgrammeOfficer]),
        Row([UnderCheck], Refuse, Refused, [ProgrammeOfficer]),
        Row([Published, Paused], Revise, UnderCheck, [ClusterSignatory], [.. CompletenessRule.Codes, "offer.capacity_below_taken"],
            "terms that exist stay as they are"),
        Row([Published], Pause, Paused, [ClusterSignatory, ProgrammeOfficer, Service], ["offer.not_due"],
            "open proposals stay valid; the service pauses it when it was not confirmed for 90 days, after two reminders"),
        Row([Paused], Resume, Published, [ClusterSignatory, ProgrammeOfficer], ["offer.windows_over"], "counts as confirmed"),
        Row([Published], Confirm, Published, [ClusterContact], ["offer.windows_over"], "its 90 days begin anew"),
        Row([Published, Paused], Close, Closed, [ClusterSignatory, ProgrammeOfficer, Service], ["offer.not_due"],
            "proposals not yet consented are cancelled; the service closes it when its last window is over"),
        Row([Draft, UnderCheck, Published, Paused], Withdraw, Withdrawn, [ClusterSignatory], ["offer.exchange_under_way"],
            "open pairings are cancelled"));
}
