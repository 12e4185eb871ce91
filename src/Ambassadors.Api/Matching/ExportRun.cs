using Ambassadors.Api.Http;
using Ambassadors.Matching;
using Ambassadors.Matching.Exchange;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Matching;

/// <summary>Hands out what an auditor computes a run again with.</summary>
public static class ExportRun
{
    private const string Json = "application/json";

    /// <summary>Shows what proves that no plan is better</summary>
    /// <remarks>
    /// The prices of all that is scarce: with the problem, anyone can add up that no plan's fit exceeds <c>boundByPrices</c>. <c>upperBound</c> is lower where
    /// a search of the few pairs that the prices leave open, <c>corePairs</c>, closed the rest.
    /// </remarks>
    public static async Task<Results<Ok<MatchingCertificate>, ProblemHttpResult>> CertificateAsync(Guid id, RunDesk desk, CancellationToken cancellation) =>
        await desk.FindPlannedAsync(id, cancellation) is not null && await RunPrices.CertificateAsync(desk.Db, id, cancellation) is { } certificate
            ? TypedResults.Ok(certificate)
            : Problems.NotFound();

    /// <summary>Exports the problem of a run: ids, numbers and codes, no names</summary>
    /// <remarks>In the exchange format <c>ambassadors-matching-problem/1</c>. The service's command <c>match</c> solves it anywhere, to the same bytes as the run's outcome.</remarks>
    public static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> ProblemAsync(Guid id, RunDesk desk, ProblemOfRun problems, HttpContext http, CancellationToken cancellation)
    {
        var run = await desk.Visible.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id && one.ProblemHash != null, cancellation);
        if (run is not { InputId: { } input, Settings: { } settings })
            return Problems.NotFound();
        var problem = await problems.HandleAsync(input, run.Profile, settings, cancellation);

        // The writer of JSON is not asynchronous, and sixty megabytes are not to be held.
        http.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        return TypedResults.Stream(
            to =>
            {
                MatchingFiles.WriteProblem(problem, to);
                return Task.CompletedTask;
            },
            Json, $"problem-{id}.json");
    }

    /// <summary>Exports the outcome of a run as it was stored</summary>
    /// <remarks>In the exchange format <c>ambassadors-matching-outcome/1</c>: the pairs, the unmatched with their reasons, the certificate, or why there is no plan.</remarks>
    public static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> OutcomeAsync(Guid id, RunDesk desk, CancellationToken cancellation)
    {
        var over = await desk.Visible.AnyAsync(run => run.Id == id && run.FinishedAt != null, cancellation);
        if (!over || await desk.Db.RunFiles.AsNoTracking().SingleOrDefaultAsync(file => file.RunId == id && file.Kind == RunFile.Outcome, cancellation) is not { } file)
            return Problems.NotFound();
        return TypedResults.Stream(
            async to =>
            {
                await using var bytes = file.Open();
                await bytes.CopyToAsync(to, CancellationToken.None);
            },
            Json, $"outcome-{id}.json");
    }
}
