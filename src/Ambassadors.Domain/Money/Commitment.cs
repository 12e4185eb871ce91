using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.People;

namespace Ambassadors.Domain.Money;

/// <summary>Where a commitment is.</summary>
public enum CommitmentStatus
{
    /// <summary>The amount is set aside on the call's budget.</summary>
    Reserved,

    /// <summary>The amount went back to the call, because the pairing was dissolved or its exchange cancelled.</summary>
    Released
}

/// <summary>What happens to a commitment.</summary>
public enum CommitmentEvent
{
    /// <summary>The last approval sets the amount aside.</summary>
    Reserve,

    /// <summary>The amount goes back to the call, once.</summary>
    Release
}

/// <summary>Money set aside on a call's budget for one approved pairing: one row per approval that held, released at most once.</summary>
public sealed class Commitment : StatefulResource<CommitmentStatus, CommitmentEvent>
{
    /// <summary>The transition table.</summary>
    public static readonly LifecycleTable<CommitmentStatus, CommitmentEvent> Table = new("commitment",
        LifecycleTable<CommitmentStatus, CommitmentEvent>.Row([], CommitmentEvent.Reserve, CommitmentStatus.Reserved, [Role.Service],
            effect: "the call's committed amount grows, in the approval's own transaction"),
        LifecycleTable<CommitmentStatus, CommitmentEvent>.Row([CommitmentStatus.Reserved], CommitmentEvent.Release, CommitmentStatus.Released, [Role.Service],
            effect: "the call's committed amount shrinks, once"));

    private Commitment()
    {
        // For EF Core.
    }

    /// <inheritdoc/>
    public override LifecycleTable<CommitmentStatus, CommitmentEvent> Lifecycle => Table;

    /// <inheritdoc/>
    public override CaseFile File => new(PoleSlug, ClusterSlug);

    /// <summary>The call whose budget it draws on.</summary>
    public Guid CallId { get; private init; }

    /// <summary>The pairing it is for.</summary>
    public Guid PairingId { get; private init; }

    /// <summary>Slug of the pôle.</summary>
    public string PoleSlug { get; private init; } = "";

    /// <summary>Slug of the cluster.</summary>
    public string ClusterSlug { get; private init; } = "";

    /// <summary>Minor units.</summary>
    public long Amount { get; private init; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; private init; } = "";

    /// <summary>Sets the amount of an approved pairing aside.</summary>
    public static Commitment For(Pairing pairing, DateTimeOffset at)
    {
        var commitment = new Commitment
        {
            Id = Guid.CreateVersion7(at),
            CallId = pairing.CallId,
            PairingId = pairing.Id,
            PoleSlug = pairing.PoleSlug,
            ClusterSlug = pairing.ClusterSlug,
            Amount = pairing.Terms.Amount.Amount,
            Currency = pairing.Terms.Amount.Currency
        };
        commitment.Take(CommitmentEvent.Reserve, Actor.Service, at, effect: facts => commitment.Facts(facts));
        return commitment;
    }

    /// <summary>Gives the amount back to the call.</summary>
    public Verdict Release(DateTimeOffset at) => Take(CommitmentEvent.Release, Actor.Service, at, effect: facts => Facts(facts));

    private void Facts(Journal.JournalFacts facts) =>
        facts.Add("call", CallId).Add("pairing", PairingId).Add("amount", Amount).Add("currency", Currency);
}
