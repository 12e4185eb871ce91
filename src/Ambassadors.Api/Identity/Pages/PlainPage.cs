using System.Globalization;
using System.Resources;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;

namespace Ambassadors.Api.Identity.Pages;

/// <summary>A page for a person: French or English, no script, nothing from elsewhere, kept by nobody.</summary>
public abstract class PlainPage : PageModel
{
    private static readonly ResourceManager Resources = new("Ambassadors.Api.Resources.Pages", typeof(PlainPage).Assembly);

    /// <summary>Lets the page's own style through.</summary>
    public string Nonce { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Language of the page.</summary>
    public string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>The language that it can be read in, too.</summary>
    public string OtherLanguage => Language == "fr" ? "en" : "fr";

    /// <summary>The same page in that language.</summary>
    public string OtherLanguageAddress => QueryHelpers.AddQueryString(
        $"{Request.PathBase}{Request.Path}", Request.Query.Where(pair => pair.Key != "lang").Append(new("lang", OtherLanguage)));

    /// <summary>Heading of the page.</summary>
    public abstract string Title { get; }

    /// <summary>What went wrong, in the page's language.</summary>
    public string? Fault { get; protected set; }

    /// <summary>A text in the page's language.</summary>
    public string Text(string name) => Resources.GetString(name, CultureInfo.CurrentUICulture) ?? name;

    /// <inheritdoc/>
    public override void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
        if (Request.Query["lang"].ToString() is "fr" or "en" && Request.Query["lang"].ToString() is var asked)
            CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = new CultureInfo(asked);
        var headers = Response.Headers;
        headers.ContentLanguage = Language;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'nonce-{Nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
    }
}
