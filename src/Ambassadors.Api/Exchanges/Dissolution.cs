using Ambassadors.Api.Data;
using Ambassadors.Domain.Pairings;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Exchanges;

/// <summary>
/// Undoes an approval, whether it is the pairing that is dissolved or its exchange that is cancelled: the commitment is
/// released once, the place is free again, the application is back in the pool.
/// </summary>
public static class Dissolution
{
    /// <summary>Draws the consequences that both ways have in common, on the transaction of the act.</summary>
    public static async Task UndoAsync(AmbassadorsDbContext db, Pairing pairing, DateTimeOffset now, CancellationToken cancellation)
    {
        var commitment = await db.Commitments.SingleAsync(c => c.PairingId == pairing.Id, cancellation);

        // The version that the release was judged on must still stand when it is written: of two at once, one releases.
        if (!commitment.Release(now).IsDone)
            throw new LostRaceException("The commitment was released already.");
        await db.Calls.Where(c => c.Id == pairing.CallId)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.CommittedAmount, c => c.CommittedAmount - commitment.Amount), cancellation);
        await db.Offers.Where(o => o.Id == pairing.OfferId)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.PlacesTaken, o => o.PlacesTaken - 1), cancellation);

        var call = await db.Calls.AsNoTracking().SingleAsync(c => c.Id == pairing.CallId, cancellation);
        var application = await db.Applications.SingleAsync(a => a.Id == pairing.ApplicationId, cancellation);
        if (!application.ReturnToPool(call, now).IsDone)
            throw new LostRaceException("The application was returned to the pool already.");
    }
}
