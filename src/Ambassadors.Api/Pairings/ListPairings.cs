using Ambassadors.Api.Applications;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Pairings;

/// <summary>Lists pairings.</summary>
public static class ListPairings
{
    /// <summary>Lists the pairings that you may see, the newest first</summary>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="status">Only pairings in this status.</param>
    /// <param name="callId">Only pairings of this call.</param>
    /// <param name="runId">Only what this matching run suggested.</param>
    /// <param name="applicationId">Only pairings of this application.</param>
    /// <param name="offerId">Only pairings of this offer.</param>
    /// <param name="poleSlug">Only pairings of this pôle.</param>
    /// <param name="clusterSlug">Only pairings of this cluster.</param>
    /// <param name="country">Only pairings with a cluster of this country, ISO 3166-1 alpha-2.</param>
    /// <param name="q">Words, or their beginnings, of objectives, pôle or cluster.</param>
    /// <param name="awaiting">Only what waits for you: your consent, or your approval.</param>
    /// <param name="overdue"><c>true</c>: only pairings that have waited for the officers more than 14 days since the last consent.</param>
    public static Listing<PairingResponse> Handle(
        ListRequest<Pairing, NewestFirst<Pairing>> list, PairingDesk desk, Named<PairingStatus>? status, Guid? callId, Guid? runId, Guid? applicationId, Guid? offerId,
        string? poleSlug, string? clusterSlug, string? country, string? q, Named<Awaiting>? awaiting, bool? overdue)
    {
        var pairings = desk.Visible.AsNoTracking().Matching(desk.Db, q);
        if (status is { Value: var wanted })
            pairings = pairings.Where(p => p.Status == wanted);
        if (callId is not null)
            pairings = pairings.Where(p => p.CallId == callId);
        if (runId is not null)
            pairings = pairings.Where(p => p.RunId == runId);
        if (applicationId is not null)
            pairings = pairings.Where(p => p.ApplicationId == applicationId);
        if (offerId is not null)
            pairings = pairings.Where(p => p.OfferId == offerId);
        if (poleSlug is not null)
            pairings = pairings.Where(p => p.PoleSlug == poleSlug);
        if (clusterSlug is not null)
            pairings = pairings.Where(p => p.ClusterSlug == clusterSlug);
        if (country is not null)
            pairings = pairings.Where(p => p.Country == country);
        if (awaiting is not null)
            pairings = AwaitingOf(pairings, desk.Actor);
        if (overdue is true)
        {
            var since = desk.Now - PairingLifecycle.OfficersTime;
            pairings = pairings.Where(p => PairingLifecycle.BeforeOfficers.Contains(p.Status) && p.ConsentedAt <= since);
        }

        return list.Of(pairings.AsSplitQuery(), desk.Show);
    }

    private static IQueryable<Pairing> AwaitingOf(IQueryable<Pairing> pairings, Actor actor)
    {
        var poles = actor.OrganisationsAs(Role.PoleSignatory);
        var clusters = actor.OrganisationsAs(Role.ClusterSignatory);
        var mine = actor.Members;
        var me = actor.PersonId;
        var instructs = actor.HoldsAny(Role.ProgrammeOfficer, Role.ProgrammeAdministrator);
        var approvesFirst = actor.HoldsAny(ApprovalRule.Chain[0]);
        var approvesLast = actor.HoldsAny(ApprovalRule.Chain[^1]);
        return pairings.Where(p =>
            p.Status == PairingStatus.Proposed && (
                poles.Contains(p.PoleSlug) && !p.Consents.Any(c => c.TermsVersion == p.TermsVersion && c.Party == Party.Pole)
                || clusters.Contains(p.ClusterSlug) && !p.Consents.Any(c => c.TermsVersion == p.TermsVersion && c.Party == Party.Cluster)
                || p.AmbassadorId != null && mine.Contains(p.AmbassadorId.Value)
                    && !p.Consents.Any(c => c.TermsVersion == p.TermsVersion && c.Party == Party.Ambassador)
                || p.CounterpartId != null && mine.Contains(p.CounterpartId.Value)
                    && !p.Consents.Any(c => c.TermsVersion == p.TermsVersion && c.Party == Party.Counterpart))
            || instructs && p.Status == PairingStatus.Consented
            || p.Status == PairingStatus.InApproval && (
                approvesFirst && !p.Approvals.Any(a => a.TermsVersion == p.TermsVersion)
                || approvesLast && p.Approvals.Any(a => a.TermsVersion == p.TermsVersion)
                    && !p.Approvals.Any(a => a.TermsVersion == p.TermsVersion && a.PersonId == me)));
    }
}
