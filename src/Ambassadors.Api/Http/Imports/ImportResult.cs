using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Ambassadors.Api.Http.Imports;

/// <summary>What became of an import: an entry for each row, in the order of the body.</summary>
/// <param name="Succeeded">Rows that were created, or that would be.</param>
/// <param name="Failed">Rows that were refused.</param>
/// <param name="Items">The entries.</param>
public sealed record ImportResult<T>(int Succeeded, int Failed, IReadOnlyList<ImportItem<T>> Items) where T : class;

/// <summary>What became of one row.</summary>
/// <param name="Index">The row's place in the body, from 0; a table's header is no row.</param>
/// <param name="Status">The status that the row would have been answered with alone: 201 where it was created, 200 where only its validation was asked for, else its problem's.</param>
/// <param name="Location">Path of what was created.</param>
/// <param name="Id">Its id.</param>
/// <param name="Resource">What was created.</param>
/// <param name="Problem">Why the row was refused; its pointers begin at the row, <c>#/3/windows/0/startsOn</c>, and a table's errors name line and column too.</param>
public sealed record ImportItem<T>(int Index, int Status, string? Location, Guid? Id, T? Resource, ProblemDetails? Problem) where T : class;

/// <summary>The endpoint imports such requests.</summary>
/// <param name="Request">The type of a row.</param>
public sealed record ImportMetadata(Type Request);

/// <summary>The answer to an import, 207.</summary>
public sealed class Imported<T>(ImportResult<T> response) : IResult, IEndpointMetadataProvider where T : class
{
    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status207MultiStatus, typeof(ImportResult<T>), ["application/json"]));

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status207MultiStatus;
        return httpContext.Response.WriteAsJsonAsync(response, httpContext.RequestAborted);
    }
}

/// <summary>Makes an endpoint one that imports.</summary>
public static class ImportEndpoints
{
    /// <summary>What a thousand rows need.</summary>
    public const int LargestBody = 5 * 1024 * 1024;

    /// <summary>Says what it reads, and how much of it.</summary>
    public static RouteHandlerBuilder Imports<TRequest>(this RouteHandlerBuilder endpoint) => endpoint
        .Accepts<TRequest[]>("application/json", Lists.Formats.Csv)
        .WithMetadata(new RequestSizeLimitAttribute(LargestBody), new ImportMetadata(typeof(TRequest)));
}
