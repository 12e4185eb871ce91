using Ambassadors.Api.Data;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Journal;

/// <summary>One thing that happened to a resource.</summary>
/// <param name="Id">Id of the journal entry, UUID version 7.</param>
/// <param name="At">Instant.</param>
/// <param name="Event">Noun and event: <c>application.submit</c>.</param>
/// <param name="From">The status before; absent where there was none.</param>
/// <param name="To">The status after; absent where it did not matter.</param>
/// <param name="Version">The resource's version after it.</param>
/// <param name="ActorKind">What kind of actor did it.</param>
/// <param name="ActorId">The person's or partner system's id; absent for the service.</param>
/// <param name="AnsweredBy">The signatory who answers for what a partner system did.</param>
/// <param name="Organisation">In whose name: a slug, or <c>programme</c>.</param>
/// <param name="Motive">The reason given.</param>
/// <param name="Data">Codes, ids and hashes that it is about.</param>
public sealed record TimelineEntry(
    Guid Id, DateTimeOffset At, string Event, string? From, string? To, int Version, ActorKind ActorKind, Guid? ActorId, Guid? AnsweredBy,
    string? Organisation, string? Motive, IReadOnlyDictionary<string, string> Data);

/// <summary>The history of one resource, read from the journal.</summary>
public static class Timeline
{
    /// <summary>Reads it, from the beginning.</summary>
    public static Listing<TimelineEntry> Of(AmbassadorsDbContext db, Guid resource, ListRequest<JournalEntry, TimelineOrder> list) =>
        list.Of(db.Journal.AsNoTracking().Include(entry => entry.Statement).Where(entry => entry.ResourceId == resource), Show);

    private static TimelineEntry Show(JournalEntry entry) => new(
        entry.Id, entry.At, entry.What, entry.From, entry.To, entry.ResourceVersion, entry.ActorKind, entry.ActorId, entry.AnsweredBy,
        entry.Organisation, entry.Statement?.Text, entry.Data);
}

/// <summary>A resource's entries by its version: those of one instant have ids that do not tell which came first.</summary>
public sealed class TimelineOrder : IOrders<JournalEntry>
{
    /// <inheritdoc/>
    public static IReadOnlyList<Order<JournalEntry>> All { get; } = [new("version", Key<JournalEntry>.By(entry => entry.ResourceVersion))];
}
