using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Journal;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Startup;

/// <summary>That the service lives, or is ready.</summary>
/// <param name="Status"><c>live</c> or <c>ready</c>.</param>
/// <param name="Degraded">What is late while the service takes requests: <c>journal.lags</c>, the numbering of the journal, by which its readers are told. Absent where nothing is.</param>
public sealed record HealthResponse(string Status, IReadOnlyList<string>? Degraded = null);

/// <summary>Whether the service lives and is ready.</summary>
public static class Health
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan UsualLag = TimeSpan.FromSeconds(30);

    /// <summary>Maps <c>/health/live</c> and <c>/health/ready</c>.</summary>
    public static void MapHealth(this WebApplication app)
    {
        var health = app.MapGroup("/health").WithTags("Health").AllowAnonymous().AlsoHead().DisableHttpMetrics();
        health.AddEndpointFilter<Representation>();
        health.MapGet("/live", Live).WithName("getLiveness");
        health.MapGet("/ready", ReadyAsync).WithName("getReadiness").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Tells whether the service lives.</summary>
    /// <remarks>Answers as long as the process takes requests, whatever the state of its database.</remarks>
    public static Ok<HealthResponse> Live() => TypedResults.Ok(new HealthResponse("live"));

    /// <summary>Tells whether the service is ready for requests.</summary>
    /// <remarks>
    /// Ready means that the database answers and has every migration; otherwise 503. One that is <c>degraded</c> is ready too (200): what is late is
    /// so for all instances of the service alike, and each of them still does what is asked of it.
    /// </remarks>
    public static async Task<Results<Ok<HealthResponse>, ProblemHttpResult>> ReadyAsync(
        AmbassadorsDbContext db, TimeProvider clock, IConfiguration configuration, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            if (!await Preparation.IsBehindAsync(db, patience.Token))
            {
                var latest = clock.Now() - configuration.GetValue("Journal:LagLimit", UsualLag);
                var lags = await JournalService.Waiting(db).Select(since => (DateTimeOffset?)since).FirstOrDefaultAsync(patience.Token) < latest;
                return TypedResults.Ok(lags ? new HealthResponse("ready", ["journal.lags"]) : new HealthResponse("ready"));
            }
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or InvalidOperationException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            // Whatever keeps the database away is for the log of the database's own layer, not for the caller.
        }

        return Problems.Of(StatusCodes.Status503ServiceUnavailable, "service.unavailable");
    }
}
