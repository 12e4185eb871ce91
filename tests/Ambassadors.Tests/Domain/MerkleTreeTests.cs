using System.Security.Cryptography;
using Ambassadors.Domain.Journal;

namespace Ambassadors.Tests.Domain;

public sealed class MerkleTreeTests
{
    // Those of the reference implementation of Certificate Transparency (RFC 6962), and the roots over the first 1 to 8 of them.
    private static readonly byte[][] Leaves =
        [.. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }.Select(Convert.FromHexString)];

    private static readonly string[] Roots =
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    ];

    [Fact]
    public void The_roots_are_those_of_the_reference() => Assert.Equal(
        Roots, Enumerable.Range(1, Leaves.Length).Select(size => Convert.ToHexStringLower(MerkleTree.RootOf(Leaves.AsSpan(0, size)))));

    [Fact]
    public void The_path_of_every_leaf_of_every_size_leads_to_the_root()
    {
        var leaves = Enumerable.Range(0, 70).Select(n => SHA256.HashData([(byte)n])).ToArray();
        for (var size = 1; size <= leaves.Length; size++)
        {
            var root = MerkleTree.RootOf(leaves.AsSpan(0, size));
            for (var index = 0; index < size; index++)
                Assert.Equal(root, Climb(leaves[index], index, size, MerkleTree.PathOf(leaves.AsSpan(0, size), index)));
        }
    }

    // As RFC 9162, section 2.1.3.2 verifies.
    private static byte[]? Climb(byte[] leaf, int index, int size, IReadOnlyList<byte[]> path)
    {
        var (node, last) = (SHA256.HashData([0, .. leaf]), size - 1);
        foreach (var beside in path)
        {
            if (last == 0)
                return null;
            if ((index & 1) == 1 || index == last)
            {
                node = SHA256.HashData([1, .. beside, .. node]);
                while (index != 0 && (index & 1) == 0)
                    (index, last) = (index >> 1, last >> 1);
            }
            else
            {
                node = SHA256.HashData([1, .. node, .. beside]);
            }

            (index, last) = (index >> 1, last >> 1);
        }

        return last == 0 ? node : null;
    }
}
