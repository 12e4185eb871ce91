using Ambassadors.Client.Sending;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Ambassadors.Client;

/// <summary>Adds the client to an application's services.</summary>
public static class Registration
{
    private const string Default = "Ambassadors";

    /// <summary>Adds <see cref="AmbassadorsClient"/>.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Says where the service is and who calls.</param>
    /// <param name="tokens">Brings tokens of your own, in place of client credentials.</param>
    public static IHttpClientBuilder AddAmbassadors(
        this IServiceCollection services, Action<AmbassadorsOptions> configure, Func<IServiceProvider, ITokenSource>? tokens = null)
    {
        services.TryAddTransient(provider => provider.GetRequiredKeyedService<AmbassadorsClient>(Default));
        return services.AddAmbassadors(Default, configure, tokens);
    }

    /// <summary>Adds a client under a name, for an application that calls for several: ask for it as a keyed service.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The name, which is the service's key.</param>
    /// <param name="configure">Says where the service is and who calls.</param>
    /// <param name="tokens">Brings tokens of your own, in place of client credentials.</param>
    public static IHttpClientBuilder AddAmbassadors(
        this IServiceCollection services, string name, Action<AmbassadorsOptions> configure, Func<IServiceProvider, ITokenSource>? tokens = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        services.AddOptions<AmbassadorsOptions>(name).Configure(configure)
            .Validate(options => options.Address is { IsAbsoluteUri: true }, "Ambassadors: Address has to be the service's absolute address.")
            .Validate(options => tokens is not null || options is { ClientId.Length: > 0, ClientSecret.Length: > 0 }, "Ambassadors: ClientId and ClientSecret, or a token source of your own, are needed.")
            .Validate(options => options is { Retries: >= 0, Patience.Ticks: > 0, PatiencePerTry.Ticks: > 0 }, "Ambassadors: Retries, Patience and PatiencePerTry can't be negative.");
        services.TryAddSingleton(TimeProvider.System);

        // One for all handlers of the client, which the factory makes anew every few minutes.
        services.TryAddKeyedSingleton(name, (provider, _) => tokens?.Invoke(provider) ?? new ClientCredentials(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient, TokenClient(name), Of(provider, name), provider.GetRequiredService<TimeProvider>()));
        services.TryAddKeyedTransient(name, (provider, _) => new AmbassadorsClient(provider.GetRequiredService<IHttpClientFactory>().CreateClient(name)));

        services.AddHttpClient(TokenClient(name), (provider, http) => Address(http, Of(provider, name)))
            .AddResilienceHandler("token", (pipeline, context) => Retries.Build(pipeline, Of(context.ServiceProvider, name), context.ServiceProvider));

        // From the outside in: the key is set once for all tries, the token for each.
        var client = services.AddHttpClient(name, (provider, http) => Address(http, Of(provider, name)));
        client.AddHttpMessageHandler(() => new IdempotencyKeys());
        client.AddResilienceHandler("calls", (pipeline, context) => Retries.Build(pipeline, Of(context.ServiceProvider, name), context.ServiceProvider));
        return client.AddHttpMessageHandler(provider => new BearerTokens(provider.GetRequiredKeyedService<ITokenSource>(name)));
    }

    private static string TokenClient(string name) => $"{name}.Token";

    private static AmbassadorsOptions Of(IServiceProvider provider, string name) => provider.GetRequiredService<IOptionsMonitor<AmbassadorsOptions>>().Get(name);

    private static void Address(HttpClient http, AmbassadorsOptions options)
    {
        http.BaseAddress = new Uri(options.Address!.AbsoluteUri.TrimEnd('/') + "/");
        http.Timeout = Timeout.InfiniteTimeSpan;
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(options.Language);
        http.DefaultRequestHeaders.UserAgent.ParseAdd($"Ambassadors.Client/{typeof(Registration).Assembly.GetName().Version?.ToString(3)}");
    }
}
