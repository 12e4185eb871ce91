using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Ambassadors.Api.Http.Document;

/// <summary>Composes an example of every body from the schemas and the <see cref="Vocabulary"/>; they stand among the components, by the schema's name.</summary>
public sealed class Examples(OpenApiDocument document)
{
    // What an example of a merge patch changes: the first two of these that the resource has.
    private static readonly string[] Changed = ["capacity", "provides", "objectives", "closesAt", "mandateUntil", "website", "evaluation2008", "signedOn", "label", "name"];

    private readonly IDictionary<string, IOpenApiSchema> _schemas = document.Components!.Schemas!;
    private readonly HashSet<string> _under = [];

    /// <summary>Gives every body that has a schema of its own its example: what is asked for, and what is answered with success.</summary>
    public void Give()
    {
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations!.Values))
        {
            Give(operation.RequestBody?.Content);
            foreach (var (_, response) in operation.Responses!.Where(response => response.Key[0] == '2'))
                Give(response.Content);
        }
    }

    /// <summary>An example of a schema among the components.</summary>
    public JsonNode Of(string id)
    {
        if (id.EndsWith("Patch", StringComparison.Ordinal))
        {
            var properties = _schemas[id].Properties!;
            return Object(id, Changed.Where(properties.ContainsKey).Take(2).ToDictionary(name => name, name => properties[name].OneOf?[0] ?? properties[name]));
        }

        return _schemas[id].Enum is { Count: > 0 } values ? values[0]!.DeepClone() : Object(id, _schemas[id].Properties ?? new Dictionary<string, IOpenApiSchema>());
    }

    private void Give(IDictionary<string, IOpenApiMediaType>? content)
    {
        foreach (var media in content?.Values.OfType<OpenApiMediaType>() ?? [])
        {
            if (media is { Schema: { Type: JsonSchemaType.Array, Items: OpenApiSchemaReference { Reference.Id: { } item } }, Example: null })
                media.Example = new JsonArray(Of(item));
            if (media is not { Schema: OpenApiSchemaReference { Reference.Id: { } id }, Example: null, Examples: null })
                continue;
            var examples = document.Components!.Examples ??= new SortedDictionary<string, IOpenApiExample>(StringComparer.Ordinal);
            if (!examples.ContainsKey(id))
                examples[id] = new OpenApiExample { Value = Of(id) };
            media.Examples = new Dictionary<string, IOpenApiExample> { ["real"] = new OpenApiExampleReference(id, document) };
        }
    }

    private JsonObject Object(string id, IDictionary<string, IOpenApiSchema> properties)
    {
        var example = new JsonObject();

        // What holds parts of its own kind is shown without them.
        if (!_under.Add(id))
            return example;
        foreach (var (name, member) in properties)
        {
            if (Of(member, id, name) is { } value)
                example[name] = value;
        }

        _under.Remove(id);
        return example;
    }

    private JsonNode? Of(IOpenApiSchema schema, string owner, string name)
    {
        if (schema is not OpenApiSchemaReference && schema.Examples is { Count: > 0 } own)
            return own[0].DeepClone();
        if (Vocabulary.Of(owner, name) is { } word)
            return word.Example?.DeepClone();
        if (schema is OpenApiSchemaReference { Reference.Id: { } id })
            return Of(id);
        return schema.Type switch
        {
            JsonSchemaType.String when schema.Format == "uuid" => Vocabulary.Id(NounOf(owner, name)),
            JsonSchemaType.String when schema.Format == "date-time" => "2027-03-18T14:05:31Z",
            JsonSchemaType.String when schema.Format == "date" => "2027-06-01",
            JsonSchemaType.Integer => int.TryParse(schema.Minimum, CultureInfo.InvariantCulture, out var least) && least > 1 ? least : 1,
            JsonSchemaType.Boolean => true,
            JsonSchemaType.Array => Of(schema.Items!, owner, name) is { } item ? new JsonArray(item) : [],
            // Without a type: what is not offered yet. A text without a word is found by a test.
            _ => null
        };
    }

    private static string NounOf(string owner, string name) =>
        name == "id" ? char.ToLowerInvariant(owner[0]) + owner[1..] : name is "actorId" or "answeredBy" ? "person" : name[..^2];
}
