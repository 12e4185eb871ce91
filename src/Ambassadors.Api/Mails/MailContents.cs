using Ambassadors.Api.Data;
using Ambassadors.Api.Identity;
using Ambassadors.Api.Journal;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Mails;

/// <summary>One thing that a mail tells of.</summary>
/// <param name="Notice">The notice.</param>
/// <param name="Reference">The reference of the application that it is about, where it has one.</param>
public sealed record MailLine(Notice Notice, string? Reference);

/// <summary>What a mail tells, to whom; or why it is not sent.</summary>
/// <param name="Mail">The mail.</param>
/// <param name="Person">The person; absent where there is no such account.</param>
/// <param name="Lines">What it tells of, the oldest first.</param>
/// <param name="More">How much more there is than its lines.</param>
/// <param name="Skipped">Why it is not sent.</param>
public sealed record MailContent(MailDelivery Mail, Person? Person, IReadOnlyList<MailLine> Lines, int More, MailReason? Skipped);

/// <summary>
/// Reads what a mail tells at the moment at which it is sent: whoever has left the file since the mail was made, or has no address any more, gets nothing. As many
/// queries for a hundred lines as for one.
/// </summary>
public sealed class MailContents(AmbassadorsDbContext db)
{
    /// <summary>The most lines of a mail; the rest is where notices are read.</summary>
    public const int MostLines = 100;

    private static readonly string[] Nouns = ["application", "offer", "pairing", "exchange"];

    /// <summary>Reads a mail.</summary>
    public async Task<MailContent> ReadAsync(Guid id, CancellationToken cancellation)
    {
        var mail = await db.MailDeliveries.AsNoTracking().SingleAsync(one => one.Id == id, cancellation);
        var person = await db.Users.AsNoTracking().Include(one => one.Memberships).SingleOrDefaultAsync(one => one.Id == mail.PersonId, cancellation);
        if (person is null)
            return new MailContent(mail, null, [], 0, MailReason.PersonGone);
        if (string.IsNullOrWhiteSpace(person.Email))
            return new MailContent(mail, person, [], 0, MailReason.NoAddress);
        var notices = await db.Notices.AsNoTracking().Where(one => one.MailId == id).OrderBy(one => one.Id).Take(MostLines).ToListAsync(cancellation);
        var seats = await db.Members.AsNoTracking().Where(member => member.PersonId == person.Id).Select(member => member.Id).ToListAsync(cancellation);
        var files = await FilesAsync(notices, cancellation);
        MailLine[] lines = [.. notices.Where(notice => Concerns(person, seats, notice, files)).Select(notice => new MailLine(notice, files.GetValueOrDefault(notice.ResourceId)?.Reference))];
        if (lines.Length == 0)
            return new MailContent(mail, person, [], 0, MailReason.NotConcerned);
        if (person.EmailBouncesSince is not null && !lines.Any(line => MailKinds.ConcernsDecision(line.Notice.Kind)))
            return new MailContent(mail, person, [], 0, MailReason.AddressBounces);
        var more = notices.Count == MostLines ? await db.Notices.CountAsync(one => one.MailId == id, cancellation) - MostLines : 0;
        return new MailContent(mail, person, lines, more, null);
    }

    // Of what is no case, such as a webhook endpoint, no file is known: it concerns whoever it was told, as long as they have a part in the programme.
    private static bool Concerns(Person person, List<Guid> seats, Notice notice, Dictionary<Guid, Known> files)
    {
        if (files.TryGetValue(notice.ResourceId, out var known))
        {
            var file = known.File;
            return seats.Any(seat => seat == file.Ambassador || seat == file.Counterpart)
                || person.Memberships.Any(m => m.Organisation is null || m.PoleSlug is not null && m.PoleSlug == file.Pole || m.ClusterSlug is not null && m.ClusterSlug == file.Cluster);
        }

        return !Nouns.Contains(notice.ResourceType) && (person.Memberships.Count > 0 || seats.Count > 0);
    }

    private async Task<Dictionary<Guid, Known>> FilesAsync(List<Notice> notices, CancellationToken cancellation)
    {
        var (applications, offers) = (Of("application"), Of("offer"));
        var (pairings, exchanges) = (Of("pairing"), Of("exchange"));
        var files = new Dictionary<Guid, Known>();
        if (applications.Length > 0)
        {
            foreach (var one in await db.Applications.AsNoTracking().Where(a => applications.Contains(a.Id)).Select(a => new { a.Id, a.Reference, a.PoleSlug, a.AmbassadorId }).ToListAsync(cancellation))
                files[one.Id] = new Known(one.Reference, new CaseFile(one.PoleSlug, null, one.AmbassadorId));
        }

        if (offers.Length > 0)
        {
            foreach (var one in await db.Offers.AsNoTracking().Where(o => offers.Contains(o.Id)).Select(o => new { o.Id, o.ClusterSlug, o.CounterpartId }).ToListAsync(cancellation))
                files[one.Id] = new Known(null, new CaseFile(null, one.ClusterSlug, null, one.CounterpartId));
        }

        if (pairings.Length > 0)
        {
            foreach (var one in await (from p in db.Pairings.AsNoTracking()
                                       join a in db.Applications on p.ApplicationId equals a.Id
                                       where pairings.Contains(p.Id)
                                       select new { p.Id, a.Reference, p.PoleSlug, p.ClusterSlug, p.AmbassadorId, p.CounterpartId }).ToListAsync(cancellation))
            {
                files[one.Id] = new Known(one.Reference, new CaseFile(one.PoleSlug, one.ClusterSlug, one.AmbassadorId, one.CounterpartId));
            }
        }

        if (exchanges.Length > 0)
        {
            foreach (var one in await (from e in db.Exchanges.AsNoTracking()
                                       join p in db.Pairings on e.PairingId equals p.Id
                                       join a in db.Applications on p.ApplicationId equals a.Id
                                       where exchanges.Contains(e.Id)
                                       select new { e.Id, a.Reference, e.PoleSlug, e.ClusterSlug, e.AmbassadorId, e.CounterpartId }).ToListAsync(cancellation))
            {
                files[one.Id] = new Known(one.Reference, new CaseFile(one.PoleSlug, one.ClusterSlug, one.AmbassadorId, one.CounterpartId));
            }
        }

        return files;

        Guid[] Of(string noun) => [.. notices.Where(notice => notice.ResourceType == noun).Select(notice => notice.ResourceId).Distinct()];
    }

    private sealed record Known(string? Reference, CaseFile File);
}
