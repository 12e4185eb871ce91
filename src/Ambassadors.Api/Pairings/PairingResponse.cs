using Ambassadors.Api.Http;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.People;

namespace Ambassadors.Api.Pairings;

/// <summary>The terms in force.</summary>
/// <param name="Legs">The legs.</param>
/// <param name="Objectives">What the exchange is for.</param>
/// <param name="Amount">What the programme would pay.</param>
public sealed record TermsResponse(IReadOnlyList<Leg> Legs, string Objectives, Sum Amount)
{
    /// <summary>Shows terms.</summary>
    public static TermsResponse Of(ProposedTerms terms) => new(terms.Legs, terms.Objectives, terms.Amount);
}

/// <summary>A consent that counts.</summary>
/// <param name="Party">The party.</param>
/// <param name="At">Instant.</param>
public sealed record ConsentSummary(Party Party, DateTimeOffset At);

/// <summary>An approval that counts.</summary>
/// <param name="Step">Place in the chain, from 1.</param>
/// <param name="Role">In which role.</param>
/// <param name="PersonId">Who; shown to the programme.</param>
/// <param name="At">Instant.</param>
public sealed record ApprovalSummary(int Step, Role Role, Guid? PersonId, DateTimeOffset At);

/// <summary>A pairing: an application and an offer on exact terms.</summary>
/// <param name="Id">Id, UUID version 7.</param>
/// <param name="Version">Version, one more with each change.</param>
/// <param name="Status">Where the pairing is.</param>
/// <param name="AllowedActions">What you may do now; a guard may still refuse one of them.</param>
/// <param name="CallId">The call.</param>
/// <param name="RunId">The matching run that suggested it, where one did; shown to the programme.</param>
/// <param name="ApplicationId">The application.</param>
/// <param name="OfferId">The offer.</param>
/// <param name="PoleSlug">Slug of the pôle.</param>
/// <param name="ClusterSlug">Slug of the cluster.</param>
/// <param name="Country">The cluster's country, ISO 3166-1 alpha-2.</param>
/// <param name="AmbassadorId">The ambassador whom the terms send abroad; absent without an outbound leg.</param>
/// <param name="CounterpartId">The counterpart whom the terms send to France; absent without an inbound leg.</param>
/// <param name="Terms">The terms in force.</param>
/// <param name="TermsVersion">Their version: 1 for the proposal.</param>
/// <param name="TermsHash">SHA-256 of their canonical form, which <c>/terms/{version}</c> returns: what a consent must name.</param>
/// <param name="ExpiresAt">The time for consenting ends; of a suggestion, when it would if it were proposed at once.</param>
/// <param name="ConsentsNeeded">The parties whose consent the terms need.</param>
/// <param name="Consents">The consents to this version.</param>
/// <param name="Approvals">The approvals of this version.</param>
/// <param name="ConsentedAt">When the last party consented to this version.</param>
/// <param name="Motive">The reason given for the last transition that carried one.</param>
/// <param name="CreatedAt">Instant of creation.</param>
/// <param name="UpdatedAt">Instant of the last change.</param>
public sealed record PairingResponse(
    Guid Id, int Version, PairingStatus Status, IReadOnlyList<PairingEvent> AllowedActions, Guid CallId, Guid? RunId, Guid ApplicationId, Guid OfferId,
    string PoleSlug, string ClusterSlug, string Country, Guid? AmbassadorId, Guid? CounterpartId, TermsResponse Terms, int TermsVersion, string TermsHash,
    DateTimeOffset ExpiresAt, IReadOnlyList<Party> ConsentsNeeded, IReadOnlyList<ConsentSummary> Consents, IReadOnlyList<ApprovalSummary> Approvals,
    DateTimeOffset? ConsentedAt, string? Motive, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt) : IVersionedResponse
{
    /// <summary>Shows a pairing to an actor.</summary>
    public static PairingResponse Of(Pairing pairing, Actor actor)
    {
        var programme = actor.SeesEveryFile();
        return new PairingResponse(
            pairing.Id, pairing.Version, pairing.Status, [.. pairing.AllowedActions(actor)], pairing.CallId, programme ? pairing.RunId : null, pairing.ApplicationId, pairing.OfferId,
            pairing.PoleSlug, pairing.ClusterSlug, pairing.Country, pairing.AmbassadorId, pairing.CounterpartId,
            TermsResponse.Of(pairing.Terms), pairing.TermsVersion, pairing.TermsHash, pairing.ExpiresAt, [.. pairing.PartiesNeeded],
            [.. pairing.CurrentConsents.OrderBy(c => c.Party).Select(c => new ConsentSummary(c.Party, c.At))],
            [.. pairing.CurrentApprovals.OrderBy(a => a.Step).Select(a => new ApprovalSummary(a.Step, a.Role, programme ? a.PersonId : null, a.At))],
            pairing.ConsentedAt, pairing.Motive, pairing.CreatedAt, pairing.UpdatedAt);
    }
}
