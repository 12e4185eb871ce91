using System.Globalization;
using Ambassadors.Api.Journal;
using Ambassadors.Api.Startup;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.People;
using Ambassadors.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Ambassadors.Tests.Http;

/// <summary>What an auditor, and whoever holds a receipt, can check: the chain by parts, published heads, entries under them.</summary>
public abstract class AuditTests(OnDatabase database) : ServiceTests(database)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync() => Service = await Database.FreshAsync();

    [Fact]
    public async Task Heads_cover_every_position_once_and_anybody_of_the_programme_may_keep_them()
    {
        await PublishAsync();
        await Given.DraftCallAsync();
        await PublishAsync();

        var (last, _) = await LastAsync();
        var cluster = await Given.ClusterAsync();
        var heads = (await cluster.Contact.GetAsync("/v1/journal/heads")).ShouldBe(200).Items;
        Assert.True(heads.Count >= 2);
        var (number, to, before) = (0L, 0L, new string('0', 64));
        foreach (var head in heads)
        {
            Assert.Equal((number + 1, to + 1, before), (head.GetProperty("number").GetInt64(), head.GetProperty("fromPosition").GetInt64(), head.GetProperty("previousHash").GetString()));
            (number, to, before) = (number + 1, head.GetProperty("toPosition").GetInt64(), head.GetProperty("hash").GetString());
        }

        Assert.Equal(last, to);
        var newest = (await cluster.Contact.GetAsync("/v1/journal/heads?sort=-number&limit=1")).ShouldBe(200).Items.Single();
        var alone = (await cluster.Counterpart.GetAsync($"/v1/journal/heads/{number}")).ShouldBe(200);
        Assert.Equal(newest.GetRawText(), alone.Json.GetRawText());
        (await cluster.Counterpart.GetAsync($"/v1/journal/heads/{number + 1}")).ShouldBeProblem(404, "resource.not_found");
    }

    [Fact]
    public async Task Whoever_holds_a_receipt_or_a_head_is_not_sent_it_again()
    {
        var pairing = await Given.ApprovedPairingAsync();
        await PublishAsync();
        var exchange = $"/v1/exchanges/{(await Given.Officer.GetAsync("/v1/exchanges")).ShouldBe(200).Items[0].GetProperty("id")}";
        var files = await Task.WhenAll(new[] { pairing.Application.Path, pairing.Offer.Path, pairing.Path, exchange }.Select(async file =>
            $"{file}/receipts/{(await Given.Officer.GetAsync($"{file}/timeline")).ShouldBe(200).Items[0].GetProperty("id")}"));
        foreach (var path in files.Concat(["/v1/journal/receipts/1", "/v1/journal/heads/1"]))
        {
            var by = path.StartsWith("/v1/journal", StringComparison.Ordinal) ? Given.Auditor : Given.Officer;
            var seen = (await by.GetAsync(path)).ShouldBe(200);
            (await by.GetAsync(path, ("If-None-Match", seen.ETag!))).ShouldBe(304);
        }
    }

    [Fact]
    public async Task A_head_waits_for_its_time()
    {
        await PublishAsync();
        var heads = await HeadsAsync();
        await Given.DraftCallAsync();
        await NumberAsync();
        Assert.Equal(heads, await HeadsAsync());
        Service.Clock.Advance(Interval - TimeSpan.FromSeconds(1));
        await NumberAsync();
        Assert.Equal(heads, await HeadsAsync());
        Service.Clock.Advance(TimeSpan.FromSeconds(1));
        await NumberAsync();
        Assert.Equal(heads + 1, await HeadsAsync());
        Service.Clock.Advance(2 * Interval);
        await NumberAsync();
        Assert.Equal(heads + 1, await HeadsAsync());
    }

    [Fact]
    public async Task A_long_journal_is_checked_in_requests_of_ten_thousand_positions_each()
    {
        await PublishAsync();
        var (begun, _) = await LastAsync();
        var heads = await HeadsAsync();
        const int many = 10_500;
        await AddAsync(many);
        Service.Clock.Advance(TimeSpan.FromSeconds(1));
        await NumberAsync();

        // Full blocks have their heads at once, and with them what is left.
        Assert.Equal(heads + many / JournalHead.MostPositions + 1, await HeadsAsync());

        var (last, hash) = await LastAsync();
        Assert.Equal(begun + many, last);
        var (checks, checkedHeads) = (new List<Answer>(), 0L);
        for (string? from = "1"; from is not null; from = checks[^1]["nextFrom"])
        {
            checks.Add((await Given.Auditor.GetAsync($"/v1/journal/verify?from={from}")).ShouldBe(200));
            Assert.Equal("True", checks[^1]["holds"]);
            checkedHeads += checks[^1].Json.GetProperty("heads").GetInt64();
        }

        Assert.Equal(["10000", last.ToString(CultureInfo.InvariantCulture)], checks.Select(one => one["through"]));
        Assert.Equal((hash, heads + 3L), (checks[^1]["hash"], checkedHeads));
        var newest = (await Given.Auditor.GetAsync("/v1/journal/verify")).ShouldBe(200);
        Assert.Equal(((last - 9_999).ToString(CultureInfo.InvariantCulture), hash, null), (newest["from"], newest["hash"], newest["nextFrom"]));
        var middle = (await Given.Auditor.GetAsync($"/v1/journal/verify?from={last - 5}&to={last}")).ShouldBe(200);
        Assert.Equal(("True", "1", hash), (middle["holds"], middle["heads"], middle["hash"]));
        await using var said = new StringWriter();
        Assert.Equal(0, await JournalCommand.RunAsync(Service.Services, ["verify"], said));
        Assert.StartsWith($"{last} entries and {heads + 3} published heads hold.", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_names_the_first_position_that_does_not_hold()
    {
        await PublishAsync();
        var (last, _) = await LastAsync();
        var after = await CheckAsync($"from={last + 1}");
        Assert.Equal(("True", null), (after["holds"], after["fault"]));
        var beyond = await CheckAsync($"from=1&to={last + 3}");
        Assert.Equal(("False", "gap", $"{last + 1}"), (beyond["holds"], beyond["fault"], beyond["badPosition"]));
        Assert.Equal(("gap", $"{last + 1}"), ((await CheckAsync($"from={last + 2}"))["fault"], (await CheckAsync($"from={last + 2}"))["badPosition"]));
        foreach (var (query, parameter) in new[] { ("from=0", "from"), ("from=3&to=2", "to"), ("to=0", "to"), ("from=one", "from") })
            Assert.Equal(parameter, (await Given.Auditor.GetAsync($"/v1/journal/verify?{query}")).ShouldBeProblem(400, "request.parameter_unreadable")["errors.0.parameter"]);

        await UnguardAsync();
        await ExecuteAsync("UPDATE journal SET what = 'pole.creatf' WHERE id = (SELECT entry_id FROM journal_positions WHERE position = 5)");
        var altered = await CheckAsync("from=2&to=9");
        Assert.Equal(("False", "entry_altered", "5", "4", null), (altered["holds"], altered["fault"], altered["badPosition"], altered["through"], altered["nextFrom"]));
        Assert.Equal("True", (await CheckAsync("from=6&to=9"))["holds"]);

        await ExecuteAsync("DELETE FROM journal_positions WHERE position = 3");
        Assert.Equal(("gap", "3"), ((await CheckAsync("from=2&to=9"))["fault"], (await CheckAsync("from=2&to=9"))["badPosition"]));
    }

    [Fact]
    public async Task A_check_notices_a_head_that_was_altered_one_that_is_gone_and_a_tail_that_was_cut()
    {
        for (var i = 0; i < 3; i++)
        {
            await PublishAsync();
            await Given.DraftCallAsync();
        }

        await PublishAsync();
        await UnguardAsync();
        var (last, heads) = ((await LastAsync()).Position, await HeadsAsync());
        Assert.Equal($"{heads}", (await CheckAsync("from=1"))["heads"]);
        foreach (var (change, undo) in new[]
        {
            ("at = at", null),
            ("root = chain_hash", $"root = '{await ColumnAsync("root", 2)}'"),
            ("chain_hash = root", $"chain_hash = '{await ColumnAsync("chain_hash", 2)}'"),
            ("from_position = from_position - 1", "from_position = from_position + 1"),
            ("hash = root", $"hash = '{await ColumnAsync("hash", 2)}'"),
            ("previous_hash = root", $"previous_hash = '{await ColumnAsync("previous_hash", 2)}'")
        })
        {
            await ExecuteAsync($"UPDATE journal_heads SET {change} WHERE number = 2");
            var found = await CheckAsync("from=1");
            Assert.Equal(undo is null ? ("True", null, null) : ("False", "head_altered", "2"), (found["holds"], found["fault"], found["badHead"]));
            if (undo is not null)
                await ExecuteAsync($"UPDATE journal_heads SET {undo} WHERE number = 2");
        }

        await ExecuteAsync($"DELETE FROM journal_positions WHERE position = {last}");
        var cut = await CheckAsync("from=1");
        Assert.Equal(("gap", $"{last}"), (cut["fault"], cut["badPosition"]));
        await ExecuteAsync("DELETE FROM journal_heads WHERE number = 2");
        var gone = await CheckAsync("from=1");
        Assert.Equal(("head_gap", "2", "1"), (gone["fault"], gone["badHead"], gone["heads"]));
        await using var said = new StringWriter();
        Assert.Equal(1, await JournalCommand.RunAsync(Service.Services, ["verify"], said));
        Assert.StartsWith("The published head 2 is missing.", said.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE journal_heads SET root = ''")]
    [InlineData("DELETE FROM journal_heads")]
    [InlineData("UPDATE disclosures SET version = 0")]
    [InlineData("DELETE FROM disclosures")]
    public async Task The_database_itself_refuses_to_change_what_was_published_or_read(string statement)
    {
        var pole = await Given.PoleAsync();
        (await pole.Editor.GetAsync($"/v1/poles/{pole.Slug}/members")).ShouldBe(200);
        await PublishAsync();
        Assert.Contains("written once", (await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => ExecuteAsync(statement))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consent_is_handed_out_with_its_proof_to_both_sides_and_to_nobody_else()
    {
        await PublishAsync();
        var pairing = await Given.ConsentedPairingAsync();
        var consents = (await pairing.Offer.Cluster.Contact.GetAsync($"{pairing.Path}/receipts")).ShouldBe(200).Items;
        Assert.Equal(3, consents.Count);
        var paths = consents.Select(one => $"{pairing.Path}/receipts/{one.GetProperty("entryId").GetString()}").ToList();

        // Numbered or not, it has no head yet.
        (await pairing.Application.Pole.Editor.GetAsync(paths[0])).ShouldBeProblem(409, "receipt.not_yet");
        await NumberAsync();
        var early = (await pairing.Application.Pole.Editor.GetAsync(paths[0])).ShouldBeProblem(409, "receipt.not_yet");
        Assert.InRange(int.Parse(early.Headers["Retry-After"], CultureInfo.InvariantCulture), 1, 300);
        await PublishAsync();

        foreach (var (consent, path) in consents.Zip(paths))
        {
            var receipt = (await pairing.Application.Pole.Editor.GetAsync(path)).ShouldBe(200);
            Assert.Equal(
                ("pairing.consent", pairing.Id.ToString(), consent.GetProperty("termsHash").GetString(), consent.GetProperty("party").GetString()),
                (receipt["entry.event"], receipt["entry.resourceId"], receipt["entry.data.termsHash"], receipt["entry.data.party"]));
            Assert.Matches("^attachment; filename=\"?receipt-[0-9]+\\.json\"?$", receipt.Headers["Content-Disposition"]);
            Assert.Equal(receipt.Body, (await pairing.Offer.Cluster.Signatory.GetAsync(path)).Body);
            (await pairing.Application.Pole.Editor.GetAsync(path, ("If-None-Match", receipt.ETag!))).ShouldBe(304);
        }

        (await (await Given.PoleAsync("axelera")).Signatory.GetAsync(paths[0])).ShouldBeProblem(404, "resource.not_found");
        (await pairing.Application.Pole.Editor.GetAsync($"{pairing.Application.Path}/receipts/{paths[0].Split('/')[^1]}")).ShouldBeProblem(404, "resource.not_found");
    }

    [Fact]
    public async Task Every_decision_on_a_file_has_its_receipt()
    {
        var pairing = await Given.ApprovedPairingAsync();
        await PublishAsync();
        var (editor, cluster) = (pairing.Application.Pole.Editor, pairing.Offer.Cluster);
        var decisions = (await editor.GetAsync($"{pairing.Application.Path}/receipts")).ShouldBe(200).Items;
        Assert.Equal(
            ["application.agree_candidacy", "application.submit", "application.start_review", "application.qualify", "application.accept"],
            decisions.Select(one => one.GetProperty("event").GetString()));
        foreach (var decision in decisions)
            Assert.Equal(decision.GetProperty("event").GetString(), (await editor.GetAsync($"{pairing.Application.Path}/receipts/{decision.GetProperty("entryId").GetString()}")).ShouldBe(200)["entry.event"]);
        (await cluster.Contact.GetAsync($"{pairing.Application.Path}/receipts")).ShouldBeProblem(404, "resource.not_found");

        var exchange = (await editor.GetAsync($"/v1/exchanges?pairingId={pairing.Id}")).Items.Single().GetProperty("id").GetString();
        foreach (var (path, reader, stranger) in new[]
        {
            (pairing.Path, cluster.Contact, (await Given.ClusterAsync("hamburg-aviation")).Contact),
            ($"/v1/exchanges/{exchange}", cluster.Contact, (await Given.ClusterAsync("hamburg-aviation")).Contact),
            (pairing.Offer.Path, cluster.Contact, editor)
        })
        {
            foreach (var entry in (await reader.GetAsync($"{path}/timeline?limit=100")).ShouldBe(200).Items)
            {
                var (id, what) = (entry.GetProperty("id").GetString(), entry.GetProperty("event").GetString());
                Assert.Equal(what, (await reader.GetAsync($"{path}/receipts/{id}")).ShouldBe(200)["entry.event"]);
                (await stranger.GetAsync($"{path}/receipts/{id}")).ShouldBeProblem(404, "resource.not_found");
            }
        }
    }

    [Fact]
    public async Task An_auditor_has_the_receipt_of_any_position()
    {
        await Given.DraftCallAsync();
        await NumberAsync();
        var (last, _) = await LastAsync();
        (await Given.Auditor.GetAsync($"/v1/journal/receipts/{last + 1}")).ShouldBeProblem(404, "resource.not_found");
        await Given.DraftCallAsync();
        await NumberAsync();
        await PublishAsync();
        foreach (var position in new[] { 1, 2, last })
            Assert.Equal(position, (await Given.Auditor.GetAsync($"/v1/journal/receipts/{position}")).ShouldBe(200).At("entry.position").GetInt64());
    }

    [Fact]
    public async Task A_receipt_is_checked_without_the_service_and_no_altered_byte_passes()
    {
        var pairing = await Given.ConsentedPairingAsync();
        await PublishAsync();
        await Given.DraftCallAsync();
        await PublishAsync();
        var folder = Directory.CreateTempSubdirectory("ambassadors-receipts-").FullName;
        try
        {
            var consent = (await Given.Auditor.GetAsync($"{pairing.Path}/receipts")).Items[0].GetProperty("entryId").GetString();
            var receipt = (await Given.Auditor.GetAsync($"{pairing.Path}/receipts/{consent}")).ShouldBe(200);
            var heads = (await pairing.Offer.Cluster.Contact.GetAsync("/v1/journal/heads?limit=100")).ShouldBe(200);
            var (script, file, kept) = (Repository.At("scripts", "verify-receipt"), Path.Combine(folder, "receipt.json"), Path.Combine(folder, "heads.json"));
            await File.WriteAllTextAsync(file, receipt.Body, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(kept, heads.Body, TestContext.Current.CancellationToken);

            var (code, said) = await Python.RunAsync(script, file, kept);
            Assert.True(code == 0, said);
            Assert.StartsWith($"holds: pairing.consent of {pairing.Id} at ", said, StringComparison.Ordinal);
            Assert.Equal(0, (await Python.RunAsync(script, file, receipt["head.hash"]!)).Code);
            var other = heads.Items.Select(one => one.GetProperty("hash").GetString()!).First(one => one != receipt["head.hash"]);
            var (refused, why) = await Python.RunAsync(script, file, other);
            Assert.Equal((1, "does not hold: the receipt's head is none of those given"), (refused, why.Trim()));
            Assert.Equal(1, (await Python.RunAsync(script, file)).Code);

            // Each byte of the file, altered in three ways; a thousand processes would do the same.
            var (all, passed) = await Python.RunAsync("-c", Alter, script, file, receipt["head.hash"]!);
            Assert.True(all == 0, passed);
            Assert.Equal($"{3 * receipt.Body.Length} altered, 0 passed", passed.Trim());

            // Receipts of all positions hold: blocks of every form, first and last of a block.
            foreach (var position in Enumerable.Range(1, (int)(await LastAsync()).Position).Where(one => one % 37 == 1))
            {
                await File.WriteAllTextAsync(file, (await Given.Auditor.GetAsync($"/v1/journal/receipts/{position}")).ShouldBe(200).Body, TestContext.Current.CancellationToken);
                Assert.Equal(0, (await Python.RunAsync(script, file, kept)).Code);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private const string Alter =
        """
        import importlib.machinery, importlib.util, sys
        loader = importlib.machinery.SourceFileLoader("receipts", sys.argv[1])
        sys.dont_write_bytecode = True
        receipts = importlib.util.module_from_spec(importlib.util.spec_from_loader("receipts", loader))
        loader.exec_module(receipts)
        whole = open(sys.argv[2], "rb").read()
        receipts.verify(receipts.read(sys.argv[2]), [sys.argv[3]])
        altered = passed = 0
        for at in range(len(whole)):
            for mask in (0x01, 0x20, 0x80):
                with open(sys.argv[2], "wb") as file:
                    file.write(whole[:at] + bytes([whole[at] ^ mask]) + whole[at + 1:])
                altered += 1
                try:
                    receipts.verify(receipts.read(sys.argv[2]), [sys.argv[3]])
                    passed += 1
                    print("passed with another byte at", at, whole[max(0, at - 20):at + 20])
                except (ValueError, KeyError, TypeError, AttributeError):
                    pass
        print(altered, "altered,", passed, "passed")
        """;

    private async Task<Answer> CheckAsync(string query) => (await Given.Auditor.GetAsync($"/v1/journal/verify?{query}")).ShouldBe(200);

    private Task NumberAsync() => Service.Services.GetRequiredService<JournalService>().NumberDueAsync(TestContext.Current.CancellationToken);

    // Whatever waited before, one entry does now, and its time is over.
    private async Task PublishAsync()
    {
        await AddAsync(1);
        Service.Clock.Advance(Interval);
        await NumberAsync();
    }

    private Task<int> AddAsync(int entries) => Service.OnDatabaseAsync(db =>
    {
        db.Journal.AddRange(Enumerable.Range(0, entries)
            .Select(_ => JournalEntry.Beside("conflict", Guid.CreateVersion7(), 1, CaseFile.Programme, "declare", Actor.Service, Service.Clock.GetUtcNow())));
        return db.SaveChangesAsync();
    });

    private Task<int> HeadsAsync() => Service.OnDatabaseAsync(db => db.JournalHeads.CountAsync());

    private async Task<string> ColumnAsync(string column, long number)
    {
        var query = $"SELECT {column} AS \"Value\" FROM journal_heads WHERE number = {number}";
        return await Service.OnDatabaseAsync(async db => (await db.Database.SqlQueryRaw<string>(query).ToListAsync()).Single());
    }

    private async Task<(long Position, string Hash)> LastAsync()
    {
        var last = await Service.OnDatabaseAsync(db => db.JournalPositions.OrderByDescending(one => one.Position).FirstAsync());
        return (last.Position, last.Hash);
    }

    private Task<int> ExecuteAsync(string statement) => Service.OnDatabaseAsync(db => db.Database.ExecuteSqlRawAsync(statement));

    // As somebody would who has the database itself.
    private async Task UnguardAsync()
    {
        foreach (var table in (string[])["journal", "journal_positions", "journal_heads"])
        {
            string[] triggers = Service.Services.GetRequiredService<DatabaseSettings>().IsPostgres
                ? [$"{table}_written_once ON {table}"]
                : [$"{table}_no_update", $"{table}_no_delete"];
            foreach (var trigger in triggers)
                await ExecuteAsync($"DROP TRIGGER {trigger}");
        }
    }
}

/// <inheritdoc/>
public sealed class AuditOnSqlite(OnSqlite database) : AuditTests(database);

/// <inheritdoc/>
public sealed class AuditOnPostgres(OnPostgres database) : AuditTests(database);
