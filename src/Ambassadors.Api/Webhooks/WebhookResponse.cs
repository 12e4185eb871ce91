using Ambassadors.Api.Http;
using Ambassadors.Domain.People;
using Ambassadors.Domain.Webhooks;

namespace Ambassadors.Api.Webhooks;

/// <summary>Where an organisation wants events sent.</summary>
/// <param name="Id">Id, UUID version 7.</param>
/// <param name="Version">1 when registered, one more with each change.</param>
/// <param name="Status">Where it is.</param>
/// <param name="AllowedActions">What you may do now.</param>
/// <param name="PoleSlug" example="scs">The pôle whose it is.</param>
/// <param name="ClusterSlug">The cluster whose it is.</param>
/// <param name="Url">Where events are sent.</param>
/// <param name="Types">Which types; empty for all.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Signature">How what is sent is signed.</param>
/// <param name="Secrets">The secrets or keys by which what is sent now is signed, the newest first; never what they are.</param>
/// <param name="Secret">The secret itself (<c>whsec_…</c>), only in the answer by which it was made. Absent with ed25519.</param>
/// <param name="Position">All that it hears of up to this position of the journal has been sent, and was taken.</param>
/// <param name="FailingSince">Since when it takes nothing; absent where all is well.</param>
/// <param name="NextAttemptAt">When it is tried next; absent where all is well.</param>
/// <param name="SwitchedOffFor">Why it was given up; absent where it is not.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="UpdatedAt">Instant of the last change.</param>
public sealed record WebhookEndpointResponse(
    Guid Id, int Version, WebhookStatus Status, IReadOnlyList<WebhookAct> AllowedActions, string? PoleSlug, string? ClusterSlug, string Url, IReadOnlyList<string> Types,
    string? Description, WebhookSignature Signature, IReadOnlyList<WebhookSecretResponse> Secrets, string? Secret, long Position, DateTimeOffset? FailingSince,
    DateTimeOffset? NextAttemptAt, SwitchOffReason? SwitchedOffFor, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt) : IVersionedResponse
{
    /// <summary>Shows an endpoint to an actor.</summary>
    public static WebhookEndpointResponse Of(WebhookEndpoint endpoint, Actor by, DateTimeOffset now, string? secret = null) => new(
        endpoint.Id, endpoint.Version, endpoint.Status, [.. endpoint.AllowedActions(by)], endpoint.PoleSlug, endpoint.ClusterSlug, endpoint.Url, endpoint.Types,
        endpoint.Description, endpoint.Signature,
        [.. endpoint.Secrets.Where(one => one.IsGoodAt(now)).OrderBy(one => one.EndsAt is not null).ThenByDescending(one => one.CreatedAt).Select(one => new WebhookSecretResponse(one.PublicKey, one.CreatedAt, one.EndsAt))],
        secret, endpoint.Queue.Position, endpoint.Queue.FailingSince, endpoint.Queue.DueAt, endpoint.SwitchedOffFor, endpoint.CreatedAt, endpoint.UpdatedAt);
}

/// <summary>That there is a secret or a key, and how long it is good.</summary>
/// <param name="PublicKey">The public key (<c>whpk_…</c>); absent of a secret.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="EndsAt">Until when; absent while no other has taken its place.</param>
public sealed record WebhookSecretResponse(string? PublicKey, DateTimeOffset CreatedAt, DateTimeOffset? EndsAt);

/// <summary>One event on its way to one endpoint.</summary>
/// <param name="Id">Id of the delivery, UUID version 7.</param>
/// <param name="EventId">The event, and the <c>webhook-id</c>.</param>
/// <param name="Position">The event's position in the journal; absent of a test.</param>
/// <param name="Type">The event's type.</param>
/// <param name="Cause">Why it is sent.</param>
/// <param name="State">What became of it.</param>
/// <param name="CreatedAt">When it was first to be sent.</param>
/// <param name="NextAttemptAt">When it is tried next; absent where it is not.</param>
/// <param name="Body">What is sent, as it is sent: a CloudEvent.</param>
/// <param name="Attempts">What was tried, the first first.</param>
public sealed record WebhookDeliveryResponse(
    Guid Id, Guid EventId, long? Position, string Type, DeliveryCause Cause, DeliveryState State, DateTimeOffset CreatedAt, DateTimeOffset? NextAttemptAt, string Body,
    IReadOnlyList<WebhookAttemptResponse> Attempts)
{
    /// <summary>Shows a delivery.</summary>
    public static WebhookDeliveryResponse Of(WebhookDelivery delivery) => new(
        delivery.Id, delivery.EventId, delivery.Position, delivery.Type, delivery.Cause, delivery.State, delivery.CreatedAt, delivery.DueAt, delivery.Body,
        [.. delivery.Attempts.OrderBy(one => one.Id).Select(one => new WebhookAttemptResponse(one.At, one.Url, one.Status, one.Fault, one.Answer, one.Milliseconds))]);
}

/// <summary>One try.</summary>
/// <param name="At">When it began: the <c>webhook-timestamp</c>.</param>
/// <param name="Url">Where it was sent.</param>
/// <param name="Status">The status of the answer; absent where there was none.</param>
/// <param name="Fault">Why there was no answer, or why it does not count: <c>timeout</c>, <c>unreachable</c>, <c>tls</c>, <c>address_not_public</c>, <c>redirected</c>, <c>answered</c>, <c>secret_unreadable</c> (of the service; a new secret mends it).</param>
/// <param name="Answer">The beginning of the answer.</param>
/// <param name="Milliseconds">How long it took, milliseconds.</param>
public sealed record WebhookAttemptResponse(DateTimeOffset At, string Url, int? Status, string? Fault, string? Answer, int Milliseconds);
