namespace Ambassadors.Matching;

/// <summary>The best plan of an <see cref="OpenProblem"/>, and what was proved of it.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="UpperBound">No plan has more points.</param>
/// <param name="Prices">What prove the first bound.</param>
/// <param name="CorePairs">How many pairs were searched; 0 where the prices alone prove the plan.</param>
/// <param name="Network">Its network.</param>
/// <param name="Bounded">The flow that proves the first bound.</param>
internal sealed record Optimum(Plan Plan, long UpperBound, Lazy<ShadowPrices> Prices, int CorePairs, Network Network, Bounded Bounded)
{
    /// <summary>Deterministic time that all searches of one core may take together, a few minutes: then the honest gap is said.</summary>
    public const double Work = 120;

    /// <summary>How far below the bound, in points, a plan may be in the first core; most have a plan this near.</summary>
    private const long FirstReach = 4;

    public bool Proved => Plan.Points >= UpperBound;

    /// <summary>
    /// First prices, whose bound most often a plan reaches; then cores, wider each time, until the best plan found is no worse than all
    /// that a core left out.
    /// </summary>
    /// <param name="open">The problem.</param>
    /// <param name="progress">Told of each flow and core.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <param name="known">A plan that is known to keep every rule, if there is one.</param>
    /// <returns>Null where there is no plan.</returns>
    public static Optimum? Find(OpenProblem open, Progress progress, CancellationToken cancellation, Plan? known = null)
    {
        var search = new PriceSearch(open, progress, cancellation);
        if (search.Find() is not { } bounded)
            return null;
        // The bound is known by the flow; the prices of the rest are needed to write it down and for a core.
        var prices = new Lazy<ShadowPrices>(() => search.Network.Prices(bounded));
        var most = (long)ShadowPrices.FloorDivide(bounded.Bound, bounded.Multipliers.Scale);
        var (best, bound, size, work) = (bounded.Feasible, most, 0, Work);
        if (known is not null && Plan.Of(open, known.PairOf) is var start && !(best?.Points >= start.Points))
            best = start;
        Report(MatchingPhase.Flows);
        var reach = open.Unit ? 0 : FirstReach;
        while ((best is null || best.Points < bound) && work > 0)
        {
            var core = new Core(open, prices.Value, bounded.Bound - ((Int128)bounded.Multipliers.Scale * (most - reach)));
            size = core.Size;
            var answer = core.Best(best, work, cancellation);
            work -= answer.Work;
            if (answer.Plan is { } found && !(best?.Points >= found.Points))
                best = found;
            var inside = answer.Complete ? answer.Plan?.Points ?? long.MinValue : answer.Bound ?? bound;
            // A plan outside loses more than was allowed: it has at least a point less than the least that was.
            bound = Math.Max(best?.Points ?? long.MinValue, Math.Min(bound, Math.Max(inside, most - reach - 1)));
            Report(MatchingPhase.Core);
            if (!answer.Complete)
                break;
            if (best is null && reach > most)
                return null;
            reach = Math.Min((3 * reach) + 1, best is null ? long.MaxValue : most - best.Points);
        }
        return best is null ? null : new(best, bound, prices, size, search.Network, bounded);

        // Where pairs are counted first, the count is not yet a value of the plan.
        void Report(MatchingPhase phase)
        {
            if (open.Unit)
                progress.Step(phase);
            else
                progress.Step(phase, bound + open.LockedFit, best?.Points + open.LockedFit);
        }
    }
}
