using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Applications;

/// <summary>Whose turn it is.</summary>
public enum Awaiting
{
    /// <summary>Yours: what waits for an act that you may do.</summary>
    Me
}

/// <summary>Lists applications.</summary>
public static class ListApplications
{
    /// <summary>Lists the applications that you may see, the newest first</summary>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="status">Only applications in this status.</param>
    /// <param name="callId">Only applications to this call.</param>
    /// <param name="poleSlug">Only applications of this pôle.</param>
    /// <param name="clusterSlug">Only applications that wish for this cluster.</param>
    /// <param name="theme">Only applications on this theme.</param>
    /// <param name="country">Only applications that wish for a cluster of this country, ISO 3166-1 alpha-2.</param>
    /// <param name="q">Words, or their beginnings, of reference, objectives, pôle or partner reference.</param>
    /// <param name="awaiting">Only what waits for you.</param>
    public static Listing<ApplicationResponse> Handle(
        ListRequest<ExchangeApplication, NewestFirst<ExchangeApplication>> list, ApplicationDesk desk, Named<ApplicationStatus>? status, Guid? callId, string? poleSlug, string? clusterSlug,
        string? theme, string? country, string? q, Named<Awaiting>? awaiting)
    {
        var applications = desk.Visible.AsNoTracking()
            .Matching(desk.Db, q).Having(desk.Db, "theme", theme).Having(desk.Db, "country", country).Having(desk.Db, "cluster", clusterSlug);
        if (status is { Value: var wanted })
            applications = applications.Where(a => a.Status == wanted);
        if (callId is not null)
            applications = applications.Where(a => a.CallId == callId);
        if (poleSlug is not null)
            applications = applications.Where(a => a.PoleSlug == poleSlug);
        if (awaiting is not null)
            applications = AwaitingOf(applications, desk.Actor);
        return list.Of(applications, desk.Show);
    }

    private static IQueryable<ExchangeApplication> AwaitingOf(IQueryable<ExchangeApplication> applications, Actor actor)
    {
        var writes = actor.OrganisationsAs(Role.PoleEditor, Role.PoleSignatory);
        var signs = actor.OrganisationsAs(Role.PoleSignatory);
        var mine = actor.Members;
        var instructs = actor.HoldsAny(Role.ProgrammeOfficer, Role.ProgrammeAdministrator);
        return applications.Where(a =>
            a.Status == ApplicationStatus.Draft && (
                a.CandidacyAgreed && signs.Contains(a.PoleSlug)
                || !a.CandidacyAgreed && a.AmbassadorId != null && mine.Contains(a.AmbassadorId.Value)
                || a.AmbassadorId == null && writes.Contains(a.PoleSlug))
            || instructs && (a.Status == ApplicationStatus.Submitted || a.Status == ApplicationStatus.InReview));
    }
}
