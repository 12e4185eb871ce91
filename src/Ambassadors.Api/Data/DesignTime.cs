using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Ambassadors.Api.Data;

/// <summary>Makes the SQLite context for <c>scripts/add-migration</c>.</summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteAmbassadorsDbContext>
{
    public SqliteAmbassadorsDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteAmbassadorsDbContext>().UseSqlite("Data Source=:memory:").UseSnakeCaseNamingConvention().Options);
}

/// <summary>Makes the PostgreSQL context for <c>scripts/add-migration</c>.</summary>
internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresAmbassadorsDbContext>
{
    public PostgresAmbassadorsDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresAmbassadorsDbContext>().UseNpgsql("Host=localhost").UseSnakeCaseNamingConvention().Options);
}
