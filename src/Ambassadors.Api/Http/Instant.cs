using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Ambassadors.Api.Http;

/// <summary>An instant in a query string, RFC 3339 with its offset. The framework's own takes days, and the server's time zone for what has none.</summary>
/// <param name="Value">The instant, UTC.</param>
public readonly partial record struct Instant(DateTimeOffset Value) : IParsable<Instant>
{
    /// <inheritdoc/>
    public static Instant Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var instant) ? instant : throw new FormatException();

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Instant result)
    {
        DateTimeOffset instant = default;
        var read = s is not null && Rfc3339().IsMatch(s) && DateTimeOffset.TryParse(s, CultureInfo.InvariantCulture, out instant);
        result = new Instant(instant.ToUniversalTime());
        return read;
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Rfc3339();
}
