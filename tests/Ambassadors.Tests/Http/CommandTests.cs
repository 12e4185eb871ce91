using System.Diagnostics;
using System.Text.Json;
using Ambassadors.Api.Identity;
using Ambassadors.Api.Startup;
using Ambassadors.Domain.People;
using Ambassadors.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using OpenIddict.Server;

namespace Ambassadors.Tests.Http;

/// <summary>What is done beside the API: the first administrator, partner systems, a token for trying out, the keys.</summary>
public sealed class CommandTests(OnSqlite database) : ServiceTests(database)
{
    [Fact]
    public async Task The_first_administrator_gets_a_link_that_is_shown_once()
    {
        using var output = new StringWriter();
        Assert.Equal(0, await CreateAdminCommand.RunAsync(Service.Services, ["root@tests.example", "--name", "Root"], output));

        var token = output.ToString().Split("token=")[1].Trim();
        using var page = await Service.Http.GetAsync($"/set-password?token={token}", TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)page.StatusCode);
        var roles = await Service.OnDatabaseAsync(db => db.Users.Where(person => person.Email == "root@tests.example").SelectMany(person => person.Memberships).Select(m => m.Role).ToListAsync());
        Assert.Equal([Role.ProgrammeAdministrator], roles);
        Assert.Equal(2, await CreateAdminCommand.RunAsync(Service.Services, [], output));
    }

    [Fact]
    public async Task A_partner_system_gets_a_secret_that_works()
    {
        Service.Person("answering@tests.example", (Role.ClusterSignatory, "uppsala-bio"));
        await Service.PersonIdAsync("answering@tests.example");
        using var output = new StringWriter();
        string[] arguments = ["--organisation", "cluster:uppsala-bio", "--name", "Platform", "--scopes", "read sign"];

        Assert.Equal(1, await CreateClientCommand.RunAsync(Service.Services, arguments, output));
        Assert.Equal(1, await CreateClientCommand.RunAsync(Service.Services, [.. arguments, "--signatory", "officer@programme.example"], output));
        Assert.Equal(1, await CreateClientCommand.RunAsync(Service.Services, ["--organisation", "programme", "--name", "X", "--scopes", "read calls:write"], output));
        Assert.Equal(2, await CreateClientCommand.RunAsync(Service.Services, ["--organisation", "nobody", "--name", "X", "--scopes", "read"], output));
        output.GetStringBuilder().Clear();
        Assert.Equal(0, await CreateClientCommand.RunAsync(Service.Services, [.. arguments, "--signatory", "answering@tests.example"], output));

        var words = output.ToString().Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        using var content = new FormUrlEncodedContent([
            new("grant_type", "client_credentials"),
            new("client_id", words[Array.IndexOf(words, "client_id") + 1]), new("client_secret", words[Array.IndexOf(words, "client_secret") + 1])]);
        using var answer = await Service.Http.PostAsync("/connect/token", content, TestContext.Current.CancellationToken);
        var token = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("access_token").GetString()!;
        Assert.Equal(["cluster_contact", "cluster_signatory"], (await Service.WithToken(token).GetAsync("/v1/me")).ShouldBe(200).Texts("organisations.0.roles"));
    }

    [Fact]
    public async Task The_script_prints_a_token_for_a_demo_person()
    {
        var (status, token, _) = await ScriptAsync(Service.Address, "budget@programme.example");
        Assert.Equal(0, status);
        Assert.Equal("budget_officer", (await Service.WithToken(token.Trim()).GetAsync("/v1/me")).ShouldBe(200)["organisations.0.roles.0"]);
        var (refused, nothing, reason) = await ScriptAsync(Service.Address, "nobody@programme.example");
        Assert.Equal((1, ""), (refused, nothing));
        Assert.Contains("can't sign in", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Production_there_is_no_demo_person_to_sign_in()
    {
        var settings = await Database.EmptyAsync();
        var service = await Database.FreshAsync(host =>
        {
            host.UseEnvironment("Production").UseSetting("PublicUrl", "https://ambassadors.example").UseSetting("ForwardedHeaders:KnownProxies", "127.0.0.1").UseSetting("Security:Contact", "mailto:security@ambassadors.example").UseSetting("Mail:Off", "true").UseSetting("Database:MigrateOnStart", "true");
            foreach (var (name, value) in settings)
                host.UseSetting(name, value);
        });

        Assert.False(await service.OnDatabaseAsync(db => db.Users.AnyAsync()));
        Assert.Equal(1, (await ScriptAsync(service.Address, "budget@programme.example")).Status);
        using var browser = IdentityTests.Browser(service);
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        var page = await browser.GetStringAsync("sign-in", TestContext.Current.CancellationToken);
        using var answer = await IdentityTests.PostFormAsync(browser, "sign-in", page, ("email", "budget@programme.example"), ("password", DemoPeople.Password));
        Assert.NotEqual(302, (int)answer.StatusCode);
    }

    [Fact]
    public void Without_certificates_PostgreSQL_outside_Development_is_refused_by_the_settings_name()
    {
        var refused = Assert.Throws<StartRefusedException>(() => Keys.Check(
            Settings(("Database:Provider", "Postgres"), ("ConnectionStrings:Ambassadors", "Host=localhost")), new HostingEnvironment { EnvironmentName = Environments.Production }));
        Assert.Contains("Authentication:SigningCertificate:Path", refused.Message, StringComparison.Ordinal);
        Keys.Check(Settings(), new HostingEnvironment { EnvironmentName = Environments.Production });
    }

    [Fact]
    public void Instances_that_start_at_once_agree_on_their_keys()
    {
        var directory = Directory.CreateTempSubdirectory("ambassadors-keys-");
        try
        {
            var moduli = new string[8];
            Parallel.For(0, moduli.Length, index =>
            {
                var options = new OpenIddictServerOptions();
                new Keys(Settings(("Data:Directory", directory.FullName)), new HostingEnvironment { EnvironmentName = Environments.Development }).Configure(options);
                var key = (Microsoft.IdentityModel.Tokens.RsaSecurityKey)options.SigningCredentials.Single().Key;
                moduli[index] = Convert.ToHexString(key.Rsa.ExportParameters(false).Modulus!);
            });
            Assert.Single(moduli.Distinct());
            var files = Directory.GetFiles(Path.Combine(directory.FullName, "keys"));
            Assert.Equal(2, files.Length);
            foreach (var file in files)
            {
                if (!OperatingSystem.IsWindows())
                    Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static IConfiguration Settings(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();

    private static async Task<(int Status, string Output, string Error)> ScriptAsync(Uri address, string email)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("The script needs bash and curl.");
        using var process = Process.Start(new ProcessStartInfo("bash", [Repository.At("scripts", "token"), email])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AMBASSADORS_URL"] = address.ToString() }
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
