using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Identity;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Deadlines;

/// <summary>Forgets what has served its time: it is of no case, and no journal speaks of it.</summary>
public sealed class Housekeeping(LastUses uses, TimeProvider clock)
{
    private static readonly TimeSpan KeysKept = TimeSpan.FromHours(24);
    private static readonly TimeSpan SecretsShown = TimeSpan.FromDays(30);
    private static readonly TimeSpan DeliveriesKept = TimeSpan.FromDays(7);
    private static readonly TimeSpan BetweenPrunings = TimeSpan.FromHours(1);

    // Who was not told may say so for as long as a decision can be contested, and some weeks more.
    private static readonly TimeSpan MailsKept = TimeSpan.FromDays(90);

    // An authorization without tokens is kept for a while: it may just be getting its first.
    private static readonly TimeSpan GrantsKept = TimeSpan.FromHours(1);

    private DateTimeOffset _prunedAt = DateTimeOffset.MinValue;

    /// <summary>Writes down last uses; forgets Idempotency-Keys, used assertions, secrets, what was sent to webhooks and, once an hour, mails that are over, tokens and authorizations that ended.</summary>
    public async Task RunAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var db = services.GetRequiredService<AmbassadorsDbContext>();
        var now = clock.Now();
        await uses.WriteAsync(db, cancellation);
        var forgotten = now - KeysKept;
        await db.IdempotencyRecords.Where(record => record.At < forgotten).ExecuteDeleteAsync(cancellation);
        await db.UsedAssertions.Where(assertion => assertion.EndsAt < now).ExecuteDeleteAsync(cancellation);
        var ended = now - SecretsShown;
        await db.ClientSecrets.Where(secret => secret.EndsAt < ended).ExecuteDeleteAsync(cancellation);
        var sent = now - DeliveriesKept;
        await db.WebhookDeliveries.Where(delivery => delivery.CreatedAt < sent).ExecuteDeleteAsync(cancellation);
        if (now - _prunedAt < BetweenPrunings)
            return;
        var told = now - MailsKept;
        await db.MailDeliveries.Where(mail => mail.EndedAt < told).ExecuteDeleteAsync(cancellation);
        await PruneAsync(db, (now - GrantsKept).UtcDateTime, cancellation);
        _prunedAt = now;
    }

    // The identity server's own pruning goes by the machine's clock. A token that was used is kept until it would have expired: by it a second use is seen.
    private static async Task PruneAsync(AmbassadorsDbContext db, DateTime ended, CancellationToken cancellation)
    {
        await db.Set<ClientToken>().Where(token => token.ExpirationDate < ended).ExecuteDeleteAsync(cancellation);
        await db.Set<ClientAuthorization>().Where(grant => grant.CreationDate < ended && grant.Tokens.Count == 0).ExecuteDeleteAsync(cancellation);
    }
}
