using Ambassadors.Api.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Ambassadors.Api.Startup;

/// <summary>Which database the service works on.</summary>
/// <param name="IsPostgres">PostgreSQL; SQLite otherwise.</param>
/// <param name="ConnectionString">How it is reached.</param>
public sealed record DatabaseSettings(bool IsPostgres, string ConnectionString)
{
    /// <summary>Reads the settings, or refuses the start.</summary>
    public static DatabaseSettings Of(IConfiguration configuration)
    {
        var connection = configuration.GetConnectionString("Ambassadors");
        return configuration["Database:Provider"]?.ToLowerInvariant() switch
        {
            "postgres" => new DatabaseSettings(true, Postgres(connection)),
            null or "" or "sqlite" => new DatabaseSettings(false, Sqlite(connection, configuration)),
            var other => throw StartRefusedException.Setting("Database:Provider", $"is '{other}'; it has to be Sqlite or Postgres.")
        };
    }

    private static string Postgres(string? connection)
    {
        if (string.IsNullOrWhiteSpace(connection))
            throw StartRefusedException.Setting("ConnectionStrings:Ambassadors", "is missing; with Database:Provider=Postgres it has to name the database.");
        try
        {
            return new NpgsqlConnectionStringBuilder(connection).ConnectionString;
        }
        catch (ArgumentException)
        {
            // Its own message may show the password.
            throw StartRefusedException.Setting("ConnectionStrings:Ambassadors", "is no connection string of PostgreSQL, such as 'Host=db;Database=ambassadors;Username=…;Password=…'.");
        }
    }

    private static string Sqlite(string? connection, IConfiguration configuration)
    {
        try
        {
            return new SqliteConnectionStringBuilder(connection ?? $"Data Source={Path.Combine(DataDirectory.Of(configuration), "ambassadors.db")}")
            {
                ForeignKeys = true
            }.ConnectionString;
        }
        catch (ArgumentException)
        {
            throw StartRefusedException.Setting("ConnectionStrings:Ambassadors", "is no connection string of SQLite, such as 'Data Source=data/ambassadors.db'.");
        }
    }
}

/// <summary>Where the service keeps its files: the SQLite database and the keys of the embedded identity server. It writes nowhere else.</summary>
public static class DataDirectory
{
    /// <summary>The directory of the setting <c>Data:Directory</c>, <c>./data</c> by default; made where it is not there.</summary>
    public static string Of(IConfiguration configuration)
    {
        var directory = Path.GetFullPath(configuration["Data:Directory"] is { Length: > 0 } set ? set : "data");
        try
        {
            return Directory.CreateDirectory(directory).FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StartRefusedException.Setting("Data:Directory", $"is {directory}, which can't be made: {exception.Message}");
        }
    }
}

/// <summary>Registers the database.</summary>
public static class Database
{
    /// <summary>Registers the context of the configured provider: SQLite by default, PostgreSQL by <c>Database__Provider=Postgres</c>.</summary>
    public static WebApplicationBuilder AddDatabase(this WebApplicationBuilder builder)
    {
        var settings = DatabaseSettings.Of(builder.Configuration);
        builder.Services.AddSingleton(settings);
        if (settings.IsPostgres)
        {
            builder.Services.AddDbContext<AmbassadorsDbContext, PostgresAmbassadorsDbContext>(options => options
                .UseNpgsql(settings.ConnectionString, npgsql => npgsql.UseQuerySplittingBehavior(QuerySplittingBehavior.SingleQuery))
                .UseSnakeCaseNamingConvention());
        }
        else
        {
            builder.Services.AddDbContext<AmbassadorsDbContext, SqliteAmbassadorsDbContext>(options => options
                .UseSqlite(settings.ConnectionString, sqlite => sqlite.UseQuerySplittingBehavior(QuerySplittingBehavior.SingleQuery))
                .UseSnakeCaseNamingConvention());
        }

        return builder;
    }
}
