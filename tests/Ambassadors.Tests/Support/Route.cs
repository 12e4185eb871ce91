using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Ambassadors.Tests.Support;

/// <summary>One line of the route table: a method on a path. Where GET can be asked, HEAD can.</summary>
/// <param name="Method">The method; <c>ANY</c> where the endpoint names none.</param>
/// <param name="Path">The path without constraints: <c>/v1/calls/{id}</c>.</param>
/// <param name="Metadata">What the endpoint says of itself.</param>
public sealed record Route(string Method, string Path, EndpointMetadataCollection Metadata)
{
    /// <summary>Method and path.</summary>
    public override string ToString() => $"{Method} {Path}";

    /// <summary>The path with every parameter filled in by something that does not exist.</summary>
    public string PathToNothing() => Path
        .Replace("{version}", "1", StringComparison.Ordinal)
        .Replace("{slug}", "nothing-there", StringComparison.Ordinal)
        .Replace("{code}", "nothing-there", StringComparison.Ordinal)
        .Replace("{id}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
        .Replace("{position}", "999999999", StringComparison.Ordinal)
        .Replace("{number}", "999999999", StringComparison.Ordinal)
        .Replace("{entryId}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
        .Replace("{membershipId}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
        .Replace("{deliveryId}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
        .Replace("{otherId}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
        .Replace("{applicationId}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
        .Replace("{offerId}", Guid.NewGuid().ToString(), StringComparison.Ordinal);

    internal static IReadOnlyList<Route> Of(IServiceProvider services) =>
    [
        .. services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"])
                .Where(method => method != HttpMethods.Head)
                .Select(method => new Route(method, PathOf(endpoint.RoutePattern), endpoint.Metadata)))
            .OrderBy(route => route.Path, StringComparer.Ordinal).ThenBy(route => route.Method, StringComparer.Ordinal)
    ];

    private static string PathOf(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter => $"{{{(parameter.IsCatchAll ? "*" : "")}{parameter.Name}}}",
        _ => ""
    }))));
}
