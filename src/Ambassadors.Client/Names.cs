using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ambassadors.Client;

/// <summary>A name out of a list that may grow: statuses, events, roles.</summary>
/// <typeparam name="T">The kind of name.</typeparam>
public interface IName<out T>
    where T : struct
{
    /// <summary>The name as it travels.</summary>
    string Value { get; }

    /// <summary>The name of this value.</summary>
    static abstract T Named(string value);
}

/// <summary>Reads and writes names as they travel.</summary>
/// <typeparam name="T">The kind of name.</typeparam>
public sealed class NameConverter<T> : JsonConverter<T>
    where T : struct, IName<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => T.Named(reader.GetString()!);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
