using Ambassadors.Api.Calls;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Matching;
using FluentValidation;

namespace Ambassadors.Api.Matching;

/// <summary>An application and an offer.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="OfferId">The offer.</param>
public sealed record PairRequest(Guid? ApplicationId, Guid? OfferId);

/// <summary>What a run asks otherwise than the call and its officers do; what is absent is as they have it.</summary>
/// <param name="Weights">Other weights of the parts of the fit.</param>
/// <param name="Quotas">Other quotas, in place of all of the call's.</param>
/// <param name="Budget">Another budget than what is left, in the call's currency.</param>
/// <param name="Locks">Pairs that have to be in the plan, in place of the officers'. On a re-match, what everybody consented to stays locked besides.</param>
/// <param name="Forbids">Pairs that may not be, in place of the officers'.</param>
public sealed record RunOverridesRequest(
    WeightsRequest? Weights, QuotasRequest? Quotas, SumRequest? Budget, IReadOnlyList<PairRequest>? Locks, IReadOnlyList<PairRequest>? Forbids)
{
    /// <summary>The overrides, once their form was judged.</summary>
    public RunOverrides ToOverrides() => new()
    {
        Weights = Weights?.ToWeights(),
        Quotas = Quotas?.ToQuotas(),
        Budget = Budget?.Amount,
        Locks = Locks is null ? null : [.. Locks.Select(KeyOf)],
        Forbids = Forbids is null ? null : [.. Forbids.Select(KeyOf)]
    };

    private static PairKey KeyOf(PairRequest pair) => new(pair.ApplicationId!.Value, pair.OfferId!.Value);
}

/// <summary>A matching run that is asked for. An empty one matches what is in the pool by the call's own rules.</summary>
/// <param name="Profile">What its plan is to be best at; <c>fit</c> unless said.</param>
/// <param name="BaseRunId">A run whose frozen input is computed anew: what if. Absent, the pool is frozen as it is when the run begins.</param>
/// <param name="Rematch">
/// Whether the open pairings are a part of the run: those that everybody consented to stay, those proposed weigh 50 points more and may give
/// way. Otherwise what is open is left alone, with its money and places. A run that is based on another is what that one is.
/// </param>
/// <param name="Overrides">What it asks otherwise than the call.</param>
public sealed record MatchingRunRequest(RunProfile? Profile, Guid? BaseRunId, bool? Rematch, RunOverridesRequest? Overrides);

/// <summary>Judges the form of a <see cref="MatchingRunRequest"/>.</summary>
public sealed class MatchingRunRequestValidator : AbstractValidator<MatchingRunRequest>
{
    private const int MostPairs = 1_000;

    public MatchingRunRequestValidator() => When(request => request.Overrides is not null, () =>
    {
        RuleFor(request => request.Overrides!).ChildRules(overrides =>
        {
            overrides.RuleFor(one => one.Weights).SetValidator(new WeightsRequestValidator()!);
            overrides.RuleFor(one => one.Quotas).SetValidator(new QuotasRequestValidator()!);
            overrides.RuleFor(one => one.Budget).SetValidator(new SumRequestValidator()!);
            foreach (var pairs in new System.Linq.Expressions.Expression<Func<RunOverridesRequest, IReadOnlyList<PairRequest>?>>[] { one => one.Locks, one => one.Forbids })
            {
                overrides.ListOf(pairs, MostPairs).ChildRules(pair =>
                {
                    pair.RuleFor(p => p.ApplicationId).Required();
                    pair.RuleFor(p => p.OfferId).Required();
                });
            }
        });
    });
}
