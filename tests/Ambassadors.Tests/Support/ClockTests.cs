using Ambassadors.Api.Deadlines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Ambassadors.Tests.Support;

/// <summary>Tests of what happens by itself: each on a service and a clock of its own, which it moves.</summary>
public abstract class ClockTests(OnDatabase database) : ServiceTests(database)
{
    /// <inheritdoc/>
    public override async ValueTask InitializeAsync() => Service = await Database.FreshAsync();

    /// <summary>Lets time pass, then does what is due.</summary>
    protected async Task PassAsync(TimeSpan time)
    {
        Service.Clock.Advance(time);
        await DueAsync();
    }

    /// <summary>Does what is due.</summary>
    protected Task DueAsync() => Service.Services.GetRequiredService<DeadlineService>().ApplyDueAsync(TestContext.Current.CancellationToken);

    /// <summary>Does what is due on four instances at once, no two of whose clocks agree.</summary>
    protected Task DueOnFourInstancesAsync() => Task.WhenAll(Enumerable.Range(0, 4).Select(async instance =>
    {
        var clock = new FakeTimeProvider(Service.Clock.GetUtcNow().AddMilliseconds(instance * 7));
        using var service = ActivatorUtilities.CreateInstance<DeadlineService>(Service.Services, clock);
        await service.ApplyDueAsync(TestContext.Current.CancellationToken);
    }));

    /// <summary>The kinds of a person's notices.</summary>
    protected static async Task<IReadOnlyList<string>> NoticesAsync(Caller by) =>
        [.. (await by.GetAsync("/v1/me/notices?limit=100")).ShouldBe(200).Items.Select(item => item.GetProperty("kind").GetString()!)];

    /// <summary>By when a person's last notice of a kind says that something is due.</summary>
    protected static async Task<DateTimeOffset> DueByAsync(Caller by, string kind) =>
        (await by.GetAsync("/v1/me/notices?limit=100")).ShouldBe(200).Items.First(item => item.GetProperty("kind").GetString() == kind).GetProperty("dueAt").GetDateTimeOffset();

    /// <summary>The last entry of a resource's journal.</summary>
    protected Task<Ambassadors.Domain.Journal.JournalEntry> LastEntryAsync(Guid resource) => Service.OnDatabaseAsync(db =>
        Task.FromResult(db.Journal.Where(entry => entry.ResourceId == resource).OrderByDescending(entry => entry.ResourceVersion).First()));
}
