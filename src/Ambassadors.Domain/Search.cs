using System.Globalization;
using System.Text;

namespace Ambassadors.Domain;

/// <summary>How resources are found: words folded to lower case without accents, and facets such as <c>:theme:energy</c>.</summary>
public static class Search
{
    /// <summary>The longest term that is kept; a longer word is found by its beginning.</summary>
    public const int LongestTerm = 80;

    /// <summary>The distinct words of some texts, folded.</summary>
    public static IEnumerable<string> Words(params IEnumerable<string?> texts) =>
        texts.Where(text => text is not null)
            .SelectMany(text => Fold(text!).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(word => word.Length > LongestTerm ? word[..LongestTerm] : word)
            .Distinct(StringComparer.Ordinal);

    /// <summary>A facet's term. A word never holds a colon, so that no search for a word's beginning finds a facet.</summary>
    public static string Facet(string kind, string value) => $":{kind}:{value}";

    /// <summary>Lower case without accents; whatever is neither a letter nor a digit separates words.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.NonSpacingMark:
                    break;
                case var _ when Rune.IsLetterOrDigit(rune):
                    folded.Append(rune switch
                    {
                        { Value: 'ß' } => "ss",
                        { Value: 'æ' or 'Æ' } => "ae",
                        { Value: 'œ' or 'Œ' } => "oe",
                        { Value: 'ø' or 'Ø' } => "o",
                        { Value: 'ł' or 'Ł' } => "l",
                        _ => Rune.ToLowerInvariant(rune).ToString()
                    });
                    break;
                default:
                    folded.Append(' ');
                    break;
            }
        }

        return folded.ToString();
    }
}
