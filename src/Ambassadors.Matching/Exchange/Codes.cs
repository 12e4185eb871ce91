using System.Text.Json;

namespace Ambassadors.Matching.Exchange;

/// <summary>The names of an enumeration as files write them: <c>count_fit</c>.</summary>
internal static class Codes<T> where T : struct, Enum
{
    private static readonly Dictionary<string, T> Values =
        Enum.GetValues<T>().ToDictionary(value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()), StringComparer.Ordinal);

    private static readonly Dictionary<T, string> Names = Values.ToDictionary(pair => pair.Value, pair => pair.Key);

    public static string Of(T value) => Names[value];

    public static bool TryRead(string code, out T value) => Values.TryGetValue(code, out value);

    public static string All => string.Join(", ", Values.Keys);
}
