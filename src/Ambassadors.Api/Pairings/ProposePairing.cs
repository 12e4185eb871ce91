using Ambassadors.Api.Http;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.People;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Pairings;

/// <summary>Puts an application and an offer together on terms, or changes the terms.</summary>
public static class ProposePairing
{
    /// <summary>Proposes a pairing</summary>
    /// <remarks>
    /// An officer proposes, or either side, to a partner agreed beforehand: the pôle its own application with a published
    /// offer, the cluster its own offer with an application that wishes for it. Proposing is not consenting. Every condition that is
    /// not met is named at once (409).
    /// </remarks>
    public static async Task<Results<Created<PairingResponse>, ProblemHttpResult>> HandleAsync(
        ProposePairingRequest request, IValidator<ProposePairingRequest> validator, PairingDesk desk, CancellationToken cancellation)
    {
        if (validator.Validate(request) is { IsValid: false } form)
            return Problems.Invalid(form);
        var references = new References(desk.Db);
        var db = desk.Db;
        var offer = await db.Offers.AsNoTracking().SingleOrDefaultAsync(o => o.Id == request.OfferId, cancellation);
        var application = await db.Applications.AsNoTracking().SingleOrDefaultAsync(a => a.Id == request.ApplicationId, cancellation);
        if (application is null || !MayName(desk.Actor, application, offer))
            references.Missing("#/applicationId");
        if (offer is null || !MayName(desk.Actor, offer))
            references.Missing("#/offerId");
        references.Settle();

        var file = new CaseFile(application!.PoleSlug, offer!.ClusterSlug, application.AmbassadorId, offer.CounterpartId);
        if (PairingLifecycle.Table.Judge(null, PairingEvent.Propose, desk.Actor, file).Refusal is { } refusal)
            return Problems.Refused(refusal);

        var (@case, proposal) = await desk.HoldForProposalAsync(application.Id, offer.Id, cancellation);
        var (pairing, verdict) = Pairing.Propose(request.Terms!.ToTerms(), @case, proposal, desk.Actor, desk.Now);
        if (!verdict.IsDone)
            return Problems.Refused(verdict);
        db.Pairings.Add(pairing);
        await db.SaveChangesAsync(cancellation);
        return TypedResults.Created($"/v1/pairings/{pairing.Id}", desk.Show(pairing));
    }

    /// <summary>Proposes what a matching run suggested</summary>
    /// <remarks>One suggestion by itself; publishing the run proposes all of them at once. It is judged like any other proposal.</remarks>
    public static Task<Results<Ok<PairingResponse>, ProblemHttpResult>> SuggestedAsync(
        Guid id, IfMatch ifMatch, PairingDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync<object>(id, PairingEvent.Propose, ifMatch, null, async pairing =>
        {
            var (@case, proposal) = await desk.HoldForProposalAsync(pairing.ApplicationId, pairing.OfferId, cancellation);
            return pairing.Propose(@case, proposal, desk.Actor, desk.Now);
        }, cancellation);

    /// <summary>Leaves a suggestion aside</summary>
    public static Task<Results<Ok<PairingResponse>, ProblemHttpResult>> DiscardAsync(
        Guid id, MotiveRequest request, IfMatch ifMatch, PairingDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, PairingEvent.Discard, ifMatch, request, pairing => pairing.Discard(request.Motive, desk.Actor, desk.Now), cancellation);

    /// <summary>Changes the terms of a proposal</summary>
    /// <remarks>A new version: earlier consents are void, the time for consenting begins anew.</remarks>
    public static Task<Results<Ok<PairingResponse>, ProblemHttpResult>> AmendAsync(
        Guid id, AmendPairingRequest request, IfMatch ifMatch, PairingDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, PairingEvent.Amend, ifMatch, request, async pairing => pairing.Amend(
            request.Terms!.ToTerms(), await desk.CaseOfAsync(pairing, cancellation),
            await desk.DeclinedAsync(pairing.ApplicationId, pairing.OfferId, cancellation), desk.Actor, desk.Now), cancellation);

    private static bool MayName(Actor actor, ExchangeApplication application, Offer? offer) =>
        actor.SeesEveryFile()
        || actor.Poles().Contains(application.PoleSlug)
        || offer is not null && actor.Clusters().Contains(offer.ClusterSlug)
            && application.Content.Preferences.Any(wish => wish.ClusterSlug == offer.ClusterSlug);

    private static bool MayName(Actor actor, Offer offer) =>
        actor.SeesEveryFile() || actor.Clusters().Contains(offer.ClusterSlug)
        || actor.Poles().Count > 0 && offer.Status is OfferStatus.Published or OfferStatus.Paused;
}
