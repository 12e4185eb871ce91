using Ambassadors.Api.Http;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Exchanges;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.Webhooks;

namespace Ambassadors.Api.Journal;

/// <summary>The types that an event can have: noun and event, as the journal knows them.</summary>
public static class EventTypes
{
    /// <summary>Stands for all events of a noun: <c>pairing.*</c>.</summary>
    private const string Any = ".*";

    /// <summary>All of them: every event of every transition table, and what happens beside the tables.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        .. new[]
        {
            Of(CallLifecycle.Table), Of(ApplicationLifecycle.Table), Of(OfferLifecycle.Table), Of(PairingLifecycle.Table), Of(ExchangeLifecycle.Table),
            Of(Commitment.Table), Of(MatchingRunLifecycle.Table), Of(MatchingInstruction.Table), Of(WebhookLifecycle.Table),
            ["call.edit", "application.edit", "application.void_candidacy", "offer.edit", EventSight.LeftPool, "matching_run.freeze"],
            ["theme.create", "theme.edit", "pole.create", "pole.edit", "cluster.create", "cluster.edit", "cooperation.create", "cooperation.edit"],
            ["member.create", "member.edit", "member.link", "member.unlink", "member.delete", "conflict.declare", "conflict.withdraw"],
            ["person.create", "person.add_memberships", "person.remove_membership", "person.invite", "person.set_password", "person.set_language", "person.link_identity"],
            ["client.create", "client.edit", "client.rotate_secret", "client.revoke"],
            ["webhook_endpoint.edit", EventSource.TestType]
        }.SelectMany(types => types).Order(StringComparer.Ordinal)
    ];

    private static readonly HashSet<string> Known = [.. All, .. All.Select(type => type.Split('.')[0] + Any)];

    // Nobody hears of readings but auditors, who look for them.
    private static readonly HashSet<string> OfJournal = [.. All, "member.read", "person.read"];
    private static readonly HashSet<string> Nouns = [Reading.Noun, .. All.Select(type => type.Split('.')[0])];

    /// <summary>Whether the journal has entries of this event.</summary>
    public static bool IsOfJournal(string type) => OfJournal.Contains(type);

    /// <summary>Whether the journal has entries of resources of this noun.</summary>
    public static bool IsNoun(string noun) => Nouns.Contains(noun);

    /// <summary>Whether it is a type, or stands for all of a noun.</summary>
    public static bool IsKnown(string asked) => Known.Contains(asked);

    /// <summary>The types that are asked for; none where all are.</summary>
    public static IReadOnlySet<string>? Of(IEnumerable<string>? asked) => asked is null
        ? null
        : asked.SelectMany(one => one.EndsWith(Any, StringComparison.Ordinal) ? All.Where(type => type.StartsWith(one[..^1], StringComparison.Ordinal)) : [one]).ToHashSet(StringComparer.Ordinal);

    /// <summary>Reads the parameter <c>types</c>, types separated by commas.</summary>
    public static IReadOnlySet<string>? Parse(string? types)
    {
        string[]? asked = types?.Split(',');
        return asked is null || Array.TrueForAll(asked, IsKnown) ? Of(asked) : throw new UnreadableParameterException("types");
    }

    private static IEnumerable<string> Of<TStatus, TEvent>(LifecycleTable<TStatus, TEvent> table) where TStatus : struct, Enum where TEvent : struct, Enum =>
        Enum.GetValues<TEvent>().Select(on => $"{table.Noun}.{Wire.Name(on)}");
}
