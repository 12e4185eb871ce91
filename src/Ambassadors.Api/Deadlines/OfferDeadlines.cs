using Ambassadors.Api.Data;
using Ambassadors.Api.Journal;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Deadlines;

/// <summary>An offer closes when its last window is over; proposals not yet consented are cancelled with it.</summary>
public sealed class OfferWindowsOver : Deadline
{
    private static readonly OfferStatus[] Standing = [OfferStatus.Published, OfferStatus.Paused];

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Guid>> FindAsync(Due due, CancellationToken cancellation) =>
        await due.Db.Offers.Where(o => Standing.Contains(o.Status) && o.EndsOn < due.Today)
            .OrderBy(o => o.EndsOn).Select(o => o.Id).Take(Batch).ToListAsync(cancellation);

    /// <inheritdoc/>
    public override async Task ApplyAsync(Guid id, Due due, CancellationToken cancellation)
    {
        var offer = await due.Db.Offers.SingleAsync(o => o.Id == id, cancellation);
        if (!offer.Close(due.Today, Actor.Service, due.Now).IsDone)
            return;
        await due.Db.HoldAsync(due.Db.Offers.Where(o => o.Id == id), cancellation);
        foreach (var pairing in await due.Db.Pairings.Where(p => p.OfferId == id && p.Status == PairingStatus.Proposed).ToListAsync(cancellation))
            pairing.Cancel(null, Actor.Service, due.Now);
    }
}

/// <summary>The cluster is reminded of an offer that it has not confirmed for long: reminder by reminder, with the days between them that it would usually have.</summary>
/// <param name="number">Which reminder, from 0.</param>
public sealed class OfferReminder(int number) : Deadline
{
    private static readonly string[] Kinds = [.. Reconfirmation.RemindedDaysBefore.Select(days => $"offer.reconfirm_{days}_days")];

    /// <summary>When the cluster was reminded of the deadline that an offer now has, in order.</summary>
    public static async Task<IReadOnlyList<DateTimeOffset>> GivenAsync(AmbassadorsDbContext db, Offer offer, CancellationToken cancellation) =>
        await db.Reminders.Where(r => r.ResourceId == offer.Id && Kinds.Contains(r.Kind) && r.DueAt == offer.ReconfirmBy)
            .OrderBy(r => r.GivenAt).Select(r => r.GivenAt).ToListAsync(cancellation);

    /// <summary>Offers that were confirmed long enough ago for what follows so many reminders, and were given them long enough ago.</summary>
    public static IQueryable<Offer> After(int reminders, Due due)
    {
        var ahead = reminders < Kinds.Length ? Reconfirmation.RemindedDaysBefore[reminders] : 0;
        var confirmedBy = (due.Now - Reconfirmation.Period).AddDays(ahead);
        var offers = due.Db.Offers.Where(o => o.Status == OfferStatus.Published && o.ConfirmedAt <= confirmedBy);
        if (reminders == 0)
            return offers;
        var (last, givenBy) = (Kinds[reminders - 1], due.Now.AddDays(ahead - Reconfirmation.RemindedDaysBefore[reminders - 1]));
        return offers.Where(o => due.Db.Reminders.Any(r => r.ResourceId == o.Id && r.Kind == last && r.GivenAt > o.ConfirmedAt && r.GivenAt <= givenBy));
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Guid>> FindAsync(Due due, CancellationToken cancellation) =>
        await After(number, due).Where(o => !due.Db.Reminders.Any(r => r.ResourceId == o.Id && r.Kind == Kinds[number] && r.GivenAt > o.ConfirmedAt))
            .OrderBy(o => o.ConfirmedAt).Select(o => o.Id).Take(Batch).ToListAsync(cancellation);

    /// <inheritdoc/>
    public override async Task ApplyAsync(Guid id, Due due, CancellationToken cancellation)
    {
        var offer = await due.Db.Offers.SingleAsync(o => o.Id == id, cancellation);
        if (offer.ReconfirmBy is not { } reconfirmBy)
            return;
        var given = await GivenAsync(due.Db, offer, cancellation);
        if (given.Count != number || Reconfirmation.NextAt(reconfirmBy, given) > due.Now)
            return;
        var pausesAt = Reconfirmation.PausesAt(reconfirmBy, number, due.Now);
        await due.Announcements.RemindAsync(due.Db, offer, Kinds[number], reconfirmBy, pausesAt, Announcements.Editors, due.Now, cancellation);
    }
}

/// <summary>An offer that its cluster did not confirm is paused, after both reminders. Proposals that were made stay valid.</summary>
public sealed class OfferPauses : Deadline
{
    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Guid>> FindAsync(Due due, CancellationToken cancellation) =>
        await OfferReminder.After(Reconfirmation.RemindedDaysBefore.Count, due)
            .OrderBy(o => o.ConfirmedAt).Select(o => o.Id).Take(Batch).ToListAsync(cancellation);

    /// <inheritdoc/>
    public override async Task ApplyAsync(Guid id, Due due, CancellationToken cancellation)
    {
        var offer = await due.Db.Offers.SingleAsync(o => o.Id == id, cancellation);
        if (offer.Status == OfferStatus.Published)
            offer.PauseUnconfirmed(await OfferReminder.GivenAsync(due.Db, offer, cancellation), due.Now);
    }
}
