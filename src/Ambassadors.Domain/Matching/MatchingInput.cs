using Ambassadors.Domain.Pairings;

namespace Ambassadors.Domain.Matching;

/// <summary>An offer that an application may be put together with: what a weighing needs, and what a pairing of the two would be.</summary>
/// <param name="OfferId">The offer.</param>
/// <param name="Parts">The parts of the fit before weighing, in the order of <see cref="FitPart"/>.</param>
/// <param name="Amount">What it would cost, minor units.</param>
/// <param name="Legs">The stays.</param>
/// <param name="ApplicationRank">The cluster's rank among the wishes of the application.</param>
/// <param name="OfferRank">The pôle's rank among the wishes of the offer.</param>
/// <param name="Bonus">Points added to the fit: an announced pairing's, on a re-match.</param>
public sealed record Candidate(
    Guid OfferId, IReadOnlyList<int> Parts, long Amount, IReadOnlyList<Leg> Legs, int? ApplicationRank = null, int? OfferRank = null, int Bonus = 0);

/// <summary>An application of a frozen input, with its candidates.</summary>
public sealed class InputApplication
{
    /// <summary>The input.</summary>
    public Guid InputId { get; init; }

    /// <summary>The application.</summary>
    public Guid ApplicationId { get; init; }

    /// <summary>Slug of its pôle.</summary>
    public string PoleSlug { get; init; } = "";

    /// <summary>The number of its snapshot.</summary>
    public int Snapshot { get; init; }

    /// <summary>The pairs that pass every hard rule.</summary>
    public IReadOnlyList<Candidate> Candidates { get; init; } = [];

    /// <summary>How many offers each hard rule refused; counted where no candidate was found.</summary>
    public IReadOnlyList<RuleCount> Refusals { get; init; } = [];

    /// <summary>What would change it: offers that one rule alone refused.</summary>
    public IReadOnlyList<NearestMiss> NearestMisses { get; init; } = [];
}

/// <summary>An offer of a frozen input.</summary>
public sealed class InputOffer
{
    /// <summary>The input.</summary>
    public Guid InputId { get; init; }

    /// <summary>The offer.</summary>
    public Guid OfferId { get; init; }

    /// <summary>Slug of its cluster.</summary>
    public string ClusterSlug { get; init; } = "";

    /// <summary>The cluster's country, ISO 3166-1 alpha-2.</summary>
    public string Country { get; init; } = "";

    /// <summary>Places for the run: those left, less the open pairings outside it.</summary>
    public int Capacity { get; init; }

    /// <summary>How often its content was written.</summary>
    public int Revision { get; init; }
}

/// <summary>What a run computes from, as it stood at one instant. It never changes; several runs may compute from the same.</summary>
public sealed class MatchingInput
{
    /// <summary>UUID version 7.</summary>
    public Guid Id { get; init; }

    /// <summary>The call.</summary>
    public Guid CallId { get; init; }

    /// <summary>Instant, UTC.</summary>
    public DateTimeOffset FrozenAt { get; init; }

    /// <summary>The revision of the call's rules whose weights and quotas these are.</summary>
    public int CallRevision { get; init; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; init; } = "";

    /// <summary>What is left of the budget, less the open pairings outside the run, minor units.</summary>
    public long Budget { get; init; }

    /// <summary>The call's weights.</summary>
    public FitWeights Weights { get; init; } = new();

    /// <summary>The call's quotas.</summary>
    public MatchingQuotas Quotas { get; init; } = new();

    /// <summary>The run whose publication moved the pool that this was frozen from: what else was computed from it is no basis for proposals any more.</summary>
    public Guid? SupersededBy { get; init; }

    /// <summary>Pairs that officers locked, and those held.</summary>
    public IReadOnlyList<PairKey> Locks { get; init; } = [];

    /// <summary>On a re-match, the pairings that everybody consented to: no run may ask otherwise.</summary>
    public IReadOnlyList<PairKey> Held { get; init; } = [];

    /// <summary>Pairs that officers forbade.</summary>
    public IReadOnlyList<PairKey> Forbids { get; init; } = [];

    /// <summary>On a re-match, the pairings that are proposed and may give way.</summary>
    public IReadOnlyList<PairKey> Announced { get; init; } = [];

    /// <summary>Pairings of a pôle outside the run that use its quota.</summary>
    public IReadOnlyDictionary<string, int> UsedPerPole { get; init; } = new Dictionary<string, int>();

    /// <summary>Pairings with a country outside the run.</summary>
    public IReadOnlyDictionary<string, int> UsedPerCountry { get; init; } = new Dictionary<string, int>();

    /// <summary>How many applications.</summary>
    public int Applications { get; init; }

    /// <summary>How many offers.</summary>
    public int Offers { get; init; }

    /// <summary>How many candidates.</summary>
    public int Candidates { get; init; }
}

/// <summary>How many offers a hard rule refused to an application.</summary>
/// <param name="Rule">The code of the rule.</param>
/// <param name="Offers">How many offers.</param>
public sealed record RuleCount(string Rule, int Offers);

/// <summary>What would change it: offers that this rule alone refuses.</summary>
/// <param name="Rule">The code of the rule.</param>
/// <param name="Offers">How many offers would become possible.</param>
/// <param name="Missing">What is missing, where one thing is: a language, a theme.</param>
public sealed record NearestMiss(string Rule, int Offers, string? Missing);
