namespace Ambassadors.Benchmarks;

/// <summary>What a size may cost: the figures of the prototype that the engine has to meet, measured on two shared cores.</summary>
/// <param name="Applications">How many applications, with 30 candidates each.</param>
/// <param name="WithBudget">All constraints and the budget, or those of the network alone.</param>
/// <param name="Seconds">CPU seconds of a run that is proved to be the best.</param>
/// <param name="Megabytes">Peak of resident memory; absent where none was measured.</param>
internal sealed record Bar(int Applications, bool WithBudget, double Seconds, int? Megabytes)
{
    /// <summary>The bars, the small sizes first.</summary>
    public static IReadOnlyList<Bar> All { get; } =
    [
        new(100, true, 0.4, 90), new(1_000, true, 0.8, 117), new(5_000, true, 3.9, 214), new(20_000, true, 36, 661),
        new(100, false, 0.05, null), new(1_000, false, 0.11, 74), new(5_000, false, 0.2, 124), new(20_000, false, 1.1, 281)
    ];
}
