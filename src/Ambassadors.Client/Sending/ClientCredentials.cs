using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ambassadors.Client.Sending;

/// <summary>Tokens by client credentials: held until shortly before they expire, asked for once however many calls wait.</summary>
internal sealed class ClientCredentials(Func<string, HttpClient> clients, string name, AmbassadorsOptions options, TimeProvider clock) : ITokenSource, IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _asking = new(1);
    private Held? _held;

    public async ValueTask<string> TokenAsync(string? refused, CancellationToken cancellation)
    {
        if (Good(refused) is { } held)
            return held;
        await _asking.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return Good(refused) ?? (_held = await AskAsync(cancellation).ConfigureAwait(false)).Token;
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    private string? Good(string? refused) => _held is { } held && held.Token != refused && clock.GetUtcNow() < held.Until ? held.Token : null;

    private async Task<Held> AskAsync(CancellationToken cancellation)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = options.ClientId!,
            ["client_secret"] = options.ClientSecret!
        };
        if (options.Scopes.Count > 0)
            form["scope"] = string.Join(' ', options.Scopes);
        var asked = clock.GetUtcNow();
        using var content = new FormUrlEncodedContent(form);
        using var response = await clients(name).PostAsync(new Uri("connect/token", UriKind.Relative), content, cancellation).ConfigureAwait(false);
        var answer = await ReadAsync(response, cancellation).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode || answer?.AccessToken is not { Length: > 0 } token)
            throw new TokenException(answer?.Error ?? $"{(int)response.StatusCode}", answer?.Description ?? response.ReasonPhrase);

        // A token that lives a minute or less is asked for anew halfway.
        var life = TimeSpan.FromSeconds(answer.ExpiresIn);
        return new Held(token, asked + (life > 2 * Margin ? life - Margin : life / 2));
    }

    private static async Task<TokenAnswer?> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<TokenAnswer>(cancellation).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Held(string Token, DateTimeOffset Until);

    private sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string? AccessToken,
        [property: JsonPropertyName("expires_in")] int ExpiresIn,
        [property: JsonPropertyName("error")] string? Error,
        [property: JsonPropertyName("error_description")] string? Description);
}
