namespace Ambassadors.Api.Identity;

/// <summary>The embedded OAuth 2.0 server, or the external provider in its place.</summary>
public static class IdentityServer
{
    public static WebApplicationBuilder AddIdentity(this WebApplicationBuilder builder) => builder;

    public static void UseIdentity(this WebApplication app)
    {
    }

    public static void MapIdentity(this WebApplication app)
    {
    }
}
