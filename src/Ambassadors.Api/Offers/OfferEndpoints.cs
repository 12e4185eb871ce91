using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Imports;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Api.Journal;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.Offers;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Offers;

/// <summary>The route table of offers.</summary>
public static class OfferEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapOffers(this RouteGroupBuilder v1)
    {
        var offers = v1.MapGroup("/offers").WithTags("Offers");
        offers.MapGet("/", ListOffers.Handle).WithName("listOffers").RequireAuthorization(Policies.Read);
        offers.MapGet("/{id:guid}", ShowAsync).WithName("getOffer").RequireAuthorization(Policies.Read);
        offers.MapGet("/{id:guid}/timeline", TimelineAsync).WithName("getTimelineOfOffer").RequireAuthorization(Policies.Read);
        offers.MapGet("/{id:guid}/receipts/{entryId:guid}", ReceiptAsync).WithName("getReceiptOfOffer").RequireAuthorization(Policies.Read);
        offers.MapPost("/", WriteOffer.CreateAsync).WithName("createOffer").RequireAuthorization(Of(OfferEvent.Create));
        offers.MapPost("/import", ImportOffers.HandleAsync).WithName("importOffers").RequireAuthorization(Of(OfferEvent.Create)).Imports<OfferRequest>();
        offers.MapPatch("/{id:guid}", WriteOffer.EditAsync).WithName("editOffer").RequireAuthorization(Policies.EditOffers)
            .Accepts<OfferRequest>(MergePatch.MediaType);

        offers.MapPost("/{id:guid}/submit", MoveOffer.SubmitAsync).WithName("submitOffer").RequireAuthorization(Of(OfferEvent.Submit));
        offers.MapPost("/{id:guid}/publish", MoveOffer.PublishAsync).WithName("publishOffer").RequireAuthorization(Of(OfferEvent.Publish));
        offers.MapPost("/{id:guid}/return", MoveOffer.ReturnAsync).WithName("returnOffer").RequireAuthorization(Of(OfferEvent.Return));
        offers.MapPost("/{id:guid}/refuse", MoveOffer.RefuseAsync).WithName("refuseOffer").RequireAuthorization(Of(OfferEvent.Refuse));
        offers.MapPost("/{id:guid}/revise", WriteOffer.ReviseAsync).WithName("reviseOffer").RequireAuthorization(Of(OfferEvent.Revise));
        offers.MapPost("/{id:guid}/pause", MoveOffer.PauseAsync).WithName("pauseOffer").RequireAuthorization(Of(OfferEvent.Pause));
        offers.MapPost("/{id:guid}/resume", MoveOffer.ResumeAsync).WithName("resumeOffer").RequireAuthorization(Of(OfferEvent.Resume));
        offers.MapPost("/{id:guid}/confirm", MoveOffer.ConfirmAsync).WithName("confirmOffer").RequireAuthorization(Of(OfferEvent.Confirm));
        offers.MapPost("/{id:guid}/close", MoveOffer.CloseAsync).WithName("closeOffer").RequireAuthorization(Of(OfferEvent.Close));
        offers.MapPost("/{id:guid}/withdraw", MoveOffer.WithdrawAsync).WithName("withdrawOffer").RequireAuthorization(Of(OfferEvent.Withdraw));
        return v1;
    }

    /// <summary>Shows an offer</summary>
    private static Task<Results<Ok<OfferResponse>, ProblemHttpResult>> ShowAsync(Guid id, OfferDesk desk, CancellationToken cancellation) =>
        desk.ShowAsync(id, cancellation);

    /// <summary>Shows what happened to an offer, from the beginning</summary>
    /// <remarks>The cluster's and the programme's to read.</remarks>
    private static async Task<Results<Listing<TimelineEntry>, ProblemHttpResult>> TimelineAsync(
        Guid id, ListRequest<JournalEntry, TimelineOrder> list, OfferDesk desk, CancellationToken cancellation) =>
        await ShowsHistoryAsync(id, desk, cancellation) ? Timeline.Of(desk.Db, id, list) : Problems.NotFound();

    /// <summary>Hands out the receipt of something that happened to an offer</summary>
    /// <remarks>
    /// A small file: the journal entry, and a few hashes that lead from it to a published head. <c>scripts/verify-receipt</c> checks it without the service.
    /// The cluster's and the programme's to ask for; 409 until a head covers the entry; <c>Retry-After</c> says when.
    /// </remarks>
    /// <param name="id">The offer.</param>
    /// <param name="entryId">The journal entry, by its id in the timeline.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="receipts">Hands out receipts.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    private static async Task<Results<Ok<JournalReceiptResponse>, ProblemHttpResult>> ReceiptAsync(
        Guid id, Guid entryId, OfferDesk desk, Receipts receipts, CancellationToken cancellation) =>
        await ShowsHistoryAsync(id, desk, cancellation) ? await receipts.OfEntryAsync(id, entryId, cancellation) : Problems.NotFound();

    private static Task<bool> ShowsHistoryAsync(Guid id, OfferDesk desk, CancellationToken cancellation)
    {
        var clusters = desk.Actor.Clusters();
        var all = desk.Actor.SeesEveryFile();
        return desk.Visible.AnyAsync(offer => offer.Id == id && (all || clusters.Contains(offer.ClusterSlug)), cancellation);
    }

    private static string Of(OfferEvent on) => Policies.For(OfferLifecycle.Table, on);
}
