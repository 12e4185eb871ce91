using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ambassadors.Api.Http.Lists;

/// <summary>
/// The cells of a table, written so that they can be read back. An apostrophe precedes whatever a spreadsheet would take for a formula:
/// at the beginning, and after each character at which one might cut the text into cells. So it does what begins with an apostrophe.
/// A number is one.
/// </summary>
public static class CsvCells
{
    private const char Separator = ';';
    private const char Escape = '\\';
    private const char Guard = '\'';

    // The last four are the wide forms, which some spreadsheets read as the plain ones.
    private const string Active = "=+-@\uff1d\uff0b\uff0d\uff20";
    private const string Ends = ";,\t\r\n";

    /// <summary>A cell of one value.</summary>
    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Guarded(value.GetString()!),

        // JSON in a cell stays JSON: its semicolons, which are in texts alone, are written as JSON may.
        JsonValueKind.Array or JsonValueKind.Object => Plain(value).Replace(";", "\\u003b", StringComparison.Ordinal),
        _ => Plain(value)
    };

    /// <summary>A cell of several.</summary>
    public static string Join(IEnumerable<JsonElement> values) => Guarded(string.Join(Separator, values.Select(value => Escaped(Plain(value)))));

    /// <summary>The text of a cell that was written like that.</summary>
    public static string Unguarded(string cell)
    {
        if (!cell.Contains(Guard, StringComparison.Ordinal))
            return cell;
        var text = new StringBuilder(cell.Length);
        for (var i = 0; i < cell.Length; i++)
        {
            if (cell[i] != Guard || !Begins(cell, i) || !IsGuarded(cell.AsSpan(i + 1), i == 0))
                text.Append(cell[i]);
            else if (++i < cell.Length)
                text.Append(cell[i]);
        }

        return text.ToString();
    }

    /// <summary>The texts that were joined in a cell, up to a number of them; none in an empty one.</summary>
    public static IReadOnlyList<string> Split(string cell, int most = int.MaxValue)
    {
        var text = Unguarded(cell);
        if (text.Length == 0)
            return [];
        var (values, value) = (new List<string>(), new StringBuilder());
        for (var i = 0; i < text.Length && values.Count < most; i++)
        {
            if (text[i] == Escape && i + 1 < text.Length)
                value.Append(text[++i]);
            else if (text[i] == Separator)
                values.Add(Taken(value));
            else
                value.Append(text[i]);
        }

        if (values.Count < most)
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

    private static string Guarded(string text)
    {
        var cell = new StringBuilder(text.Length + 1);
        for (var i = 0; i < text.Length; i++)
        {
            if (Begins(text, i) && IsGuarded(text.AsSpan(i), i == 0))
                cell.Append(Guard);
            cell.Append(text[i]);
        }

        return cell.ToString();
    }

    private static bool Begins(string text, int at) => at == 0 || Ends.Contains(text[at - 1], StringComparison.Ordinal);

    // What begins with a guard is guarded too, else it could not be told from one. A text that begins with an invisible end does at once.
    private static bool IsGuarded(ReadOnlySpan<char> rest, bool first)
    {
        if (!rest.IsEmpty && (rest[0] == Guard || first && rest[0] is '\t' or '\r' or '\n'))
            return true;
        foreach (var character in rest)
        {
            if (Active.Contains(character, StringComparison.Ordinal))
                return true;
            if (!IsPassedOver(character))
                return false;
        }

        return false;
    }

    // Spaces of all kinds, what is not seen, and quotes: what spreadsheets trim, or take for the beginning of a quoted cell.
    private static bool IsPassedOver(char character) => !Ends.Contains(character, StringComparison.Ordinal)
        && (character == '"' || char.IsWhiteSpace(character) || char.IsControl(character) || char.GetUnicodeCategory(character) == UnicodeCategory.Format);

    private static string Escaped(string text) => text.AsSpan().IndexOfAny(Separator, Escape) < 0
        ? text
        : text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal);
}
