using System.Collections.Concurrent;
using System.Net;

namespace Ambassadors.Tests.Partners;

/// <summary>The line between a partner's system and the service: keeps what went over it, and loses what a test says.</summary>
internal sealed class Line : DelegatingHandler
{
    private readonly ConcurrentQueue<Func<HttpRequestMessage, HttpResponseMessage?, HttpResponseMessage?>> _troubles = new();

    public Line()
        : base(new SocketsHttpHandler { UseCookies = false })
    {
    }

    /// <summary>What was sent, try by try.</summary>
    public ConcurrentQueue<(string Method, string Path, string? Key, DateTimeOffset At)> Sent { get; } = new();

    /// <summary>The tries sent to a path.</summary>
    public int TriesOf(string path) => Sent.Count(sent => sent.Path == path);

    /// <summary>The next call but for a token is done, and its answer lost.</summary>
    public void LoseAnswer() => _troubles.Enqueue((_, response) => response is null ? null : throw new HttpRequestException("The line was cut."));

    /// <summary>The next call but for a token is not done: something before the service answers.</summary>
    public void Answer(HttpStatusCode status, string? retryAfter = null) => _troubles.Enqueue((request, response) =>
    {
        if (response is not null)
            return response;
        var answer = new HttpResponseMessage(status) { RequestMessage = request, Content = new StringContent("<p>Not now.</p>") };
        if (retryAfter is not null)
            answer.Headers.Add("Retry-After", retryAfter);
        return answer;
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        Sent.Enqueue((request.Method.Method, path, request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null, DateTimeOffset.UtcNow));
        if (path == "/connect/token" || !_troubles.TryDequeue(out var trouble))
            return await base.SendAsync(request, cancellationToken);
        return trouble(request, null) ?? trouble(request, await base.SendAsync(request, cancellationToken))!;
    }
}
