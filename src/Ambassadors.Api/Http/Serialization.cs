using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Ambassadors.Api.Http;

/// <summary>The contract's JSON: what is not understood is refused, never guessed.</summary>
public static class Serialization
{
    /// <summary>Sets the options of requests and answers.</summary>
    public static void Configure(JsonSerializerOptions json)
    {
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        json.Converters.Add(new TextConverter());
        json.Converters.Add(new PatchConverter());
        json.NumberHandling = JsonNumberHandling.Strict;
        json.AllowDuplicateProperties = false;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = false;
        json.AllowOutOfOrderMetadataProperties = true;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.PropertyNameCaseInsensitive = false;
        json.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    }

    // The reader throws no JsonException on half a surrogate pair, which would be answered as a fault of ours.
    private sealed class TextConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new JsonException();
            }
            catch (InvalidOperationException exception)
            {
                throw new JsonException(null, exception);
            }
        }

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

        public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);
    }

    // A node would find a member that stands twice only when it is asked for, and then as a fault of ours.
    private sealed class PatchConverter : JsonConverter<JsonNode>
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(JsonNode);

        public override JsonNode? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            try
            {
                return NodeOf(document.RootElement, "$");
            }
            catch (InvalidOperationException exception)
            {
                throw new JsonException(null, exception);
            }
        }

        public override void Write(Utf8JsonWriter writer, JsonNode value, JsonSerializerOptions options) => value.WriteTo(writer, options);

        private static JsonNode? NodeOf(JsonElement element, string path)
        {
            if (element.ValueKind == JsonValueKind.Array)
                return new JsonArray([.. element.EnumerateArray().Select((item, index) => NodeOf(item, $"{path}[{index}]"))]);
            if (element.ValueKind != JsonValueKind.Object)
                return element.ValueKind == JsonValueKind.Null ? null : JsonValue.Create(element.Clone());
            var members = new JsonObject();
            foreach (var member in element.EnumerateObject())
            {
                if (!members.TryAdd(member.Name, NodeOf(member.Value, $"{path}['{member.Name}']")))
                    throw new JsonException("Duplicate property.", $"{path}['{member.Name}']", null, null);
            }

            return members;
        }
    }
}
