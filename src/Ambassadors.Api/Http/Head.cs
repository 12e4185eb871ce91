namespace Ambassadors.Api.Http;

/// <summary>HEAD (RFC 9110, section 9.3.2): what can be got can be asked for without its body.</summary>
public static class Head
{
    private static readonly string[] GetAndHead = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Lets every GET route of a group answer HEAD: the same work and the same headers; the server keeps the body back.</summary>
    public static TBuilder AlsoHead<TBuilder>(this TBuilder routes) where TBuilder : IEndpointConventionBuilder
    {
        routes.Finally(endpoint =>
        {
            if (endpoint.Metadata.OfType<HttpMethodMetadata>().LastOrDefault() is { HttpMethods: [var only] } && only == HttpMethods.Get)
                endpoint.Metadata.Add(new HttpMethodMetadata(GetAndHead));
        });
        return routes;
    }
}
