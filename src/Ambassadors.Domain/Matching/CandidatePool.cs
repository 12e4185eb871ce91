using Ambassadors.Domain.Calls;

namespace Ambassadors.Domain.Matching;

/// <summary>
/// The offers of a pool, by theme, direction and language, so that the candidates of an application are found without a look at every
/// offer: the whole product of applications and offers is never formed.
/// </summary>
public sealed class CandidatePool
{
    private readonly IReadOnlyList<HostingSide> _offers;
    private readonly MatchingGround _ground;
    private readonly Dictionary<string, List<int>> _byTheme = new(StringComparer.Ordinal);
    private readonly HashSet<string>[] _languages;
    private readonly (DateOnly First, DateOnly Last)[] _spans;

    /// <summary>Makes the pool.</summary>
    public CandidatePool(IReadOnlyList<HostingSide> offers, MatchingGround ground)
    {
        (_offers, _ground) = (offers, ground);
        _languages = [.. offers.Select(offer => offer.Content.Languages.Select(Languages.Primary).ToHashSet(StringComparer.Ordinal))];
        _spans = [.. offers.Select(offer => SpanOf(offer.Content.Windows))];
        foreach (var (index, offer) in offers.Index())
        {
            foreach (var theme in offer.Content.Themes)
            {
                if (!_byTheme.TryGetValue(theme, out var on))
                    _byTheme[theme] = on = [];
                on.Add(index);
            }
        }
    }

    /// <summary>The candidates of an application: the pairs that break no rule, by offer.</summary>
    public IReadOnlyList<Candidate> Of(SeekingSide application)
    {
        var languages = application.Content.Languages.Select(Languages.Primary).ToHashSet(StringComparer.Ordinal);
        var (first, last) = SpanOf(application.Content.Windows);
        var candidates = new List<Candidate>();
        foreach (var index in OnThemesOf(application))
        {
            // Cheap looks first: most offers on a theme fall to one of these.
            var offer = _offers[index];
            if (_spans[index].Last < first || _spans[index].First > last || !CandidateRule.Offers(offer, application.Direction) || !languages.Overlaps(_languages[index]))
                continue;
            if (CandidateOf(application, offer, _ground) is { } candidate)
                candidates.Add(candidate);
        }

        candidates.Sort((one, other) => one.OfferId.CompareTo(other.OfferId));
        return candidates;
    }

    /// <summary>A pair as a candidate; null where it breaks a rule.</summary>
    public static Candidate? CandidateOf(SeekingSide application, HostingSide offer, MatchingGround ground) =>
        CandidateRule.Judge(application, offer, ground) is ([], { } terms)
            ? new Candidate(
                offer.Id, FitScore.Parts(application, offer, ground), terms.Amount.Amount, terms.Legs,
                FitScore.RankOf(application, offer), FitScore.RankOf(offer, application))
            : null;

    /// <summary>Why an application has no candidate: how many offers each rule refuses, and what would change it.</summary>
    public (IReadOnlyList<RuleCount> Refusals, IReadOnlyList<NearestMiss> Misses) WhyNone(SeekingSide application)
    {
        var refused = new SortedDictionary<HardRule, int>();
        var alone = new SortedDictionary<(HardRule Rule, string Missing), int>();
        foreach (var offer in _offers)
        {
            var broken = CandidateRule.Judge(application, offer, _ground).Broken;
            foreach (var rule in broken)
                refused[rule] = refused.GetValueOrDefault(rule) + 1;
            if (broken is not [var only])
                continue;
            foreach (var missing in MissingOf(only, application, offer).DefaultIfEmpty(""))
                alone[(only, missing)] = alone.GetValueOrDefault((only, missing)) + 1;
        }

        return (
            [.. refused.Select(one => new RuleCount(CandidateRule.CodeOf(one.Key), one.Value))],
            [.. alone.GroupBy(one => one.Key.Rule).Select(rule => rule.OrderByDescending(one => one.Value).ThenBy(one => one.Key.Missing, StringComparer.Ordinal).First())
                .Select(one => new NearestMiss(CandidateRule.CodeOf(one.Key.Rule), one.Value, one.Key.Missing.Length == 0 ? null : one.Key.Missing))
                .OrderByDescending(miss => miss.Offers).ThenBy(miss => miss.Rule, StringComparer.Ordinal)]);
    }

    // What the application would have to add so that this offer becomes possible.
    private static IEnumerable<string> MissingOf(HardRule rule, SeekingSide application, HostingSide offer) => rule switch
    {
        HardRule.NoCommonLanguage => offer.Content.Languages.Select(Languages.Primary).Distinct(StringComparer.Ordinal),
        HardRule.NoCommonTheme => offer.Content.Themes,
        HardRule.DirectionNotOffered => offer.Content.Directions.Where(application.Rules.Directions.Contains).Select(direction => Lifecycle.Wire.Name(direction)),
        _ => []
    };

    private IEnumerable<int> OnThemesOf(SeekingSide application)
    {
        var seen = new HashSet<int>();
        foreach (var theme in application.Content.Themes.SelectMany(theme => _ground.Themes.Around(theme).Keys.Prepend(theme)))
        {
            if (!_byTheme.TryGetValue(theme, out var offers))
                continue;
            foreach (var offer in offers)
            {
                if (seen.Add(offer))
                    yield return offer;
            }
        }
    }

    private static (DateOnly First, DateOnly Last) SpanOf(IReadOnlyList<Window> windows) =>
        windows.Count == 0 ? (DateOnly.MaxValue, DateOnly.MinValue) : (windows.Min(window => window.StartsOn), windows.Max(window => window.EndsOn));
}
