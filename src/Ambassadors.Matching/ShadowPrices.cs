namespace Ambassadors.Matching;

/// <summary>
/// What money and limits of another kind cost, as whole numbers over a common scale: P/Q points for a minor unit is money P, scale Q.
/// </summary>
/// <param name="Scale">By what every price is multiplied.</param>
/// <param name="Money">The price of one minor unit.</param>
/// <param name="Limits">The price of one unit of each limit.</param>
internal sealed record Multipliers(long Scale, long Money, long[] Limits)
{
    /// <summary>Nothing costs anything.</summary>
    public static Multipliers None(OpenProblem open) => new(1, 0, new long[open.Limits.Length]);

    public bool AreNone => Money == 0 && Limits.All(price => price == 0);

    /// <summary>What a pair is worth by them, or would be with one rule not counting for it.</summary>
    public long ValueOf(OpenProblem open, int pair, MatchingRule? waived = null)
    {
        var value = Scale * open.Points(pair);
        if (waived is not MatchingRule.Budget)
            value -= Money * open.Cost[pair];
        for (var n = 0; n < Limits.Length && waived is not MatchingRule.OtherLimit; n++)
        {
            if (Limits[n] > 0)
                value -= Limits[n] * open.Limits[n].WeightOf(pair);
        }
        return value;
    }

    /// <summary>What money and limits would fetch if all of them were used.</summary>
    public Int128 Stock(OpenProblem open)
    {
        var stock = (Int128)Money * (open.Money ?? 0);
        for (var n = 0; n < Limits.Length; n++)
            stock += (Int128)Limits[n] * open.LimitRoom[n];
        return stock;
    }
}

/// <summary>
/// The prices of all that is scarce in an <see cref="OpenProblem"/>, and what they prove; signs as in <see cref="CertificateCheck"/>.
/// </summary>
internal sealed class ShadowPrices
{
    private readonly OpenProblem open;
    private readonly long[] values;

    public ShadowPrices(
        OpenProblem open, Multipliers multipliers, long[] seat, long[] pole, long[] country, long[] first, long distinct, long count)
    {
        this.open = open;
        (Multipliers, Seat, Pole, Country, First, Distinct, Count) = (multipliers, seat, pole, country, first, distinct, count);
        var problem = open.Problem;
        values = new long[problem.PairCount];
        Surplus = new long[problem.Applications.Length];
        if (open.Forced >= 0)
            Surplus[open.Forced] = long.MinValue;
        for (var e = 0; e < values.Length; e++)
        {
            if (!open.Open[e])
                continue;
            var (i, j) = (problem.ApplicationOf[e], problem.OfferOf[e]);
            values[e] = multipliers.ValueOf(open, e) + first[problem.CountryOf[j]] - country[problem.CountryOf[j]] - count
                - (open.Waives(i, MatchingRule.Seats) ? 0 : seat[j]) - (open.Waives(i, MatchingRule.PoleQuota) ? 0 : pole[problem.PoleOf[i]]);
            Surplus[i] = Math.Max(Surplus[i], values[e]);
        }
        Bound = multipliers.Stock(open) - ((Int128)distinct * open.CountriesWanted) + ((Int128)count * (open.Count ?? 0));
        foreach (var surplus in Surplus)
            Bound += surplus;
        for (var j = 0; j < seat.Length; j++)
            Bound += (Int128)seat[j] * open.Seats[j];
        for (var p = 0; p < pole.Length; p++)
            Bound += (Int128)pole[p] * open.PoleRoom[p];
        for (var c = 0; c < country.Length; c++)
            Bound += ((Int128)country[c] * open.CountryRoom[c]) + (Network.IsFirst(open, c) ? Math.Max(0, distinct - first[c]) : 0);
    }

    public OpenProblem Open => open;
    public Multipliers Multipliers { get; }
    public long[] Seat { get; }
    public long[] Pole { get; }
    public long[] Country { get; }
    public long[] First { get; }
    public long Distinct { get; }
    public long Count { get; }

    /// <summary>What an application is worth above all that its best pair uses; from 0.</summary>
    public long[] Surplus { get; }

    /// <summary>No plan has more points × scale.</summary>
    public Int128 Bound { get; }

    /// <summary>The bound in whole points.</summary>
    public long WholeBound => (long)FloorDivide(Bound, Multipliers.Scale);

    /// <summary>How far, at the least, a plan with an open pair is below the bound, in points × scale.</summary>
    public long Loss(int pair) => Surplus[open.Problem.ApplicationOf[pair]] - values[pair];

    /// <summary>A pair's worth by the prices with one rule not counting for it; whether it is open is not asked.</summary>
    public long Worth(int pair, MatchingRule? waived)
    {
        var problem = open.Problem;
        var (pole, offer) = (problem.PoleOf[problem.ApplicationOf[pair]], problem.OfferOf[pair]);
        var country = problem.CountryOf[offer];
        var worth = Multipliers.ValueOf(open, pair, waived) - Count + First[country];
        if (waived is not MatchingRule.Seats)
            worth -= Seat[offer];
        if (waived is not MatchingRule.PoleQuota)
            worth -= Pole[pole];
        return waived is MatchingRule.CountryQuota ? worth : worth - Country[country];
    }

    /// <summary>
    /// No plan with a pair of this application has more points, one rule not counting for it; null where it has no pair even so.
    /// </summary>
    public long? BoundWith(int application, MatchingRule? waived, int? country = null)
    {
        Int128? most = null;
        for (var e = open.Problem.Start[application]; e < open.Problem.Start[application + 1]; e++)
        {
            if (open.IsOpen(e, waived) && (country is null || open.Problem.CountryOf[open.Problem.OfferOf[e]] == country))
                most = Int128.Max(most ?? Int128.MinValue, Worth(e, waived));
        }
        return most is null ? null : (long)FloorDivide(Bound - Surplus[application] + most.Value, Multipliers.Scale);
    }

    /// <summary>The prices that a certificate says, for the problem as it is without anything waived.</summary>
    public static ShadowPrices Of(CanonicalProblem problem, MatchingCertificate certificate)
    {
        var open = new OpenProblem(problem, floor: certificate.Floor ?? 0, count: certificate.Count - problem.Locked.Length);
        return new(
            open, new(certificate.Scale, certificate.BudgetPrice, Priced([.. open.Limits.Select(limit => limit.Name)], certificate.LimitPrices)),
            Priced(problem.Offers, certificate.SeatPrices), Priced(problem.Poles, certificate.PolePrices),
            Priced(problem.Countries, certificate.CountryPrices), Priced(problem.Countries, certificate.FirstPrices),
            certificate.DistinctCountriesPrice, certificate.CountPrice);

        static long[] Priced(string[] names, IReadOnlyDictionary<string, long> prices) =>
            [.. names.Select(name => prices.GetValueOrDefault(name))];
    }

    public static Int128 FloorDivide(Int128 number, long by) => (number / by) - (number % by < 0 ? 1 : 0);
}
