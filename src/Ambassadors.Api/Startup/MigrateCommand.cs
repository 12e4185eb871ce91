namespace Ambassadors.Api.Startup;

/// <summary><c>migrate</c>: brings the database to this version of the service, then ends.</summary>
public static class MigrateCommand
{
    /// <summary>Applies what migrations are pending and loads the reference data that is missing.</summary>
    public static async Task<int> RunAsync(WebApplication app)
    {
        await Preparation.PrepareAsync(app.Services, withDemonstration: false, CancellationToken.None);
        Console.WriteLine("The database is up to date.");
        return 0;
    }
}
