using Microsoft.AspNetCore.Localization;
using Microsoft.Net.Http.Headers;

namespace Ambassadors.Api.Http;

/// <summary>The language of an answer: the best of the request's <c>Accept-Language</c> in which everything is said, else French.</summary>
public sealed class PreferredLanguage : RequestCultureProvider
{
    private static readonly Task<ProviderCultureResult?> French = Task.FromResult<ProviderCultureResult?>(new ProviderCultureResult(Texts.Languages[0].Name));

    /// <inheritdoc/>
    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        if (!StringWithQualityHeaderValue.TryParseList(httpContext.Request.Headers.AcceptLanguage!, out var asked))
            return French;
        var best = asked.Where(one => one.Quality is not 0)
            .OrderByDescending(one => one.Quality ?? 1)
            .Select(one => Texts.Languages.FirstOrDefault(language => Speaks(one.Value.AsSpan(), language.Name)))
            .FirstOrDefault(language => language is not null);
        return best is null ? French : Task.FromResult<ProviderCultureResult?>(new ProviderCultureResult(best.Name));
    }

    // fr-CA is content with fr; * is content with the default.
    private static bool Speaks(ReadOnlySpan<char> tag, string language) =>
        tag is "*" || (tag.Length == language.Length || tag.Length > language.Length && tag[language.Length] == '-')
        && tag.StartsWith(language, StringComparison.OrdinalIgnoreCase);
}
