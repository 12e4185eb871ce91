using Ambassadors.Api.Http;
using Ambassadors.Domain.Exchanges;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.Pairings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Offers;

/// <summary>The transitions of an offer.</summary>
public static class MoveOffer
{
    /// <summary>Hands an offer in for checking</summary>
    /// <remarks>Every condition that is not met is named at once (409): capacity, directions, themes, languages, windows, counterpart, contact.</remarks>
    public static Task<Results<Ok<OfferResponse>, ProblemHttpResult>> SubmitAsync(Guid id, IfMatch ifMatch, OfferDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync<object>(id, OfferEvent.Submit, ifMatch, null, async offer =>
            offer.Submit(await desk.HasContactAsync(offer.ClusterSlug, cancellation), desk.Today, desk.Actor, desk.Now), cancellation);

    /// <summary>Lets an offer into the pool</summary>
    public static Task<Results<Ok<OfferResponse>, ProblemHttpResult>> PublishAsync(Guid id, IfMatch ifMatch, OfferDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, OfferEvent.Publish, ifMatch, offer => offer.Publish(desk.Actor, desk.Now), cancellation);

    /// <summary>Gives an offer back to be mended</summary>
    public static Task<Results<Ok<OfferResponse>, ProblemHttpResult>> ReturnAsync(
        Guid id, MotiveRequest request, IfMatch ifMatch, OfferDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, OfferEvent.Return, ifMatch, request, offer => offer.Return(request.Motive!, desk.Actor, desk.Now), cancellation);

    /// <summary>Turns an offer down</summary>
    public static Task<Results<Ok<OfferResponse>, ProblemHttpResult>> RefuseAsync(
        Guid id, MotiveRequest request, IfMatch ifMatch, OfferDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, OfferEvent.Refuse, ifMatch, request, offer => offer.Refuse(request.Motive!, desk.Actor, desk.Now), cancellation);

    /// <summary>Takes an offer out of the pool for a while</summary>
    /// <remarks>Open proposals stay valid. Happens by itself when the offer was not confirmed for 90 days, after reminders 14 and 3 days before.</remarks>
    public static Task<Results<Ok<OfferResponse>, ProblemHttpResult>> PauseAsync(Guid id, IfMatch ifMatch, OfferDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, OfferEvent.Pause, ifMatch, offer => offer.Pause(desk.Actor, desk.Now), cancellation);

    /// <summary>Puts an offer into the pool again</summary>
    public static Task<Results<Ok<OfferResponse>, ProblemHttpResult>> ResumeAsync(Guid id, IfMatch ifMatch, OfferDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, OfferEvent.Resume, ifMatch, offer => offer.Resume(desk.Today, desk.Actor, desk.Now), cancellation);

    /// <summary>Says that the cluster still stands by an offer</summary>
    /// <remarks>A published offer that was not published, resumed or confirmed for 90 days (<c>reconfirmBy</c>) is paused, after two reminders.</remarks>
    public static Task<Results<Ok<OfferResponse>, ProblemHttpResult>> ConfirmAsync(Guid id, IfMatch ifMatch, OfferDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, OfferEvent.Confirm, ifMatch, offer => offer.Confirm(desk.Today, desk.Actor, desk.Now), cancellation);

    /// <summary>Ends an offer</summary>
    /// <remarks>Proposals not yet consented are cancelled. Happens by itself when the last window is over.</remarks>
    public static Task<Results<Ok<OfferResponse>, ProblemHttpResult>> CloseAsync(Guid id, IfMatch ifMatch, OfferDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync<object>(id, OfferEvent.Close, ifMatch, null, async offer =>
        {
            var verdict = offer.Close(desk.Today, desk.Actor, desk.Now);
            if (verdict.IsDone)
                await desk.CancelPairingsAsync(id, [PairingStatus.Proposed], cancellation);
            return verdict;
        }, cancellation);

    /// <summary>Takes an offer back</summary>
    /// <remarks>Not while the exchange of an approved pairing is under way. Open pairings are cancelled.</remarks>
    public static Task<Results<Ok<OfferResponse>, ProblemHttpResult>> WithdrawAsync(
        Guid id, MotiveRequest request, IfMatch ifMatch, OfferDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, OfferEvent.Withdraw, ifMatch, request, async offer =>
        {
            await desk.Db.HoldAsync(desk.Db.Offers.Where(o => o.Id == id), cancellation);
            var underWay = await desk.Db.Exchanges.AnyAsync(
                e => e.Status != ExchangeStatus.Cancelled && desk.Db.Pairings.Any(p => p.Id == e.PairingId && p.OfferId == id), cancellation);
            var verdict = offer.Withdraw(request.Motive, underWay, desk.Actor, desk.Now);
            if (verdict.IsDone)
                await desk.CancelPairingsAsync(id, PairingLifecycle.Open, cancellation);
            return verdict;
        }, cancellation);
}
