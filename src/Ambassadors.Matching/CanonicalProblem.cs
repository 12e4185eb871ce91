namespace Ambassadors.Matching;

/// <summary>
/// A problem as arrays, every id in ordinal order: what was written in another order is the same here. Applications, offers, pôles,
/// countries and pairs are their places in these arrays.
/// </summary>
internal sealed class CanonicalProblem
{
    /// <summary>Highest fit of a pair.</summary>
    public const int MaxFit = 1_000_000;

    /// <summary>Highest cost of a pair, and weight of a pair in a limit: multiplied by a million arcs it is still far below 2^63.</summary>
    public const long MaxAmount = 1_000_000_000_000;

    private CanonicalProblem(MatchingProblem problem)
    {
        var constraints = problem.Constraints;
        Profile = problem.Profile;
        if (!Enum.IsDefined(Profile))
            throw new ArgumentException($"Profile {Profile} is unknown.", nameof(problem));
        Budget = constraints.Budget;
        MaxPerPole = constraints.MaxPerPole;
        MaxPerCountry = constraints.MaxPerCountry;
        MinCountries = constraints.MinCountries;
        NotNegative(Budget ?? 0, "The budget");
        NotNegative(MaxPerPole ?? 0, "The most pairs of a pole");
        NotNegative(MaxPerCountry ?? 0, "The most pairs with a country");
        NotNegative(MinCountries, "The fewest countries");

        Applications = Sorted(problem.Applications.Select(application => application.Id), "application");
        Offers = Sorted(problem.Offers.Select(offer => offer.Id), "offer");
        Poles = Distinct(problem.Applications.Select(application => application.Pole).Concat(constraints.UsedPerPole.Keys), "pole");
        Countries = Distinct(problem.Offers.Select(offer => offer.Country).Concat(constraints.UsedPerCountry.Keys), "country");
        var application = Places(Applications);
        var offer = Places(Offers);
        var pole = Places(Poles);
        var country = Places(Countries);

        PoleOf = new int[Applications.Length];
        foreach (var each in problem.Applications)
            PoleOf[application[each.Id]] = pole[each.Pole];
        CountryOf = new int[Offers.Length];
        Capacity = new int[Offers.Length];
        foreach (var each in problem.Offers)
        {
            CountryOf[offer[each.Id]] = country[each.Country];
            Capacity[offer[each.Id]] = (int)NotNegative(each.Capacity, $"The capacity of offer '{each.Id}'");
        }
        UsedByPole = new int[Poles.Length];
        foreach (var (id, used) in constraints.UsedPerPole)
            UsedByPole[pole[id]] = (int)NotNegative(used, $"What pole '{id}' used");
        UsedByCountry = new int[Countries.Length];
        foreach (var (id, used) in constraints.UsedPerCountry)
            UsedByCountry[country[id]] = (int)NotNegative(used, $"What country '{id}' used");

        var pairs = problem.Pairs;
        keys = new long[pairs.Count];
        var order = new int[keys.Length];
        for (var n = 0; n < keys.Length; n++)
            (keys[n], order[n]) = (Key(pairs[n].Application, pairs[n].Offer, "A pair"), n);
        Array.Sort(keys, order);
        ApplicationOf = new int[order.Length];
        OfferOf = new int[order.Length];
        Fit = new int[order.Length];
        Cost = new long[order.Length];
        ApplicationRank = new int[order.Length];
        OfferRank = new int[order.Length];
        Start = new int[Applications.Length + 1];
        for (var e = 0; e < order.Length; e++)
        {
            var pair = pairs[order[e]];
            if (e > 0 && keys[e] == keys[e - 1])
                throw new ArgumentException($"Pair {Name(pair.Application, pair.Offer)} is there twice.", nameof(problem));
            ApplicationOf[e] = (int)(keys[e] >> 32);
            OfferOf[e] = (int)keys[e];
            Fit[e] = (int)Within(pair.Fit, MaxFit, pair, "fit");
            Cost[e] = Within(pair.Cost, MaxAmount, pair, "cost");
            ApplicationRank[e] = Rank(pair.ApplicationRank, pair);
            OfferRank[e] = Rank(pair.OfferRank, pair);
            Start[ApplicationOf[e] + 1] = e + 1;
        }
        for (var i = 0; i < Applications.Length; i++)
            Start[i + 1] = Math.Max(Start[i + 1], Start[i]);

        Locked = Couples(constraints.Locked, "A locked pair");
        Forbidden = Couples(constraints.Forbidden, "A forbidden pair");
        Limits = [.. constraints.Linear.OrderBy(limit => limit.Name, StringComparer.Ordinal).Select(Read)];
        for (var n = 1; n < Limits.Length; n++)
        {
            if (Limits[n].Name == Limits[n - 1].Name)
                throw new ArgumentException($"Limit '{Limits[n].Name}' is there twice.", nameof(problem));
        }
        Hash = CanonicalForm.Hash(this);

        long Key(string anApplication, string anOffer, string what)
        {
            if (!application.TryGetValue(anApplication, out var i))
                throw new ArgumentException($"{what} names the unknown application '{anApplication}'.", nameof(problem));
            return offer.TryGetValue(anOffer, out var j)
                ? ((long)i << 32) | (uint)j
                : throw new ArgumentException($"{what} names the unknown offer '{anOffer}'.", nameof(problem));
        }

        (int, int)[] Couples(IReadOnlyList<Couple> couples, string what)
        {
            var sorted = couples.Select(couple => Key(couple.Application, couple.Offer, what)).Order().Distinct();
            return [.. sorted.Select(key => ((int)(key >> 32), (int)key))];
        }

        CanonicalLimit Read(LinearLimit limit)
        {
            NotNegative(limit.AtMost, $"Limit '{Written(limit.Name, "limit")}'");
            var weights = limit.Weights
                .Select(weight => (Key: Key(weight.Application, weight.Offer, $"Limit '{limit.Name}'"), weight.Weight))
                .OrderBy(weight => weight.Key).ToArray();
            for (var n = 0; n < weights.Length; n++)
            {
                if (NotNegative(weights[n].Weight, $"A weight of limit '{limit.Name}'") > MaxAmount)
                    throw new ArgumentException($"A weight of limit '{limit.Name}' is above {MaxAmount}.", nameof(problem));
                if (n > 0 && weights[n].Key == weights[n - 1].Key)
                    throw new ArgumentException($"Limit '{limit.Name}' weighs a pair twice.", nameof(problem));
            }
            return new(
                limit.Name, limit.AtMost, [.. weights.Select(weight => ((int)(weight.Key >> 32), (int)weight.Key, weight.Weight))],
                [.. weights.Select(weight => (Pair: Array.BinarySearch(keys, weight.Key), weight.Weight))
                    .Where(weight => weight.Pair >= 0 && weight.Weight > 0)]);
        }
    }

    private readonly long[] keys;

    public MatchingProfile Profile { get; }
    public long? Budget { get; }
    public int? MaxPerPole { get; }
    public int? MaxPerCountry { get; }
    public int MinCountries { get; }
    public string[] Applications { get; }
    public string[] Offers { get; }
    public string[] Poles { get; }
    public string[] Countries { get; }
    public int[] PoleOf { get; }
    public int[] CountryOf { get; }
    public int[] Capacity { get; }
    public int[] UsedByPole { get; }
    public int[] UsedByCountry { get; }

    /// <summary>The pairs of application i are those from <c>Start[i]</c> up to <c>Start[i + 1]</c>, by offer.</summary>
    public int[] Start { get; }
    public int[] ApplicationOf { get; }
    public int[] OfferOf { get; }
    public int[] Fit { get; }
    public long[] Cost { get; }

    /// <summary>Ranks among wishes; 0 where there is none.</summary>
    public int[] ApplicationRank { get; }
    public int[] OfferRank { get; }
    public (int Application, int Offer)[] Locked { get; }
    public (int Application, int Offer)[] Forbidden { get; }
    public CanonicalLimit[] Limits { get; }

    /// <summary>SHA-256 of the <see cref="CanonicalForm"/>, lower-case hexadecimal.</summary>
    public string Hash { get; }

    public int PairCount => keys.Length;

    /// <summary>Reads a problem, whatever its order.</summary>
    /// <exception cref="ArgumentException">It contradicts itself.</exception>
    public static CanonicalProblem Read(MatchingProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new(problem);
    }

    /// <summary>The place of a pair, negative where the problem has no such pair.</summary>
    public int PairOf(int application, int offer) => Array.BinarySearch(keys, ((long)application << 32) | (uint)offer);

    public Couple CoupleOf(int pair) => new(Applications[ApplicationOf[pair]], Offers[OfferOf[pair]]);

    private static string[] Sorted(IEnumerable<string> ids, string what)
    {
        var sorted = ids.Select(id => Written(id, what)).ToArray();
        Array.Sort(sorted, StringComparer.Ordinal);
        for (var n = 1; n < sorted.Length; n++)
        {
            if (sorted[n] == sorted[n - 1])
                throw new ArgumentException($"The {what} '{sorted[n]}' is there twice.");
        }
        return sorted;
    }

    private static string[] Distinct(IEnumerable<string> ids, string what)
    {
        var distinct = ids.Distinct().Select(id => Written(id, what)).ToArray();
        Array.Sort(distinct, StringComparer.Ordinal);
        return distinct;
    }

    /// <summary>Control characters separate the fields of the canonical form: no id has one.</summary>
    private static string Written(string id, string what) => string.IsNullOrEmpty(id) || id.Any(char.IsControl)
        ? throw new ArgumentException($"An id of a {what} is empty or has a control character.")
        : id;

    private static Dictionary<string, int> Places(string[] ids)
    {
        var places = new Dictionary<string, int>(ids.Length, StringComparer.Ordinal);
        for (var n = 0; n < ids.Length; n++)
            places.Add(ids[n], n);
        return places;
    }

    private static long NotNegative(long number, string what) =>
        number >= 0 ? number : throw new ArgumentException($"{what} is negative: {number}.");

    private static long Within(long number, long most, MatchingPair pair, string what) => number >= 0 && number <= most
        ? number
        : throw new ArgumentException($"The {what} of pair {Name(pair.Application, pair.Offer)} is not within 0 and {most}: {number}.");

    private static int Rank(int? rank, MatchingPair pair) => rank is null or >= 1
        ? rank ?? 0
        : throw new ArgumentException($"A rank of pair {Name(pair.Application, pair.Offer)} is below 1: {rank}.");

    private static string Name(string application, string offer) => $"('{application}', '{offer}')";
}

/// <summary>A <see cref="LinearLimit"/> in canonical order.</summary>
/// <param name="Name">Its name.</param>
/// <param name="AtMost">The most.</param>
/// <param name="Written">Everything as it was written, for the hash.</param>
/// <param name="Weights">The weights above 0 of pairs that exist, by pair.</param>
internal sealed record CanonicalLimit(
    string Name, long AtMost, (int Application, int Offer, long Weight)[] Written, (int Pair, long Weight)[] Weights)
{
    /// <summary>The weight of a pair, 0 where it has none.</summary>
    public long WeightOf(int pair)
    {
        var (least, most) = (0, Weights.Length);
        while (least < most)
        {
            var middle = (least + most) / 2;
            if (Weights[middle].Pair < pair)
                least = middle + 1;
            else
                most = middle;
        }
        return least < Weights.Length && Weights[least].Pair == pair ? Weights[least].Weight : 0;
    }
}
