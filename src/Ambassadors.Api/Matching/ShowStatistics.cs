using Ambassadors.Api.Http;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Money;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Matching;

/// <summary>How many pairs have a fit in a range of a hundred points.</summary>
/// <param name="From">The lowest fit of the range.</param>
/// <param name="Pairs">How many pairs.</param>
public sealed record FitRangeResponse(int From, int Pairs);

/// <summary>What became of a group of applications, beside what was in the pool.</summary>
/// <param name="Group">A pôle's slug, a tier, a region.</param>
/// <param name="Applications">Applications in the pool.</param>
/// <param name="Paired">Of these, those with a pair.</param>
/// <param name="SharePaired">The same in whole percent.</param>
/// <param name="MeanFit">The mean fit of its pairs, points; 0 without a pair.</param>
/// <param name="Cost">What its pairs cost.</param>
public sealed record ApplicationGroupResponse(string Group, int Applications, int Paired, int SharePaired, int MeanFit, Sum Cost);

/// <summary>What became of the offers of a country, beside what was in the pool.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Offers">Offers in the pool.</param>
/// <param name="Places">Their places.</param>
/// <param name="Paired">Pairs with the country.</param>
/// <param name="MeanFit">The mean fit of these pairs, points; 0 without a pair.</param>
/// <param name="Cost">What these pairs cost.</param>
public sealed record CountryGroupResponse(string Country, int Offers, int Places, int Paired, int MeanFit, Sum Cost);

/// <summary>How often a reason was given.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Applications">How many applications.</param>
/// <param name="Text">The reason in words.</param>
public sealed record ReasonCountResponse(string Reason, int Applications, string Text);

/// <summary>The figures of a run, group by group beside the pool, so that a bias shows.</summary>
/// <param name="Distribution">How the fit of the pairs is distributed.</param>
/// <param name="ByPole">By pôle.</param>
/// <param name="ByTier">By tier of the pôle.</param>
/// <param name="ByRegion">By region of the pôle; one that lies in several counts in each.</param>
/// <param name="ByCountry">By country of the cluster.</param>
/// <param name="Reasons">Why applications have no pair.</param>
public sealed record RunStatisticsResponse(
    IReadOnlyList<FitRangeResponse> Distribution, IReadOnlyList<ApplicationGroupResponse> ByPole, IReadOnlyList<ApplicationGroupResponse> ByTier,
    IReadOnlyList<ApplicationGroupResponse> ByRegion, IReadOnlyList<CountryGroupResponse> ByCountry, IReadOnlyList<ReasonCountResponse> Reasons);

/// <summary>Shows the figures of a run.</summary>
public static class ShowStatistics
{
    private const int Range = 100;

    /// <summary>Shows the figures of a run by pôle, tier, region and country, side by side with the pool</summary>
    public static async Task<Results<Ok<RunStatisticsResponse>, ProblemHttpResult>> HandleAsync(Guid id, RunDesk desk, CancellationToken cancellation)
    {
        if (await desk.FindPlannedAsync(id, cancellation) is not { } run)
            return Problems.NotFound();
        var results = desk.Db.MatchingResults.AsNoTracking().Where(result => result.RunId == id);
        var distribution = await results.Where(result => result.Fit != null).GroupBy(result => result.Fit!.Value / Range)
            .Select(range => new FitRangeResponse(range.Key * Range, range.Count())).ToListAsync(cancellation);
        var byPole = await results.GroupBy(result => result.PoleSlug)
            .Select(pole => new Figures(pole.Key, pole.Count(), pole.Count(one => one.OfferId != null), pole.Sum(one => (long?)one.Fit) ?? 0, pole.Sum(one => one.Amount) ?? 0))
            .ToListAsync(cancellation);
        var byCountry = await results.Where(result => result.Country != null).GroupBy(result => result.Country!)
            .Select(country => new Figures(country.Key, 0, country.Count(), country.Sum(one => (long?)one.Fit) ?? 0, country.Sum(one => one.Amount) ?? 0))
            .ToDictionaryAsync(country => country.Group, cancellation);
        var countries = (await desk.Db.Calls.AsNoTracking().SingleAsync(call => call.Id == run.CallId, cancellation)).CountriesOfPool;
        var pool = await desk.Db.InputOffers.Where(offer => offer.InputId == run.InputId && (countries.Count == 0 || countries.Contains(offer.Country))).GroupBy(offer => offer.Country)
            .Select(country => new { country.Key, Offers = country.Count(), Places = country.Sum(offer => offer.Capacity) }).ToListAsync(cancellation);
        var reasons = await results.Where(result => result.Reason != null).GroupBy(result => result.Reason!)
            .Select(reason => new { reason.Key, Count = reason.Count() }).ToListAsync(cancellation);
        var poles = await desk.Db.Poles.AsNoTracking().Select(pole => new { pole.Slug, pole.Tier, pole.Regions }).ToDictionaryAsync(pole => pole.Slug, cancellation);

        IReadOnlyList<ApplicationGroupResponse> Grouped(Func<Figures, IEnumerable<string>> groups) =>
            [.. byPole.SelectMany(figures => groups(figures).Select(group => figures with { Group = group })).GroupBy(figures => figures.Group)
                .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => ShownOf(group, run.Currency))];
        return TypedResults.Ok(new RunStatisticsResponse(
            [.. distribution.OrderBy(range => range.From)],
            Grouped(pole => [pole.Group]),
            Grouped(pole => [Wire.Name(poles[pole.Group].Tier)]),
            Grouped(pole => poles[pole.Group].Regions),
            [.. pool.OrderBy(country => country.Key, StringComparer.Ordinal).Select(country =>
            {
                var figures = byCountry.GetValueOrDefault(country.Key) ?? new Figures(country.Key, 0, 0, 0, 0);
                return new CountryGroupResponse(country.Key, country.Offers, country.Places, figures.Paired, figures.MeanFit, new Sum(figures.Cost, run.Currency));
            })],
            [.. reasons.OrderBy(reason => reason.Key, StringComparer.Ordinal).Select(reason => new ReasonCountResponse(reason.Key, reason.Count, Explanations.Reason(reason.Key)))]));
    }

    private static ApplicationGroupResponse ShownOf(IGrouping<string, Figures> group, string currency)
    {
        var all = group.Aggregate((one, other) => one with { Applications = one.Applications + other.Applications, Paired = one.Paired + other.Paired, Fit = one.Fit + other.Fit, Cost = one.Cost + other.Cost });
        return new ApplicationGroupResponse(
            group.Key, all.Applications, all.Paired, all.Applications == 0 ? 0 : 100 * all.Paired / all.Applications, all.MeanFit, new Sum(all.Cost, currency));
    }

    private sealed record Figures(string Group, int Applications, int Paired, long Fit, long Cost)
    {
        public int MeanFit => Paired == 0 ? 0 : (int)(Fit / Paired);
    }
}
