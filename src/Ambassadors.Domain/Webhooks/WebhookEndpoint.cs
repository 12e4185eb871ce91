using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;

namespace Ambassadors.Domain.Webhooks;

/// <summary>How what is sent is signed (Standard Webhooks 1.0).</summary>
public enum WebhookSignature
{
    /// <summary>HMAC-SHA256 with a secret that both sides keep: <c>v1</c>.</summary>
    Hmac,

    /// <summary>Ed25519 with a key that the service keeps; anybody checks with the public one: <c>v1a</c>.</summary>
    Ed25519
}

/// <summary>Why an endpoint was given up.</summary>
public enum SwitchOffReason
{
    /// <summary>It took nothing, however often it was tried.</summary>
    RetriesExhausted,

    /// <summary>It said itself that it is gone (410).</summary>
    Gone
}

/// <summary>What is written of an endpoint.</summary>
/// <param name="Url">Where events are sent.</param>
/// <param name="Types">Which; all where none is named.</param>
/// <param name="Description">What it is for, in its owner's words.</param>
public sealed record WebhookContent(string Url, IReadOnlyList<string> Types, string? Description);

/// <summary>Where a pôle, a cluster or the programme wants events sent, with what it hears signed.</summary>
public sealed class WebhookEndpoint : StatefulResource<WebhookStatus, WebhookAct>
{
    /// <summary>The most endpoints of one organisation.</summary>
    public const int MostOfOrganisation = 10;

    /// <summary>The most secrets that are good at once.</summary>
    public const int MostSecrets = 5;

    private readonly List<WebhookSecret> _secrets = [];

    private WebhookEndpoint()
    {
        // For EF Core.
    }

    /// <inheritdoc/>
    public override LifecycleTable<WebhookStatus, WebhookAct> Lifecycle => WebhookLifecycle.Table;

    /// <inheritdoc/>
    public override CaseFile File => new(PoleSlug, ClusterSlug);

    /// <summary>The pôle that it is of.</summary>
    public string? PoleSlug { get; private init; }

    /// <summary>The cluster that it is of; without either it is the programme's.</summary>
    public string? ClusterSlug { get; private init; }

    /// <summary>The person who registered it, or who answers for the partner system that did: is told when it is given up.</summary>
    public Guid? OwnerId { get; private init; }

    /// <summary>Where events are sent.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Which types; all where none is named.</summary>
    public IReadOnlyList<string> Types { get; private set; } = [];

    /// <summary>What it is for.</summary>
    public string? Description { get; private set; }

    /// <summary>How what is sent is signed.</summary>
    public WebhookSignature Signature { get; private init; }

    /// <summary>Why it was given up last; absent while it is not.</summary>
    public SwitchOffReason? SwitchedOffFor { get; private set; }

    /// <summary>Its secrets or keys, those that ended for a while too.</summary>
    public IReadOnlyList<WebhookSecret> Secrets => _secrets;

    /// <summary>How far it was sent what happened.</summary>
    public WebhookQueue Queue { get; private init; } = null!;

    /// <summary>Registers one. What happens after a position is sent.</summary>
    public static (WebhookEndpoint Endpoint, Verdict Verdict) Create(
        CaseFile file, WebhookContent content, WebhookSignature signature, WebhookSecret secret, long position, int others, Actor by, DateTimeOffset at)
    {
        var id = Guid.CreateVersion7(at);
        var endpoint = new WebhookEndpoint
        {
            Id = id,
            PoleSlug = file.Pole,
            ClusterSlug = file.Cluster,
            OwnerId = by.PersonId ?? by.SignatoryId,
            Signature = signature,
            Queue = new WebhookQueue { EndpointId = id, Position = position }
        };
        return (endpoint, endpoint.Take(WebhookAct.Create, by, at, others >= MostOfOrganisation ? [new Refusal("webhook_endpoint.too_many", null, MostOfOrganisation)] : [],
            effect: facts =>
            {
                endpoint.Write(content);
                endpoint._secrets.Add(secret);
                facts.Add("signature", Wire.Name(signature));
            }));
    }

    /// <summary>Changes what is written.</summary>
    public Verdict Edit(WebhookContent content, Actor by, DateTimeOffset at)
    {
        Write(content);
        RecordIn("edit", by, at);
        return Verdict.Done;
    }

    /// <summary>Pauses it.</summary>
    public Verdict Pause(Actor by, DateTimeOffset at) => Take(WebhookAct.Pause, by, at);

    /// <summary>Sending goes on where it stopped.</summary>
    public Verdict Resume(Actor by, DateTimeOffset at) => Take(WebhookAct.Resume, by, at, effect: _ => SwitchedOffFor = null);

    /// <summary>Gives it another secret; those before are good until an instant.</summary>
    public Verdict Rotate(WebhookSecret secret, DateTimeOffset othersUntil, Actor by, DateTimeOffset at)
    {
        var good = _secrets.Where(one => one.IsGoodAt(at)).ToList();
        return Take(WebhookAct.RotateSecret, by, at,
            othersUntil > at && good.Count >= MostSecrets ? [new Refusal("webhook_endpoint.too_many_secrets", null, MostSecrets)] : [],
            effect: _ =>
            {
                good.ForEach(one => one.EndBy(othersUntil));
                _secrets.Add(secret);
            });
    }

    /// <summary>Has events sent again: one, or all after a position.</summary>
    public Verdict Replay(Guid? eventId, long? after, IEnumerable<Refusal> unmet, Actor by, DateTimeOffset at) =>
        Take(WebhookAct.Replay, by, at, unmet, effect: facts => facts.Add("event", eventId).Add("after", after));

    /// <summary>Gives it up.</summary>
    public Verdict SwitchOff(SwitchOffReason reason, DateTimeOffset at) => Take(WebhookAct.SwitchOff, Actor.Service, at, effect: facts =>
    {
        SwitchedOffFor = reason;
        facts.Add("reason", Wire.Name(reason));
    });

    /// <summary>Removes it. Its secrets end.</summary>
    public Verdict Remove(Actor by, DateTimeOffset at) => Take(WebhookAct.Remove, by, at, effect: _ =>
    {
        foreach (var secret in _secrets)
            secret.EndBy(at);
    });

    private void Write(WebhookContent content) => (Url, Types, Description) = (content.Url, content.Types, content.Description);
}

/// <summary>A secret, or a key, by which what is sent is signed. It has to be known to sign: it is kept sealed, never in the clear.</summary>
public sealed class WebhookSecret
{
    /// <summary>UUID version 7.</summary>
    public required Guid Id { get; init; }

    /// <summary>The secret, sealed.</summary>
    public required byte[] Sealed { get; init; }

    /// <summary>The public key, as Standard Webhooks writes it; absent of a secret.</summary>
    public string? PublicKey { get; init; }

    /// <summary>Since when it is good, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when it is good; absent while no other has taken its place.</summary>
    public DateTimeOffset? EndsAt { get; private set; }

    /// <summary>Whether it is good.</summary>
    public bool IsGoodAt(DateTimeOffset at) => EndsAt is null || EndsAt > at;

    /// <summary>Ends it at an instant, unless it ends before.</summary>
    public void EndBy(DateTimeOffset at) => EndsAt = EndsAt < at ? EndsAt : at;
}

/// <summary>How far an endpoint was sent what happened. It moves with each event, beside the endpoint's version.</summary>
public sealed class WebhookQueue
{
    /// <summary>The endpoint.</summary>
    public required Guid EndpointId { get; init; }

    /// <summary>All that it hears of up to this position of the journal has been sent, and was taken.</summary>
    public required long Position { get; init; }

    /// <summary>How often the event after it was tried in vain.</summary>
    public int Attempts { get; init; }

    /// <summary>When it is tried next, UTC; absent where nothing failed.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Since when it takes nothing, UTC.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Who sends to it now.</summary>
    public Guid? Lease { get; init; }

    /// <summary>Until when, unless it says again that it lives, UTC.</summary>
    public DateTimeOffset? LeasedUntil { get; init; }
}
