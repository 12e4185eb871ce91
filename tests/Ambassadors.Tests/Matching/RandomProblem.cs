using Ambassadors.Matching;

namespace Ambassadors.Tests.Matching;

/// <summary>Problems by chance, from a seed: each has some of the rules, tight enough that they often bind and sometimes can't hold.</summary>
internal static class RandomProblem
{
    private static readonly string[] Countries = ["TN", "MA", "SN", "CA", "JP", "BR", "VN", "SE"];
    private static readonly string[] Poles = ["scs", "cap-digital", "medicen", "aerospace-valley", "vitagora"];

    /// <summary>The problem of a seed.</summary>
    public static MatchingProblem Of(int seed, MatchingProfile profile)
    {
        var random = new Random(seed);
        var applications = random.Next(1, random.Next(4) == 0 ? 61 : 31);
        var offers = random.Next(1, 40);
        var countries = random.Next(1, Countries.Length + 1);
        var poles = random.Next(1, Poles.Length + 1);
        var density = 0.05 + random.NextDouble() * 0.4;
        // Few different fits make many plans equally good.
        var steps = random.Next(4) == 0 ? 4 : 1000;
        var problem = new MatchingProblem
        {
            Profile = profile,
            Applications = [.. Enumerable.Range(0, applications).Select(index => new MatchingApplication($"a{index:00}", Poles[random.Next(poles)]))],
            Offers = [.. Enumerable.Range(0, offers).Select(index => new MatchingOffer($"o{index:00}", random.Next(4), Countries[random.Next(countries)]))],
            Pairs = [.. from application in Enumerable.Range(0, applications)
                        from offer in Enumerable.Range(0, offers)
                        where random.NextDouble() < density
                        select new MatchingPair($"a{application:00}", $"o{offer:00}", random.Next(steps + 1) * (1000 / steps), random.Next(0, 97) * 1_000)]
        };
        return problem with { Constraints = Rules(random, problem, countries) };
    }

    private static MatchingConstraints Rules(Random random, MatchingProblem problem, int countries)
    {
        var pairs = problem.Pairs;
        var size = Math.Min(problem.Applications.Count, problem.Offers.Sum(offer => offer.Capacity));
        bool Often() => random.Next(3) > 0;
        bool Sometimes() => random.Next(2) == 0;
        IReadOnlyList<Couple> Some(double share) =>
            [.. pairs.Where(_ => random.NextDouble() < share).Select(pair => new Couple(pair.Application, pair.Offer))];
        return new MatchingConstraints
        {
            Budget = Often() ? random.Next(5, 80) * (long)size * 500 : null,
            MaxPerPole = Often() ? random.Next(2, 3 + size / 2) : null,
            MaxPerCountry = Often() ? random.Next(2, 3 + size / 2) : null,
            MinCountries = Often() ? random.Next(0, countries + 1) : 0,
            Locked = Sometimes() ? Some(1.2 / Math.Max(1, pairs.Count)) : [],
            Forbidden = Sometimes() ? Some(0.1) : [],
            UsedPerPole = Sometimes() ? new Dictionary<string, int> { [Poles[random.Next(Poles.Length)]] = random.Next(3) } : [],
            UsedPerCountry = Sometimes() ? new Dictionary<string, int> { [Countries[random.Next(Countries.Length)]] = random.Next(3) } : [],
            Linear = random.Next(3) == 0 ? [.. Enumerable.Range(1, random.Next(1, 4)).Select(index => Limit(random, pairs, index, size))] : []
        };
    }

    private static LinearLimit Limit(Random random, IReadOnlyList<MatchingPair> pairs, int index, int size) => new(
        $"funder:{index}", random.Next(1, 10) * (long)size,
        [.. pairs.Where(_ => random.Next(2) == 0).Select(pair => new PairWeight(pair.Application, pair.Offer, random.Next(1, 20)))]);
}
