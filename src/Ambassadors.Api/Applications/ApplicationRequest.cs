using Ambassadors.Api.Http;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using FluentValidation;

namespace Ambassadors.Api.Applications;

/// <summary>A cluster that the pôle would like.</summary>
/// <param name="ClusterSlug">Slug of the cluster.</param>
/// <param name="Rank">1 for the most wanted; each rank once.</param>
public sealed record PreferenceRequest(string? ClusterSlug, int? Rank);

/// <summary>What a pôle writes in an application. A draft may lack all but call and pôle; submission may not.</summary>
public sealed record ApplicationRequest
{
    /// <summary>The call; fixed once the draft is begun.</summary>
    public Guid? CallId { get; init; }

    /// <summary>Slug of the pôle; fixed once the draft is begun.</summary>
    public string? PoleSlug { get; init; }

    /// <summary>The member of the pôle who would be exchanged. Another one has to agree anew.</summary>
    public Guid? AmbassadorId { get; init; }

    /// <summary>Which way persons would travel.</summary>
    public ExchangeDirection? Direction { get; init; }

    /// <summary>What the exchange is for, up to 10 000 characters.</summary>
    public string? Objectives { get; init; }

    /// <summary>Codes of its themes.</summary>
    public IReadOnlyList<string>? Themes { get; init; }

    /// <summary>Languages that the ambassador can work in, BCP 47.</summary>
    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>Clusters wished for.</summary>
    public IReadOnlyList<PreferenceRequest>? Preferences { get; init; }

    /// <summary>When the stay may take place.</summary>
    public IReadOnlyList<WindowRequest>? Windows { get; init; }

    /// <summary>Days of the stay, 1 to 3 660.</summary>
    public int? DurationDays { get; init; }

    /// <summary>What is asked of the programme.</summary>
    public SumRequest? RequestedAmount { get; init; }

    /// <summary>Your own reference, unique among the pôle's applications, up to 100 characters.</summary>
    public string? PartnerReference { get; init; }

    /// <summary>What was written, for a patch to be laid over.</summary>
    public static ApplicationRequest Of(ExchangeApplication application)
    {
        var content = application.Content;
        return new ApplicationRequest
        {
            CallId = application.CallId,
            PoleSlug = application.PoleSlug,
            AmbassadorId = content.AmbassadorId,
            Direction = content.Direction,
            Objectives = content.Objectives,
            Themes = content.Themes,
            Languages = content.Languages,
            Preferences = [.. content.Preferences.Select(wish => new PreferenceRequest(wish.ClusterSlug, wish.Rank))],
            Windows = [.. content.Windows.Select(WindowRequest.Of)],
            DurationDays = content.DurationDays,
            RequestedAmount = SumRequest.Of(content.RequestedAmount),
            PartnerReference = content.PartnerReference
        };
    }
}

/// <summary>Judges the form of an <see cref="ApplicationRequest"/>.</summary>
public sealed class ApplicationRequestValidator : AbstractValidator<ApplicationRequest>
{
    public ApplicationRequestValidator()
    {
        RuleFor(application => application.CallId).Required();
        RuleFor(application => application.PoleSlug).Cascade(CascadeMode.Stop).Required().Slug();
        RuleFor(application => application.Objectives).Prose();
        this.ListOf(application => application.Themes, 20).Slug();
        this.ListOf(application => application.Languages, 20).Language();
        RuleFor(application => application.Preferences).ListOf(50)
            .Must(wishes => wishes is null || wishes.Select(wish => wish?.Rank).Distinct().Count() == wishes.Count).WithErrorCode("application.rank_twice")
            .Must(wishes => wishes is null || wishes.Select(wish => wish?.ClusterSlug).Distinct().Count() == wishes.Count).WithErrorCode("application.cluster_twice");
        this.EachOf(application => application.Preferences, 50).ChildRules(wish =>
        {
            wish.RuleFor(w => w.ClusterSlug).Cascade(CascadeMode.Stop).Required().Slug();
            wish.RuleFor(w => w.Rank).Cascade(CascadeMode.Stop).Required().Between(1, 50);
        });
        this.ListOf(application => application.Windows, 20).SetValidator(new WindowRequestValidator());
        RuleFor(application => application.DurationDays).Between(1, 3_660);
        RuleFor(application => application.RequestedAmount).SetValidator(new SumRequestValidator()!);
        RuleFor(application => application.PartnerReference).Line(100);
    }
}
