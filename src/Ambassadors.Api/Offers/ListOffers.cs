using Ambassadors.Api.Applications;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Offers;

/// <summary>Lists offers.</summary>
public static class ListOffers
{
    /// <summary>Lists the offers that you may see, the newest first</summary>
    /// <remarks>Pôles see those that are published; with <c>updatedSince</c>, what was published and is no more is in <c>deleted</c> for them.</remarks>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="status">Only offers in this status.</param>
    /// <param name="clusterSlug">Only offers of this cluster.</param>
    /// <param name="theme">Only offers on this theme.</param>
    /// <param name="country">Only offers from this country, ISO 3166-1 alpha-2.</param>
    /// <param name="q">Words, or their beginnings, of what is provided, cluster or partner reference.</param>
    /// <param name="awaiting">Only what waits for you: drafts, offers to check, published ones that their cluster has to confirm within 14 days.</param>
    public static Listing<OfferResponse> Handle(
        ListRequest<Offer, NewestFirst<Offer>> list, OfferDesk desk, Named<OfferStatus>? status, string? clusterSlug, string? theme, string? country, string? q,
        Named<Awaiting>? awaiting)
    {
        var offers = desk.Visible.AsNoTracking().Matching(desk.Db, q).Having(desk.Db, "theme", theme);
        if (status is { Value: var wanted })
            offers = offers.Where(o => o.Status == wanted);
        if (clusterSlug is not null)
            offers = offers.Where(o => o.ClusterSlug == clusterSlug);
        if (country is not null)
            offers = offers.Where(o => o.Country == country);
        if (awaiting is not null)
        {
            var writes = desk.Actor.Clusters();
            var checks = desk.Actor.HoldsAny(Role.ProgrammeOfficer, Role.ProgrammeAdministrator);
            var confirmedBy = desk.Now - Reconfirmation.Period + TimeSpan.FromDays(Reconfirmation.RemindedDaysBefore[0]);
            offers = offers.Where(o => writes.Contains(o.ClusterSlug) && (o.Status == OfferStatus.Draft || o.Status == OfferStatus.Published && o.ConfirmedAt <= confirmedBy)
                || checks && o.Status == OfferStatus.UnderCheck);
        }

        var gone = desk.OutOfSight;
        return list.Of(offers, desk.Show, clusterSlug is null ? gone : gone?.Where(one => one.ClusterSlug == clusterSlug));
    }
}
