using System.Linq.Expressions;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.People;
using Ambassadors.Domain.Webhooks;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Webhooks;

/// <summary>Where requests on one webhook endpoint are taken in.</summary>
public sealed class WebhookDesk(DeskTools tools, ReachOfRequest reach) : Desk<WebhookEndpoint, WebhookStatus, WebhookAct, WebhookEndpointResponse>(tools)
{
    /// <summary>The endpoints that the actor may see: those of the own organisations, all for the administrator and auditors.</summary>
    public IQueryable<WebhookEndpoint> Visible
    {
        get
        {
            var standing = Db.WebhookEndpoints.Include(endpoint => endpoint.Secrets).Include(endpoint => endpoint.Queue).AsSplitQuery()
                .Where(endpoint => endpoint.Status != WebhookStatus.Removed);
            if (Actor.HoldsAny(Role.ProgrammeAdministrator, Role.Auditor))
                return standing;
            IReadOnlyList<string?> poles = Actor.Poles(), clusters = Actor.Clusters();
            return standing.Where(endpoint => poles.Contains(endpoint.PoleSlug) || clusters.Contains(endpoint.ClusterSlug));
        }
    }

    /// <inheritdoc/>
    public override Task<WebhookEndpoint?> FindAsync(Guid id, CancellationToken cancellation) => Visible.SingleOrDefaultAsync(endpoint => endpoint.Id == id, cancellation);

    /// <inheritdoc/>
    public override WebhookEndpointResponse Show(WebhookEndpoint resource) => Show(resource, null);

    /// <summary>Shows an endpoint; its secret only where it is made.</summary>
    public WebhookEndpointResponse Show(WebhookEndpoint resource, string? secret) => WebhookEndpointResponse.Of(resource, Actor, Now, secret);

    /// <summary>What stands against the address of the request, by where it leads.</summary>
    public ProblemHttpResult? ReachProblem(string url) =>
        reach.RefusalOf(url) is { } code ? Problems.Invalid(new ProblemError(code, "#/url", Texts.Detail(code, new Uri(url).Host))) : null;

    /// <summary>The deliveries of an endpoint that the actor may see; none where it is absent or somebody else's.</summary>
    public async Task<IQueryable<WebhookDelivery>?> DeliveriesAsync(Guid id, CancellationToken cancellation) =>
        await Visible.AnyAsync(endpoint => endpoint.Id == id, cancellation)
            ? Db.WebhookDeliveries.AsNoTracking().Include(delivery => delivery.Attempts).AsSplitQuery().Where(delivery => delivery.EndpointId == id)
            : null;
}

/// <summary>Deliveries, the newest first.</summary>
public sealed class NewestDeliveryFirst : IOrders<WebhookDelivery>
{
    /// <inheritdoc/>
    public static IReadOnlyList<Order<WebhookDelivery>> All { get; } = [new("-createdAt", Key<WebhookDelivery>.By(delivery => delivery.Id))];

    /// <inheritdoc/>
    public static Func<DateTimeOffset, Expression<Func<WebhookDelivery, bool>>>? ChangedSince => null;
}
