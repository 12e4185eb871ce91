using Ambassadors.Matching;

namespace Ambassadors.Tests.Matching;

/// <summary>Same problem, same outcome, byte for byte.</summary>
public sealed class DeterminismTests
{
    [Theory]
    [InlineData(MatchingProfile.Fit)]
    [InlineData(MatchingProfile.CountFit)]
    [InlineData(MatchingProfile.Floor)]
    [InlineData(MatchingProfile.Stable)]
    public void The_order_in_which_a_problem_is_written_does_not_change_a_byte(MatchingProfile profile)
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var problem = RandomProblem.Of(seed, profile);
            var written = Solve(problem);
            for (var shuffle = 0; shuffle < 2; shuffle++)
                Assert.Equal(written, Solve(problem.Shuffled(shuffle)));
        }
    }

    /// <summary>All fits are equal, so that there are very many best plans: the lottery decides among them, not the order.</summary>
    [Fact]
    public void Where_many_plans_are_best_it_is_the_same_one_in_every_order()
    {
        var problem = new MatchingProblem
        {
            Applications = [.. Enumerable.Range(0, 40).Select(index => new MatchingApplication($"a{index}", "scs"))],
            Offers = [.. Enumerable.Range(0, 10).Select(index => new MatchingOffer($"o{index}", 2, $"C{index % 3}"))],
            Pairs = [.. from application in Enumerable.Range(0, 40) from offer in Enumerable.Range(0, 10) select new MatchingPair($"a{application}", $"o{offer}", 500, 1000)],
            Constraints = new() { Budget = 15_000, MaxPerCountry = 6, MinCountries = 3 }
        };
        var written = Solve(problem);
        Assert.Single(Enumerable.Range(0, 4).Select(seed => Solve(problem.Shuffled(seed))).Append(written).Distinct());
        // Another problem draws other lots, even one that differs in nothing that the plan has to keep.
        Assert.NotEqual(Plan(problem), Plan(problem with { Constraints = problem.Constraints with { MaxPerPole = 39 } }));

        static string Plan(MatchingProblem problem) => MatchingEngine.Solve(problem, cancellation: TestContext.Current.CancellationToken).Plan();
    }

    [Fact]
    public void Problems_that_are_solved_at_the_same_time_do_not_disturb_each_other()
    {
        var problems = Enumerable.Range(0, 8).Select(seed => RandomProblem.Of(seed, MatchingProfile.Fit)).ToList();
        var alone = problems.ConvertAll(Solve);
        var together = new string[problems.Count * 2];
        Parallel.For(0, together.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, index => together[index] = Solve(problems[index % problems.Count]));
        Assert.Equal([.. alone, .. alone], together);
    }

    private static string Solve(MatchingProblem problem) => MatchingEngine.Solve(problem, cancellation: TestContext.Current.CancellationToken).Written();
}
