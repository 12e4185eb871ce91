namespace Ambassadors.Matching;

/// <summary>
/// What imposing a pair would cost the programme at the least, read from a certificate: no solver, so a list of candidates can show it.
/// Made once for a problem and its outcome. What it would cost exactly takes a solution with the pair locked.
/// </summary>
public sealed class MatchingPrices
{
    private readonly CanonicalProblem problem;
    private readonly ShadowPrices prices;
    private readonly long fit;

    private MatchingPrices(CanonicalProblem problem, ShadowPrices prices, long fit) =>
        (this.problem, this.prices, this.fit) = (problem, prices, fit);

    /// <summary>The prices of an outcome.</summary>
    /// <exception cref="ArgumentException">The outcome has no prices: it has no plan, is a stable one, or is another problem's.</exception>
    public static MatchingPrices Of(MatchingProblem problem, MatchingOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var canonical = CanonicalProblem.Read(problem);
        if (outcome.Certificate is not { Profile: not MatchingProfile.Stable } certificate || certificate.ProblemHash != canonical.Hash)
            throw new ArgumentException("The outcome has no prices of this problem.", nameof(outcome));
        var prices = ShadowPrices.Of(canonical, certificate);
        return new(canonical, prices, outcome.Fit - prices.Open.LockedFit);
    }

    /// <summary>
    /// By how many points at the least the best plan with the pair is below the plan, from 0; absent where no plan can have it, because
    /// it is forbidden, its application is locked elsewhere, or a rule leaves no room for it.
    /// </summary>
    /// <param name="application">Id of the application.</param>
    /// <param name="offer">Id of the offer.</param>
    /// <remarks>Plans are compared that have as many pairs, and no lower fit, as the profile settled first.</remarks>
    public long? LossOf(string application, string offer)
    {
        var i = Array.BinarySearch(problem.Applications, application, StringComparer.Ordinal);
        var j = Array.BinarySearch(problem.Offers, offer, StringComparer.Ordinal);
        if (i < 0 || j < 0 || problem.PairOf(i, j) is not (var pair and >= 0))
            return null;
        if (problem.Locked.Contains((i, j)))
            return 0;
        if (!prices.Open.Open[pair])
            return null;
        var most = ShadowPrices.FloorDivide(prices.Bound - prices.Loss(pair), prices.Multipliers.Scale);
        return Math.Max(0, fit - (long)most);
    }
}
