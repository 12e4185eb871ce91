using Ambassadors.Matching;

namespace Ambassadors.Tests.Matching;

/// <summary>What the check of a certificate finds, without a solver.</summary>
public sealed class CertificateTests
{
    private const string Sum = "The prices do not sum to the bound.";
    private const string Order = "A price is below 0 or too large, or is set on what is not limited.";
    private const string Differ = "The certificate and the outcome say different numbers.";

    /// <summary>Every kind of price is positive: places, a pôle, a country, money, a country more than one would like, a limit.</summary>
    private static readonly MatchingProblem[] Priced =
    [
        Instance.Of("a1 o1 900", "a2 o1 800", "a3 o2 10"),
        Instance.Of("a1 o1 900", "a2 o2 800").Under(rules => rules with { MaxPerPole = 1 }),
        Instance.Of("a1 o1 900", "a2 o2 800").Under(rules => rules with { MaxPerCountry = 1 }),
        Instance.Of("a1 o1 900 10", "a2 o2 800 10").Under(rules => rules with { Budget = 10 }),
        Instance.Of("a1 o1 900", "a1 o2 800").In("MA", "o2").Seats(2, "o1").Under(rules => rules with { MinCountries = 1 }),
        Instance.Of("a1 o1 900", "a2 o1 800", "a2 o2 100", "a2 o3 90").In("MA", "o2").In("SN", "o3").Seats(2, "o1").Under(rules => rules with { MinCountries = 2 }),
        Instance.Of("a1 o1 900", "a2 o2 800").Under(rules => rules with { Linear = [new("x", 1, [new("a1", "o1", 1), new("a2", "o2", 1)])] }),
        // A country that is named by what it used alone, and has no offer.
        Instance.Of("a1 o1 900", "a1 o2 800", "a2 o1 700").In("MA", "o2").Seats(2, "o1").Under(rules => rules with { MinCountries = 2, UsedPerCountry = new Dictionary<string, int> { ["CA"] = 0 } }),
        .. Enumerable.Range(0, 30).Select(seed => RandomProblem.Of(seed, (MatchingProfile)(seed % 3)))
    ];

    [Fact]
    public void A_certificate_holds_and_what_its_prices_prove_is_no_less_than_the_best()
    {
        Solved((problem, outcome, certificate) =>
        {
            Assert.Empty(CertificateCheck.Failures(problem, outcome));
            Assert.True(certificate.BoundByPrices >= WholeModel.Solve(problem)!.Fit);
        });
    }

    [Fact]
    public void A_price_that_is_raised_is_found()
    {
        var raised = new Dictionary<string, int>();
        Solved((problem, outcome, certificate) =>
        {
            // So much that nothing is worth it: the bound can't stay what it was.
            var much = 10_000_000 * certificate.Scale;
            // A price raised where its room is 0 is no lie: there it proves the same.
            if (certificate.BudgetPrice > 0 && problem.Constraints.Budget > outcome.Cost / 2)
                Finds("budget", certificate with { BudgetPrice = certificate.BudgetPrice + much });
            if (certificate.Count > problem.Constraints.Locked.Count)
                Finds("count", certificate with { CountPrice = certificate.CountPrice + much });
            // Where every country within reach is needed, its price cancels out.
            if (problem.Constraints.MinCountries == 2 && problem.Pairs.Count == 4)
                Finds("countries", certificate with { DistinctCountriesPrice = certificate.DistinctCountriesPrice + much });
            // The price of a country with which no pair is open says nothing.
            var countries = outcome.Pairs.Select(pair => problem.Offers.Single(offer => offer.Id == pair.Offer).Country).ToHashSet();
            foreach (var (kind, _, change) in Changes(certificate, much).Where(change => change.Kind != "first" || countries.Contains(change.Of)))
                Finds(kind, change);

            void Finds(string what, MatchingCertificate altered)
            {
                var failures = CertificateCheck.Failures(problem, outcome with { Certificate = altered });
                Assert.True(failures is [Sum], $"A higher price of a {what} gives: {string.Join(' ', failures)}");
                raised[what] = raised.GetValueOrDefault(what) + 1;
            }
        });
        Assert.Equal(["budget", "count", "countries", "country", "first", "limit", "pole", "seat"], raised.Keys.Order());
    }

    [Fact]
    public void A_price_below_nothing_or_on_what_is_not_limited_is_found()
    {
        Solved((problem, outcome, certificate) =>
        {
            Finds(certificate with { BudgetPrice = -1 });
            Finds(certificate with { DistinctCountriesPrice = -1 });
            Finds(certificate with { Scale = 0 });
            Finds(certificate with { SeatPrices = new Dictionary<string, long> { ["o-unknown"] = 1 } });
            Finds(certificate with { LimitPrices = new Dictionary<string, long> { ["unknown"] = 1 } });
            foreach (var (_, _, change) in Changes(certificate, -10_000_000 * certificate.Scale))
                Finds(change);
            if (problem.Constraints.Budget is null)
                Finds(certificate with { BudgetPrice = 1 });
            if (problem.Constraints.MaxPerPole is null)
                Finds(certificate with { PolePrices = new Dictionary<string, long> { ["scs"] = 1 } });
            if (problem.Constraints.MaxPerCountry is null)
                Finds(certificate with { CountryPrices = new Dictionary<string, long> { ["TN"] = 1 } });
            if (certificate.Count is null)
                Finds(certificate with { CountPrice = 1 });

            void Finds(MatchingCertificate altered) => Assert.Contains(Order, CertificateCheck.Failures(problem, outcome with { Certificate = altered }));
        });
    }

    [Fact]
    public void Numbers_that_are_not_the_plan_s_are_found()
    {
        Solved((problem, outcome, certificate) =>
        {
            Finds(Differ, outcome with { Certificate = certificate with { Fit = certificate.Fit + 1 } });
            Finds(Differ, outcome with { Certificate = certificate with { Pairs = certificate.Pairs + 1 } });
            Finds(Differ, outcome with { Certificate = certificate with { Cost = certificate.Cost - 1 } });
            Finds(Differ, outcome with { UpperBound = outcome.UpperBound + 1 });
            Finds("The fit is not the sum over the plan.", outcome with { Fit = outcome.Fit + 1, Certificate = certificate with { Fit = certificate.Fit + 1 } });
            Finds("The cost is not the sum over the plan.", outcome with { Cost = outcome.Cost + 1, Certificate = certificate with { Cost = certificate.Cost + 1 } });
            Finds("The hash is not this plan's.", outcome with { PlanHash = new string('0', 64) });
            Finds("The hash is not this plan's.", outcome with { Certificate = certificate with { PlanHash = new string('0', 64) } });
            Finds("The hash is not this problem's.", outcome with { Certificate = certificate with { ProblemHash = new string('0', 64) } });
            Finds("The gap is not the bound less the fit.", outcome with { Certificate = certificate with { Gap = 1 } });
            Finds("It is called optimal with a gap.", outcome with { UpperBound = outcome.Fit + 1, Certificate = certificate with { UpperBound = outcome.Fit + 1, Gap = 1 } });
            Finds("The bounds are not in order.", outcome with { Certificate = certificate with { BoundByPrices = certificate.UpperBound - 1 } });
            Finds(Sum, outcome with { Certificate = certificate with { BoundByPrices = certificate.BoundByPrices + 1 } });
            if (certificate.CorePairs == 0)
                Finds("The bound is lower than the prices prove, but no core was searched.", outcome with { Certificate = certificate with { BoundByPrices = certificate.BoundByPrices + 1 } });
            Finds("There is neither a certificate nor a reason why there is no plan.", outcome with { Certificate = null });

            void Finds(string failure, MatchingOutcome altered) => Assert.Contains(failure, CertificateCheck.Failures(problem, altered));
        });
    }

    [Fact]
    public void A_plan_that_is_altered_is_found()
    {
        Solved((problem, outcome, _) =>
        {
            Assert.NotEmpty(CertificateCheck.Failures(problem, outcome with { Pairs = [.. outcome.Pairs.Skip(1)] }));
            Assert.NotEmpty(CertificateCheck.Failures(problem, outcome with { Pairs = [.. outcome.Pairs, outcome.Pairs[0]] }));
            Assert.NotEmpty(CertificateCheck.Failures(problem, outcome with { Pairs = [.. outcome.Pairs.Skip(1), new("a-unknown", "o-unknown")] }));
            if (problem.Pairs.Select(pair => new Couple(pair.Application, pair.Offer)).Except(outcome.Pairs).FirstOrDefault() is { Application: not null } other)
                Assert.NotEmpty(CertificateCheck.Failures(problem, outcome with { Pairs = [.. outcome.Pairs.Skip(1), other] }));
            if (outcome.Unmatched.Count > 0)
                Assert.Contains("The applications without a pair are not those that are said to have none.", CertificateCheck.Failures(problem, outcome with { Unmatched = [] }));
        });
    }

    [Fact]
    public void A_certificate_is_one_problem_s_alone()
    {
        Solved((problem, outcome, _) =>
        {
            var (pair, others) = (problem.Pairs[0], problem.Pairs.Skip(1));
            Assert.Contains("The hash is not this problem's.", CertificateCheck.Failures(problem with { Pairs = [pair with { Cost = pair.Cost + 1 }, .. others] }, outcome));
            Assert.Contains("The hash is not this problem's.", CertificateCheck.Failures(problem.Under(rules => rules with { MinCountries = 999 }), outcome));
            Assert.Empty(CertificateCheck.Failures(problem.Shuffled(7), outcome));
        });
    }

    /// <summary>The best of a problem with less to choose from is a plan here too, but its prices say nothing of the pair that was not there.</summary>
    [Fact]
    public void A_worse_plan_with_the_certificate_of_a_smaller_problem_is_found()
    {
        var problem = Instance.Of("a1 o1 900", "a2 o1 800");
        var smaller = problem.Under(rules => rules with { Forbidden = [new("a1", "o1")] });
        var (right, other) = (Solve(problem), Solve(smaller));
        Assert.Equal("a2-o1", other.Plan());
        var forged = other with { Certificate = other.Certificate! with { ProblemHash = right.Certificate!.ProblemHash } };
        Assert.Equal([Sum], CertificateCheck.Failures(problem, forged));
    }

    [Theory]
    [InlineData("Offer o1 has 2 pairs, more than its capacity.", "seats")]
    [InlineData("Pole scs has 2 pairs, more than its quota leaves.", "pole")]
    [InlineData("Country TN has 2 pairs, more than its quota leaves.", "country")]
    [InlineData("The plan costs more than the budget.", "budget")]
    [InlineData("The plan reaches 1 countries, fewer than asked.", "countries")]
    [InlineData("Limit x is exceeded.", "limit")]
    [InlineData("A locked pair is not in the plan.", "locked")]
    [InlineData("A forbidden pair is in the plan.", "forbidden")]
    public void A_plan_that_breaks_a_rule_is_found(string failure, string rule)
    {
        var problem = Instance.Of("a1 o1 900 5", "a2 o1 800 5", "a3 o2 1 0").Seats(2, "o1").In("MA", "o2");
        var outcome = Solve(problem.Under(rules => rules with { Forbidden = [new("a3", "o2")] }));
        Assert.Equal("a1-o1 a2-o1", outcome.Plan());
        var broken = rule switch
        {
            "seats" => problem.Seats(1, "o1"),
            "pole" => problem.Under(rules => rules with { MaxPerPole = 3, UsedPerPole = new Dictionary<string, int> { ["scs"] = 2 } }),
            "country" => problem.Under(rules => rules with { MaxPerCountry = 1 }),
            "budget" => problem.Under(rules => rules with { Budget = 9 }),
            "countries" => problem.Under(rules => rules with { MinCountries = 2 }),
            "limit" => problem.Under(rules => rules with { Linear = [new("x", 1, [new("a1", "o1", 2)])] }),
            "locked" => problem.Under(rules => rules with { Locked = [new("a3", "o2")] }),
            _ => problem.Under(rules => rules with { Forbidden = [new("a1", "o1")] })
        };
        Assert.Contains(failure, CertificateCheck.Failures(broken, outcome));
    }

    private static IEnumerable<(string Kind, string Of, MatchingCertificate Changed)> Changes(MatchingCertificate certificate, long by)
    {
        return
        [
            .. certificate.SeatPrices.Keys.Select(of => ("seat", of, certificate with { SeatPrices = Changed(certificate.SeatPrices, of) })),
            .. certificate.PolePrices.Keys.Select(of => ("pole", of, certificate with { PolePrices = Changed(certificate.PolePrices, of) })),
            .. certificate.CountryPrices.Keys.Select(of => ("country", of, certificate with { CountryPrices = Changed(certificate.CountryPrices, of) })),
            .. certificate.FirstPrices.Keys.Select(of => ("first", of, certificate with { FirstPrices = Changed(certificate.FirstPrices, of) })),
            .. certificate.LimitPrices.Keys.Select(of => ("limit", of, certificate with { LimitPrices = Changed(certificate.LimitPrices, of) }))
        ];

        Dictionary<string, long> Changed(IReadOnlyDictionary<string, long> prices, string of) => new(prices) { [of] = prices[of] + by };
    }

    private static void Solved(Action<MatchingProblem, MatchingOutcome, MatchingCertificate> check)
    {
        foreach (var problem in Priced)
        {
            var outcome = Solve(problem);
            if (outcome is { Certificate: { } certificate, Pairs.Count: > 0 })
                check(problem, outcome, certificate);
        }
    }

    private static MatchingOutcome Solve(MatchingProblem problem) => MatchingEngine.Solve(problem, cancellation: TestContext.Current.CancellationToken);
}
