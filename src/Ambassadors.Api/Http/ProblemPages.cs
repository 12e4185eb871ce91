using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.Http;

/// <summary>The page that a problem's <c>type</c> names: what its code means, in the reader's language.</summary>
public static partial class ProblemPages
{
    /// <summary>Maps <c>/problems/{code}</c>.</summary>
    public static void MapOn(WebApplication app) =>
        app.MapGet("/problems/{code}", Show).AllowAnonymous().ExcludeFromDescription().AddEndpointFilter<Representation>().AlsoHead();

    private static Results<ContentHttpResult, ProblemHttpResult> Show(string code, HttpContext http)
    {
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        if (!Texts.All(Texts.Languages[0]).ContainsKey($"{code}|title"))
            return Problems.NotFound();
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
        var title = WebUtility.HtmlEncode(Texts.Title(code));
        var text = WebUtility.HtmlEncode(Figure().Replace(Texts.Text(code), "…"));
        return TypedResults.Content($"""
            <!doctype html>
            <html lang="{language}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title></head>
            <body><main><h1>{title}</h1><p><code>{code}</code></p><p>{text}</p><p><a href="../docs">{(language == "fr" ? "Documentation de l'API" : "Documentation of the API")}</a></p></main></body>
            </html>

            """, "text/html; charset=utf-8");
    }

    // The figures of a case stand in its answer; the page speaks of all cases.
    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Figure();
}
