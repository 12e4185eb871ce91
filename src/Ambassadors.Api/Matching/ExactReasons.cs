using Ambassadors.Api.Data;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Matching;
using Ambassadors.Matching;
using Ambassadors.Matching.Exchange;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Ambassadors.Api.Matching;

/// <summary>
/// Reasons as they may stand in a letter. A run names those of many applications by the prices of its certificate; here one is solved anew, with each
/// rule waived for that application alone. The run stays as it is: from its frozen input the answer is always the same, and is kept for a while.
/// </summary>
public sealed class ExactReasons : IDisposable
{
    // One at a time, and not for ever: an instance has requests to answer.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private const int MostKept = 1_000;

    private readonly SemaphoreSlim _one = new(1);
    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MostKept });

    /// <summary>What a run found for an application that has no pair: solved, where it was not and that can be done within a request.</summary>
    public async Task<PlanRow> OfAsync(PlanRow row, MatchingRun run, AmbassadorsDbContext db, ProblemOfRun problems, CancellationToken cancellation)
    {
        if (row.Result.Basis != Wire.Name(ExplanationBasis.Prices) || !await ImposePair.IsSolvableAsync(run, db, cancellation))
            return row;
        var key = (run.Id, row.Result.ApplicationId);
        if (!_kept.TryGetValue(key, out UnmatchedApplication? reason))
        {
            var problem = await problems.HandleAsync(run.InputId!.Value, run.Profile, run.Settings!, cancellation);
            var outcome = await OutcomeAsync(run, db, cancellation);
            reason = await SolveAsync(patience => MatchingEngine.Explain(problem, outcome, ProblemOfRun.NameOf(row.Result.ApplicationId), patience), cancellation);
            if (reason is null)
                return row;
            _kept.Set(key, reason, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept });
        }

        return new PlanRow { Result = ComputeRun.ResultOf(run.Id, row.Input, reason!), Input = row.Input };
    }

    /// <summary>Solves within a request, one at a time; null where that takes too long.</summary>
    public async Task<T?> SolveAsync<T>(Func<CancellationToken, T> solve, CancellationToken cancellation) where T : class
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Longest);
        try
        {
            await _one.WaitAsync(patience.Token);
            try
            {
                return await Task.Run(() => solve(patience.Token), patience.Token);
            }
            finally
            {
                _one.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _one.Dispose();
        _kept.Dispose();
    }

    private static async Task<MatchingOutcome> OutcomeAsync(MatchingRun run, AmbassadorsDbContext db, CancellationToken cancellation)
    {
        var file = await db.RunFiles.AsNoTracking().SingleAsync(one => one.RunId == run.Id && one.Kind == RunFile.Outcome, cancellation);
        await using var stream = file.Open();
        return MatchingFiles.ReadOutcome(stream);
    }
}
