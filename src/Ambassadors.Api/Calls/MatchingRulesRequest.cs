using Ambassadors.Api.Http;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Money;
using FluentValidation;

namespace Ambassadors.Api.Calls;

/// <summary>What a stay in a country is paid: by the month, or once whatever its length.</summary>
/// <param name="Country">ISO 3166-1 alpha-2; absent for every country that has no rate of its own.</param>
/// <param name="PerMonth">For thirty days, in proportion for more or fewer. Either this or <c>lumpSum</c>.</param>
/// <param name="LumpSum">For the whole exchange, whatever its length. Either this or <c>perMonth</c>.</param>
public sealed record RateRequest(string? Country, SumRequest? PerMonth, SumRequest? LumpSum)
{
    internal string? Currency => (PerMonth ?? LumpSum)?.Currency;

    /// <summary>The rate, once its form was judged.</summary>
    public Rate ToRate() => new(Country, PerMonth?.Amount, LumpSum?.Amount);

    /// <summary>What was written.</summary>
    public static RateRequest Of(Rate rate, string currency) => new(rate.Country, SumOf(rate.PerMonth, currency), SumOf(rate.LumpSum, currency));

    private static SumRequest? SumOf(long? amount, string currency) => amount is { } units ? new SumRequest(units, currency) : null;
}

/// <summary>Judges the form of a <see cref="RateRequest"/>.</summary>
public sealed class RateRequestValidator : AbstractValidator<RateRequest>
{
    public RateRequestValidator()
    {
        RuleFor(rate => rate.Country).Country();
        RuleFor(rate => rate.PerMonth).SetValidator(new SumRequestValidator()!)
            .Must((rate, perMonth) => perMonth is null != rate.LumpSum is null).WithErrorCode("call.rate_ambiguous");
        RuleFor(rate => rate.LumpSum).SetValidator(new SumRequestValidator()!);
    }
}

/// <summary>What each part of the fit weighs, 0 to 100; at least one above 0. A part that is not named weighs what it does by default.</summary>
/// <param name="Themes">How near the themes of both are; 35 by default.</param>
/// <param name="ApplicationWish">The cluster's rank among the wishes of the application; 20.</param>
/// <param name="HostWish">The pôle's rank among the wishes of the offer; 10.</param>
/// <param name="Languages">Languages that both speak; 10.</param>
/// <param name="Dates">How much room the common windows leave for the stay; 10.</param>
/// <param name="Cooperation">Whether the two agreed to cooperate; 10.</param>
/// <param name="Reciprocity">Whether the exchange balances what the two sent each other; 5.</param>
public sealed record WeightsRequest(int? Themes, int? ApplicationWish, int? HostWish, int? Languages, int? Dates, int? Cooperation, int? Reciprocity)
{
    private static readonly FitWeights Usual = new();

    /// <summary>The weights, once their form was judged.</summary>
    public FitWeights ToWeights() => new(
        Themes ?? Usual.Themes, ApplicationWish ?? Usual.ApplicationWish, HostWish ?? Usual.HostWish, Languages ?? Usual.Languages,
        Dates ?? Usual.Dates, Cooperation ?? Usual.Cooperation, Reciprocity ?? Usual.Reciprocity);

    /// <summary>What was written.</summary>
    public static WeightsRequest Of(FitWeights weights) => new(
        weights.Themes, weights.ApplicationWish, weights.HostWish, weights.Languages, weights.Dates, weights.Cooperation, weights.Reciprocity);
}

/// <summary>Judges the form of a <see cref="WeightsRequest"/>.</summary>
public sealed class WeightsRequestValidator : AbstractValidator<WeightsRequest>
{
    private const int Most = 100;

    public WeightsRequestValidator()
    {
        RuleFor(weights => weights.Themes).Between(0, Most)
            .Must((weights, _) => weights.ToWeights().InOrder().Any(weight => weight > 0)).WithErrorCode("call.no_weight");
        RuleFor(weights => weights.ApplicationWish).Between(0, Most);
        RuleFor(weights => weights.HostWish).Between(0, Most);
        RuleFor(weights => weights.Languages).Between(0, Most);
        RuleFor(weights => weights.Dates).Between(0, Most);
        RuleFor(weights => weights.Cooperation).Between(0, Most);
        RuleFor(weights => weights.Reciprocity).Between(0, Most);
    }
}

/// <summary>What the pairings of a call may be together; what is absent limits nothing.</summary>
/// <param name="MaxPerPole">The most pairings of one pôle, 1 to 1 000.</param>
/// <param name="MaxPerCountry">The most pairings with one country, 1 to 100 000.</param>
/// <param name="MinCountries">The fewest distinct countries, 0 to 250; 0 unless said.</param>
public sealed record QuotasRequest(int? MaxPerPole, int? MaxPerCountry, int? MinCountries)
{
    /// <summary>The quotas, once their form was judged.</summary>
    public MatchingQuotas ToQuotas() => new(MaxPerPole, MaxPerCountry, MinCountries ?? 0);

    /// <summary>What was written.</summary>
    public static QuotasRequest Of(MatchingQuotas quotas) => new(quotas.MaxPerPole, quotas.MaxPerCountry, quotas.MinCountries);
}

/// <summary>Judges the form of a <see cref="QuotasRequest"/>.</summary>
public sealed class QuotasRequestValidator : AbstractValidator<QuotasRequest>
{
    public QuotasRequestValidator()
    {
        RuleFor(quotas => quotas.MaxPerPole).Between(1, 1_000);
        RuleFor(quotas => quotas.MaxPerCountry).Between(1, 100_000);
        RuleFor(quotas => quotas.MinCountries).Between(0, 250);
    }
}

/// <summary>What a stay in a country is paid.</summary>
/// <param name="Country">ISO 3166-1 alpha-2; absent for every country that has no rate of its own.</param>
/// <param name="PerMonth">For thirty days, in proportion for more or fewer.</param>
/// <param name="LumpSum">For the whole exchange, whatever its length.</param>
public sealed record RateResponse(string? Country, Sum? PerMonth, Sum? LumpSum)
{
    /// <summary>Shows a rate.</summary>
    public static RateResponse Of(Rate rate, string currency) => new(rate.Country, SumOf(rate.PerMonth, currency), SumOf(rate.LumpSum, currency));

    private static Sum? SumOf(long? amount, string currency) => amount is { } units ? new Sum(units, currency) : null;
}
