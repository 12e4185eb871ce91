using Ambassadors.Domain.Applications;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Deadlines;

/// <summary>The pôle is told two weeks before a draft that it left expires.</summary>
public sealed class DraftReminder : Deadline
{
    /// <summary>The kind of the notice.</summary>
    public const string Kind = "application.draft_expires";

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Guid>> FindAsync(Due due, CancellationToken cancellation)
    {
        var closedBy = due.Now - ExchangeApplication.DraftsKeptAfterClose + ExchangeApplication.NoticeBeforeExpiry;
        return await due.Db.Applications
            .Where(a => a.Status == ApplicationStatus.Draft && due.Db.Calls.Any(c => c.Id == a.CallId && c.ClosesAt <= closedBy)
                && !due.Db.Reminders.Any(r => r.ResourceId == a.Id && r.Kind == Kind))
            .OrderBy(a => a.Id).Select(a => a.Id).Take(Batch).ToListAsync(cancellation);
    }

    /// <inheritdoc/>
    public override async Task ApplyAsync(Guid id, Due due, CancellationToken cancellation)
    {
        var application = await due.Db.Applications.SingleAsync(a => a.Id == id, cancellation);
        if (application.Status != ApplicationStatus.Draft)
            return;
        var closesAt = await due.Db.Calls.Where(c => c.Id == application.CallId).Select(c => c.ClosesAt).SingleAsync(cancellation);
        var expiresAt = closesAt + ExchangeApplication.DraftsKeptAfterClose;
        var noticed = due.Now + ExchangeApplication.NoticeBeforeExpiry;
        await due.Announcements.RemindAsync(due.Db, application, Kind, expiresAt > noticed ? expiresAt : noticed, due.Now, cancellation);
    }
}

/// <summary>A draft expires thirty days after its call closed, two weeks after the pôle was told.</summary>
public sealed class DraftExpires : Deadline
{
    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Guid>> FindAsync(Due due, CancellationToken cancellation)
    {
        var noticedBy = due.Now - ExchangeApplication.NoticeBeforeExpiry;
        var closedBy = due.Now - ExchangeApplication.DraftsKeptAfterClose;
        return await due.Db.Applications
            .Where(a => a.Status == ApplicationStatus.Draft && due.Db.Calls.Any(c => c.Id == a.CallId && c.ClosesAt <= closedBy)
                && due.Db.Reminders.Any(r => r.ResourceId == a.Id && r.Kind == DraftReminder.Kind && r.GivenAt <= noticedBy))
            .OrderBy(a => a.Id).Select(a => a.Id).Take(Batch).ToListAsync(cancellation);
    }

    /// <inheritdoc/>
    public override async Task ApplyAsync(Guid id, Due due, CancellationToken cancellation)
    {
        var application = await due.Db.Applications.SingleAsync(a => a.Id == id, cancellation);
        var closesAt = await due.Db.Calls.Where(c => c.Id == application.CallId).Select(c => c.ClosesAt).SingleAsync(cancellation);
        var noticedAt = await due.Db.Reminders.Where(r => r.ResourceId == id && r.Kind == DraftReminder.Kind)
            .Select(r => (DateTimeOffset?)r.GivenAt).FirstOrDefaultAsync(cancellation);
        application.Expire(closesAt, noticedAt, due.Now);
    }
}
