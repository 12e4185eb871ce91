namespace Ambassadors.Matching;

/// <summary>What the engine is doing.</summary>
public enum MatchingPhase
{
    /// <summary>Reads and orders the problem.</summary>
    Reading,

    /// <summary>Solves flows of the network, one for each price of money.</summary>
    Flows,

    /// <summary>Searches the core, the few pairs that the bound leaves open.</summary>
    Core,

    /// <summary>Makes the answer unique by the lottery.</summary>
    Lottery,

    /// <summary>Finds out why applications have no pair.</summary>
    Explaining,

    /// <summary>Is done: the outcome is there.</summary>
    Done
}

/// <summary>How far the engine is.</summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="Percent">0 to 100, never falling.</param>
/// <param name="Bound">The best bound so far; absent before there is one.</param>
/// <param name="Best">The best plan's value so far; absent before there is one.</param>
public sealed record MatchingProgress(MatchingPhase Phase, int Percent, long? Bound = null, long? Best = null);
