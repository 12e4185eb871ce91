using System.Numerics;
using System.Security.Cryptography;

namespace Ambassadors.Domain.Journal;

/// <summary>
/// The Merkle tree of RFC 6962 (section 2.1) over hashes, in order: with its root and about log₂ n hashes beside the way up, anyone sees that one of n
/// belongs to it. A leaf and a node are hashed with different first bytes, so that neither passes for the other.
/// </summary>
public sealed class MerkleTree
{
    private readonly Stack<(byte[] Hash, long Size)> _peaks = new();

    /// <summary>How many leaves it has.</summary>
    public long Size { get; private set; }

    /// <summary>Adds the next leaf. Held are the roots of the full trees alone: about log₂ n hashes.</summary>
    public void Add(byte[] leaf)
    {
        var (hash, size) = (LeafOf(leaf), 1L);
        while (_peaks.TryPeek(out var left) && left.Size == size)
        {
            _peaks.Pop();
            (hash, size) = (NodeOf(left.Hash, hash), 2 * size);
        }

        _peaks.Push((hash, size));
        Size++;
    }

    /// <summary>The root over the leaves so far; there is at least one.</summary>
    public byte[] Root() => _peaks.Skip(1).Aggregate(_peaks.Peek().Hash, (right, left) => NodeOf(left.Hash, right));

    /// <summary>The hashes beside the way from a leaf up to the root, the lowest first (RFC 6962, section 2.1.1).</summary>
    /// <param name="leaves">All leaves.</param>
    /// <param name="index">Which of them, from 0.</param>
    public static IReadOnlyList<byte[]> PathOf(ReadOnlySpan<byte[]> leaves, int index)
    {
        if (leaves.Length == 1)
            return [];
        var left = 1 << BitOperations.Log2((uint)leaves.Length - 1);
        return index < left
            ? [.. PathOf(leaves[..left], index), RootOf(leaves[left..])]
            : [.. PathOf(leaves[left..], index - left), RootOf(leaves[..left])];
    }

    /// <summary>The root over some leaves.</summary>
    public static byte[] RootOf(ReadOnlySpan<byte[]> leaves)
    {
        var tree = new MerkleTree();
        foreach (var leaf in leaves)
            tree.Add(leaf);
        return tree.Root();
    }

    private static byte[] LeafOf(byte[] leaf) => SHA256.HashData([0, .. leaf]);

    private static byte[] NodeOf(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);
}
