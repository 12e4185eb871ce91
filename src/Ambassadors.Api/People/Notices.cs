using System.Linq.Expressions;
using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Api.Journal;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.People;

/// <summary>Something that you are told.</summary>
/// <param name="Id">The notice.</param>
/// <param name="Version">1, or 2 once it was read.</param>
/// <param name="Kind">What of: <c>pairing.propose</c>, <c>pairing.reminder_7_days</c>.</param>
/// <param name="ResourceType">The noun of the resource.</param>
/// <param name="ResourceId">The resource.</param>
/// <param name="GivenAt">When you were told, UTC.</param>
/// <param name="DueAt">What it is due by, UTC; absent where nothing is.</param>
/// <param name="ReadAt">When you read it, UTC; absent until then.</param>
public sealed record NoticeResponse(
    Guid Id, int Version, string Kind, string ResourceType, Guid ResourceId, DateTimeOffset GivenAt, DateTimeOffset? DueAt, DateTimeOffset? ReadAt) : IVersionedResponse
{
    /// <summary>Shows a notice.</summary>
    public static NoticeResponse Of(Notice notice) =>
        new(notice.Id, notice.ReadAt is null ? 1 : 2, notice.Kind, notice.ResourceType, notice.ResourceId, notice.At, notice.DueAt, notice.ReadAt);
}

/// <summary>What a person is told.</summary>
public static class Notices
{
    /// <summary>Lists what you were told, the newest first</summary>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="current">Who asks.</param>
    /// <param name="db">The database.</param>
    /// <param name="unread">Only what you have not read yet, or only what you have.</param>
    public static Listing<NoticeResponse> List(
        ListRequest<Notice, NewestNoticeFirst> list, CurrentActor current, AmbassadorsDbContext db, bool? unread)
    {
        var notices = Own(db, current).AsNoTracking();
        if (unread is { } asked)
            notices = notices.Where(notice => notice.ReadAt == null == asked);
        return list.Of(notices, NoticeResponse.Of);
    }

    /// <summary>Shows a notice</summary>
    /// <param name="id">The notice.</param>
    /// <param name="current">Who asks.</param>
    /// <param name="db">The database.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Ok<NoticeResponse>, ProblemHttpResult>> ShowAsync(
        Guid id, CurrentActor current, AmbassadorsDbContext db, CancellationToken cancellation) =>
        await Own(db, current).AsNoTracking().SingleOrDefaultAsync(notice => notice.Id == id, cancellation) is { } notice
            ? TypedResults.Ok(NoticeResponse.Of(notice))
            : Problems.NotFound();

    /// <summary>Says that you have read a notice; said again, it changes nothing</summary>
    /// <param name="id">The notice.</param>
    /// <param name="current">Who asks.</param>
    /// <param name="db">The database.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Ok<NoticeResponse>, ProblemHttpResult>> ReadAsync(
        Guid id, CurrentActor current, AmbassadorsDbContext db, TimeProvider clock, CancellationToken cancellation)
    {
        if (await Own(db, current).SingleOrDefaultAsync(notice => notice.Id == id, cancellation) is not { } notice)
            return Problems.NotFound();
        notice.ReadAt ??= clock.Now();
        await db.SaveChangesAsync(cancellation);
        return TypedResults.Ok(NoticeResponse.Of(notice));
    }

    private static IQueryable<Notice> Own(AmbassadorsDbContext db, CurrentActor current)
    {
        var me = current.Actor.PersonId;
        return db.Notices.Where(notice => notice.PersonId == me);
    }
}

/// <summary>Notices, the newest first. One changes when it is read.</summary>
public sealed class NewestNoticeFirst : IOrders<Notice>
{
    /// <inheritdoc/>
    public static IReadOnlyList<Order<Notice>> All { get; } = [new("-givenAt", Key<Notice>.By(notice => notice.Id))];

    /// <inheritdoc/>
    public static Func<DateTimeOffset, Expression<Func<Notice, bool>>> ChangedSince { get; } = since => notice => notice.At >= since || notice.ReadAt >= since;
}
