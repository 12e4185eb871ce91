using System.Globalization;
using System.Resources;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Matching;

namespace Ambassadors.Api.Matching;

/// <summary>What the matching says to people, in the language of the request. Resource files hold the texts, French being the neutral one.</summary>
public static class Explanations
{
    private static readonly ResourceManager Resources = new("Ambassadors.Api.Resources.Matching", typeof(Explanations).Assembly);

    /// <summary>Every text of a language by its name.</summary>
    public static IReadOnlyDictionary<string, string> All(CultureInfo language) =>
        Resources.GetResourceSet(language, createIfNotExists: true, tryParents: false)!
            .Cast<System.Collections.DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    /// <summary>Why there is no plan.</summary>
    public static string Of(RunInfeasibility why) => Format(why is { Rule: "other_limit", Name: null } ? "infeasible.together" : $"infeasible.{why.Rule}", why.Asked, why.Possible, why.Name ?? "");

    /// <summary>Why an application has no pair.</summary>
    public static string Reason(string reason) => Text($"reason.{reason}");

    /// <summary>The same in every language, for what is written once and read by anybody.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="isSolved">Whether it is exact: no rule is named by an estimate in what is final.</param>
    public static string ReasonInAll(string reason, bool isSolved) =>
        string.Join("\n", Texts.Languages.Select(language => Text(isSolved ? $"reason.{reason}" : "reason.of_the_plan", language)));

    /// <summary>What waiving a rule would do for an application.</summary>
    public static string Waiver(WaiverResult waiver) => Format(waiver.Places ? "waiver.places" : "waiver.does_not", Text($"rule.{waiver.Rule}"), waiver.Gain);

    /// <summary>What placing an application would cost the plan.</summary>
    public static string? Placement(long? cost) => cost is { } points ? Format("placement", points) : null;

    /// <summary>What would change it.</summary>
    public static string Miss(NearestMiss miss) => Format(miss.Missing is null ? "miss" : "miss.named", miss.Offers, Texts.Title(miss.Rule), miss.Missing ?? "");

    /// <summary>That a pair was found, and whether an officer left it aside.</summary>
    public static string Paired(bool isLeftAside) => Text(isLeftAside ? "paired.left_aside" : "paired");

    /// <summary>What French law has said to whoever a decision based on an algorithm is about.</summary>
    public static string Notice(RunProfile profile) => Format("notice", Text($"profile.{Domain.Lifecycle.Wire.Name(profile)}"));

    private static string Format(string name, params object[] figures) => string.Format(CultureInfo.CurrentCulture, Text(name), figures);

    private static string Text(string name, CultureInfo? language = null) => Resources.GetString(name, language ?? CultureInfo.CurrentUICulture) ?? name;
}
