using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.People;
using static Ambassadors.Domain.Exchanges.ExchangeEvent;
using static Ambassadors.Domain.Exchanges.ExchangeStatus;
using static Ambassadors.Domain.Lifecycle.LifecycleTable<Ambassadors.Domain.Exchanges.ExchangeStatus, Ambassadors.Domain.Exchanges.ExchangeEvent>;
using static Ambassadors.Domain.People.Role;

namespace Ambassadors.Domain.Exchanges;

/// <summary>Where an exchange is.</summary>
public enum ExchangeStatus
{
    /// <summary>The commitment document is being drawn up from the approved terms.</summary>
    Preparing,

    /// <summary>Called off before it began.</summary>
    Cancelled
}

/// <summary>What happens to an exchange.</summary>
public enum ExchangeEvent
{
    /// <summary>The last approval makes it.</summary>
    Create,

    /// <summary>It is called off.</summary>
    Cancel
}

/// <summary>The transitions of an exchange.</summary>
public static class ExchangeLifecycle
{
    /// <summary>The transition table.</summary>
    public static readonly LifecycleTable<ExchangeStatus, ExchangeEvent> Table = new("exchange",
        Row([], Create, Preparing, [Service], effect: "made by the last approval, with the legs of its terms"),
        Row([Preparing], Cancel, Cancelled, [PoleSignatory, ClusterSignatory, ProgrammeAdministrator, Service],
            effect: "the pairing is dissolved, the commitment released once, the place free, the application in the pool again"));
}

/// <summary>What an approved pairing becomes (échange).</summary>
public sealed class Exchange : StatefulResource<ExchangeStatus, ExchangeEvent>
{
    private Exchange()
    {
        // For EF Core.
    }

    /// <inheritdoc/>
    public override LifecycleTable<ExchangeStatus, ExchangeEvent> Lifecycle => ExchangeLifecycle.Table;

    /// <inheritdoc/>
    public override CaseFile File => new(PoleSlug, ClusterSlug, AmbassadorId, CounterpartId);

    /// <summary>The pairing.</summary>
    public Guid PairingId { get; private init; }

    /// <summary>The call.</summary>
    public Guid CallId { get; private init; }

    /// <summary>Slug of the pôle.</summary>
    public string PoleSlug { get; private init; } = "";

    /// <summary>Slug of the cluster.</summary>
    public string ClusterSlug { get; private init; } = "";

    /// <summary>The ambassador, where an outbound leg is agreed.</summary>
    public Guid? AmbassadorId { get; private init; }

    /// <summary>The counterpart, where an inbound leg is agreed.</summary>
    public Guid? CounterpartId { get; private init; }

    /// <summary>The legs, as approved.</summary>
    public IReadOnlyList<Leg> Legs { get; private init; } = [];

    /// <summary>What it may cost, minor units.</summary>
    public long Amount { get; private init; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; private init; } = "";

    /// <summary>Whether it is past the point where a pairing can simply be undone.</summary>
    public bool HasStarted => Status is not (Preparing or Cancelled);

    /// <summary>Prepares the exchange of an approved pairing.</summary>
    public static Exchange Of(Pairing pairing, DateTimeOffset at)
    {
        var exchange = new Exchange
        {
            Id = Guid.CreateVersion7(at),
            PairingId = pairing.Id,
            CallId = pairing.CallId,
            PoleSlug = pairing.PoleSlug,
            ClusterSlug = pairing.ClusterSlug,
            AmbassadorId = pairing.AmbassadorId,
            CounterpartId = pairing.CounterpartId,
            Legs = pairing.Terms.Legs,
            Amount = pairing.Terms.Amount.Amount,
            Currency = pairing.Terms.Amount.Currency
        };
        exchange.Take(Create, Actor.Service, at, effect: facts => facts.Add("pairing", pairing.Id));
        return exchange;
    }

    /// <summary>Calls it off.</summary>
    public Verdict CallOff(string cause, Actor by, DateTimeOffset at) => Take(Cancel, by, at, motive: cause);
}
