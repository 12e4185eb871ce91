using Ambassadors.Api.Identity;

namespace Ambassadors.Api.Startup;

/// <summary>What the service does from the command line besides serving: <c>migrate</c>, <c>create-admin</c>, <c>create-client</c>, <c>journal verify</c>, <c>health</c>, <c>match</c>.</summary>
public static class Commands
{
    /// <summary>Runs the command that the arguments name where it needs no service to be built; null where they name none.</summary>
    public static async Task<int?> RunAloneAsync(string[] args) => args switch
    {
        ["health"] => await HealthCommand.RunAsync(),
        ["match", .. var files] => MatchCommand.Run(files, Console.OpenStandardInput(), Console.OpenStandardOutput(), Console.Error),
        _ => null
    };

    /// <summary>Runs the command that the arguments name; null where they name none.</summary>
    public static async Task<int?> RunAsync(WebApplication app, string[] args) => args switch
    {
        ["migrate", ..] => await MigrateCommand.RunAsync(app),
        ["create-admin", .. var arguments] => await CreateAdminCommand.RunAsync(app.Services, arguments, Console.Out),
        ["create-client", .. var arguments] => await CreateClientCommand.RunAsync(app.Services, arguments, Console.Out),
        ["journal", .. var arguments] => await JournalCommand.RunAsync(app.Services, arguments, Console.Out),
        [{ Length: > 0 } unknown, ..] when unknown[0] != '-' => throw new StartRefusedException(
            $"There is no command '{unknown}'. The commands are migrate, create-admin EMAIL, create-client, journal verify and match; without one, the service serves."),
        _ => null
    };
}
