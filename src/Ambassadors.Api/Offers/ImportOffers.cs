using Ambassadors.Api.Http.Imports;
using Ambassadors.Domain.Offers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.Offers;

/// <summary>Brings many offers in one call.</summary>
public static class ImportOffers
{
    /// <summary>Begins many offers at once, as drafts</summary>
    /// <remarks>
    /// Up to 1 000, as a JSON array or as a table (<c>text/csv</c>) with the columns that the export of the list has: an export can be
    /// edited and imported; columns that only an answer has are passed over. Each row is judged like a request of its own by the rules of
    /// <c>POST /v1/offers</c>: good ones are created though others are refused, and the answer has an entry for each. Send the refused
    /// ones again, mended, with another Idempotency-Key. With <c>validateOnly=true</c> nothing is written, the answer is not kept, and the
    /// key stays free.
    /// </remarks>
    /// <param name="import">The rows.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static Task<Results<Imported<OfferResponse>, ProblemHttpResult>> HandleAsync(
        Import<OfferRequest, OfferResponse> import, OfferDesk desk, CancellationToken cancellation) =>
        import.RunAsync<OfferGround, Offer>(
            desk.Db, requests => OfferGround.ReadAsync(desk.Db, requests, cancellation),
            (request, ground, way) => ground.Begin(request, desk, way), offer => OfferDesk.PathOf(offer.Id), desk.Show, cancellation);
}
