using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Exchanges;
using Ambassadors.Domain.People;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Exchanges;

/// <summary>Calls an exchange off.</summary>
public static class CancelExchange
{
    /// <summary>Calls an exchange off before it begins</summary>
    /// <remarks>
    /// The pairing is dissolved, the commitment released once, the place free again, the application back in the pool
    /// (unmatched where the call is concluded).
    /// </remarks>
    public static Task<Results<Ok<ExchangeResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, MotiveRequest request, IfMatch ifMatch, ExchangeDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, ExchangeEvent.Cancel, ifMatch, request, async exchange =>
        {
            var verdict = exchange.CallOff(request.Motive!, desk.Actor, desk.Now);
            if (!verdict.IsDone)
                return verdict;
            var pairing = await desk.Db.Pairings.SingleAsync(p => p.Id == exchange.PairingId, cancellation);
            if (!pairing.Dissolve(request.Motive!, false, Actor.Service, desk.Now).IsDone)
                throw new LostRaceException("The pairing was dissolved already.");
            await Dissolution.UndoAsync(desk.Db, pairing, desk.Now, cancellation);
            return verdict;
        }, cancellation);
}
