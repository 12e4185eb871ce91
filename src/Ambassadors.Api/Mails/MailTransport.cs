using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Ambassadors.Api.Startup;
using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace Ambassadors.Api.Mails;

/// <summary>What the mail server said to a mail.</summary>
public enum MailAnswer
{
    /// <summary>Taken.</summary>
    Taken,

    /// <summary>Not taken; later it may be.</summary>
    Later,

    /// <summary>The recipient is refused for good.</summary>
    NoSuchRecipient,

    /// <summary>The recipient is refused for good, by a policy of the server: nothing is said of the address.</summary>
    RecipientNotAllowed,

    /// <summary>The mail is refused for good.</summary>
    NoSuchMail,

    /// <summary>All of the mail was handed over, and no answer came.</summary>
    NotHeard
}

/// <summary>The mail server can't be reached, or does not let the service in. What it said is not passed on: it may name somebody.</summary>
public sealed class MailServerAwayException(string what) : Exception(what);

/// <summary>Where mails go.</summary>
public abstract class MailTransport
{
    /// <summary>Opens nothing yet: who writes connects when there is a mail.</summary>
    public abstract MailConnection Open();

    /// <summary>The transport of these settings.</summary>
    public static MailTransport Of(MailSettings settings, IConfiguration configuration) =>
        settings.Smtp is { } smtp ? new SmtpTransport(smtp, settings.From) : new FileTransport(Path.Combine(DataDirectory.Of(configuration), "mail"));
}

/// <summary>A connection to a mail server, for several mails.</summary>
public abstract class MailConnection : IAsyncDisposable
{
    /// <summary>Connects and signs in, where that is not yet or no longer so.</summary>
    public abstract Task ConnectAsync(CancellationToken cancellation);

    /// <summary>Hands a mail over, and gives the server's reply code with what it means.</summary>
    public abstract Task<(MailAnswer Answer, int? Reply)> SendAsync(MimeMessage message);

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A mail server (RFC 5321).</summary>
public sealed partial class SmtpTransport(SmtpSettings settings, MailboxAddress sender) : MailTransport
{
    private const int FirstPermanent = 500;

    /// <inheritdoc/>
    public override MailConnection Open() => new Connection(settings, sender);

    // X.7 is security or policy (RFC 3463): the server does not like the sender, or the content; the address may be well.
    [GeneratedRegex(@"^5\.7\.\d")]
    private static partial Regex Policy();

    private sealed class Connection(SmtpSettings settings, MailboxAddress sender) : MailConnection
    {
        // Certificates are judged as by every other client of the service: where their issuer's list of revoked ones is out of reach, mail is sent all the same.
        private readonly SmtpClient _client = new() { Timeout = (int)settings.Timeout.TotalMilliseconds, CheckCertificateRevocation = false };

        public override async Task ConnectAsync(CancellationToken cancellation)
        {
            if (_client.IsConnected)
                return;
            try
            {
                await _client.ConnectAsync(settings.Host, settings.Port, settings.Security, cancellation);
                if (settings.UserName is { } user)
                    await _client.AuthenticateAsync(user, settings.Password!, cancellation);
            }
            catch (Exception exception) when (!cancellation.IsCancellationRequested)
            {
                if (_client.IsConnected)
                    await _client.DisconnectAsync(quit: false, CancellationToken.None);
                throw new MailServerAwayException(exception.GetType().Name);
            }
        }

        public override async Task<(MailAnswer Answer, int? Reply)> SendAsync(MimeMessage message)
        {
            var handed = new Handed();
            using var patience = new CancellationTokenSource(settings.Timeout);
            try
            {
                await _client.SendAsync(FormatOptions.Default, message, sender, message.To.Mailboxes, patience.Token, handed);
                return (MailAnswer.Taken, (int)SmtpStatusCode.Ok);
            }
            catch (SmtpCommandException refused)
            {
                return (MeaningOf(refused), (int)refused.StatusCode);
            }
            catch (NotSupportedException)
            {
                // An address beyond ASCII, and a server without SMTPUTF8 (RFC 6531).
                return (MailAnswer.NoSuchRecipient, null);
            }
            catch (Exception exception) when (exception is SmtpProtocolException or ServiceNotConnectedException or ServiceNotAuthenticatedException or IOException or SocketException
                or TimeoutException or OperationCanceledException)
            {
                // Before the end of the mail the server can't have taken it (RFC 5321, 4.1.1.4); after it nobody knows.
                return (handed.IsWhole ? MailAnswer.NotHeard : MailAnswer.Later, null);
            }
        }

        public override async ValueTask DisposeAsync()
        {
            try
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                if (_client.IsConnected)
                    await _client.DisconnectAsync(quit: true, patience.Token);
            }
            catch (Exception exception) when (exception is SmtpProtocolException or IOException or SocketException or OperationCanceledException)
            {
                // What it took, it took.
            }

            _client.Dispose();
            await base.DisposeAsync();
        }

        private static MailAnswer MeaningOf(SmtpCommandException refused) => ((int)refused.StatusCode >= FirstPermanent, refused.ErrorCode) switch
        {
            (true, SmtpErrorCode.RecipientNotAccepted) => Policy().IsMatch(refused.Message) ? MailAnswer.RecipientNotAllowed : MailAnswer.NoSuchRecipient,
            (true, SmtpErrorCode.MessageNotAccepted) => MailAnswer.NoSuchMail,

            // The sender is at fault, which is a matter of settings: once they are mended the mail goes.
            _ => MailAnswer.Later
        };
    }

    // Hears how much of a mail was written. Said too early the mail is believed lost when it could have been sent again; said too late somebody would get two.
    private sealed class Handed : ITransferProgress
    {
        public bool IsWhole { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => IsWhole |= totalSize <= 0 || bytesTransferred >= totalSize;

        public void Report(long bytesTransferred) => IsWhole = true;
    }
}

/// <summary>Files of a directory, one a mail, named by its id: written twice it is one.</summary>
public sealed class FileTransport(string directory) : MailTransport
{
    /// <inheritdoc/>
    public override MailConnection Open() => new Connection(directory);

    private sealed class Connection(string directory) : MailConnection
    {
        public override Task ConnectAsync(CancellationToken cancellation)
        {
            Directory.CreateDirectory(directory);
            return Task.CompletedTask;
        }

        public override async Task<(MailAnswer Answer, int? Reply)> SendAsync(MimeMessage message)
        {
            var name = message.MessageId!.Split('@')[0];
            var path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{name}.eml"));
            var draft = $"{path}.part";
            await using (var file = File.Create(draft))
                await message.WriteToAsync(file);
            File.Move(draft, path, overwrite: true);
            return (MailAnswer.Taken, null);
        }
    }
}
