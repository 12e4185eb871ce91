using System.Diagnostics.CodeAnalysis;
using Ambassadors.Domain.Lifecycle;

namespace Ambassadors.Api.Http;

/// <summary>An enum in a query string, by the name that it has in JSON: <c>?status=in_review</c>. Minimal APIs alone would bind C# names and numbers.</summary>
/// <param name="Value">The member.</param>
public readonly record struct Named<T>(T Value) : IParsable<Named<T>> where T : struct, Enum
{
    private static readonly Dictionary<string, T> Members = Enum.GetValues<T>().ToDictionary(Wire.Name);

    /// <inheritdoc/>
    public static Named<T> Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var named) ? named : throw new FormatException();

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Named<T> result)
    {
        var known = Members.TryGetValue(s ?? "", out var member);
        result = new Named<T>(member);
        return known;
    }
}
