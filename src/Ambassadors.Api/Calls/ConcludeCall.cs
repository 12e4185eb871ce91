using Ambassadors.Api.Http;
using Ambassadors.Api.Matching;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Exchanges;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.People;
using Ambassadors.Matching;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Calls;

/// <summary>Why applications are left without a pairing.</summary>
/// <param name="Motive">Needed where applications are still in matching that no published run gave a reason: they become unmatched with this one.</param>
public sealed record ConcludeCallRequest(string? Motive);

/// <summary>Judges the form of a <see cref="ConcludeCallRequest"/>.</summary>
public sealed class ConcludeCallRequestValidator : AbstractValidator<ConcludeCallRequest>
{
    public ConcludeCallRequestValidator() => RuleFor(request => request.Motive).Prose();
}

/// <summary>Ends a call.</summary>
public static class ConcludeCall
{
    private const int Batch = 200;

    /// <summary>Ends the call's decisions</summary>
    /// <remarks>No pairing may be open. Applications still in matching become unmatched: each with the reason that the last published run gave it, or, where that is an estimate by prices, with a reference to its explanation; the others with the motive given.</remarks>
    public static Task<Results<Ok<CallResponse>, ProblemHttpResult>> ConcludeAsync(
        Guid id, ConcludeCallRequest request, IfMatch ifMatch, CallDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, CallEvent.Conclude, ifMatch, request, async call =>
        {
            await desk.Db.HoldAsync(desk.Db.Applications.Where(a => a.CallId == id && a.Status == ApplicationStatus.InMatching), cancellation);
            var open = await desk.Db.Pairings.CountAsync(p => p.CallId == id && PairingLifecycle.Open.Contains(p.Status), cancellation);
            var inMatching = await desk.Db.Applications.CountAsync(a => a.CallId == id && a.Status == ApplicationStatus.InMatching, cancellation);
            var run = await desk.Db.MatchingRuns.Where(r => r.CallId == id && r.Status == MatchingRunStatus.Published).OrderByDescending(r => r.Id)
                .Select(r => (Guid?)r.Id).FirstOrDefaultAsync(cancellation);
            var unexplained = await desk.Db.Applications.CountAsync(a => a.CallId == id && a.Status == ApplicationStatus.InMatching
                && !desk.Db.MatchingResults.Any(result => result.RunId == run && result.ApplicationId == a.Id && result.Reason != null), cancellation);
            var verdict = call.Conclude(open, unexplained, request.Motive, desk.Actor, desk.Now);
            if (verdict.IsDone && inMatching > 0)
                await LeaveUnmatchedAsync(id, run, request.Motive, desk, cancellation);
            return verdict;
        }, cancellation);

    /// <summary>Ends the call</summary>
    /// <remarks>Every exchange must be closed or cancelled.</remarks>
    public static Task<Results<Ok<CallResponse>, ProblemHttpResult>> ArchiveAsync(Guid id, IfMatch ifMatch, CallDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync<object>(id, CallEvent.Archive, ifMatch, null, async call =>
            call.Archive(
                await desk.Db.Exchanges.CountAsync(e => e.CallId == id && e.Status != ExchangeStatus.Cancelled, cancellation), desk.Actor, desk.Now),
            cancellation);

    private static async Task LeaveUnmatchedAsync(Guid callId, Guid? run, string? motive, CallDesk desk, CancellationToken cancellation)
    {
        for (var after = Guid.Empty; ;)
        {
            var batch = await desk.Db.Applications
                .Where(a => a.CallId == callId && a.Status == ApplicationStatus.InMatching && a.Id > after)
                .OrderBy(a => a.Id).Take(Batch).ToListAsync(cancellation);
            Guid[] ids = [.. batch.Select(application => application.Id)];
            var reasons = await desk.Db.MatchingResults.Where(result => result.RunId == run && result.Reason != null && EF.Parameter(ids).Contains(result.ApplicationId))
                .ToDictionaryAsync(result => result.ApplicationId, result => Explanations.ReasonInAll(result.Reason!, result.Basis == Wire.Name(ExplanationBasis.Solved)), cancellation);
            foreach (var application in batch)
                application.Conclude(reasons.TryGetValue(application.Id, out var reason) ? reason : motive!, 0, Actor.Service, desk.Now);
            if (batch.Count < Batch)
                return;
            after = batch[^1].Id;
        }
    }
}
