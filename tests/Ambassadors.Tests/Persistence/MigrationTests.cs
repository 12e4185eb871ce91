using Ambassadors.Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Tests.Persistence;

public sealed class MigrationTests
{
    [Fact]
    public void The_migrations_of_SQLite_make_the_whole_model()
    {
        using var db = new SqliteAmbassadorsDbContext(
            new DbContextOptionsBuilder<SqliteAmbassadorsDbContext>().UseSqlite("Data Source=:memory:").UseSnakeCaseNamingConvention().Options);
        Assert.False(db.Database.HasPendingModelChanges(), "Run scripts/add-migration.");
    }

    [Fact]
    public void The_migrations_of_PostgreSQL_make_the_whole_model()
    {
        using var db = new PostgresAmbassadorsDbContext(
            new DbContextOptionsBuilder<PostgresAmbassadorsDbContext>().UseNpgsql("Host=localhost").UseSnakeCaseNamingConvention().Options);
        Assert.False(db.Database.HasPendingModelChanges(), "Run scripts/add-migration.");
    }
}
