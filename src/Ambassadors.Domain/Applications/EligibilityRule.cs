using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Organisations;

namespace Ambassadors.Domain.Applications;

/// <summary>What a submission is judged by.</summary>
/// <param name="Call">The call, with the rules in force.</param>
/// <param name="Pole">The pôle.</param>
/// <param name="Ambassador">The member put forward, where one is named.</param>
/// <param name="SubmittedByPole">How many applications of the pôle the call already holds.</param>
/// <param name="Today">The day in Paris.</param>
public sealed record Submission(Call Call, Pole Pole, Member? Ambassador, int SubmittedByPole, DateOnly Today);

/// <summary>Whether an application may be submitted: every unmet condition at once.</summary>
public static class EligibilityRule
{
    /// <summary>The codes with which the rule refuses.</summary>
    public static readonly string[] Codes =
    [
        "call.not_open", "pole.not_labelled", "application.incomplete", "application.candidacy_not_agreed",
        "application.pole_number_used_up", "application.direction_not_allowed", "application.theme_not_eligible",
        "application.country_not_eligible", "application.duration_out_of_limits", "application.no_window_long_enough",
        "application.amount_over_ceiling", "application.amount_currency", "ambassador.function_not_eligible",
        "ambassador.mandate_over"
    ];

    /// <summary>Every condition that the application does not meet.</summary>
    public static IEnumerable<Refusal> Unmet(ExchangeApplication application, Submission submission, DateTimeOffset at)
    {
        var (call, pole, ambassador, submitted, today) = submission;
        var content = application.Content;
        var rules = call.Rules;

        if (!call.TakesSubmissionsAt(at))
            yield return new Refusal("call.not_open", "#/callId");
        if (!pole.IsLabelledOn(today))
            yield return new Refusal("pole.not_labelled", "#/poleSlug", pole.Name);
        if (rules.ApplicationsPerPole is { } number && submitted >= number)
            yield return new Refusal("application.pole_number_used_up", "#/poleSlug", number);
        foreach (var member in MissingMembers(content))
            yield return new Refusal("application.incomplete", $"#/{member}", member);

        if (ambassador is not null)
        {
            if (!application.CandidacyAgreed)
                yield return new Refusal("application.candidacy_not_agreed", "#/ambassadorId");
            if (rules.AmbassadorFunctions.Count > 0 && !rules.AmbassadorFunctions.Contains(ambassador.Function))
                yield return new Refusal("ambassador.function_not_eligible", "#/ambassadorId", Wire.Name(ambassador.Function));
            if (!ambassador.HoldsMandateOn(today))
                yield return new Refusal("ambassador.mandate_over", "#/ambassadorId");
        }

        if (content.Direction is { } direction && !rules.Directions.Contains(direction))
            yield return new Refusal("application.direction_not_allowed", "#/direction", Wire.Name(direction));
        if (rules.Themes.Count > 0 && content.Themes.Count > 0 && !content.Themes.Any(rules.Themes.Contains))
            yield return new Refusal("application.theme_not_eligible", "#/themes", string.Join(", ", rules.Themes));
        foreach (var (index, wish) in content.Preferences.Index())
        {
            if (!rules.Admits(wish.Country))
                yield return new Refusal("application.country_not_eligible", $"#/preferences/{index}/clusterSlug", wish.Country);
        }

        if (content.DurationDays is { } days)
        {
            if (!rules.AdmitsDays(days))
                yield return new Refusal("application.duration_out_of_limits", "#/durationDays", days, rules.MinimumDays, rules.MaximumDays);
            if (content.Windows.Count > 0 && !content.Windows.Any(window => DaysLeft(window, today) >= days))
                yield return new Refusal("application.no_window_long_enough", "#/windows", days);
        }

        if (content.RequestedAmount is { } amount)
        {
            if (amount.Currency != call.Currency)
                yield return new Refusal("application.amount_currency", "#/requestedAmount/currency", call.Currency);
            else if (amount.Amount > rules.CeilingPerExchange)
                yield return new Refusal("application.amount_over_ceiling", "#/requestedAmount/amount", rules.CeilingPerExchange, call.Currency);
        }
    }

    private static int DaysLeft(Window window, DateOnly today) =>
        window.EndsOn.DayNumber - Math.Max(window.StartsOn.DayNumber, today.DayNumber) + 1;

    private static IEnumerable<string> MissingMembers(ApplicationContent content)
    {
        if (content.AmbassadorId is null)
            yield return "ambassadorId";
        if (content.Direction is null)
            yield return "direction";
        if (string.IsNullOrWhiteSpace(content.Objectives))
            yield return "objectives";
        if (content.Themes.Count == 0)
            yield return "themes";
        if (content.Languages.Count == 0)
            yield return "languages";
        if (content.Windows.Count == 0)
            yield return "windows";
        if (content.DurationDays is null)
            yield return "durationDays";
        if (content.RequestedAmount is null)
            yield return "requestedAmount";
    }
}
