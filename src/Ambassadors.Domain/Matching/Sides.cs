using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.Pairings;

namespace Ambassadors.Domain.Matching;

/// <summary>What binds a person who would be exchanged to others than their own side: what they belong to, or declared an interest in.</summary>
/// <param name="Organisations">Slugs of pôles and clusters.</param>
/// <param name="Members">Members of pôles and clusters, whoever is the same person among them.</param>
public sealed record PersonTies(IReadOnlySet<string> Organisations, IReadOnlySet<Guid> Members)
{
    /// <summary>Nothing.</summary>
    public static readonly PersonTies None = new(new HashSet<string>(), new HashSet<Guid>());

    /// <summary>Whether it binds to an organisation, or to the member of it who would be exchanged.</summary>
    public bool Bind(string organisation, Guid? member) => Organisations.Contains(organisation) || member is { } other && Members.Contains(other);
}

/// <summary>An application as the rules and the fit see it.</summary>
/// <param name="Id">The application.</param>
/// <param name="PoleSlug">Slug of its pôle.</param>
/// <param name="Content">What was submitted.</param>
/// <param name="Snapshot">The number of its snapshot.</param>
/// <param name="Rules">The call's rules of the revision by which it is judged.</param>
/// <param name="Ties">What binds its ambassador.</param>
public sealed record SeekingSide(Guid Id, string PoleSlug, ApplicationContent Content, int Snapshot, CallRules Rules, PersonTies Ties)
{
    /// <summary>Which way persons would travel.</summary>
    public ExchangeDirection Direction => Content.Direction ?? ExchangeDirection.Outbound;

    /// <summary>Days of one stay.</summary>
    public int StayDays => Content.DurationDays ?? 0;

    /// <summary>Days of all stays together.</summary>
    public int AllDays => Direction == ExchangeDirection.Reciprocal ? 2 * StayDays : StayDays;
}

/// <summary>An offer as the rules and the fit see it.</summary>
/// <param name="Id">The offer.</param>
/// <param name="ClusterSlug">Slug of its cluster.</param>
/// <param name="Country">The cluster's country, ISO 3166-1 alpha-2.</param>
/// <param name="Content">What is offered.</param>
/// <param name="Revision">How often its content was written.</param>
/// <param name="Places">Places left, less the open pairings that nothing may move.</param>
/// <param name="Ties">What binds its counterpart.</param>
public sealed record HostingSide(Guid Id, string ClusterSlug, string Country, OfferContent Content, int Revision, int Places, PersonTies Ties);

/// <summary>Terms that a party declined between an application and an offer.</summary>
/// <param name="Terms">The terms.</param>
/// <param name="AmbassadorId">The ambassador whom they named.</param>
/// <param name="CounterpartId">The counterpart whom they named.</param>
public sealed record DeclinedTerms(ProposedTerms Terms, Guid? AmbassadorId, Guid? CounterpartId);

/// <summary>How many persons a pôle and a cluster sent each other.</summary>
/// <param name="Outbound">From the pôle.</param>
/// <param name="Inbound">From the cluster.</param>
public sealed record Exchanged(int Outbound, int Inbound);

/// <summary>What the rules and the fit are judged by besides the two sides.</summary>
public sealed class MatchingGround
{
    /// <summary>How near themes are.</summary>
    public required ThemeMap Themes { get; init; }

    /// <summary>The first day on which anybody may travel: the parties have their time to consent first.</summary>
    public required DateOnly EarliestOn { get; init; }

    /// <summary>The call's currency.</summary>
    public required string Currency { get; init; }

    /// <summary>Pôles and clusters that agreed to cooperate.</summary>
    public IReadOnlySet<(string Pole, string Cluster)> Cooperations { get; init; } = new HashSet<(string, string)>();

    /// <summary>What pôles and clusters sent each other.</summary>
    public IReadOnlyDictionary<(string Pole, string Cluster), Exchanged> Exchanged { get; init; } = new Dictionary<(string, string), Exchanged>();

    /// <summary>What was declined, by application and offer.</summary>
    public IReadOnlyDictionary<(Guid Application, Guid Offer), IReadOnlyList<DeclinedTerms>> Declined { get; init; } =
        new Dictionary<(Guid, Guid), IReadOnlyList<DeclinedTerms>>();

    /// <summary>Applications and offers between which a pairing is open that nothing may move.</summary>
    public IReadOnlySet<(Guid Application, Guid Offer)> Open { get; init; } = new HashSet<(Guid, Guid)>();
}
