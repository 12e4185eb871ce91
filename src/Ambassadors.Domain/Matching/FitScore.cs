using Ambassadors.Domain.Calls;

namespace Ambassadors.Domain.Matching;

/// <summary>The parts of the fit of a pair, each a named measure of 0 to 1000. What they weigh together is a matter of the call.</summary>
public static class FitScore
{
    /// <summary>What nobody wished for or against is worth: half of what was wished for first.</summary>
    public const int Indifferent = 500;

    /// <summary>Every part, in the order of <see cref="FitPart"/>.</summary>
    public static IReadOnlyList<int> Parts(SeekingSide application, HostingSide offer, MatchingGround ground) =>
    [
        Themes(application, offer, ground.Themes),
        Wish(RankOf(application, offer), application.Content.Preferences.Count),
        Wish(RankOf(offer, application), offer.Content.Preferences.Count),
        SharedLanguages(application, offer),
        Dates(application, offer, ground),
        ground.Cooperations.Contains((application.PoleSlug, offer.ClusterSlug)) ? 1000 : 0,
        Reciprocity(application, offer, ground)
    ];

    /// <summary>The cluster's rank among the wishes of the application.</summary>
    public static int? RankOf(SeekingSide application, HostingSide offer) =>
        application.Content.Preferences.FirstOrDefault(wish => wish.ClusterSlug == offer.ClusterSlug)?.Rank;

    /// <summary>The pôle's rank among the wishes of the offer.</summary>
    public static int? RankOf(HostingSide offer, SeekingSide application) =>
        offer.Content.Preferences.FirstOrDefault(wish => wish.PoleSlug == application.PoleSlug)?.Rank;

    /// <summary>The mean, over the themes of the application, of how near the nearest theme of the offer is.</summary>
    public static int Themes(SeekingSide application, HostingSide offer, ThemeMap map)
    {
        var themes = application.Content.Themes;
        return themes.Count == 0 ? 0 : themes.Sum(theme => offer.Content.Themes.Select(other => map.Nearness(theme, other)).DefaultIfEmpty().Max()) / themes.Count;
    }

    /// <summary>1000 for the first wish, 150 less for each that comes before, at least 100; 0 for what was not wished for; whoever wishes for nothing is indifferent.</summary>
    public static int Wish(int? rank, int wishes) => wishes == 0 ? Indifferent : rank is { } place ? Math.Max(100, 1000 - 150 * (place - 1)) : 0;

    /// <summary>700 for a language in common, 1000 for more.</summary>
    public static int SharedLanguages(SeekingSide application, HostingSide offer) =>
        Languages.Shared(application.Content.Languages, offer.Content.Languages) switch { 0 => 0, 1 => 700, _ => 1000 };

    /// <summary>How long the longest common window is beside twice the days of stay: 500 where the stay just fits, 1000 where there is as much room again.</summary>
    public static int Dates(SeekingSide application, HostingSide offer, MatchingGround ground)
    {
        var longest = Stay.Common(application.Content.Windows, offer.Content.Windows, ground.EarliestOn).Select(window => window.Days).DefaultIfEmpty().Max();
        return application.AllDays == 0 ? 0 : (int)Math.Min(1000, 500L * longest / application.AllDays);
    }

    /// <summary>1000 where the two sides have then sent each other as many persons, 500 less for each that one of them sent more.</summary>
    public static int Reciprocity(SeekingSide application, HostingSide offer, MatchingGround ground)
    {
        var (outbound, inbound) = ground.Exchanged.TryGetValue((application.PoleSlug, offer.ClusterSlug), out var sent) ? (sent.Outbound, sent.Inbound) : (0, 0);
        var after = outbound - inbound + application.Direction switch
        {
            ExchangeDirection.Outbound => 1,
            ExchangeDirection.Inbound => -1,
            ExchangeDirection.Reciprocal => 0
        };
        return Math.Max(0, 1000 - 500 * Math.Abs(after));
    }
}
