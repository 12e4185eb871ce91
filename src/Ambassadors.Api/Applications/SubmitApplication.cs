using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Applications;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Applications;

/// <summary>Submits applications.</summary>
public static class SubmitApplication
{
    /// <summary>Submits an application</summary>
    /// <remarks>
    /// What is written becomes an immutable snapshot and gets a reference. Every condition that is not met is named at
    /// once (409): the call's dates, completeness, the ambassador's agreement, function and mandate, direction, themes,
    /// countries, duration, amount, and the number of applications that the call allows a pôle.
    /// </remarks>
    public static Task<Results<Ok<ApplicationResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, IfMatch ifMatch, ApplicationDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync<object>(id, ApplicationEvent.Submit, ifMatch, null, async application =>
        {
            var (db, now) = (desk.Db, desk.Now);
            var call = await db.Calls.AsNoTracking().SingleAsync(c => c.Id == application.CallId, cancellation);
            var pole = await db.Poles.AsNoTracking().SingleAsync(p => p.Slug == application.PoleSlug, cancellation);
            var submitted = await db.PoleQuotas.Where(q => q.CallId == call.Id && q.PoleSlug == pole.Slug).Select(q => q.Submitted).SingleOrDefaultAsync(cancellation);
            var submission = new Submission(call, pole, await desk.AmbassadorOfAsync(application, cancellation), submitted, desk.Today);

            // Neither a place nor a number is taken for a submission that is going to be refused.
            var reference = "";
            if (application.CanHappen(ApplicationEvent.Submit) && !EligibilityRule.Unmet(application, submission, now).Any())
            {
                if (!await db.TakePlaceOfPoleAsync(call.Id, pole.Slug, call.Rules.ApplicationsPerPole, cancellation))
                    throw new LostRaceException("The pôle's last place in the call was taken.");
                reference = await db.NextReferenceAsync(desk.Today.Year, cancellation);
            }

            var verdict = application.Submit(submission, () => reference, desk.Actor, now);
            if (verdict.IsDone)
                db.Snapshots.Add(ApplicationSnapshot.Of(application, now));
            return verdict;
        }, cancellation);
}
