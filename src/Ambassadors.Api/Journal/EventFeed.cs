using System.Linq.Expressions;
using Ambassadors.Api.Data;
using Ambassadors.Domain.Journal;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Journal;

/// <summary>An entry at its position.</summary>
public sealed record Told(long Position, JournalEntry Entry);

/// <summary>Part of the feed.</summary>
/// <param name="Told">What happened, in order.</param>
/// <param name="Next">The position up to which this is all that there is to hear.</param>
/// <param name="Head">The last position of the journal.</param>
public sealed record Stretch(IReadOnlyList<Told> Told, long Next, long Head);

/// <summary>Reads the journal onward from a position, for those who hear a part of it only.</summary>
public sealed class EventFeed(AmbassadorsDbContext db)
{
    // Whoever hears one entry in a million asks for it no longer than anybody else: a request looks through so much, and says how far it came.
    private const int Window = 5_000;
    private const int MostWindows = 20;

    /// <summary>Reads on.</summary>
    /// <param name="rule">Which entries may be heard of.</param>
    /// <param name="hearing">Which of them are asked for.</param>
    /// <param name="after">The position after which to begin.</param>
    /// <param name="most">How many at the most.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<Stretch> ReadAsync(Expression<Func<JournalEntry, bool>> rule, Hearing hearing, long after, int most, CancellationToken cancellation)
    {
        var entries = db.Journal.AsNoTracking().Where(rule);
        if (hearing.Types is { } types)
        {
            // An offer's leaving goes by another name for some than for others: which, the entry tells.
            string[] wanted = [.. types];
            var left = types.Contains(EventSight.LeftPool);
            entries = entries.Where(entry => wanted.Contains(entry.What) || left && entry.ResourceType == "offer");
        }

        var head = await db.HeadPositionAsync(cancellation);
        var (told, at) = (new List<Told>(), after);
        for (var windows = 0; windows < MostWindows && at < head && told.Count < most; windows++)
        {
            var (from, until, room) = (at, Math.Min(at + Window, head), most - told.Count);
            var rows = await db.JournalPositions.AsNoTracking().Where(one => one.Position > from && one.Position <= until)
                .Join(entries, one => one.EntryId, entry => entry.Id, (one, entry) => new { one.Position, Entry = entry })
                .OrderBy(one => one.Position).Take(room).ToListAsync(cancellation);
            told.AddRange(rows.Where(row => hearing.IsAsked(row.Entry)).Select(row => new Told(row.Position, row.Entry)));
            at = rows.Count == room ? rows[^1].Position : until;
        }

        return new Stretch(told, at, head);
    }
}
