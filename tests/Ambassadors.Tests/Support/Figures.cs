using System.Text.RegularExpressions;

namespace Ambassadors.Tests.Support;

/// <summary>What a service shows to Prometheus: the names of its series and the labels of each.</summary>
public sealed partial class Figures
{
    // What Prometheus adds to every series that it collects, and what histograms are made of.
    private static readonly string[] Always = ["instance", "job", "le"];

    private readonly Dictionary<string, HashSet<string>> _labels = [];

    private Figures(string text)
    {
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var series = Series().Match(line);
            Assert.True(series.Success, line);
            if (!_labels.TryGetValue(series.Groups["name"].Value, out var labels))
                _labels[series.Groups["name"].Value] = labels = [.. Always];
            labels.UnionWith(Labels().Matches(Quoted().Replace(series.Groups["labels"].Value, "")).Select(label => label.Groups[1].Value));
        }
    }

    /// <summary>The names.</summary>
    public IReadOnlyCollection<string> Names => _labels.Keys;

    /// <summary>Reads what was shown.</summary>
    public static Figures Of(string text) => new(text);

    /// <summary>What a query asks for that is not there: series by name, labels by name in braces.</summary>
    public IReadOnlyList<string> MissingFor(string query)
    {
        var bare = Quoted().Replace(Window().Replace(query, ""), "");
        var selected = Labels().Matches(string.Join(',', Braces().Matches(bare).Select(braces => braces.Value))).Select(label => label.Groups[1].Value);
        var grouped = Grouping().Matches(bare).SelectMany(by => by.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        var names = Name().Matches(Grouping().Replace(Braces().Replace(bare, ""), "")).Select(name => name.Value).Distinct().ToList();
        Assert.True(names.Count > 0, $"{query} asks for nothing");
        var known = names.Where(_labels.ContainsKey).ToList();
        return
        [
            .. names.Except(known),
            .. selected.Concat(grouped).Distinct().Where(label => !known.Any(name => _labels[name].Contains(label))).Select(label => $"{{{label}}}")
        ];
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? \S+( \S+)?$""")]
    private static partial Regex Series();

    [GeneratedRegex("([a-zA-Z_][a-zA-Z0-9_]*) *(?:=~|!~|!=|=)")]
    private static partial Regex Labels();

    [GeneratedRegex("\\[[^\\]]*\\]")]
    private static partial Regex Window();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("\\{[^}]*\\}")]
    private static partial Regex Braces();

    [GeneratedRegex("\\b(?:by|without|on|ignoring) *\\(([^)]*)\\)")]
    private static partial Regex Grouping();

    // Neither a function nor an operator.
    [GeneratedRegex("\\b(?!(?:and|or|unless|bool|offset|by|without|on|ignoring)\\b)[a-zA-Z_:][a-zA-Z0-9_:]*\\b(?! *\\()")]
    private static partial Regex Name();
}
