using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Ambassadors.Domain.Lifecycle;

namespace Ambassadors.Api.Http;

/// <summary>The contract's JSON: what is not understood is refused, never guessed.</summary>
public static class Serialization
{
    /// <summary>Sets the options of requests and answers.</summary>
    public static void Configure(JsonSerializerOptions json)
    {
        json.Converters.Add(new EnumConverters());
        json.Converters.Add(new InstantConverter());
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

    // The framework's own takes the names of the code too, in any case and several at once.
    private sealed class EnumConverters : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(EnumConverter<>).MakeGenericType(typeToConvert))!;
    }

    private sealed class EnumConverter<T> : JsonConverter<T> where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return reader.TokenType == JsonTokenType.String && Named<T>.TryParse(reader.GetString(), null, out var named) ? named.Value : throw new JsonException();
            }
            catch (InvalidOperationException exception)
            {
                throw new JsonException(null, exception);
            }
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Wire.Name(value));

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Named<T>.TryParse(reader.GetString(), null, out var named) ? named.Value : throw new JsonException();

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(Wire.Name(value));
    }

    // Written in UTC, as Z. The framework's own reads an instant without an offset in the server's time zone: refused here.
    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        private const string WholeSeconds = "yyyy-MM-dd'T'HH:mm:ss'Z'";
        private const string Milliseconds = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String || !reader.TryGetDateTimeOffset(out var instant))
                throw new JsonException();
            // As a text: a client may well write the + as an escape.
            var text = reader.GetString()!.AsSpan();
            var time = text.IndexOf('T');
            return time > 0 && text[time..].IndexOfAny("Z+-") > 0 ? instant : throw new JsonException();
        }

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString(value.Millisecond == 0 ? WholeSeconds : Milliseconds, CultureInfo.InvariantCulture));
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
            return NodeOf(document.RootElement, "$");
        }

        public override void Write(Utf8JsonWriter writer, JsonNode value, JsonSerializerOptions options) => value.WriteTo(writer, options);

        private static JsonNode? NodeOf(JsonElement element, string path)
        {
            if (element.ValueKind == JsonValueKind.Array)
                return new JsonArray([.. element.EnumerateArray().Select((item, index) => NodeOf(item, $"{path}[{index}]"))]);
            if (element.ValueKind == JsonValueKind.String)
                return JsonValue.Create(TextOf(() => element.GetString()!, path));
            if (element.ValueKind != JsonValueKind.Object)
                return element.ValueKind == JsonValueKind.Null ? null : JsonValue.Create(element.Clone());
            var members = new JsonObject();
            foreach (var member in element.EnumerateObject())
            {
                var name = TextOf(() => member.Name, path);
                if (!members.TryAdd(name, NodeOf(member.Value, $"{path}['{name}']")))
                    throw new JsonException("Duplicate property.", $"{path}['{name}']", null, null);
            }

            return members;
        }

        private static string TextOf(Func<string> read, string path)
        {
            try
            {
                return read();
            }
            catch (InvalidOperationException exception)
            {
                throw new JsonException(null, path, null, null, exception);
            }
        }
    }
}
