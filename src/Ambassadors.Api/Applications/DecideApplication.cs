using Ambassadors.Api.Http;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Pairings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Applications;

/// <summary>The transitions of an application that need a reason.</summary>
public static class DecideApplication
{
    /// <summary>Declares an application ineligible</summary>
    public static Task<Results<Ok<ApplicationResponse>, ProblemHttpResult>> DeclareIneligibleAsync(
        Guid id, MotiveRequest request, IfMatch ifMatch, ApplicationDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, ApplicationEvent.DeclareIneligible, ifMatch, request,
            application => application.DeclareIneligible(request.Motive!, desk.Actor, desk.Now), cancellation);

    /// <summary>Turns an application down</summary>
    /// <remarks>Its open pairings are cancelled; none may be before the approvers.</remarks>
    public static Task<Results<Ok<ApplicationResponse>, ProblemHttpResult>> RejectAsync(
        Guid id, MotiveRequest request, IfMatch ifMatch, ApplicationDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, ApplicationEvent.Reject, ifMatch, request, async application =>
        {
            await desk.Db.HoldAsync(desk.Db.Applications.Where(a => a.Id == id), cancellation);
            var inApproval = await desk.Db.Pairings.AnyAsync(p => p.ApplicationId == id && p.Status == PairingStatus.InApproval, cancellation);
            var verdict = application.Reject(request.Motive!, inApproval, desk.Actor, desk.Now);
            if (verdict.IsDone)
                await desk.CancelOpenPairingsAsync(id, cancellation);
            return verdict;
        }, cancellation);

    /// <summary>Takes an application back</summary>
    /// <remarks>Its open pairings are cancelled and the pôle's place is free again. Nothing is deleted.</remarks>
    public static Task<Results<Ok<ApplicationResponse>, ProblemHttpResult>> WithdrawAsync(
        Guid id, MotiveRequest request, IfMatch ifMatch, ApplicationDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, ApplicationEvent.Withdraw, ifMatch, request, async application =>
        {
            var verdict = application.Withdraw(request.Motive!, desk.Actor, desk.Now);
            if (!verdict.IsDone)
                return verdict;
            await desk.Db.HoldAsync(desk.Db.Applications.Where(a => a.Id == id), cancellation);
            await desk.CancelOpenPairingsAsync(id, cancellation);
            await desk.Db.PoleQuotas.Where(q => q.CallId == application.CallId && q.PoleSlug == application.PoleSlug && q.Submitted > 0)
                .ExecuteUpdateAsync(set => set.SetProperty(q => q.Submitted, q => q.Submitted - 1), cancellation);
            return verdict;
        }, cancellation);

    /// <summary>Ends an application without a pairing</summary>
    /// <remarks>No pairing of it may be open.</remarks>
    public static Task<Results<Ok<ApplicationResponse>, ProblemHttpResult>> ConcludeAsync(
        Guid id, MotiveRequest request, IfMatch ifMatch, ApplicationDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, ApplicationEvent.Conclude, ifMatch, request, async application =>
        {
            await desk.Db.HoldAsync(desk.Db.Applications.Where(a => a.Id == id), cancellation);
            var open = await desk.Db.Pairings.CountAsync(p => p.ApplicationId == id && PairingLifecycle.Open.Contains(p.Status), cancellation);
            return application.Conclude(request.Motive!, open, desk.Actor, desk.Now);
        }, cancellation);

    /// <summary>Has an application judged anew</summary>
    /// <remarks>The call must not be concluded. Where it has a clock, a new one starts.</remarks>
    public static Task<Results<Ok<ApplicationResponse>, ProblemHttpResult>> ReopenAsync(
        Guid id, MotiveRequest request, IfMatch ifMatch, ApplicationDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, ApplicationEvent.Reopen, ifMatch, request, async application =>
        {
            var call = await desk.Db.Calls.AsNoTracking().SingleAsync(c => c.Id == application.CallId, cancellation);
            return application.Reopen(request.Motive!, call, desk.Actor, desk.Now);
        }, cancellation);
}
