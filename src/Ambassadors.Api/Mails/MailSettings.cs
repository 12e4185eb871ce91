using Ambassadors.Api.Startup;
using MailKit.Security;
using MimeKit;

namespace Ambassadors.Api.Mails;

/// <summary>The mail server that the service hands its mails to.</summary>
/// <param name="Host">Its name.</param>
/// <param name="Port">Its port.</param>
/// <param name="Security">How the connection is kept from others.</param>
/// <param name="UserName">As whom the service signs in; absent where it need not.</param>
/// <param name="Password">The password.</param>
/// <param name="Timeout">How long an answer is waited for.</param>
public sealed record SmtpSettings(string Host, int Port, SecureSocketOptions Security, string? UserName, string? Password, TimeSpan Timeout);

/// <summary>Whether and how mails are sent.</summary>
/// <param name="IsOff">Nobody is to get mail: it was said so.</param>
/// <param name="Smtp">The mail server; absent in Development, where mails are written to files.</param>
/// <param name="From">From whom mails are, and where the mail server reports what it could not deliver later.</param>
/// <param name="Contact">Who can be asked; answers go there.</param>
/// <param name="Address">The address at which people reach the service.</param>
public sealed record MailSettings(bool IsOff, SmtpSettings? Smtp, MailboxAddress From, MailboxAddress Contact, string Address)
{
    private static readonly TimeSpan UsualTimeout = TimeSpan.FromMinutes(2);

    /// <summary>How long a mail may be in sending before nobody waits for the answer any more: longer than every wait of the connection together.</summary>
    public TimeSpan LongestSending => (Smtp?.Timeout ?? UsualTimeout) * 2;

    /// <summary>Reads the settings, or refuses the start. Outside Development nobody is left without mail by an oversight: it has to be said.</summary>
    public static MailSettings Of(IConfiguration configuration, IHostEnvironment environment)
    {
        var isOff = configuration.GetValue("Mail:Off", false);
        var smtp = isOff ? null : SmtpOf(configuration, environment);
        if (smtp is null && !isOff && !environment.IsDevelopment() && !ServiceSettings.IsDocumentTool)
        {
            throw StartRefusedException.Setting("Mail:Smtp:Host",
                "is missing; it has to name the mail server, or Mail:Off=true has to say that nobody is to be told by mail of what happens and of what is due.");
        }

        var from = MailboxOf(configuration, "Mail:From", needed: smtp is not null && !environment.IsDevelopment()) ?? new MailboxAddress("Ambassadeurs des pôles", "no-reply@ambassadors.example");
        var address = configuration["PublicUrl"] ?? configuration["urls"]?.Split(';')[0] ?? "http://localhost:5080";
        return new MailSettings(isOff, smtp, from, MailboxOf(configuration, "Mail:Contact", needed: false) ?? from, address.TrimEnd('/'));
    }

    private static SmtpSettings? SmtpOf(IConfiguration configuration, IHostEnvironment environment)
    {
        if (configuration["Mail:Smtp:Host"] is not { Length: > 0 } host)
            return null;
        var (security, usualPort) = configuration["Mail:Smtp:Security"]?.ToLowerInvariant() switch
        {
            null or "" or "starttls" => (SecureSocketOptions.StartTls, 587),
            "tls" => (SecureSocketOptions.SslOnConnect, 465),
            "none" => (SecureSocketOptions.None, 25),
            var other => throw StartRefusedException.Setting("Mail:Smtp:Security", $"is '{other}'; it has to be StartTls, Tls or None.")
        };
        if (!int.TryParse(configuration["Mail:Smtp:Port"] ?? $"{usualPort}", out var port) || port is < 1 or > 65535)
            throw StartRefusedException.Setting("Mail:Smtp:Port", "is no port; it is a number such as 587.");
        var (user, password) = (configuration["Mail:Smtp:UserName"], configuration["Mail:Smtp:Password"]);
        if (string.IsNullOrEmpty(user) != string.IsNullOrEmpty(password))
            throw StartRefusedException.Setting(string.IsNullOrEmpty(user) ? "Mail:Smtp:UserName" : "Mail:Smtp:Password", "is missing; user name and password go together.");
        if (security == SecureSocketOptions.None && !string.IsNullOrEmpty(user) && !environment.IsDevelopment())
            throw StartRefusedException.Setting("Mail:Smtp:Security", "is None, which would show the password to the whole network; it has to be StartTls or Tls where there is one.");
        var timeout = configuration.GetValue("Mail:Smtp:Timeout", UsualTimeout);
        return timeout > TimeSpan.Zero && timeout < TimeSpan.FromHours(1)
            ? new SmtpSettings(host, port, security, string.IsNullOrEmpty(user) ? null : user, password, timeout)
            : throw StartRefusedException.Setting("Mail:Smtp:Timeout", "is no time to wait; it is like 00:02:00.");
    }

    private static MailboxAddress? MailboxOf(IConfiguration configuration, string setting, bool needed)
    {
        if (configuration[setting] is not { Length: > 0 } text)
        {
            return needed
                ? throw StartRefusedException.Setting(setting, "is missing; it has to be the address that mails are from, such as Ambassadors <no-reply@ambassadors.example>.")
                : null;
        }

        return MailboxAddress.TryParse(text, out var mailbox) && mailbox.Domain is { Length: > 0 }
            ? mailbox
            : throw StartRefusedException.Setting(setting, "is no address; it is like Ambassadors <no-reply@ambassadors.example>.");
    }
}
