using Microsoft.OpenApi;

namespace Ambassadors.Api.Http.Document;

/// <summary>What parameters are, where their handler does not say: a resource in a path is named by what stands before it.</summary>
public static class ParameterTexts
{
    private const int LongestText = 1000;

    /// <summary>Completes the parameters of an operation.</summary>
    public static void Complete(OpenApiOperation operation, string path)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            if (parameter.In == ParameterLocation.Path && string.IsNullOrEmpty(parameter.Description))
                parameter.Description = parameter.Name == "version" ? "Version of the terms, from 1." : $"{char.ToUpperInvariant(parameter.Name![0])}{parameter.Name[1..]} of the {NounOf(path, parameter.Name)}.";
            if (parameter.Schema is not OpenApiSchema schema)
                continue;
            Limits.Complete(schema, null, parameter.Name!);
            if (schema is { Type: JsonSchemaType.String, Format: null, Pattern: null, Enum: null } && parameter.In is (ParameterLocation.Query or ParameterLocation.Header))
                (schema.MaxLength, schema.Pattern) = (schema.MaxLength ?? LongestText, "^[^\\u0000-\\u001f\\u007f-\\u009f]*$");
        }
    }

    // v1/offers/{id}/submit: of the offer.
    private static string NounOf(string path, string parameter)
    {
        var segments = path.Split('/');
        return segments[Array.FindIndex(segments, segment => segment.Trim('{', '}').Split(':')[0] == parameter) - 1] switch { "people" => "person", "poles" => "pôle", var noun => noun[..^1].Replace('-', ' ') };
    }
}
