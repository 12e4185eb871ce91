using System.Text.Json.Nodes;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.People;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.Offers;

/// <summary>Writes offers.</summary>
public static class WriteOffer
{
    /// <summary>Begins an offer, as a draft</summary>
    /// <param name="request">The offer.</param>
    /// <param name="validator">Judges its form.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Created<OfferResponse>, ProblemHttpResult>> CreateAsync(
        OfferRequest request, IValidator<OfferRequest> validator, OfferDesk desk, CancellationToken cancellation)
    {
        if (validator.Validate(request) is { IsValid: false } form)
            return Problems.Invalid(form);
        var ground = await OfferGround.ReadAsync(desk.Db, [request], cancellation);
        var (offer, problem) = ground.Begin(request, desk, begun => OfferDesk.PathOf(begun.Id));
        if (offer is null)
            return problem!;
        desk.Db.Offers.Add(offer);
        await desk.Db.SaveChangesAsync(cancellation);
        return TypedResults.Created(OfferDesk.PathOf(offer.Id), desk.Show(offer));
    }

    /// <summary>Changes an offer</summary>
    /// <remarks>A draft in all but its cluster; afterwards the capacity alone, never below the places taken: other changes are a revision.</remarks>
    /// <param name="id">The offer.</param>
    /// <param name="patch">A merge patch (RFC 7396).</param>
    /// <param name="ifMatch">The version that you have seen.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static Task<Results<Ok<OfferResponse>, ProblemHttpResult>> EditAsync(
        Guid id, JsonNode? patch, IfMatch ifMatch, OfferDesk desk, CancellationToken cancellation) =>
        desk.EditAsync(id, ifMatch, patch, [Role.ClusterContact], OfferRequest.Of, async (offer, request) =>
            await ClashAsync(offer, request, desk, cancellation) is { } clash
                ? clash
                : offer.Edit(await desk.ContentOfAsync(request, cancellation), desk.Actor, desk.Now),
            cancellation);

    /// <summary>Changes what is offered after it was published</summary>
    /// <remarks>The whole content is given anew and checked again. Terms that exist stay as they are.</remarks>
    public static Task<Results<Ok<OfferResponse>, ProblemHttpResult>> ReviseAsync(
        Guid id, OfferRequest request, IfMatch ifMatch, OfferDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, OfferEvent.Revise, ifMatch, request, async offer =>
        {
            if (await ClashAsync(offer, request, desk, cancellation) is { } clash)
                return clash;
            var content = await desk.ContentOfAsync(request, cancellation);
            return offer.Revise(content, await desk.HasContactAsync(offer.ClusterSlug, cancellation), desk.Today, desk.Actor, desk.Now);
        }, cancellation);

    private static async Task<Verdict?> ClashAsync(Offer offer, OfferRequest request, OfferDesk desk, CancellationToken cancellation)
    {
        var refusals = new List<Refusal>();
        if (request.ClusterSlug != offer.ClusterSlug)
            refusals.Add(new Refusal("offer.cluster_fixed", "#/clusterSlug"));
        if (await desk.HolderOfReferenceAsync(offer.ClusterSlug, request.PartnerReference, offer.Id, cancellation) is { } holder)
            refusals.Add(new Refusal("offer.partner_reference_taken", "#/partnerReference", OfferDesk.PathOf(holder)));
        return refusals.Count == 0 ? null : Verdict.Refused(refusals);
    }
}
