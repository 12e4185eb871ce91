using System.Reflection;
using System.Text.RegularExpressions;
using Ambassadors.Api.Deadlines;
using Ambassadors.Api.Http;
using Ambassadors.Api.Journal;
using Ambassadors.Api.Mails;
using Ambassadors.Api.Matching;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Exchanges;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.Webhooks;
using Ambassadors.Tests.Support;

namespace Ambassadors.Tests.Contract;

public sealed partial class TextTests
{
    private static readonly string Sources = string.Join('\n', Repository.Files("src", "*.cs").Select(File.ReadAllText));

    private static readonly string[] WrongStates =
    [
        .. new[]
        {
            CallLifecycle.Table.Noun, ApplicationLifecycle.Table.Noun, OfferLifecycle.Table.Noun, PairingLifecycle.Table.Noun,
            ExchangeLifecycle.Table.Noun, Commitment.Table.Noun, MatchingRunLifecycle.Table.Noun, MatchingInstruction.Table.Noun, WebhookLifecycle.Table.Noun
        }.Select(noun => $"{noun}.wrong_state")
    ];

    [Fact]
    public void Every_code_has_a_title_and_a_detail_in_both_languages()
    {
        string[] codes =
        [
            .. WrongStates,
            .. CallLifecycle.Table.Rows.SelectMany(row => row.Guards), .. ApplicationLifecycle.Table.Rows.SelectMany(row => row.Guards),
            .. OfferLifecycle.Table.Rows.SelectMany(row => row.Guards), .. PairingLifecycle.Table.Rows.SelectMany(row => row.Guards),
            .. ExchangeLifecycle.Table.Rows.SelectMany(row => row.Guards), .. MatchingRunLifecycle.Table.Rows.SelectMany(row => row.Guards),
            .. MatchingInstruction.Table.Rows.SelectMany(row => row.Guards),
            .. WebhookLifecycle.Table.Rows.SelectMany(row => row.Guards),
            .. Spoken().Matches(Sources).Select(match => match.Groups[1].Value)
        ];
        Assert.True(codes.Length > 100);
        var missing = from language in Texts.Languages
                      from code in codes.Distinct()
                      from part in new[] { "title", "detail" }
                      where !Texts.All(language).TryGetValue($"{code}|{part}", out var text) || string.IsNullOrWhiteSpace(text)
                      select $"{language}: {code}|{part}";
        Assert.True(!missing.Any(), string.Join('\n', missing));
    }

    [Fact]
    public void No_text_is_left_of_a_code_that_is_gone()
    {
        var unused = Texts.Languages.SelectMany(language => Texts.All(language).Keys).Select(name => name.Split('|')[0]).Distinct()
            .Where(code => !WrongStates.Contains(code) && !Sources.Contains($"\"{code}\"", StringComparison.Ordinal));
        Assert.True(!unused.Any(), string.Join('\n', unused));
    }

    [Fact]
    public void Both_languages_name_the_same_figures()
    {
        var english = Texts.All(Texts.Languages[1]);
        var differing = Texts.All(Texts.Languages[0]).Where(text => !Figures(text.Value).SequenceEqual(Figures(english.GetValueOrDefault(text.Key, "")))).Select(text => text.Key);
        Assert.Empty(differing);
    }

    [Fact]
    public void What_the_matching_says_is_said_in_both_languages_with_the_same_figures()
    {
        var (french, english) = (Explanations.All(Texts.Languages[0]), Explanations.All(Texts.Languages[1]));
        Assert.Equal(french.Keys.Order(StringComparer.Ordinal), english.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(french.Where(text => string.IsNullOrWhiteSpace(text.Value) || !Figures(text.Value).SequenceEqual(Figures(english[text.Key]))).Select(text => text.Key));
    }

    [Fact]
    public void Every_kind_of_notice_has_words_of_its_own_for_mails_in_both_languages()
    {
        string[] reminders = [.. RemindersOf(DeadlineService.Deadlines)];
        string[] kinds = [.. Announcements.Kinds, .. reminders, .. MailKinds.Mutable];
        Assert.Contains("pairing.reminder_2_days", kinds);
        Assert.Contains("application.draft_expires", kinds);
        Assert.Empty(MailKinds.Mutable.Except([.. Announcements.Kinds, .. reminders, "webhook_endpoint.disable"]));
        var missing = from language in Texts.Languages
                      let texts = new MailTexts(language)
                      from kind in kinds
                      where !texts.Knows(kind) || string.IsNullOrWhiteSpace(texts.Subject(kind)) || string.IsNullOrWhiteSpace(texts.Sentence(kind))
                      select $"{language}: {kind}";
        Assert.True(!missing.Any(), string.Join('\n', missing));
    }

    [Fact]
    public void A_kind_that_mails_have_no_words_for_is_spoken_of_in_general()
    {
        foreach (var language in Texts.Languages)
        {
            var texts = new MailTexts(language);
            Assert.False(texts.Knows("report.lost_7_days"));
            Assert.Equal(texts.Text("general|subject"), texts.Subject("report.lost_7_days"));
            Assert.Equal(texts.Text("offer.reconfirm|text"), texts.Sentence("offer.reconfirm_7_days"));
        }

        Assert.True(MailKinds.ConcernsDecision("report.lost_7_days"));
    }

    [Fact]
    public void What_mails_say_is_said_in_both_languages_with_the_same_figures()
    {
        var (french, english) = (MailTexts.All(Texts.Languages[0]), MailTexts.All(Texts.Languages[1]));
        Assert.Equal(french.Keys.Order(StringComparer.Ordinal), english.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(french.Where(text => string.IsNullOrWhiteSpace(text.Value) || !Figures(text.Value).SequenceEqual(Figures(english[text.Key]))).Select(text => text.Key));
    }

    // A deadline keeps the kinds of its notices in constants, fields or properties, under whatever name.
    private static IEnumerable<string> RemindersOf(IEnumerable<Deadline> deadlines)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;
        return deadlines.SelectMany(one => one.GetType().GetFields(all).Select(field => field.GetValue(one)).Concat(one.GetType().GetProperties(all).Select(property => property.GetValue(one))))
            .SelectMany(value => value switch { string text => [text], IEnumerable<string> texts => texts, _ => [] })
            .Where(text => Kind().IsMatch(text)).Distinct();
    }

    private static IEnumerable<string> Figures(string text) => Figure().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    // The places in the code from which a code is spoken.
    [GeneratedRegex("""(?:new Refusal\(|WithErrorCode\(|new ProblemError\(|Problems\.(?:Of|At)\([\w.]+,|Problems\.With\([\w.]+,|Details\([\w.]+,|Status[1-5]\d\d\w+ =>|_ =>)\s*"([a-z]+\.[a-z_]+)"(?!\s*\+)""")]
    private static partial Regex Spoken();

    [GeneratedRegex(@"^[a-z_]+\.[a-z_0-9]+$")]
    private static partial Regex Kind();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Figure();
}
