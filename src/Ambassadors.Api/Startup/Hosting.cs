using Ambassadors.Api.Http;
using Microsoft.AspNetCore.HttpOverrides;

namespace Ambassadors.Api.Startup;

/// <summary>How the service stands in its network: behind which proxies, how it ends.</summary>
public static class Hosting
{
    /// <summary>
    /// The environment of a build for debugging, as "dotnet run" makes one, unless it is told otherwise: Development. A launch profile would say the same,
    /// and write words of its own before what a command writes.
    /// </summary>
    public static string? EnvironmentOf(string[] args)
    {
#if DEBUG
        var told = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT");
        return told is null && !args.Any(arg => arg.StartsWith("--environment", StringComparison.OrdinalIgnoreCase)) ? Environments.Development : null;
#else
        return null;
#endif
    }

    /// <summary>Checks the settings and registers it.</summary>
    public static WebApplicationBuilder AddHosting(this WebApplicationBuilder builder)
    {
#if DEBUG
        // Below all that anybody says.
        builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = [KeyValuePair.Create("urls", (string?)"http://localhost:5080")] });
#endif

        // A secret comes as a file named after its setting, ConnectionStrings__Ambassadors: nobody reads it off the environment.
        builder.Configuration.AddKeyPerFile(Path.GetFullPath(builder.Configuration["Secrets:Directory"] ?? "/run/secrets"), optional: true);
        ServiceSettings.Check(builder.Configuration, builder.Environment);
        var (proxies, networks) = Proxies.Of(builder.Configuration);
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var proxy in proxies)
                options.KnownProxies.Add(proxy);
            foreach (var network in networks)
                options.KnownIPNetworks.Add(network);
        });
        builder.Services.AddHsts(options => options.MaxAge = TimeSpan.FromDays(365));

        // SIGTERM: no new request is taken, and those under way are let finish.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Contract.LongestRequest);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        return builder;
    }

    /// <summary>Puts it before everything else: from here on, scheme and address are the caller's.</summary>
    public static void UseHosting(this WebApplication app)
    {
        // The middleware takes empty lists for "everybody".
        var (proxies, networks) = Proxies.Of(app.Configuration);
        if (proxies.Count + networks.Count > 0)
            app.UseForwardedHeaders();
        if (!app.Environment.IsDevelopment())
            app.UseHsts();
    }
}
