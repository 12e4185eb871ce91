using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ambassadors.Matching;
using Ambassadors.Matching.Exchange;

namespace Ambassadors.Tests.Matching;

/// <summary>Problems and outcomes as files.</summary>
public sealed class ExchangeFormatTests
{
    private const string SmallProblem = """
        {"format":"ambassadors-matching-problem/1","profile":"count_fit","applications":[{"id":"a1","pole":"scs"},{"id":"a2","pole":"médicen"}],"offers":[{"id":"o1","capacity":2,"country":"TN"}],"pairs":[{"application":"a1","offer":"o1","fit":830,"cost":3000,"applicationRank":1,"offerRank":2},{"application":"a2","offer":"o1","fit":0,"cost":0}],"constraints":{"budget":500000,"maxPerPole":null,"maxPerCountry":3,"minCountries":1,"locked":[["a1","o1"]],"forbidden":[["a2","o1"]],"usedPerPole":{"scs":1},"usedPerCountry":{"SN":2,"TN":1},"linear":[{"name":"region:Île-de-France","atMost":7,"weights":[{"application":"a1","offer":"o1","weight":4}]}]}}

        """;

    private static readonly MatchingProblem Small = Instance.Of("a2 o1 0", "a1 o1 830 3000 1 2").Pole("médicen", "a2").Seats(2, "o1").For(MatchingProfile.CountFit).Under(_ => new()
    {
        Budget = 500_000,
        MaxPerCountry = 3,
        MinCountries = 1,
        Locked = [new("a1", "o1")],
        Forbidden = [new("a2", "o1")],
        UsedPerPole = new Dictionary<string, int> { ["scs"] = 1 },
        UsedPerCountry = new Dictionary<string, int> { ["TN"] = 1, ["SN"] = 2 },
        Linear = [new("region:Île-de-France", 7, [new("a1", "o1", 4)])]
    });

    private static readonly MatchingOutcome Full = new()
    {
        Pairs = [new("a1", "o1"), new("a2", "o2")],
        Fit = 1_234_567_890_123,
        Cost = 2,
        UpperBound = 3,
        Optimal = true,
        BlockingPairs = 4,
        PlanHash = "5a",
        Unmatched =
        [
            new("a3", UnmatchedReason.PoleQuota, ExplanationBasis.Solved, [new(MatchingRule.Seats, false, 0), new(MatchingRule.PoleQuota, true, 12)], 13),
            new("a4", UnmatchedReason.Tie, ExplanationBasis.Prices, [], Lottery: "00ff")
        ],
        Certificate = new()
        {
            ProblemHash = "6b",
            Profile = MatchingProfile.Floor,
            Engine = "ambassadors-matching/1 ortools/9.15",
            PlanHash = "5a",
            Pairs = 7,
            Fit = 8,
            Cost = 9,
            UpperBound = 10,
            Gap = 11,
            BoundByPrices = 12,
            CorePairs = 13,
            Count = 14,
            Floor = 15,
            Scale = 16,
            BudgetPrice = 17,
            CountPrice = -18,
            DistinctCountriesPrice = 19,
            SeatPrices = new Dictionary<string, long> { ["o2"] = 20, ["o1"] = 21 },
            PolePrices = new Dictionary<string, long> { ["scs"] = 22 },
            CountryPrices = new Dictionary<string, long> { ["TN"] = 23 },
            FirstPrices = new Dictionary<string, long> { ["SN"] = 24 },
            LimitPrices = new Dictionary<string, long> { ["region:Île-de-France"] = 25 }
        },
        Infeasible = new(MatchingRule.DistinctCountries, "TN", 24, 23, "24 countries asked, 23 reachable")
    };

    [Fact]
    public void A_problem_is_written_in_canonical_order() => Assert.Equal(SmallProblem, Small.Written());

    [Fact]
    public void A_problem_is_read_as_it_was_written()
    {
        Assert.Equal(SmallProblem, Read(SmallProblem).Written());
        for (var seed = 0; seed < 20; seed++)
        {
            var problem = RandomProblem.Of(seed, MatchingProfile.Floor);
            Assert.Equal(problem.Written(), Read(problem.Written()).Written());
        }
    }

    [Fact]
    public void What_is_absent_from_a_problem_limits_nothing()
    {
        var problem = Read("""{"format":"ambassadors-matching-problem/1","applications":[],"offers":[],"pairs":[],"constraints":{"budget":null,"maxPerPole":null,"maxPerCountry":null}}""");
        Assert.Equal(MatchingProfile.Fit, problem.Profile);
        Assert.Equal(
            """{"format":"ambassadors-matching-problem/1","profile":"fit","applications":[],"offers":[],"pairs":[],"constraints":{"budget":null,"maxPerPole":null,"maxPerCountry":null,"minCountries":0,"locked":[],"forbidden":[]}}""" + "\n",
            problem.Written());
    }

    [Fact]
    public void The_order_of_a_problem_does_not_change_its_file()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var problem = RandomProblem.Of(seed, MatchingProfile.Fit);
            Assert.Equal(problem.Written(), problem.Shuffled(seed).Written());
        }
    }

    [Fact]
    public void A_file_is_read_the_same_in_pieces_of_any_size()
    {
        var bytes = Encoding.UTF8.GetBytes(SmallProblem);
        for (var size = 1; size <= 70; size++)
        {
            using var pieces = new Pieces(bytes, size);
            Assert.Equal(SmallProblem, MatchingFiles.ReadProblem(pieces).Written());
        }
    }

    [Fact]
    public void An_outcome_is_read_as_it_was_written() => Assert.Equal(Full.Written(), ReadOutcome(Full.Written()).Written());

    /// <summary>Whoever adds a property to these types has to give it a member of the file.</summary>
    [Fact]
    public void An_outcome_says_all_that_the_engine_found()
    {
        var json = JsonNode.Parse(Full.Written())!.AsObject();
        Assert.Equal(["format", .. Names<MatchingOutcome>()], json.Select(member => member.Key));
        Assert.Equal(Names<MatchingCertificate>(), json["certificate"]!.AsObject().Select(member => member.Key));
        Assert.Equal(Names<Infeasibility>(), json["infeasible"]!.AsObject().Select(member => member.Key));
        Assert.Equal(Names<UnmatchedApplication>().Order(), json["unmatched"]!.AsArray().SelectMany(one => one!.AsObject().Select(member => member.Key)).Distinct().Order());
        Assert.Equal(Names<Waiver>(), json["unmatched"]![0]!["waivers"]![0]!.AsObject().Select(member => member.Key));

        static IEnumerable<string> Names<T>() => typeof(T).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
    }

    [Fact]
    public void An_outcome_s_codes_are_written_in_lower_case()
    {
        var written = Full.Written();
        Assert.StartsWith("""{"format":"ambassadors-matching-outcome/1","pairs":[["a1","o1"],["a2","o2"]],"fit":1234567890123,"cost":2,"upperBound":3,"optimal":true,"blockingPairs":4,"planHash":"5a","unmatched":[{"application":"a3","reason":"pole_quota","basis":"solved","waivers":[{"rule":"seats","places":false,"gain":0},{"rule":"pole_quota","places":true,"gain":12}],"placementCost":13},{"application":"a4","reason":"tie","basis":"prices","waivers":[],"lottery":"00ff"}],"certificate":{"problemHash":"6b","profile":"floor",""", written, StringComparison.Ordinal);
        Assert.EndsWith("""
            "infeasible":{"rule":"distinct_countries","name":"TN","asked":24,"possible":23,"detail":"24 countries asked, 23 reachable"}}

            """, written, StringComparison.Ordinal);
        Assert.Contains("""
            "seatPrices":{"o1":21,"o2":20},"polePrices":{"scs":22}
            """, written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ambassadors-matching-problem/1", "ambassadors-matching-problem/2", "/format", "is \"ambassadors-matching-problem/2\", not \"ambassadors-matching-problem/1\".")]
    [InlineData("\"format\":\"ambassadors-matching-problem/1\",", "", "", "has no \"format\".")]
    [InlineData("\"count_fit\"", "\"countFit\"", "/profile", "is none of fit, count_fit, floor, stable.")]
    [InlineData("\"pole\":\"scs\"", "\"pôle\":\"scs\"", "/applications/0/pôle", "is no member of this format.")]
    [InlineData("\"id\":\"a2\"", "\"id\":\"a1\"", "/applications/1/id", "\"a1\" comes twice.")]
    [InlineData("\"id\":\"a2\",", "", "/applications/1", "has no \"id\".")]
    [InlineData("\"capacity\":2", "\"capacity\":\"2\"", "/offers/0/capacity", "is not a whole number of 32 bits.")]
    [InlineData("\"capacity\":2", "\"capacity\":4294967296", "/offers/0/capacity", "is not a whole number of 32 bits.")]
    [InlineData("\"capacity\":2", "\"capacity\":2,\"capacity\":2", "/offers/0/capacity", "comes twice.")]
    [InlineData("\"fit\":830", "\"fit\":830.5", "/pairs/0/fit", "is not a whole number of 32 bits.")]
    [InlineData("\"fit\":0,\"cost\":0", "\"fit\":0", "/pairs/1", "has no \"cost\".")]
    [InlineData("\"cost\":3000", "\"cost\":null", "/pairs/0/cost", "is not a whole number of 64 bits.")]
    [InlineData("{\"application\":\"a2\",\"offer\":\"o1\",\"fit\"", "{\"application\":\"a1\",\"offer\":\"o1\",\"fit\"", "/pairs/1", "comes twice.")]
    [InlineData("\"locked\":[[\"a1\",\"o1\"]]", "\"locked\":[[\"a1\"]]", "/constraints/locked/0", "has no offer.")]
    [InlineData("\"locked\":[[\"a1\",\"o1\"]]", "\"locked\":[[\"a1\",\"o1\",\"o2\"]]", "/constraints/locked/0/2", "is one too many: a pair is an application and an offer.")]
    [InlineData("\"locked\":[[\"a1\",\"o1\"]]", "\"locked\":[[\"a1\",\"o1\"],[\"a1\",\"o1\"]]", "/constraints/locked/1", "comes twice.")]
    [InlineData("\"SN\":2", "\"T/~\":1,\"T/~\":2", "/constraints/usedPerCountry/T~1~0", "comes twice.")]
    [InlineData("\"weight\":4}", "\"weight\":4},{\"application\":\"a1\",\"offer\":\"o1\",\"weight\":4}", "/constraints/linear/0/weights/1", "comes twice.")]
    [InlineData("\"minCountries\":1", "\"minCountries\":[]", "/constraints/minCountries", "is not a whole number of 32 bits.")]
    [InlineData("\"applications\":[", "\"applications\":[3,", "/applications/0", "is not an object.")]
    [InlineData("\"constraints\":{", "\"constraints\":[],\"x\":{", "/constraints", "is not an object.")]
    [InlineData("\"id\":\"o1\"", "\"id\":\"\\ud800\"", "/offers/0/id", "is no valid text.")]
    [InlineData("}]}}\n", "}]}}{}", "", "No valid JSON.")]
    [InlineData("}]}}\n", "}]}", "/constraints", "No valid JSON.")]
    [InlineData("\"cost\":3000", "\"cost\":3000 oops", "/pairs/0/cost", "No valid JSON.")]
    public void What_is_wrong_with_a_file_is_told_by_its_place(string right, string wrong, string pointer, string reason)
    {
        Assert.Contains(right, SmallProblem, StringComparison.Ordinal);
        var refused = Assert.Throws<MatchingFileException>(() => Read(SmallProblem.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.Equal(pointer, refused.Pointer);
        Assert.StartsWith(pointer.Length == 0 ? reason : $"{pointer}: {reason}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_ends_anywhere_before_its_end_is_refused()
    {
        for (var length = 0; length < SmallProblem.Length - 1; length++)
            Assert.Throws<MatchingFileException>(() => Read(SmallProblem[..length]));
        var outcome = Full.Written();
        for (var length = 0; length < outcome.Length - 1; length++)
            Assert.Throws<MatchingFileException>(() => ReadOutcome(outcome[..length]));
    }

    [Theory]
    [InlineData("\"scale\":16", "\"scale\":16,\"scale\":16", "/certificate/scale: comes twice.")]
    [InlineData("\"engine\":\"ambassadors-matching/1 ortools/9.15\",", "", "/certificate: has no \"engine\".")]
    [InlineData("\"o1\":21", "\"o2\":21", "/certificate/seatPrices/o2: comes twice.")]
    [InlineData("\"pole_quota\"", "\"poleQuota\"", "/unmatched/0/reason: is none of no_eligible, blocked_by_officer, tie, seats, pole_quota, country_quota, budget, other_limit, several.")]
    [InlineData("\"optimal\":true", "\"optimal\":1", "/optimal: is not true or false.")]
    [InlineData("\"places\":true,", "", "/unmatched/0/waivers/1: has no \"places\".")]
    public void What_is_wrong_with_an_outcome_is_told_by_its_place(string right, string wrong, string message)
    {
        Assert.Contains(right, Full.Written(), StringComparison.Ordinal);
        Assert.Equal(message, Assert.Throws<MatchingFileException>(() => ReadOutcome(Full.Written().Replace(right, wrong, StringComparison.Ordinal))).Message);
    }

    [Fact]
    public void A_file_without_end_is_refused()
    {
        const int limit = 4 << 20;
        using var spaces = new Endless((byte)' ');
        Assert.Equal($"The file is longer than {limit} bytes.", Assert.Throws<MatchingFileException>(() => MatchingFiles.ReadProblem(spaces, limit)).Message);
        using var more = new Endless((byte)' ');
        Assert.Equal($"The file is longer than {limit} bytes.", Assert.Throws<MatchingFileException>(() => MatchingFiles.ReadOutcome(more, limit)).Message);
        using var text = new Endless((byte)'"', (byte)'x');
        Assert.Equal($"A text or a number is longer than {1 << 20} bytes.", Assert.Throws<MatchingFileException>(() => MatchingFiles.ReadProblem(text)).Message);
        using var depth = new Endless((byte)'[');
        Assert.Equal("is not an object.", Assert.Throws<MatchingFileException>(() => MatchingFiles.ReadProblem(depth)).Message);
    }

    private static MatchingProblem Read(string json)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return MatchingFiles.ReadProblem(file);
    }

    private static MatchingOutcome ReadOutcome(string json)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return MatchingFiles.ReadOutcome(file);
    }

    /// <summary>Gives a few bytes at a time, as a pipe may.</summary>
    private sealed class Pieces(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(size, buffer.Length)]);
    }

    /// <summary>Never ends: its first bytes, then the last of them again and again.</summary>
    private sealed class Endless(params byte[] bytes) : MemoryStream
    {
        private int _given;

        public override int Read(Span<byte> buffer)
        {
            if (_given < bytes.Length - 1)
            {
                buffer[0] = bytes[_given++];
                return 1;
            }
            buffer.Fill(bytes[^1]);
            return buffer.Length;
        }
    }
}
