using System.Diagnostics;
using System.Globalization;
using Ambassadors.Matching;

namespace Ambassadors.Benchmarks;

/// <summary>One run in a process of its own, so that its peak of memory is its own.</summary>
internal static class Measured
{
    /// <summary>Draws the problem, solves it, and prints one line: CPU seconds of the solving, peak in MB, what came out, CPU seconds by phase.</summary>
    public static void Run(int applications, bool withBudget)
    {
        // What a process loads and compiles once, the solver's library above all, is no part of a run: a service has done it long before.
        MatchingEngine.Solve(Programme.Of(100, withBudget: true, seed: 1));
        var problem = Programme.Of(applications, withBudget);
        GC.Collect();
        var before = Cpu();
        var phases = new Phases(before);
        var outcome = MatchingEngine.Solve(problem, phases);
        var seconds = Cpu() - before;
        phases.End();
        if (outcome.Certificate is not { } certificate)
            throw new InvalidOperationException($"There is no plan: {outcome.Infeasible?.Detail}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{seconds:0.00} {Peak()} {outcome.Pairs.Count} pairs, fit {outcome.Fit}, {(outcome.Optimal ? "proved" : $"gap {certificate.Gap}")}, core {certificate.CorePairs}; {phases}"));
    }

    private static double Cpu() => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;

    /// <summary>Of resident memory, MB; the system's own count where it keeps one.</summary>
    private static long Peak()
    {
        const string status = "/proc/self/status";
        return File.Exists(status)
            ? long.Parse(File.ReadLines(status).Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024
            : Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
    }

    /// <summary>CPU seconds from the first report of a phase to that of the next.</summary>
    private sealed class Phases(double since) : IProgress<MatchingProgress>
    {
        private readonly Dictionary<MatchingPhase, double> _seconds = [];
        private MatchingPhase _phase = MatchingPhase.Reading;
        private double _since = since;

        public void Report(MatchingProgress value)
        {
            End();
            _phase = value.Phase;
        }

        public void End()
        {
            var now = Cpu();
            _seconds[_phase] = _seconds.GetValueOrDefault(_phase) + now - _since;
            _since = now;
        }

        public override string ToString() => string.Join(' ', _seconds.Select(phase => string.Create(CultureInfo.InvariantCulture, $"{phase.Key} {phase.Value:0.00}")));
    }
}
