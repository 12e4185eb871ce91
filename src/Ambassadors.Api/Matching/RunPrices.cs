using Ambassadors.Api.Data;
using Ambassadors.Domain.Matching;
using Ambassadors.Matching;
using Ambassadors.Matching.Exchange;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Matching;

/// <summary>What the certificate of a run says that all that is scarce is worth: by it the least that another pair would cost the plan is known without solving anything.</summary>
public sealed class RunPrices(MatchingCertificate certificate)
{
    /// <summary>The certificate of a run; null where it has none.</summary>
    public static async Task<MatchingCertificate?> CertificateAsync(AmbassadorsDbContext db, Guid run, CancellationToken cancellation)
    {
        if (await db.RunFiles.AsNoTracking().SingleOrDefaultAsync(file => file.RunId == run && file.Kind == RunFile.Certificate, cancellation) is not { } kept)
            return null;
        await using var stream = kept.Open();
        return MatchingFiles.ReadOutcome(stream).Certificate;
    }

    /// <summary>
    /// By how many points at the least the best plan with a pair is below the plan: what the best candidate of the application is worth at these
    /// prices, less what this one is worth, less what the prices leave open. 0 says that it might cost nothing; a stable plan has no prices.
    /// </summary>
    public long? LeastCost(InputApplication application, Candidate candidate, RunSettings settings, IReadOnlyDictionary<Guid, string> countries)
    {
        if (certificate.Profile == MatchingProfile.Stable)
            return null;
        var best = application.Candidates.Max(one => NetOf(application, one, countries[one.OfferId], settings));
        var loss = Int128.Max(0, best) - NetOf(application, candidate, countries[candidate.OfferId], settings);
        return (long)Int128.Max(0, loss / certificate.Scale - (certificate.BoundByPrices - certificate.Fit));
    }

    private Int128 NetOf(InputApplication application, Candidate candidate, string country, RunSettings settings) =>
        (Int128)certificate.Scale * ProblemOfRun.FitOf(candidate, settings) - (Int128)certificate.BudgetPrice * candidate.Amount - certificate.CountPrice
        + certificate.FirstPrices.GetValueOrDefault(country) - certificate.CountryPrices.GetValueOrDefault(country)
        - certificate.PolePrices.GetValueOrDefault(application.PoleSlug) - certificate.SeatPrices.GetValueOrDefault(ProblemOfRun.NameOf(candidate.OfferId));
}
