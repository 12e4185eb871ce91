using Ambassadors.Domain.Offers;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Deadlines;

/// <summary>An offer closes when its last window is over; proposals not yet consented are cancelled with it.</summary>
public sealed class OfferWindowsOver : Deadline
{
    private static readonly OfferStatus[] Standing = [OfferStatus.Published, OfferStatus.Paused];

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Guid>> FindAsync(Due due, CancellationToken cancellation) =>
        await due.Db.Offers.Where(o => Standing.Contains(o.Status) && o.EndsOn < due.Today)
            .OrderBy(o => o.EndsOn).Select(o => o.Id).Take(Batch).ToListAsync(cancellation);

    /// <inheritdoc/>
    public override async Task ApplyAsync(Guid id, Due due, CancellationToken cancellation)
    {
        var offer = await due.Db.Offers.SingleAsync(o => o.Id == id, cancellation);
        if (!offer.Close(due.Today, Actor.Service, due.Now).IsDone)
            return;
        await due.Db.HoldAsync(due.Db.Offers.Where(o => o.Id == id), cancellation);
        foreach (var pairing in await due.Db.Pairings.Where(p => p.OfferId == id && p.Status == PairingStatus.Proposed).ToListAsync(cancellation))
            pairing.Cancel(null, Actor.Service, due.Now);
    }
}
