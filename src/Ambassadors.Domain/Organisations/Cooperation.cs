using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;

namespace Ambassadors.Domain.Organisations;

/// <summary>A formal agreement (coopération) between a pôle and a cluster.</summary>
public sealed class Cooperation : Resource
{
    private Cooperation()
    {
        // For EF Core.
    }

    /// <inheritdoc/>
    public override string Noun => "cooperation";

    /// <inheritdoc/>
    public override CaseFile File => new(PoleSlug, ClusterSlug);

    /// <summary>Slug of the pôle.</summary>
    public string PoleSlug { get; private init; } = "";

    /// <summary>Slug of the cluster.</summary>
    public string ClusterSlug { get; private init; } = "";

    /// <summary>What was agreed, as the source words it.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>A year <c>2008</c>, a month <c>2008-06</c>, a day <c>2008-06-17</c>, or absent: never more than the source says.</summary>
    public string? SignedOn { get; private set; }

    /// <summary>Where it is documented.</summary>
    public string Source { get; private set; } = "";

    /// <inheritdoc/>
    public override IEnumerable<string> SearchTerms() =>
        Search.Words(Kind, PoleSlug.Replace('-', ' '), ClusterSlug.Replace('-', ' '));

    /// <summary>Records an agreement.</summary>
    public static Cooperation Create(string pole, string cluster, string kind, string? signedOn, string source, Actor by, DateTimeOffset at)
    {
        var cooperation = new Cooperation { Id = Guid.CreateVersion7(at), PoleSlug = pole, ClusterSlug = cluster };
        cooperation.Write(kind, signedOn, source);
        cooperation.Record("cooperation.create", by, at);
        return cooperation;
    }

    /// <summary>Corrects the record.</summary>
    public void Edit(string kind, string? signedOn, string source, Actor by, DateTimeOffset at)
    {
        Write(kind, signedOn, source);
        Record("cooperation.edit", by, at);
    }

    private void Write(string kind, string? signedOn, string source) => (Kind, SignedOn, Source) = (kind, signedOn, source);
}
