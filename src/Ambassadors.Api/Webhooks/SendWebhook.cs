using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Ambassadors.Api.Http;
using Ambassadors.Api.Telemetry;
using Ambassadors.Domain.Webhooks;

namespace Ambassadors.Api.Webhooks;

/// <summary>What came of a try.</summary>
/// <param name="Attempt">The try, as it is kept.</param>
/// <param name="RetryAfter">How long the receiver asked to be left alone.</param>
public sealed record Sent(WebhookAttempt Attempt, TimeSpan? RetryAfter)
{
    /// <summary>Whether the receiver says that it is no more (410).</summary>
    public bool IsGone => Attempt.Status == (int)HttpStatusCode.Gone;
}

/// <summary>Sends one event to one endpoint, once.</summary>
public sealed class SendWebhook(IHttpClientFactory clients, WebhookSigner signer, Measures measures, IConfiguration configuration, TimeProvider clock)
{
    /// <summary>The name of the client that connects to public addresses alone.</summary>
    public const string Client = "webhooks";

    private const int LongestAnswer = 2_000;
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestReading = TimeSpan.FromSeconds(1);
    private static readonly MediaTypeHeaderValue Structured = new("application/cloudevents+json", "utf-8");

    private readonly TimeSpan _patience = configuration.GetValue("Webhooks:Timeout", UsualPatience);

    /// <summary>Sends it.</summary>
    public async Task<Sent> HandleAsync(WebhookEndpoint endpoint, WebhookDelivery delivery, CancellationToken cancellation)
    {
        var sent = await TryAsync(endpoint, delivery, cancellation);
        measures.Tried(endpoint.Id, TimeSpan.FromMilliseconds(sent.Attempt.Milliseconds), sent.Attempt.Fault ?? "taken");
        return sent;
    }

    private async Task<Sent> TryAsync(WebhookEndpoint endpoint, WebhookDelivery delivery, CancellationToken cancellation)
    {
        var (at, started) = (clock.Now(), Stopwatch.GetTimestamp());
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_patience);
        try
        {
            using var request = RequestOf(endpoint, delivery, at);
            using var response = await clients.CreateClient(Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            var status = (int)response.StatusCode;
            return new Sent(
                Kept(status is >= 300 and < 400 ? "redirected" : status is >= 200 and < 300 ? null : "answered", status, await BeginningAsync(response, cancellation)), WaitOf(response, at));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Sent(Kept("timeout"), null);
        }
        catch (CryptographicException)
        {
            // The keys that seal the secrets are not those of before. A new secret, or the old keys, mend it.
            return new Sent(Kept("secret_unreadable"), null);
        }
        catch (HttpRequestException exception)
        {
            return new Sent(Kept(exception switch
            {
                { InnerException: AddressNotPublicException } => "address_not_public",
                { HttpRequestError: HttpRequestError.SecureConnectionError } => "tls",
                _ => "unreachable"
            }), null);
        }

        WebhookAttempt Kept(string? fault, int? status = null, string? answer = null) => new()
        {
            Id = Guid.CreateVersion7(at),
            At = at,
            Url = endpoint.Url,
            Status = status,
            Fault = fault,
            Answer = answer,
            Milliseconds = (int)Stopwatch.GetElapsedTime(started).TotalMilliseconds
        };
    }

    private HttpRequestMessage RequestOf(WebhookEndpoint endpoint, WebhookDelivery delivery, DateTimeOffset at)
    {
        var (id, timestamp) = (delivery.EventId.ToString(), at.ToUnixTimeSeconds());
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = new StringContent(delivery.Body, Encoding.UTF8) };
        request.Content.Headers.ContentType = Structured;
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", signer.Sign(endpoint.Secrets.Where(secret => secret.IsGoodAt(at)).OrderBy(secret => secret.EndsAt is not null).ThenByDescending(secret => secret.CreatedAt), endpoint.Signature, id, timestamp, delivery.Body));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Ambassadors", Contract.Version));
        return request;
    }

    // The beginning is enough to see what is wrong. The status is the answer: what comes late of it, or without end, is left where it is.
    private static async Task<string?> BeginningAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(LongestReading);
        var (buffer, read) = (new byte[LongestAnswer], 0);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
            for (int more; read < buffer.Length && (more = await body.ReadAsync(buffer.AsMemory(read), patience.Token)) > 0;)
                read += more;
        }
        catch (Exception exception) when (exception is IOException || exception is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            // What was read is kept.
        }

        return read == 0 ? null : new string([.. Encoding.UTF8.GetString(buffer, 0, read).Where(character => character == '\n' || !char.IsControl(character) && !char.IsSurrogate(character))]);
    }

    private static TimeSpan? WaitOf(HttpResponseMessage response, DateTimeOffset at) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > at => date - at,
        _ => null
    };
}
