using Ambassadors.Domain.Journal;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;

namespace Ambassadors.Domain.Organisations;

/// <summary>What a theme cuts across.</summary>
public enum ThemeKind
{
    /// <summary>One sector: aeronautics.</summary>
    Sectoral,

    /// <summary>Several sectors: composite materials.</summary>
    Horizontal
}

/// <summary>A theme (thématique) of the controlled vocabulary.</summary>
public sealed class Theme : Resource
{
    /// <summary>The fact by which the journal says which theme it is.</summary>
    public const string CodeFact = "code";

    private Theme()
    {
        // For EF Core.
    }

    /// <inheritdoc/>
    public override string Noun => "theme";

    /// <inheritdoc/>
    public override CaseFile File => CaseFile.Programme;

    /// <summary>Permanent code: <c>health-biotech</c>.</summary>
    public string Code { get; private init; } = "";

    /// <summary>Label in English.</summary>
    public string LabelEn { get; private set; } = "";

    /// <summary>Label in French.</summary>
    public string LabelFr { get; private set; } = "";

    /// <summary>Sectoral or horizontal.</summary>
    public ThemeKind Kind { get; private set; }

    /// <summary>Where the entry comes from.</summary>
    public string Source { get; private set; } = "";

    /// <inheritdoc/>
    public override IEnumerable<string> SearchTerms() =>
        [.. Search.Words(Code.Replace('-', ' '), LabelEn, LabelFr), Search.Facet("kind", Wire.Name(Kind))];

    /// <summary>Adds a theme.</summary>
    public static Theme Create(string code, string labelEn, string labelFr, ThemeKind kind, string source, Actor by, DateTimeOffset at)
    {
        var theme = new Theme { Id = Guid.CreateVersion7(at), Code = code };
        theme.Write(labelEn, labelFr, kind, source);
        theme.Record("theme.create", by, at).State(theme.Facts);
        return theme;
    }

    /// <summary>Changes its labels, kind or source.</summary>
    public void Edit(string labelEn, string labelFr, ThemeKind kind, string source, Actor by, DateTimeOffset at)
    {
        Write(labelEn, labelFr, kind, source);
        Record("theme.edit", by, at).State(Facts);
    }

    // It is known by its code; its id is nobody's.
    private JournalFacts Facts => new JournalFacts().Add(CodeFact, Code);

    private void Write(string labelEn, string labelFr, ThemeKind kind, string source) =>
        (LabelEn, LabelFr, Kind, Source) = (labelEn, labelFr, kind, source);
}
