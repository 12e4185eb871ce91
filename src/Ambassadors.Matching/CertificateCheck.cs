namespace Ambassadors.Matching;

/// <summary>
/// Checks an outcome against its problem without a solver: the plan keeps every rule, and its certificate's prices prove the bound.
/// </summary>
/// <remarks>
/// The argument, weak duality. Take away what locked pairs use. With prices of seats, pôles, countries, money and limits from 0, any plan
/// x has
/// <code>
/// scale × fit(x) = Σ over its pairs of reduced + what its pairs pay
/// reduced = scale × fit − money × cost − Σ limit × weight − seat − pôle − country + first − count
/// </code>
/// What its pairs pay is at most the price of all there is: <c>Σ q × seat + Σ k × pôle + Σ K × country + budget × money + Σ at most ×
/// limit</c>. The number of pairs, where it is fixed, is paid exactly: <c>N × count</c>, a price of either sign; where it is free the
/// price is 0. For the D distinct countries still wanted each pair of a country not yet reached is given <c>first</c> and gives it back:
/// the country's first pair is worth <c>distinct</c>, others nothing. So at most <c>Σ max(0, distinct − first) − D × distinct</c> is
/// added, for D countries at least are reached. Each application has one pair at most, so <c>Σ reduced ≤ Σ u</c> with u its highest
/// reduced value, or 0. The sum of all this over the scale, rounded down, plus the fit of locked pairs, is
/// <see cref="MatchingCertificate.BoundByPrices"/>. Where a search of the core closed the rest,
/// <see cref="MatchingCertificate.UpperBound"/> is lower: that part, like <see cref="MatchingCertificate.Count"/> and
/// <see cref="MatchingCertificate.Floor"/> being the highest, is the engine's word.
/// </remarks>
public static class CertificateCheck
{
    /// <summary>What does not hold, a sentence each; nothing where everything holds.</summary>
    /// <exception cref="ArgumentException">The problem contradicts itself.</exception>
    public static IReadOnlyList<string> Failures(MatchingProblem problem, MatchingOutcome outcome)
    {
        var failures = new List<string>();
        var canonical = CanonicalProblem.Read(problem);
        if (outcome.Certificate is not { } certificate)
        {
            Holds(outcome.Infeasible is not null, "There is neither a certificate nor a reason why there is no plan.");
            Holds(outcome is { Pairs.Count: 0, Unmatched.Count: 0, Fit: 0, Cost: 0, Optimal: false }, "There is no certificate, but a plan.");
            return failures;
        }
        var rest = new Rest(problem, certificate.Floor ?? 0);
        Holds(certificate.ProblemHash == canonical.Hash, "The hash is not this problem's.");
        Holds(certificate.Profile == problem.Profile, "The profile is not this problem's.");
        Holds(
            outcome.PlanHash == CanonicalForm.PlanHash(outcome.Pairs) && certificate.PlanHash == outcome.PlanHash, "The hash is not this plan's.");
        Holds(
            certificate.Pairs == outcome.Pairs.Count && certificate.Fit == outcome.Fit && certificate.Cost == outcome.Cost
            && certificate.UpperBound == outcome.UpperBound,
            "The certificate and the outcome say different numbers.");
        failures.AddRange(PlanCheck.Failures(problem, outcome));
        Holds(certificate.Gap == certificate.UpperBound - certificate.Fit, "The gap is not the bound less the fit.");
        Holds(!outcome.Optimal || certificate.Gap == 0, "It is called optimal with a gap.");
        Holds(certificate.BoundByPrices >= certificate.UpperBound && certificate.UpperBound >= certificate.Fit, "The bounds are not in order.");
        Holds(
            certificate.CorePairs > 0 || certificate.UpperBound == certificate.BoundByPrices,
            "The bound is lower than the prices prove, but no core was searched.");
        if (problem.Profile is MatchingProfile.Stable)
        {
            AreCounted();
            Holds(outcome.BlockingPairs == 0 && certificate.UpperBound == certificate.Fit, "A stable plan has no blocking pair and no better one.");
            return failures;
        }
        var inOrder = AreInOrder(certificate, rest);
        Holds(inOrder, "A price is below 0 or too large, or is set on what is not limited.");
        Holds(
            inOrder && FloorDivide(Bound(problem.Pairs, certificate, rest), certificate.Scale) + rest.LockedFit == certificate.BoundByPrices,
            "The prices do not sum to the bound.");
        AreCounted();
        return failures;

        void AreCounted() => Holds(
            failures.Count > 0 || Blocking.Count(canonical, PairsOf(canonical, outcome.Pairs)) == outcome.BlockingPairs, "The blocking pairs are others.");

        void Holds(bool what, string otherwise)
        {
            if (!what)
                failures.Add(otherwise);
        }
    }

    private static int[] PairsOf(CanonicalProblem problem, IReadOnlyList<Couple> plan)
    {
        var offers = plan.ToDictionary(pair => pair.Application, pair => pair.Offer);
        return [.. problem.Applications.Select((id, i) => offers.TryGetValue(id, out var offer) ? problem.PairOf(i, Array.BinarySearch(problem.Offers, offer, StringComparer.Ordinal)) : -1)];
    }

    /// <summary>Prices may be set only on what is limited, and none but that of the number of pairs may be below 0.</summary>
    private static bool AreInOrder(MatchingCertificate prices, Rest rest) =>
        prices.Scale is > 0 and <= Most && IsPrice(prices.BudgetPrice) && IsPrice(prices.DistinctCountriesPrice) && prices.CountPrice is >= -Most and <= Most
        && (rest.Money is not null || prices.BudgetPrice == 0) && (prices.Count is not null || prices.CountPrice == 0)
        && prices.SeatPrices.All(price => IsPrice(price.Value) && rest.Seats.ContainsKey(price.Key))
        && prices.PolePrices.All(price => IsPrice(price.Value) && rest.PoleRoom is not null)
        && prices.CountryPrices.All(price => IsPrice(price.Value) && rest.CountryRoom is not null)
        && prices.FirstPrices.All(price => IsPrice(price.Value) && rest.FirstCountries.Contains(price.Key))
        && prices.LimitPrices.All(price => IsPrice(price.Value) && rest.LimitRoom.ContainsKey(price.Key));

    /// <summary>Above it a sum of prices could overflow 128 bits; the engine's own are far below.</summary>
    private const long Most = 1L << 61;

    private static bool IsPrice(long price) => price is >= 0 and <= Most;

    private static Int128 FloorDivide(Int128 number, long by) => (number / by) - (number % by < 0 ? 1 : 0);

    /// <summary>The sum of the remarks, points × scale.</summary>
    private static Int128 Bound(IReadOnlyList<MatchingPair> pairs, MatchingCertificate prices, Rest rest)
    {
        var surplus = new Dictionary<string, Int128>();
        foreach (var pair in pairs.Where(rest.IsOpen))
        {
            var (offer, pole, country) = (pair.Offer, rest.PoleOf[pair.Application], rest.CountryOf[pair.Offer]);
            var reduced = ((Int128)prices.Scale * pair.Fit) - ((Int128)prices.BudgetPrice * pair.Cost) - prices.CountPrice
                - prices.SeatPrices.GetValueOrDefault(offer) - prices.PolePrices.GetValueOrDefault(pole)
                - prices.CountryPrices.GetValueOrDefault(country) + prices.FirstPrices.GetValueOrDefault(country);
            foreach (var (limit, weight) in rest.WeightsOf(pair))
                reduced -= (Int128)prices.LimitPrices.GetValueOrDefault(limit) * weight;
            surplus[pair.Application] = Int128.Max(surplus.GetValueOrDefault(pair.Application), reduced);
        }
        var bound = ((Int128)prices.BudgetPrice * (rest.Money ?? 0)) - ((Int128)prices.DistinctCountriesPrice * rest.CountriesWanted)
            + ((Int128)prices.CountPrice * ((prices.Count ?? 0) - rest.LockedPairs));
        foreach (var value in surplus.Values)
            bound += value;
        foreach (var (offer, price) in prices.SeatPrices)
            bound += (Int128)price * rest.Seats[offer];
        foreach (var (pole, price) in prices.PolePrices)
            bound += (Int128)price * rest.PoleRoom!(pole);
        foreach (var (country, price) in prices.CountryPrices)
            bound += (Int128)price * rest.CountryRoom!(country);
        foreach (var country in rest.FirstCountries)
            bound += Math.Max(0, prices.DistinctCountriesPrice - prices.FirstPrices.GetValueOrDefault(country));
        foreach (var (limit, price) in prices.LimitPrices)
            bound += (Int128)price * rest.LimitRoom[limit];
        return bound;
    }
}
