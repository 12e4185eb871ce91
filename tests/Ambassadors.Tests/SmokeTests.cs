using Ambassadors.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Tests;

public abstract class SmokeTests(OnDatabase database) : ServiceTests(database)
{
    [Fact]
    public async Task The_service_listens_and_its_database_is_migrated()
    {
        Assert.NotEqual(0, Service.Address.Port);
        Assert.Empty(await Service.OnDatabaseAsync(db => db.Database.GetPendingMigrationsAsync()));
    }
}

public sealed class SmokeTestsOnSqlite(OnSqlite database) : SmokeTests(database);

public sealed class SmokeTestsOnPostgres(OnPostgres database) : SmokeTests(database);
