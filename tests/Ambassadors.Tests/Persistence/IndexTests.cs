using System.Data.Common;
using Ambassadors.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Tests.Persistence;

/// <summary>That lists are read off indexes, as PostgreSQL plans them over 100 000 applications and as many pairings.</summary>
public sealed class IndexTests(OnPostgres database) : ServiceTests(database)
{
    private const int Applications = 100_000;
    private const int Offers = 20_000;

    private const string Spread = "s.updated_at - i * interval '1 minute'";

    private static readonly string[] Changes =
    [
        "sort=createdAt", "sort=updatedAt", "sort=-updatedAt", "sort=-updatedAt&clusterSlug=uppsala-bio",
        "updatedSince=2027-02-02T00:00:00Z", "sort=updatedAt&updatedSince=2027-01-31T00:00:00Z"
    ];

    [Fact]
    public async Task No_list_reads_a_whole_table()
    {
        await using var service = await Database.FreshAsync();
        var pairing = await service.Given.ConsentedPairingAsync();
        await MultiplyAsync(service);
        var application = pairing.Application;
        (string Table, string[] Queries)[] lists =
        [
            ("applications",
                [
                    "", "status=draft", "status=in_matching", $"callId={application.Call.Id}", "poleSlug=lyonbiopole", "clusterSlug=uppsala-bio",
                    "theme=energy", "country=SE", "q=partenaire", "q=nanotubes", "awaiting=me", "sort=updatedAt&poleSlug=lyonbiopole", .. Changes
                ]),
            ("offers", ["", "status=published", "status=draft", "clusterSlug=uppsala-bio", "theme=energy", "country=SE", "q=nanotubes", "awaiting=me", .. Changes]),
            ("pairings",
                [
                    "", "status=consented", "status=declined", $"callId={application.Call.Id}", $"applicationId={application.Id}", $"offerId={pairing.Offer.Id}",
                    "poleSlug=lyonbiopole", "clusterSlug=uppsala-bio", "country=SE", "q=nanotubes", "awaiting=me", "sort=updatedAt&poleSlug=lyonbiopole", .. Changes
                ])
        ];
        var callers = new[] { service.Given.Officer, application.Pole.Editor, application.Pole.Ambassador, pairing.Offer.Cluster.Signatory };
        var bad = new List<string>();
        foreach (var (table, queries) in lists)
        {
            foreach (var query in queries)
            {
                foreach (var caller in callers)
                {
                    var path = $"/v1/{table}?{query}";
                    var statements = await service.Statements.DuringAsync(async () => (await caller.GetAsync(path)).ShouldBe(200));
                    var reads = statements.Where(one => one.Sql.Contains($"FROM {table} AS", StringComparison.Ordinal)).ToList();
                    Assert.NotEmpty(reads);
                    foreach (var statement in reads)
                    {
                        var plan = await statement.ExplainAsync(service);
                        if (plan.Contains($"Seq Scan on {table} ", StringComparison.Ordinal))
                            bad.Add($"{path} as {caller.Name}\n{statement.Sql}\n{plan}");
                    }
                }
            }
        }

        Assert.True(bad.Count == 0, string.Join("\n\n", bad));
    }

    // Each table's rows are copies of the one that is there, spread over pôles, clusters, calls, statuses and words.
    private static Task<int> MultiplyAsync(Service service) => service.OnDatabaseAsync(async db =>
    {
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(5));
        await db.Database.OpenConnectionAsync();
        var connection = db.Database.GetDbConnection();
        await ExecuteAsync(connection,
            """
            CREATE TEMP TABLE p AS SELECT slug, row_number() OVER (ORDER BY slug) - 1 AS n FROM poles;
            CREATE TEMP TABLE k AS SELECT slug, country, row_number() OVER (ORDER BY slug) - 1 AS n FROM clusters;
            CREATE TEMP TABLE t AS SELECT code, row_number() OVER (ORDER BY code) - 1 AS n FROM themes;
            CREATE TEMP TABLE w AS SELECT unnest(ARRAY['partenaire', 'europe', 'projet', 'recherche', 'commun', 'reponse', 'appel', 'nanotubes']) AS word, generate_series(0, 7) AS n
            """);
        await CopyAsync(connection, "calls", 40, ("id", "gen_random_uuid()"), ("status", "'concluded'"));
        await ExecuteAsync(connection, "CREATE TEMP TABLE c AS SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM calls");
        await CopyAsync(connection, "applications", Applications,
            ("id", "gen_random_uuid()"), ("updated_at", Spread), ("reference", "NULL"), ("partner_reference", "NULL"),
            ("call_id", "(SELECT id FROM c WHERE c.n = i % (SELECT count(*) FROM c))"),
            ("pole_slug", "(SELECT slug FROM p WHERE p.n = i / 7 % (SELECT count(*) FROM p))"),
            ("status", "(ARRAY['draft', 'submitted', 'in_review', 'in_matching', 'accepted', 'rejected', 'withdrawn', 'unmatched'])[1 + i % 8]"));
        await CopyAsync(connection, "offers", Offers,
            ("id", "gen_random_uuid()"), ("updated_at", Spread), ("partner_reference", "NULL"),
            ("cluster_slug", "(SELECT slug FROM k WHERE k.n = i % (SELECT count(*) FROM k))"),
            ("country", "(SELECT country FROM k WHERE k.n = i % (SELECT count(*) FROM k))"),
            ("status", "(ARRAY['draft', 'under_check', 'published', 'paused', 'closed', 'withdrawn'])[1 + i % 6]"));
        await ExecuteAsync(connection,
            """
            CREATE TEMP TABLE a AS SELECT id, pole_slug, call_id, row_number() OVER (ORDER BY id) AS n FROM applications;
            CREATE TEMP TABLE o AS SELECT id, cluster_slug, country, row_number() OVER (ORDER BY id) - 1 AS n FROM offers;
            CREATE INDEX ON a (n); CREATE INDEX ON o (n);
            ANALYZE a; ANALYZE o
            """);
        await CopyAsync(connection, "pairings", Applications,
            ("id", "gen_random_uuid()"), ("updated_at", Spread),
            ("application_id", "(SELECT id FROM a WHERE a.n = i)"),
            ("call_id", "(SELECT call_id FROM a WHERE a.n = i)"),
            ("pole_slug", "(SELECT pole_slug FROM a WHERE a.n = i)"),
            ("offer_id", $"(SELECT id FROM o WHERE o.n = i % {Offers})"),
            ("cluster_slug", $"(SELECT cluster_slug FROM o WHERE o.n = i % {Offers})"),
            ("country", $"(SELECT country FROM o WHERE o.n = i % {Offers})"),
            ("status", "(ARRAY['declined', 'expired', 'consented', 'refused', 'cancelled', 'superseded'])[1 + i % 6]"));
        await ExecuteAsync(connection,
            """
            INSERT INTO search_terms (owner_id, term)
            SELECT id, unnest(ARRAY[':theme:' || t.code, ':country:' || k.country, ':cluster:' || k.slug, w.word, 'objectif' || x.n % 1000])
            FROM (SELECT id, row_number() OVER () AS n FROM applications UNION ALL SELECT id, row_number() OVER () FROM offers UNION ALL SELECT id, row_number() OVER () FROM pairings) x
            JOIN t ON t.n = x.n % 55 JOIN k ON k.n = x.n % 140 JOIN w ON w.n = x.n % 8
            ON CONFLICT DO NOTHING;
            ANALYZE
            """);
        return 0;
    });

    private static async Task CopyAsync(DbConnection connection, string table, int rows, params (string Column, string Value)[] other)
    {
        var columns = new List<string>();
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = $"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' ORDER BY ordinal_position";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                columns.Add(reader.GetString(0));
        }

        Assert.Empty(other.Select(one => one.Column).Except(columns));
        var values = columns.Select(column => other.FirstOrDefault(one => one.Column == column).Value ?? $"s.{column}");
        await ExecuteAsync(connection,
            $"INSERT INTO {table} ({string.Join(", ", columns)}) SELECT {string.Join(", ", values)} FROM (SELECT * FROM {table} ORDER BY id DESC LIMIT 1) s, generate_series(1, {rows}) i");
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync();
    }
}
