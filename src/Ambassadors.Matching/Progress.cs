namespace Ambassadors.Matching;

/// <summary>Reports progress in order: each phase has its share of the way, and no step goes back.</summary>
internal sealed class Progress(IProgress<MatchingProgress>? to)
{
    private int percent;
    private long? bound, best;

    /// <summary>A phase begins or goes on; within a phase each step goes part of what is left of it.</summary>
    public void Step(MatchingPhase phase, long? newBound = null, long? newBest = null)
    {
        var (start, end) = phase switch
        {
            MatchingPhase.Reading => (0, 5),
            MatchingPhase.Flows => (5, 60),
            MatchingPhase.Core => (60, 80),
            MatchingPhase.Lottery => (80, 90),
            MatchingPhase.Explaining => (90, 99),
            MatchingPhase.Done => (100, 100)
        };
        percent = Math.Max(percent, start);
        if (percent < end)
            percent += Math.Max(1, (end - percent) / 8);
        bound = newBound ?? bound;
        best = newBest ?? best;
        to?.Report(new(phase, percent, bound, best));
    }
}
