using System.Globalization;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.Organisations;

namespace Ambassadors.Api.Journal;

/// <summary>One thing that happened, as a CloudEvent (version 1.0, JSON). Ids, status and version; whoever wants to know more reads the resource.</summary>
/// <param name="Specversion" example="1.0">The version of CloudEvents: <c>1.0</c>.</param>
/// <param name="Id">Id of the event, UUID version 7, the same wherever and however often it is told.</param>
/// <param name="Source">Where it happened: the address of this service's <c>/v1</c>.</param>
/// <param name="Type">Noun and event: <c>application.submit</c>. <c>offer.gone</c> tells a pôle that an offer has left the pool.</param>
/// <param name="Subject">The resource, as its path below the source; with the id alone where it has no path of its own.</param>
/// <param name="Time">Instant of what happened.</param>
/// <param name="Datacontenttype">What <c>data</c> is: <c>application/json</c>.</param>
/// <param name="Sequence">Its position in the journal, 19 digits: of two events the one with the lesser sequence was told first (extension "sequence").</param>
/// <param name="Data">What it is about.</param>
public sealed record CloudEvent(
    string Specversion, Guid Id, string Source, string Type, string Subject, DateTimeOffset Time, string Datacontenttype, string Sequence, EventData Data);

/// <summary>What an event is about. No personal data, and nothing that the reader of the event may not read.</summary>
/// <param name="ResourceType">The noun of the resource.</param>
/// <param name="ResourceId">The resource.</param>
/// <param name="Version">The resource's version after it: of one resource events come in the order of its versions.</param>
/// <param name="Status">The resource's status after it; absent where it has none, or is gone.</param>
/// <param name="Gone">Whether the resource is gone: deleted, or no longer yours to see. Absent where it is not.</param>
/// <param name="PoleSlug">The pôle that it is about.</param>
/// <param name="ClusterSlug">The cluster that it is about.</param>
public sealed record EventData(string ResourceType, Guid ResourceId, int Version, string? Status, bool? Gone, string? PoleSlug, string? ClusterSlug);

/// <summary>Where events come from, as they say it: the address at which clients reach the service.</summary>
public sealed class EventSource(IConfiguration configuration)
{
    /// <summary>The type of a test.</summary>
    public const string TestType = "webhook_endpoint.test";

    private readonly string _source = $"{configuration["PublicUrl"]?.TrimEnd('/')}/v1";

    /// <summary>An entry at its position, as those hear of it.</summary>
    public CloudEvent Tell(long position, JournalEntry entry, EventSight sight)
    {
        var gone = sight.IsGone(entry);
        return new CloudEvent(
            "1.0", entry.Id, _source, sight.TypeOf(entry), SubjectOf(entry), entry.At, "application/json", position.ToString("D19", CultureInfo.InvariantCulture),
            new EventData(entry.ResourceType, entry.ResourceId, entry.ResourceVersion, gone ? null : entry.To, gone ? true : null, entry.Pole, entry.Cluster));
    }

    /// <summary>What an endpoint is sent to see whether it takes it: it is of the endpoint itself, and in no journal.</summary>
    public CloudEvent Test(Guid endpoint, int version, string? pole, string? cluster, DateTimeOffset at) => new(
        "1.0", Guid.CreateVersion7(at), _source, TestType, $"webhook-endpoints/{endpoint}", at, "application/json", 0.ToString("D19", CultureInfo.InvariantCulture),
        new EventData("webhook_endpoint", endpoint, version, null, null, pole, cluster));

    private static string SubjectOf(JournalEntry entry) => entry.ResourceType switch
    {
        "theme" when entry.Data.TryGetValue(Theme.CodeFact, out var code) => $"themes/{code}",
        "pole" when entry.Pole is not null => $"poles/{entry.Pole}",
        "cluster" when entry.Cluster is not null => $"clusters/{entry.Cluster}",
        "member" => entry.Pole is not null ? $"poles/{entry.Pole}/members/{entry.ResourceId}" : $"clusters/{entry.Cluster}/members/{entry.ResourceId}",
        var noun => ResourcePath.Of(noun, entry.ResourceId)
    };
}
