using System.Reflection;
using Ambassadors.Api.Http.Lists;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Ambassadors.Api.Http;

/// <summary>Reads query parameters by itself: says which.</summary>
public interface IReadsQuery
{
    /// <summary>Their names.</summary>
    static abstract IReadOnlyList<string> Names { get; }
}

/// <summary>Refuses what a request asks for in vain: a parameter that the operation does not have, text that no database keeps, an answer in another format.</summary>
public sealed class StrictRequest : IEndpointFilter
{
    private static readonly string[] PagesAlone = ["cursor", "limit"];

    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (Problem(http) is not { } problem)
            return next(context);
        Problems.Complete(http, problem.ProblemDetails);
        return ValueTask.FromResult<object?>(problem);
    }

    /// <summary>The query parameters of an operation.</summary>
    public static IReadOnlyList<string> ParametersOf(Endpoint endpoint)
    {
        var route = (endpoint as RouteEndpoint)?.RoutePattern;
        return [.. endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
            .Where(parameter => route?.GetParameter(parameter.Name) is null)
            .SelectMany(NamesOf).Order(StringComparer.Ordinal)];
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult? Problem(HttpContext http)
    {
        var request = http.Request;
        if (request.RouteValues.Values.Any(value => value is string text && text.Any(char.IsControl)))
            return Problems.NotFound();
        if (request.Query.Count > 0)
        {
            var known = ParametersOf(http.GetEndpoint()!);
            foreach (var (name, values) in request.Query)
            {
                if (!known.Contains(name, StringComparer.Ordinal))
                    return Problems.With(name, "request.parameter_unknown", name, string.Join(", ", known.DefaultIfEmpty("-")));
                if (values.Any(value => value!.Any(char.IsControl)))
                    return Problems.With(name, "request.parameter_unreadable", name);
            }
        }

        if (http.GetEndpoint()!.Metadata.GetMetadata<ListMetadata>() is not null)
            return ListProblem(request);
        var metadata = http.GetEndpoint()!.Metadata;
        return Accepts(request, metadata.GetMetadata<BodyShape>()?.MediaType ?? "application/json") || metadata.GetMetadata<AlsoAs>() is { } also && Accepts(request, also.MediaType)
            ? null
            : Problems.Of(StatusCodes.Status406NotAcceptable, "request.not_acceptable");
    }

    // An export is the whole list: what asks for a part of it asks in vain.
    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult? ListProblem(HttpRequest request)
    {
        if (Formats.Of(request) is not { } format)
            return Problems.Of(StatusCodes.Status406NotAcceptable, "request.not_acceptable");
        return format != ListFormat.Json && PagesAlone.FirstOrDefault(request.Query.ContainsKey) is { } name
            ? Problems.With(name, "export.not_paged", name)
            : null;
    }

    private static IEnumerable<string> NamesOf(IParameterBindingMetadata parameter)
    {
        var type = parameter.ParameterInfo.ParameterType;
        if (type.IsAssignableTo(typeof(IReadsQuery)))
            return (IReadOnlyList<string>)type.GetProperty(nameof(IReadsQuery.Names), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        var attributes = parameter.ParameterInfo.GetCustomAttributes();
        if (attributes.OfType<IFromQueryMetadata>().FirstOrDefault() is { } query)
            return [query.Name ?? parameter.Name];
        if (parameter.HasBindAsync || attributes.Any(attribute => attribute is IFromHeaderMetadata or IFromBodyMetadata or IFromServiceMetadata or IFromRouteMetadata or FromKeyedServicesAttribute))
            return [];
        var item = type.IsArray ? type.GetElementType()! : type;
        item = Nullable.GetUnderlyingType(item) ?? item;
        return item == typeof(string) || parameter.HasTryParse || type.IsArray ? [parameter.Name] : [];
    }

    // What can't be read as a list of media types is no wish.
    private static bool Accepts(HttpRequest request, string type) =>
        !MediaTypeHeaderValue.TryParseList(request.Headers.Accept!, out var accepted)
        || accepted.Count == 0
        || accepted.Any(one => one.Quality is not 0 && (one.MediaType.Value is "*/*" or "application/problem+json" || one.MediaType.Value == type || one.MediaType.Value == $"{type.Split('/')[0]}/*"));
}
