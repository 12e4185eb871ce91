namespace Ambassadors.Domain.Journal;

/// <summary>
/// A published head: the Merkle root over the chain's hashes of a block of positions, chained to the head before it. Whoever keeps one can be shown
/// later, by a few hashes, that an entry was in the journal when it was published. Written once, by the numbering.
/// </summary>
public sealed class JournalHead
{
    /// <summary>The most positions of one head: a receipt reads no more hashes, and has at most twelve of them.</summary>
    public const int MostPositions = 4096;

    /// <summary>From 1, without a gap.</summary>
    public required long Number { get; init; }

    /// <summary>The first position of its block: the one after the last of the head before.</summary>
    public required long FromPosition { get; init; }

    /// <summary>The last position of its block.</summary>
    public required long ToPosition { get; init; }

    /// <summary>The chain's hash at the last position, lower-case hexadecimal.</summary>
    public required string ChainHash { get; init; }

    /// <summary>The Merkle root over the chain's hashes of the block, lower-case hexadecimal.</summary>
    public required string Root { get; init; }

    /// <summary>When it was published, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The hash of the head before it; of the first, 32 zero bytes.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>SHA-256(hash of the head before ‖ its canonical form), lower-case hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>Publishes the next head.</summary>
    /// <param name="before">The head before; absent for the first.</param>
    /// <param name="tree">The tree over the hashes from the position after it on.</param>
    /// <param name="chainHash">The last of these hashes.</param>
    /// <param name="at">Now.</param>
    public static JournalHead After(JournalHead? before, MerkleTree tree, string chainHash, DateTimeOffset at)
    {
        var from = (before?.ToPosition ?? 0) + 1;
        var (number, to) = ((before?.Number ?? 0) + 1, from + tree.Size - 1);
        var (root, previous) = (Convert.ToHexStringLower(tree.Root()), before?.Hash ?? JournalChain.Beginning);
        return new JournalHead
        {
            Number = number,
            FromPosition = from,
            ToPosition = to,
            ChainHash = chainHash,
            Root = root,
            At = at,
            PreviousHash = previous,
            Hash = HashOf(previous, number, from, to, chainHash, root, at)
        };
    }

    /// <summary>Whether it is what was published after that head, over this tree.</summary>
    public bool Holds(JournalHead? before, MerkleTree tree, string chainHash) => After(before, tree, chainHash, At).Says(this);

    private bool Says(JournalHead other) =>
        (Number, FromPosition, ToPosition, ChainHash, Root, PreviousHash, Hash)
        == (other.Number, other.FromPosition, other.ToPosition, other.ChainHash, other.Root, other.PreviousHash, other.Hash);

    private static string HashOf(string previous, long number, long from, long to, string chainHash, string root, DateTimeOffset at)
    {
        var form = new Canonical().Add("number", number).Add("fromPosition", from).Add("toPosition", to).Add("chainHash", chainHash).Add("root", root).Add("at", at);
        return Canonical.Hash([.. Convert.FromHexString(previous), .. form.ToBytes()]);
    }
}
