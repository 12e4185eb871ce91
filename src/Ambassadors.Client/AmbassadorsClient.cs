using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Ambassadors.Client;

/// <param name="http">Sends the requests: its address is the service's, its handlers bring the token and the key.</param>
public partial class AmbassadorsClient(HttpClient http)
{
    private async Task<Answer<T>> SendAsync<T>(OutgoingCall call, CancellationToken cancellation)
        where T : class
    {
        using var request = call.ToRequest();
        using var response = await http.SendAsync(request, cancellation).ConfigureAwait(false);
        var bytes = await BodyAsync(response, cancellation).ConfigureAwait(false);
        var value = response.StatusCode == HttpStatusCode.NotModified ? null : JsonSerializer.Deserialize<T>(bytes, Wire.Json);
        return new Answer<T>(response, bytes, value);
    }

    private async Task<Answer> SendAsync(OutgoingCall call, CancellationToken cancellation)
    {
        using var request = call.ToRequest();
        using var response = await http.SendAsync(request, cancellation).ConfigureAwait(false);
        return new Answer(response, await BodyAsync(response, cancellation).ConfigureAwait(false));
    }

    private static async Task<byte[]> BodyAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        return response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified ? bytes : throw ProblemException.Of(response, bytes);
    }

    private static async IAsyncEnumerable<TItem> EachAsync<TPage, TItem>(
        Func<string?, Task<Answer<TPage>>> read, [EnumeratorCancellation] CancellationToken cancellation)
        where TPage : class, IPage<TItem>
    {
        string? cursor = null;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            var page = (await read(cursor).ConfigureAwait(false)).Value;
            foreach (var item in page.Items)
                yield return item;
            cursor = page.Next;
        }
        while (cursor is not null);
    }
}
