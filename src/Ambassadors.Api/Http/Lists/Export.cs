using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;

namespace Ambassadors.Api.Http.Lists;

/// <summary>Writes a whole list out while it is read, so that its length costs no memory.</summary>
internal static class Export
{
    /// <summary>How long an export may take.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    // RFC 4180. The mark is what spreadsheets know UTF-8 by.
    private static readonly CsvWriterOptions Table = new() { NewLine = "\r\n", WriteByteOrderMark = true };

    /// <summary>Writes it.</summary>
    public static async Task WriteAsync<TItem>(
        HttpContext http, ListFormat format, Func<CancellationToken, IAsyncEnumerable<TItem>> all,
        Func<CancellationToken, IAsyncEnumerable<TombstoneResponse>>? deleted)
    {
        var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        using var time = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        await using var items = all(time.Token).GetAsyncEnumerator(time.Token);

        // What fails before the first row is answered as a problem; what fails later can only end the connection.
        var any = HttpMethods.IsGet(http.Request.Method) && await items.MoveNextAsync();
        http.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        time.CancelAfter(Longest);
        NameFile(http, format);
        if (!HttpMethods.IsGet(http.Request.Method))
            return;
        try
        {
            await (format == ListFormat.Csv
                ? WriteTableAsync(http.Response.Body, json, any, items, deleted?.Invoke(time.Token), time.Token)
                : WriteLinesAsync(http.Response.Body, json, any, items, deleted?.Invoke(time.Token), time.Token));
        }
        catch
        {
            // Never an end that looks like the end of the list.
            http.Abort();
            throw;
        }
    }

    /// <summary>The columns of the tombstones that <c>updatedSince</c> adds to a table.</summary>
    public static CsvColumn DeletedAt { get; } = new("deletedAt", item => item.TryGetProperty("deletedAt", out var at) ? CsvCells.Of(at) : "");

    private static void NameFile(HttpContext http, ListFormat format)
    {
        var name = http.Request.Path.Value!.TrimEnd('/').Split('/')[^1];
        var today = http.RequestServices.GetRequiredService<TimeProvider>().Today().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var (type, ending) = format == ListFormat.Csv ? ($"{Formats.Csv}; charset=utf-8; header=present", "csv") : (Formats.Ndjson, "ndjson");
        http.Response.ContentType = type;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}-{today}.{ending}\"";
    }

    private static async Task WriteTableAsync<TItem>(
        Stream body, JsonSerializerOptions options, bool any, IAsyncEnumerator<TItem> items, IAsyncEnumerable<TombstoneResponse>? deleted, CancellationToken cancellation)
    {
        var columns = CsvColumns.Of(typeof(TItem), options);
        if (deleted is not null)
            columns = [.. columns, DeletedAt];

        await using var csv = CsvWriter.Create(body, Table, leaveOpen: true);
        await csv.WriteRecordAsync([.. columns.Select(column => column.Name)], cancellation);
        for (var more = any; more; more = await items.MoveNextAsync())
            await csv.WriteRecordAsync(RowOf(items.Current), cancellation);
        await foreach (var one in (deleted ?? AsyncEnumerable.Empty<TombstoneResponse>()).WithCancellation(cancellation))
            await csv.WriteRecordAsync(RowOf(one), cancellation);
        await csv.FlushAsync(cancellation);

        string[] RowOf<T>(T item)
        {
            var json = JsonSerializer.SerializeToElement(item, options);
            return [.. columns.Select(column => column.Cell(json))];
        }
    }

    private static async Task WriteLinesAsync<TItem>(
        Stream body, JsonSerializerOptions json, bool any, IAsyncEnumerator<TItem> items, IAsyncEnumerable<TombstoneResponse>? deleted, CancellationToken cancellation)
    {
        for (var more = any; more; more = await items.MoveNextAsync())
            await WriteLineAsync(body, items.Current, json, cancellation);
        await foreach (var one in (deleted ?? AsyncEnumerable.Empty<TombstoneResponse>()).WithCancellation(cancellation))
            await WriteLineAsync(body, one, json, cancellation);
    }

    private static async Task WriteLineAsync<T>(Stream body, T item, JsonSerializerOptions json, CancellationToken cancellation)
    {
        await body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(item, json), cancellation);
        await body.WriteAsync("\n"u8.ToArray(), cancellation);
    }
}
