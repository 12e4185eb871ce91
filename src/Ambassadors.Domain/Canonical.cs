using System.Collections.ObjectModel;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ambassadors.Domain;

/// <summary>
/// A JSON document in the canonical form of RFC 8785 (JCS): members in UTF-16 order, no white space, the shortest
/// escapes. It holds strings, whole numbers, lists and objects only, which is all that terms and snapshots need, so that
/// nothing is left of the RFC's chapter on floating point. Anyone can compute the same bytes and the same hash.
/// </summary>
public sealed class Canonical
{
    private readonly SortedDictionary<string, object> _members = new(StringComparer.Ordinal);

    /// <summary>The canonical bytes, UTF-8.</summary>
    public byte[] ToBytes()
    {
        var json = new StringBuilder();
        Write(json, this);
        return Encoding.UTF8.GetBytes(json.ToString());
    }

    /// <summary>Adds a text; an absent one is left out.</summary>
    public Canonical Add(string name, string? value) => Put(name, value);

    /// <summary>Adds a whole number.</summary>
    public Canonical Add(string name, long value) => Put(name, value);

    /// <summary>Adds an id; an absent one is left out.</summary>
    public Canonical Add(string name, Guid? value) => Put(name, value?.ToString("D", CultureInfo.InvariantCulture));

    /// <summary>Adds a day, <c>YYYY-MM-DD</c>; an absent one is left out.</summary>
    public Canonical Add(string name, DateOnly? value) => Put(name, value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Adds an instant, UTC to the millisecond: <c>2027-02-01T09:00:00.000Z</c>.</summary>
    public Canonical Add(string name, DateTimeOffset value) => Put(name, Text(value));

    /// <summary>Adds an object.</summary>
    public Canonical Add(string name, Canonical value) => Put(name, value);

    /// <summary>Adds a list of texts.</summary>
    public Canonical Add(string name, IEnumerable<string> values) => Put(name, new ReadOnlyCollection<object>([.. values]));

    /// <summary>Adds a list of objects.</summary>
    public Canonical Add(string name, IEnumerable<Canonical> values) => Put(name, new ReadOnlyCollection<object>([.. values]));

    /// <summary>An instant as it is written here: UTC to the millisecond.</summary>
    public static string Text(DateTimeOffset value) => value.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>SHA-256 of some bytes, lower-case hexadecimal.</summary>
    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private Canonical Put(string name, object? value)
    {
        if (value is not null)
            _members.Add(name, value);
        return this;
    }

    private static void Write(StringBuilder json, object value)
    {
        switch (value)
        {
            case string text:
                WriteText(json, text);
                break;
            case long number:
                json.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
            case Canonical document:
                WriteSeparated(json, '{', document._members, '}', member =>
                {
                    WriteText(json, member.Key);
                    json.Append(':');
                    Write(json, member.Value);
                });
                break;
            case ReadOnlyCollection<object> list:
                WriteSeparated(json, '[', list, ']', item => Write(json, item));
                break;
        }
    }

    private static void WriteSeparated<T>(StringBuilder json, char open, IEnumerable<T> items, char close, Action<T> write)
    {
        json.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first)
                json.Append(',');
            first = false;
            write(item);
        }

        json.Append(close);
    }

    private static void WriteText(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (var unit in text)
        {
            _ = unit switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\b' => json.Append("\\b"),
                '\t' => json.Append("\\t"),
                '\n' => json.Append("\\n"),
                '\f' => json.Append("\\f"),
                '\r' => json.Append("\\r"),
                < ' ' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"),
                _ => json.Append(unit)
            };
        }

        json.Append('"');
    }
}
