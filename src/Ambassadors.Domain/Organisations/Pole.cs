using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;

namespace Ambassadors.Domain.Organisations;

/// <summary>The rank that the State gave a pôle in 2005–2007.</summary>
public enum PoleTier
{
    /// <summary>Pôle mondial: one of seven.</summary>
    Mondial,

    /// <summary>Pôle à vocation mondiale: one of ten.</summary>
    VocationMondiale,

    /// <summary>Pôle national.</summary>
    National
}

/// <summary>What is known of a link abroad that is not a cooperation: joint work, or agreements whose counterpart is not named.</summary>
/// <param name="Counterpart">The counterpart as the source words it.</param>
/// <param name="Kind">What the link is.</param>
/// <param name="Date">A year, a month, a day, or absent.</param>
/// <param name="Source">Where it is documented.</param>
public sealed record PoleNote(string Counterpart, string Kind, string? Date, string Source);

/// <summary>What is written of a pôle.</summary>
public sealed record PoleContent(
    string Name, IReadOnlyList<string> Regions, PoleTier Tier, int? Evaluation2008, IReadOnlyList<string> Themes,
    DateOnly? LabelledFrom, DateOnly? LabelledUntil, string Source, string Confidence, IReadOnlyList<PoleNote> Notes);

/// <summary>A competitiveness pôle (pôle de compétitivité), the French side.</summary>
public sealed class Pole : Resource
{
    private Pole()
    {
        // For EF Core.
    }

    /// <inheritdoc/>
    public override string Noun => "pole";

    /// <inheritdoc/>
    public override CaseFile File => new(Slug);

    /// <summary>Permanent name in paths: <c>aerospace-valley</c>.</summary>
    public string Slug { get; private init; } = "";

    /// <summary>Name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The name folded, by which lists are sorted.</summary>
    public string SortName { get; private set; } = "";

    /// <summary>Regions of 2009.</summary>
    public IReadOnlyList<string> Regions { get; private set; } = [];

    /// <summary>Rank.</summary>
    public PoleTier Tier { get; private set; }

    /// <summary>Group in the 2008 evaluation: 1 met its goals, 2 partly, 3 to be reconfigured; absent where no source was found.</summary>
    public int? Evaluation2008 { get; private set; }

    /// <summary>Codes of its themes.</summary>
    public IReadOnlyList<string> Themes { get; private set; } = [];

    /// <summary>First day of the label; absent where it is not known.</summary>
    public DateOnly? LabelledFrom { get; private set; }

    /// <summary>Last day of the label; absent while it holds.</summary>
    public DateOnly? LabelledUntil { get; private set; }

    /// <summary>Where the facts come from.</summary>
    public string Source { get; private set; } = "";

    /// <summary>How sure they are.</summary>
    public string Confidence { get; private set; } = "";

    /// <summary>Links abroad that are no cooperation.</summary>
    public IReadOnlyList<PoleNote> Notes { get; private set; } = [];

    /// <inheritdoc/>
    public override IEnumerable<string> SearchTerms() =>
    [
        .. Search.Words([Name, Slug.Replace('-', ' '), .. Regions]),
        .. Themes.Select(theme => Search.Facet("theme", theme)),
        Search.Facet("tier", Wire.Name(Tier))
    ];

    /// <summary>Adds a pôle.</summary>
    public static Pole Create(string slug, PoleContent content, Actor by, DateTimeOffset at)
    {
        var pole = new Pole { Id = Guid.CreateVersion7(at), Slug = slug };
        pole.Write(content);
        pole.Record("pole.create", by, at);
        return pole;
    }

    /// <summary>Changes what is written.</summary>
    public void Edit(PoleContent content, Actor by, DateTimeOffset at)
    {
        Write(content);
        Record("pole.edit", by, at);
    }

    /// <summary>Whether the label holds on a day. No dates mean labelled.</summary>
    public bool IsLabelledOn(DateOnly day) => (LabelledFrom is null || LabelledFrom <= day) && (LabelledUntil is null || day <= LabelledUntil);

    private void Write(PoleContent content)
    {
        (Name, SortName, Regions, Tier, Evaluation2008) = (content.Name, Search.Fold(content.Name), content.Regions, content.Tier, content.Evaluation2008);
        (Themes, LabelledFrom, LabelledUntil) = (content.Themes, content.LabelledFrom, content.LabelledUntil);
        (Source, Confidence, Notes) = (content.Source, content.Confidence, content.Notes);
    }
}
