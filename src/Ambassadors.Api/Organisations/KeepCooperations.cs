using System.Text.Json.Nodes;
using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Organisations;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Organisations;

/// <summary>What is recorded of a cooperation.</summary>
/// <param name="PoleSlug" example="scs">Slug of the pôle; permanent.</param>
/// <param name="ClusterSlug" example="elgazala-technopark">Slug of the cluster; permanent.</param>
/// <param name="Kind" example="cooperation agreement">What was agreed, as the source words it.</param>
/// <param name="SignedOn" example="2007-01-12">A year, a month or a day, or absent: never more than the source says.</param>
/// <param name="Source">Where it is documented.</param>
public sealed record CooperationRequest(string? PoleSlug, string? ClusterSlug, string? Kind, string? SignedOn, string? Source);

/// <summary>Judges the form of a <see cref="CooperationRequest"/>.</summary>
public sealed class CooperationRequestValidator : AbstractValidator<CooperationRequest>
{
    public CooperationRequestValidator()
    {
        RuleFor(one => one.PoleSlug).Cascade(CascadeMode.Stop).Required().Slug();
        RuleFor(one => one.ClusterSlug).Cascade(CascadeMode.Stop).Required().Slug();
        RuleFor(one => one.Kind).Cascade(CascadeMode.Stop).Required().Line(200);
        RuleFor(one => one.SignedOn).PartialDate();
        RuleFor(one => one.Source).Cascade(CascadeMode.Stop).Required().Line(2000);
    }
}

/// <summary>Keeps cooperations.</summary>
public static class KeepCooperations
{
    /// <summary>Records a cooperation.</summary>
    /// <param name="request">The agreement.</param>
    /// <param name="tools">What every handler works with.</param>
    /// <param name="cancellation">Cancellation.</param>
    public static Task<Results<Created<CooperationResponse>, ProblemHttpResult>> AddAsync(
        CooperationRequest request, DeskTools tools, CancellationToken cancellation) =>
        tools.AddAsync(
            request,
            () => UnknownPartiesAsync(tools.Db, request, cancellation),
            at => Cooperation.Create(request.PoleSlug!, request.ClusterSlug!, request.Kind!, request.SignedOn, request.Source!, tools.Current, at),
            cooperation => $"/v1/cooperations/{cooperation.Id}",
            CooperationResponse.Of,
            cancellation);

    /// <summary>Corrects the record of a cooperation.</summary>
    /// <remarks>Pôle and cluster are permanent.</remarks>
    /// <param name="id">Its id.</param>
    /// <param name="patch">What changes.</param>
    /// <param name="ifMatch">The version seen.</param>
    /// <param name="tools">What every handler works with.</param>
    /// <param name="cancellation">Cancellation.</param>
    public static async Task<Results<Ok<CooperationResponse>, ProblemHttpResult>> EditAsync(
        Guid id, JsonNode? patch, IfMatch ifMatch, DeskTools tools, CancellationToken cancellation)
    {
        var cooperation = await tools.Db.Cooperations.SingleOrDefaultAsync(one => one.Id == id, cancellation);
        return await tools.EditAsync(
            cooperation, ifMatch, patch,
            one => new CooperationRequest(one.PoleSlug, one.ClusterSlug, one.Kind, one.SignedOn, one.Source),
            request => Task.FromResult(
                request.PoleSlug != cooperation!.PoleSlug ? Register.Permanent(cooperation.PoleSlug, "#/poleSlug")
                : request.ClusterSlug != cooperation.ClusterSlug ? Register.Permanent(cooperation.ClusterSlug, "#/clusterSlug")
                : null),
            (one, request, at) => one.Edit(request.Kind!, request.SignedOn, request.Source!, tools.Current, at),
            CooperationResponse.Of,
            cancellation);
    }

    private static async Task<ProblemHttpResult?> UnknownPartiesAsync(AmbassadorsDbContext db, CooperationRequest request, CancellationToken cancellation) =>
        (await new References(db).OrganisationAsync(request.PoleSlug, request.ClusterSlug, cancellation)).Problem;
}
