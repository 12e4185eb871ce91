using System.Net;
using System.Reflection;
using Ambassadors.Api.Http;
using Ambassadors.Api.Mails;
using Npgsql;

namespace Ambassadors.Api.Startup;

/// <summary>Outside Development, what is missing or weak in the settings stops the start.</summary>
public static class ServiceSettings
{
    private static readonly string[] KnownPasswords = ["postgres", "password", "ambassadors", "changeme", "secret"];

    /// <summary>Whether a tool runs the program to read its contract: it has no settings, and nothing is to be prepared for it.</summary>
    public static bool IsDocumentTool => Assembly.GetEntryAssembly()?.GetName().Name is "dotnet-swagger" or "GetDocument.Insider";

    /// <summary>Refuses the start, naming the first setting at fault.</summary>
    public static void Check(IConfiguration configuration, IHostEnvironment environment)
    {
        if (environment.IsDevelopment() || IsDocumentTool)
            return;
        CheckDatabase(DatabaseSettings.Of(configuration));
        if (!Uri.TryCreate(configuration["PublicUrl"], UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps)
        {
            throw StartRefusedException.Setting("PublicUrl",
                $"is {(configuration["PublicUrl"] is { Length: > 0 } ? "no https address" : "missing")}; it has to be the address at which clients reach the service, such as https://ambassadors.example.");
        }

        CheckProxies(configuration);
        if (SecurityText.ContactOf(configuration, environment) is null)
            throw StartRefusedException.Setting(SecurityText.Setting, "is missing; whoever finds a weakness has to know whom to tell, such as mailto:security@ambassadors.example.");
        _ = MailSettings.Of(configuration, environment);
        _ = CrossOrigin.OriginsOf(configuration, environment).ToList();
    }

    private static void CheckDatabase(DatabaseSettings database)
    {
        if (!database.IsPostgres)
            return;
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        if (connection.Password is { Length: > 0 } password && (password == connection.Username || KnownPasswords.Contains(password, StringComparer.OrdinalIgnoreCase)))
            throw StartRefusedException.Setting("ConnectionStrings:Ambassadors", "has a password that everybody would try first; give the database's user a random one.");
    }

    // Tokens travel over https only: by the service's own certificate, or by a proxy's that is known by name.
    private static void CheckProxies(IConfiguration configuration)
    {
        var (proxies, networks) = Proxies.Of(configuration);
        foreach (var everybody in networks.Where(network => network.PrefixLength < 8))
            throw StartRefusedException.Setting("ForwardedHeaders:KnownNetworks", $"has {everybody}, which trusts nearly everybody; name the proxies' own network.");
        var ownCertificate = configuration["urls"]?.Contains("https://", StringComparison.OrdinalIgnoreCase) == true
            || configuration["https_ports"] is { Length: > 0 }
            || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any(endpoint =>
                endpoint["Url"]?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true);
        if (proxies.Count + networks.Count == 0 && !ownCertificate)
        {
            throw StartRefusedException.Setting("ForwardedHeaders:KnownProxies",
                "is missing; name the addresses of the TLS proxies before the service (or their networks in ForwardedHeaders:KnownNetworks), or give the service an https address of its own.");
        }
    }
}

/// <summary>The TLS proxies whose word on the caller's address and scheme is taken.</summary>
public static class Proxies
{
    /// <summary>Reads <c>ForwardedHeaders:KnownProxies</c> and <c>ForwardedHeaders:KnownNetworks</c>, each a list separated by commas.</summary>
    public static (IReadOnlyList<IPAddress> Addresses, IReadOnlyList<IPNetwork> Networks) Of(IConfiguration configuration) =>
        (Parse(configuration, "ForwardedHeaders:KnownProxies", text => IPAddress.TryParse(text, out var address) ? address : null, "10.0.0.2"),
         [.. Parse(configuration, "ForwardedHeaders:KnownNetworks", text => IPNetwork.TryParse(text, out var network) ? (IPNetwork?)network : null, "10.0.0.0/24").Select(network => network!.Value)]);

    private static List<T> Parse<T>(IConfiguration configuration, string setting, Func<string, T?> read, string example)
    {
        var texts = configuration[setting]?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            ?? configuration.GetSection(setting).Get<string[]>() ?? [];
        return [.. texts.Select(text => read(text)
            ?? throw StartRefusedException.Setting(setting, $"has '{text}', which can't be read; an entry is like {example}."))];
    }
}
