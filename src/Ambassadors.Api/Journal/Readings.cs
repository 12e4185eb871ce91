using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Journal;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Journal;

/// <summary>An answer, or an item of one, that shows somebody's personal data: whoever gets it is journalled first.</summary>
public interface IPersonalData
{
    /// <summary>Whose.</summary>
    Subject Subject { get; }
}

/// <summary>Journals the reading of personal data, before they are handed out.</summary>
public sealed class Readings(AmbassadorsDbContext db, CurrentActor current, TimeProvider clock)
{
    /// <summary>The same, shown again to the same within this time, is the same reading: whoever looks twice at a page leaves one trace.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>Journals that the caller reads, and returns once that is committed, or written in the transaction of the request. One's own data are one's own to read.</summary>
    public async Task RecordAsync(ReadingWay way, IEnumerable<Subject> shown, CancellationToken cancellation)
    {
        var by = current.Actor;
        Subject[] others = [.. shown.Where(one => one.Account is null || one.Account != by.PersonId)];
        if (others.Length == 0)
            return;
        var (entry, disclosures) = Reading.Of(way, others, by, clock.Now());
        if (await IsRecordedAsync(entry, others[0], cancellation))
            return;

        // A request that changes something has its transaction; one that reads gets one for this alone.
        await using var transaction = db.Database.CurrentTransaction is null ? await db.BeginWorkAsync(cancellation) : null;
        db.Journal.Add(entry);
        await db.SaveChangesAsync(cancellation);
        await db.DiscloseAsync(entry.Id, disclosures, cancellation);
        if (transaction is null)
            return;
        await transaction.CommitAsync(cancellation);

        // Of an export of any length, nothing is held but its last part.
        db.ChangeTracker.Clear();
    }

    /// <summary>Journals the answer to a change, where the change itself left no entry that names whom it shows.</summary>
    public Task RecordChangeAsync(Subject shown, CancellationToken cancellation) =>
        db.ChangeTracker.Entries<JournalEntry>().Any(entry => entry.Entity.ResourceId == shown.Id)
            ? Task.CompletedTask
            : RecordAsync(ReadingWay.Change, [shown], cancellation);

    private async Task<bool> IsRecordedAsync(JournalEntry reading, Subject first, CancellationToken cancellation)
    {
        // Ids begin with the instant: one of a millisecond before is below all since.
        var (since, id, version, actor) = (Guid.CreateVersion7(reading.At - Window - TimeSpan.FromMilliseconds(1)), first.Id, first.Version, reading.ActorId);
        var lately = await db.Disclosures.AsNoTracking().Where(one => one.SubjectId == id && one.EntryId > since && one.Version == version && one.Entry.ActorId == actor)
            .Select(one => one.Entry).ToListAsync(cancellation);
        return lately.Any(one => one.What == reading.What && one.At > reading.At - Window
            && one.Data.GetValueOrDefault(Reading.Way) == reading.Data[Reading.Way] && one.Data.GetValueOrDefault(Reading.Shown) == reading.Data[Reading.Shown]);
    }
}

/// <summary>Has lists of personal data journalled while they are handed out.</summary>
public static class ReadingsOfLists
{
    /// <summary>The items of a page, once their reading is journalled.</summary>
    public static Task RecordPageAsync<TItem>(this HttpContext http, ReadingWay way, IEnumerable<TItem> items) =>
        HttpMethods.IsHead(http.Request.Method)
            ? Task.CompletedTask
            : http.RequestServices.GetRequiredService<Readings>().RecordAsync(way, items.Cast<IPersonalData>().Select(one => one.Subject), http.RequestAborted);

    /// <summary>The items of an export, a part at a time: none is handed out before its part is journalled.</summary>
    public static async IAsyncEnumerable<TItem> RecordingAsync<TItem>(this HttpContext http, IAsyncEnumerable<TItem> items)
    {
        await foreach (var part in items.Chunk(Http.Lists.Paging.Batch))
        {
            await http.RecordPageAsync(ReadingWay.Export, part);
            foreach (var item in part)
                yield return item;
        }
    }
}
