using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.Offers;

namespace Ambassadors.Domain.Pairings;

/// <summary>Which way the person of a leg travels.</summary>
public enum LegDirection
{
    /// <summary>The ambassador to the cluster.</summary>
    Outbound,

    /// <summary>The counterpart to the pôle.</summary>
    Inbound
}

/// <summary>A stay (mobilité) of one person.</summary>
/// <param name="Direction">Which way.</param>
/// <param name="StartsOn">First day.</param>
/// <param name="EndsOn">Last day.</param>
public sealed record Leg(LegDirection Direction, DateOnly StartsOn, DateOnly EndsOn)
{
    /// <summary>Days of the stay, first and last included.</summary>
    public int Days => EndsOn.DayNumber - StartsOn.DayNumber + 1;
}

/// <summary>What a proposal says: the part of the terms that parties negotiate.</summary>
public sealed record ProposedTerms(IReadOnlyList<Leg> Legs, string Objectives, Sum Amount)
{
    /// <summary>The direction that the legs make; absent where they make none.</summary>
    public ExchangeDirection? Direction =>
        (Legs.Count(leg => leg.Direction == LegDirection.Outbound), Legs.Count(leg => leg.Direction == LegDirection.Inbound)) switch
        {
            (1, 0) => ExchangeDirection.Outbound,
            (0, 1) => ExchangeDirection.Inbound,
            (1, 1) => ExchangeDirection.Reciprocal,
            _ => null
        };

    /// <summary>Whether other terms say the same.</summary>
    public bool IsSameAs(ProposedTerms other) => Objectives == other.Objectives && Amount == other.Amount && Legs.SequenceEqual(other.Legs);
}

/// <summary>One version of a pairing's terms (conditions): never changed, canonicalised and hashed. Ids, no names.</summary>
public sealed class PairingTerms
{
    private PairingTerms()
    {
        // For EF Core.
    }

    /// <summary>The pairing.</summary>
    public Guid PairingId { get; private init; }

    /// <summary>1 for the proposal.</summary>
    public int Version { get; private init; }

    /// <summary>Instant, UTC.</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>The revision of the call's rules by which they are judged.</summary>
    public int CallRevision { get; private init; }

    /// <summary>The ambassador, where an outbound leg is agreed.</summary>
    public Guid? AmbassadorId { get; private init; }

    /// <summary>The counterpart, where an inbound leg is agreed.</summary>
    public Guid? CounterpartId { get; private init; }

    /// <summary>What was negotiated.</summary>
    public ProposedTerms Proposed { get; private init; } = null!;

    /// <summary>The canonical form (RFC 8785), UTF-8.</summary>
    public byte[] Canonical { get; private init; } = [];

    /// <summary>SHA-256 of <see cref="Canonical"/>, lower-case hexadecimal: what a consent names.</summary>
    public string TermsHash { get; private init; } = "";

    /// <summary>The same without the pairing and the version numbers: says whether these very terms were declined before.</summary>
    public string ContentHash { get; private init; } = "";

    internal static PairingTerms Of(Guid pairing, int version, ProposedTerms proposed, ExchangeApplication application, Offer offer, DateTimeOffset at)
    {
        var outbound = proposed.Legs.Any(leg => leg.Direction == LegDirection.Outbound);
        var inbound = proposed.Legs.Any(leg => leg.Direction == LegDirection.Inbound);
        var ambassador = outbound ? application.AmbassadorId : null;
        var counterpart = inbound ? offer.CounterpartId : null;

        Canonical Content() => new Canonical()
            .Add("format", "ambassadors-terms/1")
            .Add("call", application.CallId).Add("application", application.Id).Add("offer", offer.Id)
            .Add("pole", application.PoleSlug).Add("cluster", offer.ClusterSlug)
            .Add("ambassador", ambassador).Add("counterpart", counterpart)
            .Add("legs", proposed.Legs.Select(leg => new Canonical()
                .Add("direction", Wire.Name(leg.Direction)).Add("startsOn", leg.StartsOn).Add("endsOn", leg.EndsOn)))
            .Add("objectives", proposed.Objectives)
            .Add("amount", proposed.Amount.Amount).Add("currency", proposed.Amount.Currency);

        var canonical = Content()
            .Add("pairing", pairing).Add("version", version)
            .Add("callRevision", application.CallRevision ?? 1).Add("applicationSnapshot", application.Snapshot).Add("offerVersion", offer.Revision)
            .ToBytes();
        return new PairingTerms
        {
            PairingId = pairing,
            Version = version,
            At = at,
            CallRevision = application.CallRevision ?? 1,
            AmbassadorId = ambassador,
            CounterpartId = counterpart,
            Proposed = proposed,
            Canonical = canonical,
            TermsHash = Domain.Canonical.Hash(canonical),
            ContentHash = ContentHashOf(Content())
        };
    }

    private static string ContentHashOf(Canonical content) => Domain.Canonical.Hash(content.ToBytes());
}
