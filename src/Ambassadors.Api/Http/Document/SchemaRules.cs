using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Xml.Linq;
using FluentValidation;
using FluentValidation.Validators;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Ambassadors.Api.Http.Document;

/// <summary>What the serializer and the validators know of a type: what is required, within which limits, what its members mean.</summary>
public sealed class SchemaRules(IOptions<JsonOptions> json, IServiceProvider services) : ISchemaFilter
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, string>> Summaries = [];
    private readonly Lazy<ILookup<Type, IValidatorDescriptor>> _descriptors = new(() => DescriptorsOf(services));

    /// <summary>The name of a type in the document: <c>CallResponse</c> is <c>Call</c>, <c>Page&lt;CallResponse&gt;</c> is <c>CallPage</c>.</summary>
    public static string IdOf(Type type)
    {
        if (type.IsGenericType)
            return string.Concat(type.GetGenericArguments().Select(IdOf)) + type.Name[..type.Name.IndexOf('`')];
        var name = type.Name;
        return name.EndsWith("Response", StringComparison.Ordinal) ? name[..^"Response".Length] : name;
    }

    /// <inheritdoc/>
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema shown)
            return;
        if (context.Type.IsEnum)
        {
            shown.Description = DescriptionOf(context.Type);
            return;
        }

        if (shown.Properties is not { Count: > 0 } properties || json.Value.SerializerOptions.GetTypeInfo(context.Type) is not { Kind: JsonTypeInfoKind.Object } info)
            return;
        var isRequest = context.Type.Name.EndsWith("Request", StringComparison.Ordinal);

        // A new member of an answer must break no strict reader; an unknown one in a request is refused.
        shown.AdditionalPropertiesAllowed = !isRequest;
        foreach (var name in properties.Keys.ToArray())
        {
            // Nulls are not sent, and mean the same as absent.
            if (properties[name] is OpenApiSchema { Type: { } type } property && type != JsonSchemaType.Null)
                property.Type = type & ~JsonSchemaType.Null;
        }

        shown.Required = isRequest ? new HashSet<string>() : info.Properties.Where(IsAlwaysSent).Select(property => property.Name).ToHashSet();
        foreach (var descriptor in _descriptors.Value[context.Type])
            Limit(shown, descriptor);
        if (shown.Required.Count == 0)
            shown.Required = null;
    }

    /// <summary>The schema of a merge patch over a request: the same members, none required, null removes.</summary>
    public static IOpenApiSchema PatchOf(OpenApiSchemaReference written, OperationFilterContext context)
    {
        var id = written.Reference.Id!.Replace("Request", "Patch", StringComparison.Ordinal);
        if (!context.SchemaRepository.Schemas.ContainsKey(id))
        {
            var whole = context.SchemaRepository.Schemas[written.Reference.Id];
            context.SchemaRepository.AddDefinition(id, new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "The members to change; null removes one (RFC 7396).",
                AdditionalPropertiesAllowed = false,
                Properties = whole.Properties!.ToDictionary(property => property.Key, property => (IOpenApiSchema)new OpenApiSchema
                {
                    OneOf = [property.Value, new OpenApiSchema { Type = JsonSchemaType.Null }]
                })
            });
        }

        return new OpenApiSchemaReference(id, context.Document);
    }

    private static bool IsAlwaysSent(JsonPropertyInfo property) =>
        property.PropertyType.IsValueType ? Nullable.GetUnderlyingType(property.PropertyType) is null : !property.IsGetNullable;

    private static void Limit(OpenApiSchema schema, IValidatorDescriptor descriptor)
    {
        foreach (var rule in descriptor.Rules.Where(rule => rule is { HasAsyncCondition: false, PropertyName: not null }))
        {
            // The rules of items always have one: that their list is not too long.
            var isEach = rule.GetType().GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(ICollectionRule<,>));
            if (rule.HasCondition && !isEach)
                continue;
            var name = JsonNamingPolicy.CamelCase.ConvertName(rule.PropertyName);
            if (!schema.Properties!.TryGetValue(name, out var property))
                continue;
            foreach (var component in rule.Components.Where(component => component is { HasCondition: false, HasAsyncCondition: false }))
            {
                if (component.Validator is INotNullValidator)
                    schema.Required!.Add(name);
                if ((isEach ? (property as OpenApiSchema)?.Items : property) is OpenApiSchema limited)
                    Limit(limited, component.Validator);
            }
        }
    }

    private static void Limit(OpenApiSchema schema, IPropertyValidator validator)
    {
        switch (validator)
        {
            case ILengthValidator length when schema.Type?.HasFlag(JsonSchemaType.String) == true:
                schema.MinLength = length.Min > 0 ? length.Min : schema.MinLength;
                schema.MaxLength = length.Max > 0 ? length.Max : schema.MaxLength;
                break;
            case IRegularExpressionValidator expression:
                // \z is $ where no line end may follow, as in ECMA-262; classes of Unicode are not known to every reader of it.
                schema.Pattern = expression.Expression.Replace("\\z", "$", StringComparison.Ordinal).Replace("\\p{C}", "\\u0000-\\u001f\\u007f-\\u009f", StringComparison.Ordinal);
                break;
            case ILimitsItems items:
                (schema.MaxItems, schema.UniqueItems) = (items.Most, true);
                break;
            case IBetweenValidator between:
                schema.Minimum = Convert.ToString(between.From, CultureInfo.InvariantCulture);
                schema.Maximum = Convert.ToString(between.To, CultureInfo.InvariantCulture);
                break;
        }
    }

    // The validators of requests, and those that they keep for their parts.
    private static ILookup<Type, IValidatorDescriptor> DescriptorsOf(IServiceProvider services)
    {
        var found = new List<(Type Type, IValidatorDescriptor Descriptor)>();
        var types = typeof(SchemaRules).Assembly.GetTypes().Where(type => type.Name.EndsWith("Request", StringComparison.Ordinal));
        foreach (var type in types)
        {
            if (services.GetService(typeof(IValidator<>).MakeGenericType(type)) is IValidator validator)
                Collect(type, validator, found);
        }

        return found.DistinctBy(one => one.Descriptor).ToLookup(one => one.Type, one => one.Descriptor);
    }

    private static void Collect(Type type, IValidator validator, List<(Type, IValidatorDescriptor)> found)
    {
        var descriptor = validator.CreateDescriptor();
        found.Add((type, descriptor));
        foreach (var part in descriptor.Rules.SelectMany(rule => rule.Components).Select(component => component.Validator).OfType<IChildValidatorAdaptor>())
        {
            // Rules made in place have no type of their own to be found by; the adaptor alone holds them.
            if (part.GetType().GetField("_validator", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(part) is IValidator held
                && held.GetType().Assembly != typeof(SchemaRules).Assembly && ValidatedBy(held.GetType()) is { } validated)
            {
                Collect(validated, held, found);
            }
        }
    }

    private static Type? ValidatedBy(Type? validator)
    {
        while (validator is not null && !(validator.IsGenericType && validator.GetGenericTypeDefinition() == typeof(AbstractValidator<>)))
            validator = validator.BaseType;
        return validator?.GetGenericArguments()[0];
    }

    private static string DescriptionOf(Type type)
    {
        if (!Summaries.TryGetValue(type.Assembly, out var summaries))
        {
            var file = Path.ChangeExtension(type.Assembly.Location, ".xml");
            summaries = Summaries[type.Assembly] = File.Exists(file)
                ? XDocument.Load(file).Descendants("member").ToDictionary(
                    member => member.Attribute("name")!.Value, member => Words(member.Element("summary")), StringComparer.Ordinal)
                : [];
        }

        var members = type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => $"- `{JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Name)}`: {summaries.GetValueOrDefault($"F:{type.FullName!.Replace('+', '.')}.{field.Name}", "")}");
        return $"{summaries.GetValueOrDefault($"T:{type.FullName!.Replace('+', '.')}", "")}\n\n{string.Join('\n', members)}";
    }

    private static string Words(XElement? summary) =>
        summary is null ? "" : string.Join(' ', summary.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
