using Ambassadors.Api.Http.Imports;
using Ambassadors.Domain.Applications;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.Applications;

/// <summary>Brings many applications in one call.</summary>
public static class ImportApplications
{
    /// <summary>Begins many applications at once, as drafts</summary>
    /// <remarks>
    /// Up to 1 000, as a JSON array or as a table (<c>text/csv</c>) with the columns that the export of the list has: an export can be
    /// edited and imported; columns that only an answer has are passed over. Each row is judged like a request of its own by the rules of
    /// <c>POST /v1/applications</c>: good ones are created though others are refused, and the answer has an entry for each. Send the
    /// refused ones again, mended, with another Idempotency-Key. With <c>validateOnly=true</c> nothing is written, the answer is not kept,
    /// and the key stays free.
    /// </remarks>
    /// <param name="import">The rows.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static Task<Results<Imported<ApplicationResponse>, ProblemHttpResult>> HandleAsync(
        Import<ApplicationRequest, ApplicationResponse> import, ApplicationDesk desk, CancellationToken cancellation) =>
        import.RunAsync<ApplicationGround, ExchangeApplication>(
            desk.Db, requests => ApplicationGround.ReadAsync(desk.Db, requests, cancellation),
            (request, ground, way) => ground.Begin(request, desk, way), application => ApplicationDesk.PathOf(application.Id), desk.Show, cancellation);
}
