using Ambassadors.Tests.Support;

namespace Ambassadors.Tests;

public abstract class StoryTests(OnDatabase database) : ServiceTests(database)
{
    [Fact]
    public async Task An_application_becomes_an_approved_pairing()
    {
        var pairing = await Given.ApprovedPairingAsync();
        Assert.Equal("approved", (await Given.Officer.GetAsync(pairing.Path)).State);
    }

    [Fact]
    public async Task A_reciprocal_pairing_is_proposed()
    {
        var pairing = await Given.ReciprocalPairingAsync();
        Assert.Equal("proposed", (await Given.Officer.GetAsync(pairing.Path)).State);
    }
}

public sealed class StoryTestsOnSqlite(OnSqlite database) : StoryTests(database);

public sealed class StoryTestsOnPostgres(OnPostgres database) : StoryTests(database);
