using Ambassadors.Api.Data;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.Pairings;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Matching;

/// <summary>Reads what the rules and the fit are judged by, with as many statements whatever there is.</summary>
public sealed class PoolReader(AmbassadorsDbContext db, ThemeMap themes)
{
    /// <summary>What pairs of a call are judged by besides their two sides.</summary>
    /// <param name="call">The call.</param>
    /// <param name="today">The day in Paris.</param>
    /// <param name="open">Pairings between the same application and offer that nothing may move.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<MatchingGround> GroundAsync(Call call, DateOnly today, IEnumerable<PairKey> open, CancellationToken cancellation)
    {
        var cooperations = await db.Cooperations.Select(one => new { one.PoleSlug, one.ClusterSlug }).Distinct().ToListAsync(cancellation);
        var exchanged = await db.Pairings.Where(p => p.Status == PairingStatus.Approved)
            .GroupBy(p => new { p.PoleSlug, p.ClusterSlug })
            .Select(sides => new { sides.Key, Outbound = sides.Count(p => p.AmbassadorId != null), Inbound = sides.Count(p => p.CounterpartId != null) })
            .ToListAsync(cancellation);
        var declined = await db.Pairings.Where(p => p.CallId == call.Id && p.Status == PairingStatus.Declined)
            .Select(p => new { p.ApplicationId, p.OfferId, p.Terms, p.AmbassadorId, p.CounterpartId }).ToListAsync(cancellation);
        return new MatchingGround
        {
            Themes = themes,
            Currency = call.Currency,
            EarliestOn = today.AddDays(call.Rules.ConsentDays),
            Cooperations = cooperations.Select(one => (one.PoleSlug, one.ClusterSlug)).ToHashSet(),
            Exchanged = exchanged.ToDictionary(one => (one.Key.PoleSlug, one.Key.ClusterSlug), one => new Exchanged(one.Outbound, one.Inbound)),
            Declined = declined.GroupBy(one => (one.ApplicationId, one.OfferId)).ToDictionary(
                pair => pair.Key, pair => (IReadOnlyList<DeclinedTerms>)[.. pair.Select(one => new DeclinedTerms(one.Terms, one.AmbassadorId, one.CounterpartId))]),
            Open = open.Select(pair => (pair.ApplicationId, pair.OfferId)).ToHashSet()
        };
    }

    /// <summary>The open pairings of a call.</summary>
    public async Task<IReadOnlyList<OpenPairing>> OpenAsync(Guid callId, CancellationToken cancellation)
    {
        var open = await db.Pairings.AsNoTracking().IgnoreAutoIncludes().Where(p => p.CallId == callId && PairingLifecycle.Open.Contains(p.Status))
            .OrderBy(p => p.Id).Select(p => new { p.Id, p.ApplicationId, p.OfferId, p.PoleSlug, p.Country, p.Status, p.Terms }).ToListAsync(cancellation);
        return [.. open.Select(p => new OpenPairing(p.Id, new PairKey(p.ApplicationId, p.OfferId), p.PoleSlug, p.Country, p.Status, p.Terms))];
    }

    /// <summary>The pôles and countries of a call's approved pairings.</summary>
    public async Task<IReadOnlyList<(string Pole, string Country)>> ApprovedAsync(Guid callId, CancellationToken cancellation)
    {
        var approved = await db.Pairings.Where(p => p.CallId == callId && p.Status == PairingStatus.Approved).Select(p => new { p.PoleSlug, p.Country }).ToListAsync(cancellation);
        return [.. approved.Select(p => (p.PoleSlug, p.Country))];
    }

    /// <summary>How many places of each offer are promised by open pairings of other calls.</summary>
    public Task<Dictionary<Guid, int>> PlacesPromisedElsewhereAsync(Guid callId, CancellationToken cancellation) =>
        db.Pairings.Where(p => p.CallId != callId && PairingLifecycle.Open.Contains(p.Status))
            .GroupBy(p => p.OfferId).Select(offer => new { offer.Key, Places = offer.Count() })
            .ToDictionaryAsync(offer => offer.Key, offer => offer.Places, cancellation);

    /// <summary>What binds members of pôles to clusters, and members of clusters to pôles.</summary>
    public async Task<IReadOnlyDictionary<Guid, PersonTies>> TiesAsync(CancellationToken cancellation)
    {
        // The same person on both sides; a role on the other side; a declared interest.
        var same = await db.Members.Where(m => m.PoleSlug != null && m.PersonId != null)
            .Join(db.Members.Where(m => m.ClusterSlug != null), m => m.PersonId, m => m.PersonId, (pole, cluster) => new { Pole = pole.Id, Cluster = cluster.Id })
            .ToListAsync(cancellation);
        var roles = await db.Members.Join(db.Memberships, m => m.PersonId, s => s.PersonId, (m, s) => new { m.Id, m.PoleSlug, m.ClusterSlug, RoleInPole = s.PoleSlug, RoleInCluster = s.ClusterSlug })
            .Where(one => one.PoleSlug != null && one.RoleInCluster != null || one.ClusterSlug != null && one.RoleInPole != null)
            .Select(one => new { one.Id, Organisation = one.RoleInPole ?? one.RoleInCluster }).ToListAsync(cancellation);
        var declared = await db.Members.Join(db.Conflicts, m => m.PersonId, c => c.PersonId, (m, c) => new { m.Id, c.PoleSlug, c.ClusterSlug, c.MemberId }).ToListAsync(cancellation);

        var organisations = roles.Select(one => (one.Id, Organisation: one.Organisation!))
            .Concat(declared.Select(one => (one.Id, Organisation: one.PoleSlug ?? one.ClusterSlug)).Where(one => one.Organisation is not null)!)
            .ToLookup(one => one.Id, one => one.Organisation!);
        var members = same.SelectMany(one => new[] { (Id: one.Pole, Other: one.Cluster), (Id: one.Cluster, Other: one.Pole) })
            .Concat(declared.Where(one => one.MemberId is not null).Select(one => (one.Id, Other: one.MemberId!.Value)))
            .ToLookup(one => one.Id, one => one.Other);
        return organisations.Select(one => one.Key).Concat(members.Select(one => one.Key)).Distinct()
            .ToDictionary(id => id, id => new PersonTies(organisations[id].ToHashSet(), members[id].ToHashSet()));
    }

    /// <summary>An application as the rules see it.</summary>
    public static SeekingSide SideOf(ExchangeApplication application, Call call, IReadOnlyDictionary<Guid, PersonTies> ties) => new(
        application.Id, application.PoleSlug, application.Content, application.Snapshot, call.RulesFor(application),
        TiesOf(application.AmbassadorId, ties));

    /// <summary>An offer as the rules see it.</summary>
    public static HostingSide SideOf(Offer offer, int places, IReadOnlyDictionary<Guid, PersonTies> ties) => new(
        offer.Id, offer.ClusterSlug, offer.Country, offer.Content, offer.Revision, places, TiesOf(offer.CounterpartId, ties));

    private static PersonTies TiesOf(Guid? member, IReadOnlyDictionary<Guid, PersonTies> ties) =>
        member is { } id && ties.TryGetValue(id, out var bound) ? bound : PersonTies.None;
}
