using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Ambassadors.Api.Http.Document;

/// <summary>What follows for an operation from its route, its policy and its handler: scope, headers, problems.</summary>
public sealed class OperationRules(IAuthorizationPolicyProvider policies) : IOperationFilter
{
    /// <summary>The security scheme's name.</summary>
    public const string Scheme = "oauth";

    /// <inheritdoc/>
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var method = HttpMethod.Parse(context.ApiDescription.HttpMethod!);
        var handler = context.MethodInfo.GetParameters();
        var matched = handler.Any(parameter => parameter.ParameterType == typeof(IfMatch));
        var answer = ResponseTypeOf(context.MethodInfo.ReturnType);

        DescribeSecurity(operation, context);
        DescribeParameters(operation, context, handler);
        operation.Parameters ??= [];
        if (handler.Any(parameter => parameter.ParameterType == typeof(PageRequest)))
        {
            operation.Parameters.Add(Parameter("limit", ParameterLocation.Query, false, "Items of a page; more than 100 is taken for 100.",
                new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "1", Default = PageRequest.DefaultLimit }));
            operation.Parameters.Add(Parameter("cursor", ParameterLocation.Query, false, "Where the page begins: `next` of the page before, with the same filters."));
        }

        if (method == HttpMethod.Post)
            operation.Parameters.Add(Parameter("Idempotency-Key", ParameterLocation.Header, true, "A new value for each act, the same at each repetition: 1 to 255 visible ASCII characters."));
        if (matched)
            operation.Parameters.Add(Parameter("If-Match", ParameterLocation.Header, true, "An ETag of the resource as you read it."));

        DescribeBody(operation, context);
        DescribeSuccess(operation, context, method, answer);
        DescribeProblems(operation, context, method, matched);
    }

    private void DescribeSecurity(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [];
            return;
        }

        // The policies of an endpoint all hold; those of its own come after its group's.
        var scopes = metadata.OfType<IAuthorizeData>().Select(data => data.Policy).OfType<string>()
            .Select(name => policies.GetPolicyAsync(name).GetAwaiter().GetResult())
            .SelectMany(policy => policy?.Requirements.OfType<RightRequirement>() ?? [])
            .Select(right => right.Scope).OfType<string>().Distinct().Order(StringComparer.Ordinal);
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [.. scopes] }];
    }

    // Enums in queries are named as in JSON.
    private static void DescribeParameters(OpenApiOperation operation, OperationFilterContext context, ParameterInfo[] handler)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            var type = handler.FirstOrDefault(one => one.Name == parameter.Name)?.ParameterType;
            if (type is null)
                continue;
            var item = type.IsArray ? type.GetElementType()! : type;
            item = Nullable.GetUnderlyingType(item) ?? item;
            if (!item.IsGenericType || item.GetGenericTypeDefinition() != typeof(Named<>))
                continue;
            var schema = context.SchemaGenerator.GenerateSchema(item.GetGenericArguments()[0], context.SchemaRepository);
            parameter.Schema = type.IsArray ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = schema } : schema;
        }
    }

    private static void DescribeBody(OpenApiOperation operation, OperationFilterContext context)
    {
        if (operation.RequestBody is not OpenApiRequestBody body)
            return;
        body.Required = true;
        if (body.Content?.TryGetValue(MergePatch.MediaType, out var patch) == true && patch is OpenApiMediaType { Schema: OpenApiSchemaReference written } media)
            media.Schema = SchemaRules.PatchOf(written, context);
    }

    private static void DescribeSuccess(OpenApiOperation operation, OperationFilterContext context, HttpMethod method, Type? answer)
    {
        foreach (var (status, one) in operation.Responses!)
        {
            if (one is not OpenApiResponse response || status[0] != '2')
                continue;
            var isResource = answer?.IsAssignableTo(typeof(IVersionedResponse)) == true;
            response.Description = status switch
            {
                "201" => "Created",
                "204" => "Done",
                _ => answer is { IsGenericType: true } ? "A page of the list" : "The resource as it now is"
            };
            response.Headers = new Dictionary<string, IOpenApiHeader>();
            if (isResource)
                response.Headers["ETag"] = Header("Strong tag of this version, for If-Match and If-None-Match.");
            if (status == "201")
                response.Headers["Location"] = Header("Path of what was created.");
            if (answer is { IsGenericType: true } && answer.GetGenericTypeDefinition() == typeof(Page<>))
                response.Headers["Link"] = Header("The next page, `rel=\"next\"`; absent on the last.");
            if (method == HttpMethod.Post)
                response.Headers["Idempotent-Replayed"] = Header("`true` where the answer is that of an earlier request with the same key.");
        }

        if (method == HttpMethod.Get && answer?.IsAssignableTo(typeof(IVersionedResponse)) == true)
        {
            operation.Parameters!.Add(Parameter("If-None-Match", ParameterLocation.Header, false, "ETags that you hold: 304 where one of them is still true."));
            operation.Responses["304"] = new OpenApiResponse { Description = "You hold it already." };
        }
    }

    private static void DescribeProblems(OpenApiOperation operation, OperationFilterContext context, HttpMethod method, bool matched)
    {
        var responses = operation.Responses!;
        foreach (var status in responses.Keys.Where(status => status[0] is '4' or '5').ToArray())
            responses.Remove(status);
        List<int> statuses = [400, 401, 403, 406, 500, 503];
        if (context.ApiDescription.RelativePath!.Contains('{'))
            statuses.Add(404);
        if (method != HttpMethod.Get)
            statuses.Add(409);
        if (method == HttpMethod.Post || method == HttpMethod.Patch || method == HttpMethod.Put)
            statuses.Add(422);
        if (operation.RequestBody is not null)
            statuses.AddRange([413, 415]);
        if (matched)
            statuses.AddRange([412, 428]);
        foreach (var status in statuses.Order())
            responses[$"{status}"] = ProblemAnswers.Of(status, context.Document);
    }

    // Results<Ok<T>, ProblemHttpResult>, in a task or not, is a T.
    private static Type? ResponseTypeOf(Type type)
    {
        while (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.Name.StartsWith("Results`", StringComparison.Ordinal)))
            type = type.GetGenericArguments()[0];
        return type.IsGenericType && type.Namespace == "Microsoft.AspNetCore.Http.HttpResults" ? type.GetGenericArguments()[0] : null;
    }

    private static OpenApiParameter Parameter(string name, ParameterLocation at, bool required, string description, OpenApiSchema? schema = null) => new()
    {
        Name = name,
        In = at,
        Required = required,
        Description = description,
        Schema = schema ?? new OpenApiSchema { Type = JsonSchemaType.String }
    };

    private static OpenApiHeader Header(string description) => new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
