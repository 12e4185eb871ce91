using System.Text;
using Ambassadors.Matching;
using Ambassadors.Matching.Exchange;

namespace Ambassadors.Tests.Matching;

/// <summary>Small problems, said in one line each, and what tests ask of every problem.</summary>
internal static class Instance
{
    /// <summary>
    /// A problem of named pairs: <c>"a1 o1 700"</c> is application a1, offer o1, fit 700, then cost and the two ranks if they matter.
    /// Applications are of pôle "scs" and offers have one place in Tunisia unless <see cref="Pole"/>, <see cref="Seats"/> and
    /// <see cref="In"/> say otherwise.
    /// </summary>
    public static MatchingProblem Of(params string[] pairs)
    {
        var read = pairs.Select(Pair).ToList();
        return new MatchingProblem
        {
            Applications = [.. read.Select(pair => pair.Application).Distinct().Select(id => new MatchingApplication(id, "scs"))],
            Offers = [.. read.Select(pair => pair.Offer).Distinct().Select(id => new MatchingOffer(id, 1, "TN"))],
            Pairs = read
        };
    }

    /// <summary>The same with an application that has no pair.</summary>
    public static MatchingProblem Alone(this MatchingProblem problem, string application) =>
        problem with { Applications = [.. problem.Applications, new MatchingApplication(application, "scs")] };

    /// <summary>The same with some applications of another pôle.</summary>
    public static MatchingProblem Pole(this MatchingProblem problem, string pole, params string[] applications) =>
        problem with { Applications = [.. problem.Applications.Select(one => applications.Contains(one.Id) ? one with { Pole = pole } : one)] };

    /// <summary>The same with some offers in another country.</summary>
    public static MatchingProblem In(this MatchingProblem problem, string country, params string[] offers) =>
        problem with { Offers = [.. problem.Offers.Select(one => offers.Contains(one.Id) ? one with { Country = country } : one)] };

    /// <summary>The same with another number of places in some offers.</summary>
    public static MatchingProblem Seats(this MatchingProblem problem, int capacity, params string[] offers) =>
        problem with { Offers = [.. problem.Offers.Select(one => offers.Contains(one.Id) ? one with { Capacity = capacity } : one)] };

    /// <summary>The same, best at something else.</summary>
    public static MatchingProblem For(this MatchingProblem problem, MatchingProfile profile) => problem with { Profile = profile };

    /// <summary>The same under other constraints.</summary>
    public static MatchingProblem Under(this MatchingProblem problem, Func<MatchingConstraints, MatchingConstraints> change) =>
        problem with { Constraints = change(problem.Constraints) };

    /// <summary>Costs to be least, null where a pair may not be: row a, column o. The fit of a pair is <paramref name="from"/> less its cost.</summary>
    public static MatchingProblem Costs(int?[][] costs, int from) => new()
    {
        Profile = MatchingProfile.CountFit,
        Applications = [.. costs.Select((_, row) => new MatchingApplication($"a{row}", "scs"))],
        Offers = [.. costs[0].Select((_, column) => new MatchingOffer($"o{column}", 1, "TN"))],
        Pairs = [.. costs.SelectMany((costsOfRow, row) => costsOfRow.Select((cost, column) => (cost, column))
            .Where(cell => cell.cost is not null).Select(cell => new MatchingPair($"a{row}", $"o{cell.column}", from - cell.cost!.Value, 0)))]
    };

    /// <summary>The same with every list in another order.</summary>
    public static MatchingProblem Shuffled(this MatchingProblem problem, int seed)
    {
        var random = new Random(seed);
        var constraints = problem.Constraints;
        return problem with
        {
            Applications = Shuffle(problem.Applications),
            Offers = Shuffle(problem.Offers),
            Pairs = Shuffle(problem.Pairs),
            Constraints = constraints with
            {
                Locked = Shuffle(constraints.Locked),
                Forbidden = Shuffle(constraints.Forbidden),
                UsedPerPole = Shuffle([.. constraints.UsedPerPole]).ToDictionary(),
                UsedPerCountry = Shuffle([.. constraints.UsedPerCountry]).ToDictionary(),
                Linear = Shuffle([.. constraints.Linear.Select(limit => limit with { Weights = Shuffle(limit.Weights) })])
            }
        };

        T[] Shuffle<T>(IReadOnlyList<T> items)
        {
            T[] shuffled = [.. items];
            random.Shuffle(shuffled);
            return shuffled;
        }
    }

    /// <summary>The pairs of a plan as text: <c>"a1-o1 a2-o3"</c>.</summary>
    public static string Plan(this MatchingOutcome outcome) => string.Join(' ', outcome.Pairs.Select(pair => $"{pair.Application}-{pair.Offer}"));

    /// <summary>The file of a problem.</summary>
    public static string Written(this MatchingProblem problem)
    {
        using var file = new MemoryStream();
        MatchingFiles.WriteProblem(problem, file);
        return Encoding.UTF8.GetString(file.ToArray());
    }

    /// <summary>The file of an outcome.</summary>
    public static string Written(this MatchingOutcome outcome)
    {
        using var file = new MemoryStream();
        MatchingFiles.WriteOutcome(outcome, file);
        return Encoding.UTF8.GetString(file.ToArray());
    }

    private static MatchingPair Pair(string text)
    {
        var words = text.Split(' ');
        int? Rank(int index) => words.Length > index ? Number(words[index]) : null;
        return new MatchingPair(words[0], words[1], Number(words[2]), words.Length > 3 ? Number(words[3]) : 0, Rank(4), Rank(5));
    }

    private static int Number(string word) => int.Parse(word, System.Globalization.CultureInfo.InvariantCulture);
}
