using System.Collections.Concurrent;
using Ambassadors.Api.Data;
using Ambassadors.Api.Journal;
using Ambassadors.Api.Startup;
using Ambassadors.Api.Telemetry;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.People;
using Ambassadors.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ambassadors.Tests.Persistence;

/// <summary>The one journal: every change has its entry, every entry its position, and the chain shows what was altered since.</summary>
public abstract class JournalTests(OnDatabase database) : ServiceTests(database)
{
    private const int Writers = 20;
    private const int Each = 10;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync() => Service = await Database.FreshAsync();

    [Fact]
    public async Task Every_entry_gets_a_position_without_a_gap_and_versions_of_a_resource_stay_in_order()
    {
        var application = await Given.AgreedApplicationAsync();
        (await application.Pole.Signatory.TakeAsync(application.Path, "submit")).ShouldBe(200);
        var before = await Service.OnDatabaseAsync(db => db.Journal.CountAsync());

        await NumberAsync();

        var positions = await PositionsAsync();
        Assert.Equal(Enumerable.Range(1, before).Select(position => (long)position), positions.Select(one => one.Position));
        Assert.Equal(0, await Service.OnDatabaseAsync(db => db.UnnumberedEntries.CountAsync()));
        Assert.All(positions.GroupBy(one => one.Entry.ResourceId), resource =>
            Assert.Equal(resource.Select(one => one.Entry.ResourceVersion).Order(), resource.Select(one => one.Entry.ResourceVersion)));
        var verdict = await VerifyAsync();
        Assert.True(verdict.Holds);
        Assert.Equal((before, positions[^1].Hash), (verdict.Entries, verdict.Head));
    }

    [Fact]
    public async Task What_is_numbered_later_leaves_the_chain_before_it_as_it_was()
    {
        await NumberAsync();
        var first = await PositionsAsync();
        await Given.DraftCallAsync();
        await NumberAsync();
        var then = await PositionsAsync();
        Assert.True(then.Count > first.Count);
        Assert.Equal(first.Select(one => (one.EntryId, one.Hash)), then.Take(first.Count).Select(one => (one.EntryId, one.Hash)));
        Assert.True((await VerifyAsync()).Holds);
    }

    [Fact]
    public async Task Auditors_and_administrators_read_it_and_nobody_else()
    {
        var call = await Given.DraftCallAsync();
        await NumberAsync();
        foreach (var reader in new[] { Given.Auditor, Given.Administrator })
        {
            var entries = (await reader.GetAsync($"/v1/journal?resourceId={call.Id}&resourceType=call&type=call.create&organisation=programme")).ShouldBe(200).Items;
            var entry = Assert.Single(entries);
            Assert.Equal(("call.create", "call", "draft", 1), (
                entry.GetProperty("event").GetString(), entry.GetProperty("resourceType").GetString(), entry.GetProperty("to").GetString(), entry.GetProperty("version").GetInt32()));
        }

        var newest = (await Given.Auditor.GetAsync("/v1/journal?sort=-position&limit=1")).ShouldBe(200).Items.Single();
        var head = (await Given.Auditor.GetAsync("/v1/journal/head")).ShouldBe(200);
        Assert.Equal((newest.GetProperty("position").GetInt64(), newest.GetProperty("hash").GetString()), (long.Parse(head["position"]!, System.Globalization.CultureInfo.InvariantCulture), head["hash"]));
        Assert.Equal((head["hash"], "0"), ((await VerifyAsync()).Head, head["waiting"]));
        var instant = Uri.EscapeDataString(Service.Clock.GetUtcNow().AddDays(1).ToString("O"));
        Assert.Empty((await Given.Auditor.GetAsync($"/v1/journal?since={instant}")).ShouldBe(200).Items);
        Assert.NotEmpty((await Given.Auditor.GetAsync($"/v1/journal?until={instant}")).ShouldBe(200).Items);
        foreach (var (parameter, query) in new[] { ("type", "type=application.sumbit"), ("resourceType", "resourceType=applications"), ("until", "since=2027-02-02T00:00:00Z&until=2027-02-01T00:00:00Z") })
            Assert.Equal(parameter, (await Given.Auditor.GetAsync($"/v1/journal?{query}")).ShouldBeProblem(400, "request.parameter_unreadable")["errors.0.parameter"]);
        foreach (var unreadable in new[] { "yesterday", "2027-02-01", "2027-02-01T09:00:00", "2027-02-01 09:00:00Z", "2027-02-30T09:00:00Z" })
            Assert.Equal("until", (await Given.Auditor.GetAsync($"/v1/journal?until={Uri.EscapeDataString(unreadable)}")).ShouldBeProblem(400, "request.parameter_unreadable")["errors.0.parameter"]);
        foreach (var other in new[] { Given.Officer, (await Given.PoleAsync("axelera")).Signatory })
        {
            (await other.GetAsync("/v1/journal")).ShouldBeProblem(403, "role.not_allowed");
            (await other.GetAsync("/v1/journal/head")).ShouldBeProblem(403, "role.not_allowed");
        }
    }

    [Fact]
    public async Task The_service_numbers_by_itself()
    {
        var service = await Database.FreshAsync(host => host.UseSetting("Journal:Interval", "00:00:00.2"));
        var call = await service.Given.DraftCallAsync();
        var numbered = false;
        for (var attempt = 0; attempt < 200 && !numbered; attempt++)
        {
            service.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50, TestContext.Current.CancellationToken);
            numbered = await service.OnDatabaseAsync(db => db.JournalPositions.AnyAsync(one => one.Entry.ResourceId == call.Id));
        }

        Assert.True(numbered);
    }

    [Theory]
    [InlineData("UPDATE journal SET what = 'pole.forget'")]
    [InlineData("DELETE FROM journal")]
    [InlineData("UPDATE journal_positions SET hash = ''")]
    [InlineData("DELETE FROM journal_positions")]
    public async Task The_database_itself_refuses_to_change_what_was_written(string statement)
    {
        await NumberAsync();
        var refused = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => ExecuteAsync(statement));
        Assert.Contains("written once", refused.Message, StringComparison.Ordinal);
        Assert.True((await VerifyAsync()).Holds);
    }

    [Fact]
    public async Task The_check_names_the_first_entry_of_which_a_byte_was_altered()
    {
        await NumberAsync();
        var fifth = (await PositionsAsync())[4];
        await UnguardAsync();
        await ExecuteAsync($"UPDATE journal SET what = 'pole.creatf' WHERE id = (SELECT entry_id FROM journal_positions WHERE position = {fifth.Position})");

        var verdict = await VerifyAsync();
        Assert.Equal((4L, 5L, "entry_altered", false), (verdict.Entries, verdict.BadPosition, verdict.Fault, verdict.Holds));
        await using var said = new StringWriter();
        Assert.Equal(1, await JournalCommand.RunAsync(Service.Services, ["verify"], said));
        Assert.StartsWith("The entry at position 5 is not what it was when it was numbered.", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_check_notices_a_hash_that_was_altered_and_a_position_that_is_gone()
    {
        await NumberAsync();
        await UnguardAsync();
        await ExecuteAsync("UPDATE journal_positions SET hash = '0' || substr(hash, 2) WHERE position = (SELECT min(position) FROM journal_positions WHERE position > 2 AND hash NOT LIKE '0%')");
        var altered = await VerifyAsync();
        Assert.Equal("entry_altered", altered.Fault);

        await ExecuteAsync("DELETE FROM journal_positions WHERE position = 2");
        var gone = await VerifyAsync();
        Assert.Equal((1L, 2L, "gap", 1L), (gone.Entries, gone.BadPosition, gone.Fault, gone.Unaccounted));
    }

    [Fact]
    public async Task The_check_notices_an_entry_that_was_written_past_the_service()
    {
        await NumberAsync();
        await Given.DraftCallAsync();
        await ExecuteAsync("DELETE FROM journal_unnumbered");
        var verdict = await VerifyAsync();
        Assert.Equal((null, false), (verdict.BadPosition, verdict.Holds));
        Assert.NotEqual(0, verdict.Unaccounted);
    }

    [Fact]
    public async Task The_command_says_that_the_journal_holds()
    {
        await NumberAsync();
        await using var said = new StringWriter();
        Assert.Equal(0, await JournalCommand.RunAsync(Service.Services, ["verify"], said));
        var last = (await PositionsAsync())[^1];
        var heads = await Service.OnDatabaseAsync(db => db.JournalHeads.CountAsync());
        Assert.Equal($"{last.Position} entries and {heads} published heads hold. Head: position {last.Position}, {last.Hash}{Environment.NewLine}", said.ToString());
        Assert.Equal(2, await JournalCommand.RunAsync(Service.Services, [], said));
    }

    [Fact]
    public async Task Two_numberers_and_many_writers_who_commit_in_any_order_leave_no_entry_out()
    {
        await NumberAsync();
        var begun = (await PositionsAsync()).Count;
        var (committed, seen) = (new ConcurrentDictionary<Guid, bool>(), new List<Guid>());
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var numbering = Enumerable.Range(0, 2).Select(_ => Task.Run(() => NumberUntilAsync(over.Token), TestContext.Current.CancellationToken)).ToList();
        var reading = Task.Run(() => FollowAsync(begun, seen, () => over.IsCancellationRequested), TestContext.Current.CancellationToken);

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(writer, committed), TestContext.Current.CancellationToken)));
        await over.CancelAsync();
        await Task.WhenAll(numbering);
        await NumberAsync();
        await reading;

        var positions = (await PositionsAsync()).Skip(begun).ToList();
        Assert.Equal(Enumerable.Range(begun + 1, committed.Count).Select(position => (long)position), positions.Select(one => one.Position));
        Assert.Equal(committed.Keys.Order(), positions.Select(one => one.EntryId).Order());
        Assert.All(positions.GroupBy(one => one.Entry.ResourceId), resource =>
            Assert.Equal(resource.Select(one => one.Entry.ResourceVersion).Order(), resource.Select(one => one.Entry.ResourceVersion)));

        // Whoever follows by position alone has seen every one, in order, though it read while they were written.
        Assert.NotEmpty(seen);
        Assert.Equal(positions.Take(seen.Count).Select(one => one.EntryId), seen);
        Assert.True((await VerifyAsync()).Holds);
    }

    private async Task WriteAsync(int writer, ConcurrentDictionary<Guid, bool> committed)
    {
        var (random, resource) = (new Random(writer), Guid.CreateVersion7());
        for (var (version, turn) = (1, 0); turn < Each; turn++)
        {
            var kept = random.Next(5) > 0;
            var now = version;
            await Service.OnDatabaseAsync(async db =>
            {
                await using var transaction = await db.BeginWorkAsync(CancellationToken.None);
                var entry = JournalEntry.Beside("conflict", resource, now, CaseFile.Programme, "declare", Actor.Service, Service.Clock.GetUtcNow().AddDays(-now));
                db.Journal.Add(entry);
                await db.SaveChangesAsync();
                await Task.Delay(random.Next(8), TestContext.Current.CancellationToken);
                if (!kept)
                    return false;
                await transaction.CommitAsync();
                return committed.TryAdd(entry.Id, true);
            });
            version += kept ? 1 : 0;
        }
    }

    private async Task NumberUntilAsync(CancellationToken over)
    {
        var numbering = new JournalService(
            Service.Services.GetRequiredService<IServiceScopeFactory>(), new JournalWatch(), Service.Services.GetRequiredService<Measures>(), Service.Clock, new ConfigurationBuilder().Build(), NullLogger<JournalService>.Instance);
        while (!over.IsCancellationRequested)
        {
            try
            {
                await numbering.NumberDueAsync(TestContext.Current.CancellationToken);
            }
            catch (Exception exception) when (Races.IsLost(exception))
            {
                // SQLite's writers wait for each other only so long.
            }

            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    private async Task FollowAsync(long after, List<Guid> seen, Func<bool> isOver)
    {
        while (true)
        {
            var last = isOver();
            var from = after;
            var next = await Service.OnDatabaseAsync(db => db.JournalPositions.AsNoTracking().Where(one => one.Position > from).OrderBy(one => one.Position)
                .Select(one => new { one.Position, one.EntryId }).ToListAsync());
            seen.AddRange(next.Select(one => one.EntryId));
            after = next.Count == 0 ? after : next[^1].Position;
            if (last)
                return;
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    private Task NumberAsync() => Service.Services.GetRequiredService<JournalService>().NumberDueAsync(TestContext.Current.CancellationToken);

    private Task<JournalVerdict> VerifyAsync() => Service.OnDatabaseAsync(db => JournalAudit.VerifyAsync(db, TestContext.Current.CancellationToken));

    private Task<List<JournalPosition>> PositionsAsync() =>
        Service.OnDatabaseAsync(db => db.JournalPositions.AsNoTracking().Include(one => one.Entry).OrderBy(one => one.Position).ToListAsync());

    private Task<int> ExecuteAsync(string statement) => Service.OnDatabaseAsync(db => db.Database.ExecuteSqlRawAsync(statement));

    // As somebody would who has the database itself.
    private async Task UnguardAsync()
    {
        foreach (var table in (string[])["journal", "journal_positions"])
        {
            if (Service.Services.GetRequiredService<DatabaseSettings>().IsPostgres)
            {
                await ExecuteAsync($"DROP TRIGGER {table}_written_once ON {table}");
                continue;
            }

            await ExecuteAsync($"DROP TRIGGER {table}_no_update");
            await ExecuteAsync($"DROP TRIGGER {table}_no_delete");
        }
    }
}

/// <inheritdoc/>
public sealed class JournalOnSqlite(OnSqlite database) : JournalTests(database);

/// <inheritdoc/>
public sealed class JournalOnPostgres(OnPostgres database) : JournalTests(database);
