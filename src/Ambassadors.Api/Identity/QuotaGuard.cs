using System.Text;
using Ambassadors.Api.Http.Quotas;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Ambassadors.Api.Identity;

/// <summary>Counts requests against the quotas of whoever makes them, before anything is read from the database for them.</summary>
public static class QuotaGuard
{
    private const int LongestName = 200;

    /// <summary>Counts requests for tokens. It comes before authentication, in which the identity server answers those whose client is not known.</summary>
    public static void UseTokenQuotas(this WebApplication app)
    {
        var book = app.Services.GetRequiredService<QuotaBook>();
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/connect/token"), token => token.Use(async (http, next) =>
        {
            var address = QuotaBook.NameOf(http.Connection.RemoteIpAddress);
            var ofAddress = book.TokenAddress.Take(address);
            Standing[] standings = ofAddress.IsWithin && await ClientIdOfAsync(http.Request) is { } client
                ? [book.Token.Take($"{address} {client}"), ofAddress]
                : [ofAddress];
            await http.CountAsync(next, QuotaAnswers.WriteOAuthErrorAsync, standings);
        }));
    }

    /// <summary>Counts requests under <c>/v1</c>, by what their token says; those without a good one by their address.</summary>
    public static void UseQuotas(this WebApplication app)
    {
        var book = app.Services.GetRequiredService<QuotaBook>();
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/v1"), v1 => v1.Use((http, next) => http.CountAsync(next, QuotaAnswers.WriteProblemAsync,
            StandingOf(http, book))));
    }

    private static Standing StandingOf(HttpContext http, QuotaBook book)
    {
        if (http.User.Identity is not { IsAuthenticated: true } || http.User.FindFirst(Claims.Subject)?.Value is not { } subject)
            return book.Address.Take(QuotaBook.NameOf(http.Connection.RemoteIpAddress));
        return (Actors.IsOfClient(http.User) ? book.Client : book.Person).Take(subject);
    }

    // Not judged yet: it only says on whose account the request is counted.
    private static async Task<string?> ClientIdOfAsync(HttpRequest request)
    {
        var (id, assertion) = request.HasFormContentType && await request.ReadFormAsync(request.HttpContext.RequestAborted) is var form
            ? (form[Parameters.ClientId].ToString(), form[Parameters.ClientAssertion].ToString())
            : ("", "");
        if (id.Length == 0)
            id = OfBasic(request.Headers.Authorization.ToString()) ?? AssertionForm.SubjectOf(assertion) ?? "";
        return id.Length is > 0 and <= LongestName ? id : null;
    }

    private static string? OfBasic(string header)
    {
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return null;
        var bytes = new byte[header.Length];
        return Convert.TryFromBase64String(header[6..].Trim(), bytes, out var length)
            ? Uri.UnescapeDataString(Encoding.UTF8.GetString(bytes, 0, length).Split(':')[0])
            : null;
    }
}
