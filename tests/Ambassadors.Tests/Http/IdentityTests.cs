using System.Net;
using System.Security.Claims;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ambassadors.Api.Http;
using Ambassadors.Domain.People;
using Ambassadors.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace Ambassadors.Tests.Http;

/// <summary>Who gets a token, how long it is good, and what it is worth.</summary>
public abstract partial class IdentityTests(OnDatabase database) : ServiceTests(database)
{
    private const string Me = "/v1/me";

    [Fact]
    public async Task A_person_who_signed_in_is_told_who_they_are()
    {
        var answer = (await Service.Person("me@tests.example", (Role.PoleEditor, "scs"), (Role.Auditor, null)).GetAsync(Me)).ShouldBe(200);

        Assert.Equal(("person", "pole", "scs", "pole_editor", "programme", null, "auditor"), (answer["kind"], answer["organisations.0.kind"], answer["organisations.0.slug"],
            answer["organisations.0.roles.0"], answer["organisations.1.kind"], answer["organisations.1.slug"], answer["organisations.1.roles.0"]));
    }

    [Fact]
    public async Task An_access_token_is_good_for_ten_minutes()
    {
        var service = await Database.FreshAsync();
        var caller = service.WithToken((await service.Person("brief@tests.example", (Role.Auditor, null)).TokenAsync())!);

        service.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(2));
        (await caller.GetAsync(Me)).ShouldBe(200);
        service.Clock.Advance(TimeSpan.FromSeconds(4));
        var refused = (await caller.GetAsync(Me)).ShouldBeProblem(401, "token.invalid");

        Assert.Equal("Bearer error=\"invalid_token\"", refused.Headers["WWW-Authenticate"]);
        Assert.Equal("Bearer", (await service.Anonymous.GetAsync(Me)).ShouldBeProblem(401, "token.missing").Headers["WWW-Authenticate"]);
    }

    [Fact]
    public async Task A_token_counts_only_for_this_audience_and_under_this_key()
    {
        var person = await Service.Person("audience@tests.example", (Role.Auditor, null)).PersonIdAsync();
        var key = Service.Services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>().CurrentValue.SigningCredentials[0];
        using var other = System.Security.Cryptography.RSA.Create(2048);
        var foreign = new SigningCredentials(new RsaSecurityKey(other) { KeyId = key.Kid }, SecurityAlgorithms.RsaSha256);

        (await Service.WithToken(TokenOf(person, "ambassadors", key)).GetAsync(Me)).ShouldBe(200);
        (await Service.WithToken(TokenOf(person, "somebody-else", key)).GetAsync(Me)).ShouldBeProblem(401, "token.invalid");
        (await Service.WithToken(TokenOf(person, "ambassadors", foreign)).GetAsync(Me)).ShouldBeProblem(401, "token.invalid");
    }

    [Fact]
    public async Task A_token_in_the_address_is_no_token()
    {
        var token = await Service.Person("address@tests.example", (Role.Auditor, null)).TokenAsync();
        (await Service.Anonymous.GetAsync($"/v1/poles?access_token={token}")).ShouldBeProblem(401, "token.missing");
    }

    [Fact]
    public async Task A_token_is_worth_no_more_than_its_scopes()
    {
        Service.Person("scopes@tests.example", (Role.ProgrammeAdministrator, null));
        await Service.As("scopes@tests.example").TokenAsync();
        var token = (await SignIn.AsAsync(Service.Address, "scopes@tests.example", Service.Password, "read")).GetProperty("access_token").GetString()!;

        var refused = (await Service.WithToken(token).PostAsync("/v1/people/invite", new { })).ShouldBeProblem(403, "scope.insufficient");

        Assert.Equal("Bearer error=\"insufficient_scope\", scope=\"people:write\"", refused.Headers["WWW-Authenticate"]);
    }

    [Fact]
    public async Task A_refresh_token_is_used_once_and_a_second_use_ends_what_it_gave()
    {
        Service.Person("refresh@tests.example", (Role.Auditor, null));
        await Service.As("refresh@tests.example").TokenAsync();
        var first = Refresh(await SignIn.AsAsync(Service.Address, "refresh@tests.example", Service.Password, "openid offline_access read"));

        var (_, answer) = await TokenAsync(Service, ("grant_type", "refresh_token"), ("client_id", "docs"), ("refresh_token", first));
        (await Service.WithToken(answer.GetProperty("access_token").GetString()!).GetAsync(Me)).ShouldBe(200);
        Assert.NotEqual(first, Refresh(answer));

        var (again, error) = await TokenAsync(Service, ("grant_type", "refresh_token"), ("client_id", "docs"), ("refresh_token", first));
        Assert.Equal((400, "invalid_grant"), (again, error.GetProperty("error").GetString()));
        var (heir, _) = await TokenAsync(Service, ("grant_type", "refresh_token"), ("client_id", "docs"), ("refresh_token", Refresh(answer)));
        Assert.Equal(400, heir);
    }

    [Fact]
    public async Task Five_failures_lock_an_account_for_a_quarter_of_an_hour()
    {
        var service = await Database.FreshAsync();
        await service.Person("locked@tests.example", (Role.Auditor, null)).PersonIdAsync();
        for (var failure = 0; failure < 5; failure++)
            await Assert.ThrowsAsync<InvalidOperationException>(() => SignIn.AsAsync(service.Address, "locked@tests.example", "wrong wrong wrong", "read"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => SignIn.AsAsync(service.Address, "locked@tests.example", Service.Password, "read"));
        service.Clock.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(1));
        await SignIn.AsAsync(service.Address, "locked@tests.example", Service.Password, "read");
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/set-password?token=x")]
    public async Task Forms_are_taken_from_our_own_pages_alone(string page)
    {
        using var content = new FormUrlEncodedContent([new("email", "x@tests.example"), new("password", "x"), new("again", "x")]);
        using var answer = await Service.Http.PostAsync(page, content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("fr", "Se connecter")]
    [InlineData("en", "Sign in")]
    public async Task The_sign_in_page_speaks_the_language_asked_for_and_runs_no_script(string language, string title)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in") { Headers = { { "Accept-Language", language } } };
        using var answer = await Service.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        Assert.Contains($"<h1>{title}</h1>", page, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Nobody_is_sent_on_to_another_site()
    {
        await Service.Person("elsewhere@tests.example", (Role.Auditor, null)).PersonIdAsync();
        using var browser = Browser(Service);
        var page = await browser.GetStringAsync("sign-in?returnUrl=https://evil.example/", TestContext.Current.CancellationToken);
        using var answer = await PostFormAsync(browser, "sign-in?returnUrl=https://evil.example/", page, ("email", "elsewhere@tests.example"), ("password", Service.Password));

        Assert.Equal("/docs", answer.Headers.Location?.ToString());
    }

    [Theory]
    [InlineData("response_type=code&client_id=docs&scope=read&redirect_uri=https%3A%2F%2Fevil.example%2Fdocs%2Foauth2-redirect.html&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256")]
    [InlineData("response_type=token&client_id=docs&scope=read&redirect_uri={own}")]
    [InlineData("response_type=code&client_id=docs&scope=read&redirect_uri={own}")]
    [InlineData("response_type=code&client_id=docs&scope=read&redirect_uri={own}&code_challenge=x&code_challenge_method=plain")]
    [InlineData("response_type=code&client_id=docs&scope=everything&redirect_uri={own}&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256")]
    public async Task An_authorization_needs_a_known_client_address_and_a_proof(string query)
    {
        var own = Uri.EscapeDataString(new Uri(Service.Address, "docs/oauth2-redirect.html").ToString());
        using var answer = await Service.Http.GetAsync($"/connect/authorize?{query.Replace("{own}", own, StringComparison.Ordinal)}", TestContext.Current.CancellationToken);
        Assert.DoesNotContain("/sign-in", answer.Headers.Location?.ToString() ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("evil", answer.Headers.Location?.ToString() ?? "", StringComparison.Ordinal);
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest || answer.Headers.Location!.Query.Contains("error=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task There_is_no_password_grant()
    {
        var (status, error) = await TokenAsync(Service, ("grant_type", "password"), ("client_id", "docs"), ("username", "x"), ("password", "x"));
        Assert.Equal((400, "unsupported_grant_type"), (status, error.GetProperty("error").GetString()));
    }

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/oauth-authorization-server")]
    public async Task The_metadata_name_the_address_that_was_asked(string path)
    {
        var answer = (await Service.Anonymous.GetAsync(path)).ShouldBe(200);
        Assert.Equal(Service.Address.ToString(), answer["issuer"]);
        Assert.Equal(new Uri(Service.Address, "connect/token").ToString(), answer["token_endpoint"]);
    }

    [Fact]
    public async Task A_second_instance_on_the_same_database_accepts_the_first_ones_tokens()
    {
        var first = await Database.FreshAsync();
        var settings = first.Services.GetRequiredService<IConfiguration>();
        var second = await Database.FreshAsync(host => host
            .UseSetting("ConnectionStrings:Ambassadors", settings.GetConnectionString("Ambassadors"))
            .UseSetting("Data:Directory", settings["Data:Directory"]));
        var caller = first.Person("two@tests.example", (Role.Auditor, null));

        (await second.WithToken((await caller.TokenAsync())!).GetAsync(Me)).ShouldBe(200);
        var refresh = Refresh(await SignIn.AsAsync(first.Address, "two@tests.example", Service.Password, "offline_access read"));
        var (status, answer) = await TokenAsync(second, ("grant_type", "refresh_token"), ("client_id", "docs"), ("refresh_token", refresh));
        Assert.True(status == 200, answer.ToString());
        (await first.WithToken(answer.GetProperty("access_token").GetString()!).GetAsync(Me)).ShouldBe(200);
    }

    [Fact]
    public async Task A_role_that_was_taken_away_is_gone_at_the_next_request()
    {
        var officer = Service.Person("leaver@tests.example", (Role.Auditor, null), (Role.PoleEditor, "scs"));
        (await officer.GetAsync("/v1/people")).ShouldBe(200);
        var path = $"/v1/people/{await officer.PersonIdAsync()}";
        var seen = (await Given.Administrator.GetAsync(path)).ShouldBe(200);
        var auditor = seen.At("memberships").EnumerateArray().Single(m => m.GetProperty("role").GetString() == "auditor").GetProperty("id").GetString();

        (await Given.Administrator.DeleteAsync($"{path}/memberships/{auditor}", seen.ETag)).ShouldBe(204);

        (await officer.GetAsync("/v1/people")).ShouldBeProblem(403, "role.not_allowed");
        Assert.Equal("scs", (await officer.GetAsync(Me)).ShouldBe(200)["organisations.0.slug"]);
    }

    [Fact]
    public async Task A_client_signs_only_while_its_signatory_is_one()
    {
        var signatory = Service.Person("answers@tests.example", (Role.PoleSignatory, "axelera"));
        var client = Service.Client("axelera-signs", OrganisationKind.Pole, "axelera", [Scopes.Read, Scopes.Sign], signatory);
        Assert.Equal(["pole_editor", "pole_signatory"], (await client.GetAsync(Me)).ShouldBe(200).Texts("organisations.0.roles"));

        var person = await signatory.PersonIdAsync();
        await Service.OnDatabaseAsync(db => db.Memberships.Where(m => m.PersonId == person).ExecuteDeleteAsync());

        Assert.Equal(["pole_editor"], (await client.GetAsync(Me)).ShouldBe(200).Texts("organisations.0.roles"));
    }

    [Fact]
    public async Task A_client_of_the_programme_reads_and_has_nothing_of_a_persons()
    {
        var client = Service.Client("ministry", OrganisationKind.Programme, null, [Scopes.Read]);
        Assert.Equal(["auditor"], (await client.GetAsync(Me)).ShouldBe(200).Texts("organisations.0.roles"));
        (await client.GetAsync("/v1/me/notices")).ShouldBeProblem(403, "access.denied");
    }

    [Fact]
    public async Task A_client_that_was_removed_is_nobody()
    {
        var client = Service.Client("removed", OrganisationKind.Pole, "axelera", [Scopes.Read]);
        (await client.GetAsync(Me)).ShouldBe(200);
        await Service.OnDatabaseAsync(db => db.Clients.Where(one => one.ClientId == "removed").ExecuteUpdateAsync(set => set.SetProperty(one => one.ClientId, "gone")));
        (await client.GetAsync(Me)).ShouldBeProblem(403, "access.denied");
    }

    [Fact]
    public async Task A_wrong_secret_gets_the_answer_of_RFC_6749()
    {
        await Service.Client("secretive", OrganisationKind.Pole, "axelera", [Scopes.Read]).TokenAsync();
        var (status, error) = await TokenAsync(Service, ("grant_type", "client_credentials"), ("client_id", "secretive"), ("client_secret", "wrong"));
        Assert.Equal((401, "invalid_client"), (status, error.GetProperty("error").GetString()));
    }

    private static string Refresh(JsonElement answer) => answer.GetProperty("refresh_token").GetString()!;

    private static async Task<(int Status, JsonElement Answer)> TokenAsync(Service service, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await service.Http.PostAsync("/connect/token", content, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement);
    }

    private string TokenOf(Guid person, string audience, SigningCredentials key) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        TokenType = "at+jwt",
        Issuer = Service.Address.ToString(),
        Audience = audience,
        IssuedAt = Service.Clock.GetUtcNow().UtcDateTime,
        NotBefore = Service.Clock.GetUtcNow().UtcDateTime,
        Expires = Service.Clock.GetUtcNow().AddMinutes(5).UtcDateTime,
        Subject = new ClaimsIdentity([new("sub", person.ToString()), new("actor_kind", "person"), new("scope", "read")]),
        SigningCredentials = key
    });

    internal static HttpClient Browser(Service service) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = service.Address };

    internal static async Task<HttpResponseMessage> PostFormAsync(HttpClient browser, string address, string page, params (string Name, string Value)[] fields)
    {
        var token = FormToken().Match(page).Groups[1].Value;
        using var content = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        return await browser.PostAsync(address, content, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}

public sealed class IdentityTestsOnSqlite(OnSqlite database) : IdentityTests(database);

public sealed class IdentityTestsOnPostgres(OnPostgres database) : IdentityTests(database);
