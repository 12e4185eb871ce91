using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Ambassadors.Api.Http;
using Ambassadors.Api.Startup;
using Ambassadors.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Ambassadors.Tests.Http;

/// <summary>
/// That an export's length costs no memory. The service runs as a process of its own whose garbage-collected heap may not grow beyond
/// a limit in which it works at ease but which the rows, held together, would burst: with them in a list it ends for lack of memory.
/// </summary>
public sealed class ExportMemoryTests(OnSqlite database)
{
    private const int Rows = 100_000;
    private const int HeapLimit = 100 * 1024 * 1024;

    [Fact]
    public async Task A_hundred_thousand_rows_are_exported_in_constant_memory()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var settings = await database.EmptyAsync();
        await using var process = ServiceProcess.Start(settings,
            ("ASPNETCORE_ENVIRONMENT", "Development"), ("DOTNET_gcServer", "0"), ("DOTNET_GCHeapHardLimit", HeapLimit.ToString("X", CultureInfo.InvariantCulture)));
        await process.ReadyAsync();
        using var http = new HttpClient { BaseAddress = process.Address };
        await SendAsync(http, "contact@elgazala-technopark.example", HttpMethod.Post, "application/json", cancellation);
        await MultiplyAsync(settings["ConnectionStrings:Ambassadors"]);

        // Both at once: together they hold no more.
        await Task.WhenAll(ExportAsync(http, "text/csv", Rows + 2, cancellation), ExportAsync(http, "application/x-ndjson", Rows + 1, cancellation));
    }

    private static async Task ExportAsync(HttpClient http, string format, int expected, CancellationToken cancellation)
    {
        using var response = await SendAsync(http, "officer@programme.example", HttpMethod.Get, format, cancellation);
        var (bytes, lines, buffer) = (0L, 0, new byte[64 * 1024]);
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        for (int read; (read = await body.ReadAsync(buffer, cancellation)) > 0; bytes += read)
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        Assert.Equal(expected, lines);
        TestContext.Current.TestOutputHelper?.WriteLine($"{format}: {lines} lines, {bytes / 1024 / 1024} MiB with a heap of {HeapLimit / 1024 / 1024} MiB");
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, string email, HttpMethod method, string accept, CancellationToken cancellation)
    {
        var token = (await SignIn.AsAsync(http.BaseAddress!, email, DemoPeople.Password, string.Join(' ', Scopes.All))).GetProperty("access_token").GetString();
        using var request = new HttpRequestMessage(method, "/v1/offers");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd(accept);
        if (method == HttpMethod.Post)
        {
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            request.Content = new StringContent(JsonSerializer.Serialize(new { clusterSlug = "elgazala-technopark", provides = new string('x', 1_000) }), null, "application/json");
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        Assert.True(response.IsSuccessStatusCode, $"{method}: {(int)response.StatusCode}");
        return response;
    }

    private static async Task MultiplyAsync(string database)
    {
        await using var connection = new SqliteConnection(database);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_info('offers')";
        var columns = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                columns.Add(reader.GetString(0));
        }

        command.CommandText = Rowing.CopyOf(columns, Rows, sqlite: true);
        await command.ExecuteNonQueryAsync();
    }
}
