using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.Organisations;
using Ambassadors.Domain.People;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Offers;

/// <summary>What offers refer to, read for many of them with as many statements as for one, and the rules by which each is begun.</summary>
public sealed class OfferGround
{
    private readonly Dictionary<string, Cluster> _clusters;
    private readonly Dictionary<Guid, string?> _members;
    private readonly HashSet<string> _themes;
    private readonly HashSet<string> _poles;
    private readonly Dictionary<(string Cluster, string Reference), string> _holders;

    private OfferGround(Dictionary<string, Cluster> clusters, Dictionary<Guid, string?> members, HashSet<string> themes, HashSet<string> poles, Dictionary<(string, string), string> holders) =>
        (_clusters, _members, _themes, _poles, _holders) = (clusters, members, themes, poles, holders);

    /// <summary>Reads it. The form of the requests was judged.</summary>
    public static async Task<OfferGround> ReadAsync(AmbassadorsDbContext db, IReadOnlyList<OfferRequest> requests, CancellationToken cancellation)
    {
        string[] slugs = [.. requests.Select(request => request.ClusterSlug!).Distinct()];
        Guid[] members = [.. requests.Select(request => request.CounterpartId).OfType<Guid>().Distinct()];
        string[] wishes = [.. requests.SelectMany(request => request.Preferences ?? []).Select(wish => wish.PoleSlug!).Distinct()];
        string[] references = [.. requests.Select(request => request.PartnerReference).OfType<string>().Distinct()];
        var holders = references.Length == 0 ? [] : await db.Offers
            .Where(offer => EF.Parameter(slugs).Contains(offer.ClusterSlug) && EF.Parameter(references).Contains(offer.PartnerReference))
            .Select(offer => new { offer.ClusterSlug, offer.PartnerReference, offer.Id }).ToListAsync(cancellation);
        return new OfferGround(
            await db.Clusters.AsNoTracking().Where(cluster => EF.Parameter(slugs).Contains(cluster.Slug)).ToDictionaryAsync(cluster => cluster.Slug, cancellation),
            members.Length == 0 ? [] : await db.Members.Where(member => EF.Parameter(members).Contains(member.Id)).ToDictionaryAsync(member => member.Id, member => member.ClusterSlug, cancellation),
            await References.KnownThemesAsync(db, requests.SelectMany(request => request.Themes ?? []), cancellation),
            wishes.Length == 0 ? [] : await db.Poles.Where(pole => EF.Parameter(wishes).Contains(pole.Slug)).Select(pole => pole.Slug).ToHashSetAsync(cancellation),
            holders.ToDictionary(holder => (holder.ClusterSlug, holder.PartnerReference!), holder => OfferDesk.PathOf(holder.Id)));
    }

    /// <summary>Begins an offer, or says what stands against it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="way">The way to the offer, which the next request with its reference is told.</param>
    public (Offer? Offer, ProblemHttpResult? Problem) Begin(OfferRequest request, OfferDesk desk, Func<Offer, string> way)
    {
        var references = new References(desk.Db);
        var cluster = _clusters.GetValueOrDefault(request.ClusterSlug!);
        if (cluster is null)
            references.Missing("#/clusterSlug");
        else if (OfferLifecycle.Table.Judge(null, OfferEvent.Create, desk.Actor, new CaseFile(null, cluster.Slug)).Refusal is { } refusal)
            return (null, Problems.Refused(refusal));
        var content = ContentOf(request, references);

        if (request.PartnerReference is { } reference && _holders.TryGetValue((cluster!.Slug, reference), out var holder))
            return (null, Problems.Refused(new Refusal("offer.partner_reference_taken", "#/partnerReference", holder)));
        var (offer, verdict) = Offer.Create(cluster!, content, desk.Actor, desk.Now);
        if (!verdict.IsDone)
            return (null, Problems.Refused(verdict));
        if (request.PartnerReference is { } taken)
            _holders.Add((cluster!.Slug, taken), way(offer));
        return (offer, null);
    }

    /// <summary>What a request says, once every reference that leads nowhere was named.</summary>
    public OfferContent ContentOf(OfferRequest request, References references)
    {
        references.Themes(request.Themes, _themes, "#/themes");
        if (request.CounterpartId is { } counterpart && (!_members.TryGetValue(counterpart, out var cluster) || cluster != request.ClusterSlug))
            references.Missing("#/counterpartId");
        foreach (var (index, _) in (request.Preferences ?? []).Index().Where(wish => !_poles.Contains(wish.Item.PoleSlug!)))
            references.Missing($"#/preferences/{index}/poleSlug");
        references.Settle();
        return new OfferContent
        {
            CounterpartId = request.CounterpartId,
            Directions = request.Directions ?? [],
            Themes = request.Themes ?? [],
            Languages = request.Languages ?? [],
            Windows = [.. (request.Windows ?? []).Select(window => window.ToWindow())],
            Preferences = [.. (request.Preferences ?? []).Select(wish => new HostPreference(wish.PoleSlug!, wish.Rank!.Value)).OrderBy(wish => wish.Rank)],
            Capacity = request.Capacity,
            Provides = request.Provides,
            PartnerReference = request.PartnerReference
        };
    }
}
