using System.Text.Json.Nodes;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.People;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.Calls;

/// <summary>Writes calls.</summary>
public static class WriteCall
{
    /// <summary>Writes a new call, as a draft</summary>
    /// <remarks>A rule that the service does not enforce yet is refused (422 <c>call.rule_not_supported</c>), never ignored.</remarks>
    /// <param name="request">The call.</param>
    /// <param name="validator">Judges its form.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Created<CallResponse>, ProblemHttpResult>> CreateAsync(
        CallRequest request, IValidator<CallRequest> validator, CallDesk desk, CancellationToken cancellation)
    {
        if (validator.Validate(request) is { IsValid: false } form)
            return Problems.Invalid(form);
        (await new References(desk.Db).ThemesAsync(request.Themes, "#/themes", cancellation)).Settle();
        var (call, verdict) = Call.Create(request.ToContent(), desk.Actor, desk.Now);
        if (!verdict.IsDone)
            return Problems.Refused(verdict);
        desk.Db.Calls.Add(call);
        await desk.Db.SaveChangesAsync(cancellation);
        return TypedResults.Created($"/v1/calls/{call.Id}", desk.Show(call));
    }

    /// <summary>Changes a call</summary>
    /// <remarks>
    /// Until the call opens its rules are replaced. From then on changed rules are a new revision, which applies to what is
    /// submitted after it. The budget never goes below what is committed; the currency is fixed once the call is published.
    /// </remarks>
    /// <param name="id">The call.</param>
    /// <param name="patch">A merge patch (RFC 7396).</param>
    /// <param name="ifMatch">The version that you have seen.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static Task<Results<Ok<CallResponse>, ProblemHttpResult>> EditAsync(
        Guid id, JsonNode? patch, IfMatch ifMatch, CallDesk desk, CancellationToken cancellation) =>
        desk.EditAsync(id, ifMatch, patch, [Role.ProgrammeAdministrator], CallRequest.Of, async (call, request) =>
        {
            (await new References(desk.Db).ThemesAsync(request.Themes, "#/themes", cancellation)).Settle();
            return call.Edit(request.ToContent(), desk.Actor, desk.Now);
        }, cancellation);
}
