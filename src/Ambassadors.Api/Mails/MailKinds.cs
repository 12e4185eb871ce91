namespace Ambassadors.Api.Mails;

/// <summary>The kinds of notices that people can do without a mail of.</summary>
public static class MailKinds
{
    /// <summary>
    /// What one may mute, and have once a day. Everything else concerns a decision, or is the last word before one: it is sent to everybody, at once. So is
    /// a kind that is not known here, since nobody could tell what would be missed.
    /// </summary>
    public static readonly IReadOnlyList<string> Mutable =
    [
        "application.submit", "application.withdraw",
        "exchange.create",
        "offer.close",
        "pairing.amend", "pairing.decline", "pairing.propose", "pairing.reminder_7_days", "pairing.revoke",
        "webhook_endpoint.switch_off"
    ];

    /// <summary>Whether a mail of this kind is sent whatever the person prefers.</summary>
    public static bool ConcernsDecision(string kind) => !Mutable.Contains(kind);
}
