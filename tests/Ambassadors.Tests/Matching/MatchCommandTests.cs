using System.Diagnostics;
using System.Text;
using Ambassadors.Api.Startup;
using Ambassadors.Matching;
using Ambassadors.Matching.Exchange;

namespace Ambassadors.Tests.Matching;

/// <summary>A problem solved from the command line, away from any service.</summary>
public sealed class MatchCommandTests : IDisposable
{
    private static readonly MatchingProblem Problem = Instance.Of("a1 o1 900 10", "a2 o1 800 10", "a2 o2 300 5").In("MA", "o2").Under(rules => rules with { Budget = 15, MinCountries = 2 });

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ambassadors-match-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_problem_is_solved_from_standard_input_or_from_a_file()
    {
        var expected = MatchingEngine.Solve(Problem, cancellation: TestContext.Current.CancellationToken).Written();
        Assert.Equal((0, expected, ""), Run(Problem.Written()));
        Assert.Equal((0, expected, ""), Run(Problem.Written(), "-"));
        Assert.Equal((0, expected, ""), Run("", File("problem.json", Problem.Written())));
    }

    [Fact]
    public void That_there_is_no_plan_is_an_outcome()
    {
        var (status, output, messages) = Run(Problem.Under(rules => rules with { MinCountries = 3 }).Written());
        Assert.Equal((0, ""), (status, messages));
        Assert.Contains("\"infeasible\":{\"rule\":\"distinct_countries\",\"asked\":3,\"possible\":2,", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_problem_is_refused_with_a_message()
    {
        Assert.Equal((1, "", "/pairs/0/fit: is not a whole number of 32 bits.\n"), Run(Problem.Written().Replace("900", "\"good\"", StringComparison.Ordinal)));
        var (status, output, messages) = Run(Problem.Written().Replace("900", "-900", StringComparison.Ordinal));
        Assert.Equal((1, ""), (status, output));
        Assert.Contains("-900", messages, StringComparison.Ordinal);
        Assert.Equal(1, Run("", Path.Combine(_folder.FullName, "nothing.json")).Status);
        Assert.Equal(1, Run("", _folder.FullName).Status);
        Assert.Equal(2, Run("", "--unknown").Status);
        Assert.Equal(2, Run("", "one.json", "two.json").Status);
    }

    [Fact]
    public void An_outcome_is_checked_against_its_problem()
    {
        var (problem, right) = (File("problem.json", Problem.Written()), Run(Problem.Written()).Output);
        Assert.Equal((0, "", "The plan keeps every rule, and the prices prove that no plan is better by more than 0 points.\n"), Run("", "--check", problem, File("right.json", right)));
        var (status, output, messages) = Run("", "--check", problem, File("wrong.json", right.Replace("\"fit\":1200", "\"fit\":1201", StringComparison.Ordinal)));
        Assert.Equal((1, ""), (status, output));
        Assert.Contains("The fit is not the sum over the plan.", messages, StringComparison.Ordinal);
        Assert.Equal((1, "", "has no \"pairs\".\n"), Run("", "--check", problem, File("none.json", """{"format":"ambassadors-matching-outcome/1"}""")));
    }

    [Fact]
    public async Task The_command_needs_no_database_and_prints_nothing_but_the_outcome()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "match"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
            Environment = { ["Database__Provider"] = "Postgres", ["ConnectionStrings__Ambassadors"] = "Host=nowhere.invalid" }
        })!;
        var (output, messages) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.StandardInput.WriteAsync(Problem.Written());
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, Run(Problem.Written()).Output, ""), (process.ExitCode, await output, await messages));
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    private static (int Status, string Output, string Messages) Run(string input, params string[] arguments)
    {
        using var from = new MemoryStream(Encoding.UTF8.GetBytes(input));
        using var to = new MemoryStream();
        using var messages = new StringWriter { NewLine = "\n" };
        var status = MatchCommand.Run(arguments, from, to, messages);
        if (to.Length > 0)
        {
            to.Position = 0;
            MatchingFiles.ReadOutcome(to);
        }
        return (status, Encoding.UTF8.GetString(to.ToArray()), messages.ToString());
    }

    private string File(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }
}
