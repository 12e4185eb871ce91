using System.Globalization;

namespace Ambassadors.Api.Startup;

/// <summary><c>health</c>: asks the service that runs beside it whether it is ready. A container has nothing else to ask with.</summary>
public static class HealthCommand
{
    /// <summary>0 where it is ready, 1 where it is not.</summary>
    public static async Task<int> RunAsync()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(4) };
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{Port()}/health/ready"));
            Console.WriteLine(answer.IsSuccessStatusCode ? "ready" : "not ready");
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            Console.WriteLine("not answering");
            return 1;
        }
    }

    private static int Port()
    {
        var urls = Environment.GetEnvironmentVariable("ASPNETCORE_URLS")?.Split(';')[0].Replace("*", "localhost", StringComparison.Ordinal).Replace("+", "localhost", StringComparison.Ordinal);
        if (Uri.TryCreate(urls, UriKind.Absolute, out var address))
            return address.Port;
        return int.TryParse(Environment.GetEnvironmentVariable("ASPNETCORE_HTTP_PORTS")?.Split(';')[0], CultureInfo.InvariantCulture, out var port) ? port : 8080;
    }
}
