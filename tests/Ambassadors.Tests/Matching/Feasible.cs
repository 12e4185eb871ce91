using Ambassadors.Matching;

namespace Ambassadors.Tests.Matching;

/// <summary>Counts a plan after the rules, and after what its outcome says of it.</summary>
internal static class Feasible
{
    /// <summary>The pairs of the problem that the plan has.</summary>
    public static IReadOnlyList<MatchingPair> Chosen(MatchingProblem problem, MatchingOutcome outcome)
    {
        var pairs = problem.Pairs.ToDictionary(pair => new Couple(pair.Application, pair.Offer));
        return [.. outcome.Pairs.Select(couple => pairs[couple])];
    }

    /// <summary>Fails where the plan breaks a rule, or the outcome says of it what is not so.</summary>
    public static void Check(MatchingProblem problem, MatchingOutcome outcome)
    {
        var constraints = problem.Constraints;
        var chosen = Chosen(problem, outcome);
        var offers = problem.Offers.ToDictionary(offer => offer.Id);
        var poles = problem.Applications.ToDictionary(application => application.Id, application => application.Pole);

        Assert.Equal(chosen.Sum(pair => pair.Fit), outcome.Fit);
        Assert.Equal(chosen.Sum(pair => pair.Cost), outcome.Cost);
        Assert.Equal(outcome.Pairs.OrderBy(pair => pair.Application, StringComparer.Ordinal), outcome.Pairs);
        Assert.Equal(
            problem.Applications.Select(one => one.Id).Except(outcome.Pairs.Select(pair => pair.Application)).Order(StringComparer.Ordinal),
            outcome.Unmatched.Select(one => one.Application));

        Assert.Distinct(chosen.Select(pair => pair.Application));
        Assert.All(chosen.GroupBy(pair => pair.Offer), group => Assert.True(group.Count() <= offers[group.Key].Capacity, $"{group.Key} is full."));
        if (problem.Profile == MatchingProfile.Stable)
            return;
        Assert.All(chosen.GroupBy(pair => poles[pair.Application]), group =>
            Assert.True(group.Count() + constraints.UsedPerPole.GetValueOrDefault(group.Key) <= (constraints.MaxPerPole ?? int.MaxValue), $"{group.Key} is over its quota."));
        Assert.All(chosen.GroupBy(pair => offers[pair.Offer].Country), group =>
            Assert.True(group.Count() + constraints.UsedPerCountry.GetValueOrDefault(group.Key) <= (constraints.MaxPerCountry ?? int.MaxValue), $"{group.Key} is over its quota."));
        var countries = chosen.Select(pair => offers[pair.Offer].Country).Union(constraints.UsedPerCountry.Where(used => used.Value > 0).Select(used => used.Key)).Count();
        Assert.True(countries >= constraints.MinCountries, $"{countries} countries of {constraints.MinCountries}.");
        Assert.True(outcome.Cost <= (constraints.Budget ?? long.MaxValue), "The budget is overspent.");
        Assert.Subset(outcome.Pairs.ToHashSet(), constraints.Locked.ToHashSet());
        Assert.Empty(outcome.Pairs.Intersect(constraints.Forbidden));
        Assert.All(constraints.Linear, limit => Assert.True(
            limit.Weights.Where(weight => outcome.Pairs.Contains(new Couple(weight.Application, weight.Offer))).Sum(weight => weight.Weight) <= limit.AtMost, limit.Name));
    }
}
