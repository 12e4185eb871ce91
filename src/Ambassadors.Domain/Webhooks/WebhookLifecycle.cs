using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;
using static Ambassadors.Domain.Lifecycle.LifecycleTable<Ambassadors.Domain.Webhooks.WebhookStatus, Ambassadors.Domain.Webhooks.WebhookAct>;

namespace Ambassadors.Domain.Webhooks;

/// <summary>Where a webhook endpoint is.</summary>
public enum WebhookStatus
{
    /// <summary>Events are sent to it.</summary>
    Active,

    /// <summary>Nothing is sent; what happens waits.</summary>
    Paused,

    /// <summary>The service gave it up: it took nothing for three days, or said that it is gone. What happens waits.</summary>
    SwitchedOff,

    /// <summary>It is no more.</summary>
    Removed
}

/// <summary>What happens to a webhook endpoint.</summary>
public enum WebhookAct
{
    /// <summary>Is registered.</summary>
    Create,

    /// <summary>Sending pauses.</summary>
    Pause,

    /// <summary>Sending goes on where it stopped.</summary>
    Resume,

    /// <summary>Gets another secret or key.</summary>
    RotateSecret,

    /// <summary>Events are sent again.</summary>
    Replay,

    /// <summary>Is given up.</summary>
    SwitchOff,

    /// <summary>Is removed.</summary>
    Remove
}

/// <summary>The life of a webhook endpoint.</summary>
public static class WebhookLifecycle
{
    private static readonly Role[] Keepers = [Role.PoleEditor, Role.ClusterContact, Role.ProgrammeAdministrator];
    private static readonly WebhookStatus[] Standing = [WebhookStatus.Active, WebhookStatus.Paused, WebhookStatus.SwitchedOff];

    /// <summary>The transition table.</summary>
    public static readonly LifecycleTable<WebhookStatus, WebhookAct> Table = new("webhook_endpoint",
        Row([], WebhookAct.Create, WebhookStatus.Active, Keepers, ["webhook_endpoint.too_many"], "what happens from then on is sent"),
        Row([WebhookStatus.Active], WebhookAct.Pause, WebhookStatus.Paused, Keepers),
        Row([WebhookStatus.Paused, WebhookStatus.SwitchedOff], WebhookAct.Resume, WebhookStatus.Active, Keepers, effect: "what happened in the meantime is sent, in order"),
        Stay(Standing, WebhookAct.RotateSecret, Keepers, ["webhook_endpoint.too_many_secrets"], "those before stay good for the overlap"),
        Stay(Standing, WebhookAct.Replay, Keepers, ["webhook_endpoint.event_unknown", "webhook_endpoint.position_unknown"], "the same webhook-id again"),
        Row([WebhookStatus.Active], WebhookAct.SwitchOff, WebhookStatus.SwitchedOff, [Role.Service], effect: "after the last retry, or by 410; its organisation is told"),
        Row(Standing, WebhookAct.Remove, WebhookStatus.Removed, Keepers));
}
