using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Ambassadors.Api.Http;

/// <summary>What an operation answers with where no type of ours is written as JSON: the bytes of a file, a stream of events.</summary>
/// <param name="MediaType">Its media type.</param>
/// <param name="Format">The first member of a file, which names its form; absent of a stream.</param>
/// <param name="Description">What it is.</param>
/// <param name="Example">What it looks like.</param>
/// <param name="Members">What its members are; those that the example leaves out are objects.</param>
public sealed record BodyShape(string MediaType, string? Format, string Description, JsonNode Example, IReadOnlyDictionary<string, string> Members);

/// <summary>An operation answers in another form too, where the caller asks for it by name: an array of such items.</summary>
/// <param name="MediaType">Its media type.</param>
/// <param name="Item">The type of an item.</param>
public sealed record AlsoAs(string MediaType, Type Item);

/// <summary>Says of a route what it answers with.</summary>
public static class BodyShapes
{
    /// <summary>A stream of server-sent events: it lasts as long as what it tells of.</summary>
    public static RouteHandlerBuilder Streams(this RouteHandlerBuilder route, string description, string example) =>
        route.WithMetadata(new BodyShape("text/event-stream", null, description, example, new Dictionary<string, string>()), new DisableRequestTimeoutAttribute());

    /// <summary>A file in a form of its own.</summary>
    public static RouteHandlerBuilder Exports(this RouteHandlerBuilder route, string format, string description, params (string Name, JsonNode? Example, string Text)[] members)
    {
        var example = new JsonObject { ["format"] = format };
        foreach (var (name, value, _) in members.Where(member => member.Example is not null))
            example[name] = value;
        return route.WithMetadata(new BodyShape("application/json", format, description, example, members.ToDictionary(member => member.Name, member => member.Text)));
    }
}
