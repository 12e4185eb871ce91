using Ambassadors.Matching;
using Ambassadors.Matching.Exchange;

namespace Ambassadors.Api.Startup;

/// <summary>
/// <c>match</c>: solves a problem from a file, away from any service, so that whoever has a run's input can have its outcome again;
/// <c>match --check</c>: says whether an outcome proves what it claims.
/// </summary>
public static class MatchCommand
{
    private const string Usage = "usage: match [PROBLEM | -] > OUTCOME    or: match --check PROBLEM OUTCOME";

    /// <summary>
    /// Reads the file that the arguments name, or what comes in, and writes the outcome and nothing else. 0 where there is an outcome, be it
    /// that no plan is possible, or where a checked outcome holds; 1 where a file can't be used or an outcome does not hold.
    /// </summary>
    public static int Run(string[] arguments, Stream input, Stream output, TextWriter messages)
    {
        try
        {
            switch (arguments)
            {
                case [] or ["-"]:
                    return Solve(input, output);
                case ["--check", var problem, var outcome]:
                    return Check(Read(problem, file => MatchingFiles.ReadProblem(file)), Read(outcome, file => MatchingFiles.ReadOutcome(file)), messages);
                case [{ Length: > 0 } problem] when problem[0] != '-':
                    return Read(problem, file => Solve(file, output));
                default:
                    messages.WriteLine(Usage);
                    return 2;
            }
        }
        catch (Exception exception) when (exception is MatchingFileException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            messages.WriteLine(exception.Message);
            return 1;
        }
    }

    private static int Solve(Stream from, Stream to)
    {
        MatchingFiles.WriteOutcome(MatchingEngine.Solve(MatchingFiles.ReadProblem(from)), to);
        return 0;
    }

    private static int Check(MatchingProblem problem, MatchingOutcome outcome, TextWriter messages)
    {
        var failures = CertificateCheck.Failures(problem, outcome);
        foreach (var failure in failures)
            messages.WriteLine(failure);
        if (failures.Count > 0)
            return 1;
        messages.WriteLine(
            outcome.Certificate is null ? "The outcome says that there is no plan. That has no certificate: solve the problem to see it."
            : outcome.Certificate is { Profile: MatchingProfile.Stable } ? "The plan keeps the capacities, and no two sides would both rather have each other."
            : $"The plan keeps every rule, and the prices prove that no plan is better by more than {outcome.Certificate.BoundByPrices - outcome.Fit} points."
                + (outcome.Certificate.BoundByPrices > outcome.UpperBound ? $" That none is by more than {outcome.Certificate.Gap} was found by a search: solve the problem to see it." : ""));
        return 0;
    }

    private static T Read<T>(string path, Func<Stream, T> read)
    {
        using var file = File.OpenRead(path);
        return read(file);
    }
}
