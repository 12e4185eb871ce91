using Ambassadors.Matching;

namespace Ambassadors.Tests.Matching;

/// <summary>Plans in which no two sides would both rather have each other.</summary>
public sealed class StableTests
{
    [Fact]
    public void No_pair_blocks_a_stable_plan()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var problem = Random(seed, applications: 25, offers: 10, mostSeats: 3, density: 0.4);
            var outcome = Solve(problem);
            Feasible.Check(problem, outcome);
            Assert.Empty(Blocking(problem, [.. outcome.Pairs]));
            Assert.Equal(0, outcome.BlockingPairs);
        }
    }

    /// <summary>All plans of small problems are tried: no applicant has a better offer in any stable one.</summary>
    [Fact]
    public void Every_applicant_has_the_best_that_any_stable_plan_gives()
    {
        var several = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var problem = Random(seed, applications: 5, offers: 4, mostSeats: 2, density: 0.8);
            var stable = Plans(problem).Where(plan => Blocking(problem, plan).Count == 0).ToList();
            var ranks = problem.Pairs.ToDictionary(pair => new Couple(pair.Application, pair.Offer), pair => pair.ApplicationRank!.Value);
            several += stable.Count > 1 ? 1 : 0;
            var outcome = Solve(problem);
            Assert.Contains(stable, plan => plan.ToHashSet().SetEquals(outcome.Pairs));
            foreach (var application in problem.Applications)
            {
                var best = stable.Min(plan => Rank(plan, application.Id));
                Assert.Equal(best, Rank(outcome.Pairs, application.Id));
            }

            int Rank(IEnumerable<Couple> plan, string application) =>
                plan.Where(couple => couple.Application == application).Select(couple => ranks[couple]).SingleOrDefault(int.MaxValue);
        }
        Assert.True(several > 5, $"Only {several} problems have more than one stable plan.");
    }

    [Fact]
    public void Equal_wishes_are_told_apart_by_fit()
    {
        var problem = Instance.Of("a1 o1 500 0 1 1", "a2 o1 600 0 1 1").For(MatchingProfile.Stable);
        Assert.Equal("a2-o1", Solve(problem).Plan());
    }

    [Fact]
    public void Quotas_and_money_do_not_count_for_a_stable_plan()
    {
        var problem = Instance.Of("a1 o1 500 9000 1 1", "a2 o2 500 9000 1 1").For(MatchingProfile.Stable);
        Assert.Equal("a1-o1 a2-o2", Solve(problem.Under(rules => rules with { MaxPerPole = 1, MaxPerCountry = 1, Budget = 9000 })).Plan());
    }

    /// <summary>The best sum of fit is one thing and stability another: the pairs that block are counted.</summary>
    [Fact]
    public void The_pairs_that_block_a_plan_of_another_profile_are_counted()
    {
        // a1 and o1 prefer each other; the sum of fit is higher without them.
        var problem = Instance.Of("a1 o1 600 0 1 1", "a1 o2 500 0 2 1", "a2 o1 500 0 1 2");
        var outcome = Solve(problem);
        Assert.Equal("a1-o2 a2-o1", outcome.Plan());
        Assert.Equal(1, outcome.BlockingPairs);
        Assert.Equal("a1-o1", Solve(problem.For(MatchingProfile.Stable)).Plan());
        for (var seed = 0; seed < 30; seed++)
        {
            var random = Random(seed, applications: 20, offers: 10, mostSeats: 2, density: 0.4).For(MatchingProfile.Fit);
            var plan = Solve(random);
            Assert.Equal(Blocking(random, [.. plan.Pairs]).Count, plan.BlockingPairs);
        }
    }

    /// <summary>Wishes in the order of preference, <c>"Sunny: City Mercy"</c>; a pair is what both sides list.</summary>
    internal static MatchingProblem Ranked(string applicants, string hosts, int capacity)
    {
        var (wishes, ranking) = (Lists(applicants), Lists(hosts));
        return new MatchingProblem
        {
            Profile = MatchingProfile.Stable,
            Applications = [.. wishes.Keys.Select(id => new MatchingApplication(id, "scs"))],
            Offers = [.. ranking.Keys.Select(id => new MatchingOffer(id, capacity, "TN"))],
            Pairs = [.. from applicant in wishes.Keys
                        from host in wishes[applicant]
                        where ranking[host].Contains(applicant)
                        select new MatchingPair(applicant, host, 500, 0, wishes[applicant].IndexOf(host) + 1, ranking[host].IndexOf(applicant) + 1)]
        };

        static Dictionary<string, List<string>> Lists(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(':')).ToDictionary(words => words[0], words => words[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList());
    }

    /// <summary>Pairs outside a plan whose two sides would both rather have each other, by the definition.</summary>
    private static List<MatchingPair> Blocking(MatchingProblem problem, IReadOnlyCollection<Couple> plan)
    {
        var pairs = problem.Pairs.ToDictionary(pair => new Couple(pair.Application, pair.Offer));
        var chosen = plan.Select(couple => pairs[couple]).ToList();
        return [.. problem.Pairs.Where(pair =>
            !chosen.Contains(pair)
            && chosen.Where(one => one.Application == pair.Application).All(one => pair.ApplicationRank < one.ApplicationRank)
            && (chosen.Count(one => one.Offer == pair.Offer) < problem.Offers.Single(offer => offer.Id == pair.Offer).Capacity
                ? problem.Offers.Single(offer => offer.Id == pair.Offer).Capacity > 0
                : chosen.Any(one => one.Offer == pair.Offer && pair.OfferRank < one.OfferRank)))];
    }

    private static IEnumerable<List<Couple>> Plans(MatchingProblem problem)
    {
        return From(0, []);

        IEnumerable<List<Couple>> From(int index, List<Couple> plan)
        {
            if (index == problem.Applications.Count)
                return [plan];
            var application = problem.Applications[index].Id;
            var open = problem.Pairs.Where(pair => pair.Application == application
                && plan.Count(couple => couple.Offer == pair.Offer) < problem.Offers.Single(offer => offer.Id == pair.Offer).Capacity);
            return From(index + 1, plan).Concat(open.SelectMany(pair => From(index + 1, [.. plan, new Couple(application, pair.Offer)])));
        }
    }

    private static MatchingProblem Random(int seed, int applications, int offers, int mostSeats, double density)
    {
        var random = new Random(seed);
        var pairs = (from application in Enumerable.Range(0, applications)
                     from offer in Enumerable.Range(0, offers)
                     where random.NextDouble() < density
                     select (Application: $"a{application:00}", Offer: $"o{offer}", Wish: random.Next(), Ranking: random.Next(), Fit: random.Next(1000))).ToList();
        return new MatchingProblem
        {
            Profile = MatchingProfile.Stable,
            Applications = [.. Enumerable.Range(0, applications).Select(index => new MatchingApplication($"a{index:00}", "scs"))],
            Offers = [.. Enumerable.Range(0, offers).Select(index => new MatchingOffer($"o{index}", random.Next(1, mostSeats + 1), "TN"))],
            Pairs = [.. pairs.Select(pair => new MatchingPair(
                pair.Application, pair.Offer, pair.Fit, 0,
                1 + pairs.Count(other => other.Application == pair.Application && other.Wish < pair.Wish),
                1 + pairs.Count(other => other.Offer == pair.Offer && other.Ranking < pair.Ranking)))]
        };
    }

    private static MatchingOutcome Solve(MatchingProblem problem) => MatchingEngine.Solve(problem, cancellation: TestContext.Current.CancellationToken);
}
