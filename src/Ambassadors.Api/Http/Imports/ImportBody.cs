using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Ambassadors.Api.Http.Lists;
using CsvHelper;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.Http.Imports;

/// <summary>Reads the body of an import: each row for itself, so that one that can't be read leaves the others their right.</summary>
/// <param name="shown">The type that exports of the same thing show: its columns may stand in a table, and say nothing.</param>
public sealed class ImportBody<TRequest>(JsonSerializerOptions options, Type shown) where TRequest : class
{
    /// <summary>Rows of an import.</summary>
    public const int MostRows = 1_000;

    private static readonly CsvReaderOptions Strict = new()
    {
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Allow,
        TrackLineNumbers = true,
        IncludeValuesInExceptions = false,
        MaxRecordSize = 1024 * 1024
    };

    /// <summary>The rows, or why there are none.</summary>
    public (IReadOnlyList<ImportRow<TRequest>> Rows, ProblemHttpResult? Problem) Read(ReadOnlyMemory<byte> body, bool isTable)
    {
        if (!Utf8.IsValid(body.Span))
            return ([], Problems.At(StatusCodes.Status400BadRequest, "request.unreadable", "#"));
        return isTable ? ReadTable(body) : ReadJson(body);
    }

    private (IReadOnlyList<ImportRow<TRequest>> Rows, ProblemHttpResult? Problem) ReadJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                return ([], Problems.At(StatusCodes.Status400BadRequest, "request.unreadable", "#"));
            return document.RootElement.GetArrayLength() > MostRows
                ? ([], TooMany())
                : ([.. document.RootElement.EnumerateArray().Select((element, index) => RowOf(index, json => element.Deserialize<TRequest>(json)))], null);
        }
        catch (JsonException exception)
        {
            // What the reader itself says is wrapped, as the serializer would: it is the text that is at fault.
            return ([], Unreadable.Json(new JsonException(null, "$", null, null, exception)));
        }
    }

    private (IReadOnlyList<ImportRow<TRequest>> Rows, ProblemHttpResult? Problem) ReadTable(ReadOnlyMemory<byte> body)
    {
        var form = CsvForm.Of(typeof(TRequest), options);
        try
        {
            using var csv = CsvReader.Create(body, Strict with { Separator = SeparatorOf(body.Span) });
            var columns = csv.Headers.ToArray();
            if (ProblemOf(columns, form) is { } problem)
                return ([], problem);
            var rows = new List<ImportRow<TRequest>>();
            while (csv.Read())
            {
                if (rows.Count == MostRows)
                    return ([], TooMany());
                rows.Add(RowOf(csv, rows.Count, columns, form));
            }

            return (rows, null);
        }
        catch (CsvFormatException exception)
        {
            return ([], AtLine("import.csv_malformed", exception.LineNumber, null, exception.LineNumber));
        }
    }

    private ImportRow<TRequest> RowOf(CsvReader csv, int index, string[] columns, CsvForm form)
    {
        var line = csv.LineNumber;
        if (csv.FieldCount != columns.Length)
            return new ImportRow<TRequest>(index, null, AtLine("import.fields_differ", line, null, csv.FieldCount, columns.Length), line, columns);
        try
        {
            var request = form.Read(columns.Select((column, field) => (column, csv.GetString(field))));
            return RowOf(index, _ => request.Deserialize<TRequest>(options)) with { Line = line, Columns = columns };
        }
        catch (TooManyValuesException exception)
        {
            var error = new ProblemError("field.too_many", exception.Pointer, Texts.Detail("field.too_many", CsvForm.MostValues));
            return new ImportRow<TRequest>(index, null, Problems.Invalid(error), line, columns);
        }
    }

    private ImportRow<TRequest> RowOf(int index, Func<JsonSerializerOptions, TRequest?> read)
    {
        try
        {
            return read(options) is { } request
                ? new ImportRow<TRequest>(index, request, null)
                : new ImportRow<TRequest>(index, null, Problems.At(StatusCodes.Status400BadRequest, "request.unreadable", "#"));
        }
        catch (JsonException exception)
        {
            return new ImportRow<TRequest>(index, null, Unreadable.Json(exception));
        }
    }

    private ProblemHttpResult? ProblemOf(string[] columns, CsvForm form)
    {
        HashSet<string> known = [.. form.Columns, .. CsvColumns.Of(shown, options).Select(column => column.Name)];
        if (columns.Length == 0)
            return AtLine("import.csv_malformed", 1, null, 1);
        if (columns.FirstOrDefault(column => !known.Contains(column)) is { } unknown)
            return AtLine("import.column_unknown", 1, unknown, unknown);
        return columns.GroupBy(column => column).FirstOrDefault(group => group.Count() > 1) is { Key: var twice }
            ? AtLine("import.column_twice", 1, twice, twice)
            : null;
    }

    // No column has either in its name: the first line tells. Spreadsheets of many countries write semicolons.
    private static char SeparatorOf(ReadOnlySpan<byte> body)
    {
        var end = body.IndexOfAny((byte)'\r', (byte)'\n');
        var header = end < 0 ? body : body[..end];
        return header.Contains((byte)',') ? ',' : header.Contains((byte)';') ? ';' : header.Contains((byte)'\t') ? '\t' : ',';
    }

    private static ProblemHttpResult TooMany() => Problems.At(StatusCodes.Status422UnprocessableEntity, "import.too_many_rows", "#", MostRows);

    private static ProblemHttpResult AtLine(string code, long line, string? column, params object[] details) => TypedResults.Problem(Problems.Details(
        StatusCodes.Status400BadRequest, code, [new ProblemError(code, null, Texts.Detail(code, details)) { Line = line, Column = column }], details));
}
