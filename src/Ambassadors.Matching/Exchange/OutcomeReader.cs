namespace Ambassadors.Matching.Exchange;

/// <summary>Reads an outcome; the counterpart of <see cref="OutcomeWriter"/>.</summary>
internal static class OutcomeReader
{
    // A price that is left out is nothing; all else has to be said.
    private static readonly string[] Required =
        ["problemHash", "profile", "engine", "planHash", "pairs", "fit", "cost", "upperBound", "gap", "boundByPrices", "corePairs", "scale"];

    private static readonly MatchingCertificate Blank = new()
    {
        ProblemHash = "",
        Profile = MatchingProfile.Fit,
        Engine = "",
        PlanHash = "",
        Pairs = 0,
        Fit = 0,
        Cost = 0,
        UpperBound = 0,
        Gap = 0,
        BoundByPrices = 0,
        CorePairs = 0
    };

    public static MatchingOutcome Read(ref JsonSource json)
    {
        string? format = null, planHash = null;
        List<Couple>? pairs = null;
        long? fit = null, cost = null, upperBound = null;
        bool? optimal = null;
        int? blockingPairs = null;
        List<UnmatchedApplication>? unmatched = null;
        MatchingCertificate? certificate = null;
        Infeasibility? infeasible = null;
        json.BeginObject();
        while (json.NextMember(out var name))
        {
            switch (name)
            {
                case "format": format = json.Format(MatchingFiles.OutcomeFormat); break;
                case "pairs": pairs = json.Couples(); break;
                case "fit": fit = json.Number(); break;
                case "cost": cost = json.Number(); break;
                case "upperBound": upperBound = json.Number(); break;
                case "optimal": optimal = json.Truth(); break;
                case "blockingPairs": blockingPairs = json.SmallNumber(); break;
                case "planHash": planHash = json.Text(); break;
                case "unmatched": unmatched = Unmatched(ref json); break;
                case "certificate": certificate = json.IsNull ? null : Certificate(ref json); break;
                case "infeasible": infeasible = json.IsNull ? null : Infeasible(ref json); break;
                default: throw json.Unknown();
            }
        }
        return new MatchingOutcome
        {
            Pairs = format is null ? throw json.Missing("format") : pairs ?? throw json.Missing("pairs"),
            Fit = fit ?? throw json.Missing("fit"),
            Cost = cost ?? throw json.Missing("cost"),
            UpperBound = upperBound ?? throw json.Missing("upperBound"),
            Optimal = optimal ?? throw json.Missing("optimal"),
            BlockingPairs = blockingPairs ?? throw json.Missing("blockingPairs"),
            PlanHash = planHash ?? throw json.Missing("planHash"),
            Unmatched = unmatched ?? throw json.Missing("unmatched"),
            Certificate = certificate,
            Infeasible = infeasible
        };
    }

    private static List<UnmatchedApplication> Unmatched(ref JsonSource json)
    {
        var (unmatched, known) = (new List<UnmatchedApplication>(), new HashSet<string>(StringComparer.Ordinal));
        json.BeginArray();
        while (json.NextItem())
        {
            string? application = null, lottery = null;
            UnmatchedReason? reason = null;
            ExplanationBasis? basis = null;
            List<Waiver>? waivers = null;
            long? placementCost = null;
            json.BeginObject();
            while (json.NextMember(out var name))
            {
                switch (name)
                {
                    case "application": application = json.NewId(known); break;
                    case "reason": reason = json.Code<UnmatchedReason>(); break;
                    case "basis": basis = json.Code<ExplanationBasis>(); break;
                    case "waivers": waivers = Waivers(ref json); break;
                    case "placementCost": placementCost = json.IsNull ? null : json.Number(); break;
                    case "lottery": lottery = json.IsNull ? null : json.Text(); break;
                    default: throw json.Unknown();
                }
            }
            unmatched.Add(new UnmatchedApplication(
                application ?? throw json.Missing("application"), reason ?? throw json.Missing("reason"), basis ?? throw json.Missing("basis"),
                waivers ?? throw json.Missing("waivers"), placementCost, lottery));
        }
        return unmatched;
    }

    private static List<Waiver> Waivers(ref JsonSource json)
    {
        var waivers = new List<Waiver>();
        json.BeginArray();
        while (json.NextItem())
        {
            MatchingRule? rule = null;
            bool? places = null;
            long? gain = null;
            json.BeginObject();
            while (json.NextMember(out var name))
            {
                switch (name)
                {
                    case "rule": rule = json.Code<MatchingRule>(); break;
                    case "places": places = json.Truth(); break;
                    case "gain": gain = json.Number(); break;
                    default: throw json.Unknown();
                }
            }
            waivers.Add(new Waiver(rule ?? throw json.Missing("rule"), places ?? throw json.Missing("places"), gain ?? throw json.Missing("gain")));
        }
        return waivers;
    }

    private static Infeasibility Infeasible(ref JsonSource json)
    {
        MatchingRule? rule = null;
        string? about = null, detail = null;
        long? asked = null, possible = null;
        json.BeginObject();
        while (json.NextMember(out var name))
        {
            switch (name)
            {
                case "rule": rule = json.Code<MatchingRule>(); break;
                case "name": about = json.IsNull ? null : json.Text(); break;
                case "asked": asked = json.Number(); break;
                case "possible": possible = json.Number(); break;
                case "detail": detail = json.Text(); break;
                default: throw json.Unknown();
            }
        }
        return new Infeasibility(
            rule ?? throw json.Missing("rule"), about, asked ?? throw json.Missing("asked"), possible ?? throw json.Missing("possible"),
            detail ?? throw json.Missing("detail"));
    }

    private static MatchingCertificate Certificate(ref JsonSource json)
    {
        var certificate = Blank;
        var missing = new HashSet<string>(Required, StringComparer.Ordinal);
        json.BeginObject();
        while (json.NextMember(out var name))
        {
            missing.Remove(name);
            certificate = name switch
            {
                "problemHash" => certificate with { ProblemHash = json.Text() },
                "profile" => certificate with { Profile = json.Code<MatchingProfile>() },
                "engine" => certificate with { Engine = json.Text() },
                "planHash" => certificate with { PlanHash = json.Text() },
                "pairs" => certificate with { Pairs = json.SmallNumber() },
                "fit" => certificate with { Fit = json.Number() },
                "cost" => certificate with { Cost = json.Number() },
                "upperBound" => certificate with { UpperBound = json.Number() },
                "gap" => certificate with { Gap = json.Number() },
                "boundByPrices" => certificate with { BoundByPrices = json.Number() },
                "corePairs" => certificate with { CorePairs = json.SmallNumber() },
                "count" => certificate with { Count = json.IsNull ? null : json.SmallNumber() },
                "floor" => certificate with { Floor = json.IsNull ? null : json.SmallNumber() },
                "scale" => certificate with { Scale = json.Number() },
                "budgetPrice" => certificate with { BudgetPrice = json.Number() },
                "countPrice" => certificate with { CountPrice = json.Number() },
                "distinctCountriesPrice" => certificate with { DistinctCountriesPrice = json.Number() },
                "seatPrices" => certificate with { SeatPrices = json.Prices() },
                "polePrices" => certificate with { PolePrices = json.Prices() },
                "countryPrices" => certificate with { CountryPrices = json.Prices() },
                "firstPrices" => certificate with { FirstPrices = json.Prices() },
                "limitPrices" => certificate with { LimitPrices = json.Prices() },
                _ => throw json.Unknown()
            };
        }
        return missing.Count == 0 ? certificate : throw json.Missing(missing.Min(StringComparer.Ordinal)!);
    }
}
