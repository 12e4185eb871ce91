using System.Reflection;
using Ambassadors.Api.Journal;
using Ambassadors.Domain.Journal;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Ambassadors.Api.Http.Lists;

/// <summary>One page of a list.</summary>
/// <param name="Items">The items, in the list's order.</param>
/// <param name="Next">Cursor of the next page; absent on the last.</param>
/// <param name="Deleted">With <c>updatedSince</c>, what was deleted since: it comes after all that changed, on the last pages. Absent otherwise.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next, IReadOnlyList<TombstoneResponse>? Deleted);

/// <summary>The endpoint answers with a list of such items, in each of <see cref="Formats"/>.</summary>
/// <param name="Item">The type of an item.</param>
public sealed record ListMetadata(Type Item);

/// <summary>A list, answered as it is asked for: a page of it in JSON, or the whole of it in another format.</summary>
public sealed class Listing<TItem>(
    Func<CancellationToken, Task<Page<TItem>>> page, Func<CancellationToken, IAsyncEnumerable<TItem>> all,
    Func<CancellationToken, IAsyncEnumerable<TombstoneResponse>>? deleted) : IResult, IEndpointMetadataProvider
{
    private static readonly bool IsPersonal = typeof(TItem).IsAssignableTo(typeof(IPersonalData));

    /// <summary>A list so short that it has no pages.</summary>
    public static Listing<TItem> Whole(IReadOnlyList<TItem> items) =>
        new(_ => Task.FromResult(new Page<TItem>(items, null, null)), _ => items.ToAsyncEnumerable(), null);

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(Page<TItem>), ["application/json"]));
        builder.Metadata.Add(new ListMetadata(typeof(TItem)));
    }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        var format = Formats.Of(httpContext.Request) ?? ListFormat.Json;
        if (format != ListFormat.Json)
        {
            await Export.WriteAsync(httpContext, format, IsPersonal ? cancellation => httpContext.RecordingAsync(all(cancellation)) : all, deleted);
            return;
        }

        var shown = await page(httpContext.RequestAborted);
        if (IsPersonal)
            await httpContext.RecordPageAsync(ReadingWay.List, shown.Items);
        await TypedResults.Ok(shown).ExecuteAsync(httpContext);
    }
}
