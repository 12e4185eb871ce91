using System.Text.Json;
using System.Text.Json.Nodes;
using Ambassadors.Api.Http.Lists;
using CsvHelper;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Ambassadors.Api.Http.Document;

/// <summary>What follows for an operation from answering with a list: its parameters, and the formats besides JSON.</summary>
public sealed class ListRules : IOperationFilter
{
    /// <inheritdoc/>
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<ListMetadata>().SingleOrDefault() is not { } list)
            return;
        if (context.MethodInfo.GetParameters().FirstOrDefault(one => one.ParameterType.IsAssignableTo(typeof(IListRequest))) is { ParameterType: var request })
            DescribeParameters(operation, request, context.Document);
        if (operation.Responses!["200"] is not OpenApiResponse response)
            return;
        response.Description = "A page of the list, or, as CSV or as lines of JSON, the whole of it";
        response.Headers!["Link"] = SharedParts.Header("Link", context.Document);
        response.Headers["Content-Disposition"] = SharedParts.Header("Content-Disposition", context.Document);
        var item = SchemaRules.IdOf(list.Item);
        response.Content![Formats.Csv] = new OpenApiMediaType { Schema = Text($"The whole list (RFC 4180, UTF-8): a header, then a line for each `{item}`.", "^[^\\r\\n]+\\r\\n") };
        response.Content[Formats.Ndjson] = new OpenApiMediaType { Schema = Text($"The whole list: a line of JSON for each `{item}`.", "^(\\{.*\\}\\n)*$") };
    }

    private static void DescribeParameters(OpenApiOperation operation, Type request, OpenApiDocument document)
    {
        var (names, sorts) = (Of(nameof(IListRequest.Names)), Of(nameof(IListRequest.Sorts)));
        operation.Parameters ??= [];
        operation.Parameters.Add(SharedParts.Parameter("Limit", document));
        operation.Parameters.Add(SharedParts.Parameter("Cursor", document));
        if (names.Contains("sort"))
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = "sort",
                In = ParameterLocation.Query,
                Description = "The order; `-` is descending.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Default = sorts[0], Enum = [.. sorts.Select(sort => (JsonNode)sort)] }
            });
        }

        if (names.Contains("updatedSince"))
            operation.Parameters.Add(SharedParts.Parameter("UpdatedSince", document));

        IReadOnlyList<string> Of(string name) => (IReadOnlyList<string>)request.GetProperty(name)!.GetValue(null)!;
    }

    private static OpenApiSchema Text(string description, string pattern) =>
        new() { Type = JsonSchemaType.String, Description = description, Pattern = pattern, MaxLength = int.MaxValue };
}

/// <summary>Shows lists in their other formats by the example that they have in JSON.</summary>
public sealed class ListExamples(IOptions<JsonOptions> json) : IDocumentFilter
{
    /// <inheritdoc/>
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var operations = swaggerDoc.Paths.Values.SelectMany(path => path.Operations!.Values).ToDictionary(operation => operation.OperationId!);
        foreach (var metadata in context.ApiDescriptions.Select(description => description.ActionDescriptor.EndpointMetadata))
        {
            if (metadata.OfType<ListMetadata>().SingleOrDefault() is not { Item: var item })
                continue;
            var content = operations[metadata.OfType<IEndpointNameMetadata>().Last().EndpointName].Responses!["200"].Content!;
            JsonElement[] items = ExampleOf(content["application/json"], swaggerDoc)?["items"] is JsonArray shown ? [.. shown.Select(one => JsonSerializer.SerializeToElement(one))] : [];
            ((OpenApiMediaType)content[Formats.Csv]).Example = TableOf(item, items);
            if (items.Length > 0)
                ((OpenApiMediaType)content[Formats.Ndjson]).Example = string.Concat(items.Select(one => $"{one.GetRawText()}\n"));
        }
    }

    private static JsonNode? ExampleOf(IOpenApiMediaType page, OpenApiDocument document) =>
        page.Example ?? (page.Examples?.Values.FirstOrDefault() is OpenApiExampleReference { Reference.Id: { } id } ? document.Components!.Examples![id].Value : null);

    private string TableOf(Type type, IReadOnlyList<JsonElement> items)
    {
        var columns = CsvColumns.Of(type, json.Value.SerializerOptions);
        using var text = new StringWriter { NewLine = "\r\n" };
        using (var csv = CsvWriter.Create(text))
        {
            csv.WriteRecord([.. columns.Select(column => column.Name)]);
            foreach (var item in items)
                csv.WriteRecord([.. columns.Select(column => column.Cell(item))]);
        }

        return text.ToString();
    }
}
