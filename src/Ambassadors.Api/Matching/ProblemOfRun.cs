using System.Globalization;
using Ambassadors.Api.Data;
using Ambassadors.Domain.Matching;
using Ambassadors.Matching;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Matching;

/// <summary>The problem that a frozen input makes under the settings of a run: ids, numbers and codes alone. The same whenever it is made.</summary>
public sealed class ProblemOfRun(AmbassadorsDbContext db)
{
    /// <summary>Makes it.</summary>
    public async Task<MatchingProblem> HandleAsync(Guid inputId, RunProfile profile, RunSettings settings, CancellationToken cancellation)
    {
        var input = await db.MatchingInputs.AsNoTracking().SingleAsync(i => i.Id == inputId, cancellation);
        var offers = await db.InputOffers.AsNoTracking().Where(o => o.InputId == inputId).OrderBy(o => o.OfferId)
            .Select(o => new { o.OfferId, o.Capacity, o.Country }).ToListAsync(cancellation);
        var ids = offers.ToDictionary(offer => offer.OfferId, offer => NameOf(offer.OfferId));
        var applications = new List<MatchingApplication>(input.Applications);
        var pairs = new List<MatchingPair>(input.Candidates);
        await foreach (var application in db.InputApplications.AsNoTracking().Where(a => a.InputId == inputId).OrderBy(a => a.ApplicationId)
            .Select(a => new { a.ApplicationId, a.PoleSlug, a.Candidates }).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            var id = NameOf(application.ApplicationId);
            applications.Add(new MatchingApplication(id, application.PoleSlug));
            pairs.AddRange(application.Candidates.Select(candidate => new MatchingPair(
                id, ids[candidate.OfferId], FitOf(candidate, settings), candidate.Amount, candidate.ApplicationRank, candidate.OfferRank)));
        }

        // What has left the pool since somebody forbade it is in no plan anyway; what was locked can't be.
        var known = applications.Select(application => application.Id).ToHashSet(StringComparer.Ordinal);
        bool IsInPool(PairKey pair) => ids.ContainsKey(pair.OfferId) && known.Contains(NameOf(pair.ApplicationId));

        return new MatchingProblem
        {
            Profile = profile switch
            {
                RunProfile.Fit => MatchingProfile.Fit,
                RunProfile.CountFit => MatchingProfile.CountFit,
                RunProfile.Floor => MatchingProfile.Floor,
                RunProfile.Stable => MatchingProfile.Stable
            },
            Applications = applications,
            Offers = [.. offers.Select(offer => new MatchingOffer(ids[offer.OfferId], offer.Capacity, offer.Country))],
            Pairs = pairs,
            Constraints = new MatchingConstraints
            {
                Budget = settings.Budget,
                MaxPerPole = settings.Quotas.MaxPerPole,
                MaxPerCountry = settings.Quotas.MaxPerCountry,
                MinCountries = settings.Quotas.MinCountries,
                Locked = [.. settings.Locks.Select(pair => IsInPool(pair) ? CoupleOf(pair) : throw new RunGivenUpException("run.lock_not_in_pool"))],
                Forbidden = [.. settings.Forbids.Where(IsInPool).Select(CoupleOf)],
                UsedPerPole = input.UsedPerPole,
                UsedPerCountry = input.UsedPerCountry
            }
        };
    }

    /// <summary>What a candidate is worth under the settings of a run.</summary>
    public static int FitOf(Candidate candidate, RunSettings settings) => settings.Weights.FitOf(candidate.Parts) + candidate.Bonus;

    /// <summary>A pair as problems and outcomes name it.</summary>
    public static Couple CoupleOf(PairKey pair) => new(NameOf(pair.ApplicationId), NameOf(pair.OfferId));

    /// <summary>An id as problems and outcomes name it.</summary>
    public static string NameOf(Guid id) => id.ToString("D", CultureInfo.InvariantCulture);
}
