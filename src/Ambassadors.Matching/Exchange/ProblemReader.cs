namespace Ambassadors.Matching.Exchange;

/// <summary>Reads a problem; the counterpart of <see cref="ProblemWriter"/>.</summary>
internal static class ProblemReader
{
    public static MatchingProblem Read(ref JsonSource json)
    {
        string? format = null;
        var profile = MatchingProfile.Fit;
        List<MatchingApplication>? applications = null;
        List<MatchingOffer>? offers = null;
        List<MatchingPair>? pairs = null;
        var constraints = new MatchingConstraints();
        json.BeginObject();
        while (json.NextMember(out var name))
        {
            switch (name)
            {
                case "format": format = json.Format(MatchingFiles.ProblemFormat); break;
                case "profile": profile = json.Code<MatchingProfile>(); break;
                case "applications": applications = Applications(ref json); break;
                case "offers": offers = Offers(ref json); break;
                case "pairs": pairs = Pairs(ref json); break;
                case "constraints": constraints = Constraints(ref json); break;
                default: throw json.Unknown();
            }
        }
        return new MatchingProblem
        {
            Profile = format is null ? throw json.Missing("format") : profile,
            Applications = applications ?? throw json.Missing("applications"),
            Offers = offers ?? throw json.Missing("offers"),
            Pairs = pairs ?? throw json.Missing("pairs"),
            Constraints = constraints
        };
    }

    private static List<MatchingApplication> Applications(ref JsonSource json)
    {
        var (applications, ids) = (new List<MatchingApplication>(), new HashSet<string>(StringComparer.Ordinal));
        json.BeginArray();
        while (json.NextItem())
        {
            string? id = null, pole = null;
            json.BeginObject();
            while (json.NextMember(out var name))
            {
                switch (name)
                {
                    case "id": id = json.NewId(ids); break;
                    case "pole": pole = json.Text(); break;
                    default: throw json.Unknown();
                }
            }
            applications.Add(new MatchingApplication(id ?? throw json.Missing("id"), pole ?? throw json.Missing("pole")));
        }
        return applications;
    }

    private static List<MatchingOffer> Offers(ref JsonSource json)
    {
        var (offers, ids) = (new List<MatchingOffer>(), new HashSet<string>(StringComparer.Ordinal));
        json.BeginArray();
        while (json.NextItem())
        {
            string? id = null, country = null;
            int? capacity = null;
            json.BeginObject();
            while (json.NextMember(out var name))
            {
                switch (name)
                {
                    case "id": id = json.NewId(ids); break;
                    case "capacity": capacity = json.SmallNumber(); break;
                    case "country": country = json.Text(); break;
                    default: throw json.Unknown();
                }
            }
            offers.Add(new MatchingOffer(id ?? throw json.Missing("id"), capacity ?? throw json.Missing("capacity"), country ?? throw json.Missing("country")));
        }
        return offers;
    }

    private static List<MatchingPair> Pairs(ref JsonSource json)
    {
        var (pairs, couples) = (new List<MatchingPair>(), new HashSet<Couple>());
        json.BeginArray();
        while (json.NextItem())
        {
            var pair = Pair(ref json);
            pairs.Add(couples.Add(new Couple(pair.Application, pair.Offer)) ? pair : throw json.Error("comes twice."));
        }
        return pairs;
    }

    private static MatchingPair Pair(ref JsonSource json)
    {
        string? application = null, offer = null;
        int? fit = null, applicationRank = null, offerRank = null;
        long? cost = null;
        json.BeginObject();
        while (json.NextMember(out var name))
        {
            switch (name)
            {
                case "application": application = json.Text(); break;
                case "offer": offer = json.Text(); break;
                case "fit": fit = json.SmallNumber(); break;
                case "cost": cost = json.Number(); break;
                case "applicationRank": applicationRank = json.IsNull ? null : json.SmallNumber(); break;
                case "offerRank": offerRank = json.IsNull ? null : json.SmallNumber(); break;
                default: throw json.Unknown();
            }
        }
        return new MatchingPair(
            application ?? throw json.Missing("application"), offer ?? throw json.Missing("offer"), fit ?? throw json.Missing("fit"),
            cost ?? throw json.Missing("cost"), applicationRank, offerRank);
    }

    private static MatchingConstraints Constraints(ref JsonSource json)
    {
        var constraints = new MatchingConstraints();
        json.BeginObject();
        while (json.NextMember(out var name))
        {
            constraints = name switch
            {
                "budget" => constraints with { Budget = json.IsNull ? null : json.Number() },
                "maxPerPole" => constraints with { MaxPerPole = json.IsNull ? null : json.SmallNumber() },
                "maxPerCountry" => constraints with { MaxPerCountry = json.IsNull ? null : json.SmallNumber() },
                "minCountries" => constraints with { MinCountries = json.SmallNumber() },
                "locked" => constraints with { Locked = json.Couples() },
                "forbidden" => constraints with { Forbidden = json.Couples() },
                "usedPerPole" => constraints with { UsedPerPole = json.Counts() },
                "usedPerCountry" => constraints with { UsedPerCountry = json.Counts() },
                "linear" => constraints with { Linear = Limits(ref json) },
                _ => throw json.Unknown()
            };
        }
        return constraints;
    }

    private static List<LinearLimit> Limits(ref JsonSource json)
    {
        var (limits, names) = (new List<LinearLimit>(), new HashSet<string>(StringComparer.Ordinal));
        json.BeginArray();
        while (json.NextItem())
        {
            string? title = null;
            long? atMost = null;
            List<PairWeight>? weights = null;
            json.BeginObject();
            while (json.NextMember(out var name))
            {
                switch (name)
                {
                    case "name": title = json.NewId(names); break;
                    case "atMost": atMost = json.Number(); break;
                    case "weights": weights = Weights(ref json); break;
                    default: throw json.Unknown();
                }
            }
            limits.Add(new LinearLimit(title ?? throw json.Missing("name"), atMost ?? throw json.Missing("atMost"), weights ?? throw json.Missing("weights")));
        }
        return limits;
    }

    private static List<PairWeight> Weights(ref JsonSource json)
    {
        var (weights, known) = (new List<PairWeight>(), new HashSet<Couple>());
        json.BeginArray();
        while (json.NextItem())
        {
            string? application = null, offer = null;
            long? weight = null;
            json.BeginObject();
            while (json.NextMember(out var name))
            {
                switch (name)
                {
                    case "application": application = json.Text(); break;
                    case "offer": offer = json.Text(); break;
                    case "weight": weight = json.Number(); break;
                    default: throw json.Unknown();
                }
            }
            var couple = new Couple(application ?? throw json.Missing("application"), offer ?? throw json.Missing("offer"));
            weights.Add(new PairWeight(couple.Application, couple.Offer, weight ?? throw json.Missing("weight")));
            if (!known.Add(couple))
                throw json.Error("comes twice.");
        }
        return weights;
    }
}
