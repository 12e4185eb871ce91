using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Organisations;
using Ambassadors.Domain.People;

namespace Ambassadors.Domain.Offers;

/// <summary>A pôle that the cluster would like, the most wanted first.</summary>
/// <param name="PoleSlug">Slug of the pôle.</param>
/// <param name="Rank">1 for the most wanted.</param>
public sealed record HostPreference(string PoleSlug, int Rank);

/// <summary>What a cluster writes in an offer. A draft may lack any of it; handing it in may not.</summary>
public sealed record OfferContent
{
    /// <summary>The member of the cluster who would come to France; needed where an inbound leg is offered.</summary>
    public Guid? CounterpartId { get; init; }

    /// <summary>Directions offered.</summary>
    public IReadOnlyList<ExchangeDirection> Directions { get; init; } = [];

    /// <summary>Codes of its themes.</summary>
    public IReadOnlyList<string> Themes { get; init; } = [];

    /// <summary>Languages spoken at the host's, BCP 47.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>When the cluster can host.</summary>
    public IReadOnlyList<Window> Windows { get; init; } = [];

    /// <summary>Pôles wished for; shown to the cluster and the programme alone.</summary>
    public IReadOnlyList<HostPreference> Preferences { get; init; } = [];

    /// <summary>How many pairings may be approved over the offer's life.</summary>
    public int? Capacity { get; init; }

    /// <summary>What the host provides: desk, housing, access to laboratories.</summary>
    public string? Provides { get; init; }

    /// <summary>The cluster's own reference, unique among its offers.</summary>
    public string? PartnerReference { get; init; }

    /// <summary>Whether another content offers the same.</summary>
    public bool IsSameAs(OfferContent other) =>
        (CounterpartId, Capacity, Provides, PartnerReference) == (other.CounterpartId, other.Capacity, other.Provides, other.PartnerReference)
        && Directions.SequenceEqual(other.Directions) && Themes.SequenceEqual(other.Themes)
        && Languages.SequenceEqual(other.Languages) && Windows.SequenceEqual(other.Windows) && Preferences.SequenceEqual(other.Preferences);
}

/// <summary>An offer to host (offre d'accueil). It belongs to no call.</summary>
public sealed class Offer : StatefulResource<OfferStatus, OfferEvent>
{
    private Offer()
    {
        // For EF Core.
    }

    /// <inheritdoc/>
    public override LifecycleTable<OfferStatus, OfferEvent> Lifecycle => OfferLifecycle.Table;

    /// <inheritdoc/>
    public override CaseFile File => new(null, ClusterSlug, null, CounterpartId);

    /// <summary>Slug of the cluster.</summary>
    public string ClusterSlug { get; private init; } = "";

    /// <summary>The cluster's country when the offer was begun, ISO 3166-1 alpha-2.</summary>
    public string Country { get; private init; } = "";

    /// <summary>What is offered.</summary>
    public OfferContent Content { get; private set; } = new();

    /// <summary>The foreign person offered; a copy of what is written, by which rights are decided.</summary>
    public Guid? CounterpartId { get; private set; }

    /// <summary>The cluster's own reference; a copy of what is written, unique among the cluster's offers.</summary>
    public string? PartnerReference { get; private set; }

    /// <summary>The number of times that its content was written; terms name it.</summary>
    public int Revision { get; private set; }

    /// <summary>Pairings that may be approved; 0 while a draft does not say.</summary>
    public int Capacity { get; private set; }

    /// <summary>Approved pairings. Moved by checked updates alone; outside the version.</summary>
    public int PlacesTaken { get; private set; }

    /// <summary>Last day of the last window; absent while a draft has none.</summary>
    public DateOnly? EndsOn { get; private set; }

    /// <summary>When the offer was last published, resumed or confirmed, UTC; absent before it was published.</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }

    /// <summary>By when the cluster has to confirm it, UTC; absent where it is not published.</summary>
    public DateTimeOffset? ReconfirmBy => Status == OfferStatus.Published ? ConfirmedAt + Reconfirmation.Period : null;

    /// <summary>Pairings that may still be approved.</summary>
    public int PlacesLeft => Capacity - PlacesTaken;

    /// <inheritdoc/>
    public override IEnumerable<string> SearchTerms() =>
    [
        .. Search.Words(Content.Provides, PartnerReference, ClusterSlug.Replace('-', ' ')),
        .. Content.Themes.Select(theme => Search.Facet("theme", theme)),
        Search.Facet("country", Country)
    ];

    /// <summary>Begins a draft.</summary>
    public static (Offer Offer, Verdict Verdict) Create(Cluster cluster, OfferContent content, Actor by, DateTimeOffset at)
    {
        var offer = new Offer { Id = Guid.CreateVersion7(at), ClusterSlug = cluster.Slug, Country = cluster.Country };
        offer.Write(content);
        return (offer, offer.Take(OfferEvent.Create, by, at));
    }

    /// <summary>Changes a draft; afterwards the capacity alone, never below the places taken.</summary>
    public Verdict Edit(OfferContent content, Actor by, DateTimeOffset at)
    {
        if (Status is not (OfferStatus.Draft or OfferStatus.UnderCheck or OfferStatus.Published or OfferStatus.Paused))
            return new Refusal("offer.not_editable", null, Wire.Name(Status)) { Kind = RefusalKind.State };
        if (Status != OfferStatus.Draft)
        {
            if (!content.IsSameAs(Content with { Capacity = content.Capacity }))
                return new Refusal("offer.only_capacity_editable", null, Wire.Name(Status)) { Kind = RefusalKind.State };
            if (content.Capacity is not >= 1)
                return new Refusal("offer.incomplete", "#/capacity", "capacity");
            if (content.Capacity < PlacesTaken)
                return new Refusal("offer.capacity_below_taken", "#/capacity", PlacesTaken);
        }

        Write(content);
        RecordIn("edit", by, at);
        return Verdict.Done;
    }

    /// <summary>Hands it in for checking.</summary>
    public Verdict Submit(bool hasContact, DateOnly today, Actor by, DateTimeOffset at) =>
        Take(OfferEvent.Submit, by, at, CompletenessRule.Unmet(Content, hasContact, today));

    /// <summary>Lets it into the pool.</summary>
    public Verdict Publish(Actor by, DateTimeOffset at) => Take(OfferEvent.Publish, by, at, effect: _ => ConfirmedAt = at);

    /// <summary>Gives it back.</summary>
    public Verdict Return(string motive, Actor by, DateTimeOffset at) => Take(OfferEvent.Return, by, at, motive: motive);

    /// <summary>Turns it down.</summary>
    public Verdict Refuse(string motive, Actor by, DateTimeOffset at) => Take(OfferEvent.Refuse, by, at, motive: motive);

    /// <summary>Changes what is offered; it is checked again.</summary>
    public Verdict Revise(OfferContent content, bool hasContact, DateOnly today, Actor by, DateTimeOffset at)
    {
        var unmet = CompletenessRule.Unmet(content, hasContact, today).ToList();
        if (content.Capacity < PlacesTaken)
            unmet.Add(new Refusal("offer.capacity_below_taken", "#/capacity", PlacesTaken));
        return Take(OfferEvent.Revise, by, at, unmet, effect: facts =>
        {
            Write(content);
            facts.Add("revision", Revision);
        });
    }

    /// <summary>Takes it out of the pool for a while.</summary>
    public Verdict Pause(Actor by, DateTimeOffset at) => Take(OfferEvent.Pause, by, at);

    /// <summary>Takes it out of the pool because its cluster has said nothing for long.</summary>
    /// <param name="remindedAt">When the cluster was reminded of the present deadline, in order; an offer is never paused unannounced.</param>
    /// <param name="at">When.</param>
    public Verdict PauseUnconfirmed(IReadOnlyList<DateTimeOffset> remindedAt, DateTimeOffset at) =>
        Take(OfferEvent.Pause, Actor.Service, at,
            ReconfirmBy is { } by && Reconfirmation.HasLapsed(by, remindedAt, at) ? [] : [new Refusal("offer.not_due")],
            effect: facts => facts.Add("confirmedAt", ConfirmedAt));

    /// <summary>Puts it into the pool again.</summary>
    public Verdict Resume(DateOnly today, Actor by, DateTimeOffset at) => StandBy(OfferEvent.Resume, today, by, at);

    /// <summary>Says that the cluster still stands by it.</summary>
    public Verdict Confirm(DateOnly today, Actor by, DateTimeOffset at) => StandBy(OfferEvent.Confirm, today, by, at);

    /// <summary>Ends it; the service does when the last window is over.</summary>
    public Verdict Close(DateOnly today, Actor by, DateTimeOffset at) =>
        Take(OfferEvent.Close, by, at, by.Kind == ActorKind.Service && EndsOn >= today ? [new Refusal("offer.not_due")] : []);

    /// <summary>Takes it back.</summary>
    public Verdict Withdraw(string? motive, bool exchangeUnderWay, Actor by, DateTimeOffset at) =>
        Take(OfferEvent.Withdraw, by, at, exchangeUnderWay ? [new Refusal("offer.exchange_under_way")] : [], motive);

    private Verdict StandBy(OfferEvent on, DateOnly today, Actor by, DateTimeOffset at) =>
        Take(on, by, at, EndsOn < today ? [new Refusal("offer.windows_over")] : [], effect: _ => ConfirmedAt = at);

    private void Write(OfferContent content)
    {
        Content = content;
        Revision++;
        (CounterpartId, PartnerReference) = (content.CounterpartId, content.PartnerReference);
        Capacity = content.Capacity ?? 0;
        EndsOn = content.Windows.Count == 0 ? null : content.Windows.Max(window => window.EndsOn);
    }
}
