using System.Collections;
using System.Globalization;
using System.Resources;

namespace Ambassadors.Api.Mails;

/// <summary>
/// The words of mails in one language. Resource files hold them, French being the neutral one: <c>kind|subject</c> and <c>kind|text</c>. A kind that has none of its own is
/// spoken of by what it begins with, <c>pairing.reminder_7_days</c> by <c>pairing.reminder</c>, or else in general words.
/// </summary>
public sealed class MailTexts(CultureInfo language)
{
    private const string General = "general";

    private static readonly ResourceManager Resources = new("Ambassadors.Api.Resources.Mails", typeof(MailTexts).Assembly);

    /// <summary>The language.</summary>
    public CultureInfo Language => language;

    /// <summary>Every text of a language by its name.</summary>
    public static IReadOnlyDictionary<string, string> All(CultureInfo language) =>
        Resources.GetResourceSet(language, createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    /// <summary>Whether a kind is spoken of in words of its own.</summary>
    public bool Knows(string kind) => NameOf(kind) != General;

    /// <summary>What a mail of this kind is about, in a few words.</summary>
    public string Subject(string kind) => Text($"{NameOf(kind)}|subject");

    /// <summary>What happened, and what is to be done.</summary>
    public string Sentence(string kind) => Text($"{NameOf(kind)}|text");

    /// <summary>A text.</summary>
    public string Text(string name) => Resources.GetString(name, language) ?? throw new MissingManifestResourceException($"There is no text '{name}' for mails.");

    /// <summary>A text with figures.</summary>
    public string Format(string name, params object[] figures) => string.Format(language, Text(name), figures);

    private string NameOf(string kind)
    {
        for (var name = kind; name.Length > 0; name = name.LastIndexOf('_') is var cut and > 0 ? name[..cut] : "")
        {
            if (Resources.GetString($"{name}|text", language) is not null)
                return name;
        }

        return General;
    }
}
