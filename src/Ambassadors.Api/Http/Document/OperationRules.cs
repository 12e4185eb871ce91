using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Ambassadors.Api.Http.Document;

/// <summary>What follows for an operation from its route, its policy and its handler: scope, headers, problems.</summary>
public sealed class OperationRules(IAuthorizationPolicyProvider policies) : IOperationFilter
{
    // No list of a file is longer than the candidates of a run.
    private const int MatchingFilesLimit = 2_000_000;

    /// <summary>The security scheme's name.</summary>
    public const string Scheme = "oauth";

    /// <inheritdoc/>
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var method = HttpMethod.Parse(context.ApiDescription.HttpMethod!);
        var handler = context.MethodInfo.GetParameters();
        var matched = handler.Any(parameter => parameter.ParameterType == typeof(IfMatch));
        var answer = ResponseTypeOf(context.MethodInfo.ReturnType);

        operation.Deprecated = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<Deprecation>().Any();
        DescribeRights(operation, context);
        DescribeParameters(operation, context, handler);
        ParameterTexts.Complete(operation, context.ApiDescription.RelativePath!);
        operation.Parameters ??= [];
        if (!context.ApiDescription.RelativePath!.StartsWith("v1/", StringComparison.Ordinal))
        {
            // Public: nothing can be wrong with such a request but its own form.
            foreach (var status in operation.Responses!.Keys.Where(status => status[0] is '4' or '5').Append("400").Append("500").ToArray())
                operation.Responses[status] = ProblemAnswers.Of(int.Parse(status, CultureInfo.InvariantCulture), context.Document);
            foreach (var success in operation.Responses.Values.OfType<OpenApiResponse>())
            {
                success.Description = "It does";
                success.Headers = SharedParts.HeadersOf(context.Document);
            }

            return;
        }

        if (method == HttpMethod.Post)
            operation.Parameters.Add(SharedParts.Parameter("IdempotencyKey", context.Document));
        if (matched)
            operation.Parameters.Add(SharedParts.Parameter("IfMatch", context.Document));
        DescribeBody(operation, context);
        DescribeSuccess(operation, context, method, answer);
        DescribeProblems(operation, context, method, answer, matched);
    }

    private void DescribeRights(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [];
            operation.Description ??= "Public.";
            return;
        }

        // The policies of an endpoint all hold; those of its own come after its group's.
        var rights = metadata.OfType<IAuthorizeData>().Select(data => data.Policy).OfType<string>()
            .Select(name => policies.GetPolicyAsync(name).GetAwaiter().GetResult())
            .SelectMany(policy => policy?.Requirements.OfType<RightRequirement>() ?? []).ToList();
        string[] scopes = [.. rights.Select(right => right.Scope).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [.. scopes] }];

        var all = Enum.GetValues<Role>().Length;
        string[] roles = [.. rights.Where(right => right.Roles is { } some && some.Count < all).SelectMany(right => right.Roles!).Distinct()
            .Where(role => role != Role.Service).Order().Select(role => $"`{Wire.Name(role)}`")];
        var asked = roles.Length > 0 ? $"For: {string.Join(", ", roles)}." : "For every actor of the programme; each sees what is theirs to see.";
        operation.Description = string.IsNullOrWhiteSpace(operation.Description) ? asked : $"{operation.Description.Trim()}\n\n{asked}";
    }

    // Enums in queries are named as in JSON, and instants are written so.
    private static void DescribeParameters(OpenApiOperation operation, OperationFilterContext context, ParameterInfo[] handler)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            var type = handler.FirstOrDefault(one => one.Name == parameter.Name)?.ParameterType;
            if (type is null)
                continue;
            var item = type.IsArray ? type.GetElementType()! : type;
            item = Nullable.GetUnderlyingType(item) ?? item;
            if (item == typeof(Instant))
                parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" };
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
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<IAcceptsMetadata>().LastOrDefault() is { RequestType: { } type } accepts
            && accepts.ContentTypes.Contains(MergePatch.MediaType))
        {
            var written = context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository);
            body.Content = new Dictionary<string, IOpenApiMediaType>
            {
                [MergePatch.MediaType] = new OpenApiMediaType { Schema = written is OpenApiSchemaReference reference ? SchemaRules.PatchOf(reference, context) : written }
            };
        }
    }

    private static void DescribeSuccess(OpenApiOperation operation, OperationFilterContext context, HttpMethod method, Type? answer)
    {
        foreach (var (status, one) in operation.Responses!)
        {
            if (one is not OpenApiResponse response || status[0] != '2')
                continue;
            response.Description = status switch
            {
                "201" => "Created",
                "202" => "Taken in: `Location` shows how far it is",
                "204" => "Done",
                _ => answer is { IsGenericType: true } ? "A page of the list" : "The resource as it now is"
            };
            var headers = new List<string>();
            if (IsTagged(context, answer))
                headers.Add("ETag");
            if (status is "201" or "202")
                headers.Add("Location");
            if (method == HttpMethod.Post)
                headers.Add("Idempotent-Replayed");
            var shape = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<BodyShape>().SingleOrDefault();
            var also = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<AlsoAs>().SingleOrDefault();
            if (shape?.Format is not null || IsFile(answer))
                headers.Add("Content-Disposition");
            if (also is not null)
                headers.Add("Link");
            if (status == "202")
                headers.Add("Preference-Applied");
            response.Headers = SharedParts.HeadersOf(context.Document, headers);
            if (shape is not null)
            {
                response.Description = shape.Description;
                response.Content = new Dictionary<string, IOpenApiMediaType> { [shape.MediaType] = new OpenApiMediaType { Schema = SchemaOf(shape), Example = shape.Example.DeepClone() } };
            }

            if (also is not null)
            {
                response.Content![also.MediaType] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Array, MaxItems = Paging.MostItems, Items = context.SchemaGenerator.GenerateSchema(also.Item, context.SchemaRepository) }
                };
            }

            if (AreBytes(context))
            {
                response.Description = "The bytes themselves";
                response.Content = new Dictionary<string, IOpenApiMediaType> { ["application/json"] = new OpenApiMediaType { Schema = CanonicalTerms.Schema, Example = CanonicalTerms.Example } };
            }
        }

        if (method == HttpMethod.Get && IsTagged(context, answer))
        {
            operation.Parameters!.Add(SharedParts.Parameter("IfNoneMatch", context.Document));
            operation.Responses["304"] = new OpenApiResponse { Description = "You hold it already.", Headers = SharedParts.HeadersOf(context.Document, "ETag") };
        }
    }

    private static OpenApiSchema SchemaOf(BodyShape shape) => shape.Format is null
        ? new OpenApiSchema { Type = JsonSchemaType.String, Description = shape.Description, Pattern = "^event: ", MaxLength = 1_000_000 }
        : new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = shape.Description,
            Required = new HashSet<string> { "format" },
            AdditionalPropertiesAllowed = true,
            Properties = shape.Members.Keys.Prepend("format").ToDictionary(name => name, name => (IOpenApiSchema)MemberOf(shape, name, shape.Example[name] ?? new JsonObject()))
        };

    private static OpenApiSchema MemberOf(BodyShape shape, string name, JsonNode example)
    {
        var text = shape.Members.GetValueOrDefault(name);
        return example.GetValueKind() switch
        {
            JsonValueKind.Array => new OpenApiSchema { Type = JsonSchemaType.Array, Description = text, MaxItems = MatchingFilesLimit, Items = new OpenApiSchema { Description = "As the format says." } },
            JsonValueKind.Object => new OpenApiSchema { Type = JsonSchemaType.Object, Description = text, AdditionalPropertiesAllowed = true },
            JsonValueKind.Number => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0", Maximum = "9223372036854775807", Description = text },
            JsonValueKind.True or JsonValueKind.False => new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = text },
            _ => new OpenApiSchema { Type = JsonSchemaType.String, Description = text ?? "The form of the file.", Pattern = text is null ? $"^{example}$" : "^[a-z0-9_]+$", MaxLength = 64 }
        };
    }

    private static bool IsTagged(OperationFilterContext context, Type? answer) => answer?.IsAssignableTo(typeof(IVersionedResponse)) == true || AreBytes(context);

    private static bool IsFile(Type? answer) => answer?.IsAssignableTo(typeof(IFileResponse)) == true;

    private static bool AreBytes(OperationFilterContext context) => context.MethodInfo.ReturnType.ToString().Contains(nameof(FileContentHttpResult), StringComparison.Ordinal);

    private static void DescribeProblems(OpenApiOperation operation, OperationFilterContext context, HttpMethod method, Type? answer, bool matched)
    {
        var responses = operation.Responses!;
        foreach (var status in responses.Keys.Where(status => status[0] is '4' or '5').ToArray())
            responses.Remove(status);
        List<int> statuses = [400, 401, 403, 406, 429, 500, 503];
        if (context.ApiDescription.RelativePath!.Contains('{'))
            statuses.Add(404);
        if (method != HttpMethod.Get || IsFile(answer))
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
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Listing<>))
            return typeof(Page<>).MakeGenericType(type.GetGenericArguments());
        return type.IsGenericType && type.Namespace == "Microsoft.AspNetCore.Http.HttpResults" ? type.GetGenericArguments()[0] : null;
    }
}
