using Ambassadors.Matching;

namespace Ambassadors.Tests.Matching;

/// <summary>Small problems whose answers others published.</summary>
public sealed class KnownAnswerTests
{
    /// <summary>Six workers in two teams, four tasks. OR-Tools, "Assignment with teams of workers".</summary>
    private static readonly int?[][] Workers =
    [
        [90, 76, 75, 70], [35, 85, 55, 65], [125, 95, 90, 105], [45, 110, 95, 115], [60, 105, 80, 75], [45, 65, 110, 95]
    ];

    /// <summary>Ten workers, eight tasks of different sizes. OR-Tools, "Assignment with task sizes".</summary>
    private static readonly int[][] Sized =
    [
        [90, 76, 75, 70, 50, 74, 12, 68], [35, 85, 55, 65, 48, 101, 70, 83], [125, 95, 90, 105, 59, 120, 36, 73],
        [45, 110, 95, 115, 104, 83, 37, 71], [60, 105, 80, 75, 59, 62, 93, 88], [45, 65, 110, 95, 47, 31, 81, 34],
        [38, 51, 107, 41, 69, 99, 115, 48], [47, 85, 57, 71, 92, 77, 109, 36], [39, 63, 97, 49, 118, 56, 92, 61],
        [47, 101, 71, 60, 88, 109, 52, 90]
    ];

    private static readonly int[] Sizes = [10, 7, 3, 12, 15, 4, 11, 5];

    /// <summary>Costs to be least, their sum, and who published both.</summary>
    public static TheoryData<string, int?[][], long> LeastCosts => new()
    {
        { "OR-Tools, assignment example", [[90, 76, 75, 70], [35, 85, 55, 65], [125, 95, 90, 105], [45, 110, 95, 115]], 265 },
        { "SciPy, test_linear_assignment 1", [[400, 150, 400], [400, 450, 600], [300, 225, 300]], 850 },
        { "SciPy, test_linear_assignment 2", [[400, 150, 400, 1], [400, 450, 600, 2], [300, 225, 300, 3]], 452 },
        { "SciPy, test_linear_assignment 3", [[10, 10, 8], [9, 8, 1], [9, 7, 4]], 18 },
        { "SciPy, test_linear_assignment 4", [[10, 10, 8, 11], [9, 8, 1, 1], [9, 7, 4, 10]], 15 },
        { "SciPy, test_linear_assignment, forbidden pairs", [[10, null, null], [null, null, 1], [null, 7, null]], 18 }
    };

    [Theory]
    [MemberData(nameof(LeastCosts))]
    public void The_least_total_of_costs_is_the_published_one(string source, int?[][] costs, long least)
    {
        const int from = 1000;
        var outcome = MatchingEngine.Solve(Instance.Costs(costs, from), cancellation: TestContext.Current.CancellationToken);
        Assert.True(outcome.Optimal, source);
        Assert.Equal(costs.Length, outcome.Pairs.Count);
        Assert.Equal(least, from * (long)outcome.Pairs.Count - outcome.Fit);
    }

    [Fact]
    public void Two_teams_of_which_each_may_have_two_tasks_cost_250()
    {
        var free = Instance.Costs(Workers, 1000).For(MatchingProfile.Fit).Pole("odd", "a1", "a3", "a5");
        Assert.Equal(4 * 1000 - 250, Solve(free.Under(rules => rules with { MaxPerPole = 2 })).Fit);
        Assert.Equal(3765, Solve(free).Fit);
    }

    [Fact]
    public void Tasks_of_different_sizes_for_workers_of_15_cost_326()
    {
        const int from = 1000;
        var problem = Instance.Costs([.. Sizes.Select((_, task) => Sized.Select(costs => (int?)costs[task]).ToArray())], from);
        problem = problem.Seats(8, [.. problem.Offers.Select(offer => offer.Id)]).Under(rules => rules with
        {
            Linear = [.. Sized.Select((_, worker) => new LinearLimit($"worker {worker}", 15, [.. Sizes.Select((size, task) => new PairWeight($"a{task}", $"o{worker}", size))]))]
        });
        var outcome = Solve(problem);
        Assert.Equal(8, outcome.Pairs.Count);
        Assert.Equal(326, 8 * from - outcome.Fit);
        Feasible.Check(problem, outcome);
    }

    /// <summary>HotCRP's test of its flow (<c>t_mincostmaxflow.php</c>): papers and reviewers whose best plan is the only one.</summary>
    [Fact]
    public void The_only_best_plan_is_found_in_whatever_order_the_problem_is_written()
    {
        var problem = Instance.Of("u0 p0 10", "u0 p1 11", "u1 p0 10", "u1 p1 10", "u1 p2 10", "u2 p0 10", "u2 p2 9");
        for (var seed = 0; seed < 50; seed++)
            Assert.Equal("u0-p1 u1-p2 u2-p0", Solve(problem.Shuffled(seed)).Plan());
    }

    /// <summary>Five applicants and three hospitals with two posts each, as the NRMP explains its algorithm.</summary>
    [Fact]
    public void The_example_of_the_residents_match_comes_out_as_published()
    {
        var problem = StableTests.Ranked(
            """
            Arthur: City
            Sunny: City Mercy
            Darrius: City Mercy General
            Joseph: City General Mercy
            Latha: Mercy City General
            """,
            """
            Mercy: Darrius Latha Sunny Joseph
            City: Darrius Arthur Sunny Latha Joseph
            General: Darrius Joseph Latha
            """, capacity: 2);
        var outcome = Solve(problem);
        Assert.Equal("Arthur-City Darrius-City Joseph-General Latha-Mercy Sunny-Mercy", outcome.Plan());
        Assert.Equal(0, outcome.BlockingPairs);
    }

    private static MatchingOutcome Solve(MatchingProblem problem)
    {
        var outcome = MatchingEngine.Solve(problem, cancellation: TestContext.Current.CancellationToken);
        Assert.True(outcome.Optimal || problem.Profile == MatchingProfile.Stable);
        return outcome;
    }
}
