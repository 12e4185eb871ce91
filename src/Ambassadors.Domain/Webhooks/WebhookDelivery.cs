namespace Ambassadors.Domain.Webhooks;

/// <summary>Why something is sent.</summary>
public enum DeliveryCause
{
    /// <summary>It happened.</summary>
    Event,

    /// <summary>Somebody asked to have it sent again.</summary>
    Replay,

    /// <summary>Somebody tries the endpoint.</summary>
    Test
}

/// <summary>What became of what was sent.</summary>
public enum DeliveryState
{
    /// <summary>It is not taken yet, and will be tried.</summary>
    Pending,

    /// <summary>The endpoint took it (2xx).</summary>
    Delivered,

    /// <summary>It was not taken, and is not tried any more.</summary>
    Failed
}

/// <summary>One event on its way to one endpoint, with all that was tried. Kept for seven days.</summary>
public sealed class WebhookDelivery
{
    private readonly List<WebhookAttempt> _attempts = [];

    /// <summary>UUID version 7.</summary>
    public required Guid Id { get; init; }

    /// <summary>The endpoint.</summary>
    public required Guid EndpointId { get; init; }

    /// <summary>The <c>webhook-id</c>: that of the event, the same at each try and each replay.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The event's position in the journal; absent of a test.</summary>
    public long? Position { get; init; }

    /// <summary>The event's type.</summary>
    public required string Type { get; init; }

    /// <summary>Why it is sent.</summary>
    public required DeliveryCause Cause { get; init; }

    /// <summary>What is sent, as it is sent.</summary>
    public required string Body { get; init; }

    /// <summary>When it was first to be sent, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What became of it.</summary>
    public DeliveryState State { get; private set; }

    /// <summary>When it is tried next, UTC; absent where it is not.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>What was tried.</summary>
    public IReadOnlyList<WebhookAttempt> Attempts => _attempts;

    /// <summary>Keeps a try.</summary>
    /// <param name="attempt">The try.</param>
    /// <param name="dueAt">When it is tried next; absent where it is not.</param>
    public void Keep(WebhookAttempt attempt, DateTimeOffset? dueAt)
    {
        _attempts.Add(attempt);
        DueAt = attempt.IsTaken ? null : dueAt;
        State = attempt.IsTaken ? DeliveryState.Delivered : dueAt is null ? DeliveryState.Failed : DeliveryState.Pending;
    }
}

/// <summary>One try.</summary>
public sealed class WebhookAttempt
{
    /// <summary>UUID version 7.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it began, UTC: the <c>webhook-timestamp</c>.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Where it was sent.</summary>
    public required string Url { get; init; }

    /// <summary>The status of the answer; absent where there was none.</summary>
    public int? Status { get; init; }

    /// <summary>Why there was no answer, or why it does not count, by a code: <c>timeout</c>, <c>unreachable</c>, <c>tls</c>, <c>address_not_public</c>, <c>redirected</c>, <c>secret_unreadable</c>.</summary>
    public string? Fault { get; init; }

    /// <summary>The beginning of the answer, 2 000 characters at the most.</summary>
    public string? Answer { get; init; }

    /// <summary>How long it took, milliseconds.</summary>
    public required int Milliseconds { get; init; }

    /// <summary>Whether the endpoint took it.</summary>
    public bool IsTaken => Status is >= 200 and < 300;
}
