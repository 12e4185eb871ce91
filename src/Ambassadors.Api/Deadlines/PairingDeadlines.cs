using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Deadlines;

/// <summary>The parties are reminded of a proposal some days before it expires.</summary>
public abstract class ProposalReminder(int days) : Deadline
{
    /// <summary>The kind of the notice.</summary>
    public string Kind => $"pairing.reminder_{days}_days";

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Guid>> FindAsync(Due due, CancellationToken cancellation)
    {
        var horizon = due.Now.AddDays(days);
        return await due.Db.Pairings
            .Where(p => p.Status == PairingStatus.Proposed && p.ExpiresAt <= horizon
                && !due.Db.Reminders.Any(r => r.ResourceId == p.Id && r.Kind == Kind && r.DueAt == p.ExpiresAt))
            .OrderBy(p => p.ExpiresAt).Select(p => p.Id).Take(Batch).ToListAsync(cancellation);
    }

    /// <inheritdoc/>
    public override async Task ApplyAsync(Guid id, Due due, CancellationToken cancellation)
    {
        var pairing = await due.Db.Pairings.SingleAsync(p => p.Id == id, cancellation);
        if (pairing.Status == PairingStatus.Proposed)
            await due.Announcements.RemindAsync(due.Db, pairing, Kind, pairing.ExpiresAt, due.Now, cancellation);
    }
}

/// <summary>Seven days before.</summary>
public sealed class ProposalReminderSevenDays() : ProposalReminder(7);

/// <summary>Two days before.</summary>
public sealed class ProposalReminderTwoDays() : ProposalReminder(2);

/// <summary>A proposal expires when the time for consenting is over and both reminders were given.</summary>
public sealed class ProposalExpires : Deadline
{
    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Guid>> FindAsync(Due due, CancellationToken cancellation) =>
        await due.Db.Pairings.Where(p => p.Status == PairingStatus.Proposed && p.ExpiresAt <= due.Now)
            .OrderBy(p => p.ExpiresAt).Select(p => p.Id).Take(Batch).ToListAsync(cancellation);

    /// <inheritdoc/>
    public override async Task ApplyAsync(Guid id, Due due, CancellationToken cancellation)
    {
        var pairing = await due.Db.Pairings.SingleAsync(p => p.Id == id, cancellation);
        string[] kinds = [new ProposalReminderSevenDays().Kind, new ProposalReminderTwoDays().Kind];
        var given = await due.Db.Reminders.CountAsync(
            r => r.ResourceId == id && r.DueAt == pairing.ExpiresAt && kinds.Contains(r.Kind), cancellation);
        pairing.Expire(given == kinds.Length, due.Now);
    }
}

/// <summary>
/// A pairing that the parties agreed on does not expire for the officers' delay: it is cancelled only when the first leg
/// should have begun.
/// </summary>
public sealed class FirstLegMissed : Deadline
{
    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Guid>> FindAsync(Due due, CancellationToken cancellation) =>
        await due.Db.Pairings.Where(p => PairingLifecycle.BeforeOfficers.Contains(p.Status) && p.StartsOn < due.Today)
            .OrderBy(p => p.StartsOn).Select(p => p.Id).Take(Batch).ToListAsync(cancellation);

    /// <inheritdoc/>
    public override async Task ApplyAsync(Guid id, Due due, CancellationToken cancellation)
    {
        var pairing = await due.Db.Pairings.SingleAsync(p => p.Id == id, cancellation);
        if (PairingLifecycle.BeforeOfficers.Contains(pairing.Status))
            pairing.Cancel(null, Actor.Service, due.Now);
    }
}
