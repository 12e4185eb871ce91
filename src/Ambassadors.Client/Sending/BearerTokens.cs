using System.Net;
using System.Net.Http.Headers;

namespace Ambassadors.Client.Sending;

/// <summary>Sends each request with a token; where the service refuses it, once more with a fresh one.</summary>
internal sealed class BearerTokens(ITokenSource tokens) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = await tokens.TokenAsync(null, cancellationToken).ConfigureAwait(false);
        var response = await SendAsync(request, token, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
            return response;
        var fresh = await tokens.TokenAsync(token, cancellationToken).ConfigureAwait(false);
        if (fresh == token)
            return response;
        response.Dispose();
        return await SendAsync(request, fresh, cancellationToken).ConfigureAwait(false);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string token, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return base.SendAsync(request, cancellationToken);
    }
}
