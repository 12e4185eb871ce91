using Ambassadors.Api.Data;
using Ambassadors.Domain.Offers;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Matching;

/// <summary>
/// The published offers, kept ready for those who look for candidates: reading all of them from the database for every look would cost more than
/// judging them. What changed is read anew before every look.
/// </summary>
public sealed class OfferCatalogue : IDisposable
{
    // A change bears the instant at which its request was taken in, and is seen once it is committed: no request lasts longer.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);
    private const int Batch = 1_000;

    private readonly SemaphoreSlim _one = new(1);
    private readonly SortedDictionary<Guid, Offer> _published = [];
    private DateTimeOffset? _seen;

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    /// <summary>The published offers as they are now, by id.</summary>
    public async Task<IReadOnlyList<Offer>> PublishedAsync(AmbassadorsDbContext db, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            // The first look reads what is published, later ones what changed.
            var since = _seen - Overlap;
            var changes = _seen is null ? db.Offers.Where(offer => offer.Status == OfferStatus.Published) : db.Offers.Where(offer => offer.UpdatedAt >= since);
            for (var after = Guid.Empty; ;)
            {
                var changed = await changes.AsNoTracking().Where(offer => offer.Id > after).OrderBy(offer => offer.Id).Take(Batch).ToListAsync(cancellation);
                foreach (var offer in changed)
                {
                    if (offer.Status == OfferStatus.Published)
                        _published[offer.Id] = offer;
                    else
                        _published.Remove(offer.Id);
                    _seen = offer.UpdatedAt < _seen ? _seen : offer.UpdatedAt;
                }

                if (changed.Count < Batch)
                    return [.. _published.Values];
                after = changed[^1].Id;
            }
        }
        finally
        {
            _one.Release();
        }
    }
}
