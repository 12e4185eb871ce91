using System.Globalization;
using System.Text;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;

namespace Ambassadors.Domain.Journal;

/// <summary>Through which way personal data were read.</summary>
public enum ReadingWay
{
    /// <summary>The details of one, asked for alone.</summary>
    Item,

    /// <summary>The roles of one person.</summary>
    Memberships,

    /// <summary>A page of a list.</summary>
    List,

    /// <summary>Part of a whole list, taken out as a file.</summary>
    Export,

    /// <summary>The answer to a change that changed nothing.</summary>
    Change
}

/// <summary>Of whom an answer shows personal data.</summary>
/// <param name="Noun">What it shows: <c>member</c>, <c>person</c>.</param>
/// <param name="Id">Its random id.</param>
/// <param name="Version">The version that is shown.</param>
/// <param name="Account">The account of whom it is about, where there is one: one's own data are read without a trace.</param>
/// <param name="File">The organisation that it belongs to.</param>
public sealed record Subject(string Noun, Guid Id, int Version, Guid? Account, CaseFile File);

/// <summary>That a reading showed somebody. The entry has the digest of all that it showed, so that a row more or less is noticed.</summary>
public sealed class Disclosure
{
    /// <summary>The journal entry of the reading.</summary>
    public required Guid EntryId { get; init; }

    /// <summary>The member or person shown.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>The version shown.</summary>
    public required int Version { get; init; }

    /// <summary>The entry.</summary>
    public JournalEntry Entry { get; private init; } = null!;
}

/// <summary>
/// That personal data were read: one journal entry per answer, with ids and counts, and a <see cref="Disclosure"/> for each whom it showed. A reading is a
/// resource of its own, so that nothing of whom it is about is moved by it: no version, no timeline.
/// </summary>
public static class Reading
{
    /// <summary>The noun of readings: feeds of what happened leave its entries out.</summary>
    public const string Noun = "reading";

    /// <summary>In an entry's data: through which way, how many it showed, and the digest of all of them.</summary>
    public const string Way = "way", Count = "count", Shown = "shown";

    /// <summary>Journals a reading.</summary>
    /// <param name="way">Through which way.</param>
    /// <param name="shown">Whom it showed, all of one noun; at least one.</param>
    /// <param name="by">Who read.</param>
    /// <param name="at">When.</param>
    public static (JournalEntry Entry, IReadOnlyList<Disclosure> Disclosures) Of(ReadingWay way, IReadOnlyList<Subject> shown, Actor by, DateTimeOffset at)
    {
        var noun = shown[0].Noun;
        var file = shown.Select(one => one.File).Distinct().ToList() is [var only] ? only : CaseFile.Programme;
        var facts = new JournalFacts().Add(Way, Wire.Name(way)).Add(Count, shown.Count).Add(Shown, DigestOf(shown.Select(one => (one.Id, one.Version))));
        if (shown is [var alone])
            facts.Add(noun, alone.Id);
        var entry = JournalEntry.OfReading(Noun, $"{noun}.read", file, by, at, facts);
        return (entry, [.. shown.Select(one => new Disclosure { EntryId = entry.Id, SubjectId = one.Id, Version = one.Version })]);
    }

    /// <summary>SHA-256 over the lines <c>id version</c> of all that was shown, sorted, lower-case hexadecimal.</summary>
    public static string DigestOf(IEnumerable<(Guid Id, int Version)> shown) =>
        Canonical.Hash(Encoding.UTF8.GetBytes(string.Concat(shown.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Id:D} {one.Version}\n")).Order(StringComparer.Ordinal))));
}
