using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Ambassadors.Api.Http;

/// <summary>The language of an answer: the best of the request's <c>Accept-Language</c> in which everything is said, else French.</summary>
public sealed class PreferredLanguage : RequestCultureProvider
{
    /// <inheritdoc/>
    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext) =>
        Task.FromResult<ProviderCultureResult?>(new ProviderCultureResult(Best(httpContext.Request.Headers.AcceptLanguage.ToString()).Name));

    // Read by hand: the framework's reader tries the first three only, and drops the whole header for one q=.5.
    private static CultureInfo Best(string asked) =>
        asked.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(range => range.Split(';', StringSplitOptions.TrimEntries))
            .Select(parts => (Language: Texts.Languages.FirstOrDefault(language => Speaks(parts[0], language.Name)), Quality: QualityOf(parts)))
            .Where(one => one is { Language: not null, Quality: > 0 })
            .OrderByDescending(one => one.Quality)
            .Select(one => one.Language)
            .FirstOrDefault() ?? Texts.Languages[0];

    private static double QualityOf(string[] parts)
    {
        if (parts.Length < 2)
            return 1;
        return parts[1].StartsWith("q=", StringComparison.OrdinalIgnoreCase)
            && double.TryParse(parts[1].AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality) ? quality : 0;
    }

    // fr-CA is content with fr; * is content with the default.
    private static bool Speaks(string range, string language) =>
        range == "*" || range.StartsWith(language, StringComparison.OrdinalIgnoreCase) && (range.Length == language.Length || range[language.Length] == '-');
}
