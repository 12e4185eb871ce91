using Ambassadors.Api.Startup;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.Pairings;

namespace Ambassadors.Tests.Domain;

/// <summary>Who may be put together, how well they fit, when and for how much.</summary>
public sealed class CandidateTests
{
    private static readonly DateOnly Start = new(2027, 6, 1);

    private static readonly CallRules Rules = new()
    {
        CeilingPerExchange = 10_000_00,
        MinimumDays = 3,
        MaximumDays = 365,
        Directions = [ExchangeDirection.Outbound, ExchangeDirection.Inbound, ExchangeDirection.Reciprocal]
    };

    private static readonly MatchingGround Ground = new() { Themes = ReferenceData.ThemeMap(), Currency = "EUR", EarliestOn = Start };

    private static SeekingSide Application => new(Guid.NewGuid(), "scs", new ApplicationContent
    {
        AmbassadorId = Guid.NewGuid(),
        Direction = ExchangeDirection.Outbound,
        Objectives = "O",
        Themes = ["agriculture"],
        Languages = ["pt-BR", "fr"],
        Windows = [new Window(Start, Start.AddDays(59))],
        DurationDays = 30,
        RequestedAmount = new Sum(8_000_00, "EUR")
    }, 1, Rules, PersonTies.None);

    private static HostingSide Offer => new(Guid.NewGuid(), "food-valley", "NL", new OfferContent
    {
        CounterpartId = Guid.NewGuid(),
        Directions = [ExchangeDirection.Outbound, ExchangeDirection.Reciprocal],
        Themes = ["agriculture"],
        Languages = ["pt"],
        Windows = [new Window(Start.AddDays(10), Start.AddDays(100))],
        Capacity = 1
    }, 1, 1, PersonTies.None);

    [Theory]
    [InlineData("agriculture", "agriculture", ThemeMap.Same)]
    [InlineData("agriculture", "food", ThemeMap.SameField)]
    [InlineData("food", "agriculture", ThemeMap.SameField)]
    [InlineData("aerospace", "food", 0)]
    [InlineData("of-somebodys-own", "of-somebodys-own", ThemeMap.Same)]
    [InlineData("of-somebodys-own", "food", 0)]
    public void Themes_are_near_by_field_and_by_the_categories_of_other_vocabularies(string one, string other, int nearness) =>
        Assert.Equal(nearness, Ground.Themes.Nearness(one, other));

    [Fact]
    public void Nearness_by_category_goes_both_ways_and_stays_below_the_field()
    {
        var map = new ThemeMap([new("a", "x", ["nace:1"]), new("b", "y", ["nace:2", "nace:1"]), new("c", "y", ["nace:3"])]);
        Assert.Equal((ThemeMap.SameCategory, ThemeMap.SameCategory, 0, ThemeMap.SameField), (map.Nearness("a", "b"), map.Nearness("b", "a"), map.Nearness("a", "c"), map.Nearness("b", "c")));
    }

    [Theory]
    [InlineData(1, 3, 1000)]
    [InlineData(2, 3, 850)]
    [InlineData(7, 9, 100)]
    [InlineData(null, 3, 0)]
    [InlineData(null, 0, FitScore.Indifferent)]
    public void A_wish_counts_by_its_rank_and_whoever_has_none_is_indifferent(int? rank, int wishes, int score) => Assert.Equal(score, FitScore.Wish(rank, wishes));

    [Theory]
    [InlineData(0, 0, ExchangeDirection.Outbound, 500)]
    [InlineData(0, 1, ExchangeDirection.Outbound, 1000)]
    [InlineData(1, 0, ExchangeDirection.Outbound, 0)]
    [InlineData(3, 2, ExchangeDirection.Inbound, 1000)]
    [InlineData(2, 2, ExchangeDirection.Reciprocal, 1000)]
    public void An_exchange_fits_the_better_the_more_it_balances(int outbound, int inbound, ExchangeDirection direction, int score)
    {
        var ground = new MatchingGround
        {
            Themes = Ground.Themes,
            Currency = "EUR",
            EarliestOn = Start,
            Exchanged = new Dictionary<(string, string), Exchanged> { [("scs", "food-valley")] = new(outbound, inbound) }
        };
        Assert.Equal(score, FitScore.Reciprocity(Application with { Content = Application.Content with { Direction = direction } }, Offer, ground));
    }

    [Fact]
    public void The_fit_is_the_weighted_mean_of_its_parts()
    {
        Assert.Equal([1000, 500, 500, 700, 833, 0, 500], FitScore.Parts(Application, Offer, Ground));
        Assert.Equal((35 * 1000 + 20 * 500 + 10 * 500 + 10 * 700 + 10 * 833 + 5 * 500) / 100, new FitWeights().FitOf(FitScore.Parts(Application, Offer, Ground)));
        Assert.Equal(700, new FitWeights(0, 0, 0, 7, 0, 0, 0).FitOf(FitScore.Parts(Application, Offer, Ground)));
    }

    [Fact]
    public void A_stay_begins_as_early_as_both_windows_and_the_time_to_consent_allow()
    {
        var (broken, terms) = CandidateRule.Judge(Application, Offer, Ground);
        Assert.Empty(broken);
        Assert.Equal([new Leg(LegDirection.Outbound, Start.AddDays(10), Start.AddDays(39))], terms!.Legs);

        var both = Application with { Content = Application.Content with { Direction = ExchangeDirection.Reciprocal, DurationDays = 25 } };
        Assert.Equal(
            [new Leg(LegDirection.Outbound, Start.AddDays(10), Start.AddDays(34)), new Leg(LegDirection.Inbound, Start.AddDays(35), Start.AddDays(59))],
            CandidateRule.Judge(both, Offer, Ground).Terms!.Legs);
        Assert.Equal([HardRule.StayTooLong], CandidateRule.Judge(both with { Content = both.Content with { DurationDays = 26 } }, Offer, Ground).Broken);
    }

    [Fact]
    public void Two_stays_may_lie_in_windows_of_their_own()
    {
        Window[] common = [new(Start, Start.AddDays(9)), new(Start.AddDays(50), Start.AddDays(59))];
        Assert.Equal([Start, Start.AddDays(50)], Stay.Earliest(common, 10, ExchangeDirection.Reciprocal)!.Select(leg => leg.StartsOn));
        Assert.Null(Stay.Earliest(common, 11, ExchangeDirection.Outbound));
    }

    [Fact]
    public void A_pairing_costs_the_least_of_what_is_asked_the_rate_for_its_days_and_the_ceiling()
    {
        Assert.Equal(8_000_00, CandidateRule.AmountOf(Application, "NL"));
        var rated = Application with { Rules = Rules with { Rates = [new Rate("NL", 2_000_00, null)] } };
        Assert.Equal((2_000_00, 8_000_00), (CandidateRule.AmountOf(rated, "NL"), CandidateRule.AmountOf(rated, "DK")));
        Assert.Equal(4_000_00, CandidateRule.AmountOf(rated with { Content = rated.Content with { Direction = ExchangeDirection.Reciprocal } }, "NL"));
    }

    [Fact]
    public void Whoever_would_travel_is_named()
    {
        var inbound = Application with { Content = Application.Content with { Direction = ExchangeDirection.Inbound, AmbassadorId = null } };
        var offer = Offer with { Content = Offer.Content with { Directions = [ExchangeDirection.Inbound, ExchangeDirection.Outbound] } };
        Assert.Empty(CandidateRule.Judge(inbound, offer, Ground).Broken);
        Assert.Equal([HardRule.PersonNotNamed], CandidateRule.Judge(inbound, offer with { Content = offer.Content with { CounterpartId = null } }, Ground).Broken);
        Assert.Equal([HardRule.PersonNotNamed], CandidateRule.Judge(inbound with { Content = inbound.Content with { Direction = ExchangeDirection.Outbound } }, offer, Ground).Broken);
    }

    [Fact]
    public void What_a_pairing_costs_is_spread_over_the_years_of_its_days_to_the_last_cent()
    {
        Leg[] legs = [new(LegDirection.Outbound, new DateOnly(2027, 12, 22), new DateOnly(2028, 1, 10)), new(LegDirection.Inbound, new DateOnly(2028, 2, 1), new DateOnly(2028, 2, 10))];
        Assert.Equal([new YearCost(2027, 333_33), new YearCost(2028, 666_67)], YearCost.Of(1_000_00, legs));
    }

    [Fact]
    public void A_pool_finds_all_candidates_that_a_look_at_every_offer_would()
    {
        var random = new Random(11);
        string[] themes = ["agriculture", "food", "aerospace", "energy", "health-biotech", "medical-devices"];
        string[] languages = ["en", "fr", "de", "pt-BR", "pt"];
        List<string> Some(string[] of) => [.. of.Where(_ => random.Next(3) == 0).DefaultIfEmpty(of[0])];
        Window Days()
        {
            var first = Start.AddDays(random.Next(200));
            return new Window(first, first.AddDays(20 + random.Next(80)));
        }

        HostingSide[] offers = [.. Enumerable.Range(0, 120).Select(_ => Offer with
        {
            Id = Guid.NewGuid(),
            Content = Offer.Content with { Themes = Some(themes), Languages = Some(languages), Windows = [Days()], Directions = random.Next(2) == 0 ? [ExchangeDirection.Outbound] : [ExchangeDirection.Reciprocal] }
        })];
        var pool = new CandidatePool(offers, Ground);
        for (var number = 0; number < 60; number++)
        {
            var application = Application with { Content = Application.Content with { Themes = Some(themes), Languages = Some(languages), Windows = [Days(), Days()] } };
            Assert.Equal(
                offers.Where(offer => CandidateRule.Judge(application, offer, Ground).Broken.Count == 0).Select(offer => offer.Id).Order(),
                pool.Of(application).Select(candidate => candidate.OfferId));
        }
    }

    [Fact]
    public void The_nearest_miss_is_what_opens_most_offers()
    {
        HostingSide[] offers =
        [
            .. Enumerable.Range(0, 3).Select(_ => Offer with { Id = Guid.NewGuid(), Content = Offer.Content with { Languages = ["de"] } }),
            Offer with { Id = Guid.NewGuid(), Content = Offer.Content with { Languages = ["it"] } },
            Offer with { Id = Guid.NewGuid(), Content = Offer.Content with { Themes = ["aerospace"] } },
            Offer with { Id = Guid.NewGuid(), Content = Offer.Content with { Themes = ["aerospace"], Languages = ["it"] } }
        ];
        var (refusals, misses) = new CandidatePool(offers, Ground).WhyNone(Application);
        Assert.Equal([new RuleCount("candidate.no_common_theme", 2), new RuleCount("candidate.no_common_language", 5)], refusals);
        Assert.Equal([new NearestMiss("candidate.no_common_language", 3, "de"), new NearestMiss("candidate.no_common_theme", 1, "aerospace")], misses);
    }
}
