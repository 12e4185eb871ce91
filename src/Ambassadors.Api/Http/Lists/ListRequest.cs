using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Http.Lists;

/// <summary>What is asked of any list: how many items, from which place on, in which order, and whether only what changed.</summary>
public interface IListRequest : IReadsQuery
{
    /// <summary>The values of <c>sort</c>; the first is what is not said.</summary>
    static abstract IReadOnlyList<string> Sorts { get; }
}

/// <summary>How many items a page has.</summary>
public static class Paging
{
    /// <summary>Items of a page unless asked otherwise.</summary>
    public const int DefaultLimit = 25;

    /// <summary>The most items of a page; a larger limit is brought down to it.</summary>
    public const int MostItems = 100;

    /// <summary>Rows that an export reads at a time: so many are held in memory, whatever their number.</summary>
    public const int Batch = 1_000;
}

/// <summary>What is asked of a list of such rows, in one of such orders.</summary>
public sealed class ListRequest<TRow, TOrders> : IListRequest where TRow : class where TOrders : IOrders<TRow>
{
    private const string Sort = "sort";
    private const string UpdatedSince = "updatedSince";

    private readonly HttpContext _http;
    private readonly Place? _place;
    private readonly Order<TRow> _order;
    private readonly DateTimeOffset? _since;

    private ListRequest(HttpContext http)
    {
        var query = http.Request.Query;
        _http = http;
        Limit = LimitOf(query["limit"]);
        _order = query.TryGetValue(Sort, out var sort)
            ? TOrders.All.FirstOrDefault(order => order.Name == sort) ?? throw new UnreadableParameterException(Sort)
            : TOrders.All[0];
        _since = query.TryGetValue(UpdatedSince, out var since) ? InstantOf(since) : null;
        _place = query.TryGetValue("cursor", out var cursor) ? Cursors.Open(http, cursor.ToString()) : null;
    }

    /// <inheritdoc/>
    public static IReadOnlyList<string> Names { get; } =
        ["cursor", "limit", .. Sorts.Count > 1 ? [Sort] : Array.Empty<string>(), .. TOrders.ChangedSince is null ? Array.Empty<string>() : [UpdatedSince]];

    /// <inheritdoc/>
    public static IReadOnlyList<string> Sorts => [.. TOrders.All.Select(order => order.Name)];

    /// <summary>How many items at the most.</summary>
    public int Limit { get; }

    /// <summary>Reads the query; what can't be read, or a cursor of another list, is 400.</summary>
    public static ValueTask<ListRequest<TRow, TOrders>> BindAsync(HttpContext http) => ValueTask.FromResult(new ListRequest<TRow, TOrders>(http));

    /// <summary>The list of these rows as it is asked for: a page of it, or all of it.</summary>
    /// <param name="rows">All that the caller may see and asks for.</param>
    /// <param name="show">How a row is shown.</param>
    /// <param name="deleted">What was deleted, of what the caller could see.</param>
    public Listing<TItem> Of<TItem>(IQueryable<TRow> rows, Func<TRow, TItem> show, IQueryable<Tombstone>? deleted = null)
    {
        if (_since is not { } since)
            return new Listing<TItem>(cancellation => PageAsync(rows, show, null, cancellation), cancellation => AllAsync(rows, _order, show, cancellation), null);
        rows = rows.Where(TOrders.ChangedSince!(since));
        deleted = deleted?.AsNoTracking().Where(one => one.DeletedAt >= since);
        return new Listing<TItem>(
            cancellation => PageAsync(rows, show, deleted, cancellation),
            cancellation => AllAsync(rows, _order, show, cancellation),
            cancellation => deleted is null ? AsyncEnumerable.Empty<TombstoneResponse>() : AllAsync(deleted, Tombstone.Order, TombstoneResponse.Of, cancellation));
    }

    // What changed comes first, what was deleted fills the last pages.
    private async Task<Page<TItem>> PageAsync<TItem>(
        IQueryable<TRow> rows, Func<TRow, TItem> show, IQueryable<Tombstone>? deleted, CancellationToken cancellation)
    {
        List<TRow> found = [];
        if (_place is not { AmongDeleted: true })
        {
            found = await PlacedAsync(rows, _order, _place?.Keys, Limit, cancellation);
            if (found.Count > Limit)
            {
                var shown = found.Take(Limit).ToArray();
                return new Page<TItem>([.. shown.Select(show)], Next(new Place(false, _order.PlaceOf(shown[^1]))), _since is null ? null : []);
            }
        }

        if (deleted is null)
            return new Page<TItem>([.. found.Select(show)], null, _since is null ? null : []);
        string[]? after = _place is { AmongDeleted: true, Keys.Length: > 0 } ? _place.Keys : null;
        var room = Limit - found.Count;
        var gone = await PlacedAsync(deleted, Tombstone.Order, after, room, cancellation);
        var next = gone.Count > room ? Next(new Place(true, room == 0 ? after ?? [] : Tombstone.Order.PlaceOf(gone[room - 1]))) : null;
        return new Page<TItem>([.. found.Select(show)], next, [.. gone.Take(room).Select(TombstoneResponse.Of)]);
    }

    private string Next(Place place)
    {
        var next = Cursors.Seal(_http, place);
        Cursors.Link(_http, next);
        return next;
    }

    private static Task<List<T>> PlacedAsync<T>(IQueryable<T> rows, Order<T> order, string[]? after, int limit, CancellationToken cancellation)
    {
        if (after is not null && after.Length != order.Keys)
            throw new UnreadableParameterException("cursor");
        var placed = order.Sort(after is null ? rows : order.After(rows, after)).Take(limit + 1);

        // What was judged one by one is a list already.
        return placed is IAsyncEnumerable<T> ? placed.ToListAsync(cancellation) : Task.FromResult(placed.ToList());
    }

    // By many short statements: one long one would keep SQLite's log from being folded in, and PostgreSQL's dead rows alive.
    private static async IAsyncEnumerable<TItem> AllAsync<T, TItem>(
        IQueryable<T> rows, Order<T> order, Func<T, TItem> show, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string[]? after = null;
        while (true)
        {
            var batch = await PlacedAsync(rows, order, after, Paging.Batch - 1, cancellation);
            foreach (var row in batch)
                yield return show(row);
            if (batch.Count < Paging.Batch)
                yield break;
            after = order.PlaceOf(batch[^1]);
        }
    }

    private static int LimitOf(Microsoft.Extensions.Primitives.StringValues asked)
    {
        if (asked.Count == 0)
            return Paging.DefaultLimit;
        return int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit >= 1
            ? Math.Min(limit, Paging.MostItems)
            : throw new UnreadableParameterException("limit");
    }

    private static DateTimeOffset InstantOf(string? text) =>
        Instant.TryParse(text, null, out var instant) ? instant.Value : throw new UnreadableParameterException(UpdatedSince);
}
