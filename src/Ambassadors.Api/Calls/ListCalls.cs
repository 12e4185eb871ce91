using Ambassadors.Api.Http;
using Ambassadors.Domain.Calls;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Calls;

/// <summary>Lists calls.</summary>
public static class ListCalls
{
    /// <summary>Lists the calls that you may see, the newest first</summary>
    /// <remarks>Drafts are shown to the programme alone.</remarks>
    /// <param name="page">Limit and cursor.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="status">Only calls in this status.</param>
    /// <param name="theme">Only calls that name this theme among those eligible.</param>
    /// <param name="q">Words, or their beginnings, of the title.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Ok<Page<CallResponse>>> HandleAsync(
        PageRequest page, CallDesk desk, Named<CallStatus>? status, string? theme, string? q, CancellationToken cancellation)
    {
        var calls = desk.Visible.AsNoTracking().Matching(desk.Db, q).Having(desk.Db, "theme", theme);
        if (status is { Value: var wanted })
            calls = calls.Where(call => call.Status == wanted);
        var rows = await calls.NewestFirst(page).ToListAsync(cancellation);
        return TypedResults.Ok(page.Of(rows, desk.Show, call => [call.Id.ToString()]));
    }
}
