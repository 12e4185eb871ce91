using System.Text;
using System.Text.Json;

namespace Ambassadors.Api.Http.Lists;

/// <summary>
/// The cells of a table, written so that they can be read back. A text that a spreadsheet would take for a formula is preceded by
/// an apostrophe, and so is one that begins with an apostrophe; a number is one.
/// </summary>
public static class CsvCells
{
    private const char Separator = ';';
    private const char Escape = '\\';
    private const char Guard = '\'';

    // The last four are the wide forms, which some spreadsheets read as the plain ones.
    private const string Active = "=+-@\t\r\n'\uff1d\uff0b\uff0d\uff20";

    /// <summary>A cell of one value.</summary>
    public static string Of(JsonElement value) => value.ValueKind == JsonValueKind.String ? Guarded(value.GetString()!) : Plain(value);

    /// <summary>A cell of several.</summary>
    public static string Join(IEnumerable<JsonElement> values) => Guarded(string.Join(Separator, values.Select(value => Escaped(Plain(value)))));

    /// <summary>The text of a cell that was written like that.</summary>
    public static string Unguarded(string cell) => cell is [Guard, var first, ..] && Active.Contains(first, StringComparison.Ordinal) ? cell[1..] : cell;

    /// <summary>The texts that were joined in a cell; none in an empty one.</summary>
    public static IReadOnlyList<string> Split(string cell)
    {
        var text = Unguarded(cell);
        if (text.Length == 0)
            return [];
        var (values, value) = (new List<string>(), new StringBuilder());
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == Escape && i + 1 < text.Length)
                value.Append(text[++i]);
            else if (text[i] == Separator)
                values.Add(Taken(value));
            else
                value.Append(text[i]);
        }

        values.Add(Taken(value));
        return values;
    }

    private static string Taken(StringBuilder value)
    {
        var text = value.ToString();
        value.Clear();
        return text;
    }

    private static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText()
    };

    private static string Guarded(string text) => text.Length > 0 && Active.Contains(text[0], StringComparison.Ordinal) ? Guard + text : text;

    private static string Escaped(string text) => text.AsSpan().IndexOfAny(Separator, Escape) < 0
        ? text
        : text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal);
}
