using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Exchanges;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.Pairings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Pairings;

/// <summary>What the officers say to a consented pairing.</summary>
public static class ApprovePairing
{
    /// <summary>Brings a consented pairing before the approvers</summary>
    /// <remarks>No other pairing of the application may be before them.</remarks>
    public static Task<Results<Ok<PairingResponse>, ProblemHttpResult>> OpenAsync(
        Guid id, IfMatch ifMatch, PairingDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync<object>(id, PairingEvent.OpenApproval, ifMatch, null, async pairing =>
        {
            await desk.Db.HoldAsync(desk.Db.Applications.Where(a => a.Id == pairing.ApplicationId), cancellation);
            PairingStatus[] decided = [PairingStatus.InApproval, PairingStatus.Approved];
            var sibling = await desk.Db.Pairings.AnyAsync(
                p => p.ApplicationId == pairing.ApplicationId && p.Id != id && decided.Contains(p.Status), cancellation);
            var call = await desk.Db.Calls.Where(c => c.Id == pairing.CallId).Select(c => c.Status).SingleAsync(cancellation);
            return pairing.OpenApproval(await desk.CaseOfAsync(pairing, cancellation), call, sibling, desk.Actor, desk.Now);
        }, cancellation);

    /// <summary>Approves a pairing, in the chain's order</summary>
    /// <remarks>
    /// First an officer, then the budget officer, never the same person. The last approval reserves the amount on the
    /// call's budget and takes a place of the offer in its own transaction, accepts the application and prepares the exchange;
    /// the application's other open pairings, and those of an offer's last place, are superseded.
    /// </remarks>
    public static Task<Results<Ok<PairingResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, IfMatch ifMatch, PairingDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync<object>(id, PairingEvent.Approve, ifMatch, null, async pairing =>
        {
            var @case = await desk.CaseOfAsync(pairing, cancellation);
            var left = await desk.Db.Calls.Where(c => c.Id == pairing.CallId).Select(c => c.BudgetAmount - c.CommittedAmount).SingleAsync(cancellation);
            var approval = new ApprovalCase(left, @case.Offer.PlacesLeft, @case.Application.Status == ApplicationStatus.InMatching);
            var verdict = pairing.Approve(@case, approval, desk.Actor, desk.Now);
            if (verdict.IsDone && pairing.Status == PairingStatus.Approved)
                await DrawConsequencesAsync(pairing, @case.Application, desk, cancellation);
            return verdict;
        }, cancellation);

    /// <summary>Asks for other terms</summary>
    /// <remarks>Approvals and consents are void; the time for consenting begins anew.</remarks>
    public static Task<Results<Ok<PairingResponse>, ProblemHttpResult>> RequireChangesAsync(
        Guid id, MotiveRequest request, IfMatch ifMatch, PairingDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, PairingEvent.RequireChanges, ifMatch, request, async pairing =>
            pairing.RequireChanges(request.Motive!, await desk.CaseOfAsync(pairing, cancellation), desk.Actor, desk.Now), cancellation);

    /// <summary>Says no to a pairing</summary>
    /// <remarks>The application stays in the pool.</remarks>
    public static Task<Results<Ok<PairingResponse>, ProblemHttpResult>> RefuseAsync(
        Guid id, MotiveRequest request, IfMatch ifMatch, PairingDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, PairingEvent.Refuse, ifMatch, request, pairing => pairing.Refuse(request.Motive!, desk.Actor, desk.Now), cancellation);

    /// <summary>Cancels an open pairing</summary>
    public static Task<Results<Ok<PairingResponse>, ProblemHttpResult>> CancelAsync(
        Guid id, MotiveRequest request, IfMatch ifMatch, PairingDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, PairingEvent.Cancel, ifMatch, request, pairing => pairing.Cancel(request.Motive!, desk.Actor, desk.Now), cancellation);

    // Money first, then the place: whoever approves at the same moment waits here, always in this order, and is then
    // judged again on what is left.
    private static async Task DrawConsequencesAsync(Pairing approved, ExchangeApplication application, PairingDesk desk, CancellationToken cancellation)
    {
        var (db, now, amount) = (desk.Db, desk.Now, approved.Terms.Amount.Amount);
        await db.HoldAsync(db.Applications.Where(a => a.Id == application.Id), cancellation);
        if (await db.Calls.Where(c => c.Id == approved.CallId && c.CommittedAmount + amount <= c.BudgetAmount)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.CommittedAmount, c => c.CommittedAmount + amount), cancellation) == 0)
        {
            throw new LostRaceException("The call's money went to another pairing.");
        }

        if (await db.Offers.Where(o => o.Id == approved.OfferId && o.PlacesTaken < o.Capacity)
                .ExecuteUpdateAsync(set => set.SetProperty(o => o.PlacesTaken, o => o.PlacesTaken + 1), cancellation) == 0)
        {
            throw new LostRaceException("The offer's last place went to another pairing.");
        }

        var noPlaceLeft = await db.Offers.AnyAsync(o => o.Id == approved.OfferId && o.PlacesTaken >= o.Capacity, cancellation);
        if (application.Accept(approved.Id, now) is { IsDone: false } refused)
            throw new LostRaceException($"The application left the pool: {refused.Refusals[0].Code}.");
        db.Commitments.Add(Commitment.For(approved, now));
        db.Exchanges.Add(Exchange.Of(approved, now));

        var others = await db.Pairings
            .Where(p => p.Id != approved.Id && PairingLifecycle.Open.Contains(p.Status)
                && (p.ApplicationId == approved.ApplicationId || noPlaceLeft && p.OfferId == approved.OfferId))
            .OrderBy(p => p.Id).ToListAsync(cancellation);
        foreach (var other in others)
            other.Supersede(approved.Id, now);
    }
}
