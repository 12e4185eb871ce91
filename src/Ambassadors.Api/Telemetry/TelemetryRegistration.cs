using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Ambassadors.Api.Http;
using Ambassadors.Api.Startup;
using Microsoft.AspNetCore.Http.Features;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Ambassadors.Api.Telemetry;

/// <summary>Who is told how the service is doing: a collector (OTLP), or a Prometheus that comes for the figures. Nobody, unless the settings say so.</summary>
public static class TelemetryRegistration
{
    /// <summary>Where the figures are, for who has the token.</summary>
    public const string Figures = "/metrics";

    private const string Standard = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Endpoint = "Telemetry:Otlp:Endpoint";
    private const string Token = "Telemetry:Prometheus:Token";
    private const string Npgsql = "Npgsql";
    private const int ShortestToken = 32;

    private static readonly string[] Meters =
        [Measures.Meter, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Diagnostics", "System.Runtime", Npgsql];

    /// <summary>
    /// Registers the measures, and who is told of them. An endpoint of our own name is the standard one's: everything else about it (protocol, headers,
    /// sampling, intervals) is said by OpenTelemetry's own settings.
    /// </summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Measures>();
        if (builder.Configuration[Endpoint] is { Length: > 0 } own)
            builder.Configuration.AddInMemoryCollection([KeyValuePair.Create(Standard, (string?)own)]);
        var (collector, token) = (CollectorOf(builder.Configuration), TokenOf(builder.Configuration));
        if (ServiceSettings.IsDocumentTool || collector is null && token is null)
            return builder;

        builder.Services.AddHostedService<BacklogWatch>();
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("ambassadors", serviceVersion: Contract.Version).AddEnvironmentVariableDetector())
            .WithMetrics(metrics => _ = token is null ? metrics.AddMeter(Meters) : metrics.AddMeter(Meters).AddPrometheusExporter());
        if (collector is null)
            return builder;

        // Query strings carry names and secrets: the instrumentation blots their values out unless it is told not to.
        telemetry
            .WithTracing(traces => traces.AddSource(Spans.Source.Name, Npgsql).AddProcessor(new LoneQueries())
                .AddAspNetCoreInstrumentation(requests => requests.Filter = http => http.Request.Path != Figures && !http.Request.Path.StartsWithSegments("/health")))
            .WithLogging(null, logs => logs.IncludeFormattedMessage = true)
            .UseOtlpExporter();
        return builder;
    }

    /// <summary>Shows the figures to who has the token; nothing where there is none.</summary>
    public static void UseTelemetry(this WebApplication app)
    {
        if (TokenOf(app.Configuration) is not { } token)
            return;
        var expected = SHA256.HashData(Encoding.UTF8.GetBytes($"Bearer {token}"));
        app.MapWhen(http => http.Request.Path == Figures, figures => figures.Use((http, next) =>
        {
            // Who reads figures is none of them.
            if (http.Features.Get<IHttpMetricsTagsFeature>() is { } measured)
                measured.MetricsDisabled = true;
            http.Response.Headers.CacheControl = "no-store";
            if (CryptographicOperations.FixedTimeEquals(expected, SHA256.HashData(Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString()))))
                return next(http);
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return Task.CompletedTask;
        }).UseOpenTelemetryPrometheusScrapingEndpoint(_ => true));
    }

    private static string? CollectorOf(ConfigurationManager configuration)
    {
        if (configuration[Standard] is not { Length: > 0 } endpoint)
            return null;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            throw StartRefusedException.Setting(configuration[Endpoint] is { Length: > 0 } ? Endpoint : Standard, "is no address of a collector, such as http://collector:4317.");
        return endpoint;
    }

    private static string? TokenOf(IConfiguration configuration) => configuration[Token] switch
    {
        null or "" => null,
        { Length: < ShortestToken } => throw StartRefusedException.Setting(Token, $"is too short; give a random one of {ShortestToken} characters or more."),
        var token => token
    };

    /// <summary>The workers look for work several times a second: what they ask is of no trace, and would be one each.</summary>
    private sealed class LoneQueries : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            if (data.Source.Name == Npgsql && data.ParentSpanId == default)
                data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
