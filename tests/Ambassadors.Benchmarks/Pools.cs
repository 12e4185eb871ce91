using System.Diagnostics;
using System.Globalization;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.Offers;

namespace Ambassadors.Benchmarks;

/// <summary>
/// What comes before a plan is sought: the candidates of a pool are found, and an applicant looks at the offers of a catalogue. Drawn by a seed; most
/// offers on a near theme fall to direction, language or dates, so that some thirty candidates are left to each application.
/// </summary>
internal static class Pools
{
    private const int Themes = 55;
    private const int Fields = 20;
    private const int Categories = 30;
    private const int LooksMeasured = 200;

    private static readonly DateOnly Start = new(2027, 6, 1);
    private static readonly string[] Spoken = [.. Enumerable.Range(0, 24).Select(language => $"q{(char)('a' + language)}")];

    /// <summary>Prints what finding the candidates of a pool costs, and what a look at a catalogue does.</summary>
    public static void Measure(int applications, int offers, int catalogue)
    {
        var random = new Random(2026);
        var ground = new MatchingGround { Themes = Map(), Currency = "EUR", EarliestOn = Start };
        var hosts = Enumerable.Range(0, offers).Select(index => Host(random, index)).ToList();
        var pool = new CandidatePool(hosts, ground);
        var (before, found, none) = (CpuSeconds(), 0L, 0);
        for (var index = 0; index < applications; index++)
        {
            var candidates = pool.Of(Seeker(random, index)).Count;
            found += candidates;
            none += candidates == 0 ? 1 : 0;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"candidates of {applications} x {offers}: {CpuSeconds() - before:0.0} CPU s, {found} candidates ({found / (double)applications:0.0} each), {none} applications without one"));

        var seekers = Enumerable.Range(0, LooksMeasured).Select(index => Seeker(random, index)).ToList();
        var shown = hosts.Take(catalogue).ToList();
        var judged = 0;
        void Look(SeekingSide seeker)
        {
            foreach (var host in shown)
                judged += (CandidateRule.Judge(seeker, host, ground).Broken, FitScore.Parts(seeker, host, ground)) is ({ Count: 0 }, _) ? 1 : 0;
        }

        foreach (var seeker in seekers)
            Look(seeker);
        before = CpuSeconds();
        foreach (var seeker in seekers)
            Look(seeker);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"one look at {catalogue} offers: {(CpuSeconds() - before) * 1000 / LooksMeasured:0.0} CPU ms, bar 50; {judged} passed"));
    }

    private static double CpuSeconds() => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;

    private static ThemeMap Map()
    {
        var random = new Random(7);
        return new ThemeMap([.. Enumerable.Range(0, Themes).Select(theme =>
            new ThemeEntry($"theme-{theme}", $"field-{theme % Fields}", [$"category:{random.Next(Categories)}"]))]);
    }

    private static HostingSide Host(Random random, int index) => new(
        Id(1, index), $"cluster-{index % 140}", $"C{index % 31:00}",
        new OfferContent
        {
            CounterpartId = Id(2, index),
            Directions = [random.Next(3) == 0 ? ExchangeDirection.Reciprocal : ExchangeDirection.Outbound],
            Themes = Some(random, 2, Themes, theme => $"theme-{theme}"),
            Languages = Some(random, 2, Spoken.Length, language => Spoken[language]),
            Windows = [Window(random, 40)],
            Preferences = [new HostPreference($"pole-{random.Next(71)}", 1)],
            Capacity = 2
        }, 1, 2, PersonTies.None);

    private static SeekingSide Seeker(Random random, int index) => new(
        Id(3, index), $"pole-{index % 71}",
        new ApplicationContent
        {
            AmbassadorId = Id(4, index),
            Direction = random.Next(3) == 0 ? ExchangeDirection.Reciprocal : ExchangeDirection.Outbound,
            Objectives = "O",
            Themes = Some(random, 2, Themes, theme => $"theme-{theme}"),
            Languages = Some(random, 2, Spoken.Length, language => Spoken[language]),
            Preferences = [.. Enumerable.Range(1, 5).Select(rank => new Preference($"cluster-{random.Next(140)}", "C00", rank)).DistinctBy(wish => wish.ClusterSlug)],
            Windows = [Window(random, 40)],
            DurationDays = 14,
            RequestedAmount = new Sum(500_000 + random.Next(1_000_000), "EUR")
        }, 1, Rules, PersonTies.None);

    private static readonly CallRules Rules = new()
    {
        CeilingPerExchange = 10_000_000,
        MinimumDays = 3,
        MaximumDays = 365,
        Directions = [ExchangeDirection.Outbound, ExchangeDirection.Reciprocal]
    };

    private static List<string> Some(Random random, int count, int of, Func<int, string> name) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Next(of)).Distinct().Select(name)];

    private static Window Window(Random random, int days)
    {
        var first = Start.AddDays(random.Next(800));
        return new Window(first, first.AddDays(days + random.Next(60)));
    }

    private static Guid Id(int kind, int index) => new(kind, 0, 0x7000, 0x80, 0, 0, 0, (byte)(index >> 24), (byte)(index >> 16), (byte)(index >> 8), (byte)index);
}
