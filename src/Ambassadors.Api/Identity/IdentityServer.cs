using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Quotas;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Validation;
using OpenIddict.Validation.AspNetCore;

namespace Ambassadors.Api.Identity;

/// <summary>The embedded OAuth 2.0 server, or the external provider in its place.</summary>
public static class IdentityServer
{
    /// <summary>Who access tokens are meant for.</summary>
    public const string Audience = "ambassadors";

    /// <summary>How long an access token lives.</summary>
    public static readonly TimeSpan AccessTokenLifetime = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan RefreshTokenLifetime = TimeSpan.FromDays(7);
    private static readonly TimeSpan SessionLifetime = TimeSpan.FromHours(8);

    /// <summary>Registers accounts, the sign-in page and whoever issues tokens: the embedded server or, where <c>Authentication:Authority</c> is set, the external provider.</summary>
    public static WebApplicationBuilder AddIdentity(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddAccounts(builder.Environment);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AuthorizationAnswers>();
        services.AddScoped<Actors>();
        services.AddSingleton<QuotaBook>();
        services.AddSingleton<LastUses>();
        services.AddScoped<Partners.ClientDesk>();
        services.AddScoped<Invitations>();
        services.AddScoped<People.PeopleDesk>();
        Keys.Seal(services.AddDataProtection().SetApplicationName(Audience).PersistKeysToDbContext<AmbassadorsDbContext>(), builder.Configuration);
        services.AddRazorPages(options => options.RootDirectory = "/Identity/Pages");

        // Query strings of the sign-in and of one-time links carry secrets, searches carry names: no request line is logged.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Logging.AddFilter("OpenIddict", LogLevel.Warning);

        services.AddClients();
        if (builder.Configuration.HasExternalProvider())
            services.AddExternalProvider(builder.Configuration["Authentication:Authority"]!, builder.Configuration["Authentication:Audience"] ?? Audience, builder.Environment);
        else
            services.AddEmbeddedServer(builder.Configuration, builder.Environment);
        return builder;
    }

    /// <summary>Puts it before the endpoints.</summary>
    public static void UseIdentity(this WebApplication app)
    {
        app.UseTokenQuotas();
        app.UseAuthentication();
        app.UseQuotas();
        app.UseMiddleware<ActorMiddleware>();
        app.UseAuthorization();
    }

    /// <summary>Maps the OAuth endpoints and the pages of people.</summary>
    public static void MapIdentity(this WebApplication app)
    {
        app.MapRazorPages().AllowAnonymous();
        if (!app.Configuration.HasExternalProvider())
            app.MapConnect();
    }

    /// <summary>Whether an external provider issues the tokens.</summary>
    public static bool HasExternalProvider(this IConfiguration configuration) => configuration["Authentication:Authority"] is { Length: > 0 };

    private static void AddAccounts(this IServiceCollection services, IHostEnvironment environment)
    {
        services.AddIdentityCore<Person>(options =>
            {
                options.User.RequireUniqueEmail = true;
                options.User.AllowedUserNameCharacters = "";

                // Length is what makes a password strong; rules of composition only make it hard to keep in mind.
                options.Password.RequiredLength = 12;
                options.Password.RequiredUniqueChars = 5;
                options.Password.RequireDigit = options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
                options.Tokens.PasswordResetTokenProvider = OneTimeLinks.Provider;
            })
            .AddEntityFrameworkStores<AmbassadorsDbContext>()
            .AddUserManager<Accounts>()
            .AddSignInManager()
            .AddTokenProvider<OneTimeLinks>(OneTimeLinks.Provider);
        services.AddAuthentication(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme).AddApplicationCookie();
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.Cookie.Name = "ambassadors-session";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
            cookie.LoginPath = "/sign-in";
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.ExpireTimeSpan = SessionLifetime;
        });
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.Zero);
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "ambassadors-form";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
    }

    private static void AddClients(this IServiceCollection services) =>
        services.AddOpenIddict().AddCore(core =>
        {
            core.UseEntityFrameworkCore().UseDbContext<AmbassadorsDbContext>()
                .ReplaceDefaultEntities<Client, ClientAuthorization, ClientScope, ClientToken, Guid>();
            core.ReplaceApplicationManager<Client, KnownClients>();
        });

    private static void AddEmbeddedServer(this IServiceCollection services, ConfigurationManager configuration, IHostEnvironment environment)
    {
        Keys.Check(configuration, environment);
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>, Keys>();
        services.AddOpenIddict()
            .AddServer(server =>
            {
                server.SetAuthorizationEndpointUris("connect/authorize")
                    .SetTokenEndpointUris("connect/token")
                    .SetEndSessionEndpointUris("connect/logout")
                    .SetConfigurationEndpointUris(".well-known/openid-configuration", ".well-known/oauth-authorization-server")
                    .SetJsonWebKeySetEndpointUris(".well-known/jwks");
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange()
                    .AllowRefreshTokenFlow()
                    .AllowClientCredentialsFlow();
                server.RegisterScopes([.. Scopes.All]);
                server.SetAccessTokenLifetime(AccessTokenLifetime)
                    .SetAuthorizationCodeLifetime(TimeSpan.FromMinutes(2))
                    .SetRefreshTokenLifetime(RefreshTokenLifetime)

                    // Used once: a second use shows that it was stolen, and ends what was granted with it.
                    .SetRefreshTokenReuseLeeway(TimeSpan.Zero);
                server.Configure(options => options.CodeChallengeMethods.Remove(OpenIddictConstants.CodeChallengeMethods.Plain));
                server.DisableAccessTokenEncryption();

                // Without PublicUrl the issuer is whatever address a request came to; that a token is ours, its key says.
                if (configuration["PublicUrl"] is { Length: > 0 } address)
                    server.SetIssuer(new Uri(address));
                server.AddEventHandler<OpenIddictServerEvents.ValidateTokenContext>(handler => handler
                    .UseInlineHandler(context =>
                    {
                        context.TokenValidationParameters.ValidateIssuer = false;
                        return default;
                    })
                    .SetOrder(OpenIddictServerHandlers.Protection.ResolveTokenValidationParameters.Descriptor.Order + 1));
                server.AddEventHandler(AssertionForm.Descriptor).AddEventHandler(ClientGate.Descriptor).AddEventHandler(AssertionAnswers.Descriptor);
                var host = server.UseAspNetCore()
                    .EnableAuthorizationEndpointPassthrough()
                    .EnableTokenEndpointPassthrough()
                    .EnableEndSessionEndpointPassthrough();
                if (environment.IsDevelopment())
                    host.DisableTransportSecurityRequirement();
            })
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.UseAspNetCore()
                    .DisableAccessTokenExtractionFromQueryString()
                    .DisableAccessTokenExtractionFromBodyForm();
                validation.AddAudiences(Audience);
                validation.AddEventHandler<OpenIddictValidationEvents.ValidateTokenContext>(handler => handler
                    .UseInlineHandler(context =>
                    {
                        context.TokenValidationParameters.ValidateIssuer = false;
                        return default;
                    })
                    .SetOrder(OpenIddictValidationHandlers.Protection.ResolveTokenValidationParameters.Descriptor.Order + 1));
            });
    }
}
