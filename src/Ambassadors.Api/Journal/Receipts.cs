using System.Globalization;
using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Domain;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.People;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Journal;

/// <summary>A journal entry as it is hashed: with these members and no others, what is absent left out, its canonical form (RFC 8785) gives its hash.</summary>
/// <param name="Position">Its position.</param>
/// <param name="Id">Id of the entry, UUID version 7.</param>
/// <param name="At">Instant of what happened, UTC, to the millisecond.</param>
/// <param name="Event">Noun and event: <c>pairing.consent</c>.</param>
/// <param name="ResourceType">The noun of the resource.</param>
/// <param name="ResourceId">The resource.</param>
/// <param name="Version">The resource's version after it.</param>
/// <param name="From">The status before; absent where there was none.</param>
/// <param name="To">The status after; absent where it did not matter.</param>
/// <param name="ActorKind">What kind of actor did it.</param>
/// <param name="ActorId">The person's or partner system's id; absent for the service.</param>
/// <param name="AnsweredBy">The signatory who answers for what a partner system did.</param>
/// <param name="Organisation">In whose name: a slug, or <c>programme</c>.</param>
/// <param name="Pole">Slug of the pôle on whose file it is.</param>
/// <param name="Cluster">Slug of the cluster on whose file it is.</param>
/// <param name="MotiveDigest">SHA-256 over a salt and the reason given.</param>
/// <param name="Data">Codes, ids and hashes that it is about: of a consent the party, the version and the hash of the terms.</param>
public sealed record SealedEntry(
    long Position, Guid Id, string At, string Event, string ResourceType, Guid ResourceId, int Version, string? From, string? To, ActorKind ActorKind, Guid? ActorId,
    Guid? AnsweredBy, string? Organisation, string? Pole, string? Cluster, string? MotiveDigest, IReadOnlyDictionary<string, string> Data)
{
    /// <summary>Shows an entry as <see cref="JournalChain.FormOf"/> writes it.</summary>
    public static SealedEntry Of(long position, JournalEntry entry) => new(
        position, entry.Id, Canonical.Text(entry.At), entry.What, entry.ResourceType, entry.ResourceId, entry.ResourceVersion, entry.From, entry.To, entry.ActorKind, entry.ActorId,
        entry.AnsweredBy, entry.Organisation, entry.Pole, entry.Cluster, entry.MotiveDigest, entry.Data);
}

/// <summary>
/// The receipt of a journal entry: with a published head that you have from elsewhere, it shows without the service that the entry is in the journal, and what it
/// says. <c>scripts/verify-receipt</c> checks it.
/// </summary>
/// <param name="Format">The form of the receipt.</param>
/// <param name="Entry">What happened.</param>
/// <param name="PreviousHash">The chain's hash at the position before. SHA-256 over its 32 bytes and the entry's canonical form is the chain's hash at the entry.</param>
/// <param name="Path">The hashes beside the way from there up to the head's root (RFC 6962, section 2.1.1), the lowest first.</param>
/// <param name="Head">The published head that covers the entry.</param>
public sealed record JournalReceiptResponse(string Format, SealedEntry Entry, string PreviousHash, IReadOnlyList<string> Path, PublishedHeadResponse Head) : IFileResponse
{
    /// <summary>The form of receipts.</summary>
    public const string FormatOfReceipts = "ambassadors-receipt/1";

    // Written once.
    int IVersionedResponse.Version => 1;

    string IFileResponse.FileName => string.Create(CultureInfo.InvariantCulture, $"receipt-{Entry.Position}.json");
}

/// <summary>A decision on an application of which there is a receipt.</summary>
/// <param name="EntryId">Id of the journal entry, by which the receipt is asked for.</param>
/// <param name="At">Instant.</param>
/// <param name="Event">Noun and event: <c>application.submit</c>.</param>
/// <param name="From">The status before.</param>
/// <param name="To">The status after.</param>
/// <param name="Version">The resource's version after it.</param>
/// <param name="ActorKind">What kind of actor did it.</param>
/// <param name="ActorId">The person's or partner system's id; absent for the service.</param>
/// <param name="AnsweredBy">The signatory who answers for what a partner system did.</param>
/// <param name="Organisation">In whose name: a slug, or <c>programme</c>.</param>
public sealed record DecisionResponse(
    Guid EntryId, DateTimeOffset At, string Event, string? From, string? To, int Version, ActorKind ActorKind, Guid? ActorId, Guid? AnsweredBy, string? Organisation)
{
    /// <summary>Shows a decision.</summary>
    public static DecisionResponse Of(JournalEntry entry) => new(
        entry.Id, entry.At, entry.What, entry.From, entry.To, entry.ResourceVersion, entry.ActorKind, entry.ActorId, entry.AnsweredBy, entry.Organisation);
}

/// <summary>Hands out receipts: the proof, from a few hashes, that an entry is in the journal under a published head.</summary>
public sealed class Receipts(AmbassadorsDbContext db, JournalService numbering, TimeProvider clock, IHttpContextAccessor requests)
{
    /// <summary>The receipt of an entry of a resource that the caller may see.</summary>
    public async Task<Results<Ok<JournalReceiptResponse>, ProblemHttpResult>> OfEntryAsync(Guid resourceId, Guid entryId, CancellationToken cancellation)
    {
        if (await db.Journal.AnyAsync(entry => entry.Id == entryId && entry.ResourceId == resourceId, cancellation))
            return await OfAsync(await db.JournalPositions.AsNoTracking().Include(one => one.Entry).SingleOrDefaultAsync(one => one.EntryId == entryId, cancellation), cancellation);
        return Problems.NotFound();
    }

    /// <summary>The receipt of the entry at a position.</summary>
    public async Task<Results<Ok<JournalReceiptResponse>, ProblemHttpResult>> OfPositionAsync(long position, CancellationToken cancellation) =>
        await db.JournalPositions.AsNoTracking().Include(one => one.Entry).SingleOrDefaultAsync(one => one.Position == position, cancellation) is { } there
            ? await OfAsync(there, cancellation)
            : Problems.NotFound();

    private async Task<Results<Ok<JournalReceiptResponse>, ProblemHttpResult>> OfAsync(JournalPosition? one, CancellationToken cancellation)
    {
        var head = one is null ? null : await db.JournalHeads.AsNoTracking().Where(head => head.ToPosition >= one.Position).OrderBy(head => head.ToPosition).FirstOrDefaultAsync(cancellation);
        if (one is null || head is null)
            return await NotYetAsync(cancellation);

        // The hash before the entry, then those of the block.
        var first = Math.Min(one.Position - 1, head.FromPosition);
        var hashes = await db.JournalPositions.AsNoTracking().Where(each => each.Position >= first && each.Position <= head.ToPosition).OrderBy(each => each.Position)
            .Select(each => new { each.Position, each.Hash }).ToListAsync(cancellation);
        byte[][] leaves = [.. hashes.Where(each => each.Position >= head.FromPosition).Select(each => Convert.FromHexString(each.Hash))];
        var previous = hashes.FirstOrDefault(each => each.Position == one.Position - 1)?.Hash ?? JournalChain.Beginning;
        return TypedResults.Ok(new JournalReceiptResponse(
            JournalReceiptResponse.FormatOfReceipts, SealedEntry.Of(one.Position, one.Entry), previous,
            [.. MerkleTree.PathOf(leaves, (int)(one.Position - head.FromPosition)).Select(Convert.ToHexStringLower)], PublishedHeadResponse.Of(head)));
    }

    private async Task<ProblemHttpResult> NotYetAsync(CancellationToken cancellation)
    {
        var last = await JournalHeads.LastAsync(db, cancellation);
        var wait = (last?.At ?? clock.Now()) + numbering.HeadInterval - clock.Now();
        var seconds = (int)Math.Ceiling(Math.Max(1, wait.TotalSeconds));
        requests.HttpContext!.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problems.Of(StatusCodes.Status409Conflict, "receipt.not_yet", seconds);
    }
}
