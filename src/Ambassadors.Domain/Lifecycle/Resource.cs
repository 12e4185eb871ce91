using Ambassadors.Domain.Journal;
using Ambassadors.Domain.People;

namespace Ambassadors.Domain.Lifecycle;

/// <summary>What has an identity, a version and a history.</summary>
public abstract class Resource
{
    private readonly List<JournalEntry> _happened = [];

    /// <summary>UUID version 7.</summary>
    public Guid Id { get; protected init; }

    /// <summary>1 when created, one more with each change; the first part of the resource's ETag.</summary>
    public int Version { get; private set; }

    /// <summary>Instant of creation, UTC.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Instant of the last change, UTC.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>The noun as it stands in the journal: <c>application</c>.</summary>
    public abstract string Noun { get; }

    /// <summary>The organisations on whose file this is, for the journal.</summary>
    public abstract CaseFile File { get; }

    /// <summary>Words and facets by which lists find the resource.</summary>
    public virtual IEnumerable<string> SearchTerms() => [];

    /// <summary>The journal entries of what happened since the resource was loaded, handed over once.</summary>
    public IReadOnlyList<JournalEntry> TakeHappenings()
    {
        JournalEntry[] entries = [.. _happened];
        _happened.Clear();
        return entries;
    }

    /// <summary>Writes version, time and journal entry of a change together.</summary>
    protected JournalEntry Record(string what, Actor by, DateTimeOffset at, string? from = null, string? to = null, string? motive = null)
    {
        Version++;
        UpdatedAt = at;
        if (Version == 1)
            CreatedAt = at;
        var entry = new JournalEntry(this, what, by, at, from, to, motive);
        _happened.Add(entry);
        return entry;
    }
}
