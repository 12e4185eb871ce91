using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ambassadors.Api.Http.Lists;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name: the member's, dotted where it is a member's member.</param>
/// <param name="Cell">What it shows of an item.</param>
public sealed record CsvColumn(string Name, Func<JsonElement, string> Cell);

/// <summary>
/// The columns of a table, which follow from the type of its items alone: a member each, in the order of the contract. A member
/// that is an object has a column for each of its own; a list has its values in one cell, joined by <c>;</c>, and a list of
/// objects a column for each of their members. What is nested more deeply, or has names of its own, is JSON.
/// </summary>
public static class CsvColumns
{
    /// <summary>The columns of a type.</summary>
    public static IReadOnlyList<CsvColumn> Of(Type type, JsonSerializerOptions options) => [.. Of(options.GetTypeInfo(type), "", item => item)];

    private static IEnumerable<CsvColumn> Of(JsonTypeInfo type, string prefix, Func<JsonElement, JsonElement> reach)
    {
        foreach (var property in type.Properties)
        {
            var (name, member) = ($"{prefix}{property.Name}", property.Name);
            JsonElement Value(JsonElement item) => Member(reach(item), member);
            var info = InfoOf(property.PropertyType, type.Options);
            var columns = info.Kind switch
            {
                JsonTypeInfoKind.Object => Of(info, $"{name}.", Value),
                JsonTypeInfoKind.Enumerable => OfList(InfoOf(info.ElementType!, type.Options), name, Value),
                _ => [new CsvColumn(name, item => CsvCells.Of(Value(item)))]
            };
            foreach (var column in columns)
                yield return column;
        }
    }

    private static IEnumerable<CsvColumn> OfList(JsonTypeInfo element, string name, Func<JsonElement, JsonElement> reach)
    {
        if (element.Kind == JsonTypeInfoKind.None)
            return [new CsvColumn(name, item => CsvCells.Join(Items(reach(item))))];
        if (element.Kind != JsonTypeInfoKind.Object || element.Properties.Any(one => InfoOf(one.PropertyType, element.Options).Kind != JsonTypeInfoKind.None))
            return [new CsvColumn(name, item => CsvCells.Of(reach(item)))];
        return element.Properties.Select(property => new CsvColumn(
            $"{name}.{property.Name}", item => CsvCells.Join(Items(reach(item)).Select(one => Member(one, property.Name)))));
    }

    private static JsonTypeInfo InfoOf(Type type, JsonSerializerOptions options) => options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);

    private static JsonElement Member(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) ? value : default;

    private static JsonElement.ArrayEnumerator Items(JsonElement list) => list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;
}
