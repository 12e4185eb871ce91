using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Api.Journal;
using Ambassadors.Domain.Exchanges;
using Ambassadors.Domain.Journal;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Exchanges;

/// <summary>The route table of exchanges.</summary>
public static class ExchangeEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapExchanges(this RouteGroupBuilder v1)
    {
        var exchanges = v1.MapGroup("/exchanges").WithTags("Exchanges");
        exchanges.MapGet("/", List).WithName("listExchanges").RequireAuthorization(Policies.Read);
        exchanges.MapGet("/{id:guid}", ShowAsync).WithName("getExchange").RequireAuthorization(Policies.Read);
        exchanges.MapGet("/{id:guid}/timeline", TimelineAsync).WithName("getTimelineOfExchange").RequireAuthorization(Policies.Read);
        exchanges.MapGet("/{id:guid}/receipts/{entryId:guid}", ReceiptAsync).WithName("getReceiptOfExchange").RequireAuthorization(Policies.Read);
        exchanges.MapPost("/{id:guid}/cancel", CancelExchange.HandleAsync).WithName("cancelExchange")
            .RequireAuthorization(Policies.For(ExchangeLifecycle.Table, ExchangeEvent.Cancel));
        return v1;
    }

    /// <summary>Lists the exchanges that you may see, the newest first</summary>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="status">Only exchanges in this status.</param>
    /// <param name="callId">Only exchanges of this call.</param>
    /// <param name="pairingId">Only the exchange of this pairing.</param>
    /// <param name="poleSlug">Only exchanges of this pôle.</param>
    /// <param name="clusterSlug">Only exchanges of this cluster.</param>
    private static Listing<ExchangeResponse> List(
        ListRequest<Exchange, NewestFirst<Exchange>> list, ExchangeDesk desk, Named<ExchangeStatus>? status, Guid? callId, Guid? pairingId, string? poleSlug, string? clusterSlug)
    {
        var exchanges = desk.Visible.AsNoTracking();
        if (status is { Value: var wanted })
            exchanges = exchanges.Where(e => e.Status == wanted);
        if (callId is not null)
            exchanges = exchanges.Where(e => e.CallId == callId);
        if (pairingId is not null)
            exchanges = exchanges.Where(e => e.PairingId == pairingId);
        if (poleSlug is not null)
            exchanges = exchanges.Where(e => e.PoleSlug == poleSlug);
        if (clusterSlug is not null)
            exchanges = exchanges.Where(e => e.ClusterSlug == clusterSlug);
        return list.Of(exchanges, desk.Show);
    }

    /// <summary>Shows an exchange with its legs</summary>
    private static Task<Results<Ok<ExchangeResponse>, ProblemHttpResult>> ShowAsync(Guid id, ExchangeDesk desk, CancellationToken cancellation) =>
        desk.ShowAsync(id, cancellation);

    /// <summary>Shows what happened to an exchange, from the beginning</summary>
    private static async Task<Results<Listing<TimelineEntry>, ProblemHttpResult>> TimelineAsync(
        Guid id, ListRequest<JournalEntry, TimelineOrder> list, ExchangeDesk desk, CancellationToken cancellation) =>
        await desk.Visible.AnyAsync(exchange => exchange.Id == id, cancellation)
            ? Timeline.Of(desk.Db, id, list)
            : Problems.NotFound();

    /// <summary>Hands out the receipt of something that happened to an exchange</summary>
    /// <remarks>
    /// A small file: the journal entry, and a few hashes that lead from it to a published head. <c>scripts/verify-receipt</c> checks it without the service.
    /// 409 until a head covers the entry; <c>Retry-After</c> says when.
    /// </remarks>
    /// <param name="id">The exchange.</param>
    /// <param name="entryId">The journal entry, by its id in the timeline.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="receipts">Hands out receipts.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    private static async Task<Results<Ok<JournalReceiptResponse>, ProblemHttpResult>> ReceiptAsync(
        Guid id, Guid entryId, ExchangeDesk desk, Receipts receipts, CancellationToken cancellation) =>
        await desk.Visible.AnyAsync(exchange => exchange.Id == id, cancellation) ? await receipts.OfEntryAsync(id, entryId, cancellation) : Problems.NotFound();
}
