using System.Security.Claims;
using System.Security.Cryptography;
using Ambassadors.Api.Identity;
using Ambassadors.Domain.People;
using Ambassadors.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Ambassadors.Tests.Http;

/// <summary>Tokens of a provider of the programme's own: it says who somebody is, and never what they may do.</summary>
public abstract class ExternalProviderTests(OnDatabase database) : IAsyncLifetime
{
    private readonly RSA _rsa = RSA.Create(2048);
    private WebApplication _provider = null!;
    private Service _service = null!;

    [Fact]
    public async Task Whoever_was_invited_links_the_identity_once()
    {
        var administrator = await LinkedAsync("admin@provider.example", "subject-of-admin", Role.ProgrammeAdministrator);
        var invited = (await administrator.PostAsync("/v1/people/invite", new
        {
            email = "anna@provider.example",
            name = "Anna",
            language = "fr",
            memberships = new[] { new { role = "pole_editor", poleSlug = "scs" } }
        })).ShouldBe(201);
        Assert.Null(invited["link.url"]);
        var anna = With("subject-of-anna");

        // The address that the provider tells links nothing.
        (await anna.GetAsync("/v1/me")).ShouldBeProblem(403, "access.denied");
        var linked = (await anna.PostAsync("/v1/me/link-identity", new { token = invited["link.token"] })).ShouldBe(200);

        Assert.Equal(invited["person.id"], linked["id"]);
        Assert.Equal("scs", (await anna.GetAsync("/v1/me")).ShouldBe(200)["organisations.0.slug"]);
        (await With("subject-of-eve").PostAsync("/v1/me/link-identity", new { token = invited["link.token"] })).ShouldBeProblem(422, "identity.invitation_unusable", "#/token");
    }

    [Fact]
    public async Task A_token_counts_only_from_this_issuer_for_this_audience_until_its_end()
    {
        await LinkedAsync("auditor@provider.example", "subject-of-auditor", Role.Auditor);
        using var foreign = RSA.Create(2048);
        (await With("subject-of-auditor").GetAsync("/v1/me")).ShouldBe(200);
        (await With("subject-of-auditor", audience: "other").GetAsync("/v1/me")).ShouldBeProblem(401, "token.invalid");
        (await With("subject-of-auditor", issuer: "https://other.example").GetAsync("/v1/me")).ShouldBeProblem(401, "token.invalid");
        (await With("subject-of-auditor", key: foreign).GetAsync("/v1/me")).ShouldBeProblem(401, "token.invalid");
        (await With("subject-of-auditor", scope: "openid").GetAsync("/v1/me")).ShouldBeProblem(403, "scope.insufficient");
        var brief = With("subject-of-auditor");
        _service.Clock.Advance(TimeSpan.FromMinutes(11));
        (await brief.GetAsync("/v1/me")).ShouldBeProblem(401, "token.invalid");
    }

    [Fact]
    public async Task A_partner_system_is_known_by_its_client_id()
    {
        var id = Guid.CreateVersion7();
        await _service.OnDatabaseAsync(db =>
        {
            db.Clients.Add(new Client { Id = id, ClientId = "platform", DisplayName = "Platform", OrganisationKind = OrganisationKind.Pole, Organisation = "scs", Scopes = ["read"] });
            return db.SaveChangesAsync();
        });

        var me = (await With("platform", client: "platform").GetAsync("/v1/me")).ShouldBe(200);
        Assert.Equal(("client", id.ToString(), "pole_editor"), (me["kind"], me["id"], me["organisations.0.roles.0"]));

        // A person who signed in through the platform is not the platform.
        (await With("somebody", client: "platform").GetAsync("/v1/me")).ShouldBeProblem(403, "access.denied");
    }

    [Fact]
    public async Task The_embedded_server_is_not_there()
    {
        using var content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", "x"), new("client_secret", "x")]);
        using var answer = await _service.Http.PostAsync("/connect/token", content, TestContext.Current.CancellationToken);
        Assert.Equal(404, (int)answer.StatusCode);
    }

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _provider = builder.Build();
        _provider.MapGet("/.well-known/openid-configuration", (HttpRequest request) => new Dictionary<string, string>
        {
            ["issuer"] = $"http://{request.Host}",
            ["jwks_uri"] = $"http://{request.Host}/jwks"
        });
        var key = _rsa.ExportParameters(false);
        _provider.MapGet("/jwks", () => new
        {
            keys = new[] { new { kty = "RSA", use = "sig", kid = "k", alg = "RS256", n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) } }
        });
        await _provider.StartAsync();
        _service = await database.FreshAsync(host => host.UseSetting("Authentication:Authority", Issuer));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _provider.DisposeAsync();
        _rsa.Dispose();
    }

    private string Issuer => _provider.Urls.First();

    private async Task<Caller> LinkedAsync(string email, string subject, Role role)
    {
        _service.Person(email, (role, null));
        var person = await _service.PersonIdAsync(email);
        await _service.OnDatabaseAsync(db =>
        {
            db.ExternalIdentities.Add(new ExternalIdentity { Issuer = Issuer, Subject = subject, PersonId = person, LinkedAt = _service.Clock.GetUtcNow() });
            return db.SaveChangesAsync();
        });
        return With(subject);
    }

    private Caller With(
        string subject, string audience = "ambassadors", string? issuer = null, RSA? key = null, string scope = "read people:write", string client = "portal") =>
        _service.WithToken(new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Issuer,
            Audience = audience,
            IssuedAt = _service.Clock.GetUtcNow().UtcDateTime,
            NotBefore = _service.Clock.GetUtcNow().UtcDateTime,
            Expires = _service.Clock.GetUtcNow().AddMinutes(10).UtcDateTime,
            Subject = new ClaimsIdentity([new("sub", subject), new("azp", client), new("email", "anna@provider.example"), new("scope", scope)]),
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(key ?? _rsa) { KeyId = "k" }, SecurityAlgorithms.RsaSha256)
        }));
}

public sealed class ExternalProviderTestsOnSqlite(OnSqlite database) : ExternalProviderTests(database);

public sealed class ExternalProviderTestsOnPostgres(OnPostgres database) : ExternalProviderTests(database);
