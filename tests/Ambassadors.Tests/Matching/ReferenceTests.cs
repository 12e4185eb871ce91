using System.Globalization;
using Ambassadors.Matching;

namespace Ambassadors.Tests.Matching;

/// <summary>The engine against CP-SAT on the whole model.</summary>
public sealed class ReferenceTests
{
    private const int Problems = 200;
    private const int PerTest = 10;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, Problems / PerTest).Select(part => part * PerTest), 5630];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_engine_is_as_good_as_the_whole_model_and_finds_no_plan_where_there_is_none(int first)
    {
        foreach (var seed in Enumerable.Range(first, PerTest))
        {
            var problem = Of(seed);
            var best = WholeModel.Solve(problem);
            var outcome = MatchingEngine.Solve(problem, cancellation: TestContext.Current.CancellationToken);
            Assert.Empty(CertificateCheck.Failures(problem, outcome));
            if (best is null)
            {
                Assert.True(outcome.Infeasible is not null, $"Seed {seed}: there is no plan, yet the engine has {outcome.Plan()}.");
                Assert.Empty(outcome.Pairs);
                Assert.Null(outcome.Certificate);
                continue;
            }
            Assert.True(outcome.Infeasible is null, $"Seed {seed}: there is a plan of {best.Fit}, yet the engine says {outcome.Infeasible?.Detail}");
            Assert.True(best.Fit == outcome.Fit, string.Create(CultureInfo.InvariantCulture, $"Seed {seed}: the best plan has {best.Fit}, the engine's {outcome.Fit}."));
            Assert.True(outcome.Optimal, $"Seed {seed}: the plan is the best and not proved to be.");
            Assert.Equal(outcome.Fit, outcome.UpperBound);
            Feasible.Check(problem, outcome);
            var free = Feasible.Chosen(problem, outcome).Where(pair => !problem.Constraints.Locked.Contains(new Couple(pair.Application, pair.Offer))).ToList();
            if (best.Lowest is { } lowest && free.Count > 0)
                Assert.Equal(lowest, free.Min(pair => pair.Fit));
        }
    }

    [Fact]
    public void The_random_problems_have_every_rule_and_some_of_them_no_plan()
    {
        var problems = Enumerable.Range(0, Problems).Select(Of).ToList();
        Assert.All(Enum.GetValues<MatchingProfile>().Where(profile => profile != MatchingProfile.Stable), profile => Assert.Contains(problems, one => one.Profile == profile));
        var rules = problems.Select(problem => problem.Constraints).ToList();
        Assert.True(rules.Count(one => one.Budget is not null && one.MaxPerPole is not null && one.MaxPerCountry is not null && one.MinCountries > 1) >= 5);
        Assert.True(rules.Count(one => one.Locked.Count > 0) >= 20);
        Assert.True(rules.Count(one => one.Forbidden.Count > 0) >= 50);
        Assert.True(rules.Count(one => one.Linear.Count > 0) >= 40);
        var without = problems.Count(problem => WholeModel.Solve(problem) is null);
        Assert.InRange(without, 10, Problems / 2);
    }

    private static MatchingProblem Of(int seed) =>
        RandomProblem.Of(seed, (seed % 5) switch { 0 or 1 => MatchingProfile.Fit, 2 or 3 => MatchingProfile.CountFit, _ => MatchingProfile.Floor });
}
