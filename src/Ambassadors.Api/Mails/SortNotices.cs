using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Journal;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Mails;

/// <summary>
/// Makes mails of notices, by what each person prefers. A notice carries the instant from which on it waits for a mail, and then the mail that it is in: one
/// column, so that it is in one mail at most, whoever sorts at the same time.
/// </summary>
public sealed class SortNotices(AmbassadorsDbContext db, MailSettings settings, TimeProvider clock)
{
    /// <summary>How many notices are sorted in one transaction.</summary>
    public const int Batch = 500;

    /// <summary>Sorts a batch of what waits, and says how many there were.</summary>
    public async Task<int> HandleAsync(CancellationToken cancellation)
    {
        var now = clock.Now();
        if (!await db.Notices.AnyAsync(notice => notice.MailAt <= now, cancellation))
            return 0;
        await using var transaction = await db.BeginWorkAsync(cancellation);
        var waiting = await db.Notices.Where(notice => notice.MailAt <= now).OrderBy(notice => notice.MailAt).ThenBy(notice => notice.Id).Take(Batch).ToListAsync(cancellation);
        Guid[] people = [.. waiting.Select(notice => notice.PersonId).Distinct()];
        var preferences = await db.MailPreferences.AsNoTracking().Where(one => people.Contains(one.PersonId)).ToDictionaryAsync(one => one.PersonId, cancellation);
        var gathered = new List<(Notice Notice, int Hour)>();
        foreach (var notice in waiting)
        {
            var prefers = preferences.GetValueOrDefault(notice.PersonId);
            if (settings.IsOff)
                Put(notice, MailOf(notice, now, MailReason.MailOff));
            else if (MailKinds.ConcernsDecision(notice.Kind))
                Put(notice, MailOf(notice, now));
            else if (prefers?.Muted.Contains(notice.Kind) == true)
                Put(notice, MailOf(notice, now, MailReason.Muted));
            else if (prefers is not { Rhythm: MailRhythm.Daily })
                Put(notice, MailOf(notice, now));
            else if (NextDigest(notice.At, prefers.DigestHour) is var at && at > now)
                notice.MailAt = at;
            else
                gathered.Add((notice, prefers.DigestHour));
        }

        await GatherAsync(gathered, now, cancellation);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return waiting.Count;
    }

    /// <summary>The instant of the daily mail that gathers what happened at an instant.</summary>
    public static DateTimeOffset NextDigest(DateTimeOffset after, int hour)
    {
        var day = Clock.DayOf(after);
        var at = Clock.AtHour(day, hour);
        return at > after ? at : Clock.AtHour(day.AddDays(1), hour);
    }

    /// <summary>The instant of the last daily mail, at an instant or before it.</summary>
    public static DateTimeOffset LastDigest(DateTimeOffset until, int hour)
    {
        var day = Clock.DayOf(until);
        var at = Clock.AtHour(day, hour);
        return at <= until ? at : Clock.AtHour(day.AddDays(-1), hour);
    }

    // One mail a person and day, that of the last hour at which one was due: what comes after it was taken up waits for the next.
    private async Task GatherAsync(List<(Notice Notice, int Hour)> gathered, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var one in gathered.GroupBy(one => (one.Notice.PersonId, one.Hour)))
        {
            var (person, at) = (one.Key.PersonId, LastDigest(now, one.Key.Hour));
            var mail = await db.MailDeliveries.SingleOrDefaultAsync(made => made.PersonId == person && made.DigestAt == at, cancellation);
            if (mail is not null && !await HoldAsync(mail.Id, cancellation))
            {
                foreach (var (notice, hour) in one)
                    notice.MailAt = NextDigest(now, hour);
                continue;
            }

            if (mail is null)
            {
                mail = new MailDelivery { Id = Guid.CreateVersion7(now), PersonId = person, Kind = MailDelivery.Digest, CreatedAt = now, DueAt = now, DigestAt = at };
                db.MailDeliveries.Add(mail);
            }

            foreach (var (notice, _) in one)
                Put(notice, mail);
        }
    }

    // Whether nobody has taken it up; until the transaction ends nobody does.
    private async Task<bool> HoldAsync(Guid id, CancellationToken cancellation) =>
        await db.MailDeliveries.Where(mail => mail.Id == id && mail.Status == MailStatus.Waiting && mail.Attempts == 0)
            .ExecuteUpdateAsync(set => set.SetProperty(mail => mail.Attempts, 0), cancellation) == 1;

    private MailDelivery MailOf(Notice notice, DateTimeOffset now, MailReason? skipped = null)
    {
        var mail = new MailDelivery
        {
            Id = Guid.CreateVersion7(now),
            PersonId = notice.PersonId,
            Kind = notice.Kind,
            CreatedAt = now,
            DueAt = now,
            Status = skipped is null ? MailStatus.Waiting : MailStatus.Skipped,
            Reason = skipped,
            EndedAt = skipped is null ? null : now
        };
        db.MailDeliveries.Add(mail);
        return mail;
    }

    private static void Put(Notice notice, MailDelivery mail) => (notice.MailAt, notice.MailId) = (null, mail.Id);
}
