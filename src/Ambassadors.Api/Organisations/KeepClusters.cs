using System.Text.Json.Nodes;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Organisations;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Organisations;

/// <summary>What is written of a cluster.</summary>
/// <param name="Slug" example="medicon-valley-alliance">Permanent name in paths: lower-case words joined by hyphens.</param>
/// <param name="Name" example="Medicon Valley Alliance">Name.</param>
/// <param name="Country" example="DK">ISO 3166-1 alpha-2.</param>
/// <param name="City" example="Copenhagen">City.</param>
/// <param name="Themes">Codes of its themes.</param>
/// <param name="Website" example="mva.org">Host name or address of its site.</param>
/// <param name="Founded" example="1997">Year.</param>
/// <param name="Source">Where the facts come from.</param>
/// <param name="Confidence" example="high">How sure they are.</param>
public sealed record ClusterRequest(
    string? Slug, string? Name, string? Country, string? City, IReadOnlyList<string>? Themes, string? Website, int? Founded, string? Source, string? Confidence)
{
    /// <summary>What was written.</summary>
    public static ClusterRequest Of(Cluster cluster) => new(
        cluster.Slug, cluster.Name, cluster.Country, cluster.City, cluster.Themes, cluster.Website, cluster.Founded, cluster.Source, cluster.Confidence);

    /// <summary>The content, once its form was judged.</summary>
    public ClusterContent ToContent() => new(Name!, Country!, City, Themes ?? [], Website, Founded, Source!, Confidence!);
}

/// <summary>Judges the form of a <see cref="ClusterRequest"/>.</summary>
public sealed class ClusterRequestValidator : AbstractValidator<ClusterRequest>
{
    public ClusterRequestValidator()
    {
        RuleFor(cluster => cluster.Slug).Cascade(CascadeMode.Stop).Required().Slug();
        RuleFor(cluster => cluster.Name).Cascade(CascadeMode.Stop).Required().Line(200);
        RuleFor(cluster => cluster.Country).Cascade(CascadeMode.Stop).Required().Country();
        RuleFor(cluster => cluster.City).Line(100);
        this.ListOf(cluster => cluster.Themes, 20).Slug();
        RuleFor(cluster => cluster.Website).Line(200);
        RuleFor(cluster => cluster.Founded).Between(1800, 2100);
        RuleFor(cluster => cluster.Source).Cascade(CascadeMode.Stop).Required().Line(2000);
        RuleFor(cluster => cluster.Confidence).Cascade(CascadeMode.Stop).Required().Line(50);
    }
}

/// <summary>Keeps clusters.</summary>
public static class KeepClusters
{
    /// <summary>Adds a cluster.</summary>
    /// <param name="request">The cluster.</param>
    /// <param name="tools">What every handler works with.</param>
    /// <param name="cancellation">Cancellation.</param>
    public static Task<Results<Created<ClusterResponse>, ProblemHttpResult>> AddAsync(ClusterRequest request, DeskTools tools, CancellationToken cancellation) =>
        tools.AddAsync(
            request,
            async () => await tools.Db.UnknownThemesAsync(request.Themes, cancellation)
                ?? (await tools.Db.Clusters.AnyAsync(cluster => cluster.Slug == request.Slug, cancellation) ? Register.NameTaken(request.Slug!, "#/slug") : null),
            at => Cluster.Create(request.Slug!, request.ToContent(), tools.Current, at),
            cluster => $"/v1/clusters/{cluster.Slug}",
            ClusterResponse.Of,
            cancellation);

    /// <summary>Changes a cluster.</summary>
    /// <remarks>The slug is permanent. Lists are replaced whole.</remarks>
    /// <param name="slug" example="medicon-valley-alliance">Its slug.</param>
    /// <param name="patch">What changes.</param>
    /// <param name="ifMatch">The version seen.</param>
    /// <param name="tools">What every handler works with.</param>
    /// <param name="cancellation">Cancellation.</param>
    public static async Task<Results<Ok<ClusterResponse>, ProblemHttpResult>> EditAsync(
        string slug, JsonNode? patch, IfMatch ifMatch, DeskTools tools, CancellationToken cancellation) =>
        await tools.EditAsync(
            await tools.Db.Clusters.SingleOrDefaultAsync(cluster => cluster.Slug == slug, cancellation), ifMatch, patch,
            ClusterRequest.Of,
            async request => request.Slug == slug ? await tools.Db.UnknownThemesAsync(request.Themes, cancellation) : Register.Permanent(slug, "#/slug"),
            (cluster, request, at) => cluster.Edit(request.ToContent(), tools.Current, at),
            ClusterResponse.Of,
            cancellation);
}
