using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.Pairings;

namespace Ambassadors.Domain.Matching;

/// <summary>A pairing of a call that is open: it holds money, a place and a part of the quotas.</summary>
/// <param name="Id">The pairing.</param>
/// <param name="Pair">The application and the offer.</param>
/// <param name="PoleSlug">Slug of the pôle.</param>
/// <param name="Country">The cluster's country.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Terms">Its terms.</param>
public sealed record OpenPairing(Guid Id, PairKey Pair, string PoleSlug, string Country, PairingStatus Status, ProposedTerms Terms);

/// <summary>A pair of a run's plan, with what it was found from.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="OfferId">The offer.</param>
/// <param name="Amount">What it costs, minor units.</param>
/// <param name="Snapshot">The number of the application's snapshot when the input was frozen.</param>
/// <param name="OfferRevision">How often the offer's content was written by then.</param>
public sealed record PlannedPair(Guid ApplicationId, Guid OfferId, long Amount, int Snapshot, int OfferRevision)
{
    /// <summary>Which pair.</summary>
    public PairKey Key => new(ApplicationId, OfferId);
}

/// <summary>What came into the pool or left it since a run's input was frozen.</summary>
/// <param name="ApplicationsCome">Applications that came.</param>
/// <param name="ApplicationsGone">Applications that left.</param>
/// <param name="OffersCome">Offers that came, or were written anew.</param>
/// <param name="OffersGone">Offers that left, or were written anew.</param>
public sealed record PoolChanges(int ApplicationsCome, int ApplicationsGone, int OffersCome, int OffersGone)
{
    /// <summary>Whether nothing did.</summary>
    public bool AreNone => ApplicationsCome + ApplicationsGone + OffersCome + OffersGone == 0;
}

/// <summary>A run's plan beside what its pairs depend on as it is now.</summary>
public sealed class PublicationCase
{
    private HashSet<Guid>? _dropped;

    /// <summary>The call.</summary>
    public required Call Call { get; init; }

    /// <summary>What the run computed from.</summary>
    public required MatchingInput Input { get; init; }

    /// <summary>The plan.</summary>
    public required IReadOnlyList<PlannedPair> Pairs { get; init; }

    /// <summary>Applications whose suggestion an officer left aside: what they were to give up stays theirs.</summary>
    public required IReadOnlySet<Guid> LeftAside { get; init; }

    /// <summary>The instructions in force on applications that are still in matching, be they given after the input was frozen.</summary>
    public required IReadOnlyList<MatchingInstruction> Instructions { get; init; }

    /// <summary>The call's open pairings.</summary>
    public required IReadOnlyList<OpenPairing> Open { get; init; }

    /// <summary>The pôles and countries of the call's approved pairings.</summary>
    public required IReadOnlyList<(string Pole, string Country)> Approved { get; init; }

    /// <summary>Places promised by open pairings of other calls, by offer.</summary>
    public required IReadOnlyDictionary<Guid, int> PromisedElsewhere { get; init; }

    /// <summary>The plan's applications.</summary>
    public required IReadOnlyDictionary<Guid, ExchangeApplication> Applications { get; init; }

    /// <summary>The plan's offers.</summary>
    public required IReadOnlyDictionary<Guid, Offer> Offers { get; init; }

    /// <summary>What else changed.</summary>
    public required PoolChanges Changes { get; init; }

    /// <summary>On a re-match, the proposals that the plan no longer has: they give way.</summary>
    public IReadOnlySet<Guid> Dropped => _dropped ??= FindDropped();

    private HashSet<Guid> FindDropped()
    {
        var (planned, announced) = (Pairs.Select(pair => pair.Key).ToHashSet(), Input.Announced.ToHashSet());
        return [.. Open.Where(one => one.Status == PairingStatus.Proposed && announced.Contains(one.Pair) && !planned.Contains(one.Pair)
            && !LeftAside.Contains(one.Pair.ApplicationId)).Select(one => one.Id)];
    }
}

/// <summary>Whether a run's suggestions may become proposals: what its own pairs and constraints use has to be as it was; other changes have to be confirmed.</summary>
public static class PublicationRule
{
    /// <summary>The codes with which the rule refuses, and that with which a proposal of the run is.</summary>
    public static readonly string[] Codes =
    [
        "run.call_not_matching", "run.newer_published", "run.rules_changed", "run.instruction_not_kept", "run.application_changed", "run.application_taken", "run.offer_changed",
        "run.no_places_left", "run.no_money_left", "run.quota_exceeded", "run.too_few_countries", "run.pool_changed", "run.suggestion_refused"
    ];

    /// <summary>Everything that changed.</summary>
    /// <param name="case">The plan, and what it depends on.</param>
    /// <param name="confirmed">Whether the officer has seen what else changed.</param>
    public static IEnumerable<Refusal> Unmet(PublicationCase @case, bool confirmed)
    {
        var (call, input) = (@case.Call, @case.Input);
        if (call.Status != CallStatus.Matching)
            yield return new Refusal("run.call_not_matching", null, Wire.Name(call.Status));
        if (input.SupersededBy is not null)
            yield return new Refusal("run.newer_published");
        if (call.Revision != input.CallRevision)
            yield return new Refusal("run.rules_changed", null, input.CallRevision, call.Revision);

        var planned = @case.Pairs.Select(pair => pair.Key).ToHashSet();
        OpenPairing[] outside = [.. @case.Open.Where(one => !planned.Contains(one.Pair) && !@case.Dropped.Contains(one.Id))];
        foreach (var refusal in BrokenInstructions(@case, planned, outside).Concat(ChangedApplications(@case, outside)).Concat(ChangedOffers(@case, outside)))
            yield return refusal;

        var left = call.Left.Amount - outside.Sum(one => one.Terms.Amount.Amount);
        if (@case.Pairs.Sum(pair => pair.Amount) is var cost && cost > left)
            yield return new Refusal("run.no_money_left", null, Math.Max(0, left), cost, call.Currency);
        foreach (var refusal in ExceededQuotas(@case, outside))
            yield return refusal;
        if (!confirmed && @case.Changes is { AreNone: false } changes)
            yield return new Refusal("run.pool_changed", "#/confirm", changes.ApplicationsCome, changes.ApplicationsGone, changes.OffersCome, changes.OffersGone);
    }

    // The call's own quotas, whatever the run was asked to try.
    private static IEnumerable<Refusal> ExceededQuotas(PublicationCase @case, OpenPairing[] outside)
    {
        var quotas = @case.Call.Rules.Quotas;
        (string Pole, string Country)[] all =
        [
            .. @case.Approved, .. outside.Select(one => (one.PoleSlug, one.Country)),
            .. @case.Pairs.Select(pair => (@case.Applications[pair.ApplicationId].PoleSlug, @case.Offers[pair.OfferId].Country))
        ];
        foreach (var (pole, pairings) in all.CountBy(one => one.Pole).Where(pole => pole.Value > quotas.MaxPerPole).OrderBy(pole => pole.Key, StringComparer.Ordinal))
            yield return new Refusal("run.quota_exceeded", null, pole, pairings, quotas.MaxPerPole!.Value);
        foreach (var (country, pairings) in all.CountBy(one => one.Country).Where(country => country.Value > quotas.MaxPerCountry).OrderBy(country => country.Key, StringComparer.Ordinal))
            yield return new Refusal("run.quota_exceeded", null, country, pairings, quotas.MaxPerCountry!.Value);
        if (all.Select(one => one.Country).Distinct().Count() is var countries && countries < quotas.MinCountries)
            yield return new Refusal("run.too_few_countries", null, countries, quotas.MinCountries);
    }

    // What officers say of a pair holds until they lift it, whatever the run was asked to try. What is open and stays open is settled already.
    private static IEnumerable<Refusal> BrokenInstructions(PublicationCase @case, HashSet<PairKey> planned, OpenPairing[] outside)
    {
        var settled = outside.Select(one => one.Pair.ApplicationId).ToHashSet();
        return @case.Instructions
            .Where(one => one.Kind == InstructionKind.Forbid ? planned.Contains(one.Pair) : !planned.Contains(one.Pair) && !settled.Contains(one.ApplicationId))
            .Select(one => new Refusal("run.instruction_not_kept", null, $"/v1/matching-instructions/{one.Id}", Wire.Name(one.Kind)));
    }

    private static IEnumerable<Refusal> ChangedApplications(PublicationCase @case, OpenPairing[] outside)
    {
        // The siblings of what everybody consented to end with its approval.
        var taken = outside.Select(one => one.Pair.ApplicationId).Except(@case.Input.Held.Select(pair => pair.ApplicationId)).ToHashSet();
        foreach (var pair in @case.Pairs)
        {
            var application = @case.Applications[pair.ApplicationId];
            if (application.Status != ApplicationStatus.InMatching || application.Snapshot != pair.Snapshot)
                yield return new Refusal("run.application_changed", null, $"/v1/applications/{pair.ApplicationId}", Wire.Name(application.Status));
            if (taken.Contains(pair.ApplicationId))
                yield return new Refusal("run.application_taken", null, $"/v1/applications/{pair.ApplicationId}");
        }
    }

    private static IEnumerable<Refusal> ChangedOffers(PublicationCase @case, OpenPairing[] outside)
    {
        var open = @case.Open.Select(one => one.Pair).ToHashSet();
        var promised = outside.CountBy(one => one.Pair.OfferId).ToDictionary();
        foreach (var pairs in @case.Pairs.GroupBy(pair => pair.OfferId))
        {
            // What is open already stays valid while its offer is paused.
            var offer = @case.Offers[pairs.Key];
            if (!pairs.All(pair => open.Contains(pair.Key)) && (offer.Status != OfferStatus.Published || offer.Revision != pairs.First().OfferRevision))
                yield return new Refusal("run.offer_changed", null, $"/v1/offers/{pairs.Key}", Wire.Name(offer.Status));
            var places = offer.PlacesLeft - @case.PromisedElsewhere.GetValueOrDefault(pairs.Key) - promised.GetValueOrDefault(pairs.Key);
            if (places < pairs.Count())
                yield return new Refusal("run.no_places_left", null, $"/v1/offers/{pairs.Key}", Math.Max(0, places), pairs.Count());
        }
    }
}
