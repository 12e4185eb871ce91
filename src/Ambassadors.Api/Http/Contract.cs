using System.Globalization;
using Ambassadors.Api.Journal;
using FluentValidation;

namespace Ambassadors.Api.Http;

/// <summary>What holds for every request: the form of JSON and of errors, languages, sizes.</summary>
public static class Contract
{
    private const int LargestBody = 1024 * 1024;

    /// <summary>Registers it.</summary>
    public static WebApplicationBuilder AddContract(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.ConfigureHttpJsonOptions(options => Serialization.Configure(options.SerializerOptions));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context => Problems.Complete(context.HttpContext, context.ProblemDetails));
        services.AddValidatorsFromAssemblyContaining<MotiveRequestValidator>(ServiceLifetime.Singleton);
        services.AddRequestLocalization(options =>
        {
            CultureInfo[] languages = [new("fr"), new("en")];
            options.SetDefaultCulture("fr");
            (options.SupportedCultures, options.SupportedUICultures) = (languages, languages);
            options.RequestCultureProviders = [new Microsoft.AspNetCore.Localization.AcceptLanguageHeaderRequestCultureProvider()];
            options.ApplyCurrentCultureToResponseHeaders = true;
        });
        services.AddPolicies();
        services.AddScoped<CurrentActor>();
        services.AddScoped<DeskTools>();
        services.AddSingleton<Announcements>();
        services.AddSingleton(TimeProvider.System);
        foreach (var desk in typeof(Contract).Assembly.GetTypes().Where(type => type is { IsAbstract: false, BaseType: { IsGenericType: true } parent } && parent.GetGenericTypeDefinition() == typeof(Desk<,,,>)))
            services.AddScoped(desk);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = LargestBody);
        return builder;
    }

    /// <summary>Puts it before everything else.</summary>
    public static void UseContract(this WebApplication app)
    {
        app.UseRequestLocalization();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = exception => exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError
        });
        app.UseStatusCodePages();
        app.Use((http, next) =>
        {
            // The idempotency key is bound to the body, which is therefore read twice.
            if (HttpMethods.IsPost(http.Request.Method))
                http.Request.EnableBuffering();
            return next(http);
        });
    }

    /// <summary>Maps the published document and its pages.</summary>
    public static void MapContract(this WebApplication app)
    {
    }

    /// <summary>The group that every resource of the API hangs in.</summary>
    public static RouteGroupBuilder MapV1(this WebApplication app)
    {
        var v1 = app.MapGroup("/v1").RequireAuthorization();
        v1.AddEndpointFilter<OneTransaction>().AddEndpointFilter<Representation>();
        return v1;
    }
}
