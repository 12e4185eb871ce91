// What scripts/check-matching does: other people's problems, their known answers, the engine's own.
#:project ../src/Ambassadors.Matching
#:property PublishAot=false
#:property TreatWarningsAsErrors=false
#:property RunAnalyzers=false
#:property RestorePackagesWithLockFile=false
#:property GenerateDocumentationFile=false
#:property NoWarn=$(NoWarn);NU1603

using System.Globalization;
using System.Text.Json;
using Ambassadors.Matching;

var (right, wrong, skipped) = (0, 0, 0);
foreach (var file in Directory.EnumerateFiles(args[0], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
{
    var name = Path.GetRelativePath(args[0], file);
    if (Path.GetExtension(file) is not (".txt" or ".json"))
        continue;
    try
    {
        Console.WriteLine($"right    {name}: {Known.Solve(file)}");
        right++;
    }
    catch (Skipped reason)
    {
        Console.WriteLine($"skipped  {name}: {reason.Message}");
        skipped++;
    }
    catch (Exception difference)
    {
        Console.WriteLine($"WRONG    {name}: {(difference is Difference ? difference.Message : difference)}");
        wrong++;
    }
}
Console.WriteLine($"{right} right, {wrong} wrong, {skipped} skipped");
return wrong == 0 && right > 0 ? 0 : 1;

sealed class Difference(string message) : Exception(message);

sealed class Skipped(string message) : Exception(message);

/// <summary>The formats; each solves its file, compares, and says what it found.</summary>
static class Known
{
    // OR-Library (J. E. Beasley), assignment problems: https://people.brunel.ac.uk/~mastjjb/jeb/orlib/assigninfo.html.
    // The random ones: solved with scipy's linear_sum_assignment.
    private static readonly Dictionary<string, long> Totals = new()
    {
        ["assign100"] = 305, ["assign500"] = 991, ["random5"] = 145, ["random10"] = 105, ["random20"] = 149, ["random50"] = 134
    };

    public static string Solve(string file)
    {
        if (Path.GetExtension(file) == ".txt")
            return Text(file);
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = json.RootElement;
        var format = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("format", out var said) ? said.GetString() : "no format said";
        return format switch
        {
            "matrix-instance/1" => Matrix(root),
            "match-instance/1" => Match(root),
            "stable-instance/1" => Stable(root),
            "gap-sizes/1" => Sizes(root),
            _ => throw new Skipped($"format {format}")
        };
    }

    /// <summary>n, then n × n costs.</summary>
    private static string Text(string file)
    {
        if (!Totals.TryGetValue(Path.GetFileNameWithoutExtension(file), out var total))
            throw new Skipped("no answer is known by this name");
        var numbers = File.ReadAllText(file).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToList();
        return Least([.. numbers.Skip(1).Chunk(numbers[0]).Select(row => row.Select(cost => (int?)cost).ToArray())], total);
    }

    private static string Matrix(JsonElement root)
    {
        Expect("min", root.GetProperty("sense").GetString(), "sense");
        return Least(Costs(root), root.GetProperty("known").GetProperty("optimum").GetInt64());
    }

    /// <summary>The least total of costs, a null being no pair; the smaller side is matched whole.</summary>
    private static string Least(int?[][] costs, long optimum)
    {
        var (problem, most) = OfCosts(costs, capacity: 1);
        var outcome = Proved(problem);
        Expect(Math.Min(costs.Length, costs[0].Length), outcome.Pairs.Count, "pairs");
        Expect(optimum, outcome.Pairs.Count * (long)most - outcome.Fit, "least total");
        return $"least total {optimum}";
    }

    /// <summary>Tasks of different sizes, workers who can take so much.</summary>
    private static string Sizes(JsonElement root)
    {
        var workers = Costs(root);
        var sizes = root.GetProperty("sizes").EnumerateArray().Select(size => size.GetInt64()).ToArray();
        var room = root.GetProperty("capacity").GetInt64();
        var (problem, most) = OfCosts([.. sizes.Select((_, task) => workers.Select(worker => worker[task]).ToArray())], capacity: sizes.Length);
        var limits = workers.Select((_, worker) => new LinearLimit($"worker {worker}", room, [.. sizes.Select((size, task) => new PairWeight($"a{task}", $"o{worker}", size))]));
        var outcome = Proved(problem with { Constraints = new() { Linear = [.. limits] } });
        Expect(sizes.Length, outcome.Pairs.Count, "pairs");
        var optimum = root.GetProperty("known").GetProperty("optimum").GetInt64();
        Expect(optimum, outcome.Pairs.Count * (long)most - outcome.Fit, "least total");
        return $"least total {optimum}";
    }

    private static string Match(JsonElement root)
    {
        Expect("max", root.GetProperty("sense").GetString(), "sense");
        var constraints = root.GetProperty("constraints");
        var columns = root.GetProperty("edge_columns").EnumerateArray().Select(column => column.GetString()!).ToList();
        var problem = new MatchingProblem
        {
            Applications = [.. root.GetProperty("applications").EnumerateArray().Select(one => new MatchingApplication($"a{one.GetProperty("id")}", $"p{one.GetProperty("pole")}"))],
            Offers = [.. root.GetProperty("counterparts").EnumerateArray().Select(one => new MatchingOffer($"o{one.GetProperty("id")}", one.GetProperty("capacity").GetInt32(), $"c{one.GetProperty("country")}"))],
            Pairs = [.. root.GetProperty("edges").EnumerateArray().Select(edge => new MatchingPair(
                $"a{edge[columns.IndexOf("application")]}", $"o{edge[columns.IndexOf("counterpart")]}", edge[columns.IndexOf("score")].GetInt32(), edge[columns.IndexOf("cost")].GetInt64()))],
            Constraints = new()
            {
                Budget = Optional("budget"),
                MaxPerPole = (int?)Optional("max_per_pole"),
                MaxPerCountry = (int?)Optional("max_per_country"),
                MinCountries = constraints.GetProperty("min_countries").GetInt32(),
                Locked = Couples("locked"),
                Forbidden = Couples("forbidden")
            }
        };
        var known = root.GetProperty("known");
        var outcome = Proved(problem);
        Expect(known.GetProperty("optimum").GetInt64(), outcome.Fit, "fit");
        // The one unique answer that a file tells in words: "the only optimum is u0-p1, u1-p2, u2-p0".
        if (root.TryGetProperty("name", out var name) && name.GetString() == "hotcrp-unique")
            Expect("a0-o1 a1-o2 a2-o0", Plan(outcome), "plan");
        return $"fit {outcome.Fit}";

        long? Optional(string name) => constraints.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;
        Couple[] Couples(string name) => [.. constraints.GetProperty(name).EnumerateArray().Select(pair => new Couple($"a{pair[0]}", $"o{pair[1]}"))];
    }

    private static string Stable(JsonElement root)
    {
        var wishes = root.GetProperty("applicants").EnumerateObject().ToDictionary(one => one.Name, one => Texts(one.Value));
        var hosts = root.GetProperty("hosts").EnumerateObject().ToDictionary(one => one.Name, one => (Capacity: one.Value.GetProperty("capacity").GetInt32(), Wishes: Texts(one.Value.GetProperty("prefs"))));
        var outcome = Solved(new MatchingProblem
        {
            Profile = MatchingProfile.Stable,
            Applications = [.. wishes.Keys.Select(id => new MatchingApplication(id, "p"))],
            Offers = [.. hosts.Select(host => new MatchingOffer(host.Key, host.Value.Capacity, "c"))],
            Pairs = [.. from applicant in wishes
                        from host in applicant.Value
                        where hosts[host].Wishes.Contains(applicant.Key)
                        select new MatchingPair(applicant.Key, host, 1, 0, applicant.Value.IndexOf(host) + 1, hosts[host].Wishes.IndexOf(applicant.Key) + 1)]
        });
        var known = root.GetProperty("known");
        Expect(Plan(known.GetProperty("applicant_optimal")), Plan(outcome), "plan");
        Expect(0, outcome.BlockingPairs, "blocking pairs");
        if (!known.TryGetProperty("all_stable", out var all))
            return Plan(outcome);
        if (!all.EnumerateArray().Select(Plan).Contains(Plan(outcome)))
            throw new Difference($"{Plan(outcome)} is none of the stable plans");
        return $"{Plan(outcome)}, of {all.GetArrayLength()} stable";
    }

    private static MatchingOutcome Proved(MatchingProblem problem)
    {
        var outcome = Solved(problem);
        Expect(true, outcome.Optimal, "optimal");
        return outcome;
    }

    private static MatchingOutcome Solved(MatchingProblem problem)
    {
        var outcome = MatchingEngine.Solve(problem);
        if (outcome.Infeasible is { } infeasible)
            throw new Difference($"no plan: {infeasible.Detail}");
        if (CertificateCheck.Failures(problem, outcome) is [_, ..] failures)
            throw new Difference($"the certificate: {string.Join(' ', failures)}");
        return outcome;
    }

    private static (MatchingProblem Problem, int Most) OfCosts(int?[][] costs, int capacity)
    {
        var most = costs.Max(row => row.Max())!.Value;
        return (new MatchingProblem
        {
            Profile = MatchingProfile.CountFit,
            Applications = [.. costs.Select((_, row) => new MatchingApplication($"a{row}", "p"))],
            Offers = [.. costs[0].Select((_, column) => new MatchingOffer($"o{column}", capacity, "c"))],
            Pairs = [.. costs.SelectMany((row, i) => row.Select((cost, j) => (cost, j)).Where(cell => cell.cost is not null).Select(cell => new MatchingPair($"a{i}", $"o{cell.j}", most - cell.cost!.Value, 0)))]
        }, most);
    }

    private static int?[][] Costs(JsonElement root) =>
        [.. root.GetProperty("cost").EnumerateArray().Select(row => row.EnumerateArray().Select(cost => cost.ValueKind == JsonValueKind.Null ? (int?)null : cost.GetInt32()).ToArray())];

    private static List<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(text => text.GetString()!)];

    private static string Plan(JsonElement plan) =>
        string.Join(' ', plan.EnumerateObject().OrderBy(pair => pair.Name, StringComparer.Ordinal).Select(pair => $"{pair.Name}-{pair.Value.GetString()}"));

    private static string Plan(MatchingOutcome outcome) => string.Join(' ', outcome.Pairs.Select(pair => $"{pair.Application}-{pair.Offer}"));

    private static void Expect<T>(T known, T found, string what)
    {
        if (!Equals(known, found))
            throw new Difference($"{what}: {known} is known, {found} was found");
    }
}
