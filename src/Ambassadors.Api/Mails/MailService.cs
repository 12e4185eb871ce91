using System.Security.Cryptography;
using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Startup;
using Ambassadors.Api.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Mails;

/// <summary>
/// Sends the mails that are due. Several instances share them by lease; what was being sent when an instance died is not sent again, so that nobody is written to twice.
/// </summary>
public sealed partial class MailService(
    IServiceScopeFactory scopes, MailSettings settings, MailTransport transport, TimeProvider clock, IConfiguration configuration, ILogger<MailService> log)
    : RecurringService(configuration.GetValue("Mail:Interval", UsualInterval), clock)
{
    /// <summary>How many mails an instance takes up at once.</summary>
    private const int Batch = 20;

    private static readonly TimeSpan UsualInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UsualLease = TimeSpan.FromMinutes(2);

    // RFC 5321, 4.5.4.1: four to five days. A word that comes later than that helps nobody.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(4);

    private readonly TimeSpan _lease = configuration.GetValue("Mail:Lease", UsualLease);

    /// <summary>Makes mails of what waits, and sends those that are due.</summary>
    public async Task SendDueAsync(CancellationToken cancellation)
    {
        await SortAsync(cancellation);
        var unsure = await OnDatabaseAsync(db => MailLease.GiveUpUnsureAsync(db, Clock.Now(), cancellation));
        if (unsure > 0)
            LeftUnsure(unsure);
        if (settings.IsOff)
            await DoAsync(db => MailLease.SkipAllAsync(db, Clock.Now(), cancellation));
        else
            await DeliverDueAsync(cancellation);
    }

    /// <summary>How long a mail waits after so many attempts: a minute, then four times as long each time, up to four hours; a fifth more or less.</summary>
    public static TimeSpan PauseAfter(int attempts)
    {
        var usual = Math.Min(FirstPause.TotalSeconds * Math.Pow(4, Math.Min(attempts, 10) - 1), LongestPause.TotalSeconds);
        return TimeSpan.FromSeconds(usual * (0.8 + 0.4 * RandomNumberGenerator.GetInt32(1001) / 1000));
    }

    /// <inheritdoc/>
    protected override Task PassAsync(CancellationToken cancellation) => SendDueAsync(cancellation);

    private async Task SortAsync(CancellationToken cancellation)
    {
        try
        {
            while (await OnScopeAsync(services => services.GetRequiredService<SortNotices>().HandleAsync(cancellation)) == SortNotices.Batch)
            {
                // The next batch.
            }
        }
        catch (Exception exception) when (Races.IsLost(exception))
        {
            // Another instance sorted the same; the next look sees what is left.
            SortedElsewhere();
        }
    }

    private async Task DeliverDueAsync(CancellationToken cancellation)
    {
        await using var connection = transport.Open();
        while (await TakeUpAsync(cancellation) is { Count: > 0 } taken)
        {
            var reachable = true;
            foreach (var (id, attempt) in taken)
            {
                if (cancellation.IsCancellationRequested || !reachable)
                    await LeaveAsync(id, attempt, isAway: !reachable);
                else
                    reachable = await DeliverAsync(connection, id, attempt, cancellation);
            }

            if (cancellation.IsCancellationRequested || !reachable)
                return;
        }
    }

    private async Task<List<(Guid Mail, int Attempt)>> TakeUpAsync(CancellationToken cancellation)
    {
        var now = Clock.Now();
        var due = await OnDatabaseAsync(db => MailLease.Due(db, now).Select(mail => new { mail.Id, mail.Attempts }).Take(Batch).ToListAsync(cancellation));
        var taken = new List<(Guid, int)>();
        foreach (var mail in due)
        {
            if (await OnDatabaseAsync(db => MailLease.TakeAsync(db, mail.Id, mail.Attempts, now, now + _lease, cancellation)))
                taken.Add((mail.Id, mail.Attempts + 1));
        }

        return taken;
    }

    // False where the mail server is away: the others need not try.
    private async Task<bool> DeliverAsync(MailConnection connection, Guid id, int attempt, CancellationToken cancellation)
    {
        try
        {
            var content = await OnScopeAsync(services => services.GetRequiredService<MailContents>().ReadAsync(id, cancellation));
            if (content.Skipped is { } reason)
            {
                await DoAsync(db => MailLease.EndAsync(db, id, attempt, MailStatus.Skipped, reason, null, Clock.Now(), cancellation));
                return true;
            }

            var message = new MailWriter(settings).Write(content);
            await connection.ConnectAsync(cancellation);

            // From here on the mail server may hear of it. If this instance dies now, nobody knows whether it has.
            if (!await OnDatabaseAsync(db => MailLease.BeginAsync(db, id, attempt, Clock.Now() + settings.LongestSending, cancellation)))
                return true;
            var (answer, reply) = await connection.SendAsync(message);
            await RecordAsync(content, attempt, answer, reply);
            return true;
        }
        catch (MailServerAwayException away)
        {
            ServerAway(away.Message);
            await LeaveAsync(id, attempt, isAway: true);
            return false;
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested && !Races.IsLost(exception) && !Outages.IsOne(exception))
        {
            // One that can't be written keeps no other from being sent.
            OneFailed(exception.GetType().Name, id);
            await LeaveAsync(id, attempt, isAway: true);
            return true;
        }
    }

    // Recorded whatever else ends meanwhile: what the mail server said is known to this instance alone.
    private async Task RecordAsync(MailContent content, int attempt, MailAnswer answer, int? reply)
    {
        var (id, now) = (content.Mail.Id, Clock.Now());
        switch (answer)
        {
            case MailAnswer.Taken:
                await EndAsync(content, attempt, MailStatus.Sent, null, reply, bounces: false);
                break;
            case MailAnswer.NoSuchRecipient:
                Refused(id, reply);
                await EndAsync(content, attempt, MailStatus.Bounced, MailReason.RecipientRefused, reply, bounces: true);
                break;
            case MailAnswer.RecipientNotAllowed:
                Refused(id, reply);
                await EndAsync(content, attempt, MailStatus.Bounced, MailReason.RecipientRefused, reply, bounces: null);
                break;
            case MailAnswer.NoSuchMail:
                Refused(id, reply);
                await EndAsync(content, attempt, MailStatus.Failed, MailReason.MessageRefused, reply, bounces: null);
                break;
            case MailAnswer.NotHeard:
                LeftUnsure(1);
                await EndAsync(content, attempt, MailStatus.Unsure, MailReason.Interrupted, null, bounces: null);
                break;
            case MailAnswer.Later when now + PauseAfter(attempt) is var next && next - content.Mail.CreatedAt <= LongestWait:
                await DoAsync(db => MailLease.PostponeAsync(db, id, attempt, next, reply, CancellationToken.None));
                break;
            case MailAnswer.Later:
                await EndAsync(content, attempt, MailStatus.Failed, MailReason.GivenUp, reply, bounces: null);
                break;
        }
    }

    // The mark is of the address that was written to: one that was changed meanwhile is not marked.
    private Task EndAsync(MailContent content, int attempt, MailStatus status, MailReason? reason, int? reply, bool? bounces) => DoAsync(async db =>
    {
        var (now, person, address) = (Clock.Now(), content.Person!.Id, content.Person.NormalizedEmail);
        await using var transaction = await db.BeginWorkAsync(CancellationToken.None);
        await MailLease.EndAsync(db, content.Mail.Id, attempt, status, reason, reply, now, CancellationToken.None);
        if (bounces is { } does && does != content.Person.EmailBouncesSince is not null)
        {
            DateTimeOffset? since = does ? now : null;
            await db.Users.Where(one => one.Id == person && one.NormalizedEmail == address).ExecuteUpdateAsync(set => set.SetProperty(one => one.EmailBouncesSince, since));
        }

        await transaction.CommitAsync();
    });

    // Not begun: at once for whoever takes it up next, or, where the server is away, after a pause.
    private Task LeaveAsync(Guid id, int attempt, bool isAway) => DoAsync(async db =>
    {
        var (now, mail) = (Clock.Now(), await db.MailDeliveries.AsNoTracking().Where(one => one.Id == id).Select(one => new { one.CreatedAt, one.Status }).SingleAsync());
        if (mail.Status != MailStatus.Waiting)
            return;
        var next = isAway ? now + PauseAfter(attempt) : now;
        if (next - mail.CreatedAt <= LongestWait)
            await MailLease.PostponeAsync(db, id, attempt, next, null, CancellationToken.None);
        else
            await MailLease.EndAsync(db, id, attempt, MailStatus.Failed, MailReason.GivenUp, null, now, CancellationToken.None);
    });

    private async Task DoAsync(Func<AmbassadorsDbContext, Task> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<AmbassadorsDbContext>());
    }

    private Task<T> OnDatabaseAsync<T>(Func<AmbassadorsDbContext, Task<T>> work) => OnScopeAsync(services => work(services.GetRequiredService<AmbassadorsDbContext>()));

    private async Task<T> OnScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A look for mails failed; the next one goes on.")]
    protected override partial void PassFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Another instance sorts the same notices.")]
    private partial void SortedElsewhere();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail server is away ({Fault}); mails wait.")]
    private partial void ServerAway(string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail {Mail} was refused ({Reply}).")]
    private partial void Refused(Guid mail, int? reply);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Of {Mails} mail(s) it is not known whether they were taken; they are not sent again.")]
    private partial void LeftUnsure(int mails);

    [LoggerMessage(Level = LogLevel.Error, Message = "The mail {Mail} could not be written: {Fault}.")]
    private partial void OneFailed(string fault, Guid mail);
}

/// <summary>Registers mails.</summary>
public static class MailRegistration
{
    /// <summary>Registers the service that sends them, and what it works with.</summary>
    public static WebApplicationBuilder AddMails(this WebApplicationBuilder builder)
    {
        var settings = MailSettings.Of(builder.Configuration, builder.Environment);
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(provider => MailTransport.Of(settings, provider.GetRequiredService<IConfiguration>()));
        services.AddScoped<SortNotices>();
        services.AddScoped<MailContents>();
        services.AddSingleton(new Backlog("mails", db => db.MailDeliveries.Where(mail => mail.Status == MailStatus.Waiting).OrderBy(mail => mail.DueAt).Select(mail => mail.DueAt)));
        services.AddSingleton<MailService>();
        services.AddHostedService(provider => provider.GetRequiredService<MailService>());
        return builder;
    }
}
