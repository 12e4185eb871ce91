using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Data;

/// <summary>For production and for several instances. Texts are compared by code point, as SQLite does, so that both sort alike.</summary>
public sealed class PostgresAmbassadorsDbContext(DbContextOptions<PostgresAmbassadorsDbContext> options) : AmbassadorsDbContext(options)
{
    /// <inheritdoc/>
    protected override Task LimitLockWaitsAsync(CancellationToken cancellation) =>
        Database.ExecuteSqlAsync($"SET LOCAL lock_timeout = '5s'", cancellation);

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<string>().UseCollation("C");
    }
}
