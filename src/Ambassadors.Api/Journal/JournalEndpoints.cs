using Ambassadors.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.Journal;

/// <summary>The route table of the journal.</summary>
public static class JournalEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapJournal(this RouteGroupBuilder v1)
    {
        var journal = v1.MapGroup("/journal").WithTags("Journal");
        journal.MapGet("/", ReadJournal.Handle).WithName("listJournalEntries").RequireAuthorization(Policies.ReadJournal);
        journal.MapGet("/head", ReadJournal.HeadAsync).WithName("getHeadOfJournal").RequireAuthorization(Policies.ReadJournal);
        journal.MapGet("/verify", VerifyJournal.HandleAsync).WithName("verifyJournal").RequireAuthorization(Policies.ReadJournal);
        journal.MapGet("/receipts/{position:long}", ReceiptAsync).WithName("getReceiptOfJournalEntry").RequireAuthorization(Policies.ReadJournal);
        journal.MapGet("/heads", JournalHeads.List).WithName("listHeadsOfJournal").RequireAuthorization(Policies.Read);
        journal.MapGet("/heads/{number:long}", JournalHeads.ShowAsync).WithName("getPublishedHeadOfJournal").RequireAuthorization(Policies.Read);
        return v1;
    }

    /// <summary>Hands out the receipt of the entry at a position of the journal</summary>
    /// <remarks>A small file that <c>scripts/verify-receipt</c> checks against a published head. 409 until a head covers the entry; <c>Retry-After</c> says when.</remarks>
    /// <param name="position">The entry's position.</param>
    /// <param name="receipts">Hands out receipts.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    private static Task<Results<Ok<JournalReceiptResponse>, ProblemHttpResult>> ReceiptAsync(long position, Receipts receipts, CancellationToken cancellation) =>
        receipts.OfPositionAsync(position, cancellation);
}
