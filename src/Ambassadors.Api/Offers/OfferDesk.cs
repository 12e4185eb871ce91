using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Offers;

/// <summary>Where requests on one offer are taken in.</summary>
public sealed class OfferDesk(DeskTools tools) : Desk<Offer, OfferStatus, OfferEvent, OfferResponse>(tools)
{
    /// <summary>The offers that the actor may see: the cluster's, one's own as counterpart, published ones for pôles, all in the programme.</summary>
    public IQueryable<Offer> Visible
    {
        get
        {
            if (Actor.SeesEveryFile())
                return Db.Offers;
            var clusters = Actor.Clusters();
            var mine = Actor.Members;
            var published = Actor.HoldsAny(Role.PoleEditor, Role.PoleSignatory);
            return Db.Offers.Where(o => clusters.Contains(o.ClusterSlug)
                || o.CounterpartId != null && mine.Contains(o.CounterpartId.Value)
                || published && o.Status == OfferStatus.Published);
        }
    }

    /// <summary>Offers that the actor could see in the pool and sees no more; none for those who see them anywhere.</summary>
    public IQueryable<Tombstone>? OutOfSight
    {
        get
        {
            if (Actor.SeesEveryFile() || !Actor.HoldsAny(Role.PoleEditor, Role.PoleSignatory))
                return null;
            var visible = Visible;
            return Db.Tombstones.Where(one => one.Noun == "offer" && !visible.Any(o => o.Id == one.Id));
        }
    }

    /// <inheritdoc/>
    public override Task<Offer?> FindAsync(Guid id, CancellationToken cancellation) => Visible.SingleOrDefaultAsync(offer => offer.Id == id, cancellation);

    /// <inheritdoc/>
    public override OfferResponse Show(Offer resource) => OfferResponse.Of(resource, Actor);

    /// <summary>Reads what a request refers to, and names every reference that leads nowhere.</summary>
    public async Task<OfferContent> ContentOfAsync(OfferRequest request, CancellationToken cancellation) =>
        (await OfferGround.ReadAsync(Db, [request], cancellation)).ContentOf(request, new References(Db));

    /// <summary>Where one is.</summary>
    public static string PathOf(Guid id) => $"/v1/offers/{id}";

    /// <summary>The offer of the same cluster that carries this reference already.</summary>
    public Task<Guid?> HolderOfReferenceAsync(string cluster, string? partnerReference, Guid? besides, CancellationToken cancellation) =>
        partnerReference is null
            ? Task.FromResult<Guid?>(null)
            : Db.Offers.Where(o => o.ClusterSlug == cluster && o.PartnerReference == partnerReference && o.Id != besides)
                .Select(o => (Guid?)o.Id).FirstOrDefaultAsync(cancellation);

    /// <summary>Whether somebody of the cluster can be reached.</summary>
    public Task<bool> HasContactAsync(string cluster, CancellationToken cancellation) =>
        Db.Memberships.AnyAsync(m => m.ClusterSlug == cluster && (m.Role == Role.ClusterContact || m.Role == Role.ClusterSignatory), cancellation);

    /// <summary>Cancels pairings of an offer that ends, in the same transaction.</summary>
    public async Task CancelPairingsAsync(Guid offerId, IReadOnlyList<PairingStatus> statuses, CancellationToken cancellation)
    {
        await Db.HoldAsync(Db.Offers.Where(o => o.Id == offerId), cancellation);
        foreach (var pairing in await Db.Pairings.Where(p => p.OfferId == offerId && statuses.Contains(p.Status)).ToListAsync(cancellation))
            pairing.Cancel(null, Actor.Service, Now);
    }
}
