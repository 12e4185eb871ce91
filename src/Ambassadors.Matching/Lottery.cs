using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Ambassadors.Matching;

/// <summary>
/// The lottery number of a pair: the first 32 bits of SHA-256(hash of the problem ‖ U+001F ‖ application ‖ U+001F ‖ offer). Nobody
/// chooses it, anybody can calculate it; among equally good plans the one with the lowest sum is taken.
/// </summary>
internal static class Lottery
{
    /// <summary>The number of a pair; lower is luckier.</summary>
    public static uint Number(string problemHash, string application, string offer)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{problemHash}\u001f{application}\u001f{offer}"), hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }

    /// <summary>The number of a pair; lower is luckier.</summary>
    public static uint Number(CanonicalProblem problem, int pair) =>
        Number(problem.Hash, problem.Applications[problem.ApplicationOf[pair]], problem.Offers[problem.OfferOf[pair]]);

    /// <summary>As people see it: eight hexadecimal digits.</summary>
    public static string Text(uint number) => number.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
}
