using System.Linq.Expressions;
using System.Text;
using System.Text.Json;
using Ambassadors.Domain.Organisations;
using FluentValidation;
using FluentValidation.Results;
using FluentValidation.Validators;

namespace Ambassadors.Api.Http;

/// <summary>What validators of all slices share. They judge the form of one request; the domain judges the case.</summary>
public static class Validation
{
    /// <summary>The errors of a request's form; empty where there are none.</summary>
    public static ValidationResult Check<T>(this IValidator<T> validator, T request) => validator.Validate(request);

    /// <summary>A failure as the contract words it: permanent code, JSON Pointer, text.</summary>
    public static ProblemError ErrorOf(ValidationFailure failure)
    {
        object[] details = failure.CustomState as object[] ?? [];
        return new ProblemError(failure.ErrorCode, PointerOf(failure.PropertyName), Texts.Detail(failure.ErrorCode, details));
    }

    /// <summary><c>Preferences[0].Rank</c> is <c>#/preferences/0/rank</c>.</summary>
    public static string PointerOf(string property)
    {
        var pointer = new StringBuilder("#");
        foreach (var part in property.Replace("]", "", StringComparison.Ordinal).Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
            pointer.Append('/').Append(JsonNamingPolicy.CamelCase.ConvertName(part));
        return pointer.ToString();
    }

    /// <summary>The member has to be there.</summary>
    public static IRuleBuilderOptions<T, TProperty> Required<T, TProperty>(this IRuleBuilder<T, TProperty> rule) =>
        rule.NotNull().WithErrorCode("field.required");

    /// <summary>A text of one line: not blank, no control characters, not too long.</summary>
    public static IRuleBuilderOptions<T, string?> Line<T>(this IRuleBuilder<T, string?> rule, int longest) =>
        rule.Must(text => text is null || !string.IsNullOrWhiteSpace(text)).WithErrorCode("field.blank")
            .MaximumLength(longest).WithErrorCode("field.too_long").WithState(_ => Details(longest))
            .Must(text => text is null || !text.Any(char.IsControl)).WithErrorCode("field.control_characters");

    /// <summary>A text of several lines: line ends and tabs are its only control characters.</summary>
    public static IRuleBuilderOptions<T, string?> Prose<T>(this IRuleBuilder<T, string?> rule, int longest = 10_000) =>
        rule.Must(text => text is null || !string.IsNullOrWhiteSpace(text)).WithErrorCode("field.blank")
            .MaximumLength(longest).WithErrorCode("field.too_long").WithState(_ => Details(longest))
            .Must(text => text is null || !text.Any(unit => char.IsControl(unit) && unit is not ('\n' or '\r' or '\t'))).WithErrorCode("field.control_characters");

    /// <summary>A slug or code: lower-case words joined by hyphens.</summary>
    public static IRuleBuilderOptions<T, string?> Slug<T>(this IRuleBuilder<T, string?> rule) =>
        rule.MaximumLength(80).WithErrorCode("field.too_long").WithState(_ => Details(80))
            .Matches("^[a-z0-9]+(-[a-z0-9]+)*\\z").WithErrorCode("field.slug");

    /// <summary>A country, ISO 3166-1 alpha-2.</summary>
    public static IRuleBuilderOptions<T, string?> Country<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Matches("^[A-Z]{2}\\z").WithErrorCode("field.country");

    /// <summary>A language, BCP 47: <c>fr</c>, <c>pt-BR</c>.</summary>
    public static IRuleBuilderOptions<T, string?> Language<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Matches("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\\z").WithErrorCode("field.language")
            .MaximumLength(35).WithErrorCode("field.too_long").WithState(_ => Details(35));

    /// <summary>A whole number between two limits.</summary>
    public static IRuleBuilderOptions<T, int?> Between<T>(this IRuleBuilder<T, int?> rule, int least, int most) =>
        rule.InclusiveBetween(least, most).WithErrorCode("field.out_of_range").WithState(_ => Details(least, most));

    /// <summary>A day of this century: a year far off is a slip of the pen.</summary>
    public static IRuleBuilderOptions<T, DateOnly?> Day<T>(this IRuleBuilder<T, DateOnly?> rule) =>
        rule.Must(day => day is null || day is { Year: >= 2000 and <= 2100 }).WithErrorCode("field.out_of_range").WithState(_ => Details(2000, 2100));

    /// <summary>An instant of this century.</summary>
    public static IRuleBuilderOptions<T, DateTimeOffset?> Instant<T>(this IRuleBuilder<T, DateTimeOffset?> rule) =>
        rule.Must(at => at is null || at.Value.UtcDateTime is { Year: >= 2000 and <= 2100 }).WithErrorCode("field.out_of_range").WithState(_ => Details(2000, 2100));

    /// <summary>A year, a month or a day, as exactly as a source says.</summary>
    public static IRuleBuilderOptions<T, string?> PartialDate<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(date => date is null || SignedOn.IsWellFormed(date)).WithErrorCode("field.partial_date");

    /// <summary>An e-mail address: whether it is anybody's is seen when it is written to.</summary>
    public static IRuleBuilderOptions<T, string?> Email<T>(this IRuleBuilder<T, string?> rule) =>
        rule.MaximumLength(254).WithErrorCode("field.too_long").WithState(_ => Details(254))
            .Matches("^[^@\\s\\p{C}]+@[^@\\s\\p{C}]+\\z").WithErrorCode("field.email");

    /// <summary>A list that is not too long and holds nothing twice.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyList<TItem>?> ListOf<T, TItem>(this IRuleBuilder<T, IReadOnlyList<TItem>?> rule, int most) =>
        rule.SetValidator(new AtMost<T, TItem>(most)).WithErrorCode("field.too_many").WithState(_ => Details(most))
            .Must(list => !IsShort(list, most) || list!.Distinct().Count() == list!.Count).WithErrorCode("field.duplicates")
            .Must(list => !IsShort(list, most) || list!.All(item => item is not null)).WithErrorCode("field.required");

    /// <summary>A list like that, and the rules of its items.</summary>
    public static IRuleBuilderInitialCollection<T, TItem> ListOf<T, TItem>(
        this AbstractValidator<T> validator, Expression<Func<T, IReadOnlyList<TItem>?>> list, int most)
    {
        validator.RuleFor(list).ListOf(most);
        return validator.EachOf(list, most);
    }

    /// <summary>The rules of a list's items. They judge no list that is too long: a million bad items would be as many errors.</summary>
    public static IRuleBuilderInitialCollection<T, TItem> EachOf<T, TItem>(
        this AbstractValidator<T> validator, Expression<Func<T, IReadOnlyList<TItem>?>> list, int most)
    {
        var items = list.Compile();
        IRuleBuilderInitialCollection<T, TItem>? each = null;
        validator.When(request => IsShort(items(request), most), () =>
            each = validator.RuleForEach(Expression.Lambda<Func<T, IEnumerable<TItem>>>(list.Body, list.Parameters)));
        return each!;
    }

    private static bool IsShort<TItem>(IReadOnlyList<TItem>? list, int most) => list is not null && list.Count <= most;

    private static object[] Details(params object[] details) => details;

    /// <summary>A rule of its own, so that the document shows the limit.</summary>
    private sealed class AtMost<T, TItem>(int most) : PropertyValidator<T, IReadOnlyList<TItem>?>, ILimitsItems
    {
        public override string Name => nameof(AtMost<,>);

        public int Most { get; } = most;

        public override bool IsValid(ValidationContext<T> context, IReadOnlyList<TItem>? value) => value is null || value.Count <= Most;
    }
}

/// <summary>Judges how many items a list has.</summary>
public interface ILimitsItems
{
    /// <summary>The most.</summary>
    int Most { get; }
}
