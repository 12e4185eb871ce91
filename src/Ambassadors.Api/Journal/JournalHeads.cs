using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.Journal;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Journal;

/// <summary>A published head of the journal. Keep one outside of the service: it shows later that nothing up to its last position was altered.</summary>
/// <param name="Number">From 1 without a gap.</param>
/// <param name="FromPosition">The first position that it covers: the one after the last of the head before.</param>
/// <param name="ToPosition">The last position that it covers.</param>
/// <param name="ChainHash">The chain's hash at its last position.</param>
/// <param name="Root">The Merkle root (RFC 6962, section 2.1, SHA-256) over the chain's hashes of its positions.</param>
/// <param name="At">When it was published, UTC, to the millisecond: in this form it is hashed.</param>
/// <param name="PreviousHash">The hash of the head before it; 64 zeros for the first.</param>
/// <param name="Hash">SHA-256 over the 32 bytes of <c>previousHash</c> and the canonical form (RFC 8785) of the other members.</param>
public sealed record PublishedHeadResponse(
    long Number, long FromPosition, long ToPosition, string ChainHash, string Root, string At, string PreviousHash, string Hash) : IVersionedResponse
{
    // Written once.
    int IVersionedResponse.Version => 1;

    /// <summary>Shows a head.</summary>
    public static PublishedHeadResponse Of(JournalHead head) => new(
        head.Number, head.FromPosition, head.ToPosition, head.ChainHash, head.Root, Domain.Canonical.Text(head.At), head.PreviousHash, head.Hash);
}

/// <summary>Heads, the first first or the last.</summary>
public sealed class HeadOrder : IOrders<JournalHead>
{
    /// <inheritdoc/>
    public static IReadOnlyList<Order<JournalHead>> All { get; } =
    [
        new("number", Key<JournalHead>.By(head => head.Number)),
        new("-number", Key<JournalHead>.By(head => head.Number))
    ];
}

/// <summary>The published heads of the journal: what receipts lead up to.</summary>
public static class JournalHeads
{
    /// <summary>Lists the published heads of the journal</summary>
    /// <remarks>
    /// Anybody of the programme may read and keep them: they tell nothing of what the journal says. A head is published some minutes after what it covers, and
    /// never changes. <c>sort=-number&amp;limit=1</c> is the last.
    /// </remarks>
    public static Listing<PublishedHeadResponse> List(ListRequest<JournalHead, HeadOrder> list, AmbassadorsDbContext db) =>
        list.Of(db.JournalHeads.AsNoTracking(), PublishedHeadResponse.Of);

    /// <summary>Shows a published head of the journal</summary>
    /// <param name="number">Its number.</param>
    /// <param name="db">The database.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Ok<PublishedHeadResponse>, ProblemHttpResult>> ShowAsync(long number, AmbassadorsDbContext db, CancellationToken cancellation) =>
        await db.JournalHeads.AsNoTracking().SingleOrDefaultAsync(head => head.Number == number, cancellation) is { } head
            ? TypedResults.Ok(PublishedHeadResponse.Of(head))
            : Problems.NotFound();

    /// <summary>Publishes the next head where one is due: a block is full, or the last is so old. Null where none was.</summary>
    public static async Task<JournalHead?> PublishAsync(AmbassadorsDbContext db, DateTimeOffset now, TimeSpan interval, CancellationToken cancellation)
    {
        if (!IsDue(await LastAsync(db, cancellation), await db.HeadPositionAsync(cancellation), now, interval))
            return null;
        await using var transaction = await db.BeginWorkAsync(cancellation);
        await db.HoldNumberingAsync(cancellation);

        // Another instance may have been faster.
        var before = await LastAsync(db, cancellation);
        if (!IsDue(before, await db.HeadPositionAsync(cancellation), now, interval))
            return null;
        var covered = before?.ToPosition ?? 0;
        var hashes = await db.JournalPositions.AsNoTracking().Where(one => one.Position > covered).OrderBy(one => one.Position).Take(JournalHead.MostPositions)
            .Select(one => one.Hash).ToListAsync(cancellation);
        var tree = new MerkleTree();
        foreach (var hash in hashes)
            tree.Add(Convert.FromHexString(hash));
        var head = JournalHead.After(before, tree, hashes[^1], now);
        db.JournalHeads.Add(head);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return head;
    }

    /// <summary>The last head.</summary>
    public static Task<JournalHead?> LastAsync(AmbassadorsDbContext db, CancellationToken cancellation) =>
        db.JournalHeads.AsNoTracking().OrderByDescending(head => head.Number).FirstOrDefaultAsync(cancellation);

    // What is left of more than one block follows at once: its first position has waited as long as theirs.
    private static bool IsDue(JournalHead? last, long position, DateTimeOffset now, TimeSpan interval) =>
        position - (last?.ToPosition ?? 0) is var waiting and > 0 && (waiting >= JournalHead.MostPositions || last is null || last.At == now || now - last.At >= interval);
}
