using Ambassadors.Api.Journal;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.People;
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
        await due.Announcements.RemindAsync(
            due.Db, application, Kind, expiresAt, expiresAt > noticed ? expiresAt : noticed, Announcements.Editors, due.Now, cancellation);
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

/// <summary>
/// The officers and the pôle are told some days before silence rejects an application: each alert in the days that it is of. One that a service that was away
/// has missed is not made up for by an alert that would be wrong by then.
/// </summary>
/// <param name="days">How many days before at the most.</param>
/// <param name="until">How many days before the next alert is due; 0 for the last.</param>
public sealed class SilenceAlert(int days, int until) : Deadline
{
    private readonly string _kind = $"application.silence_{days}_days";

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Guid>> FindAsync(Due due, CancellationToken cancellation)
    {
        var (from, to) = (due.Now.AddDays(until), due.Now.AddDays(days));
        return await due.Db.Applications
            .Where(a => ExchangeApplication.Undecided.Contains(a.Status) && a.ClockEndsAt > from && a.ClockEndsAt <= to
                && !due.Db.Reminders.Any(r => r.ResourceId == a.Id && r.Kind == _kind && r.DueAt == a.ClockEndsAt))
            .OrderBy(a => a.ClockEndsAt).Select(a => a.Id).Take(Batch).ToListAsync(cancellation);
    }

    /// <inheritdoc/>
    public override async Task ApplyAsync(Guid id, Due due, CancellationToken cancellation)
    {
        var application = await due.Db.Applications.SingleAsync(a => a.Id == id, cancellation);
        if (application.DueAt is { } dueAt && ExchangeApplication.Undecided.Contains(application.Status))
            await due.Announcements.RemindAsync(due.Db, application, _kind, dueAt, dueAt, Announcements.EditorsAndOfficers, due.Now, cancellation);
    }
}

/// <summary>Silence rejects an application when its clock has run out, unless the officers have an agreed pairing of it before them.</summary>
public sealed class SilenceRejects : Deadline
{
    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Guid>> FindAsync(Due due, CancellationToken cancellation) =>
        await due.Db.Applications
            .Where(a => ExchangeApplication.Undecided.Contains(a.Status) && a.ClockEndsAt <= due.Now
                && !due.Db.Pairings.Any(p => p.ApplicationId == a.Id && PairingLifecycle.BeforeOfficers.Contains(p.Status)))
            .OrderBy(a => a.ClockEndsAt).Select(a => a.Id).Take(Batch).ToListAsync(cancellation);

    /// <inheritdoc/>
    public override async Task ApplyAsync(Guid id, Due due, CancellationToken cancellation)
    {
        await due.Db.HoldAsync(due.Db.Applications.Where(a => a.Id == id), cancellation);
        var application = await due.Db.Applications.SingleAsync(a => a.Id == id, cancellation);
        var open = await due.Db.Pairings.Where(p => p.ApplicationId == id && PairingLifecycle.Open.Contains(p.Status)).ToListAsync(cancellation);
        if (!application.RejectBySilence(open.Exists(pairing => PairingLifecycle.BeforeOfficers.Contains(pairing.Status)), due.Now).IsDone)
            return;
        foreach (var pairing in open)
            pairing.Cancel(null, Actor.Service, due.Now);
    }
}
