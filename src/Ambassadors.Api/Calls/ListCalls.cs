using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.Calls;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Calls;

/// <summary>Lists calls.</summary>
public static class ListCalls
{
    /// <summary>Lists the calls that you may see, the newest first</summary>
    /// <remarks>Drafts are shown to the programme alone.</remarks>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="status">Only calls in this status.</param>
    /// <param name="theme">Only calls that name this theme among those eligible.</param>
    /// <param name="q">Words, or their beginnings, of the title.</param>
    public static Listing<CallResponse> Handle(
        ListRequest<Call, NewestFirst<Call>> list, CallDesk desk, Named<CallStatus>? status, string? theme, string? q)
    {
        var calls = desk.Visible.AsNoTracking().Matching(desk.Db, q).Having(desk.Db, "theme", theme);
        if (status is { Value: var wanted })
            calls = calls.Where(call => call.Status == wanted);
        return list.Of(calls, desk.Show);
    }
}
