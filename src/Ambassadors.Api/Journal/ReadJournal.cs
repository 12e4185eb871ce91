using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.People;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Journal;

/// <summary>An entry of the journal at its position. Ids and codes only: of a person it says their random id, of a reason its salted digest.</summary>
/// <param name="Position">Its position, from 1 without a gap.</param>
/// <param name="Hash">SHA-256 over the hash of the position before and the canonical form (RFC 8785) of this entry.</param>
/// <param name="Id">Id of the entry, UUID version 7.</param>
/// <param name="At">Instant of what happened, by the clock of the instance that wrote it. The order is that of the positions.</param>
/// <param name="Event">Noun and event: <c>application.submit</c>.</param>
/// <param name="ResourceType">The noun of the resource.</param>
/// <param name="ResourceId">The resource.</param>
/// <param name="Version">The resource's version after it.</param>
/// <param name="From">The status before; absent where there was none.</param>
/// <param name="To">The status after; absent where it did not matter.</param>
/// <param name="ActorKind">What kind of actor did it.</param>
/// <param name="ActorId">The person's or partner system's id; absent for the service.</param>
/// <param name="AnsweredBy">The signatory who answers for what a partner system did.</param>
/// <param name="Organisation">In whose name: a slug, or <c>programme</c>.</param>
/// <param name="PoleSlug">Slug of the pôle on whose file it is.</param>
/// <param name="ClusterSlug">Slug of the cluster on whose file it is.</param>
/// <param name="MotiveDigest">SHA-256 over a salt and the reason given; the reason itself is in the resource's timeline, and can be erased.</param>
/// <param name="Data">Codes, ids and hashes that it is about.</param>
public sealed record JournalEntryResponse(
    long Position, string Hash, Guid Id, DateTimeOffset At, string Event, string ResourceType, Guid ResourceId, int Version, string? From, string? To,
    ActorKind ActorKind, Guid? ActorId, Guid? AnsweredBy, string? Organisation, string? PoleSlug, string? ClusterSlug, string? MotiveDigest,
    IReadOnlyDictionary<string, string> Data)
{
    /// <summary>Shows an entry.</summary>
    public static JournalEntryResponse Of(JournalPosition one) => new(
        one.Position, one.Hash, one.Entry.Id, one.Entry.At, one.Entry.What, one.Entry.ResourceType, one.Entry.ResourceId, one.Entry.ResourceVersion, one.Entry.From, one.Entry.To,
        one.Entry.ActorKind, one.Entry.ActorId, one.Entry.AnsweredBy, one.Entry.Organisation, one.Entry.Pole, one.Entry.Cluster, one.Entry.MotiveDigest, one.Entry.Data);
}

/// <summary>Where the journal is.</summary>
/// <param name="Position">The last position; 0 before the first.</param>
/// <param name="Hash">The chain's hash there: whoever keeps it can show later that nothing up to it was altered.</param>
/// <param name="Waiting">Entries that are committed and have no position yet.</param>
public sealed record JournalHeadResponse(long Position, string Hash, int Waiting);

/// <summary>Entries by their position.</summary>
public sealed class JournalOrder : IOrders<JournalPosition>
{
    /// <inheritdoc/>
    public static IReadOnlyList<Order<JournalPosition>> All { get; } =
    [
        new("position", Key<JournalPosition>.By(one => one.Position)),
        new("-position", Key<JournalPosition>.By(one => one.Position))
    ];
}

/// <summary>Shows the journal to those who audit it.</summary>
public static class ReadJournal
{
    /// <summary>Lists the entries of the journal, by their position</summary>
    /// <remarks>
    /// Every change in the service has an entry. It has its position some tenths of a second after it was committed; what is written once is never changed.
    /// Whoever reads on from a position misses none, whoever writes at the same time.
    /// </remarks>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="db">The database.</param>
    /// <param name="type">Only entries of this event, <c>application.submit</c>.</param>
    /// <param name="resourceType">Only entries of resources of this noun.</param>
    /// <param name="resourceId">Only entries of this resource.</param>
    /// <param name="actorId">Only what this person or partner system did.</param>
    /// <param name="organisation">Only what was done in this organisation's name: a slug, or <c>programme</c>.</param>
    /// <param name="subjectId">Only readings that showed this person or member.</param>
    /// <param name="since">Only what happened at this instant or later.</param>
    /// <param name="until">Only what happened before this instant.</param>
    public static Listing<JournalEntryResponse> Handle(
        ListRequest<JournalPosition, JournalOrder> list, AmbassadorsDbContext db, string? type, string? resourceType, Guid? resourceId, Guid? actorId, string? organisation,
        Guid? subjectId, Instant? since, Instant? until)
    {
        // A slip of the pen would be taken for nothing having happened.
        if (type is not null && !EventTypes.IsOfJournal(type))
            throw new UnreadableParameterException("type");
        if (resourceType is not null && !EventTypes.IsNoun(resourceType))
            throw new UnreadableParameterException("resourceType");
        if (since is { Value: var beginning } && until?.Value <= beginning)
            throw new UnreadableParameterException("until");
        var entries = db.JournalPositions.AsNoTracking().Include(one => one.Entry).AsQueryable();
        if (type is not null)
            entries = entries.Where(one => one.Entry.What == type);
        if (resourceType is not null)
            entries = entries.Where(one => one.Entry.ResourceType == resourceType);
        if (resourceId is not null)
            entries = entries.Where(one => one.Entry.ResourceId == resourceId);
        if (actorId is not null)
            entries = entries.Where(one => one.Entry.ActorId == actorId);
        if (organisation is not null)
            entries = entries.Where(one => one.Entry.Organisation == organisation);
        if (subjectId is not null)
            entries = entries.Where(one => db.Disclosures.Any(shown => shown.SubjectId == subjectId && shown.EntryId == one.EntryId));
        if (since is { Value: var first })
            entries = entries.Where(one => one.Entry.At >= first);
        if (until is { Value: var end })
            entries = entries.Where(one => one.Entry.At < end);
        return list.Of(entries, JournalEntryResponse.Of);
    }

    /// <summary>Shows the last position of the journal and the hash there</summary>
    public static async Task<Ok<JournalHeadResponse>> HeadAsync(AmbassadorsDbContext db, CancellationToken cancellation)
    {
        var last = await db.JournalPositions.AsNoTracking().OrderByDescending(one => one.Position).FirstOrDefaultAsync(cancellation);
        return TypedResults.Ok(new JournalHeadResponse(last?.Position ?? 0, last?.Hash ?? JournalChain.Beginning, await db.UnnumberedEntries.CountAsync(cancellation)));
    }
}
