using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;

namespace Ambassadors.Domain.Matching;

/// <summary>What a run's plan is asked to be best at.</summary>
public enum RunProfile
{
    /// <summary>The highest sum of fit.</summary>
    Fit,

    /// <summary>The most pairs, and among those plans the highest sum of fit.</summary>
    CountFit,

    /// <summary>Among the plans with the most pairs, the highest lowest fit; then the highest sum of fit.</summary>
    Floor,

    /// <summary>No two sides would both rather have each other. Budget and quotas are not kept by it.</summary>
    Stable
}

/// <summary>What a run does at the moment.</summary>
public enum RunPhase
{
    /// <summary>Waits.</summary>
    Waiting,

    /// <summary>Finds the candidates: the pairs that pass every hard rule.</summary>
    Candidates,

    /// <summary>Solves flows of the network, one for each price of money.</summary>
    Flows,

    /// <summary>Searches the few pairs that the bound leaves open.</summary>
    Core,

    /// <summary>Makes the answer unique by the lottery.</summary>
    Lottery,

    /// <summary>Finds out why applications have no pair.</summary>
    Explaining,

    /// <summary>Keeps the plan and suggests its pairs.</summary>
    Keeping,

    /// <summary>Is over.</summary>
    Over
}

/// <summary>Which pair is meant.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="OfferId">The offer.</param>
public sealed record PairKey(Guid ApplicationId, Guid OfferId);

/// <summary>What a run asks otherwise than the call and its officers do; what is absent is as they have it.</summary>
public sealed record RunOverrides
{
    /// <summary>Other weights of the parts of the fit.</summary>
    public FitWeights? Weights { get; init; }

    /// <summary>Other quotas.</summary>
    public MatchingQuotas? Quotas { get; init; }

    /// <summary>Another budget than what is left, minor units.</summary>
    public long? Budget { get; init; }

    /// <summary>Other locked pairs than the officers'.</summary>
    public IReadOnlyList<PairKey>? Locks { get; init; }

    /// <summary>Other forbidden pairs than the officers'.</summary>
    public IReadOnlyList<PairKey>? Forbids { get; init; }
}

/// <summary>What a run computes by: the call's weights, quotas and money and its officers' instructions, but for what the run asks otherwise.</summary>
/// <param name="Weights">Weights of the parts of the fit.</param>
/// <param name="Quotas">Quotas.</param>
/// <param name="Budget">The most that its pairs may cost together, minor units.</param>
/// <param name="Locks">Pairs that have to be in the plan.</param>
/// <param name="Forbids">Pairs that may not.</param>
public sealed record RunSettings(
    FitWeights Weights, MatchingQuotas Quotas, long Budget, IReadOnlyList<PairKey> Locks, IReadOnlyList<PairKey> Forbids)
{
    /// <summary>The settings of a run on an input.</summary>
    public static RunSettings Of(RunOverrides asked, MatchingInput input) => new(
        asked.Weights ?? input.Weights, asked.Quotas ?? input.Quotas, asked.Budget ?? input.Budget,
        asked.Locks is null ? input.Locks : [.. input.Held.Union(asked.Locks)], asked.Forbids ?? input.Forbids);
}

/// <summary>The figures of a finished run.</summary>
/// <param name="Pairs">Pairs of the plan.</param>
/// <param name="Unmatched">Applications without a pair.</param>
/// <param name="Fit">Sum of fit.</param>
/// <param name="Cost">Sum of cost, minor units.</param>
/// <param name="UpperBound">No plan's fit is higher.</param>
/// <param name="Optimal">Whether no better plan exists, proved.</param>
/// <param name="BlockingPairs">Pairs outside the plan whose two sides would both rather have each other.</param>
/// <param name="PlanHash">SHA-256 of the plan.</param>
/// <param name="ByYear">What the pairs cost in each year, by the days of their stays.</param>
public sealed record RunFigures(
    int Pairs, int Unmatched, long Fit, long Cost, long UpperBound, bool Optimal, int BlockingPairs, string PlanHash, IReadOnlyList<YearCost> ByYear);

/// <summary>What is spent in a year.</summary>
/// <param name="Year">The year.</param>
/// <param name="Amount">Minor units.</param>
public sealed record YearCost(int Year, long Amount)
{
    /// <summary>An amount spread over the years of some stays by their days; what rounding leaves is the last year's, so that the sum is exact.</summary>
    public static IEnumerable<YearCost> Of(long amount, IReadOnlyList<Pairings.Leg> legs)
    {
        var days = new SortedDictionary<int, long>();
        foreach (var leg in legs)
        {
            for (var year = leg.StartsOn.Year; year <= leg.EndsOn.Year; year++)
            {
                var first = Math.Max(leg.StartsOn.DayNumber, new DateOnly(year, 1, 1).DayNumber);
                var last = Math.Min(leg.EndsOn.DayNumber, new DateOnly(year, 12, 31).DayNumber);
                days[year] = days.GetValueOrDefault(year) + last - first + 1;
            }
        }

        var (total, left) = (days.Values.Sum(), amount);
        foreach (var (year, count) in days)
        {
            var share = year == days.Keys.Last() ? left : (long)((Int128)amount * count / total);
            left -= share;
            yield return new YearCost(year, share);
        }
    }
}

/// <summary>Why there is no plan.</summary>
/// <param name="Rule">The rule that can't hold.</param>
/// <param name="Name">Which pôle, country, offer or limit, where it is about one.</param>
/// <param name="Asked">What is asked.</param>
/// <param name="Possible">What is possible.</param>
public sealed record RunInfeasibility(string Rule, string? Name, long Asked, long Possible);

/// <summary>
/// A matching run (campagne d'appariement): computes the best plan of a call from a frozen input. What it found never changes;
/// publishing makes proposals of it.
/// </summary>
public sealed class MatchingRun : StatefulResource<MatchingRunStatus, MatchingRunEvent>
{
    /// <summary>How many runs of a call may be under way at a time.</summary>
    public const int MostUnderWay = 10;

    /// <summary>How often a run is taken up before it is given up: what stops an instance thrice would stop a fourth.</summary>
    public const int MostAttempts = 3;

    private MatchingRun()
    {
        // For EF Core.
    }

    /// <inheritdoc/>
    public override LifecycleTable<MatchingRunStatus, MatchingRunEvent> Lifecycle => MatchingRunLifecycle.Table;

    /// <inheritdoc/>
    public override CaseFile File => CaseFile.Programme;

    /// <summary>The call.</summary>
    public Guid CallId { get; private init; }

    /// <summary>The call's currency, ISO 4217.</summary>
    public string Currency { get; private init; } = "";

    /// <summary>What its plan is asked to be best at.</summary>
    public RunProfile Profile { get; private init; }

    /// <summary>The run whose frozen input it computes anew; absent where it froze its own.</summary>
    public Guid? BasedOn { get; private init; }

    /// <summary>Whether it matches anew around the pairings that are open.</summary>
    public bool Rematch { get; private init; }

    /// <summary>What it asks otherwise than the call.</summary>
    public RunOverrides Overrides { get; private init; } = new();

    /// <summary>The frozen input, from the first taking up on.</summary>
    public Guid? InputId { get; private set; }

    /// <summary>What it computes by, once its input is frozen.</summary>
    public RunSettings? Settings { get; private set; }

    /// <summary>SHA-256 of the problem, lower-case hexadecimal, once it is frozen.</summary>
    public string? ProblemHash { get; private set; }

    /// <summary>The engine and the solver with their versions.</summary>
    public string? Engine { get; private set; }

    /// <summary>How often it was taken up.</summary>
    public int Attempts { get; private set; }

    /// <summary>When it was over, UTC.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>What it found.</summary>
    public RunFigures? Figures { get; private set; }

    /// <summary>Why it found nothing.</summary>
    public RunInfeasibility? Infeasible { get; private set; }

    /// <summary>Why it was given up: a permanent code.</summary>
    public string? FailureCode { get; private set; }

    /// <summary>What it does. Moved by checked updates alone, as all that follows; outside the version.</summary>
    public RunPhase Phase { get; private set; }

    /// <summary>How far it is, 0 to 100.</summary>
    public int Percent { get; private set; }

    /// <summary>The best bound so far.</summary>
    public long? Bound { get; private set; }

    /// <summary>The best plan's fit so far.</summary>
    public long? Best { get; private set; }

    /// <summary>Until when the instance that computes it is believed to live, UTC.</summary>
    public DateTimeOffset? LeasedUntil { get; private set; }

    /// <summary>Asks for a run.</summary>
    /// <param name="call">The call.</param>
    /// <param name="profile">What the plan is to be best at.</param>
    /// <param name="overrides">What it asks otherwise than the call.</param>
    /// <param name="based">The run whose input it computes anew.</param>
    /// <param name="rematch">Whether it matches anew around open pairings.</param>
    /// <param name="underWay">How many runs of the call are under way.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="at">When.</param>
    public static (MatchingRun Run, Verdict Verdict) Request(
        Calls.Call call, RunProfile profile, RunOverrides overrides, MatchingRun? based, bool rematch, int underWay, Actor by, DateTimeOffset at)
    {
        var run = new MatchingRun
        {
            Id = Guid.CreateVersion7(at),
            CallId = call.Id,
            Currency = call.Currency,
            Profile = profile,
            Overrides = overrides,
            BasedOn = based?.Id,
            Rematch = based?.Rematch ?? rematch,
            InputId = based?.InputId
        };
        var unmet = new List<Refusal>();
        if (call.Status != Calls.CallStatus.Matching)
            unmet.Add(new Refusal("run.call_not_matching", null, Wire.Name(call.Status)));
        if (underWay >= MostUnderWay)
            unmet.Add(new Refusal("run.too_many_under_way", null, underWay));
        if (based is not null && (based.CallId != call.Id || based.InputId is null))
            unmet.Add(new Refusal("run.base_not_usable", "#/baseRunId"));
        return (run, run.Take(MatchingRunEvent.Request, by, at, unmet, effect: facts => facts.Add("call", call.Id).Add("profile", Wire.Name(profile)).Add("basedOn", based?.Id)));
    }

    /// <summary>An instance takes it up.</summary>
    public Verdict TakeUp(DateTimeOffset at, TimeSpan lease) =>
        Take(MatchingRunEvent.TakeUp, Actor.Service, at, effect: facts =>
        {
            LeasedUntil = at + lease;
            facts.Add("attempt", ++Attempts);
        });

    /// <summary>Its input and its problem are known from here on, whoever computes it.</summary>
    public void Freeze(Guid input, RunSettings settings, string problemHash, DateTimeOffset at)
    {
        (InputId, Settings, ProblemHash) = (input, settings, problemHash);
        RecordIn("freeze", Actor.Service, at).State(new Journal.JournalFacts().Add("problem", problemHash));
    }

    /// <summary>The plan is found.</summary>
    public Verdict Succeed(RunFigures figures, string engine, DateTimeOffset at) =>
        Take(MatchingRunEvent.Succeed, Actor.Service, at, effect: facts =>
        {
            (Figures, Engine) = (figures, engine);
            End(at);
            facts.Add("problem", ProblemHash).Add("plan", figures.PlanHash).Add("pairs", figures.Pairs);
        });

    /// <summary>There is no plan.</summary>
    public Verdict FindInfeasible(RunInfeasibility infeasible, DateTimeOffset at) =>
        Take(MatchingRunEvent.FindInfeasible, Actor.Service, at, effect: facts =>
        {
            Infeasible = infeasible;
            End(at);
            facts.Add("problem", ProblemHash).Add("rule", infeasible.Rule);
        });

    /// <summary>It is given up.</summary>
    public Verdict GiveUp(string code, DateTimeOffset at) =>
        Take(MatchingRunEvent.GiveUp, Actor.Service, at, effect: facts =>
        {
            FailureCode = code;
            End(at);
            facts.Add("code", code);
        });

    /// <summary>An officer ends it.</summary>
    public Verdict Cancel(Actor by, DateTimeOffset at) => Take(MatchingRunEvent.Cancel, by, at, effect: _ => End(at));

    /// <summary>Its suggestions become proposals.</summary>
    public Verdict Publish(IEnumerable<Refusal> unmet, Actor by, DateTimeOffset at) =>
        Take(MatchingRunEvent.Publish, by, at, unmet, effect: facts => facts.Add("plan", Figures?.PlanHash));

    private void End(DateTimeOffset at) => (FinishedAt, Phase, Percent, LeasedUntil) = (at, RunPhase.Over, 100, null);
}
