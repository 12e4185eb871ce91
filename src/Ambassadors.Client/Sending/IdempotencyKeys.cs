namespace Ambassadors.Client.Sending;

/// <summary>Names each act once, outside of the retries, so that sending it again does it no second time.</summary>
internal sealed class IdempotencyKeys : DelegatingHandler
{
    internal const string Header = "Idempotency-Key";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Post && !request.Headers.Contains(Header))
            request.Headers.Add(Header, Guid.NewGuid().ToString());
        return base.SendAsync(request, cancellationToken);
    }
}
