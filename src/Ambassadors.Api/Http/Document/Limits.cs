using System.Globalization;
using Ambassadors.Api.Http.Lists;
using Microsoft.OpenApi;

namespace Ambassadors.Api.Http.Document;

/// <summary>
/// Gives every member its limits: those of the request that writes it, else those of its word, else those of its type. A
/// partner sizes columns by them, and an answer outside them is an error of ours.
/// </summary>
public static class Limits
{
    private const int MostItems = 1000;

    /// <summary>Completes the schemas of a document.</summary>
    public static void Complete(IDictionary<string, IOpenApiSchema> schemas)
    {
        foreach (var (id, schema) in schemas.OrderByDescending(one => one.Key.EndsWith("Request", StringComparison.Ordinal)).ToArray())
        {
            var written = schemas.TryGetValue(id + "Request", out var request) ? request : null;
            foreach (var (name, member) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            {
                if (written?.Properties?.TryGetValue(name, out var source) == true)
                    Inherit(member, source);
                Complete(member, id, name);
            }
        }
    }

    /// <summary>Completes what has a name: a member, a parameter, a header.</summary>
    public static void Complete(IOpenApiSchema schema, string? owner, string name)
    {
        if (schema is not OpenApiSchema limited)
            return;
        var word = Vocabulary.Of(owner, name);
        switch (limited.Type & ~JsonSchemaType.Null)
        {
            case JsonSchemaType.String when limited.Enum is not { Count: > 0 }:
                limited.MaxLength ??= limited.Format switch { "uuid" => 36, "date" => 10, "date-time" => 40, "uri" => 4000, _ => word?.MaxLength };
                if (limited.Format is null)
                    limited.Pattern ??= word?.Pattern;
                break;
            case JsonSchemaType.Integer:
                limited.Format ??= "int32";
                limited.Minimum ??= "0";
                limited.Maximum ??= (limited.Format == "int64" ? 9_007_199_254_740_991 : int.MaxValue).ToString(CultureInfo.InvariantCulture);
                break;
            case JsonSchemaType.Array:
                limited.MaxItems ??= name == "items" && owner?.EndsWith("Page", StringComparison.Ordinal) == true ? Paging.MostItems : MostItems;
                if (limited.Items is { } item)
                    Complete(item, owner, name);
                break;
            case JsonSchemaType.Object:
                foreach (var (part, of) in limited.Properties ?? new Dictionary<string, IOpenApiSchema>())
                    Complete(of, owner, part);
                if (limited.AdditionalProperties is { } values)
                    Complete(values, owner, name);
                break;
        }

        foreach (var one in limited.OneOf ?? [])
            Complete(one, owner, name);
    }

    private static void Inherit(IOpenApiSchema shown, IOpenApiSchema written)
    {
        if (shown is not OpenApiSchema to || written is not OpenApiSchema from || to.Type != from.Type)
            return;
        (to.MaxLength, to.Pattern) = (to.MaxLength ?? from.MaxLength, to.Pattern ?? from.Pattern);
        (to.Minimum, to.Maximum, to.MaxItems) = (to.Minimum ?? from.Minimum, to.Maximum ?? from.Maximum, to.MaxItems ?? from.MaxItems);
        if (to.Items is { } shownItem && from.Items is { } writtenItem)
            Inherit(shownItem, writtenItem);
    }
}
