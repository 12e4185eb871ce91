extern alias partner;

using Ambassadors.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using partner::Ambassadors.Client;
using OrganisationKind = Ambassadors.Domain.People.OrganisationKind;

namespace Ambassadors.Tests.Partners;

/// <summary>A cluster's platform, which calls the service through the client as partners get it.</summary>
internal sealed class Partner : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Partner(ServiceProvider services, Line line, FakeTimeProvider? clock) => (_services, Line, Clock) = (services, line, clock);

    /// <summary>The client.</summary>
    public AmbassadorsClient Client => _services.GetRequiredService<AmbassadorsClient>();

    /// <summary>The line to the service.</summary>
    public Line Line { get; }

    /// <summary>The platform's clock, where it has one of its own.</summary>
    public FakeTimeProvider? Clock { get; }

    /// <summary>The platform of a cluster.</summary>
    public static async Task<Partner> OfClusterAsync(
        Service service, string cluster, FakeTimeProvider? clock = null, Action<AmbassadorsOptions>? with = null, Func<IServiceProvider, ITokenSource>? tokens = null)
    {
        string[] scopes = ["read", "offers:write"];
        var name = $"{cluster} platform";
        await service.Client(name, OrganisationKind.Cluster, cluster, scopes).TokenAsync();
        var line = new Line();
        var services = new ServiceCollection();
        if (clock is not null)
            services.AddSingleton<TimeProvider>(clock);
        services.ConfigureHttpClientDefaults(http => http.ConfigurePrimaryHttpMessageHandler(() => line));
        services.AddAmbassadors(options =>
        {
            (options.Address, options.ClientId, options.ClientSecret) = (service.Address, name, Service.Password + name);
            foreach (var scope in scopes)
                options.Scopes.Add(scope);
            with?.Invoke(options);
        }, tokens);
        return new Partner(services.BuildServiceProvider(), line, clock);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _services.DisposeAsync();
}

/// <summary>Tokens that a test gives.</summary>
internal sealed class TokensOfATest(params string[] tokens) : ITokenSource
{
    private int _given;

    /// <summary>What was refused.</summary>
    public List<string> Refused { get; } = [];

    /// <inheritdoc/>
    public ValueTask<string> TokenAsync(string? refused, CancellationToken cancellation)
    {
        if (refused is not null)
        {
            Refused.Add(refused);
            _given++;
        }

        return ValueTask.FromResult(tokens[Math.Min(_given, tokens.Length - 1)]);
    }
}
