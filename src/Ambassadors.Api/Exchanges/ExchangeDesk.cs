using Ambassadors.Api.Http;
using Ambassadors.Domain.Exchanges;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Exchanges;

/// <summary>Where requests on one exchange are taken in.</summary>
public sealed class ExchangeDesk(DeskTools tools) : Desk<Exchange, ExchangeStatus, ExchangeEvent, ExchangeResponse>(tools)
{
    /// <summary>The exchanges that the actor may see: those of either side, one's own, or, in the programme, all.</summary>
    public IQueryable<Exchange> Visible
    {
        get
        {
            if (Actor.SeesEveryFile())
                return Db.Exchanges;
            var poles = Actor.Poles();
            var clusters = Actor.Clusters();
            var mine = Actor.Members;
            return Db.Exchanges.Where(e => poles.Contains(e.PoleSlug) || clusters.Contains(e.ClusterSlug)
                || e.AmbassadorId != null && mine.Contains(e.AmbassadorId.Value)
                || e.CounterpartId != null && mine.Contains(e.CounterpartId.Value));
        }
    }

    /// <inheritdoc/>
    public override Task<Exchange?> FindAsync(Guid id, CancellationToken cancellation) => Visible.SingleOrDefaultAsync(exchange => exchange.Id == id, cancellation);

    /// <inheritdoc/>
    public override ExchangeResponse Show(Exchange resource) => ExchangeResponse.Of(resource, Actor);
}
