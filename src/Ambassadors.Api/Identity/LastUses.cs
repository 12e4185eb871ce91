using System.Collections.Concurrent;
using Ambassadors.Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Identity;

/// <summary>
/// When partner systems were used last. A request only notes it here; the service writes it down with its next look at what is due, by the minute, so
/// that no request waits for a write.
/// </summary>
public sealed class LastUses
{
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _seen = new();

    /// <summary>Notes a use.</summary>
    public void Note(Guid client, DateTimeOffset at) => _seen[client] = at.AddTicks(-(at.UtcTicks % TimeSpan.TicksPerMinute)).ToUniversalTime();

    /// <summary>Writes down what was noted.</summary>
    public async Task WriteAsync(AmbassadorsDbContext db, CancellationToken cancellation)
    {
        foreach (var (client, at) in _seen.ToArray())
        {
            await db.Clients.Where(one => one.Id == client && (one.LastUsedAt == null || one.LastUsedAt < at))
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.LastUsedAt, at), cancellation);

            // A use in a later minute, noted meanwhile, stays.
            _seen.TryRemove(KeyValuePair.Create(client, at));
        }
    }
}
