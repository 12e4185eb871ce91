using Ambassadors.Api.Http.Imports;
using Ambassadors.Api.Http.Lists;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Ambassadors.Api.Http.Document;

/// <summary>What follows for an operation from importing: its parameter, its two formats, its answer.</summary>
public sealed class ImportRules(IOptions<JsonOptions> json) : IOperationFilter, IDocumentFilter
{
    /// <inheritdoc/>
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<ImportMetadata>().SingleOrDefault() is not { } import)
            return;
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "validateOnly",
            In = ParameterLocation.Query,
            Description = "`true`: every row is judged, nothing is written.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = false }
        });
        var columns = CsvForm.Of(import.Request, json.Value.SerializerOptions).Columns;
        var rows = context.SchemaGenerator.GenerateSchema(import.Request, context.SchemaRepository);
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "Up to 1 000 rows, 5 MiB.",
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                ["application/json"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Array, MaxItems = ImportBody<object>.MostRows, Items = rows } },
                [Formats.Csv] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[^\\r\\n]+\\r?\\n", MaxLength = ImportEndpoints.LargestBody, Description = $"RFC 4180, UTF-8, with a header; separated by commas, semicolons or tabs, as the header is. Columns: {string.Join(", ", columns.Select(column => $"`{column}`"))}." },
                    Example = string.Join(',', columns) + "\r\n"
                }
            }
        };
        if (operation.Responses!["207"] is OpenApiResponse response)
            response.Description = "An entry for each row";
    }

    /// <inheritdoc/>
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        foreach (var item in swaggerDoc.Components!.Schemas!.Where(schema => schema.Key.EndsWith(nameof(ImportItem<>), StringComparison.Ordinal)).Select(schema => schema.Value))
            item.Properties!["problem"] = new OpenApiSchemaReference("Problem", swaggerDoc);
    }
}
