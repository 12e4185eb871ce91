using System.Globalization;
using System.Resources;

namespace Ambassadors.Api.Http;

/// <summary>The texts of problems, in the language of the request. Resource files hold them; the code knows their codes.</summary>
public static class Texts
{
    private static readonly ResourceManager Resources = new("Ambassadors.Api.Resources.Problems", typeof(Texts).Assembly);

    /// <summary>Every code that has texts.</summary>
    public static IReadOnlySet<string> Codes(CultureInfo culture) =>
        Resources.GetResourceSet(culture, createIfNotExists: true, tryParents: false) is { } set
            ? set.Cast<System.Collections.DictionaryEntry>().Select(entry => ((string)entry.Key).Split('|')[0]).ToHashSet()
            : [];

    /// <summary>The short text of a code.</summary>
    public static string Title(string code) => Of(code + "|title") ?? code;

    /// <summary>The explanation of a code, with the figures of the case.</summary>
    public static string Detail(string code, params object[] details) =>
        Of(code + "|detail") is { } text ? string.Format(CultureInfo.CurrentCulture, text, details) : Title(code);

    private static string? Of(string name) => Resources.GetString(name, CultureInfo.CurrentUICulture);
}
