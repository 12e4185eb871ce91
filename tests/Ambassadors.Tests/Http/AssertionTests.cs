using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Ambassadors.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Tests.Http;

/// <summary>Partner systems that prove who they are by keys of their own (<c>private_key_jwt</c>).</summary>
public abstract class AssertionTests(OnDatabase database) : ServiceTests(database)
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Fact]
    public async Task An_assertion_gets_a_token()
    {
        var client = await RegisterAsync();
        Assert.Equal((200, null), await AskAsync(Partner.Assertion(Service, client, _key)));
        Assert.Equal((200, null), await AskAsync(Partner.Assertion(Service, client, _key), client));
    }

    [Fact]
    public async Task The_issuer_is_the_audience_and_nothing_else_is()
    {
        var client = await RegisterAsync();
        var issuer = Service.Address.ToString();
        var token = new Uri(Service.Address, "connect/token").ToString();
        Assert.Equal((200, null), await AskAsync(Partner.Assertion(Service, client, _key, issuer.TrimEnd('/'))));
        foreach (var audience in new[] { token, "https://elsewhere.example/" })
            Assert.Equal((401, "invalid_client"), await AskAsync(Partner.Assertion(Service, client, _key, audience)));

        // One value alone can be meant for nobody else.
        Assert.Equal((400, "invalid_request"), await AskAsync(Partner.Assertion(Service, client, _key, new[] { issuer, token })));
    }

    [Fact]
    public async Task An_assertion_says_what_it_is_and_does_not_live_long()
    {
        var client = await RegisterAsync();
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string[] refused =
        [
            Partner.Assertion(Service, client, _key, type: "at+jwt"),
            Partner.Assertion(Service, client, _key, lives: TimeSpan.FromMinutes(-6)),
            Partner.Assertion(Service, client, _key, lives: TimeSpan.FromMinutes(-1)),
            Partner.Assertion(Service, client, _key, lives: TimeSpan.FromMinutes(12)),
            Partner.Assertion(Service, client, _key, subject: "somebody-else"),
            Partner.Assertion(Service, client, _key, withId: false),
            Partner.Assertion(Service, client, _key, jti: new string('j', 201)),
            Partner.Assertion(Service, client, foreign),
            Partner.Assertion(Service, client, _key, kid: "k2")[..^3] + "AAA"
        ];
        foreach (var (index, assertion) in refused.Index())
            Assert.Equal((index, 401, "invalid_client"), await AskAsync(assertion) is var (status, error) ? (index, status, error) : default);
        Assert.Equal((400, "invalid_request"), await AskAsync(Partner.Assertion(Service, client, _key, withEnd: false)));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("e30.e30.x")]
    [InlineData("W10.W10.x")]
    [InlineData("eyJhbGciOiJub25lIn0.bnVsbA.")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOnsiYSI6MX19.AAAA")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiI\ud800.AAAA")]
    public async Task What_is_no_assertion_is_no_fault(string assertion) => Assert.Equal((assertion, true), (assertion, (await AskAsync(assertion)).Status is 400 or 401));

    [Theory]
    [InlineData("exp", "253402300799")]
    [InlineData("exp", "253402300800")]
    [InlineData("exp", "1e15")]
    [InlineData("exp", "1000000000000000000")]
    [InlineData("exp", "-1e15")]
    [InlineData("exp", "\"soon\"")]
    [InlineData("iat", "1e15")]
    [InlineData("iat", "-1000000000000000")]
    [InlineData("nbf", "1e15")]
    [InlineData("nbf", "1801473400")]
    public async Task A_time_that_no_clock_has_is_no_fault(string name, string value)
    {
        var client = await RegisterAsync();
        var now = Service.Clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = $$"""{"iss":"{{client}}","sub":"{{client}}","aud":"{{Service.Address}}","jti":"{{Guid.NewGuid()}}","exp":{{(name == "exp" ? value : now + 300)}}{{(name == "exp" ? "" : $",\"{name}\":{value}")}}}""";
        Assert.Equal((401, "invalid_client"), await AskAsync(Signed("""{"alg":"ES256","typ":"client-authentication+jwt","kid":"k1"}""", claims)));
    }

    [Fact]
    public async Task What_is_encrypted_or_of_another_case_is_no_assertion()
    {
        var client = await RegisterAsync();
        var claims = $$"""{"iss":"{{client}}","sub":"{{client}}","aud":"{{Service.Address}}","jti":"case","exp":{{Service.Clock.GetUtcNow().ToUnixTimeSeconds() + 300}}}""";
        Assert.Equal((401, "invalid_client"), await AskAsync("eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a.b.c.d"));
        Assert.Equal((401, "invalid_client"), await AskAsync(Signed("""{"alg":"ES256","typ":"client-authentication+JWT","kid":"k1"}""", claims)));
        Assert.Equal((200, null), await AskAsync(Signed("""{"alg":"ES256","typ":"client-authentication+jwt","kid":"k1"}""", claims)));
    }

    private string Signed(string header, string claims)
    {
        var text = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{text}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    [Fact]
    public async Task An_assertion_is_used_once()
    {
        var client = await RegisterAsync();
        var other = await RegisterAsync();
        var assertion = Partner.Assertion(Service, client, _key, jti: "once");
        Assert.Equal((200, null), await AskAsync(assertion));
        Assert.Equal((401, "invalid_client"), await AskAsync(assertion));
        Assert.Equal((401, "invalid_client"), await AskAsync(Partner.Assertion(Service, client, _key, jti: "once")));
        Assert.Equal((200, null), await AskAsync(Partner.Assertion(Service, other, _key, jti: "once")));
    }

    [Fact]
    public async Task Of_many_uses_at_once_one_is_taken()
    {
        var assertion = Partner.Assertion(Service, await RegisterAsync(), _key);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AskAsync(assertion)));
        Assert.Single(answers, answer => answer == (200, null));
        Assert.Equal(7, answers.Count(answer => answer == (401, "invalid_client")));
    }

    [Fact]
    public async Task A_system_with_keys_has_no_secret_and_gets_none()
    {
        var created = (await Given.Administrator.PostAsync("/v1/clients", ClientTests.Request(new { jwks = Partner.JwksOf(_key) }))).ShouldBe(201);
        Assert.Null(created["secret"]);
        Assert.Empty(created.At("secrets").EnumerateArray());
        Assert.Equal(["edit", "revoke"], created.Texts("allowedActions"));
        (await Given.Administrator.PostAsync($"/v1/clients/{created.Id}/rotate-secret", new { }, created.ETag)).ShouldBeProblem(409, "client.has_keys");
        Assert.Equal(401, (await Partner.AskWithSecretAsync(Service, created["clientId"]!, "guessed")).Status);
    }

    [Fact]
    public async Task Keys_that_are_no_strong_public_ones_are_refused()
    {
        using var weak = RSA.Create(1024);
        using var strong = RSA.Create(2048);
        var (weakRsa, strongRsa) = (Rsa(weak), Rsa(strong));
        (await PostAsync(new { keys = new[] { strongRsa } })).ShouldBe(201);
        (await PostAsync(new { keys = new[] { weakRsa } })).ShouldBeProblem(422, "request.invalid").ShouldName("field.public_key #/jwks/keys/0/kty");
        (await PostAsync(new { keys = Array.Empty<object>() })).ShouldBeProblem(422, "request.invalid").ShouldName("field.required #/jwks/keys");
        (await PostAsync(new { keys = new object[] { strongRsa, new { kid = "e", kty = "EC", crv = "P-256", x = "AAAA", y = "AAAA" } } })).ShouldBeProblem(422, "request.invalid").ShouldName("field.public_key #/jwks/keys/1/kty");
        (await PostAsync(new { keys = new[] { new { kid = "o", kty = "oct", k = "c2VjcmV0" } } })).ShouldBeProblem(400, "request.unknown_member", "#/jwks/keys/0/k");
        (await PostAsync(new { keys = new[] { new { kid = "p", kty = "EC", crv = "P-256", x = "AAAA", y = "AAAA", d = "AAAA" } } })).ShouldBeProblem(400, "request.unknown_member", "#/jwks/keys/0/d");
        (await PostAsync(new { keys = new[] { strongRsa, strongRsa } })).ShouldBeProblem(422, "request.invalid", "#/jwks/keys");
    }

    [Fact]
    public async Task Used_assertions_are_forgotten_once_they_have_expired()
    {
        await using var service = await Database.FreshAsync();
        var created = (await service.Given.Administrator.PostAsync("/v1/clients", ClientTests.Request(new { jwks = Partner.JwksOf(_key) }))).ShouldBe(201);
        Assert.Equal(200, (await Partner.AskWithAssertionAsync(service, Partner.Assertion(service, created["clientId"]!, _key))).Status);
        Assert.Equal(1, await service.OnDatabaseAsync(db => db.UsedAssertions.CountAsync()));

        await ClientTests.TidyAsync(service);
        Assert.Equal(1, await service.OnDatabaseAsync(db => db.UsedAssertions.CountAsync()));
        service.Clock.Advance(TimeSpan.FromMinutes(3));
        await ClientTests.TidyAsync(service);
        Assert.Equal(0, await service.OnDatabaseAsync(db => db.UsedAssertions.CountAsync()));
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _key.Dispose();
        return base.DisposeAsync();
    }

    private Task<(int Status, string? Error)> AskAsync(string assertion, string? clientId = null) => Partner.AskWithAssertionAsync(Service, assertion, clientId);

    private Task<Answer> PostAsync(object jwks) => Given.Administrator.PostAsync("/v1/clients", ClientTests.Request(new { jwks }));

    private async Task<string> RegisterAsync() => (await PostAsync(Partner.JwksOf(_key))).ShouldBe(201)["clientId"]!;

    private static object Rsa(RSA key)
    {
        var parameters = key.ExportParameters(false);
        return new { kid = "r", kty = "RSA", n = System.Buffers.Text.Base64Url.EncodeToString(parameters.Modulus), e = System.Buffers.Text.Base64Url.EncodeToString(parameters.Exponent) };
    }
}

public sealed class AssertionTestsOnSqlite(OnSqlite database) : AssertionTests(database);

public sealed class AssertionTestsOnPostgres(OnPostgres database) : AssertionTests(database);
