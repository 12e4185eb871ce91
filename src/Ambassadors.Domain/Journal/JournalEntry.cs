using System.Security.Cryptography;
using System.Text;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;

namespace Ambassadors.Domain.Journal;

/// <summary>
/// One thing that happened. It holds ids and codes only: a person is a random id, and a free text stays beside the
/// resource while the entry has its salted digest.
/// </summary>
public sealed class JournalEntry
{
    private JournalEntry()
    {
        // For EF Core.
    }

    internal JournalEntry(Resource resource, string what, Actor by, DateTimeOffset at, string? from, string? to, string? motive)
        : this(resource.Noun, resource.Id, resource.Version, resource.File, what, by, at)
    {
        From = from;
        To = to;
        if (motive is not null)
            Statement = new Statement(Id, motive);
        MotiveDigest = Statement?.Digest();
    }

    private JournalEntry(string noun, Guid resource, int version, CaseFile file, string what, Actor by, DateTimeOffset at)
    {
        Id = Guid.CreateVersion7(at);
        At = at;
        What = what;
        ResourceType = noun;
        ResourceId = resource;
        ResourceVersion = version;
        ActorKind = by.Kind;
        ActorId = by.PersonId ?? by.ClientId;
        AnsweredBy = by.SignatoryId;
        Organisation = by.OrganisationOn(file);
        Pole = file.Pole;
        Cluster = file.Cluster;
    }

    /// <summary>The entry of what is no resource of the programme's cases: an account, a partner system, a declared conflict.</summary>
    /// <param name="noun">The noun: <c>person</c>.</param>
    /// <param name="id">Its random id, all that the journal says of a person.</param>
    /// <param name="version">Its version after the change.</param>
    /// <param name="file">The organisation that it is about.</param>
    /// <param name="what">What happened to it: <c>invite</c>.</param>
    /// <param name="by">Who did it.</param>
    /// <param name="at">When.</param>
    /// <param name="facts">Codes and ids that it is about.</param>
    public static JournalEntry Beside(string noun, Guid id, int version, CaseFile file, string what, Actor by, DateTimeOffset at, JournalFacts? facts = null)
    {
        var entry = new JournalEntry(noun, id, version, file, $"{noun}.{what}", by, at);
        if (facts is not null)
            entry.State(facts);
        return entry;
    }

    /// <summary>The entry of something that is about others and moves none of them: a resource of its own, with one version.</summary>
    internal static JournalEntry OfReading(string noun, string what, CaseFile file, Actor by, DateTimeOffset at, JournalFacts facts)
    {
        var entry = new JournalEntry(noun, Guid.CreateVersion7(at), 1, file, what, by, at);
        entry.State(facts);
        return entry;
    }

    /// <summary>UUID version 7.</summary>
    public Guid Id { get; private init; }

    /// <summary>Instant, UTC.</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>Noun and event: <c>application.submit</c>.</summary>
    public string What { get; private init; } = "";

    /// <summary>The noun of the resource.</summary>
    public string ResourceType { get; private init; } = "";

    /// <summary>The resource.</summary>
    public Guid ResourceId { get; private init; }

    /// <summary>Its version after the change.</summary>
    public int ResourceVersion { get; private init; }

    /// <summary>The status before; absent where there was none.</summary>
    public string? From { get; private init; }

    /// <summary>The status after.</summary>
    public string? To { get; private init; }

    /// <summary>What kind of actor did it.</summary>
    public ActorKind ActorKind { get; private init; }

    /// <summary>The person's random id or the client's, absent for the service.</summary>
    public Guid? ActorId { get; private init; }

    /// <summary>The person who answers for what a partner system signed.</summary>
    public Guid? AnsweredBy { get; private init; }

    /// <summary>The organisation in whose name it was done: a slug, or <c>programme</c>.</summary>
    public string? Organisation { get; private init; }

    /// <summary>Slug of the pôle whose file it is.</summary>
    public string? Pole { get; private init; }

    /// <summary>Slug of the cluster whose file it is.</summary>
    public string? Cluster { get; private init; }

    /// <summary>Codes, ids and hashes that the change is about.</summary>
    public IReadOnlyDictionary<string, string> Data { get; private set; } = new Dictionary<string, string>();

    /// <summary>SHA-256 over the salt and the reason given; the reason itself is a <see cref="Journal.Statement"/>.</summary>
    public string? MotiveDigest { get; private init; }

    /// <summary>The reason given, kept apart so that it can be erased while the entry stays.</summary>
    public Statement? Statement { get; private init; }

    internal void State(JournalFacts facts) => Data = facts.ToDictionary();
}

/// <summary>The facts that a transition adds to its journal entry. Ids, codes, hashes and amounts; never free text, never a name.</summary>
public sealed class JournalFacts
{
    private readonly SortedDictionary<string, string> _facts = new(StringComparer.Ordinal);

    /// <summary>Adds one fact; a null is left out.</summary>
    public JournalFacts Add(string name, object? value)
    {
        if (value is not null)
            _facts[name] = Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!;
        return this;
    }

    /// <summary>Adds an instant as the contract writes it.</summary>
    public JournalFacts Add(string name, DateTimeOffset? value) =>
        Add(name, (object?)value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));

    internal Dictionary<string, string> ToDictionary() => new(_facts);
}

/// <summary>A reason that a person gave, in their words, for one journal entry.</summary>
public sealed class Statement
{
    private Statement()
    {
        // For EF Core.
    }

    internal Statement(Guid entryId, string text)
    {
        EntryId = entryId;
        Text = text;
        Salt = RandomNumberGenerator.GetBytes(16);
    }

    /// <summary>The entry that it belongs to.</summary>
    public Guid EntryId { get; private init; }

    /// <summary>The words.</summary>
    public string Text { get; private init; } = "";

    /// <summary>Random, so that the digest in the journal does not give the words away once they are erased.</summary>
    public byte[] Salt { get; private init; } = [];

    internal string Digest() => Convert.ToHexStringLower(SHA256.HashData([.. Salt, .. Encoding.UTF8.GetBytes(Text)]));
}
