using Ambassadors.Tests.Support;

namespace Ambassadors.Tests;

public abstract class SmokeTests(OnDatabase database) : ServiceTests(database)
{
    [Fact]
    public async Task Somebody_signs_in()
    {
        var x = await Service.As("officer@programme.example").GetAsync("/v1/me");
        var y = await Given.Officer.GetAsync("/v1/me");
        var z = await (await Given.PoleAsync()).Ambassador.GetAsync("/v1/me");
        Assert.Fail(x + "\n" + y + "\n" + z);
    }
}

public sealed class SmokeTestsOnSqlite(OnSqlite database) : SmokeTests(database);

public sealed class SmokeTestsOnPostgres(OnPostgres database) : SmokeTests(database);
