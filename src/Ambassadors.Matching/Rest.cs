namespace Ambassadors.Matching;

/// <summary>
/// What locked pairs leave, by names: read from the problem as it is written and not from the engine's arrays, so that a check does not
/// repeat an error of the engine.
/// </summary>
internal sealed class Rest
{
    private readonly HashSet<(string, string)> forbidden;
    private readonly HashSet<string> taken;
    private readonly Dictionary<(string, string), List<(string Limit, long Weight)>> weights = [];
    private readonly int floor;

    public Rest(MatchingProblem problem, int floor)
    {
        this.floor = floor;
        var constraints = problem.Constraints;
        PoleOf = problem.Applications.ToDictionary(application => application.Id, application => application.Pole);
        CountryOf = problem.Offers.ToDictionary(offer => offer.Id, offer => offer.Country);
        Seats = problem.Offers.ToDictionary(offer => offer.Id, offer => offer.Capacity);
        forbidden = [.. constraints.Forbidden.Select(couple => (couple.Application, couple.Offer))];
        var locked = constraints.Locked.Select(couple => (couple.Application, couple.Offer)).ToHashSet();
        taken = [.. locked.Select(couple => couple.Application)];
        LockedPairs = locked.Count;
        foreach (var (_, offer) in locked)
            Seats[offer]--;
        var lockedPairs = problem.Pairs.Where(pair => locked.Contains((pair.Application, pair.Offer))).ToList();
        LockedFit = lockedPairs.Sum(pair => (long)pair.Fit);
        Money = constraints.Budget - lockedPairs.Sum(pair => pair.Cost);
        var perPole = locked.CountBy(couple => PoleOf[couple.Application]).ToDictionary();
        var perCountry = locked.CountBy(couple => CountryOf[couple.Offer]).ToDictionary();
        if (constraints.MaxPerPole is { } mostPerPole)
            PoleRoom = pole => Math.Max(0, mostPerPole - constraints.UsedPerPole.GetValueOrDefault(pole)) - perPole.GetValueOrDefault(pole);
        if (constraints.MaxPerCountry is { } mostPerCountry)
            CountryRoom = country =>
                Math.Max(0, mostPerCountry - constraints.UsedPerCountry.GetValueOrDefault(country)) - perCountry.GetValueOrDefault(country);
        HashSet<string> reached = [.. perCountry.Keys, .. constraints.UsedPerCountry.Where(used => used.Value > 0).Select(used => used.Key)];
        CountriesWanted = Math.Max(0, constraints.MinCountries - reached.Count);
        FirstCountries = CountriesWanted == 0
            ? []
            : [.. CountryOf.Values.Concat(constraints.UsedPerCountry.Keys).Where(
                country => !reached.Contains(country) && !(CountryRoom?.Invoke(country) <= 0))];
        LimitRoom = constraints.Linear.ToDictionary(
            limit => limit.Name,
            limit => limit.AtMost - limit.Weights.Where(weight => locked.Contains((weight.Application, weight.Offer))).Sum(weight => weight.Weight));
        foreach (var limit in constraints.Linear)
        {
            foreach (var weight in limit.Weights)
            {
                if (!weights.TryGetValue((weight.Application, weight.Offer), out var own))
                    weights.Add((weight.Application, weight.Offer), own = []);
                own.Add((limit.Name, weight.Weight));
            }
        }
    }

    public Dictionary<string, string> PoleOf { get; }
    public Dictionary<string, string> CountryOf { get; }
    public int LockedPairs { get; }
    public long LockedFit { get; }
    public long? Money { get; }
    public Dictionary<string, int> Seats { get; }

    /// <summary>Pairs that a pôle may still have; null where nothing limits them. So for countries.</summary>
    public Func<string, int>? PoleRoom { get; }
    public Func<string, int>? CountryRoom { get; }

    /// <summary>Distinct countries still to be reached, and the countries whose first pair would count.</summary>
    public int CountriesWanted { get; }
    public HashSet<string> FirstCountries { get; }
    public Dictionary<string, long> LimitRoom { get; }

    public IReadOnlyList<(string Limit, long Weight)> WeightsOf(MatchingPair pair) =>
        weights.TryGetValue((pair.Application, pair.Offer), out var own) ? own : [];

    /// <summary>Whether any plan could have the pair besides the locked ones: no single rule already forbids it.</summary>
    public bool IsOpen(MatchingPair pair) =>
        !forbidden.Contains((pair.Application, pair.Offer)) && !taken.Contains(pair.Application) && pair.Fit >= floor && !(pair.Cost > Money)
        && Seats[pair.Offer] > 0 && !(PoleRoom?.Invoke(PoleOf[pair.Application]) <= 0) && !(CountryRoom?.Invoke(CountryOf[pair.Offer]) <= 0)
        && WeightsOf(pair).All(weight => weight.Weight <= LimitRoom[weight.Limit]);
}
