using System.Net;
using Ambassadors.Api.Http;
using Ambassadors.Api.Telemetry;
using Ambassadors.Domain.Webhooks;

namespace Ambassadors.Api.Webhooks;

/// <summary>The route table of webhook endpoints.</summary>
public static class WebhookEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapWebhooks(this RouteGroupBuilder v1)
    {
        var all = v1.MapGroup("/webhook-endpoints").WithTags("Webhooks");
        all.MapGet("/", KeepWebhooks.List).WithName("listWebhookEndpoints").RequireAuthorization(Policies.ReadWebhooks);
        all.MapPost("/", KeepWebhooks.CreateAsync).WithName("createWebhookEndpoint").WithMetadata(ReachOfRequest.LookUp).RequireAuthorization(Of(WebhookAct.Create));

        var one = all.MapGroup("/{id:guid}");
        one.MapGet("/", KeepWebhooks.ShowAsync).WithName("getWebhookEndpoint").RequireAuthorization(Policies.ReadWebhooks);
        one.MapPatch("/", KeepWebhooks.EditAsync).WithName("editWebhookEndpoint").WithMetadata(ReachOfRequest.LookUp).RequireAuthorization(Of(WebhookAct.Create)).Accepts<WebhookEndpointRequest>(MergePatch.MediaType);
        one.MapDelete("/", KeepWebhooks.RemoveAsync).WithName("removeWebhookEndpoint").RequireAuthorization(Of(WebhookAct.Remove));
        one.MapPost("/pause", KeepWebhooks.PauseAsync).WithName("pauseWebhookEndpoint").RequireAuthorization(Of(WebhookAct.Pause));
        one.MapPost("/resume", KeepWebhooks.ResumeAsync).WithName("resumeWebhookEndpoint").RequireAuthorization(Of(WebhookAct.Resume));
        one.MapPost("/rotate-secret", KeepWebhooks.RotateSecretAsync).WithName("rotateSecretOfWebhookEndpoint").RequireAuthorization(Of(WebhookAct.RotateSecret));
        one.MapPost("/replay", ReplayEvents.ReplayAsync).WithName("replayToWebhookEndpoint").RequireAuthorization(Of(WebhookAct.Replay));
        one.MapPost("/test", ReplayEvents.TestAsync).WithName("testWebhookEndpoint").RequireAuthorization(Of(WebhookAct.Replay));
        one.MapGet("/deliveries", ReplayEvents.ListAsync).WithName("listDeliveriesOfWebhookEndpoint").RequireAuthorization(Policies.ReadWebhooks);
        one.MapGet("/deliveries/{deliveryId:guid}", ReplayEvents.ShowAsync).WithName("getDeliveryOfWebhookEndpoint").RequireAuthorization(Policies.ReadWebhooks);
        return v1;
    }

    /// <summary>Registers what sends to them.</summary>
    public static WebApplicationBuilder AddWebhooks(this WebApplicationBuilder builder)
    {
        PublicReach.Check(builder.Configuration, builder.Environment);
        var services = builder.Services;
        services.AddSingleton<FindAddresses>(_ => Dns.GetHostAddressesAsync);
        services.AddSingleton<PublicReach>();
        services.AddScoped<ReachOfRequest>();
        services.AddSingleton<WebhookSigner>();
        services.AddSingleton<WebhookQueues>();
        services.AddSingleton<WebhookSignal>();
        services.AddSingleton<SendWebhook>();
        services.AddScoped<WebhookTurn>();
        services.AddSingleton(new Backlog("webhooks", db => db.WebhookDeliveries.Where(delivery => delivery.State == DeliveryState.Pending).OrderBy(delivery => delivery.CreatedAt).Select(delivery => delivery.CreatedAt)));

        // An address may hold a secret of its owner's: it is not logged. No proxy, no cookie, no redirect: what is connected to is what was judged.
        services.AddHttpClient(SendWebhook.Client, client => client.Timeout = Timeout.InfiniteTimeSpan).ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = provider.GetRequiredService<PublicReach>().ConnectAsync
        }).SetHandlerLifetime(Timeout.InfiniteTimeSpan).RemoveAllLoggers();
        services.AddSingleton<WebhookService>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookService>());
        return builder;
    }

    private static string Of(WebhookAct on) => Policies.For(WebhookLifecycle.Table, on);
}
