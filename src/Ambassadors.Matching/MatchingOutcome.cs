namespace Ambassadors.Matching;

/// <summary>A rule that a problem sets.</summary>
public enum MatchingRule
{
    /// <summary>The offers' capacities.</summary>
    Seats,

    /// <summary>The most pairs of one pôle.</summary>
    PoleQuota,

    /// <summary>The most pairs with one country.</summary>
    CountryQuota,

    /// <summary>The money.</summary>
    Budget,

    /// <summary>The fewest distinct countries.</summary>
    DistinctCountries,

    /// <summary>A limit of another kind, named.</summary>
    OtherLimit,

    /// <summary>Pairs that have to be in the plan.</summary>
    Locked
}

/// <summary>Why an application has no pair in the plan: the first that holds, in this order.</summary>
public enum UnmatchedReason
{
    /// <summary>No offer passes the hard rules with it.</summary>
    NoEligible,

    /// <summary>An officer forbade every pair that it could be in, or locked another in its place.</summary>
    BlockedByOfficer,

    /// <summary>An equally good plan has it; the lottery decided.</summary>
    Tie,

    /// <summary>If no offer's places counted for it, it would have a pair.</summary>
    Seats,

    /// <summary>If its pôle's quota did not count for it, it would have a pair.</summary>
    PoleQuota,

    /// <summary>If no country's quota counted for it, it would have a pair.</summary>
    CountryQuota,

    /// <summary>If its pair cost nothing, it would have one.</summary>
    Budget,

    /// <summary>If limits of another kind did not count for it, it would have a pair.</summary>
    OtherLimit,

    /// <summary>Only several of these rules together, waived for it, would give it a pair, or none would.</summary>
    Several
}

/// <summary>How an explanation was found.</summary>
public enum ExplanationBasis
{
    /// <summary>By solving the problem anew with the rule waived: exact.</summary>
    Solved,

    /// <summary>By the prices of the certificate: right for most, to be solved before it is put in a letter.</summary>
    Prices
}

/// <summary>What waiving one rule for one application alone would do.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Places">Whether the application then has a pair.</param>
/// <param name="Gain">By how much the best plan's fit would rise, points.</param>
public sealed record Waiver(MatchingRule Rule, bool Places, long Gain);

/// <summary>An application without a pair, and why.</summary>
/// <param name="Application">Id of the application.</param>
/// <param name="Reason">Why.</param>
/// <param name="Basis">How that was found.</param>
/// <param name="Waivers">The rules that, waived for it alone, were tried.</param>
/// <param name="PlacementCost">By how many points the best plan with it is worse than the plan; absent where no plan can have it.</param>
/// <param name="Lottery">Its best lottery number, where the lottery decided.</param>
public sealed record UnmatchedApplication(
    string Application, UnmatchedReason Reason, ExplanationBasis Basis, IReadOnlyList<Waiver> Waivers, long? PlacementCost = null, string? Lottery = null);

/// <summary>The rule that can't hold, with its numbers.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Name">Which pôle, country, offer or limit it is about, where it is about one.</param>
/// <param name="Asked">What is asked.</param>
/// <param name="Possible">What is possible.</param>
/// <param name="Detail">The same as a sentence, in English: <c>24 countries asked, 23 reachable</c>.</param>
public sealed record Infeasibility(MatchingRule Rule, string? Name, long Asked, long Possible, string Detail);

/// <summary>A plan with its proof, or the rule by which there is none.</summary>
public sealed record MatchingOutcome
{
    /// <summary>The pairs chosen, by application id in ordinal order.</summary>
    public required IReadOnlyList<Couple> Pairs { get; init; }

    /// <summary>Sum of their fit.</summary>
    public required long Fit { get; init; }

    /// <summary>Sum of their cost, minor units.</summary>
    public required long Cost { get; init; }

    /// <summary>No plan's fit is higher than this.</summary>
    public required long UpperBound { get; init; }

    /// <summary>Whether no better plan exists, proved.</summary>
    public required bool Optimal { get; init; }

    /// <summary>Pairs not in the plan whose two sides would both rather have each other.</summary>
    public required int BlockingPairs { get; init; }

    /// <summary>SHA-256 over the plan, lower-case hexadecimal.</summary>
    public required string PlanHash { get; init; }

    /// <summary>The applications without a pair, by id in ordinal order.</summary>
    public required IReadOnlyList<UnmatchedApplication> Unmatched { get; init; }

    /// <summary>What proves the bound; absent where there is no plan.</summary>
    public MatchingCertificate? Certificate { get; init; }

    /// <summary>Why there is no plan; absent where there is one.</summary>
    public Infeasibility? Infeasible { get; init; }
}
