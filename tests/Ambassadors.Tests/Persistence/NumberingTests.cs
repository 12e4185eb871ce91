using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Ambassadors.Tests.Support;
using Npgsql;

namespace Ambassadors.Tests.Persistence;

/// <summary>
/// The numbering of the journal as it is deployed: two instances as processes of their own on one PostgreSQL, two hundred writers at once, one instance killed at
/// random and replaced, and a reader that follows by position.
/// </summary>
public sealed class NumberingTests(OnPostgres database)
{
    private const int Writers = 200;

    // Between two writes of each: together they write some two hundred times a second, where the machine allows.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTakeover = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task With_two_instances_of_which_one_is_killed_every_entry_is_numbered_once_in_the_order_of_versions()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var random = new Random();
        var settings = await database.PreparedAsync();
        var connectionString = settings["ConnectionStrings:Ambassadors"];
        await using var first = Start(settings);
        await using var second = Start(settings);
        await Task.WhenAll(first.ReadyAsync(), second.ReadyAsync());
        var (killed, left) = random.Next(2) == 0 ? (first, second) : (second, first);
        var instances = new[] { await killed.AdministratorAsync(), await left.AdministratorAsync() };

        var (acknowledged, seen) = (new ConcurrentDictionary<string, int>(), new List<(long Position, Guid Entry)>());
        using var read = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = FollowAsync(connectionString, seen, read.Token);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var writing = WriteAsync(instances, acknowledged, over.Token);

        // Both are at it: all have written, through one or the other.
        while (acknowledged.Count < Writers)
            await Task.Delay(50, cancellation);
        await Task.Delay(random.Next(500, 2000), cancellation);
        await killed.KillAsync();
        var dead = Stopwatch.StartNew();
        instances[0] = instances[1];
        var written = await EntriesAsync(connectionString);
        while (await NumberedAsync(connectionString) <= written)
        {
            await Task.Delay(20, cancellation);
            Assert.True(dead.Elapsed < LongestTakeover,
                $"Nobody went on numbering: {await NumberedAsync(connectionString)} of {await EntriesAsync(connectionString)} entries, {written} before the kill.\n{left.Output}");
        }

        var takeover = dead.Elapsed;
        await Task.Delay(1500, cancellation);
        await over.CancelAsync();
        await writing;

        await using var replacement = Start(settings);
        await replacement.ReadyAsync();
        instances[0] = await replacement.AdministratorAsync();
        using var again = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        again.CancelAfter(TimeSpan.FromSeconds(2));
        await WriteAsync(instances, acknowledged, again.Token);
        for (var waited = Stopwatch.StartNew(); await CountAsync(connectionString, "SELECT count(*) FROM journal_unnumbered") > 0; await Task.Delay(50, cancellation))
            Assert.True(waited.Elapsed < LongestTakeover, "Entries wait for their position.");
        await read.CancelAsync();
        await reading;

        // All that is in the journal has one position, from 1 without a gap, and the reader who followed saw them all, once, in order.
        var positions = await PositionsAsync(connectionString);
        Assert.Equal(Enumerable.Range(1, positions.Count).Select(position => (long)position), positions.Select(one => one.Position));
        Assert.Equal(await EntriesAsync(connectionString), positions.Count);
        Assert.Equal(positions.Select(one => (one.Position, one.Entry)), seen);
        var versions = positions.Where(one => one.Code is not null).GroupBy(one => one.Code!).ToDictionary(one => one.Key, one => one.Select(each => each.Version).ToList());
        Assert.All(versions.Values, one => Assert.Equal(Enumerable.Range(1, one.Count), one));
        Assert.Equal(Writers, acknowledged.Count);
        Assert.All(acknowledged, one => Assert.True(versions[one.Key].Count >= one.Value, $"{one.Key}: version {one.Value} was acknowledged, {versions[one.Key].Count} are in the journal."));
        Assert.True(await HoldsAsync(instances[1], cancellation));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{positions.Count} positions, {acknowledged.Values.Sum()} writes acknowledged, numbering taken over {takeover.TotalMilliseconds:0} ms after the kill");
    }

    private static ServiceProcess Start(IReadOnlyDictionary<string, string> settings) =>
        ServiceProcess.Start(settings, ("ASPNETCORE_ENVIRONMENT", "Development"), ("Journal:Interval", "00:00:00.2"), ("Logging:LogLevel:Default", "Warning"));

    private static Task WriteAsync(HttpClient[] instances, ConcurrentDictionary<string, int> acknowledged, CancellationToken over) => Task.WhenAll(
        Enumerable.Range(0, Writers).Select(writer => WriteAsync($"w{writer}", () => instances[Random.Shared.Next(instances.Length)], acknowledged, over)));

    // Adds a theme and changes it, again and again; what is answered is acknowledged, what is not may have happened or not.
    private static async Task WriteAsync(string code, Func<HttpClient> instance, ConcurrentDictionary<string, int> acknowledged, CancellationToken over)
    {
        for (var turn = 1; !over.IsCancellationRequested || !acknowledged.ContainsKey(code); turn++)
        {
            try
            {
                await Task.Delay(Random.Shared.Next(2 * (int)Pause.TotalMilliseconds), TestContext.Current.CancellationToken);
                using var request = acknowledged.ContainsKey(code)
                    ? new HttpRequestMessage(HttpMethod.Patch, $"/v1/themes/{code}") { Content = Json($$"""{ "source": "turn {{turn}}" }""", "application/merge-patch+json"), Headers = { { "If-Match", "*" } } }
                    : new HttpRequestMessage(HttpMethod.Post, "/v1/themes")
                    {
                        Content = Json($$"""{ "code": "{{code}}", "label": { "fr": "Thème", "en": "Theme" }, "kind": "sectoral", "source": "the tests" }""", "application/json"),
                        Headers = { { "Idempotency-Key", code } }
                    };
                using var answer = await instance().SendAsync(request, TestContext.Current.CancellationToken);
                if (!answer.IsSuccessStatusCode)
                    continue;
                using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
                acknowledged[code] = body.RootElement.GetProperty("version").GetInt32();
            }
            catch (HttpRequestException)
            {
                // To the instance that was killed.
            }
        }
    }

    private static StringContent Json(string body, string type) => new(body, Encoding.UTF8, type);

    private static Task<long> EntriesAsync(string connectionString) => CountAsync(connectionString, "SELECT count(*) FROM journal");

    private static Task<long> NumberedAsync(string connectionString) => CountAsync(connectionString, "SELECT count(*) FROM journal_positions");

    private static async Task<bool> HoldsAsync(HttpClient instance, CancellationToken cancellation)
    {
        using var body = JsonDocument.Parse(await instance.GetStringAsync("/v1/journal/verify?from=1", cancellation));
        return body.RootElement.GetProperty("holds").GetBoolean();
    }

    private static async Task FollowAsync(string connectionString, List<(long Position, Guid Entry)> seen, CancellationToken over)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        for (var last = false; !last;)
        {
            last = over.IsCancellationRequested;
            await using var command = new NpgsqlCommand("SELECT position, entry_id FROM journal_positions WHERE position > $1 ORDER BY position", connection);
            command.Parameters.Add(new NpgsqlParameter { Value = seen.Count == 0 ? 0 : seen[^1].Position });
            await using (var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken))
            {
                while (await reader.ReadAsync(TestContext.Current.CancellationToken))
                    seen.Add((reader.GetInt64(0), reader.GetGuid(1)));
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<List<(long Position, Guid Entry, string? Code, int Version)>> PositionsAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            "SELECT p.position, p.entry_id, t.code, j.resource_version FROM journal_positions p JOIN journal j ON j.id = p.entry_id LEFT JOIN themes t ON t.id = j.resource_id ORDER BY p.position", connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var positions = new List<(long, Guid, string?, int)>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            positions.Add((reader.GetInt64(0), reader.GetGuid(1), await reader.IsDBNullAsync(2, TestContext.Current.CancellationToken) ? null : reader.GetString(2), reader.GetInt32(3)));
        return positions;
    }

    private static async Task<long> CountAsync(string connectionString, string query)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(query, connection);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
