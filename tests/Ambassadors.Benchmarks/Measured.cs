using System.Diagnostics;
using System.Globalization;
using Ambassadors.Matching;

namespace Ambassadors.Benchmarks;

/// <summary>One run in a process of its own, so that its peak of memory is its own.</summary>
internal static class Measured
{
    /// <summary>A size is solved again until so many CPU seconds are spent.</summary>
    private const double SecondsOfRepetition = 3;

    /// <summary>Draws the problem, solves it, and prints one line: CPU seconds of the solving, peak in MB of the first, what came out, CPU seconds by phase.</summary>
    public static void Run(int applications, bool withBudget)
    {
        WarmUp();
        var problem = Programme.Of(applications, withBudget);
        var (outcome, phases) = Solve(problem);
        var peak = Peak();
        // Whoever shares the machine takes time from us and never gives any: the least of several runs is nearest to our own.
        for (var spent = phases.Seconds; spent < SecondsOfRepetition;)
        {
            var again = Solve(problem).Phases;
            spent += again.Seconds;
            phases = again.Seconds < phases.Seconds ? again : phases;
        }

        if (outcome.Certificate is not { } certificate)
            throw new InvalidOperationException($"There is no plan: {outcome.Infeasible?.Detail}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{phases.Seconds:0.00} {peak} {outcome.Pairs.Count} pairs, fit {outcome.Fit}, {(outcome.Optimal ? "proved" : $"gap {certificate.Gap}")}, core {certificate.CorePairs}; {phases}"));
    }

    private static (MatchingOutcome Outcome, Phases Phases) Solve(MatchingProblem problem)
    {
        GC.Collect();
        var phases = new Phases(Cpu());
        var outcome = MatchingEngine.Solve(problem, phases);
        phases.End();
        return (outcome, phases);
    }

    /// <summary>
    /// What a process loads and compiles once, the solver's library above all, is no part of a run: a service has done it long before. A
    /// method is compiled at its best in two steps, each after thirty calls and a pause, by a thread in the background.
    /// </summary>
    private static void WarmUp()
    {
        MatchingEngine.Solve(Programme.Of(100, withBudget: true, seed: 1));
        for (var run = 0; run < 120; run++)
        {
            MatchingEngine.Solve(Programme.Of(100, withBudget: false, seed: run));
            if (run % 40 == 39)
                Thread.Sleep(500);
        }
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

        /// <summary>Of all phases.</summary>
        public double Seconds { get; private set; }

        public void Report(MatchingProgress value)
        {
            End();
            _phase = value.Phase;
        }

        public void End()
        {
            var now = Cpu();
            _seconds[_phase] = _seconds.GetValueOrDefault(_phase) + now - _since;
            Seconds += now - _since;
            _since = now;
        }

        public override string ToString() => string.Join(' ', _seconds.Select(phase => string.Create(CultureInfo.InvariantCulture, $"{phase.Key} {phase.Value:0.00}")));
    }
}
