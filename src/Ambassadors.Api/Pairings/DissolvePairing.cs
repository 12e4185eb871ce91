using Ambassadors.Api.Exchanges;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.People;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Pairings;

/// <summary>Undoes the approval of a pairing.</summary>
public static class DissolvePairing
{
    /// <summary>Undoes the approval of a pairing</summary>
    /// <remarks>
    /// Not once its exchange has started. The commitment is released once, the place is free again, the exchange is cancelled, the
    /// application is back in the pool (unmatched where the call is concluded).
    /// </remarks>
    public static Task<Results<Ok<PairingResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, MotiveRequest request, IfMatch ifMatch, PairingDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, PairingEvent.Dissolve, ifMatch, request, async pairing =>
        {
            var exchange = await desk.Db.Exchanges.SingleOrDefaultAsync(e => e.PairingId == id, cancellation);
            var verdict = pairing.Dissolve(request.Motive!, exchange?.HasStarted ?? false, desk.Actor, desk.Now);
            if (!verdict.IsDone)
                return verdict;
            await Dissolution.UndoAsync(desk.Db, pairing, desk.Now, cancellation);
            exchange!.CallOff(request.Motive!, Actor.Service, desk.Now);
            return verdict;
        }, cancellation);
}
