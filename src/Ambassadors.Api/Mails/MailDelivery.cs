namespace Ambassadors.Api.Mails;

/// <summary>What became of a mail.</summary>
public enum MailStatus
{
    /// <summary>Will be sent when it is due.</summary>
    Waiting,

    /// <summary>Is being handed to the mail server.</summary>
    Sending,

    /// <summary>The mail server took it.</summary>
    Sent,

    /// <summary>It may have been taken: the mail server's answer was never heard. It is not sent again, so that nobody is written to twice.</summary>
    Unsure,

    /// <summary>The mail server refused the recipient for good.</summary>
    Bounced,

    /// <summary>The mail server refused the mail for good, or did not take it for five days.</summary>
    Failed,

    /// <summary>There was a reason not to send it.</summary>
    Skipped
}

/// <summary>Why a mail was not sent, or why nobody knows.</summary>
public enum MailReason
{
    /// <summary>The person wants no mail of this kind.</summary>
    Muted,

    /// <summary>The service sends no mail: it is set so.</summary>
    MailOff,

    /// <summary>The account has no address that can be written to.</summary>
    NoAddress,

    /// <summary>There is no such account any more.</summary>
    PersonGone,

    /// <summary>The person has no longer to do with it, or it is gone.</summary>
    NotConcerned,

    /// <summary>The address was refused for good before; what concerns a decision is tried even so.</summary>
    AddressBounces,

    /// <summary>The mail server refused the recipient.</summary>
    RecipientRefused,

    /// <summary>The mail server refused the mail itself.</summary>
    MessageRefused,

    /// <summary>The mail server did not take it for five days.</summary>
    GivenUp,

    /// <summary>The connection, or the service, ended between the last of the mail and the mail server's answer.</summary>
    Interrupted
}

/// <summary>
/// A mail to a person: of one notice or, once a day, of several. It has ids and codes only; address and words are those of the moment at which it is sent.
/// </summary>
public sealed class MailDelivery
{
    /// <summary>The kind of a mail of several notices.</summary>
    public const string Digest = "digest";

    /// <summary>UUID version 7; the mail's Message-ID is made of it, the same at each attempt.</summary>
    public required Guid Id { get; init; }

    /// <summary>To whom. No reference: what became of a mail is known when the account is gone.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The kind of its notice, or <see cref="Digest"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Instant of its making, UTC; the mail's own date.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The instant of the day for which it gathers what happened; absent for a mail of one notice. A person has one for each.</summary>
    public DateTimeOffset? DigestAt { get; init; }

    /// <summary>What became of it.</summary>
    public MailStatus Status { get; init; } = MailStatus.Waiting;

    /// <summary>Why it was not sent.</summary>
    public MailReason? Reason { get; init; }

    /// <summary>The mail server's last reply, <c>550</c>; never its text, which may name the person.</summary>
    public int? ReplyCode { get; init; }

    /// <summary>How often it was taken up; tells an attempt from those before.</summary>
    public int Attempts { get; init; }

    /// <summary>While it waits: from when on an instance may take it up. While it is being sent: until when an answer is believed to come.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When it was over, UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>When a person gets mails.</summary>
public enum MailRhythm
{
    /// <summary>One mail for each thing, at once.</summary>
    Immediate,

    /// <summary>One mail a day with all that happened; what concerns a decision comes at once all the same.</summary>
    Daily
}

/// <summary>What mails a person wants. Whoever never said has no row.</summary>
public sealed class MailPreferences
{
    /// <summary>The hour of the daily mail where none was chosen.</summary>
    public const int UsualHour = 8;

    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>1 before anything was said, one more with each change.</summary>
    public int Version { get; set; } = 1;

    /// <summary>When mails come.</summary>
    public MailRhythm Rhythm { get; set; } = MailRhythm.Immediate;

    /// <summary>The hour of the daily mail, in Paris.</summary>
    public int DigestHour { get; set; } = UsualHour;

    /// <summary>The kinds of which no mail is wanted.</summary>
    public IReadOnlyList<string> Muted { get; set; } = [];
}
