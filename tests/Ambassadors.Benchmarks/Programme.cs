using Ambassadors.Matching;

namespace Ambassadors.Benchmarks;

/// <summary>
/// A year of the programme at some size, drawn by a seed: pôles of very different sizes, countries of which some are asked for by everybody, offers
/// with one to three places, exchanges for 3 000 to 100 000 euros, and money for about half of them.
/// </summary>
internal static class Programme
{
    private const int Poles = 71;
    private const int Countries = 31;
    private const int Themes = 14;
    private const int Candidates = 30;
    private const int Wishes = 5;

    /// <summary>The problem.</summary>
    /// <param name="applications">How many applications; there are three offers for five of them.</param>
    /// <param name="withBudget">Whether the money counts; without it every rule is one of the network.</param>
    /// <param name="seed">By what it is drawn.</param>
    public static MatchingProblem Of(int applications, bool withBudget, int seed = 2026)
    {
        var random = new Random(seed);
        var offers = Enumerable.Range(0, Math.Max(Candidates, applications * 3 / 5)).Select(index => new Place(
            $"0192a5c1-0000-7000-8000-{index:x12}", Skewed(random, Countries), random.Next(1, 4), SomeThemes(random), random.Next(12), random.Next(1, 13), 3_000 + random.Next(60_000))).ToList();
        var byTheme = Enumerable.Range(0, Themes).Select(theme => Enumerable.Range(0, offers.Count).Where(offer => (offers[offer].Themes & 1 << theme) != 0).ToArray()).ToArray();
        var people = Enumerable.Range(0, applications).Select(index => new Wisher(
            $"0192a5c0-0000-7000-8000-{index:x12}", Skewed(random, Poles), SomeThemes(random), random.Next(12), random.Next(1, 13))).ToList();
        var pairs = people.SelectMany(person => Pairs(random, person, offers, byTheme)).ToList();
        var locked = pairs.Where((pair, index) => index % (Candidates * 200) == 7).Select(pair => new Couple(pair.Application, pair.Offer)).ToList();
        return new MatchingProblem
        {
            Applications = [.. people.Select(person => new MatchingApplication(person.Id, $"pole-{person.Pole:00}"))],
            Offers = [.. offers.Select(offer => new MatchingOffer(offer.Id, offer.Seats, $"C{offer.Country:00}"))],
            Pairs = pairs,
            Constraints = new()
            {
                Budget = withBudget ? pairs.GroupBy(pair => pair.Application).Sum(group => (long)group.Average(pair => pair.Cost)) / 2 : null,
                MaxPerPole = 2 + applications * 2 / Poles,
                MaxPerCountry = 2 + applications * 2 / Countries,
                MinCountries = applications >= 1000 ? 29 : 20,
                Locked = locked,
                Forbidden = [.. pairs.Where((pair, index) => index % 100 == 50).Select(pair => new Couple(pair.Application, pair.Offer)).Except(locked)],
                UsedPerPole = new Dictionary<string, int> { ["pole-00"] = 2, ["pole-10"] = 1 },
                UsedPerCountry = new Dictionary<string, int> { ["C00"] = 2, ["C30"] = 1 }
            }
        };
    }

    private static IEnumerable<MatchingPair> Pairs(Random random, Wisher person, List<Place> offers, int[][] byTheme)
    {
        var candidates = new HashSet<int>(Candidates);
        for (var tries = 0; candidates.Count < Candidates; tries++)
        {
            // Half of the candidates share the first theme at hand; where too few do, any will.
            var pool = byTheme[int.TrailingZeroCount(person.Themes)];
            candidates.Add(tries < Candidates * 2 && pool.Length > 0 ? pool[random.Next(pool.Length)] : random.Next(offers.Count));
        }
        var rank = 0;
        foreach (var candidate in candidates)
        {
            rank++;
            var offer = offers[candidate];
            var hostRank = random.Next(1, 40);
            var fit = 110 * int.PopCount(person.Themes & offer.Themes) + (rank <= Wishes ? 250 - 40 * rank : 0) + (hostRank <= Wishes ? 150 - 25 * hostRank : 0)
                + 10 * Math.Max(0, 10 - Math.Abs(person.Month - offer.Month)) + random.Next(200);
            var months = Math.Min(person.Months, offer.Months);
            yield return new MatchingPair(
                person.Id, offer.Id, Math.Min(1000, fit), 100L * Math.Min(100_000, offer.Price + 3_000 * months + random.Next(1_000)),
                rank <= Wishes ? rank : null, hostRank <= Wishes ? hostRank : null);
        }
    }

    /// <summary>The first are drawn some ten times as often as the last.</summary>
    private static int Skewed(Random random, int count) => (int)(count * Math.Pow(random.NextDouble(), 1.6));

    private static int SomeThemes(Random random) => 1 << random.Next(Themes) | 1 << random.Next(Themes) | 1 << random.Next(Themes);

    // The ids are as long as those of the service, which too has each of them once.
    private sealed record Place(string Id, int Country, int Seats, int Themes, int Month, int Months, int Price);

    private sealed record Wisher(string Id, int Pole, int Themes, int Month, int Months);
}
