using Ambassadors.Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Startup;

/// <summary>Which database the service works on.</summary>
public static class Database
{
    /// <summary>Registers the context of the configured provider: SQLite by default, PostgreSQL by <c>Database__Provider=Postgres</c>.</summary>
    public static WebApplicationBuilder AddDatabase(this WebApplicationBuilder builder)
    {
        var connection = builder.Configuration.GetConnectionString("Ambassadors");
        if (string.Equals(builder.Configuration["Database:Provider"], "Postgres", StringComparison.OrdinalIgnoreCase))
        {
            builder.Services.AddDbContext<AmbassadorsDbContext, PostgresAmbassadorsDbContext>(options => options
                .UseNpgsql(connection).UseSnakeCaseNamingConvention());
        }
        else
        {
            builder.Services.AddDbContext<AmbassadorsDbContext, SqliteAmbassadorsDbContext>(options => options
                .UseSqlite(connection ?? "Data Source=data/ambassadors.db").UseSnakeCaseNamingConvention());
        }

        return builder;
    }
}
