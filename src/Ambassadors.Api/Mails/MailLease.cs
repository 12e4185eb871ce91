using Ambassadors.Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Mails;

/// <summary>
/// Who sends a mail: one instance at a time. Taking it up moves the instant from which on another may; the number of the attempt tells it from those before.
/// </summary>
public static class MailLease
{
    /// <summary>The mails whose time has come, the oldest first; one whose instance died before it began to send is among them.</summary>
    public static IQueryable<MailDelivery> Due(AmbassadorsDbContext db, DateTimeOffset now) =>
        db.MailDeliveries.Where(mail => mail.Status == MailStatus.Waiting && mail.DueAt <= now).OrderBy(mail => mail.DueAt).ThenBy(mail => mail.Id);

    /// <summary>Takes a mail up; false where another instance was faster.</summary>
    public static async Task<bool> TakeAsync(AmbassadorsDbContext db, Guid id, int attempts, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation) =>
        await db.MailDeliveries.Where(mail => mail.Id == id && mail.Status == MailStatus.Waiting && mail.Attempts == attempts && mail.DueAt <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(mail => mail.DueAt, until).SetProperty(mail => mail.Attempts, attempts + 1), cancellation) == 1;

    /// <summary>Says, before the mail server hears of it, that the mail is being sent; false where it is no longer this attempt's.</summary>
    public static async Task<bool> BeginAsync(AmbassadorsDbContext db, Guid id, int attempt, DateTimeOffset until, CancellationToken cancellation) =>
        await Own(db, id, attempt, MailStatus.Waiting)
            .ExecuteUpdateAsync(set => set.SetProperty(mail => mail.Status, MailStatus.Sending).SetProperty(mail => mail.DueAt, until), cancellation) == 1;

    /// <summary>Leaves the mail, which was not taken, to a later attempt.</summary>
    public static Task PostponeAsync(AmbassadorsDbContext db, Guid id, int attempt, DateTimeOffset until, int? reply, CancellationToken cancellation) =>
        Own(db, id, attempt, MailStatus.Waiting, MailStatus.Sending, MailStatus.Unsure).ExecuteUpdateAsync(
            set => set.SetProperty(mail => mail.Status, MailStatus.Waiting).SetProperty(mail => mail.Reason, (MailReason?)null).SetProperty(mail => mail.EndedAt, (DateTimeOffset?)null)
                .SetProperty(mail => mail.DueAt, until).SetProperty(mail => mail.ReplyCode, reply),
            cancellation);

    /// <summary>
    /// Records what became of a mail. An answer that comes after it was given up as unsure is the truth all the same.
    /// </summary>
    public static Task EndAsync(
        AmbassadorsDbContext db, Guid id, int attempt, MailStatus status, MailReason? reason, int? reply, DateTimeOffset now, CancellationToken cancellation) =>
        Own(db, id, attempt, MailStatus.Waiting, MailStatus.Sending, MailStatus.Unsure).ExecuteUpdateAsync(
            set => set.SetProperty(mail => mail.Status, status).SetProperty(mail => mail.Reason, reason).SetProperty(mail => mail.ReplyCode, reply).SetProperty(mail => mail.EndedAt, now),
            cancellation);

    /// <summary>Gives up what an instance began to send and said no more of: whether it was taken is not known, and it is not sent again.</summary>
    public static Task<int> GiveUpUnsureAsync(AmbassadorsDbContext db, DateTimeOffset now, CancellationToken cancellation) =>
        db.MailDeliveries.Where(mail => mail.Status == MailStatus.Sending && mail.DueAt <= now).ExecuteUpdateAsync(
            set => set.SetProperty(mail => mail.Status, MailStatus.Unsure).SetProperty(mail => mail.Reason, MailReason.Interrupted).SetProperty(mail => mail.EndedAt, now), cancellation);

    /// <summary>Skips all that waits: the service is set to send no mail.</summary>
    public static Task SkipAllAsync(AmbassadorsDbContext db, DateTimeOffset now, CancellationToken cancellation) =>
        db.MailDeliveries.Where(mail => mail.Status == MailStatus.Waiting && mail.DueAt <= now).ExecuteUpdateAsync(
            set => set.SetProperty(mail => mail.Status, MailStatus.Skipped).SetProperty(mail => mail.Reason, MailReason.MailOff).SetProperty(mail => mail.EndedAt, now), cancellation);

    private static IQueryable<MailDelivery> Own(AmbassadorsDbContext db, Guid id, int attempt, params MailStatus[] statuses) =>
        db.MailDeliveries.Where(mail => mail.Id == id && mail.Attempts == attempt && statuses.Contains(mail.Status));
}
