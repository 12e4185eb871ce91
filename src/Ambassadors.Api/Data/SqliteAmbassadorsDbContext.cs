using System.Text.Json;
using Ambassadors.Domain.Journal;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Data;

/// <summary>
/// The embedded default. A transaction begins IMMEDIATE (the provider's own way), so that writers follow one another and
/// none has to give up half way; a writer waits for its turn as long as the command time-out says.
/// </summary>
public sealed class SqliteAmbassadorsDbContext(DbContextOptions<SqliteAmbassadorsDbContext> options) : AmbassadorsDbContext(options)
{
    // A transaction that began IMMEDIATE has the whole file to itself.
    /// <inheritdoc/>
    public override Task HoldNumberingAsync(CancellationToken cancellation) => Task.CompletedTask;

    // The provider keeps ids as texts in capitals.
    /// <inheritdoc/>
    public override Task DiscloseAsync(Guid entry, IReadOnlyList<Disclosure> shown, CancellationToken cancellation)
    {
        var rows = JsonSerializer.Serialize(shown.Select(one => new { Subject = one.SubjectId.ToString().ToUpperInvariant(), one.Version }));
        return Database.ExecuteSqlAsync(
            $"INSERT INTO disclosures (subject_id, entry_id, version) SELECT value ->> 'Subject', {entry}, value ->> 'Version' FROM json_each({rows})", cancellation);
    }

    /// <inheritdoc/>
    protected override Task LimitLockWaitsAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
    }
}
