namespace Ambassadors.Domain.Matching;

/// <summary>How near themes are to each other: by the field that the French programme groups them in, and by the categories that other vocabularies put them in.</summary>
public sealed class ThemeMap
{
    /// <summary>Of a theme and itself.</summary>
    public const int Same = 1000;

    /// <summary>Of two themes of one field.</summary>
    public const int SameField = 600;

    /// <summary>Of two themes that another vocabulary puts in one category.</summary>
    public const int SameCategory = 300;

    private static readonly IReadOnlyDictionary<string, int> None = new Dictionary<string, int>();

    private readonly Dictionary<string, Dictionary<string, int>> _near = new(StringComparer.Ordinal);

    /// <summary>Makes it from the themes' entries; a theme without one is near to itself alone.</summary>
    public ThemeMap(IReadOnlyCollection<ThemeEntry> entries)
    {
        foreach (var one in entries)
        {
            var near = _near[one.Code] = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var other in entries.Where(other => other.Code != one.Code))
            {
                if (one.Field == other.Field)
                    near[other.Code] = SameField;
                else if (one.Categories.Any(other.Categories.Contains))
                    near[other.Code] = SameCategory;
            }
        }
    }

    /// <summary>0 to 1000.</summary>
    public int Nearness(string one, string other) => one == other ? Same : Around(one).GetValueOrDefault(other);

    /// <summary>The other themes that are near to a theme, each with its nearness.</summary>
    public IReadOnlyDictionary<string, int> Around(string theme) => _near.TryGetValue(theme, out var near) ? near : None;
}

/// <summary>Where a theme stands in other vocabularies.</summary>
/// <param name="Code">The theme.</param>
/// <param name="Field">The field of the French programme.</param>
/// <param name="Categories">Categories of other vocabularies, each with the vocabulary's name before it: <c>nace:30</c>.</param>
public sealed record ThemeEntry(string Code, string Field, IReadOnlyList<string> Categories);
