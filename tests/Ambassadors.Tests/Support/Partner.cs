using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Ambassadors.Tests.Support;

/// <summary>A partner's side of the token endpoint: secrets, assertions, keys.</summary>
internal static class Partner
{
    /// <summary>Asks for a token with these fields; <c>grant_type</c> is that of a partner system.</summary>
    public static async Task<(int Status, JsonElement Answer, HttpResponseMessage Response)> AskAsync(Service service, params (string Name, string? Value)[] fields)
    {
        using var content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), .. fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value!))]);
        var response = await service.Http.PostAsync("/connect/token", content, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement, response);
    }

    /// <summary>Asks with a secret.</summary>
    public static async Task<(int Status, string? Error)> AskWithSecretAsync(Service service, string clientId, string? secret)
    {
        var (status, answer, response) = await AskAsync(service, ("client_id", clientId), ("client_secret", secret));
        response.Dispose();
        return (status, answer.TryGetProperty("error", out var error) ? error.GetString() : null);
    }

    /// <summary>A caller with a token for this secret.</summary>
    public static async Task<Caller> CallerAsync(Service service, string clientId, string? secret)
    {
        var (status, answer, response) = await AskAsync(service, ("client_id", clientId), ("client_secret", secret));
        response.Dispose();
        Assert.True(status == 200, answer.ToString());
        return service.WithToken(answer.GetProperty("access_token").GetString()!);
    }

    /// <summary>Asks with an assertion.</summary>
    public static async Task<(int Status, string? Error)> AskWithAssertionAsync(Service service, string assertion, string? clientId = null)
    {
        var (status, answer, response) = await AskAsync(service, ("client_id", clientId),
            ("client_assertion", assertion), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
        response.Dispose();
        return (status, answer.TryGetProperty("error", out var error) ? error.GetString() : null);
    }

    /// <summary>An assertion as the contract asks for it, but for what a test says.</summary>
    public static string Assertion(
        Service service, string clientId, ECDsa key, object? audience = null, string? jti = null, string type = "client-authentication+jwt", TimeSpan? lives = null,
        string? subject = null, bool withId = true, bool withEnd = true, string kid = "k1")
    {
        var now = service.Clock.GetUtcNow();
        var claims = new Dictionary<string, object>
        {
            ["iss"] = clientId,
            ["sub"] = subject ?? clientId,
            ["aud"] = audience ?? service.Address.ToString(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + (lives ?? TimeSpan.FromMinutes(1))).ToUnixTimeSeconds()
        };
        if (!withEnd)
            claims.Remove("exp");
        if (withId)
            claims["jti"] = jti ?? Guid.NewGuid().ToString();
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = type,
            Claims = claims,
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(key) { KeyId = kid }, SecurityAlgorithms.EcdsaSha256)
        });
    }

    /// <summary>The public half of a key, as it is registered.</summary>
    public static object JwksOf(ECDsa key, string kid = "k1")
    {
        var point = key.ExportParameters(false).Q;
        return new { keys = new[] { new { kid, kty = "EC", crv = "P-256", use = "sig", alg = "ES256", x = Base64UrlEncoder.Encode(point.X), y = Base64UrlEncoder.Encode(point.Y) } } };
    }
}
