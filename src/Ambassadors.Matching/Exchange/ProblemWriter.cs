using System.Text.Json;

namespace Ambassadors.Matching.Exchange;

/// <summary>Writes a problem in canonical order; the counterpart of <see cref="ProblemReader"/>.</summary>
internal static class ProblemWriter
{
    public static void Write(Utf8JsonWriter json, MatchingProblem problem)
    {
        json.WriteStartObject();
        json.WriteString("format", MatchingFiles.ProblemFormat);
        json.WriteString("profile", Codes<MatchingProfile>.Of(problem.Profile));
        json.WriteStartArray("applications");
        foreach (var application in problem.Applications.OrderBy(application => application.Id, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("id", application.Id);
            json.WriteString("pole", application.Pole);
            json.WriteEndObject();
            json.FlushWhenFull();
        }
        json.WriteEndArray();
        json.WriteStartArray("offers");
        foreach (var offer in problem.Offers.OrderBy(offer => offer.Id, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("id", offer.Id);
            json.WriteNumber("capacity", offer.Capacity);
            json.WriteString("country", offer.Country);
            json.WriteEndObject();
            json.FlushWhenFull();
        }
        json.WriteEndArray();
        json.WriteStartArray("pairs");
        foreach (var pair in InOrder(problem.Pairs, pair => new Couple(pair.Application, pair.Offer)))
        {
            json.WriteStartObject();
            json.WriteString("application", pair.Application);
            json.WriteString("offer", pair.Offer);
            json.WriteNumber("fit", pair.Fit);
            json.WriteNumber("cost", pair.Cost);
            if (pair.ApplicationRank is { } applicationRank)
                json.WriteNumber("applicationRank", applicationRank);
            if (pair.OfferRank is { } offerRank)
                json.WriteNumber("offerRank", offerRank);
            json.WriteEndObject();
            json.FlushWhenFull();
        }
        json.WriteEndArray();
        WriteConstraints(json, problem.Constraints);
        json.WriteEndObject();
    }

    /// <summary>Pairs as arrays of two ids, in canonical order.</summary>
    public static void WriteCouples(this Utf8JsonWriter json, string name, IReadOnlyList<Couple> couples)
    {
        json.WriteStartArray(name);
        foreach (var couple in InOrder(couples, couple => couple))
        {
            json.WriteStartArray();
            json.WriteStringValue(couple.Application);
            json.WriteStringValue(couple.Offer);
            json.WriteEndArray();
            json.FlushWhenFull();
        }
        json.WriteEndArray();
    }

    private static void WriteConstraints(Utf8JsonWriter json, MatchingConstraints constraints)
    {
        json.WriteStartObject("constraints");
        WriteLimit("budget", constraints.Budget);
        WriteLimit("maxPerPole", constraints.MaxPerPole);
        WriteLimit("maxPerCountry", constraints.MaxPerCountry);
        json.WriteNumber("minCountries", constraints.MinCountries);
        json.WriteCouples("locked", constraints.Locked);
        json.WriteCouples("forbidden", constraints.Forbidden);
        WriteCounts("usedPerPole", constraints.UsedPerPole);
        WriteCounts("usedPerCountry", constraints.UsedPerCountry);
        if (constraints.Linear.Count > 0)
            WriteLinear(json, constraints.Linear);
        json.WriteEndObject();

        void WriteLimit(string name, long? limit)
        {
            if (limit is { } number)
                json.WriteNumber(name, number);
            else
                json.WriteNull(name);
        }

        void WriteCounts(string name, IReadOnlyDictionary<string, int> counts)
        {
            if (counts.Count == 0)
                return;
            json.WriteStartObject(name);
            foreach (var (key, count) in counts.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                json.WriteNumber(key, count);
            json.WriteEndObject();
        }
    }

    private static void WriteLinear(Utf8JsonWriter json, IReadOnlyList<LinearLimit> limits)
    {
        json.WriteStartArray("linear");
        foreach (var limit in limits.OrderBy(limit => limit.Name, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("name", limit.Name);
            json.WriteNumber("atMost", limit.AtMost);
            json.WriteStartArray("weights");
            foreach (var weight in InOrder(limit.Weights, weight => new Couple(weight.Application, weight.Offer)))
            {
                json.WriteStartObject();
                json.WriteString("application", weight.Application);
                json.WriteString("offer", weight.Offer);
                json.WriteNumber("weight", weight.Weight);
                json.WriteEndObject();
                json.FlushWhenFull();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static T[] InOrder<T>(IReadOnlyList<T> items, Func<T, Couple> couple)
    {
        T[] ordered = [.. items];
        Array.Sort(ordered, (one, other) =>
        {
            var (first, second) = (couple(one), couple(other));
            var byApplication = string.CompareOrdinal(first.Application, second.Application);
            return byApplication != 0 ? byApplication : string.CompareOrdinal(first.Offer, second.Offer);
        });
        return ordered;
    }
}
