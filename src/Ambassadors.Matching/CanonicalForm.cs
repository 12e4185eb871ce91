using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ambassadors.Matching;

/// <summary>
/// The bytes by which a problem is known: UTF-8, a line each, fields separated by U+001F, ids in ordinal order, what is absent empty.
/// <code>
/// ambassadors-matching-canonical/1
/// profile, budget, most per pole, most per country, fewest countries
/// P pole, used          C country, used         A id, pole          O id, capacity, country
/// E application, offer, fit, cost, rank of the application, rank of the offer     (0: no rank)
/// L application, offer                          (locked)            F application, offer       (forbidden)
/// W name, at most       w application, offer, weight
/// </code>
/// After <c>P C A O</c> a pole, country, application or offer is its place among these lines, from 0.
/// </summary>
internal static class CanonicalForm
{
    private const byte Separator = 0x1F;

    /// <summary>SHA-256 of the form, lower-case hexadecimal.</summary>
    public static string Hash(CanonicalProblem problem)
    {
        using var writer = new Writer();
        writer.Line("ambassadors-matching-canonical/1");
        writer.Line(string.Join((char)Separator,
            problem.Profile, problem.Budget?.ToString(CultureInfo.InvariantCulture), problem.MaxPerPole, problem.MaxPerCountry, problem.MinCountries));
        for (var p = 0; p < problem.Poles.Length; p++)
            writer.Line('P', problem.Poles[p], problem.UsedByPole[p]);
        for (var c = 0; c < problem.Countries.Length; c++)
            writer.Line('C', problem.Countries[c], problem.UsedByCountry[c]);
        for (var i = 0; i < problem.Applications.Length; i++)
            writer.Line('A', problem.Applications[i], problem.PoleOf[i]);
        for (var j = 0; j < problem.Offers.Length; j++)
            writer.Line('O', problem.Offers[j], problem.Capacity[j], problem.CountryOf[j]);
        for (var e = 0; e < problem.PairCount; e++)
        {
            writer.Line('E', null, problem.ApplicationOf[e], problem.OfferOf[e], problem.Fit[e], problem.Cost[e],
                problem.ApplicationRank[e], problem.OfferRank[e]);
        }
        foreach (var (application, offer) in problem.Locked)
            writer.Line('L', null, application, offer);
        foreach (var (application, offer) in problem.Forbidden)
            writer.Line('F', null, application, offer);
        foreach (var limit in problem.Limits)
        {
            writer.Line('W', limit.Name, limit.AtMost);
            foreach (var (application, offer, weight) in limit.Written)
                writer.Line('w', null, application, offer, weight);
        }
        return writer.Hash();
    }

    /// <summary>SHA-256 over a plan: a line <c>application U+001F offer</c> for each pair, in ordinal order of the applications.</summary>
    public static string PlanHash(IEnumerable<Couple> pairs)
    {
        using var writer = new Writer();
        foreach (var (application, offer) in pairs)
            writer.Line($"{application}{(char)Separator}{offer}");
        return writer.Hash();
    }

    private sealed class Writer : IDisposable
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly byte[] buffer = new byte[1 << 16];
        private int used;

        public void Line(string text)
        {
            Add(text);
            End();
        }

        public void Line(char kind, string? text, params ReadOnlySpan<long> numbers)
        {
            Room(1);
            buffer[used++] = (byte)kind;
            if (text is not null)
            {
                Room(1);
                buffer[used++] = Separator;
                Add(text);
            }
            foreach (var number in numbers)
            {
                Room(24);
                buffer[used++] = Separator;
                Utf8Formatter.TryFormat(number, buffer.AsSpan(used), out var written);
                used += written;
            }
            End();
        }

        public string Hash()
        {
            hash.AppendData(buffer, 0, used);
            used = 0;
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }

        public void Dispose() => hash.Dispose();

        private void Add(string text)
        {
            var most = Encoding.UTF8.GetMaxByteCount(text.Length);
            if (most > buffer.Length)
            {
                hash.AppendData(buffer, 0, used);
                used = 0;
                hash.AppendData(Encoding.UTF8.GetBytes(text));
                return;
            }
            Room(most);
            used += Encoding.UTF8.GetBytes(text, buffer.AsSpan(used));
        }

        private void End()
        {
            Room(1);
            buffer[used++] = (byte)'\n';
        }

        private void Room(int bytes)
        {
            if (used + bytes <= buffer.Length)
                return;
            hash.AppendData(buffer, 0, used);
            used = 0;
        }
    }
}
