using Ambassadors.Api.Http;
using Ambassadors.Domain.Applications;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.Applications;

/// <summary>The transitions of an application that need nothing but its version.</summary>
public static class MoveApplication
{
    /// <summary>Gives a draft up</summary>
    public static Task<Results<Ok<ApplicationResponse>, ProblemHttpResult>> DiscardAsync(Guid id, IfMatch ifMatch, ApplicationDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, ApplicationEvent.Discard, ifMatch, application => application.Discard(desk.Actor, desk.Now), cancellation);

    /// <summary>Agrees, as the ambassador, to be put forward</summary>
    /// <remarks>
    /// Your candidacy and what the pôle writes about it are kept with the application; its data are erased with it. A
    /// change of ambassador voids the agreement.
    /// </remarks>
    public static Task<Results<Ok<ApplicationResponse>, ProblemHttpResult>> AgreeCandidacyAsync(Guid id, IfMatch ifMatch, ApplicationDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, ApplicationEvent.AgreeCandidacy, ifMatch, application => application.AgreeCandidacy(desk.Actor, desk.Now), cancellation);

    /// <summary>Takes an application up</summary>
    /// <remarks>From here it is locked for the pôle.</remarks>
    public static Task<Results<Ok<ApplicationResponse>, ProblemHttpResult>> StartReviewAsync(Guid id, IfMatch ifMatch, ApplicationDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, ApplicationEvent.StartReview, ifMatch, application => application.StartReview(desk.Actor, desk.Now), cancellation);

    /// <summary>Lets an application into the pool</summary>
    public static Task<Results<Ok<ApplicationResponse>, ProblemHttpResult>> QualifyAsync(Guid id, IfMatch ifMatch, ApplicationDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, ApplicationEvent.Qualify, ifMatch, application => application.Qualify(desk.Actor, desk.Now), cancellation);
}
