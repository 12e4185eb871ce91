using Ambassadors.Api.Http;
using Ambassadors.Domain.Lifecycle;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Ambassadors.Api.Identity;

/// <summary>How a request is answered whose token, scopes or roles do not suffice: RFC 6750 in the header, RFC 9457 in the body.</summary>
public sealed class AuthorizationAnswers : IAuthorizationMiddlewareResultHandler
{
    /// <inheritdoc/>
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
            return next(context);
        if (authorizeResult.Challenged)
        {
            var offered = context.Request.Headers.Authorization.Any(value => value?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) == true);
            return offered
                ? AnswerAsync(context, StatusCodes.Status401Unauthorized, "token.invalid", "Bearer error=\"invalid_token\"")
                : AnswerAsync(context, StatusCodes.Status401Unauthorized, "token.missing", "Bearer");
        }

        if (authorizeResult.AuthorizationFailure?.FailureReasons.FirstOrDefault(reason => reason.Handler is RightHandler) is { Message: var scope })
            return AnswerAsync(context, StatusCodes.Status403Forbidden, "scope.insufficient", $"Bearer error=\"insufficient_scope\", scope=\"{scope}\"", scope);

        var required = policy.Requirements.OfType<RightRequirement>().FirstOrDefault();
        var act = context.GetEndpoint()!.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).OfType<string>().LastOrDefault();
        return required?.Roles is { } roles && roles.Count < Enum.GetValues<Domain.People.Role>().Length
            ? AnswerAsync(context, StatusCodes.Status403Forbidden, "role.not_allowed", null, act ?? "", string.Join(", ", roles.Select(role => Wire.Name(role))))
            : AnswerAsync(context, StatusCodes.Status403Forbidden, "access.denied", null);
    }

    private static Task AnswerAsync(HttpContext http, int status, string code, string? challenge, params object[] details)
    {
        var problem = Problems.Details(status, code, null, details);
        Problems.Complete(http, problem);
        http.Response.StatusCode = status;
        if (challenge is not null)
            http.Response.Headers.WWWAuthenticate = challenge;
        return http.Response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json", http.RequestAborted);
    }
}
