using System.Text.Json;

namespace Ambassadors.Matching.Exchange;

/// <summary>Writes an outcome in canonical order; the counterpart of <see cref="OutcomeReader"/>.</summary>
internal static class OutcomeWriter
{
    public static void Write(Utf8JsonWriter json, MatchingOutcome outcome)
    {
        json.WriteStartObject();
        json.WriteString("format", MatchingFiles.OutcomeFormat);
        json.WriteCouples("pairs", outcome.Pairs);
        json.WriteNumber("fit", outcome.Fit);
        json.WriteNumber("cost", outcome.Cost);
        json.WriteNumber("upperBound", outcome.UpperBound);
        json.WriteBoolean("optimal", outcome.Optimal);
        json.WriteNumber("blockingPairs", outcome.BlockingPairs);
        json.WriteString("planHash", outcome.PlanHash);
        json.WriteStartArray("unmatched");
        foreach (var unmatched in outcome.Unmatched.OrderBy(unmatched => unmatched.Application, StringComparer.Ordinal))
            WriteUnmatched(json, unmatched);
        json.WriteEndArray();
        if (outcome.Certificate is { } certificate)
            WriteCertificate(json, certificate);
        if (outcome.Infeasible is { } infeasible)
            WriteInfeasible(json, infeasible);
        json.WriteEndObject();
    }

    private static void WriteUnmatched(Utf8JsonWriter json, UnmatchedApplication unmatched)
    {
        json.WriteStartObject();
        json.WriteString("application", unmatched.Application);
        json.WriteString("reason", Codes<UnmatchedReason>.Of(unmatched.Reason));
        json.WriteString("basis", Codes<ExplanationBasis>.Of(unmatched.Basis));
        json.WriteStartArray("waivers");
        foreach (var waiver in unmatched.Waivers.OrderBy(waiver => waiver.Rule))
        {
            json.WriteStartObject();
            json.WriteString("rule", Codes<MatchingRule>.Of(waiver.Rule));
            json.WriteBoolean("places", waiver.Places);
            json.WriteNumber("gain", waiver.Gain);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (unmatched.PlacementCost is { } cost)
            json.WriteNumber("placementCost", cost);
        if (unmatched.Lottery is { } lottery)
            json.WriteString("lottery", lottery);
        json.WriteEndObject();
        json.FlushWhenFull();
    }

    private static void WriteCertificate(Utf8JsonWriter json, MatchingCertificate certificate)
    {
        json.WriteStartObject("certificate");
        json.WriteString("problemHash", certificate.ProblemHash);
        json.WriteString("profile", Codes<MatchingProfile>.Of(certificate.Profile));
        json.WriteString("engine", certificate.Engine);
        json.WriteString("planHash", certificate.PlanHash);
        json.WriteNumber("pairs", certificate.Pairs);
        json.WriteNumber("fit", certificate.Fit);
        json.WriteNumber("cost", certificate.Cost);
        json.WriteNumber("upperBound", certificate.UpperBound);
        json.WriteNumber("gap", certificate.Gap);
        json.WriteNumber("boundByPrices", certificate.BoundByPrices);
        json.WriteNumber("corePairs", certificate.CorePairs);
        if (certificate.Count is { } count)
            json.WriteNumber("count", count);
        if (certificate.Floor is { } floor)
            json.WriteNumber("floor", floor);
        json.WriteNumber("scale", certificate.Scale);
        json.WriteNumber("budgetPrice", certificate.BudgetPrice);
        json.WriteNumber("countPrice", certificate.CountPrice);
        json.WriteNumber("distinctCountriesPrice", certificate.DistinctCountriesPrice);
        WritePrices("seatPrices", certificate.SeatPrices);
        WritePrices("polePrices", certificate.PolePrices);
        WritePrices("countryPrices", certificate.CountryPrices);
        WritePrices("firstPrices", certificate.FirstPrices);
        WritePrices("limitPrices", certificate.LimitPrices);
        json.WriteEndObject();

        void WritePrices(string name, IReadOnlyDictionary<string, long> prices)
        {
            json.WriteStartObject(name);
            foreach (var (key, price) in prices.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                json.WriteNumber(key, price);
                json.FlushWhenFull();
            }
            json.WriteEndObject();
        }
    }

    private static void WriteInfeasible(Utf8JsonWriter json, Infeasibility infeasible)
    {
        json.WriteStartObject("infeasible");
        json.WriteString("rule", Codes<MatchingRule>.Of(infeasible.Rule));
        if (infeasible.Name is { } name)
            json.WriteString("name", name);
        json.WriteNumber("asked", infeasible.Asked);
        json.WriteNumber("possible", infeasible.Possible);
        json.WriteString("detail", infeasible.Detail);
        json.WriteEndObject();
    }
}
