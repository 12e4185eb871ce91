using System.Text.Json.Nodes;
using Ambassadors.Api.Http;

namespace Ambassadors.Api.Webhooks;

/// <summary>Where the address of a request leads. Its name is looked up before the request's transaction begins, however long somebody's name server takes.</summary>
public sealed class ReachOfRequest(PublicReach reach)
{
    /// <summary>Has the address of a request looked up, whether it is a whole endpoint or a change of one.</summary>
    public static readonly BeforeTransaction LookUp = new(context => context.HttpContext.RequestServices.GetRequiredService<ReachOfRequest>().LookUpAsync(
        context.Arguments.OfType<WebhookEndpointRequest>().FirstOrDefault()?.Url ?? context.Arguments.OfType<JsonObject>().FirstOrDefault()?["url"]?.ToString(), context.HttpContext.RequestAborted));

    private (string? Url, string? Refusal) _judged;

    /// <summary>Why nothing would be sent to the address of the request, by a code; none where all is well.</summary>
    public string? RefusalOf(string url) => url == _judged.Url ? _judged.Refusal : throw new InvalidOperationException("The address was not looked up.");

    private async Task LookUpAsync(string? url, CancellationToken cancellation)
    {
        if (WebhookEndpointRequestValidator.IsAddress(url))
            _judged = (url, await reach.RefusalOfAsync(new Uri(url!), cancellation));
    }
}
