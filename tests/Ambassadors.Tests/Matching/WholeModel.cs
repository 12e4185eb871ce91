using Ambassadors.Matching;
using Google.OrTools.Sat;

namespace Ambassadors.Tests.Matching;

/// <summary>
/// The whole problem as one model of CP-SAT, written as plainly as the rules are said: no network, no prices. It is what the engine is
/// compared with; it is too slow for problems that people have.
/// </summary>
internal sealed class WholeModel
{
    private readonly MatchingProblem _problem;
    private readonly CpModel _model = new();
    private readonly List<(MatchingPair Pair, BoolVar Chosen)> _chosen;
    private readonly Exempt? _one;

    private WholeModel(MatchingProblem problem, Exempt? one)
    {
        _problem = problem;
        _one = one;
        _chosen = [.. problem.Pairs.Select(pair => (pair, _model.NewBoolVar($"{pair.Application}-{pair.Offer}")))];
        AddRules();
    }

    /// <summary>The best value that the profile can have; null where no plan keeps the rules.</summary>
    public static Best? Solve(MatchingProblem problem, Exempt? one = null) => new WholeModel(problem, one).Solve();

    private Best? Solve()
    {
        var count = LinearExpr.Sum(_chosen.Select(one => one.Chosen));
        var fit = LinearExpr.WeightedSum(_chosen.Select(one => one.Chosen), _chosen.Select(one => (long)one.Pair.Fit));
        long? lowest = null;
        if (_problem.Profile is MatchingProfile.CountFit or MatchingProfile.Floor)
        {
            if (Maximize(count) is not { } most)
                return null;
            _model.Add(count == most);
        }
        if (_problem.Profile is MatchingProfile.Floor)
        {
            var floor = _model.NewIntVar(0, _problem.Pairs.Select(pair => pair.Fit).DefaultIfEmpty().Max(), "floor");
            foreach (var (pair, chosen) in _chosen.Where(one => !_problem.Constraints.Locked.Contains(new Couple(one.Pair.Application, one.Pair.Offer))))
                _model.Add(floor <= pair.Fit).OnlyEnforceIf(chosen);
            lowest = Maximize(floor)!;
            _model.Add(floor == lowest.Value);
        }
        return Maximize(fit) is { } best ? new Best(best, lowest) : null;
    }

    private void AddRules()
    {
        var constraints = _problem.Constraints;
        var country = _problem.Offers.ToDictionary(offer => offer.Id, offer => offer.Country);
        var pole = _problem.Applications.ToDictionary(application => application.Id, application => application.Pole);

        foreach (var ofApplication in _chosen.GroupBy(one => one.Pair.Application))
            _model.Add(Sum(ofApplication) <= 1);
        foreach (var offer in _problem.Offers)
            _model.Add(Sum(Counted(MatchingRule.Seats).Where(one => one.Pair.Offer == offer.Id)) <= offer.Capacity);
        if (constraints.MaxPerPole is { } perPole)
        {
            foreach (var ofPole in Counted(MatchingRule.PoleQuota).GroupBy(one => pole[one.Pair.Application]))
                _model.Add(Sum(ofPole) <= Math.Max(0, perPole - constraints.UsedPerPole.GetValueOrDefault(ofPole.Key)));
        }
        if (constraints.MaxPerCountry is { } perCountry)
        {
            foreach (var inCountry in Counted(MatchingRule.CountryQuota).GroupBy(one => country[one.Pair.Offer]))
                _model.Add(Sum(inCountry) <= Math.Max(0, perCountry - constraints.UsedPerCountry.GetValueOrDefault(inCountry.Key)));
        }
        var before = constraints.UsedPerCountry.Where(used => used.Value > 0).Select(used => used.Key).ToHashSet();
        var reached = new List<BoolVar>();
        foreach (var inCountry in _chosen.GroupBy(one => country[one.Pair.Offer]).Where(group => !before.Contains(group.Key)))
        {
            reached.Add(_model.NewBoolVar(inCountry.Key));
            _model.Add(reached[^1] <= Sum(inCountry));
        }
        _model.Add(LinearExpr.Sum(reached) + before.Count >= constraints.MinCountries);
        if (constraints.Budget is { } budget)
            _model.Add(LinearExpr.WeightedSum(Counted(MatchingRule.Budget).Select(one => one.Chosen), Counted(MatchingRule.Budget).Select(one => one.Pair.Cost)) <= budget);
        foreach (var locked in constraints.Locked)
            _model.Add(Sum(Of(locked)) == 1);
        foreach (var forbidden in constraints.Forbidden)
            _model.Add(Sum(Of(forbidden)) == 0);
        if (_one?.Placed is { } placed)
            _model.Add(Sum(_chosen.Where(one => one.Pair.Application == _one.Application)) == (placed ? 1 : 0));
        foreach (var limit in constraints.Linear)
        {
            var weights = limit.Weights.ToDictionary(weight => new Couple(weight.Application, weight.Offer), weight => weight.Weight);
            _model.Add(LinearExpr.WeightedSum(
                Counted(MatchingRule.OtherLimit).Select(one => one.Chosen), Counted(MatchingRule.OtherLimit).Select(one => weights.GetValueOrDefault(new Couple(one.Pair.Application, one.Pair.Offer)))) <= limit.AtMost);
        }
    }

    /// <summary>The pairs that count for a rule.</summary>
    private IEnumerable<(MatchingPair Pair, BoolVar Chosen)> Counted(MatchingRule rule) =>
        _one?.Waived == rule ? _chosen.Where(one => one.Pair.Application != _one.Application) : _chosen;

    private IEnumerable<(MatchingPair Pair, BoolVar Chosen)> Of(Couple couple) =>
        _chosen.Where(one => one.Pair.Application == couple.Application && one.Pair.Offer == couple.Offer);

    private long? Maximize(LinearExpr value)
    {
        _model.Maximize(value);
        // Until the proof: a model that needs a limit of time is too big for a test.
        using var solver = new CpSolver { StringParameters = "num_workers:1" };
        return solver.Solve(_model) switch
        {
            CpSolverStatus.Optimal => (long)Math.Round(solver.ObjectiveValue),
            CpSolverStatus.Infeasible => null,
            var status => throw new InvalidOperationException($"CP-SAT ended with {status}.")
        };
    }

    private static LinearExpr Sum(IEnumerable<(MatchingPair Pair, BoolVar Chosen)> pairs) => LinearExpr.Sum(pairs.Select(one => one.Chosen));

    /// <summary>What no plan exceeds.</summary>
    /// <param name="Fit">The sum of fit of the best plans.</param>
    /// <param name="Lowest">The lowest fit of a pair that was not locked, where the profile raises it.</param>
    public sealed record Best(long Fit, long? Lowest);

    /// <summary>One application for which something is not as for the others.</summary>
    /// <param name="Application">Its id.</param>
    /// <param name="Waived">The rule for which its pairs do not count.</param>
    /// <param name="Placed">Whether it has to have a pair, or may not; either where it is not said.</param>
    public sealed record Exempt(string Application, MatchingRule? Waived = null, bool? Placed = null);
}
