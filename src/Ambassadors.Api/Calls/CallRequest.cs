using System.Text.Json;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Lifecycle;
using FluentValidation;

namespace Ambassadors.Api.Calls;

/// <summary>What an administrator writes of a call.</summary>
public sealed record CallRequest
{
    /// <summary>Title in both languages, 1 to 200 characters each.</summary>
    public BilingualRequest? Title { get; init; }

    /// <summary>From this instant applications may be submitted.</summary>
    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>From this instant they may no longer; after <c>opensAt</c>.</summary>
    public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>The budget; its currency is fixed once the call is published.</summary>
    public SumRequest? Budget { get; init; }

    /// <summary>The most that one exchange may cost, in the currency of the budget.</summary>
    public SumRequest? CeilingPerExchange { get; init; }

    /// <summary>The fewest days of a leg, 1 to 3 660.</summary>
    public int? MinimumDays { get; init; }

    /// <summary>The most days of a leg, not below <c>minimumDays</c>, at most 3 660.</summary>
    public int? MaximumDays { get; init; }

    /// <summary>Eligible countries of clusters, ISO 3166-1 alpha-2; none means all.</summary>
    public IReadOnlyList<string>? Countries { get; init; }

    /// <summary>Eligible themes, by code; none means all.</summary>
    public IReadOnlyList<string>? Themes { get; init; }

    /// <summary>Directions allowed; at least one.</summary>
    public IReadOnlyList<ExchangeDirection>? Directions { get; init; }

    /// <summary>Functions that an ambassador may have; none means all.</summary>
    public IReadOnlyList<GovernanceFunction>? AmbassadorFunctions { get; init; }

    /// <summary>How many applications a pôle may have submitted and not withdrawn, 1 to 1 000; absent means any number.</summary>
    public int? ApplicationsPerPole { get; init; }

    /// <summary>How many pairings of one application may be open at a time, 1 to 100; 5 unless said.</summary>
    public int? OpenProposalsPerApplication { get; init; }

    /// <summary>Days that the parties have to consent to a proposal, 1 to 365; 21 unless said.</summary>
    public int? ConsentDays { get; init; }

    /// <summary>What a stay in each country is paid, one rate a country; none means that the ceiling alone limits it.</summary>
    public IReadOnlyList<RateRequest>? Rates { get; init; }

    /// <summary>What the programme's silence on an application means: <c>none</c>, unless said, or <c>silence_is_rejection</c>. Another is refused.</summary>
    public JsonElement? ClockMode { get; init; }

    /// <summary>After how many days, from submission on, silence is a rejection, 1 to 730; said with <c>silence_is_rejection</c>, and with it alone.</summary>
    public int? SilenceDays { get; init; }

    /// <summary>Opinions required before an application may be qualified. Not enforced yet: refused.</summary>
    public JsonElement? RequiredOpinions { get; init; }

    /// <summary>Another approval chain than officer, then budget officer. Not enforced yet: refused.</summary>
    public JsonElement? ApprovalChain { get; init; }

    /// <summary>What each part of the fit weighs when pairings are sought.</summary>
    public WeightsRequest? MatchingWeights { get; init; }

    /// <summary>What the pairings of the call may be together.</summary>
    public QuotasRequest? MatchingQuotas { get; init; }

    // Released with no type, while every value was refused: it stays so, and what is no mode is refused as before.
    // It is compared as it was sent: half a surrogate pair can't be read.
    internal ClockMode? Mode => ClockMode is not { ValueKind: not JsonValueKind.Null } asked
        ? Domain.Calls.ClockMode.None
        : Enum.GetValues<ClockMode>().Where(mode => asked.GetRawText() == $"\"{Wire.Name(mode)}\"").Select(mode => (ClockMode?)mode).FirstOrDefault();

    /// <summary>What was written, for a patch to be laid over.</summary>
    public static CallRequest Of(Call call) => new()
    {
        Title = new BilingualRequest(call.TitleFr, call.TitleEn),
        OpensAt = call.OpensAt,
        ClosesAt = call.ClosesAt,
        Budget = SumRequest.Of(call.Budget),
        CeilingPerExchange = new SumRequest(call.Rules.CeilingPerExchange, call.Currency),
        MinimumDays = call.Rules.MinimumDays,
        MaximumDays = call.Rules.MaximumDays,
        Countries = call.Rules.Countries,
        Themes = call.Rules.Themes,
        Directions = call.Rules.Directions,
        AmbassadorFunctions = call.Rules.AmbassadorFunctions,
        ApplicationsPerPole = call.Rules.ApplicationsPerPole,
        OpenProposalsPerApplication = call.Rules.OpenProposalsPerApplication,
        ConsentDays = call.Rules.ConsentDays,
        ClockMode = JsonSerializer.SerializeToElement(Wire.Name(call.Rules.ClockMode)),
        SilenceDays = call.Rules.SilenceDays,
        Rates = [.. call.Rules.Rates.Select(rate => RateRequest.Of(rate, call.Currency))],
        MatchingWeights = WeightsRequest.Of(call.Rules.Weights),
        MatchingQuotas = QuotasRequest.Of(call.Rules.Quotas)
    };

    /// <summary>The content, once its form was judged.</summary>
    public CallContent ToContent()
    {
        var defaults = new CallRules { CeilingPerExchange = 0, MinimumDays = 0, MaximumDays = 0, Directions = [] };
        return new CallContent(Title!.Fr!, Title.En!, Whole(OpensAt!.Value), Whole(ClosesAt!.Value), Budget!.ToSum(), new CallRules
        {
            CeilingPerExchange = CeilingPerExchange!.Amount!.Value,
            MinimumDays = MinimumDays!.Value,
            MaximumDays = MaximumDays!.Value,
            Countries = Countries ?? [],
            Themes = Themes ?? [],
            Directions = Directions!,
            AmbassadorFunctions = AmbassadorFunctions ?? [],
            ApplicationsPerPole = ApplicationsPerPole,
            OpenProposalsPerApplication = OpenProposalsPerApplication ?? defaults.OpenProposalsPerApplication,
            ConsentDays = ConsentDays ?? defaults.ConsentDays,
            ClockMode = Mode!.Value,
            SilenceDays = SilenceDays,
            Rates = [.. (Rates ?? []).Select(rate => rate.ToRate())],
            Weights = MatchingWeights?.ToWeights() ?? defaults.Weights,
            Quotas = MatchingQuotas?.ToQuotas() ?? defaults.Quotas
        });
    }

    // Both databases keep milliseconds in UTC.
    private static DateTimeOffset Whole(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
}

/// <summary>Judges the form of a <see cref="CallRequest"/>.</summary>
public sealed class CallRequestValidator : AbstractValidator<CallRequest>
{
    private const int LongestStay = 3_660;

    public CallRequestValidator()
    {
        RuleFor(call => call.Title).Cascade(CascadeMode.Stop).Required().SetValidator(new BilingualRequestValidator()!);
        RuleFor(call => call.OpensAt).Cascade(CascadeMode.Stop).Required().Instant();
        RuleFor(call => call.ClosesAt).Cascade(CascadeMode.Stop).Required().Instant()
            .Must((call, closesAt) => call.OpensAt is null || closesAt > call.OpensAt).WithErrorCode("field.ends_before_start");
        RuleFor(call => call.Budget).Cascade(CascadeMode.Stop).Required().SetValidator(new SumRequestValidator()!);
        RuleFor(call => call.CeilingPerExchange).Cascade(CascadeMode.Stop).Required().SetValidator(new SumRequestValidator()!);
        RuleFor(call => call.CeilingPerExchange!.Currency).Must((call, currency) => currency is null || call.Budget?.Currency is not { } budget || currency == budget)
            .When(call => call.CeilingPerExchange is not null).WithErrorCode("call.currencies_differ");
        RuleFor(call => call.MinimumDays).Cascade(CascadeMode.Stop).Required().Between(1, LongestStay);
        RuleFor(call => call.MaximumDays).Cascade(CascadeMode.Stop).Required().Between(1, LongestStay)
            .Must((call, most) => call.MinimumDays is null || most >= call.MinimumDays).WithErrorCode("call.days_inverted");
        this.ListOf(call => call.Countries, 250).Country();
        this.ListOf(call => call.Themes, 100).Slug();
        RuleFor(call => call.Directions).Cascade(CascadeMode.Stop).Required().ListOf(3)
            .Must(directions => directions is { Count: > 0 }).WithErrorCode("field.required");
        RuleFor(call => call.AmbassadorFunctions).ListOf(50);
        RuleFor(call => call.ApplicationsPerPole).Between(1, 1_000);
        RuleFor(call => call.OpenProposalsPerApplication).Between(1, 100);
        RuleFor(call => call.ConsentDays).Between(1, 365);
        RuleFor(call => call.ClockMode).Must((call, _) => call.Mode is not null).WithErrorCode("call.rule_not_supported");
        RuleFor(call => call.SilenceDays).Between(1, 730)
            .Must((call, days) => days is not null || call.Mode != ClockMode.SilenceIsRejection).WithErrorCode("field.required")
            .Must((call, days) => days is null || call.Mode is null or ClockMode.SilenceIsRejection).WithErrorCode("call.silence_without_mode");

        this.ListOf(call => call.Rates, 250).SetValidator(new RateRequestValidator());
        RuleFor(call => call.Rates).Must(rates => rates is null or { Count: > 250 } || rates.GroupBy(rate => rate?.Country).All(country => country.Count() == 1)).WithErrorCode("call.rate_twice")
            .Must((call, rates) => call.Budget?.Currency is not { } budget || rates is null or { Count: > 250 } || rates.All(rate => rate?.Currency is null || rate.Currency == budget)).WithErrorCode("call.currencies_differ");
        RuleFor(call => call.MatchingWeights).SetValidator(new WeightsRequestValidator()!);
        RuleFor(call => call.MatchingQuotas).SetValidator(new QuotasRequestValidator()!);
        RuleFor(call => call.RequiredOpinions).NotEnforced();
        RuleFor(call => call.ApprovalChain).NotEnforced();
    }
}

internal static class RulesNotEnforced
{
    /// <summary>A rule that the service does not enforce is refused, never ignored.</summary>
    public static void NotEnforced(this IRuleBuilder<CallRequest, JsonElement?> rule) =>
        rule.Must(value => value is null or { ValueKind: JsonValueKind.Null }).WithErrorCode("call.rule_not_supported");
}
