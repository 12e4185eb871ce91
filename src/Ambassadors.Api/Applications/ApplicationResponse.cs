using Ambassadors.Api.Http;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.People;

namespace Ambassadors.Api.Applications;

/// <summary>A cluster that the pôle would like.</summary>
/// <param name="ClusterSlug">Slug of the cluster.</param>
/// <param name="Rank">1 for the most wanted.</param>
public sealed record PreferenceResponse(string ClusterSlug, int Rank);

/// <summary>An application: one ambassador of one pôle for one call.</summary>
/// <param name="Id">Id, UUID version 7.</param>
/// <param name="Version">Version, one more with each change.</param>
/// <param name="Status">Where the application is.</param>
/// <param name="AllowedActions">What you may do now; a guard may still refuse one of them.</param>
/// <param name="Reference">Reference, <c>AMB-2026-00042</c>, from submission on.</param>
/// <param name="CallId">The call.</param>
/// <param name="PoleSlug">Slug of the pôle.</param>
/// <param name="AmbassadorId">The member of the pôle who would be exchanged.</param>
/// <param name="CandidacyAgreed">Whether the ambassador agreed to be put forward.</param>
/// <param name="Direction">Which way persons would travel.</param>
/// <param name="Objectives">What the exchange is for.</param>
/// <param name="Themes">Codes of its themes.</param>
/// <param name="Languages">Languages that the ambassador can work in, BCP 47.</param>
/// <param name="Preferences">Clusters wished for.</param>
/// <param name="Windows">When the stay may take place.</param>
/// <param name="DurationDays">Days of the stay.</param>
/// <param name="RequestedAmount">What is asked of the programme.</param>
/// <param name="PartnerReference">The pôle's own reference.</param>
/// <param name="Snapshot">The number of the snapshot that the programme judges; absent before submission.</param>
/// <param name="CallRevision">The revision of the call's rules by which it is judged, from submission on.</param>
/// <param name="SubmittedAt">Instant of submission.</param>
/// <param name="DueAt">By when the programme has to decide, or, after a rejection by silence, had to; absent once it decided, and where the call has no clock.</param>
/// <param name="RejectedBySilenceAt">When it was recorded that silence rejected the application; absent unless it is rejected so.</param>
/// <param name="Motive">The reason given for the last transition that carried one.</param>
/// <param name="CreatedAt">Instant of creation.</param>
/// <param name="UpdatedAt">Instant of the last change.</param>
public sealed record ApplicationResponse(
    Guid Id, int Version, ApplicationStatus Status, IReadOnlyList<ApplicationEvent> AllowedActions, string? Reference, Guid CallId, string PoleSlug,
    Guid? AmbassadorId, bool CandidacyAgreed, ExchangeDirection? Direction, string? Objectives, IReadOnlyList<string> Themes, IReadOnlyList<string> Languages,
    IReadOnlyList<PreferenceResponse> Preferences, IReadOnlyList<Window> Windows, int? DurationDays, Sum? RequestedAmount, string? PartnerReference,
    int? Snapshot, int? CallRevision, DateTimeOffset? SubmittedAt, DateTimeOffset? DueAt, DateTimeOffset? RejectedBySilenceAt, string? Motive, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt) : IVersionedResponse
{
    /// <summary>Shows an application to an actor.</summary>
    public static ApplicationResponse Of(ExchangeApplication application, Actor actor)
    {
        var content = application.Content;
        return new ApplicationResponse(
            application.Id, application.Version, application.Status, [.. application.AllowedActions(actor)], application.Reference,
            application.CallId, application.PoleSlug, content.AmbassadorId, application.CandidacyAgreed, content.Direction, content.Objectives,
            content.Themes, content.Languages, [.. content.Preferences.Select(wish => new PreferenceResponse(wish.ClusterSlug, wish.Rank))],
            content.Windows, content.DurationDays, content.RequestedAmount, content.PartnerReference,
            application.Snapshot == 0 ? null : application.Snapshot, application.CallRevision, application.SubmittedAt, application.DueAt, application.RejectedBySilenceAt, application.Motive,
            application.CreatedAt, application.UpdatedAt);
    }
}
