namespace Ambassadors.Domain.Matching;

/// <summary>A named part of the fit between an application and an offer, each 0 to 1000.</summary>
public enum FitPart
{
    /// <summary>How near the themes of both are.</summary>
    Themes,

    /// <summary>The cluster's rank among the wishes of the application.</summary>
    ApplicationWish,

    /// <summary>The pôle's rank among the wishes of the offer.</summary>
    HostWish,

    /// <summary>Languages that both speak.</summary>
    Languages,

    /// <summary>How much room the common windows leave for the stay.</summary>
    Dates,

    /// <summary>Whether the pôle and the cluster agreed to cooperate.</summary>
    Cooperation,

    /// <summary>Whether the exchange balances what the two sides sent each other.</summary>
    Reciprocity
}

/// <summary>What each part of the fit weighs, 0 to 100; at least one is above 0. The fit is the weighted mean of the parts, rounded down, 0 to 1000.</summary>
/// <param name="Themes">Of <see cref="FitPart.Themes"/>.</param>
/// <param name="ApplicationWish">Of <see cref="FitPart.ApplicationWish"/>.</param>
/// <param name="HostWish">Of <see cref="FitPart.HostWish"/>.</param>
/// <param name="Languages">Of <see cref="FitPart.Languages"/>.</param>
/// <param name="Dates">Of <see cref="FitPart.Dates"/>.</param>
/// <param name="Cooperation">Of <see cref="FitPart.Cooperation"/>.</param>
/// <param name="Reciprocity">Of <see cref="FitPart.Reciprocity"/>.</param>
public sealed record FitWeights(
    int Themes = 35, int ApplicationWish = 20, int HostWish = 10, int Languages = 10, int Dates = 10, int Cooperation = 10, int Reciprocity = 5)
{
    /// <summary>The weights in the order of <see cref="FitPart"/>.</summary>
    public IReadOnlyList<int> InOrder() => [Themes, ApplicationWish, HostWish, Languages, Dates, Cooperation, Reciprocity];

    /// <summary>The fit of a pair: the weighted mean of its parts, which come in the order of <see cref="FitPart"/>.</summary>
    public int FitOf(IReadOnlyList<int> parts)
    {
        var (sum, total) = (0, 0);
        foreach (var (weight, part) in InOrder().Zip(parts))
            (sum, total) = (sum + weight * part, total + weight);
        return total == 0 ? 0 : sum / total;
    }
}

/// <summary>What the pairings of a call may be together; what is absent limits nothing.</summary>
/// <param name="MaxPerPole">The most pairings of one pôle.</param>
/// <param name="MaxPerCountry">The most pairings with one country.</param>
/// <param name="MinCountries">The fewest distinct countries.</param>
public sealed record MatchingQuotas(int? MaxPerPole = null, int? MaxPerCountry = null, int MinCountries = 0);
