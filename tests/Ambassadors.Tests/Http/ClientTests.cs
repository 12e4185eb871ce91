using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ambassadors.Api.Deadlines;
using Ambassadors.Domain.People;
using Ambassadors.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Ambassadors.Tests.Http;

/// <summary>Partner systems: registered, changed, given other secrets, revoked.</summary>
public abstract class ClientTests(OnDatabase database) : ServiceTests(database)
{
    private const string Clients = "/v1/clients";
    private const string Me = "/v1/me";

    private Caller Administrator => Given.Administrator;

    /// <summary>What an administrator registers, but for what a test says.</summary>
    public static JsonObject Request(object? with = null)
    {
        var request = new JsonObject { ["name"] = "Plateforme des essais", ["poleSlug"] = "minalogic", ["scopes"] = new JsonArray("read", "applications:write") };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(with ?? new { })!.AsObject())
            request[name] = value?.DeepClone();
        return request;
    }

    /// <summary>Has the service forget what has served its time.</summary>
    public static Task TidyAsync(Service service) => service.Services.GetRequiredService<DeadlineService>().ApplyDueAsync(TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_key_is_the_same_however_the_path_is_spelled()
    {
        var key = Guid.NewGuid().ToString();
        var created = (await Administrator.PostAsync(Clients, Request(), key: key)).ShouldBe(201);
        foreach (var path in new[] { "/v1/CLIENTS", "/v1/clients/", "/V1/Clients" })
        {
            var again = (await Administrator.PostAsync(path, Request(), key: key)).ShouldBe(201);
            Assert.Equal((created.Id, "true"), (again.Id, again.Headers.GetValueOrDefault("Idempotent-Replayed")));
        }

        var rotate = (await Administrator.TakeAsync($"{Clients}/{created.Id}", "rotate-secret", new { })).ShouldBe(200);
        var tag = (await Administrator.GetAsync($"{Clients}/{created.Id}")).ETag;
        var first = (await Administrator.PostAsync($"{Clients}/{created.Id}/rotate-secret", new { }, tag, key)).ShouldBe(200);
        var second = (await Administrator.PostAsync($"{Clients}/{created.Id.ToString().ToUpperInvariant()}/Rotate-Secret", new { }, tag, key)).ShouldBe(200);
        Assert.NotEqual(rotate["secret"], first["secret"]);
        Assert.Equal(first["secret"], second["secret"]);
    }

    [Fact]
    public async Task A_registered_system_gets_a_secret_that_is_shown_once()
    {
        var key = Guid.NewGuid().ToString();
        var created = (await Administrator.PostAsync(Clients, Request(), key: key)).ShouldBe(201);
        var secret = created["secret"]!;
        Assert.Equal(43, secret.Length);
        Assert.Equal(("active", "minalogic", null, "1"), (created["status"], created["poleSlug"], created["clusterSlug"], created["version"]));
        Assert.StartsWith("minalogic-", created["clientId"], StringComparison.Ordinal);
        Assert.Equal($"{Clients}/{created.Id}", created.Headers["Location"]);
        Assert.Equal(["edit", "rotate_secret", "revoke"], created.Texts("allowedActions"));

        var shown = (await Administrator.GetAsync($"{Clients}/{created.Id}")).ShouldBe(200);
        Assert.Null(shown["secret"]);
        Assert.DoesNotContain(secret, shown.Body + (await Administrator.GetAsync(Clients)).Body, StringComparison.Ordinal);
        Assert.Equal("true", (await Administrator.PostAsync(Clients, Request(), key: key)).ShouldBe(201).Headers["Idempotent-Replayed"]);

        Assert.DoesNotContain(secret, (await Administrator.GetAsync(Clients, ("Accept", "text/csv"))).ShouldBe(200).Body, StringComparison.Ordinal);

        // Nor is it anywhere in the database.
        Assert.Equal(0, await Service.OnDatabaseAsync(db => db.ClientSecrets.CountAsync(one => one.Hash == secret)));
        Assert.False(await Service.OnDatabaseAsync(db => db.Clients.AnyAsync(one => one.ClientSecret != null)));
        var caller = await Partner.CallerAsync(Service, created["clientId"]!, secret);
        var me = (await caller.GetAsync(Me)).ShouldBe(200);
        Assert.Equal(("client", "minalogic", "Plateforme des essais"), (me["kind"], me["organisations.0.slug"], me["name"]));
        Assert.Equal(["applications:write", "read"], me.Texts("scopes"));
    }

    [Theory]
    [InlineData("010.0.0.0/8")]
    [InlineData("0x7f.0.0.1/32")]
    [InlineData("2130706433/32")]
    [InlineData("127.1/32")]
    [InlineData("127.0.0.5/8")]
    [InlineData("::ffff:127.0.0.0/104")]
    [InlineData("fe80::1%1/128")]
    public async Task A_network_means_what_is_written(string network) =>
        (await Administrator.PostAsync(Clients, Request(new { allowedAddresses = new[] { network } }))).ShouldBe(422).ShouldName("field.network #/allowedAddresses/0");

    [Theory]
    [InlineData("AQAB", "")]
    [InlineData("", "AQAB")]
    public async Task A_key_of_nothing_is_no_key(string n, string e)
    {
        var answer = (await Administrator.PostAsync(Clients, Request(new { jwks = new { keys = new[] { new { kid = "k", kty = "RSA", n, e } } } }))).ShouldBe(422);
        Assert.NotEmpty(answer.Errors);
    }

    [Fact]
    public async Task What_is_wrong_with_a_request_is_named_at_once()
    {
        (await Administrator.PostAsync(Clients, new { poleSlug = "scs", clusterSlug = "uppsala-bio", scopes = new[] { "read", "everything" }, allowedAddresses = new[] { "192.0.2.1", "10.0.0.0/33", "nowhere", "2001:db8::/32" }, signatoryId = Guid.NewGuid() }))
            .ShouldBeProblem(422, "request.invalid")
            .ShouldName("field.required #/name", "client.one_organisation #/clusterSlug", "field.scope #/scopes/1", "client.signatory_and_sign #/signatoryId",
                "field.network #/allowedAddresses/0", "field.network #/allowedAddresses/1", "field.network #/allowedAddresses/2");
        (await Administrator.PostAsync(Clients, Request(new { scopes = new[] { "read", "sign" } }))).ShouldBeProblem(422, "request.invalid").ShouldName("client.signatory_and_sign #/signatoryId");
        (await Administrator.PostAsync(Clients, new { name = "X", scopes = new[] { "read", "calls:write" } })).ShouldBeProblem(422, "request.invalid").ShouldName("client.programme_reads #/scopes");
        (await Administrator.PostAsync(Clients, Request(new { poleSlug = "nothing-there" }))).ShouldBeProblem(422, "request.invalid").ShouldName("reference.unknown #/poleSlug");
        (await Administrator.PostAsync(Clients, Request(new { expiresAt = "2027-01-01T00:00:00Z" }))).ShouldBeProblem(409, "client.expiry_past", "#/expiresAt");
        (await Administrator.PostAsync(Clients, Request(new { secret = "mine" }))).ShouldBeProblem(400, "request.unknown_member", "#/secret");
    }

    [Fact]
    public async Task Somebody_answers_for_a_system_that_signs()
    {
        var signatory = Service.Person("signs@minalogic.tests.example", (Role.PoleSignatory, "minalogic"));
        var editor = Service.Person("edits@minalogic.tests.example", (Role.PoleEditor, "minalogic"));
        object With(Guid id) => Request(new { scopes = new[] { "read", "sign" }, signatoryId = id });
        foreach (var nobody in new[] { await editor.PersonIdAsync(), Guid.NewGuid(), await Service.Person("signs@scs.tests.example", (Role.PoleSignatory, "scs")).PersonIdAsync() })
            (await Administrator.PostAsync(Clients, With(nobody))).ShouldBeProblem(409, "client.not_signatory", "#/signatoryId");
        var created = (await Administrator.PostAsync(Clients, With(await signatory.PersonIdAsync()))).ShouldBe(201);
        var caller = await Partner.CallerAsync(Service, created["clientId"]!, created["secret"]);
        Assert.Equal(["pole_editor", "pole_signatory"], (await caller.GetAsync(Me)).ShouldBe(200).Texts("organisations.0.roles"));
    }

    [Fact]
    public async Task A_secret_is_rotated_with_an_overlap()
    {
        await using var service = await Database.FreshAsync();
        var administrator = service.Given.Administrator;
        var created = (await administrator.PostAsync(Clients, Request())).ShouldBe(201);
        var (id, old) = (created["clientId"]!, created["secret"]);
        var path = $"{Clients}/{created.Id}";
        (await administrator.PostAsync($"{path}/rotate-secret", new { overlapHours = 721 }, created.ETag)).ShouldBeProblem(422, "request.invalid", "#/overlapHours");
        (await administrator.SendAsync(HttpMethod.Post, $"{path}/rotate-secret", Caller.ContentOf(new { }, "application/json"), null, ("Idempotency-Key", "r"))).ShouldBeProblem(428, "precondition.required");

        var rotated = (await administrator.PostAsync($"{path}/rotate-secret", new { }, created.ETag)).ShouldBe(200);
        Assert.Equal(("2", 2), (rotated["version"], rotated.At("secrets").GetArrayLength()));
        Assert.Equal(service.Clock.GetUtcNow().AddHours(24), rotated.At("secrets.1.endsAt").GetDateTimeOffset());
        (await administrator.PostAsync($"{path}/rotate-secret", new { }, created.ETag)).ShouldBeProblem(412, "precondition.failed");

        service.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.Equal((200, 200), ((await Partner.AskWithSecretAsync(service, id, old)).Status, (await Partner.AskWithSecretAsync(service, id, rotated["secret"])).Status));
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((401, "invalid_client"), await Partner.AskWithSecretAsync(service, id, old));
        Assert.Equal((200, null), await Partner.AskWithSecretAsync(service, id, rotated["secret"]));

        var ended = (await administrator.PostAsync($"{path}/rotate-secret", new { overlapHours = 0 }, rotated.ETag)).ShouldBe(200);
        Assert.Equal((401, "invalid_client"), await Partner.AskWithSecretAsync(service, id, rotated["secret"]));
        Assert.Equal((200, null), await Partner.AskWithSecretAsync(service, id, ended["secret"]));
        Assert.Single(ended.At("secrets").EnumerateArray());
    }

    [Fact]
    public async Task No_more_than_five_secrets_are_good_at_once()
    {
        var answer = (await Administrator.PostAsync(Clients, Request())).ShouldBe(201);
        var path = $"{Clients}/{answer.Id}/rotate-secret";
        for (var secret = 2; secret <= 5; secret++)
            answer = (await Administrator.PostAsync(path, new { }, answer.ETag)).ShouldBe(200);
        (await Administrator.PostAsync(path, new { }, answer.ETag)).ShouldBeProblem(409, "client.too_many_secrets");
        (await Administrator.PostAsync(path, new { overlapHours = 0 }, answer.ETag)).ShouldBe(200);
    }

    [Fact]
    public async Task Of_two_rotations_at_once_one_is_done()
    {
        var created = (await Administrator.PostAsync(Clients, Request())).ShouldBe(201);
        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Administrator.PostAsync($"{Clients}/{created.Id}/rotate-secret", new { }, created.ETag)));
        Assert.Equal([200, 412], answers.Select(answer => answer.Status).Order());
    }

    [Fact]
    public async Task A_change_counts_at_the_next_request()
    {
        var created = (await Administrator.PostAsync(Clients, Request())).ShouldBe(201);
        var path = $"{Clients}/{created.Id}";
        var caller = await Partner.CallerAsync(Service, created["clientId"]!, created["secret"]);
        (await Administrator.PatchAsync(path, new { clusterSlug = "uppsala-bio", poleSlug = (string?)null }, "*")).ShouldBe(422);
        (await Administrator.PatchAsync(path, """{"poleSlug":"scs"}""")).ShouldBeProblem(422, "request.invalid").ShouldName("field.permanent #/poleSlug");
        var unchanged = (await Administrator.PatchAsync(path, "{}")).ShouldBe(200);
        Assert.Equal("1", unchanged["version"]);

        var changed = (await Administrator.PatchAsync(path, """{"name":"Autre nom","scopes":["read"],"expiresAt":"2027-12-31T23:00:00Z"}""")).ShouldBe(200);
        Assert.Equal(("2", "Autre nom", "2027-12-31T23:00:00Z"), (changed["version"], changed["name"], changed["expiresAt"]));
        Assert.Equal(["read"], (await caller.GetAsync(Me)).ShouldBe(200).Texts("scopes"));
        (await caller.PostAsync("/v1/applications", new { })).ShouldBeProblem(403, "scope.insufficient");
        Assert.Equal(400, (await Partner.AskAsync(Service, ("client_id", created["clientId"]), ("client_secret", created["secret"]), ("scope", "applications:write"))).Status);
        Assert.Null((await Administrator.PatchAsync(path, """{"expiresAt":null}""")).ShouldBe(200)["expiresAt"]);
        (await Administrator.PatchAsync(path, "{}", "\"2-0\"")).ShouldBeProblem(412, "precondition.failed");
    }

    [Fact]
    public async Task A_revoked_system_is_out_at_its_next_request()
    {
        var created = (await Administrator.PostAsync(Clients, Request())).ShouldBe(201);
        var path = $"{Clients}/{created.Id}";
        var caller = await Partner.CallerAsync(Service, created["clientId"]!, created["secret"]);
        (await caller.GetAsync(Me)).ShouldBe(200);

        var revoked = (await Administrator.PostAsync($"{path}/revoke", null, created.ETag)).ShouldBe(200);
        Assert.Equal(("revoked", 0), (revoked["status"], revoked.At("secrets").GetArrayLength()));
        Assert.Empty(revoked.Texts("allowedActions"));
        var refused = (await caller.GetAsync(Me)).ShouldBeProblem(401, "token.invalid");
        Assert.Equal("Bearer error=\"invalid_token\"", refused.Headers["WWW-Authenticate"]);
        Assert.Equal((401, "invalid_client"), await Partner.AskWithSecretAsync(Service, created["clientId"]!, created["secret"]));
        foreach (var act in new[] { "revoke", "rotate-secret" })
            (await Administrator.PostAsync($"{path}/{act}", new { }, revoked.ETag)).ShouldBeProblem(409, "client.revoked");
        (await Administrator.PatchAsync(path, """{"name":"X"}""")).ShouldBeProblem(409, "client.revoked");
    }

    [Fact]
    public async Task An_expired_system_is_out_until_it_is_given_more_time()
    {
        await using var service = await Database.FreshAsync();
        var created = (await service.Given.Administrator.PostAsync(Clients, Request(new { expiresAt = service.Clock.GetUtcNow().AddMinutes(5) }))).ShouldBe(201);
        var caller = await Partner.CallerAsync(service, created["clientId"]!, created["secret"]);
        (await caller.GetAsync(Me)).ShouldBe(200);
        service.Clock.Advance(TimeSpan.FromMinutes(5));
        (await caller.GetAsync(Me)).ShouldBeProblem(401, "token.invalid");
        Assert.Equal((401, "invalid_client"), await Partner.AskWithSecretAsync(service, created["clientId"]!, created["secret"]));
        var path = $"{Clients}/{created.Id}";
        Assert.Equal("expired", (await service.Given.Administrator.GetAsync(path)).ShouldBe(200)["status"]);
        (await service.Given.Administrator.PatchAsync(path, """{"name":"Encore"}""")).ShouldBe(200);
        (await service.Given.Administrator.PatchAsync(path, new { expiresAt = service.Clock.GetUtcNow().AddDays(1) })).ShouldBe(200);
        (await caller.GetAsync(Me)).ShouldBe(200);
    }

    [Fact]
    public async Task A_system_calls_from_where_it_may()
    {
        await using var service = await Database.FreshAsync(host => host.UseSetting("ForwardedHeaders:KnownProxies", "127.0.0.1, ::1"));
        var created = (await service.Given.Administrator.PostAsync(Clients, Request(new { allowedAddresses = new[] { "192.0.2.0/24", "2001:db8::/32" } }))).ShouldBe(201);
        var (_, answer, _) = await FromAsync(service, "192.0.2.7", created);
        var token = answer.GetProperty("access_token").GetString()!;
        Assert.Equal(200, (await FromAsync(service, "2001:db8::7", created)).Status);
        foreach (var elsewhere in new[] { "198.51.100.7", "2001:db9::7", null })
        {
            var (status, error, _) = await FromAsync(service, elsewhere, created);
            Assert.Equal((401, "invalid_client"), (status, error.GetProperty("error").GetString()));
            (await service.WithToken(token).GetAsync(Me, elsewhere is null ? [] : [("X-Forwarded-For", elsewhere)])).ShouldBeProblem(403, "client.address_not_allowed");
        }

        (await service.WithToken(token).GetAsync(Me, ("X-Forwarded-For", "192.0.2.255"))).ShouldBe(200);
    }

    [Fact]
    public async Task Where_keys_take_the_place_of_a_secret_it_is_good_for_another_day()
    {
        await using var service = await Database.FreshAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var created = (await service.Given.Administrator.PostAsync(Clients, Request())).ShouldBe(201);
        (await service.Given.Administrator.PatchAsync($"{Clients}/{created.Id}", new { jwks = Partner.JwksOf(key) })).ShouldBe(200);
        var id = created["clientId"]!;
        Assert.Equal((200, null), await Partner.AskWithAssertionAsync(service, Partner.Assertion(service, id, key)));
        Assert.Equal((200, null), await Partner.AskWithSecretAsync(service, id, created["secret"]));
        service.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal((401, "invalid_client"), await Partner.AskWithSecretAsync(service, id, created["secret"]));
    }

    [Fact]
    public async Task The_last_use_is_told_by_the_minute_and_costs_no_request_a_write()
    {
        await using var service = await Database.FreshAsync();
        var created = (await service.Given.Administrator.PostAsync(Clients, Request())).ShouldBe(201);
        var path = $"{Clients}/{created.Id}";
        Assert.Null(created["lastUsedAt"]);
        var caller = await Partner.CallerAsync(service, created["clientId"]!, created["secret"]);
        service.Clock.Advance(TimeSpan.FromSeconds(150));
        var statements = await service.Statements.DuringAsync(async () => (await caller.GetAsync(Me)).ShouldBe(200));
        Assert.DoesNotContain(statements, statement => statement.Sql.Contains("UPDATE", StringComparison.Ordinal) || statement.Sql.Contains("INSERT", StringComparison.Ordinal));
        await TidyAsync(service);
        var shown = (await service.Given.Administrator.GetAsync(path)).ShouldBe(200);
        Assert.Equal(("2027-02-01T09:02:00Z", "1"), (shown["lastUsedAt"], shown["version"]));
        (await service.Given.Administrator.PatchAsync(path, """{"name":"X"}""", created.ETag)).ShouldBe(200);
    }

    [Fact]
    public async Task Systems_are_found_by_organisation_and_words()
    {
        await using var service = await Database.FreshAsync();
        var administrator = service.Given.Administrator;
        foreach (var (name, with) in new (string, object)[] { ("Écho du pôle", new { poleSlug = "scs" }), ("Autre", new { poleSlug = "axelera" }), ("Statistique", new { poleSlug = (string?)null, scopes = new[] { "read" } }) })
        {
            var request = Request(with);
            request["name"] = name;
            (await administrator.PostAsync(Clients, request)).ShouldBe(201);
            service.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        async Task<string[]> NamesAsync(string query) => [.. (await administrator.GetAsync($"{Clients}?{query}")).ShouldBe(200).Items.Select(item => item.GetProperty("name").GetString()!)];
        Assert.Equal(["Statistique", "Autre", "Écho du pôle"], await NamesAsync(""));
        Assert.Equal(["Autre"], await NamesAsync("organisation=axelera"));
        Assert.Equal(["Statistique"], await NamesAsync("organisation=programme"));
        Assert.Equal(["Écho du pôle"], await NamesAsync("q=echo"));
        Assert.Equal(["Statistique", "Autre"], await NamesAsync("limit=2"));
        var id = (await administrator.GetAsync($"{Clients}?q=autre")).Items[0].GetProperty("id").GetString();
        (await administrator.PatchAsync($"{Clients}/{id}", """{"name":"Nouveau"}""")).ShouldBe(200);
        Assert.Equal((0, 1), ((await NamesAsync("q=autre")).Length, (await NamesAsync("q=nouv")).Length));
    }

    [Fact]
    public async Task The_journal_says_what_was_done_and_no_secret()
    {
        var created = (await Administrator.PostAsync(Clients, Request())).ShouldBe(201);
        var path = $"{Clients}/{created.Id}";
        var edited = (await Administrator.PatchAsync(path, """{"scopes":["read"]}""")).ShouldBe(200);
        var rotated = (await Administrator.PostAsync($"{path}/rotate-secret", new { overlapHours = 1 }, edited.ETag)).ShouldBe(200);
        (await Administrator.PostAsync($"{path}/revoke", null, rotated.ETag)).ShouldBe(200);
        var entries = await Service.OnDatabaseAsync(db => db.Journal.Where(entry => entry.ResourceId == created.Id).OrderBy(entry => entry.ResourceVersion).ToListAsync());
        Assert.Equal(["client.create", "client.edit", "client.rotate_secret", "client.revoke"], entries.Select(entry => entry.What));
        Assert.Equal([1, 2, 3, 4], entries.Select(entry => entry.ResourceVersion));
        Assert.All(entries, entry => Assert.Equal("minalogic", entry.Pole));
        Assert.Equal(("read", "1"), (entries[1].Data["scopes"], entries[2].Data["overlapHours"]));
        var said = JsonSerializer.Serialize(entries);
        Assert.DoesNotContain(created["secret"]!, said, StringComparison.Ordinal);
        Assert.DoesNotContain(rotated["secret"]!, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_given_as_RFC_6749_says()
    {
        var created = (await Administrator.PostAsync(Clients, Request())).ShouldBe(201);
        var (status, answer, response) = await Partner.AskAsync(Service, ("client_id", created["clientId"]), ("client_secret", created["secret"]));
        using (response)
        {
            Assert.Equal((200, "Bearer", 600, false), (status, answer.GetProperty("token_type").GetString(), (int)Math.Ceiling(answer.GetProperty("expires_in").GetDouble() / 10) * 10, answer.TryGetProperty("refresh_token", out _)));
            Assert.True(response.Headers.CacheControl!.NoStore);
        }

        // RFC 6749, section 2.3.1: by the header as well.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token") { Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{created["clientId"]}:{created["secret"]}")));
        using var basic = await Service.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)basic.StatusCode);
    }

    [Fact]
    public async Task A_token_opens_what_is_its_organisations_and_nothing_else()
    {
        var application = await Given.DraftApplicationAsync(await Given.OpenCallAsync(), await Given.PoleAsync());
        var created = (await Administrator.PostAsync(Clients, Request())).ShouldBe(201);
        var caller = await Partner.CallerAsync(Service, created["clientId"]!, created["secret"]);
        (await caller.GetAsync(application.Path)).ShouldBeProblem(404, "resource.not_found");
        (await caller.GetAsync($"{Clients}/{created.Id}")).ShouldBeProblem(403, "role.not_allowed");
        var refused = (await caller.PostAsync("/v1/offers", new { })).ShouldBeProblem(403, "scope.insufficient");
        Assert.Equal("Bearer error=\"insufficient_scope\", scope=\"offers:write\"", refused.Headers["WWW-Authenticate"]);
    }

    [Fact]
    public async Task Tokens_that_ended_are_forgotten()
    {
        await using var service = await Database.FreshAsync();
        var created = (await service.Given.Administrator.PostAsync(Clients, Request())).ShouldBe(201);
        var tokens = () => service.OnDatabaseAsync(db => db.Set<Api.Identity.ClientToken>().CountAsync());
        await Partner.CallerAsync(service, created["clientId"]!, created["secret"]);
        await TidyAsync(service);
        var before = await tokens();
        Assert.True(before > 0);
        service.Clock.Advance(TimeSpan.FromDays(8));
        await TidyAsync(service);
        Assert.Equal(0, await tokens());
        Assert.Equal(0, await service.OnDatabaseAsync(db => db.Set<Api.Identity.ClientAuthorization>().CountAsync()));
    }

    private static async Task<(int Status, JsonElement Answer, HttpResponseMessage Response)> FromAsync(Service service, string? address, Answer client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", client["clientId"]!), new("client_secret", client["secret"]!)])
        };
        if (address is not null)
            request.Headers.Add("X-Forwarded-For", address);
        var response = await service.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement, response);
    }
}

public sealed class ClientTestsOnSqlite(OnSqlite database) : ClientTests(database);

public sealed class ClientTestsOnPostgres(OnPostgres database) : ClientTests(database);
