using Ambassadors.Api.Data;
using Ambassadors.Domain.Journal;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Journal;

/// <summary>What a check of the whole journal found.</summary>
/// <param name="Entries">How many positions hold, from the first on.</param>
/// <param name="Head">The chain's hash at the last of them.</param>
/// <param name="BadPosition">The first position that does not hold; absent where all do.</param>
/// <param name="Fault">What is wrong there: <c>gap</c>, <c>entry_altered</c>.</param>
/// <param name="Unaccounted">Entries that have no position and wait for none: somebody wrote them past the service.</param>
public sealed record JournalVerdict(long Entries, string Head, long? BadPosition, string? Fault, long Unaccounted)
{
    /// <summary>Whether everything holds.</summary>
    public bool Holds => BadPosition is null && Unaccounted == 0;
}

/// <summary>Computes the chain anew and compares it with what is kept.</summary>
public static class JournalAudit
{
    /// <summary>Reads the journal from its first entry on, in constant memory.</summary>
    public static async Task<JournalVerdict> VerifyAsync(AmbassadorsDbContext db, CancellationToken cancellation)
    {
        // Of one instant: an entry that is numbered in the meantime is on neither side of the count.
        await using var snapshot = await db.BeginSnapshotAsync(cancellation);
        var unaccounted = await db.Journal.LongCountAsync(cancellation) - await db.JournalPositions.LongCountAsync(cancellation) - await db.UnnumberedEntries.LongCountAsync(cancellation);
        var (entries, head) = (0L, JournalChain.Beginning);
        await foreach (var one in db.JournalPositions.AsNoTracking().Include(one => one.Entry).OrderBy(one => one.Position).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (one.Position != entries + 1)
                return new JournalVerdict(entries, head, entries + 1, "gap", unaccounted);
            if (JournalChain.Hash(head, one.Position, one.Entry) != one.Hash)
                return new JournalVerdict(entries, head, one.Position, "entry_altered", unaccounted);
            (entries, head) = (one.Position, one.Hash);
        }

        return new JournalVerdict(entries, head, null, null, unaccounted);
    }
}
