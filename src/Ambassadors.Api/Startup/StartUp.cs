namespace Ambassadors.Api.Startup;

/// <summary>What happens between building the service and its first request.</summary>
public static class StartUp
{
    /// <summary>
    /// Prepares the database: in Development always, elsewhere where <c>Database:MigrateOnStart</c> asks for it; otherwise a
    /// database that does not fit stops the start. Demonstration data exist in Development alone.
    /// </summary>
    public static async Task StartUpAsync(this WebApplication app)
    {
        if (ServiceSettings.IsDocumentTool)
            return;
        var development = app.Environment.IsDevelopment();
        if (development || app.Configuration.GetValue<bool>("Database:MigrateOnStart"))
            await Preparation.PrepareAsync(app.Services, withDemonstration: development, app.Lifetime.ApplicationStopping);
        else
            await Preparation.RequireAsync(app.Services, app.Lifetime.ApplicationStopping);
        if (development)
            app.Lifetime.ApplicationStarted.Register(() => Greet(app));
    }

    private static void Greet(WebApplication app)
    {
        var address = app.Urls.FirstOrDefault() ?? "http://localhost:5080";
        var database = app.Services.GetRequiredService<DatabaseSettings>().IsPostgres ? "PostgreSQL" : $"SQLite, in {DataDirectory.Of(app.Configuration)}";
        Console.WriteLine(
            $"""

            Ambassadors is running, for trying out (Development, {database}).
              address         {string.Join(", ", app.Urls)}
              documentation   {address}/docs
              a token         AMBASSADORS_URL={address} scripts/token officer@programme.example
              demo people     editor@scs.example, signatory@scs.example, contact@elgazala-technopark.example, admin@programme.example, …
              their password  {DemoPeople.Password}

            """);
    }
}
