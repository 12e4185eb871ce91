namespace Ambassadors.Api.Startup;

/// <summary>Whether the service lives and is ready.</summary>
public static class Health
{
    /// <summary>Maps <c>/health/live</c> and <c>/health/ready</c>.</summary>
    public static void MapHealth(this WebApplication app)
    {
    }
}
