using System.Linq.Expressions;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Pairings;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Pairings;

/// <summary>Where requests on one pairing are taken in.</summary>
public sealed class PairingDesk(DeskTools tools) : Desk<Pairing, PairingStatus, PairingEvent, PairingResponse>(tools)
{
    /// <summary>The pairings that the actor may see: those of either side and one's own exchange, once they are proposed, or, in the programme, all.</summary>
    public IQueryable<Pairing> Visible
    {
        get
        {
            if (Actor.SeesEveryFile())
                return Db.Pairings;
            var poles = Actor.Poles();
            var clusters = Actor.Clusters();
            var mine = Actor.Members;
            return Db.Pairings.Where(p => (p.RunId == null || p.ProposedAt != null)
                && (poles.Contains(p.PoleSlug) || clusters.Contains(p.ClusterSlug)
                    || p.AmbassadorId != null && mine.Contains(p.AmbassadorId.Value)
                    || p.CounterpartId != null && mine.Contains(p.CounterpartId.Value)));
        }
    }

    /// <inheritdoc/>
    public override Task<Pairing?> FindAsync(Guid id, CancellationToken cancellation) => Visible.SingleOrDefaultAsync(pairing => pairing.Id == id, cancellation);

    /// <inheritdoc/>
    public override PairingResponse Show(Pairing resource) => PairingResponse.Of(resource, Actor);

    /// <summary>What the terms of a pairing are judged by.</summary>
    public Task<TermsCase> CaseOfAsync(Pairing pairing, CancellationToken cancellation) =>
        CaseOfAsync(pairing.ApplicationId, pairing.OfferId, cancellation);

    /// <summary>What terms between an application and an offer are judged by.</summary>
    public async Task<TermsCase> CaseOfAsync(Guid applicationId, Guid offerId, CancellationToken cancellation)
    {
        var application = await Db.Applications.SingleAsync(a => a.Id == applicationId, cancellation);
        var offer = await Db.Offers.SingleAsync(o => o.Id == offerId, cancellation);
        var call = await Db.Calls.AsNoTracking().SingleAsync(c => c.Id == application.CallId, cancellation);
        return new TermsCase(call.RulesFor(application), call.Currency, application, offer, Today);
    }

    /// <summary>Which terms were declined between an application and an offer, by their hash.</summary>
    public async Task<Func<string, bool>> DeclinedAsync(Guid applicationId, Guid offerId, CancellationToken cancellation) =>
        (await DeclinedAsync(p => p.ApplicationId == applicationId && p.OfferId == offerId, cancellation))[new PairKey(applicationId, offerId)].Contains;

    /// <summary>Hashes of the terms that were declined in some pairings, by application and offer.</summary>
    public async Task<ILookup<PairKey, string>> DeclinedAsync(Expression<Func<Pairing, bool>> among, CancellationToken cancellation) =>
        (await Db.Pairings.AsNoTracking().Where(among).Where(p => p.Status == PairingStatus.Declined)
            .Join(Db.Terms, p => new { PairingId = p.Id, Version = p.TermsVersion }, t => new { t.PairingId, t.Version }, (p, t) => new { p.ApplicationId, p.OfferId, t.ContentHash })
            .ToListAsync(cancellation))
        .ToLookup(one => new PairKey(one.ApplicationId, one.OfferId), one => one.ContentHash);

    /// <summary>What a proposal between an application and an offer is judged by. Both are held, so that it stays true until it is written.</summary>
    public async Task<(TermsCase Case, ProposalCase Proposal)> HoldForProposalAsync(Guid applicationId, Guid offerId, CancellationToken cancellation)
    {
        await Db.HoldAsync(Db.Applications.Where(a => a.Id == applicationId), cancellation);
        await Db.HoldAsync(Db.Offers.Where(o => o.Id == offerId), cancellation);
        var open = await Db.Pairings.Where(p => p.ApplicationId == applicationId && PairingLifecycle.Open.Contains(p.Status))
            .Select(p => p.OfferId).ToListAsync(cancellation);
        var proposal = new ProposalCase(open.Count, open.Contains(offerId), await DeclinedAsync(applicationId, offerId, cancellation));
        return (await CaseOfAsync(applicationId, offerId, cancellation), proposal);
    }

    /// <inheritdoc/>
    protected override bool JudgesRolesItself(PairingEvent on) => on == PairingEvent.Approve;
}
