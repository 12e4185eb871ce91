using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace Ambassadors.Matching;

/// <summary>
/// The lottery number of a pair: the first 32 bits of SHA-256(hash of the problem ‖ U+001F ‖ application ‖ U+001F ‖ offer). Nobody
/// chooses it, anybody can calculate it; among equally good plans the one with the lowest sum is taken.
/// </summary>
internal static class Lottery
{
    private const int MostOnStack = 512;

    /// <summary>The number of a pair; lower is luckier.</summary>
    public static uint Number(string problemHash, string application, string offer)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var most = Encoding.UTF8.GetMaxByteCount(problemHash.Length + application.Length + offer.Length + 2);
        var text = most <= MostOnStack ? stackalloc byte[MostOnStack] : new byte[most];
        Utf8.TryWrite(text, $"{problemHash}\u001f{application}\u001f{offer}", out var length);
        SHA256.HashData(text[..length], hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }

    /// <summary>The number of a pair; lower is luckier.</summary>
    public static uint Number(CanonicalProblem problem, int pair) =>
        Number(problem.Hash, problem.Applications[problem.ApplicationOf[pair]], problem.Offers[problem.OfferOf[pair]]);

    /// <summary>As people see it: eight hexadecimal digits.</summary>
    public static string Text(uint number) => number.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
}
