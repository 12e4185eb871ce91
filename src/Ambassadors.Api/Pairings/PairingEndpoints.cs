using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Api.Journal;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.Pairings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Pairings;

/// <summary>The route table of pairings.</summary>
public static class PairingEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapPairings(this RouteGroupBuilder v1)
    {
        var pairings = v1.MapGroup("/pairings").WithTags("Pairings");
        pairings.MapGet("/", ListPairings.Handle).WithName("listPairings").RequireAuthorization(Policies.Read);
        pairings.MapGet("/{id:guid}", ShowAsync).WithName("getPairing").RequireAuthorization(Policies.Read);
        pairings.MapGet("/{id:guid}/terms/{version:int}", ShowTerms.TermsAsync).WithName("getTermsOfPairing").RequireAuthorization(Policies.Read);
        pairings.MapGet("/{id:guid}/receipts", ShowTerms.ReceiptsAsync).WithName("listReceiptsOfPairing").RequireAuthorization(Policies.Read);
        pairings.MapGet("/{id:guid}/receipts/{entryId:guid}", ReceiptAsync).WithName("getReceiptOfPairing").RequireAuthorization(Policies.Read);
        pairings.MapGet("/{id:guid}/timeline", TimelineAsync).WithName("getTimelineOfPairing").RequireAuthorization(Policies.Read);

        pairings.MapPost("/", ProposePairing.HandleAsync).WithName("proposePairing").RequireAuthorization(Of(PairingEvent.Propose));
        pairings.MapPost("/{id:guid}/propose", ProposePairing.SuggestedAsync).WithName("proposeSuggestedPairing").RequireAuthorization(Of(PairingEvent.Propose));
        pairings.MapPost("/{id:guid}/discard", ProposePairing.DiscardAsync).WithName("discardPairing").RequireAuthorization(Of(PairingEvent.Discard));
        pairings.MapPost("/{id:guid}/consent", ConsentToPairing.HandleAsync).WithName("consentToPairing").RequireAuthorization(Of(PairingEvent.Consent));
        pairings.MapPost("/{id:guid}/decline", ConsentToPairing.DeclineAsync).WithName("declinePairing").RequireAuthorization(Of(PairingEvent.Decline));
        pairings.MapPost("/{id:guid}/amend", ProposePairing.AmendAsync).WithName("amendPairing").RequireAuthorization(Of(PairingEvent.Amend));
        pairings.MapPost("/{id:guid}/revoke", ConsentToPairing.RevokeAsync).WithName("revokeConsent").RequireAuthorization(Of(PairingEvent.Revoke));
        pairings.MapPost("/{id:guid}/open-approval", ApprovePairing.OpenAsync).WithName("openApprovalOfPairing").RequireAuthorization(Of(PairingEvent.OpenApproval));
        pairings.MapPost("/{id:guid}/approve", ApprovePairing.HandleAsync).WithName("approvePairing").RequireAuthorization(Of(PairingEvent.Approve));
        pairings.MapPost("/{id:guid}/require-changes", ApprovePairing.RequireChangesAsync).WithName("requireChangesOfPairing").RequireAuthorization(Of(PairingEvent.RequireChanges));
        pairings.MapPost("/{id:guid}/refuse", ApprovePairing.RefuseAsync).WithName("refusePairing").RequireAuthorization(Of(PairingEvent.Refuse));
        pairings.MapPost("/{id:guid}/cancel", ApprovePairing.CancelAsync).WithName("cancelPairing").RequireAuthorization(Of(PairingEvent.Cancel));
        pairings.MapPost("/{id:guid}/dissolve", DissolvePairing.HandleAsync).WithName("dissolvePairing").RequireAuthorization(Of(PairingEvent.Dissolve));
        return v1;
    }

    /// <summary>Shows a pairing, its terms in force and the consents and approvals that count</summary>
    private static Task<Results<Ok<PairingResponse>, ProblemHttpResult>> ShowAsync(Guid id, PairingDesk desk, CancellationToken cancellation) =>
        desk.ShowAsync(id, cancellation);

    /// <summary>Shows what happened to a pairing, from the beginning</summary>
    private static async Task<Results<Listing<TimelineEntry>, ProblemHttpResult>> TimelineAsync(
        Guid id, ListRequest<JournalEntry, TimelineOrder> list, PairingDesk desk, CancellationToken cancellation) =>
        await desk.Visible.AnyAsync(pairing => pairing.Id == id, cancellation)
            ? Timeline.Of(desk.Db, id, list)
            : Problems.NotFound();

    /// <summary>Hands out the receipt of something that happened to a pairing</summary>
    /// <remarks>
    /// A small file: the journal entry, and a few hashes that lead from it to a published head. <c>scripts/verify-receipt</c> checks it without the service.
    /// 409 until a head covers the entry; <c>Retry-After</c> says when.
    /// </remarks>
    /// <param name="id">The pairing.</param>
    /// <param name="entryId">The journal entry, by its id in the timeline.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="receipts">Hands out receipts.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    private static async Task<Results<Ok<JournalReceiptResponse>, ProblemHttpResult>> ReceiptAsync(
        Guid id, Guid entryId, PairingDesk desk, Receipts receipts, CancellationToken cancellation) =>
        await desk.Visible.AnyAsync(pairing => pairing.Id == id, cancellation) ? await receipts.OfEntryAsync(id, entryId, cancellation) : Problems.NotFound();

    private static string Of(PairingEvent on) => Policies.For(PairingLifecycle.Table, on);
}
