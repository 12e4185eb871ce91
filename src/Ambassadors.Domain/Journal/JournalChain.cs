using System.Security.Cryptography;
using Ambassadors.Domain.Lifecycle;

namespace Ambassadors.Domain.Journal;

/// <summary>
/// How the journal is chained: each entry has a position, from 1 without a gap, and a hash over the hash before it and its own canonical form. Whoever
/// knows the hash of a position knows that nothing up to it was altered, left out or put in since.
/// </summary>
public static class JournalChain
{
    /// <summary>The hash before the first entry: 32 zero bytes.</summary>
    public static readonly string Beginning = new('0', 2 * SHA256.HashSizeInBytes);

    /// <summary>The hash of an entry: SHA-256(hash before it ‖ its canonical form), lower-case hexadecimal.</summary>
    /// <param name="previous">The hash of the position before, lower-case hexadecimal.</param>
    /// <param name="position">The entry's position, from 1.</param>
    /// <param name="entry">The entry.</param>
    public static string Hash(string previous, long position, JournalEntry entry) => Canonical.Hash([.. Convert.FromHexString(previous), .. FormOf(position, entry)]);

    /// <summary>The canonical form of an entry at its position (RFC 8785), UTF-8. What is absent is left out; the data's values are texts.</summary>
    public static byte[] FormOf(long position, JournalEntry entry)
    {
        var data = new Canonical();
        foreach (var (name, value) in entry.Data)
            data.Add(name, value);
        return new Canonical()
            .Add("position", position)
            .Add("id", entry.Id)
            .Add("at", entry.At)
            .Add("event", entry.What)
            .Add("resourceType", entry.ResourceType)
            .Add("resourceId", entry.ResourceId)
            .Add("version", entry.ResourceVersion)
            .Add("from", entry.From)
            .Add("to", entry.To)
            .Add("actorKind", Wire.Name(entry.ActorKind))
            .Add("actorId", entry.ActorId)
            .Add("answeredBy", entry.AnsweredBy)
            .Add("organisation", entry.Organisation)
            .Add("pole", entry.Pole)
            .Add("cluster", entry.Cluster)
            .Add("motiveDigest", entry.MotiveDigest)
            .Add("data", data)
            .ToBytes();
    }
}

/// <summary>Where an entry is in the journal. Written once, by the numbering; never changed.</summary>
public sealed class JournalPosition
{
    /// <summary>From 1, without a gap.</summary>
    public required long Position { get; init; }

    /// <summary>The entry.</summary>
    public required Guid EntryId { get; init; }

    /// <summary>The chain's hash at this position, lower-case hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>The entry.</summary>
    public JournalEntry Entry { get; private init; } = null!;
}

/// <summary>An entry that has no position yet. Written with it, in its transaction, and gone once it is numbered.</summary>
public sealed class UnnumberedEntry
{
    /// <summary>The order in which entries were written, as the database counted; of one resource that is the order of its versions.</summary>
    public long Sequence { get; private init; }

    /// <summary>The entry.</summary>
    public required Guid EntryId { get; init; }

    /// <summary>The entry.</summary>
    public JournalEntry Entry { get; private init; } = null!;
}
