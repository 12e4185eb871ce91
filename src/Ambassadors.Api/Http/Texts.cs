using System.Collections;
using System.Globalization;
using System.Resources;

namespace Ambassadors.Api.Http;

/// <summary>The texts of problems, in the language of the request. Resource files hold them, French being the neutral one; the code knows their codes.</summary>
public static class Texts
{
    private static readonly ResourceManager Resources = new("Ambassadors.Api.Resources.Problems", typeof(Texts).Assembly);

    /// <summary>The languages in which everything is said, the default first.</summary>
    public static readonly IReadOnlyList<CultureInfo> Languages = [CultureInfo.GetCultureInfo("fr"), CultureInfo.GetCultureInfo("en")];

    /// <summary>Every text of a language by its name, <c>code|title</c> or <c>code|detail</c>.</summary>
    public static IReadOnlyDictionary<string, string> All(CultureInfo language) =>
        Resources.GetResourceSet(language, createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    /// <summary>The short text of a code.</summary>
    public static string Title(string code) => Of(code + "|title") ?? code;

    /// <summary>The explanation of a code, with places for figures.</summary>
    public static string Text(string code) => Of(code + "|detail") ?? Title(code);

    /// <summary>The explanation of a code, with the figures of the case.</summary>
    public static string Detail(string code, params object[] details)
    {
        try
        {
            return Of(code + "|detail") is { } text ? string.Format(CultureInfo.CurrentCulture, text, details) : Title(code);
        }
        catch (FormatException)
        {
            // A text that asks for more figures than it was given must not make a fault of a refusal.
            return Title(code);
        }
    }

    private static string? Of(string name) => Resources.GetString(name, CultureInfo.CurrentUICulture);
}
