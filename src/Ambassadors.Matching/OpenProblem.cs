namespace Ambassadors.Matching;

/// <summary>A rule that doesn't count for one application alone, or that application having to be in the plan.</summary>
/// <param name="Application">The application.</param>
/// <param name="Rule">The rule waived; none where it is only forced.</param>
/// <param name="Country">The country that gets one more place for it, where <see cref="MatchingRule.CountryQuota"/> is waived.</param>
/// <param name="Forced">Whether it has to have a pair.</param>
internal sealed record Waiving(int Application, MatchingRule? Rule = null, int Country = -1, bool Forced = false);

/// <summary>What is left to decide once the locked pairs are taken out: what they use lowers every capacity, quota and limit.</summary>
internal sealed class OpenProblem
{
    /// <summary>More than any plan uses, even after locked pairs are taken out.</summary>
    private const int Unlimited = int.MaxValue / 2;

    private readonly Waiving? waiving;
    private readonly bool[] taken;
    private readonly bool[] forbidden, tooHeavy;
    private readonly int floor;

    /// <param name="problem">The problem, whose locked pairs keep every rule.</param>
    /// <param name="unit">Whether every pair counts 1, not its fit.</param>
    /// <param name="floor">The lowest fit admitted; locked pairs are no choice, so none is asked of them.</param>
    /// <param name="count">How many pairs there have to be besides the locked ones.</param>
    /// <param name="waiving">What doesn't count for one application.</param>
    /// <param name="countries">How many countries have to be reached besides those that are; what is left of the problem's where absent.</param>
    /// <param name="free">Whether neither money nor limits of other kinds count: what the network alone allows.</param>
    public OpenProblem(
        CanonicalProblem problem, bool unit = false, int floor = 0, int? count = null, Waiving? waiving = null, int? countries = null, bool free = false)
    {
        Problem = problem;
        Unit = unit;
        Count = count;
        this.waiving = waiving;
        var stable = problem.Profile is MatchingProfile.Stable;
        var applications = problem.Applications.Length;
        taken = new bool[applications];
        Seats = [.. problem.Capacity];
        PoleRoom = [.. problem.UsedByPole.Select(used => stable ? Unlimited : Room(problem.MaxPerPole, used))];
        CountryRoom = [.. problem.UsedByCountry.Select(used => stable ? Unlimited : Room(problem.MaxPerCountry, used))];
        Reached = [.. problem.UsedByCountry.Select(used => used > 0)];
        Money = stable || free ? null : problem.Budget;
        Limits = stable || free ? [] : problem.Limits;
        LimitRoom = [.. Limits.Select(limit => limit.AtMost)];
        LockedPairs = [.. problem.Locked.Select(couple => problem.PairOf(couple.Application, couple.Offer))];
        foreach (var e in LockedPairs)
        {
            var (i, j) = (problem.ApplicationOf[e], problem.OfferOf[e]);
            taken[i] = true;
            Seats[j]--;
            PoleRoom[problem.PoleOf[i]]--;
            CountryRoom[problem.CountryOf[j]]--;
            Reached[problem.CountryOf[j]] = true;
            LockedFit += problem.Fit[e];
            LockedCost += problem.Cost[e];
        }
        Money -= LockedCost;
        var locked = LockedPairs.ToHashSet();
        var weightOfLocked = Limits.Select(limit => limit.Weights.Where(weight => locked.Contains(weight.Pair)).Sum(weight => weight.Weight));
        LimitRoom = [.. LimitRoom.Zip(weightOfLocked, (room, used) => room - used)];
        CountriesWanted = stable ? 0 : countries ?? Math.Max(0, problem.MinCountries - Reached.Count(reached => reached));
        if (waiving is { Rule: MatchingRule.CountryQuota })
            CountryRoom[waiving.Country] = Math.Max(0, CountryRoom[waiving.Country]) + 1;

        Cost = problem.Cost;
        if (waiving is { Rule: MatchingRule.Budget } or { Rule: MatchingRule.OtherLimit })
            Waive(waiving);

        this.floor = floor;
        forbidden = new bool[problem.PairCount];
        foreach (var (application, offer) in problem.Forbidden)
        {
            // A pair may be forbidden that is none of the candidates.
            if (problem.PairOf(application, offer) is var e and >= 0)
                forbidden[e] = true;
        }
        tooHeavy = new bool[problem.PairCount];
        for (var n = 0; n < Limits.Length; n++)
        {
            foreach (var (e, weight) in Limits[n].Weights)
                tooHeavy[e] |= weight > LimitRoom[n];
        }
        Open = new bool[problem.PairCount];
        for (var e = 0; e < Open.Length; e++)
            Open[e] = IsOpen(e, waiving?.Application == problem.ApplicationOf[e] ? waiving.Rule : null);

        int Room(int? most, int used) => most is { } limit ? Math.Clamp(limit - used, 0, Unlimited) : Unlimited;
    }

    public CanonicalProblem Problem { get; }

    /// <summary>Whether every pair counts 1 point, not its fit.</summary>
    public bool Unit { get; }
    public int? Count { get; }
    public int[] LockedPairs { get; }
    public long LockedFit { get; }
    public long LockedCost { get; }
    public int[] Seats { get; }

    /// <summary>How many pairs a pôle may still have; more than there are applications where no quota says so.</summary>
    public int[] PoleRoom { get; }
    public int[] CountryRoom { get; }

    /// <summary>Countries that count as reached whatever the plan.</summary>
    public bool[] Reached { get; }
    public int CountriesWanted { get; }
    public long? Money { get; }
    public CanonicalLimit[] Limits { get; private set; }
    public long[] LimitRoom { get; }
    public long[] Cost { get; private set; }

    /// <summary>Pairs that some plan could hold as far as each rule alone goes.</summary>
    public bool[] Open { get; }

    /// <summary>The application that has to have a pair; -1 where there is none.</summary>
    public int Forced => waiving is { Forced: true } ? waiving.Application : -1;

    /// <summary>Whether some plan could hold the pair as far as each rule alone goes, one of them not counting for it.</summary>
    public bool IsOpen(int pair, MatchingRule? waived)
    {
        var (i, j) = (Problem.ApplicationOf[pair], Problem.OfferOf[pair]);
        var country = Problem.CountryOf[j];
        return !taken[i] && Problem.Fit[pair] >= floor && !forbidden[pair]
            && (waived is MatchingRule.Budget || !(Cost[pair] > Money))
            && (waived is MatchingRule.OtherLimit || !tooHeavy[pair])
            && (waived is MatchingRule.Seats || Seats[j] > 0)
            && (waived is MatchingRule.PoleQuota || PoleRoom[Problem.PoleOf[i]] > 0)
            && (waived is MatchingRule.CountryQuota
                ? waiving is not { Rule: MatchingRule.CountryQuota } || waiving.Country == country
                : CountryRoom[country] > 0);
    }

    public bool IsForbidden(int pair) => forbidden[pair];

    public bool IsLocked(int application) => taken[application];

    public long Points(int pair) => Unit ? 1 : Problem.Fit[pair];

    public bool Waives(int application, MatchingRule rule) => waiving is not null && waiving.Application == application && waiving.Rule == rule;

    private void Waive(Waiving one)
    {
        var (from, to) = (Problem.Start[one.Application], Problem.Start[one.Application + 1]);
        if (one.Rule is MatchingRule.Budget)
        {
            Cost = [.. Cost];
            Array.Clear(Cost, from, to - from);
        }
        else
        {
            Limits = [.. Limits.Select(limit => limit with { Weights = [.. limit.Weights.Where(weight => weight.Pair < from || weight.Pair >= to)] })];
        }
    }
}
