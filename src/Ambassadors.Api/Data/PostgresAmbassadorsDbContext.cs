using Ambassadors.Domain.Journal;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Data;

/// <summary>For production and for several instances. Texts are compared by code point, as SQLite does, so that both sort alike.</summary>
public sealed class PostgresAmbassadorsDbContext(DbContextOptions<PostgresAmbassadorsDbContext> options) : AmbassadorsDbContext(options)
{
    // Any number will do, as long as nothing else in the database takes the same.
    private const long NumberingKey = 0x414D4241_4A4F5552;

    // Gone with the transaction: an instance that dies lets go at once, one that hangs after five seconds.
    /// <inheritdoc/>
    public override Task HoldNumberingAsync(CancellationToken cancellation) => Database.ExecuteSqlAsync(
        $"SET LOCAL idle_in_transaction_session_timeout = '5s'; SELECT pg_advisory_xact_lock({NumberingKey})", cancellation);

    /// <inheritdoc/>
    public override Task DiscloseAsync(Guid entry, IReadOnlyList<Disclosure> shown, CancellationToken cancellation)
    {
        var (subjects, versions) = (shown.Select(one => one.SubjectId).ToArray(), shown.Select(one => one.Version).ToArray());
        return Database.ExecuteSqlAsync(
            $"INSERT INTO disclosures (subject_id, entry_id, version) SELECT subject, {entry}, version FROM unnest({subjects}, {versions}) AS shown (subject, version)", cancellation);
    }

    /// <inheritdoc/>
    protected override Task LimitLockWaitsAsync(CancellationToken cancellation) =>
        Database.ExecuteSqlAsync($"SET LOCAL lock_timeout = '5s'", cancellation);

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<string>().UseCollation("C");
    }
}
