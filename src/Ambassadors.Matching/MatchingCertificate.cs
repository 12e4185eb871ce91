namespace Ambassadors.Matching;

/// <summary>
/// What proves that no plan is better than the bound: the prices of all that is scarce. <c>CertificateCheck</c> checks it without a solver.
/// Prices are whole numbers, in points × <see cref="Scale"/>; what costs nothing is left out.
/// </summary>
public sealed record MatchingCertificate
{
    /// <summary>SHA-256 of the problem in canonical order, lower-case hexadecimal.</summary>
    public required string ProblemHash { get; init; }

    /// <summary>What the plan is best at.</summary>
    public required MatchingProfile Profile { get; init; }

    /// <summary>The engine and the solver with their versions: <c>ambassadors-matching/1 ortools/9.15</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>SHA-256 over the plan.</summary>
    public required string PlanHash { get; init; }

    /// <summary>Pairs of the plan.</summary>
    public required int Pairs { get; init; }

    /// <summary>Sum of their fit.</summary>
    public required long Fit { get; init; }

    /// <summary>Sum of their cost, minor units.</summary>
    public required long Cost { get; init; }

    /// <summary>No plan's fit is higher: what the prices prove, or, where it is lower, what the search of the core closed.</summary>
    public required long UpperBound { get; init; }

    /// <summary>How far the plan may be from the best: <see cref="UpperBound"/> less <see cref="Fit"/>; 0 where it is proved to be the best.</summary>
    public required long Gap { get; init; }

    /// <summary>What the prices alone prove: anyone can add it up.</summary>
    public required long BoundByPrices { get; init; }

    /// <summary>How many pairs the prices left open, so that the core had to be searched; 0 where the prices alone prove the plan.</summary>
    public required int CorePairs { get; init; }

    /// <summary>How many pairs every plan that was compared has, where the profile asks for the most.</summary>
    public int? Count { get; init; }

    /// <summary>The lowest fit that was admitted, where the profile raises it.</summary>
    public int? Floor { get; init; }

    /// <summary>By what the prices are multiplied so that they are whole.</summary>
    public long Scale { get; init; } = 1;

    /// <summary>The price of one minor unit of money.</summary>
    public long BudgetPrice { get; init; }

    /// <summary>The price of one more pair, where the number of pairs is fixed; of either sign.</summary>
    public long CountPrice { get; init; }

    /// <summary>The price of one more distinct country.</summary>
    public long DistinctCountriesPrice { get; init; }

    /// <summary>The price of a seat, by offer.</summary>
    public IReadOnlyDictionary<string, long> SeatPrices { get; init; } = new Dictionary<string, long>();

    /// <summary>The price of one more pair of a pôle.</summary>
    public IReadOnlyDictionary<string, long> PolePrices { get; init; } = new Dictionary<string, long>();

    /// <summary>The price of one more pair with a country.</summary>
    public IReadOnlyDictionary<string, long> CountryPrices { get; init; } = new Dictionary<string, long>();

    /// <summary>What a country's first pair is worth to the number of distinct countries.</summary>
    public IReadOnlyDictionary<string, long> FirstPrices { get; init; } = new Dictionary<string, long>();

    /// <summary>The price of one unit of a limit of another kind, by its name.</summary>
    public IReadOnlyDictionary<string, long> LimitPrices { get; init; } = new Dictionary<string, long>();
}
