namespace Ambassadors.Api.Startup;

/// <summary>What happens between building the service and its first request.</summary>
public static class StartUp
{
    /// <summary>Prepares the database.</summary>
    public static Task StartUpAsync(this WebApplication app) => Task.CompletedTask;
}
