using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ambassadors.Tests.Support;

/// <summary>A person's way to a token: the sign-in page and the authorization code flow with PKCE, as a browser takes it.</summary>
internal static partial class SignIn
{
    public const string ClientId = "docs";

    /// <summary>Signs in and gives the token endpoint's answer.</summary>
    public static async Task<JsonElement> AsAsync(Uri address, string email, string password, string scope)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        using var browser = new HttpClient(handler) { BaseAddress = address };
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var redirectUri = new Uri(address, "docs/oauth2-redirect.html").ToString();
        var authorize = $"connect/authorize?response_type=code&client_id={ClientId}&redirect_uri={Uri.EscapeDataString(redirectUri)}"
            + $"&scope={Uri.EscapeDataString(scope)}&code_challenge={challenge}&code_challenge_method=S256&state=s";

        var code = await WalkAsync(browser, new Uri(address, authorize), redirectUri, email, password);
        using var response = await browser.PostAsync("connect/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = ClientId,
            ["code"] = code,
            ["code_verifier"] = verifier,
            ["redirect_uri"] = redirectUri
        }));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"no token for {email}: {(int)response.StatusCode} {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    private static async Task<string> WalkAsync(HttpClient browser, Uri at, string redirectUri, string email, string password)
    {
        var submitted = false;
        var response = await browser.GetAsync(at);
        for (var step = 0; step < 10; step++)
        {
            if (response.Headers.Location is { } location)
            {
                at = new Uri(at, location);
                if (at.ToString().StartsWith(redirectUri, StringComparison.Ordinal))
                    return System.Web.HttpUtility.ParseQueryString(at.Query)["code"] ?? throw new InvalidOperationException($"{email} was sent back without a code: {at.Query}");
                response = await browser.GetAsync(at);
                continue;
            }

            var page = await response.Content.ReadAsStringAsync();
            if (!response.IsSuccessStatusCode || submitted || !Form().IsMatch(page))
                throw new InvalidOperationException($"{email} could not sign in at {at}: {(int)response.StatusCode} {page}");
            at = new Uri(at, WebUtility.HtmlDecode(Action().Match(page) is { Success: true } action ? action.Groups[1].Value : at.ToString()));
            response = await browser.PostAsync(at, new FormUrlEncodedContent(Fields(page, email, password)));
            submitted = true;
        }

        throw new InvalidOperationException($"{email} was sent round in circles, last to {at}");
    }

    private static Dictionary<string, string> Fields(string page, string email, string password)
    {
        var fields = new Dictionary<string, string>();
        foreach (var input in Input().Matches(page).Select(match => match.Value))
        {
            var name = Attribute(input, "name");
            if (name.Length == 0)
                continue;
            fields[name] = Attribute(input, "type") switch
            {
                "password" => password,
                "email" => email,
                _ => Attribute(input, "value")
            };
        }

        return fields;
    }

    private static string Attribute(string tag, string name) =>
        WebUtility.HtmlDecode(Regex.Match(tag, $"\\s{name}=\"([^\"]*)\"", RegexOptions.IgnoreCase).Groups[1].Value);

    [GeneratedRegex("<form[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Form();

    [GeneratedRegex("<form[^>]*\\saction=\"([^\"]*)\"", RegexOptions.IgnoreCase)]
    private static partial Regex Action();

    [GeneratedRegex("<input[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Input();
}
