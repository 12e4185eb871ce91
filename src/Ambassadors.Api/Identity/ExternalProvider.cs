using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace Ambassadors.Api.Identity;

/// <summary>
/// An OpenID provider of the programme's own that issues the tokens in place of the embedded server. It says who somebody is;
/// what they may do comes from memberships and clients here.
/// </summary>
public static class ExternalProvider
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    /// <summary>Accepts the provider's access tokens and no others.</summary>
    public static IServiceCollection AddExternalProvider(this IServiceCollection services, string authority, string audience, IHostEnvironment environment)
    {
        services.AddAuthentication(options => options.DefaultScheme = JwtBearerDefaults.AuthenticationScheme)
            .AddJwtBearer(options =>
            {
                options.Authority = authority;
                options.Audience = audience;
                options.RequireHttpsMetadata = !environment.IsDevelopment();
                options.MapInboundClaims = false;
                options.TokenValidationParameters.ValidAlgorithms =
                    [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384];
            });
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<TimeProvider>((options, clock) =>
            options.TokenValidationParameters.LifetimeValidator = (from, until, _, _) =>
            {
                var now = clock.GetUtcNow().UtcDateTime;
                return until is { } end && now < end + Skew && (from is null || from.Value - Skew <= now);
            });
        return services;
    }
}
