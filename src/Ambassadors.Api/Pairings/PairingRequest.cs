using Ambassadors.Api.Http;
using Ambassadors.Domain.Pairings;
using FluentValidation;

namespace Ambassadors.Api.Pairings;

/// <summary>A stay of one person.</summary>
/// <param name="Direction">Outbound: the ambassador to the cluster. Inbound: the counterpart to the pôle.</param>
/// <param name="StartsOn">First day.</param>
/// <param name="EndsOn">Last day.</param>
public sealed record LegRequest(LegDirection? Direction, DateOnly? StartsOn, DateOnly? EndsOn);

/// <summary>The terms that are proposed.</summary>
/// <param name="Legs">One leg, or an outbound and an inbound one.</param>
/// <param name="Objectives">What the exchange is for, 1 to 10 000 characters.</param>
/// <param name="Amount">What the programme would pay.</param>
public sealed record TermsRequest(IReadOnlyList<LegRequest>? Legs, string? Objectives, SumRequest? Amount)
{
    /// <summary>The terms, once their form was judged.</summary>
    public ProposedTerms ToTerms() => new(
        [.. Legs!.Select(leg => new Leg(leg.Direction!.Value, leg.StartsOn!.Value, leg.EndsOn!.Value))], Objectives!, Amount!.ToSum());
}

/// <summary>Judges the form of a <see cref="TermsRequest"/>.</summary>
public sealed class TermsRequestValidator : AbstractValidator<TermsRequest>
{
    public TermsRequestValidator()
    {
        RuleFor(terms => terms.Legs).Cascade(CascadeMode.Stop).Required().ListOf(2)
            .Must(legs => legs is { Count: > 0 }).WithErrorCode("field.required");
        this.EachOf(terms => terms.Legs, 2).ChildRules(leg =>
        {
            leg.RuleFor(l => l.Direction).Required();
            leg.RuleFor(l => l.StartsOn).Cascade(CascadeMode.Stop).Required().Day();
            leg.RuleFor(l => l.EndsOn).Cascade(CascadeMode.Stop).Required().Day()
                .Must((l, endsOn) => l.StartsOn is null || endsOn >= l.StartsOn).WithErrorCode("field.ends_before_start");
        });
        RuleFor(terms => terms.Objectives).Cascade(CascadeMode.Stop).Required().Prose();
        RuleFor(terms => terms.Amount).Cascade(CascadeMode.Stop).Required().SetValidator(new SumRequestValidator()!);
    }
}

/// <summary>An application and an offer put together on terms.</summary>
/// <param name="ApplicationId">The application; a cluster may name one that wishes for it.</param>
/// <param name="OfferId">The offer.</param>
/// <param name="Terms">The terms.</param>
public sealed record ProposePairingRequest(Guid? ApplicationId, Guid? OfferId, TermsRequest? Terms);

/// <summary>Judges the form of a <see cref="ProposePairingRequest"/>.</summary>
public sealed class ProposePairingRequestValidator : AbstractValidator<ProposePairingRequest>
{
    public ProposePairingRequestValidator()
    {
        RuleFor(request => request.ApplicationId).Required();
        RuleFor(request => request.OfferId).Required();
        RuleFor(request => request.Terms).Cascade(CascadeMode.Stop).Required().SetValidator(new TermsRequestValidator()!);
    }
}

/// <summary>Other terms for a pairing.</summary>
/// <param name="Terms">The terms, whole.</param>
public sealed record AmendPairingRequest(TermsRequest? Terms);

/// <summary>Judges the form of an <see cref="AmendPairingRequest"/>.</summary>
public sealed class AmendPairingRequestValidator : AbstractValidator<AmendPairingRequest>
{
    public AmendPairingRequestValidator() =>
        RuleFor(request => request.Terms).Cascade(CascadeMode.Stop).Required().SetValidator(new TermsRequestValidator()!);
}

/// <summary>A party's yes to one hash of terms.</summary>
/// <param name="Party">In whose name.</param>
/// <param name="TermsHash">SHA-256 of the terms' canonical form, 64 lower-case hexadecimal digits: what exactly is consented to.</param>
public sealed record ConsentRequest(Party? Party, string? TermsHash);

/// <summary>Judges the form of a <see cref="ConsentRequest"/>.</summary>
public sealed class ConsentRequestValidator : AbstractValidator<ConsentRequest>
{
    public ConsentRequestValidator()
    {
        RuleFor(request => request.Party).Required();
        RuleFor(request => request.TermsHash).Cascade(CascadeMode.Stop).Required().Matches("^[0-9a-f]{64}\\z").WithErrorCode("field.hash");
    }
}
