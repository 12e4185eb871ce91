using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Imports;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Api.Journal;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Journal;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Applications;

/// <summary>The route table of applications.</summary>
public static class ApplicationEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapApplications(this RouteGroupBuilder v1)
    {
        var applications = v1.MapGroup("/applications").WithTags("Applications");
        applications.MapGet("/", ListApplications.Handle).WithName("listApplications").RequireAuthorization(Policies.Read);
        applications.MapGet("/{id:guid}", ShowAsync).WithName("getApplication").RequireAuthorization(Policies.Read);
        applications.MapGet("/{id:guid}/snapshots", ListSnapshots.HandleAsync).WithName("listSnapshotsOfApplication").RequireAuthorization(Policies.Read);
        applications.MapGet("/{id:guid}/timeline", TimelineAsync).WithName("getTimelineOfApplication").RequireAuthorization(Policies.Read);
        applications.MapGet("/{id:guid}/receipts", ReceiptsAsync).WithName("listReceiptsOfApplication").RequireAuthorization(Policies.Read);
        applications.MapGet("/{id:guid}/receipts/{entryId:guid}", ReceiptAsync).WithName("getReceiptOfApplication").RequireAuthorization(Policies.Read);
        applications.MapPost("/", WriteApplication.CreateAsync).WithName("createApplication").RequireAuthorization(Of(ApplicationEvent.Create));
        applications.MapPost("/import", ImportApplications.HandleAsync).WithName("importApplications").RequireAuthorization(Of(ApplicationEvent.Create)).Imports<ApplicationRequest>();
        applications.MapPatch("/{id:guid}", WriteApplication.EditAsync).WithName("editApplication").RequireAuthorization(Policies.EditApplications)
            .Accepts<ApplicationRequest>(MergePatch.MediaType);

        applications.MapPost("/{id:guid}/discard", MoveApplication.DiscardAsync).WithName("discardApplication").RequireAuthorization(Of(ApplicationEvent.Discard));
        applications.MapPost("/{id:guid}/agree-candidacy", MoveApplication.AgreeCandidacyAsync).WithName("agreeCandidacy").RequireAuthorization(Of(ApplicationEvent.AgreeCandidacy));
        applications.MapPost("/{id:guid}/submit", SubmitApplication.HandleAsync).WithName("submitApplication").RequireAuthorization(Of(ApplicationEvent.Submit));
        applications.MapPost("/{id:guid}/start-review", MoveApplication.StartReviewAsync).WithName("startReviewOfApplication").RequireAuthorization(Of(ApplicationEvent.StartReview));
        applications.MapPost("/{id:guid}/declare-ineligible", DecideApplication.DeclareIneligibleAsync).WithName("declareApplicationIneligible").RequireAuthorization(Of(ApplicationEvent.DeclareIneligible));
        applications.MapPost("/{id:guid}/qualify", MoveApplication.QualifyAsync).WithName("qualifyApplication").RequireAuthorization(Of(ApplicationEvent.Qualify));
        applications.MapPost("/{id:guid}/reject", DecideApplication.RejectAsync).WithName("rejectApplication").RequireAuthorization(Of(ApplicationEvent.Reject));
        applications.MapPost("/{id:guid}/withdraw", DecideApplication.WithdrawAsync).WithName("withdrawApplication").RequireAuthorization(Of(ApplicationEvent.Withdraw));
        applications.MapPost("/{id:guid}/conclude", DecideApplication.ConcludeAsync).WithName("concludeApplication").RequireAuthorization(Of(ApplicationEvent.Conclude));
        applications.MapPost("/{id:guid}/reopen", DecideApplication.ReopenAsync).WithName("reopenApplication").RequireAuthorization(Of(ApplicationEvent.Reopen));
        return v1;
    }

    /// <summary>Shows an application</summary>
    private static Task<Results<Ok<ApplicationResponse>, ProblemHttpResult>> ShowAsync(Guid id, ApplicationDesk desk, CancellationToken cancellation) =>
        desk.ShowAsync(id, cancellation);

    /// <summary>Shows what happened to an application, from the beginning</summary>
    private static async Task<Results<Listing<TimelineEntry>, ProblemHttpResult>> TimelineAsync(
        Guid id, ListRequest<JournalEntry, TimelineOrder> list, ApplicationDesk desk, CancellationToken cancellation) =>
        await desk.Visible.AnyAsync(application => application.Id == id, cancellation)
            ? Timeline.Of(desk.Db, id, list)
            : Problems.NotFound();

    /// <summary>Lists the decisions on an application of which there are receipts, from the first</summary>
    /// <remarks>The candidacy agreed, the submission, and every decision since. Each is handed out at <c>/receipts/{entryId}</c>, as is any other entry of the timeline.</remarks>
    private static async Task<Results<Listing<DecisionResponse>, ProblemHttpResult>> ReceiptsAsync(
        Guid id, ListRequest<JournalEntry, TimelineOrder> list, ApplicationDesk desk, CancellationToken cancellation) =>
        await desk.Visible.AnyAsync(application => application.Id == id, cancellation)
            ? list.Of(desk.Db.Journal.AsNoTracking().Where(entry => entry.ResourceId == id && EF.Parameter(Decisions).Contains(entry.What)), DecisionResponse.Of)
            : Problems.NotFound();

    /// <summary>Hands out the receipt of something that happened to an application</summary>
    /// <remarks>
    /// A small file: the journal entry, and a few hashes that lead from it to a published head. <c>scripts/verify-receipt</c> checks it without the service.
    /// 409 until a head covers the entry; <c>Retry-After</c> says when.
    /// </remarks>
    /// <param name="id">The application.</param>
    /// <param name="entryId">The journal entry, by its id in the timeline.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="receipts">Hands out receipts.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    private static async Task<Results<Ok<JournalReceiptResponse>, ProblemHttpResult>> ReceiptAsync(
        Guid id, Guid entryId, ApplicationDesk desk, Receipts receipts, CancellationToken cancellation) =>
        await desk.Visible.AnyAsync(application => application.Id == id, cancellation) ? await receipts.OfEntryAsync(id, entryId, cancellation) : Problems.NotFound();

    // What is decided of an application, by it or for it; drafts and their changes are nobody's decision.
    private static readonly string[] Decisions =
        [.. Enum.GetValues<ApplicationEvent>().Except([ApplicationEvent.Create, ApplicationEvent.Discard]).Select(Of)];

    private static string Of(ApplicationEvent on) => Policies.For(ApplicationLifecycle.Table, on);
}
