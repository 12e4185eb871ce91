using System.Text.Json;
using Ambassadors.Api.Data;
using Ambassadors.Api.Journal;

namespace Ambassadors.Api.Deadlines;

/// <summary>What a deadline works with: the context of one transaction, and one instant.</summary>
public sealed record Due(AmbassadorsDbContext Db, Announcements Announcements, DateTimeOffset Now, DateOnly Today);

/// <summary>Something that the service does by itself when its time has come.</summary>
public abstract class Deadline
{
    /// <summary>How many resources one pass takes up; the next goes on.</summary>
    protected const int Batch = 100;

    /// <summary>What it is called in logs and measures.</summary>
    public string Name => JsonNamingPolicy.SnakeCaseLower.ConvertName(GetType().Name);

    /// <summary>The resources whose time has come, a batch of them.</summary>
    public abstract Task<IReadOnlyList<Guid>> FindAsync(Due due, CancellationToken cancellation);

    /// <summary>Does it to one of them, read afresh; the caller saves and commits.</summary>
    public abstract Task ApplyAsync(Guid id, Due due, CancellationToken cancellation);
}
