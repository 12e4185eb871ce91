using Ambassadors.Api.Http;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.People;

namespace Ambassadors.Api.Calls;

/// <summary>A call for applications.</summary>
/// <param name="Id">Id, UUID version 7.</param>
/// <param name="Version">Version, one more with each change; <c>committed</c> and <c>left</c> are outside it.</param>
/// <param name="Status">Where the call is.</param>
/// <param name="AllowedActions">What you may do now; a guard may still refuse one of them.</param>
/// <param name="Title">Title in both languages.</param>
/// <param name="OpensAt">From this instant applications may be submitted.</param>
/// <param name="ClosesAt">From this instant they may no longer.</param>
/// <param name="Budget">The budget.</param>
/// <param name="Committed">What approved pairings have reserved.</param>
/// <param name="Left">What is left.</param>
/// <param name="CeilingPerExchange">The most that one exchange may cost.</param>
/// <param name="MinimumDays">The fewest days of a leg, its first and last included.</param>
/// <param name="MaximumDays">The most days of a leg, its first and last included.</param>
/// <param name="Countries">Eligible countries of clusters, ISO 3166-1 alpha-2; none means all.</param>
/// <param name="Themes">Eligible themes; none means all.</param>
/// <param name="Directions">Directions allowed.</param>
/// <param name="AmbassadorFunctions">Functions that an ambassador may have; none means all.</param>
/// <param name="ApplicationsPerPole">How many applications a pôle may have submitted and not withdrawn; absent means any number.</param>
/// <param name="OpenProposalsPerApplication">How many pairings of one application may be open at a time.</param>
/// <param name="ConsentDays">Days that the parties have to consent to a proposal.</param>
/// <param name="ClockMode">What the programme's silence on an application means.</param>
/// <param name="SilenceDays">After how many days, from submission on, silence is a rejection; absent where it is none.</param>
/// <param name="Rates">What a stay in each country is paid; none means that the ceiling alone limits it.</param>
/// <param name="MatchingWeights">What each part of the fit weighs when pairings are sought.</param>
/// <param name="MatchingQuotas">What the pairings of the call may be together.</param>
/// <param name="Revision">The number of the rules in force: what is submitted is judged by those of its time.</param>
/// <param name="Motive">The reason given for the last transition that carried one.</param>
/// <param name="CreatedAt">Instant of creation.</param>
/// <param name="UpdatedAt">Instant of the last change.</param>
public sealed record CallResponse(
    Guid Id, int Version, CallStatus Status, IReadOnlyList<CallEvent> AllowedActions, Bilingual Title,
    DateTimeOffset OpensAt, DateTimeOffset ClosesAt, Sum Budget, Sum Committed, Sum Left, Sum CeilingPerExchange,
    int MinimumDays, int MaximumDays, IReadOnlyList<string> Countries, IReadOnlyList<string> Themes,
    IReadOnlyList<ExchangeDirection> Directions, IReadOnlyList<GovernanceFunction> AmbassadorFunctions,
    int? ApplicationsPerPole, int OpenProposalsPerApplication, int ConsentDays, ClockMode ClockMode, int? SilenceDays, IReadOnlyList<RateResponse> Rates,
    FitWeights MatchingWeights, MatchingQuotas MatchingQuotas, int Revision, string? Motive,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt) : IVersionedResponse
{
    /// <summary>Shows a call to an actor.</summary>
    public static CallResponse Of(Call call, Actor actor)
    {
        var rules = call.Rules;
        return new CallResponse(
            call.Id, call.Version, call.Status, [.. call.AllowedActions(actor)], new Bilingual(call.TitleFr, call.TitleEn),
            call.OpensAt, call.ClosesAt, call.Budget, call.Committed, call.Left, new Sum(rules.CeilingPerExchange, call.Currency),
            rules.MinimumDays, rules.MaximumDays, rules.Countries, rules.Themes, rules.Directions, rules.AmbassadorFunctions,
            rules.ApplicationsPerPole, rules.OpenProposalsPerApplication, rules.ConsentDays, rules.ClockMode, rules.SilenceDays,
            [.. rules.Rates.Select(rate => RateResponse.Of(rate, call.Currency))], rules.Weights, rules.Quotas, call.Revision, call.Motive,
            call.CreatedAt, call.UpdatedAt);
    }
}
