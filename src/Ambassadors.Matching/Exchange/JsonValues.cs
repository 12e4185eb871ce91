namespace Ambassadors.Matching.Exchange;

/// <summary>The values that both formats have.</summary>
internal static class JsonValues
{
    /// <summary>The name of the format, which has to be the one that is read.</summary>
    public static string Format(this ref JsonSource json, string expected) =>
        json.Text() is var format && format == expected ? format : throw json.Error($"is \"{format}\", not \"{expected}\".");

    /// <summary>One of the names of an enumeration.</summary>
    public static T Code<T>(this ref JsonSource json) where T : struct, Enum =>
        Codes<T>.TryRead(json.Text(), out var value) ? value : throw json.Error($"is none of {Codes<T>.All}.");

    /// <summary>An id that no earlier item of its list has.</summary>
    public static string NewId(this ref JsonSource json, HashSet<string> ids) =>
        json.Text() is var id && ids.Add(id) ? id : throw json.Error($"\"{id}\" comes twice.");

    /// <summary>Pairs as arrays of two ids, each once.</summary>
    public static List<Couple> Couples(this ref JsonSource json)
    {
        var (couples, known) = (new List<Couple>(), new HashSet<Couple>());
        json.BeginArray();
        while (json.NextItem())
        {
            var couple = json.Couple();
            couples.Add(known.Add(couple) ? couple : throw json.Error("comes twice."));
        }
        return couples;
    }

    /// <summary>Prices by ids of the problem.</summary>
    public static Dictionary<string, long> Prices(this ref JsonSource json)
    {
        var prices = new Dictionary<string, long>(StringComparer.Ordinal);
        json.BeginObject();
        while (json.NextKey(out var name))
        {
            if (!prices.TryAdd(name, json.Number()))
                throw json.Error("comes twice.");
        }
        return prices;
    }

    /// <summary>Numbers of pairs by pôle or by country.</summary>
    public static Dictionary<string, int> Counts(this ref JsonSource json)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        json.BeginObject();
        while (json.NextKey(out var name))
        {
            if (!counts.TryAdd(name, json.SmallNumber()))
                throw json.Error("comes twice.");
        }
        return counts;
    }

    private static Couple Couple(this ref JsonSource json)
    {
        json.BeginArray();
        var application = json.NextItem() ? json.Text() : throw json.Error("has no application.");
        var offer = json.NextItem() ? json.Text() : throw json.Error("has no offer.");
        return json.NextItem() ? throw json.Error("is one too many: a pair is an application and an offer.") : new Couple(application, offer);
    }
}
