using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Matching;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Matching;

/// <summary>How far a run is.</summary>
/// <param name="Status">Where the run is.</param>
/// <param name="Phase">What it does.</param>
/// <param name="Percent">How far it is, 0 to 100.</param>
/// <param name="Bound">The best bound so far, points.</param>
/// <param name="Best">The best plan's fit so far, points.</param>
public sealed record RunProgressResponse(MatchingRunStatus Status, RunPhase Phase, int Percent, long? Bound, long? Best);

/// <summary>Tells how far a run is, for as long as it is under way.</summary>
public static class FollowRun
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Follows a run as server-sent events</summary>
    /// <remarks>
    /// An event <c>progress</c> whenever something changed, until the run is over; the last one says how it ended. Each carries a JSON object: status,
    /// phase, percent, bound, best. After ten minutes the stream ends: ask again where the run is not over yet.
    /// </remarks>
    public static async Task<Results<EventStream<RunProgressResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, RunDesk desk, CancellationToken cancellation)
    {
        if (!await desk.Visible.AnyAsync(run => run.Id == id, cancellation))
            return Problems.NotFound();
        return new EventStream<RunProgressResponse>(EventsAsync(id, desk, cancellation));
    }

    private static async IAsyncEnumerable<SseItem<RunProgressResponse>> EventsAsync(Guid id, RunDesk desk, [EnumeratorCancellation] CancellationToken cancellation)
    {
        RunProgressResponse? told = null;
        for (var waited = TimeSpan.Zero; waited < Longest; waited += Between)
        {
            var now = await desk.Visible.Where(run => run.Id == id)
                .Select(run => new RunProgressResponse(run.Status, run.Phase, run.Percent, run.Bound, run.Best)).SingleAsync(cancellation);
            if (now != told)
                yield return new SseItem<RunProgressResponse>(now, "progress");
            told = now;
            if (!MatchingRunLifecycle.UnderWay.Contains(now.Status))
                yield break;

            // Real time, whatever the service's clock says: somebody waits.
            await Task.Delay(Between, cancellation);
        }
    }
}
