using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.Http;

/// <summary>The pages that problems' <c>type</c> names, and the list of them: what each code means, in the reader's language.</summary>
public static partial class ProblemPages
{
    /// <summary>Maps <c>/problems</c> and <c>/problems/{code}</c>.</summary>
    public static void MapOn(WebApplication app)
    {
        var problems = app.MapGroup("/problems").AllowAnonymous().ExcludeFromDescription().AddEndpointFilter<Representation>();
        problems.MapGet("/", List).AlsoHead();
        problems.MapGet("/{code}", Show).AlsoHead();
    }

    /// <summary>Every code of the registry, in order.</summary>
    public static IEnumerable<string> Codes =>
        Texts.All(Texts.Languages[0]).Keys.Where(name => name.EndsWith("|title", StringComparison.Ordinal)).Select(name => name[..^"|title".Length]).Order(StringComparer.Ordinal);

    private static Results<ContentHttpResult, JsonHttpResult<IEnumerable<ProblemMeaning>>> List(HttpRequest request)
    {
        if (request.GetTypedHeaders().Accept is [{ MediaType.Value: "application/json" }, ..])
            return TypedResults.Json(Codes.Select(code => new ProblemMeaning(code, Texts.Title(code), TextOf(code))));
        var rows = Codes.Select(code => $"<tr><td><a href=\"problems/{code}\"><code>{code}</code></a></td><td>{WebUtility.HtmlEncode(Texts.Title(code))}</td></tr>");
        return Page(request.HttpContext, InFrench ? "Problèmes" : "Problems", $"<table>\n{string.Join('\n', rows)}\n</table>", "docs");
    }

    private static Results<ContentHttpResult, ProblemHttpResult> Show(string code, HttpContext http) =>
        Codes.Contains(code)
            ? Page(http, Texts.Title(code), $"<p><code>{code}</code></p><p>{WebUtility.HtmlEncode(TextOf(code))}</p>", "../docs")
            : Problems.NotFound();

    private static bool InFrench => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "fr";

    private static ContentHttpResult Page(HttpContext http, string title, string text, string docs)
    {
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
        var heading = WebUtility.HtmlEncode(title);
        return TypedResults.Content($"""
            <!doctype html>
            <html lang="{CultureInfo.CurrentUICulture.TwoLetterISOLanguageName}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{heading}</title></head>
            <body><main><h1>{heading}</h1>{text}<p><a href="{docs}">{(InFrench ? "Documentation de l'API" : "Documentation of the API")}</a></p></main></body>
            </html>

            """, "text/html; charset=utf-8");
    }

    // The figures of a case stand in its answer; the page speaks of all cases.
    private static string TextOf(string code) => Figure().Replace(Texts.Text(code), "…");

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Figure();
}

/// <summary>What a code means.</summary>
/// <param name="Code">The code, permanent.</param>
/// <param name="Title">Short text.</param>
/// <param name="Detail">Explanation; the figures of a case are left out.</param>
public sealed record ProblemMeaning(string Code, string Title, string Detail);
