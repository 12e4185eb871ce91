using Ambassadors.Api.Data;
using Ambassadors.Domain.Matching;
using Ambassadors.Matching;
using Ambassadors.Matching.Exchange;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Matching;

/// <summary>What the certificate of a run says that all that is scarce is worth: by it the least that another pair would cost the plan is known without solving anything.</summary>
public sealed class RunPrices
{
    private readonly MatchingCertificate _certificate;
    private readonly MatchingInput _input;
    private readonly RunProfile _profile;
    private readonly RunSettings _settings;
    private readonly IReadOnlyDictionary<Guid, InputOffer> _hosts;
    private readonly HashSet<PairKey> _forbidden;
    private readonly HashSet<Guid> _bound;
    private readonly Dictionary<Guid, int> _seatsHeld;

    private RunPrices(MatchingCertificate certificate, MatchingRun run, MatchingInput input, IReadOnlyDictionary<Guid, InputOffer> hosts)
    {
        (_certificate, _input, _profile, _settings, _hosts) = (certificate, input, run.Profile, run.Settings!, hosts);
        _forbidden = [.. _settings.Forbids];
        _bound = [.. _settings.Locks.Select(pair => pair.ApplicationId)];
        _seatsHeld = _settings.Locks.CountBy(pair => pair.OfferId).ToDictionary();
    }

    /// <summary>The prices of a run that has a plan.</summary>
    public static async Task<RunPrices> OfAsync(AmbassadorsDbContext db, MatchingRun run, CancellationToken cancellation) => new(
        await CertificateAsync(db, run.Id, cancellation) ?? throw new InvalidOperationException("A plan has a certificate."),
        run,
        await db.MatchingInputs.AsNoTracking().SingleAsync(one => one.Id == run.InputId, cancellation),
        await db.InputOffers.AsNoTracking().Where(one => one.InputId == run.InputId).ToDictionaryAsync(one => one.OfferId, cancellation));

    /// <summary>The certificate of a run; null where it has none.</summary>
    public static async Task<MatchingCertificate?> CertificateAsync(AmbassadorsDbContext db, Guid run, CancellationToken cancellation)
    {
        if (await db.RunFiles.AsNoTracking().SingleOrDefaultAsync(file => file.RunId == run && file.Kind == RunFile.Certificate, cancellation) is not { } kept)
            return null;
        await using var stream = kept.Open();
        return MatchingFiles.ReadOutcome(stream).Certificate;
    }

    /// <summary>The offers of the run's input.</summary>
    public IReadOnlyDictionary<Guid, InputOffer> Hosts => _hosts;

    /// <summary>Whether some plan could have a pair as far as each rule alone goes.</summary>
    public bool IsOpen(InputApplication application, Candidate candidate)
    {
        var host = _hosts[candidate.OfferId];
        return !_bound.Contains(application.ApplicationId) && !_forbidden.Contains(new PairKey(application.ApplicationId, candidate.OfferId))
            && host.Capacity > _seatsHeld.GetValueOrDefault(host.OfferId) && candidate.Amount <= _settings.Budget
            && !(_settings.Quotas.MaxPerPole <= _input.UsedPerPole.GetValueOrDefault(application.PoleSlug))
            && !(_settings.Quotas.MaxPerCountry <= _input.UsedPerCountry.GetValueOrDefault(host.Country))
            && ProblemOfRun.FitOf(candidate, _settings) >= (_certificate.Floor ?? 0);
    }

    /// <summary>
    /// By how many points at the least the best plan with an open pair is below the plan: what the best open pair of the application is worth at these
    /// prices, less what this one is worth, less what the prices leave open. 0 says that it might cost nothing; a stable plan has no prices. Only plans with as
    /// many pairs are compared where the profile asks for the most.
    /// </summary>
    public long? LeastCost(InputApplication application, Candidate candidate)
    {
        if (_profile == RunProfile.Stable)
            return null;
        var best = application.Candidates.Where(one => IsOpen(application, one)).Select(one => NetOf(application, one)).Append(0).Max();
        var loss = best - NetOf(application, candidate);
        return (long)Int128.Max(0, loss / _certificate.Scale - (_certificate.BoundByPrices - _certificate.Fit));
    }

    private Int128 NetOf(InputApplication application, Candidate candidate)
    {
        var country = _hosts[candidate.OfferId].Country;
        return (Int128)_certificate.Scale * ProblemOfRun.FitOf(candidate, _settings) - (Int128)_certificate.BudgetPrice * candidate.Amount - _certificate.CountPrice
            + _certificate.FirstPrices.GetValueOrDefault(country) - _certificate.CountryPrices.GetValueOrDefault(country)
            - _certificate.PolePrices.GetValueOrDefault(application.PoleSlug) - _certificate.SeatPrices.GetValueOrDefault(ProblemOfRun.NameOf(candidate.OfferId));
    }
}
