using System.Text.Json.Nodes;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.Applications;

/// <summary>Writes drafts of applications.</summary>
public static class WriteApplication
{
    /// <summary>Begins an application, as a draft</summary>
    /// <remarks>The call must be published or open, the pôle labelled. All but call and pôle can be filled in later.</remarks>
    /// <param name="request">The application.</param>
    /// <param name="validator">Judges its form.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Created<ApplicationResponse>, ProblemHttpResult>> CreateAsync(
        ApplicationRequest request, IValidator<ApplicationRequest> validator, ApplicationDesk desk, CancellationToken cancellation)
    {
        if (validator.Validate(request) is { IsValid: false } form)
            return Problems.Invalid(form);
        var ground = await ApplicationGround.ReadAsync(desk.Db, [request], cancellation);
        var (application, problem) = ground.Begin(request, desk, begun => ApplicationDesk.PathOf(begun.Id));
        if (application is null)
            return problem!;
        desk.Db.Applications.Add(application);
        await desk.Db.SaveChangesAsync(cancellation);
        return TypedResults.Created(ApplicationDesk.PathOf(application.Id), desk.Show(application));
    }

    /// <summary>Changes a draft</summary>
    /// <remarks>Another ambassador has to agree to the candidacy anew. Call and pôle are fixed.</remarks>
    /// <param name="id">The application.</param>
    /// <param name="patch">A merge patch (RFC 7396).</param>
    /// <param name="ifMatch">The version that you have seen.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static Task<Results<Ok<ApplicationResponse>, ProblemHttpResult>> EditAsync(
        Guid id, JsonNode? patch, IfMatch ifMatch, ApplicationDesk desk, CancellationToken cancellation) =>
        desk.EditAsync(id, ifMatch, patch, [Role.PoleEditor], ApplicationRequest.Of, async (application, request) =>
        {
            var refusals = new List<Refusal>();
            if (request.CallId != application.CallId)
                refusals.Add(new Refusal("application.call_fixed", "#/callId"));
            if (request.PoleSlug != application.PoleSlug)
                refusals.Add(new Refusal("application.pole_fixed", "#/poleSlug"));
            if (await desk.HolderOfReferenceAsync(application.PoleSlug, request.PartnerReference, id, cancellation) is { } holder)
                refusals.Add(new Refusal("application.partner_reference_taken", "#/partnerReference", ApplicationDesk.PathOf(holder)));
            if (refusals.Count > 0)
                return Verdict.Refused(refusals);
            var content = await desk.ContentOfAsync(request, cancellation);
            return application.Edit(content, desk.Actor, desk.Now);
        }, cancellation);
}
