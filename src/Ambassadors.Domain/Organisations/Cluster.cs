using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;

namespace Ambassadors.Domain.Organisations;

/// <summary>What is written of a cluster.</summary>
public sealed record ClusterContent(
    string Name, string Country, string? City, IReadOnlyList<string> Themes, string? Website, int? Founded, string Source, string Confidence);

/// <summary>A foreign cluster.</summary>
public sealed class Cluster : Resource
{
    private Cluster()
    {
        // For EF Core.
    }

    /// <inheritdoc/>
    public override string Noun => "cluster";

    /// <inheritdoc/>
    public override CaseFile File => new(null, Slug);

    /// <summary>Permanent name in paths: <c>medicon-valley-alliance</c>.</summary>
    public string Slug { get; private init; } = "";

    /// <summary>Name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The name folded, by which lists are sorted.</summary>
    public string SortName { get; private set; } = "";

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string Country { get; private set; } = "";

    /// <summary>City.</summary>
    public string? City { get; private set; }

    /// <summary>Codes of its themes.</summary>
    public IReadOnlyList<string> Themes { get; private set; } = [];

    /// <summary>Host name or address of its site.</summary>
    public string? Website { get; private set; }

    /// <summary>Year.</summary>
    public int? Founded { get; private set; }

    /// <summary>Where the facts come from.</summary>
    public string Source { get; private set; } = "";

    /// <summary>How sure they are.</summary>
    public string Confidence { get; private set; } = "";

    /// <inheritdoc/>
    public override IEnumerable<string> SearchTerms() =>
    [
        .. Search.Words(Name, Slug.Replace('-', ' '), City),
        .. Themes.Select(theme => Search.Facet("theme", theme)),
        Search.Facet("country", Country)
    ];

    /// <summary>Adds a cluster.</summary>
    public static Cluster Create(string slug, ClusterContent content, Actor by, DateTimeOffset at)
    {
        var cluster = new Cluster { Id = Guid.CreateVersion7(at), Slug = slug };
        cluster.Write(content);
        cluster.Record("cluster.create", by, at);
        return cluster;
    }

    /// <summary>Changes what is written.</summary>
    public void Edit(ClusterContent content, Actor by, DateTimeOffset at)
    {
        Write(content);
        Record("cluster.edit", by, at);
    }

    private void Write(ClusterContent content)
    {
        (Name, SortName, Country, City, Themes) = (content.Name, Search.Fold(content.Name), content.Country, content.City, content.Themes);
        (Website, Founded, Source, Confidence) = (content.Website, content.Founded, content.Source, content.Confidence);
    }
}
