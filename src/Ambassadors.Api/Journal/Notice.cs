namespace Ambassadors.Api.Journal;

/// <summary>Something that a person is told. A deadline waits for this row, never for a delivery.</summary>
public sealed class Notice
{
    /// <summary>UUID version 7.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who is told.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>What of: <c>pairing.propose</c>, <c>pairing.reminder_7_days</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The noun of the resource: <c>pairing</c>.</summary>
    public required string ResourceType { get; init; }

    /// <summary>The resource.</summary>
    public required Guid ResourceId { get; init; }

    /// <summary>When the person was told, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What it is due by, UTC; absent where nothing is.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When the person read it, UTC.</summary>
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>From when on it waits to be put into a mail, UTC; absent where it is in one, or was given before there were mails.</summary>
    public DateTimeOffset? MailAt { get; set; }

    /// <summary>The mail that it is in: one at most.</summary>
    public Guid? MailId { get; set; }
}

/// <summary>That the people concerned were told of a deadline: one row per deadline and kind, whoever they were.</summary>
public sealed class Reminder
{
    /// <summary>The resource.</summary>
    public required Guid ResourceId { get; init; }

    /// <summary>Which reminder: <c>pairing.reminder_7_days</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The deadline that it is of, also where it takes effect later; a deadline set anew is reminded of anew.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When it was given, UTC.</summary>
    public required DateTimeOffset GivenAt { get; init; }
}
