namespace Ambassadors.Client;

/// <summary>Where access tokens come from. One instance serves all calls of a client, at the same time.</summary>
public interface ITokenSource
{
    /// <summary>A token that is good for the next seconds.</summary>
    /// <param name="refused">A token that the service has just refused (401): it must not be given again.</param>
    /// <param name="cancellation">Gives the call up.</param>
    ValueTask<string> TokenAsync(string? refused, CancellationToken cancellation);
}

/// <summary>No token was given (RFC 6749).</summary>
/// <param name="code">Code of the authorization server, such as <c>invalid_client</c>.</param>
/// <param name="description">Its explanation.</param>
public sealed class TokenException(string code, string? description) : Exception($"{code}: {description}")
{
    /// <summary>Code of the authorization server, such as <c>invalid_client</c>.</summary>
    public string Code { get; } = code;
}
