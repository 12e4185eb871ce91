using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Money;
using FluentValidation;

namespace Ambassadors.Api.Http;

/// <summary>A sum of money in a request.</summary>
/// <param name="Amount">Minor units: 1200000 is 12 000.00 EUR.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record SumRequest(long? Amount, string? Currency)
{
    /// <summary>The sum, once its form was judged.</summary>
    public Sum ToSum() => new(Amount!.Value, Currency!);

    /// <summary>What was written.</summary>
    public static SumRequest? Of(Sum? sum) => sum is null ? null : new SumRequest(sum.Amount, sum.Currency);
}

/// <summary>Judges the form of a <see cref="SumRequest"/>.</summary>
public sealed class SumRequestValidator : AbstractValidator<SumRequest>
{
    /// <summary>A thousand million of the main unit: far above any budget, far below what a sum of sums could overflow.</summary>
    public const long Most = 100_000_000_000;

    public SumRequestValidator()
    {
        RuleFor(sum => sum.Amount).Cascade(CascadeMode.Stop).Required()
            .InclusiveBetween(0, Most).WithErrorCode("field.out_of_range").WithState(_ => new object[] { 0L, Most });
        RuleFor(sum => sum.Currency).Cascade(CascadeMode.Stop).Required().Matches("^[A-Z]{3}\\z").WithErrorCode("field.currency");
    }
}

/// <summary>Days from the first to the last in a request.</summary>
/// <param name="StartsOn">First day.</param>
/// <param name="EndsOn">Last day.</param>
public sealed record WindowRequest(DateOnly? StartsOn, DateOnly? EndsOn)
{
    /// <summary>The window, once its form was judged.</summary>
    public Window ToWindow() => new(StartsOn!.Value, EndsOn!.Value);

    /// <summary>What was written.</summary>
    public static WindowRequest Of(Window window) => new(window.StartsOn, window.EndsOn);
}

/// <summary>Judges the form of a <see cref="WindowRequest"/>.</summary>
public sealed class WindowRequestValidator : AbstractValidator<WindowRequest>
{
    public WindowRequestValidator()
    {
        RuleFor(window => window.StartsOn).Cascade(CascadeMode.Stop).Required().Day();
        RuleFor(window => window.EndsOn).Cascade(CascadeMode.Stop).Required().Day()
            .Must((window, endsOn) => window.StartsOn is null || endsOn >= window.StartsOn).WithErrorCode("field.ends_before_start");
    }
}

/// <summary>A text in both languages, in a request.</summary>
/// <param name="Fr">French.</param>
/// <param name="En">English.</param>
public sealed record BilingualRequest(string? Fr, string? En);

/// <summary>Judges the form of a <see cref="BilingualRequest"/>.</summary>
public sealed class BilingualRequestValidator : AbstractValidator<BilingualRequest>
{
    public BilingualRequestValidator()
    {
        RuleFor(text => text.Fr).Cascade(CascadeMode.Stop).Required().Line(200);
        RuleFor(text => text.En).Cascade(CascadeMode.Stop).Required().Line(200);
    }
}

/// <summary>A text in both languages.</summary>
/// <param name="Fr">French.</param>
/// <param name="En">English.</param>
public sealed record Bilingual(string Fr, string En);
