namespace Ambassadors.Matching;

/// <summary>What a plan is asked to be best at; kept with each outcome.</summary>
public enum MatchingProfile
{
    /// <summary>The highest sum of fit.</summary>
    Fit,

    /// <summary>The most pairs, and among those plans the highest sum of fit.</summary>
    CountFit,

    /// <summary>Among the plans with the most pairs, the highest lowest fit; then the highest sum of fit.</summary>
    Floor,

    /// <summary>No two sides would both rather have each other: deferred acceptance, the applicants propose. Capacities alone are kept.</summary>
    Stable
}

/// <summary>An application of a problem.</summary>
/// <param name="Id">Stable id, unique among the applications.</param>
/// <param name="Pole">The pôle whose quota it uses.</param>
public sealed record MatchingApplication(string Id, string Pole);

/// <summary>An offer of a problem.</summary>
/// <param name="Id">Stable id, unique among the offers.</param>
/// <param name="Capacity">How many applications it can take, from 0.</param>
/// <param name="Country">The country whose quota it uses, ISO 3166-1 alpha-2.</param>
public sealed record MatchingOffer(string Id, int Capacity, string Country);

/// <summary>An application and an offer that may be put together: they pass every hard rule.</summary>
/// <param name="Application">Id of the application.</param>
/// <param name="Offer">Id of the offer.</param>
/// <param name="Fit">How well they fit, from 0.</param>
/// <param name="Cost">What the pair would cost, minor units, from 0.</param>
/// <param name="ApplicationRank">The offer's rank among the application's wishes, from 1.</param>
/// <param name="OfferRank">The application's rank among the offer's wishes, from 1.</param>
public sealed record MatchingPair(string Application, string Offer, int Fit, long Cost, int? ApplicationRank = null, int? OfferRank = null);

/// <summary>A limit that is not one of the network's: the weights of the pairs chosen may not sum to more.</summary>
/// <param name="Name">What it is called in explanations: <c>region:Île-de-France</c>.</param>
/// <param name="AtMost">The most, from 0.</param>
/// <param name="Weights">The weight of each pair that counts, from 0.</param>
public sealed record LinearLimit(string Name, long AtMost, IReadOnlyList<PairWeight> Weights);

/// <summary>What a pair weighs in a <see cref="LinearLimit"/>.</summary>
/// <param name="Application">Id of the application.</param>
/// <param name="Offer">Id of the offer.</param>
/// <param name="Weight">From 0.</param>
public sealed record PairWeight(string Application, string Offer, long Weight);

/// <summary>Two ids that are written as an array of two: <c>["application","offer"]</c>.</summary>
/// <param name="Application">Id of the application.</param>
/// <param name="Offer">Id of the offer.</param>
public readonly record struct Couple(string Application, string Offer);

/// <summary>What every plan has to keep besides the capacities; what is absent limits nothing.</summary>
public sealed record MatchingConstraints
{
    /// <summary>The most that the pairs may cost together, minor units.</summary>
    public long? Budget { get; init; }

    /// <summary>The most pairs of one pôle.</summary>
    public int? MaxPerPole { get; init; }

    /// <summary>The most pairs with one country.</summary>
    public int? MaxPerCountry { get; init; }

    /// <summary>The fewest distinct countries.</summary>
    public int MinCountries { get; init; }

    /// <summary>Pairs that have to be in the plan.</summary>
    public IReadOnlyList<Couple> Locked { get; init; } = [];

    /// <summary>Pairs that may not.</summary>
    public IReadOnlyList<Couple> Forbidden { get; init; } = [];

    /// <summary>Pairs of a pôle that exist outside the problem and use its quota, by pôle.</summary>
    public IReadOnlyDictionary<string, int> UsedPerPole { get; init; } = new Dictionary<string, int>();

    /// <summary>Pairs with a country that exist outside the problem: they use its quota, and the country counts as reached.</summary>
    public IReadOnlyDictionary<string, int> UsedPerCountry { get; init; } = new Dictionary<string, int>();

    /// <summary>Limits of any other kind.</summary>
    public IReadOnlyList<LinearLimit> Linear { get; init; } = [];
}

/// <summary>Everything that a plan is made from. The order of its lists has no bearing on the outcome.</summary>
public sealed record MatchingProblem
{
    /// <summary>What the plan is to be best at.</summary>
    public MatchingProfile Profile { get; init; }

    /// <summary>The applications.</summary>
    public required IReadOnlyList<MatchingApplication> Applications { get; init; }

    /// <summary>The offers.</summary>
    public required IReadOnlyList<MatchingOffer> Offers { get; init; }

    /// <summary>The pairs that pass every hard rule, each once.</summary>
    public required IReadOnlyList<MatchingPair> Pairs { get; init; }

    /// <summary>What a plan has to keep.</summary>
    public MatchingConstraints Constraints { get; init; } = new();
}
