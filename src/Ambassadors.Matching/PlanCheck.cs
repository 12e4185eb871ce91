namespace Ambassadors.Matching;

/// <summary>Whether a plan keeps the rules of its problem, each counted anew.</summary>
internal static class PlanCheck
{
    public static IEnumerable<string> Failures(MatchingProblem problem, MatchingOutcome outcome)
    {
        var constraints = problem.Constraints;
        var plan = outcome.Pairs.ToHashSet();
        var pairs = problem.Pairs.Where(pair => plan.Contains(new(pair.Application, pair.Offer))).ToList();
        var poleOf = problem.Applications.ToDictionary(application => application.Id, application => application.Pole);
        var offers = problem.Offers.ToDictionary(offer => offer.Id);
        if (pairs.Count != outcome.Pairs.Count)
        {
            yield return "A pair of the plan is none of the problem's, or is there twice.";
            yield break;
        }
        if (!outcome.Pairs.SequenceEqual(outcome.Pairs.OrderBy(pair => pair.Application, StringComparer.Ordinal)))
            yield return "The plan is not by application in ordinal order.";
        if (pairs.Sum(pair => (long)pair.Fit) != outcome.Fit)
            yield return "The fit is not the sum over the plan.";
        if (pairs.Sum(pair => pair.Cost) != outcome.Cost)
            yield return "The cost is not the sum over the plan.";
        if (pairs.DistinctBy(pair => pair.Application).Count() != pairs.Count)
            yield return "An application has two offers.";
        if (constraints.Locked.Any(couple => !plan.Contains(couple)))
            yield return "A locked pair is not in the plan.";
        if (constraints.Forbidden.Any(plan.Contains))
            yield return "A forbidden pair is in the plan.";
        foreach (var (offer, count) in pairs.CountBy(pair => pair.Offer))
        {
            if (count > offers[offer].Capacity)
                yield return $"Offer {offer} has {count} pairs, more than its capacity.";
        }
        var matched = pairs.Select(pair => pair.Application).ToHashSet();
        var rest = problem.Applications.Select(application => application.Id).Where(id => !matched.Contains(id)).Order(StringComparer.Ordinal);
        if (!outcome.Unmatched.Select(unmatched => unmatched.Application).SequenceEqual(rest))
            yield return "The applications without a pair are not those that are said to have none.";
        if (problem.Profile is MatchingProfile.Stable)
            yield break;

        foreach (var (pole, count) in pairs.CountBy(pair => poleOf[pair.Application]))
        {
            // A quota that others had used up already stands: it leaves 0 places.
            if (count > Math.Max(0, (constraints.MaxPerPole ?? int.MaxValue) - constraints.UsedPerPole.GetValueOrDefault(pole)))
                yield return $"Pole {pole} has {count} pairs, more than its quota leaves.";
        }
        var countries = pairs.CountBy(pair => offers[pair.Offer].Country).ToList();
        foreach (var (country, count) in countries)
        {
            if (count > Math.Max(0, (constraints.MaxPerCountry ?? int.MaxValue) - constraints.UsedPerCountry.GetValueOrDefault(country)))
                yield return $"Country {country} has {count} pairs, more than its quota leaves.";
        }
        var reached = constraints.UsedPerCountry.Where(used => used.Value > 0).Select(used => used.Key)
            .Union(countries.Select(country => country.Key)).Count();
        if (reached < constraints.MinCountries)
            yield return $"The plan reaches {reached} countries, fewer than asked.";
        if (outcome.Cost > constraints.Budget)
            yield return "The plan costs more than the budget.";
        foreach (var limit in constraints.Linear)
        {
            if (limit.Weights.Where(weight => plan.Contains(new(weight.Application, weight.Offer))).Sum(weight => weight.Weight) > limit.AtMost)
                yield return $"Limit {limit.Name} is exceeded.";
        }
        if (outcome.Certificate?.Count is { } asked && asked != pairs.Count)
            yield return "The plan does not have as many pairs as the certificate counts.";
        if (outcome.Certificate?.Floor is { } floor
            && pairs.Any(pair => pair.Fit < floor && !constraints.Locked.Contains(new(pair.Application, pair.Offer))))
            yield return "A pair of the plan is below the lowest fit of the certificate.";
    }
}
