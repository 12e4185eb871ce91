using System.Globalization;
using Ambassadors.Api.Http.Document;
using Ambassadors.Api.Journal;
using FluentValidation;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Ambassadors.Api.Http;

/// <summary>What holds for every request: the form of JSON and of errors, languages, sizes, time.</summary>
public static class Contract
{
    /// <summary>How long a request may take, and how long those under way are given when the service ends.</summary>
    public static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(30);

    private const int LargestBody = 1024 * 1024;

    // The document and the page around it are in English alone.
    private static readonly string[] Monolingual = ["/openapi", "/docs"];

    /// <summary>The version of the published document, and of the service that keeps to it.</summary>
    public static readonly string Version = typeof(Contract).Assembly.GetName().Version!.ToString(3);

    /// <summary>Registers it.</summary>
    public static WebApplicationBuilder AddContract(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.ConfigureHttpJsonOptions(options => Serialization.Configure(options.SerializerOptions));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        // The framework's writer puts a trace of its own form over the one that is there.
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context => Problems.Complete(context.HttpContext, context.ProblemDetails));
        services.AddExceptionHandler<Faults>();
        services.AddValidatorsFromAssemblyContaining<MotiveRequestValidator>(ServiceLifetime.Singleton);
        services.AddRequestLocalization(options =>
        {
            options.SetDefaultCulture(Texts.Languages[0].Name);
            (options.SupportedCultures, options.SupportedUICultures) = ([.. Texts.Languages], [.. Texts.Languages]);
            options.RequestCultureProviders = [new PreferredLanguage()];
        });
        PublishedDocument.AddTo(services);
        services.AddRequestTimeouts(options => options.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = LongestRequest,
            TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable
        });
        services.AddPolicies();
        services.AddScoped<CurrentActor>();
        services.AddScoped<DeskTools>();
        services.AddSingleton<Announcements>();
        services.AddSingleton(TimeProvider.System);
        services.AddDataProtection();
        services.AddCors();
        foreach (var desk in typeof(Contract).Assembly.GetTypes().Where(type => type is { IsAbstract: false, BaseType: { IsGenericType: true } parent } && parent.GetGenericTypeDefinition() == typeof(Desk<,,,>)))
            services.AddScoped(desk);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = LargestBody);
        return builder;
    }

    /// <summary>Puts it before everything else.</summary>
    public static void UseContract(this WebApplication app)
    {
        app.UseRequestLocalization();
        app.Use((http, next) =>
        {
            // Told at the start of the answer: a handled fault clears what was set before.
            http.Response.OnStarting(static state => NameAnswer((HttpContext)state), http);

            // The idempotency key is bound to the body, which is therefore read twice.
            if (HttpMethods.IsPost(http.Request.Method))
                http.Request.EnableBuffering();
            return next(http);
        });
        app.UseCrossOrigin();
        app.UseExceptionHandler();
        app.UseStatusCodePages(context => Problems.WriteAsync(context.HttpContext, new ProblemDetails { Status = context.HttpContext.Response.StatusCode }));
        app.UseRequestTimeouts();
        app.Use((http, next) => Unreadable.HasAddress(http.Request)
            ? next(http)
            : Problems.WriteAsync(http, Problems.Of(StatusCodes.Status400BadRequest, "request.unreadable").ProblemDetails));
        app.UseDeprecations();
    }

    /// <summary>Maps the published document, the page to read and try it, the pages of problems, and whom to tell of a weakness.</summary>
    public static void MapContract(this WebApplication app)
    {
        PublishedDocument.MapOn(app);
        ProblemPages.MapOn(app);
        SecurityText.MapOn(app);
    }

    /// <summary>The group that every resource of the API hangs in.</summary>
    public static RouteGroupBuilder MapV1(this WebApplication app)
    {
        var v1 = app.MapGroup("/v1").RequireAuthorization().AlsoHead();
        v1.AddEndpointFilter<StrictRequest>().AddEndpointFilter<OneTransaction>().AddEndpointFilter<Representation>();
        return v1;
    }

    private static Task NameAnswer(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers[RequestName.Header] = RequestName.Of(http);
        http.GetEndpoint()?.Metadata.GetMetadata<Deprecation>()?.NameOn(http.Response);
        if (!Monolingual.Any(path => http.Request.Path.StartsWithSegments(path)))
        {
            headers.ContentLanguage = CultureOf(http).TwoLetterISOLanguageName;
            headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        }

        if (http.Request.Path.StartsWithSegments("/v1"))
        {
            headers["API-Version"] = Version;
            headers.CacheControl = "no-store";

            // What HTTP/1.0 knew for the same, which the framework adds to faults.
            headers.Remove(HeaderNames.Pragma);
            headers.Remove(HeaderNames.Expires);
        }

        return Task.CompletedTask;
    }

    private static CultureInfo CultureOf(HttpContext http) =>
        http.Features.Get<IRequestCultureFeature>()?.RequestCulture.UICulture ?? Texts.Languages[0];
}
