using System.Text.Json;
using System.Text.Json.Serialization;
using Ambassadors.Domain.Lifecycle;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Ambassadors.Api.Data;

/// <summary>Enum members are stored by the name that the contract and the journal give them.</summary>
public sealed class WireEnumConverter<T>() : ValueConverter<T, string>(
    value => Wire.Name(value),
    text => Members[text]) where T : struct, Enum
{
    private static readonly Dictionary<string, T> Members = Enum.GetValues<T>().ToDictionary(Wire.Name);
}

/// <summary>SQLite orders no <see cref="DateTimeOffset"/>: it is given UTC ticks.</summary>
public sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(
    instant => instant.UtcTicks,
    ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

/// <summary>Values that are read and written whole are stored as JSON text, on both databases alike.</summary>
public static class JsonColumns
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) }
    };

    /// <summary>Stores the property as JSON text.</summary>
    public static PropertyBuilder<T> HasJsonText<T>(this PropertyBuilder<T> property)
    {
        property.HasConversion(
            value => JsonSerializer.Serialize(value, Options),
            json => JsonSerializer.Deserialize<T>(json, Options)!,
            new ValueComparer<T>(
                (one, other) => JsonSerializer.Serialize(one, Options) == JsonSerializer.Serialize(other, Options),
                value => JsonSerializer.Serialize(value, Options).GetHashCode(StringComparison.Ordinal),
                value => value));
        return property;
    }
}
