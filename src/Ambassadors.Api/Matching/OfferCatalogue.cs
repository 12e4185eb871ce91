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
    private DateTimeOffset _seen = DateTimeOffset.MinValue;

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    /// <summary>The published offers as they are now, by id.</summary>
    public async Task<IReadOnlyList<Offer>> PublishedAsync(AmbassadorsDbContext db, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var since = _seen == DateTimeOffset.MinValue ? _seen : _seen - Overlap;
            for (var after = Guid.Empty; ;)
            {
                var query = db.Offers.AsNoTracking().Where(offer => offer.UpdatedAt >= since && offer.Id > after);
                if (since == DateTimeOffset.MinValue)
                    query = db.Offers.AsNoTracking().Where(offer => offer.Status == OfferStatus.Published && offer.Id > after);
                var changed = await query.OrderBy(offer => offer.Id).Take(Batch).ToListAsync(cancellation);
                foreach (var offer in changed)
                {
                    if (offer.Status == OfferStatus.Published)
                        _published[offer.Id] = offer;
                    else
                        _published.Remove(offer.Id);
                    _seen = offer.UpdatedAt > _seen ? offer.UpdatedAt : _seen;
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
