using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Ambassadors.Api.Http.Lists;

namespace Ambassadors.Api.Http.Imports;

/// <summary>
/// How a line of a table becomes a request: by the columns that an export of the same members has. Only the form is made here; what
/// a cell is worth is judged like any other JSON.
/// </summary>
public sealed partial class CsvForm
{
    /// <summary>Values in one cell: as many as the longest list of an import may hold, and more.</summary>
    public const int MostValues = 100;

    private readonly Dictionary<string, Field> _fields;

    private CsvForm(Dictionary<string, Field> fields) => _fields = fields;

    private enum Many
    {
        One,
        Values,
        Objects
    }

    /// <summary>The columns, in the order of the contract.</summary>
    public IEnumerable<string> Columns => _fields.Keys;

    /// <summary>That of a request.</summary>
    public static CsvForm Of(Type request, JsonSerializerOptions options) =>
        new(FieldsOf(options.GetTypeInfo(request), []).ToDictionary(field => string.Join('.', field.Path)));

    /// <summary>The request that a line writes. An empty cell writes nothing.</summary>
    /// <exception cref="TooManyValuesException">A cell holds more than <see cref="MostValues"/>.</exception>
    public JsonObject Read(IEnumerable<(string Column, string Cell)> line)
    {
        var request = new JsonObject();
        foreach (var (column, cell) in line)
        {
            if (cell.Length == 0 || !_fields.TryGetValue(column, out var field))
                continue;
            if (field.Many == Many.Objects)
                Spread(request, field, ValuesOf(column, cell));
            else
                Home(request, field.Path[..^1])[field.Path[^1]] = field.Many == Many.Values
                    ? new JsonArray([.. ValuesOf(column, cell).Select(value => field.ValueOf(value))])
                    : field.ValueOf(CsvCells.Unguarded(cell));
        }

        return request;
    }

    private static IReadOnlyList<string> ValuesOf(string column, string cell) =>
        CsvCells.Split(cell, MostValues + 1) is { Count: <= MostValues } values ? values : throw new TooManyValuesException(column);

    private static void Spread(JsonObject request, Field field, IReadOnlyList<string> values)
    {
        var home = Home(request, field.Path[..^2]);
        if (home[field.Path[^2]] is not JsonArray items)
            home[field.Path[^2]] = items = [];
        while (items.Count < values.Count)
            items.Add(new JsonObject());
        foreach (var (index, value) in values.Index().Where(one => one.Item.Length > 0))
            items[index]!.AsObject()[field.Path[^1]] = field.ValueOf(value);
    }

    private static JsonObject Home(JsonObject request, IEnumerable<string> path)
    {
        foreach (var name in path)
        {
            if (request[name] is not JsonObject next)
                request[name] = next = [];
            request = next;
        }

        return request;
    }

    private static IEnumerable<Field> FieldsOf(JsonTypeInfo type, string[] path)
    {
        foreach (var property in type.Properties)
        {
            string[] here = [.. path, property.Name];
            var info = InfoOf(property.PropertyType, type.Options);
            if (info.Kind == JsonTypeInfoKind.Object)
            {
                foreach (var field in FieldsOf(info, here))
                    yield return field;
            }
            else if (info.Kind != JsonTypeInfoKind.Enumerable)
            {
                yield return new Field(here, Many.One, info.Type);
            }
            else if (InfoOf(info.ElementType!, type.Options) is { Kind: JsonTypeInfoKind.Object } element)
            {
                foreach (var member in element.Properties)
                    yield return new Field([.. here, member.Name], Many.Objects, InfoOf(member.PropertyType, type.Options).Type);
            }
            else
            {
                yield return new Field(here, Many.Values, InfoOf(info.ElementType!, type.Options).Type);
            }
        }
    }

    private static JsonTypeInfo InfoOf(Type type, JsonSerializerOptions options) => options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);

    [GeneratedRegex(@"^-?(0|[1-9]\d{0,17})\z")]
    private static partial Regex WholeNumber();

    private sealed record Field(string[] Path, Many Many, Type Type)
    {
        // What is no number stays a text, and is refused as one.
        public JsonValue ValueOf(string cell) =>
            (Type == typeof(int) || Type == typeof(long)) && WholeNumber().IsMatch(cell) ? JsonValue.Create(long.Parse(cell, System.Globalization.CultureInfo.InvariantCulture))
            : Type == typeof(bool) && cell is "true" or "false" ? JsonValue.Create(cell == "true")
            : JsonValue.Create(cell);
    }
}

/// <summary>A cell that holds more values than any list may.</summary>
public sealed class TooManyValuesException(string column) : Exception($"The cell of {column} holds more than {CsvForm.MostValues} values.")
{
    /// <summary>Where its list is, as a JSON Pointer.</summary>
    public string Pointer { get; } = $"#/{column.Replace('.', '/')}";
}
