using Ambassadors.Api.Http;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Offers;
using FluentValidation;

namespace Ambassadors.Api.Offers;

/// <summary>A pôle that the cluster would like.</summary>
/// <param name="PoleSlug">Slug of the pôle.</param>
/// <param name="Rank">1 for the most wanted, up to 20; no two alike.</param>
public sealed record HostPreferenceRequest(string? PoleSlug, int? Rank);

/// <summary>What a cluster writes in an offer. A draft may lack all but the cluster; handing it in may not.</summary>
public sealed record OfferRequest
{
    /// <summary>Slug of the cluster; fixed once the draft is begun.</summary>
    public string? ClusterSlug { get; init; }

    /// <summary>The member of the cluster who would come to France; needed where an inbound leg is offered.</summary>
    public Guid? CounterpartId { get; init; }

    /// <summary>Directions offered.</summary>
    public IReadOnlyList<ExchangeDirection>? Directions { get; init; }

    /// <summary>Codes of its themes.</summary>
    public IReadOnlyList<string>? Themes { get; init; }

    /// <summary>Languages spoken at the host's, BCP 47.</summary>
    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>When the cluster can host.</summary>
    public IReadOnlyList<WindowRequest>? Windows { get; init; }

    /// <summary>Pôles wished for; the cluster and the programme alone see them.</summary>
    public IReadOnlyList<HostPreferenceRequest>? Preferences { get; init; }

    /// <summary>How many pairings may be approved over the offer's life, 1 to 1 000.</summary>
    public int? Capacity { get; init; }

    /// <summary>What the host provides, up to 10 000 characters.</summary>
    public string? Provides { get; init; }

    /// <summary>Your own reference, unique among the cluster's offers, up to 100 characters.</summary>
    public string? PartnerReference { get; init; }

    /// <summary>What was written, for a patch to be laid over.</summary>
    public static OfferRequest Of(Offer offer)
    {
        var content = offer.Content;
        return new OfferRequest
        {
            ClusterSlug = offer.ClusterSlug,
            CounterpartId = content.CounterpartId,
            Directions = content.Directions,
            Themes = content.Themes,
            Languages = content.Languages,
            Windows = [.. content.Windows.Select(WindowRequest.Of)],
            Preferences = [.. content.Preferences.Select(wish => new HostPreferenceRequest(wish.PoleSlug, wish.Rank))],
            Capacity = content.Capacity,
            Provides = content.Provides,
            PartnerReference = content.PartnerReference
        };
    }
}

/// <summary>Judges the form of an <see cref="OfferRequest"/>.</summary>
public sealed class OfferRequestValidator : AbstractValidator<OfferRequest>
{
    public OfferRequestValidator()
    {
        RuleFor(offer => offer.ClusterSlug).Cascade(CascadeMode.Stop).Required().Slug();
        RuleFor(offer => offer.Directions).ListOf(3);
        this.ListOf(offer => offer.Themes, 20).Slug();
        this.ListOf(offer => offer.Languages, 20).Language();
        this.ListOf(offer => offer.Windows, 20).SetValidator(new WindowRequestValidator());
        RuleFor(offer => offer.Preferences).ListOf(20)
            .Must(wishes => wishes is null || wishes.Select(wish => wish?.Rank).Distinct().Count() == wishes.Count).WithErrorCode("offer.rank_twice")
            .Must(wishes => wishes is null || wishes.Select(wish => wish?.PoleSlug).Distinct().Count() == wishes.Count).WithErrorCode("offer.pole_twice");
        this.EachOf(offer => offer.Preferences, 20).ChildRules(wish =>
        {
            wish.RuleFor(w => w.PoleSlug).Cascade(CascadeMode.Stop).Required().Slug();
            wish.RuleFor(w => w.Rank).Cascade(CascadeMode.Stop).Required().Between(1, 20);
        });
        RuleFor(offer => offer.Capacity).Between(1, 1_000);
        RuleFor(offer => offer.Provides).Prose();
        RuleFor(offer => offer.PartnerReference).Line(100);
    }
}
