using Ambassadors.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Tests.Persistence;

/// <summary>That what is asked of the journal is read off indexes, as PostgreSQL plans it over 200 000 entries.</summary>
public sealed class JournalIndexTests(OnPostgres database) : ServiceTests(database)
{
    private static readonly string[] Tables = ["journal", "journal_positions", "journal_heads", "disclosures"];

    [Fact]
    public async Task Nothing_that_is_asked_of_the_journal_reads_it_whole()
    {
        await using var service = await Database.FreshAsync();
        var application = await service.Given.DraftApplicationAsync();
        var (pole, auditor) = (application.Pole, service.Given.Auditor);
        var entry = (await pole.Editor.GetAsync($"{application.Path}/timeline")).Items[0].GetProperty("id").GetString();
        await MultiplyAsync(service, await service.PersonIdAsync(pole.Editor.Name));
        string[] filters =
        [
            "", "sort=-position", "type=application.create", "type=pole.forget", "type=member.read", "resourceType=application", "resourceType=nothing",
            $"resourceId={application.Id}", $"resourceId={Guid.NewGuid()}", $"actorId={await service.PersonIdAsync(pole.Editor.Name)}", $"actorId={Guid.NewGuid()}",
            "organisation=lyonbiopole", "organisation=nobody", "since=2027-06-01T00:00:00Z", "since=2031-01-01T00:00:00Z", "until=2020-01-01T00:00:00Z",
            "since=2027-02-10T00:00:00Z&until=2027-02-10T01:00:00Z", "type=application.submit&organisation=lyonbiopole&sort=-position",
            $"subjectId={pole.AmbassadorId}", $"subjectId={Guid.NewGuid()}"
        ];
        (Caller Caller, string Path)[] asked =
        [
            .. filters.Select(filter => (auditor, $"/v1/journal?{filter}")),
            (auditor, "/v1/journal/head"), (auditor, "/v1/journal/verify?from=150000&to=150010"), (auditor, "/v1/journal/heads?sort=-number"), (auditor, "/v1/journal/heads/7"),
            (auditor, "/v1/journal/receipts/150000"), (pole.Ambassador, "/v1/me/access-log"), (pole.Editor, $"/v1/poles/{pole.Slug}/members/{pole.AmbassadorId}"),
            (pole.Editor, $"{application.Path}/receipts"), (pole.Editor, $"{application.Path}/receipts/{entry}"), (pole.Editor, $"{application.Path}/timeline")
        ];
        var bad = new List<string>();
        foreach (var (caller, path) in asked)
        {
            var statements = await service.Statements.DuringAsync(async () => Assert.InRange((await caller.GetAsync(path)).Status, 200, 409));
            foreach (var statement in statements.Where(one => one.Sql.StartsWith("SELECT", StringComparison.Ordinal) && Tables.Any(table => one.Sql.Contains($"FROM {table} AS", StringComparison.Ordinal))))
            {
                var plan = await statement.ExplainAsync(service);
                if (Tables.Any(table => plan.Contains($"Seq Scan on {table} ", StringComparison.Ordinal)))
                    bad.Add($"{path}\n{statement.Sql}\n{plan}");
            }
        }

        Assert.True(bad.Count == 0, string.Join("\n\n", bad));
    }

    // Entries over a year, of a hundred organisations, a thousand actors and twenty events, a quarter of them readings of ten each; a head for each ten.
    private static Task<int> MultiplyAsync(Service service, Guid actor)
    {
        var rows =
            $"""
            CREATE TEMP TABLE n AS SELECT gen_random_uuid() AS id, i FROM generate_series(1, 200000) i;
            CREATE TEMP TABLE a AS SELECT gen_random_uuid() AS id, i FROM generate_series(1, 999) i UNION ALL SELECT '{actor}', 0;
            INSERT INTO journal (id, at, what, resource_type, resource_id, resource_version, actor_kind, actor_id, organisation, data)
            SELECT n.id, timestamptz '2027-02-01' + n.i * interval '150 seconds',
                CASE WHEN n.i % 4 = 0 THEN 'member.read' ELSE (ARRAY['application', 'offer', 'pairing', 'call'])[1 + n.i % 4] || (ARRAY['.create', '.edit', '.submit', '.withdraw', '.qualify'])[1 + n.i % 5] END,
                CASE WHEN n.i % 4 = 0 THEN 'reading' ELSE (ARRAY['application', 'offer', 'pairing', 'call'])[1 + n.i % 4] END,
                gen_random_uuid(), 1, 'person', a.id, CASE WHEN n.i % 100 = 0 THEN 'lyonbiopole' ELSE 'organisation-' || n.i % 100 END, chr(123) || chr(125)
            FROM n JOIN a ON a.i = n.i % 1000;
            INSERT INTO journal_positions (position, entry_id, hash)
            SELECT n.i + (SELECT coalesce(max(position), 0) FROM journal_positions), n.id, repeat('0', 64) FROM n;
            INSERT INTO disclosures (subject_id, entry_id, version) SELECT gen_random_uuid(), n.id, 1 FROM n, generate_series(1, 10) WHERE n.i % 4 = 0;
            INSERT INTO journal_heads (number, from_position, to_position, chain_hash, root, at, previous_hash, hash)
            SELECT h.number + i, h.to_position + (i - 1) * 10 + 1, h.to_position + i * 10, repeat('0', 64), repeat('0', 64), now(), repeat('0', 64), repeat('0', 64)
            FROM (SELECT coalesce(max(number), 0) AS number, coalesce(max(to_position), 0) AS to_position FROM journal_heads) h, generate_series(1, 20000) i;
            ANALYZE
            """;
        return service.OnDatabaseAsync(db =>
        {
            db.Database.SetCommandTimeout(TimeSpan.FromMinutes(5));
            return db.Database.ExecuteSqlRawAsync(rows);
        });
    }
}
