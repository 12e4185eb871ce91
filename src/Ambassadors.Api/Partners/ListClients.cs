using System.Linq.Expressions;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Api.Identity;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Partners;

/// <summary>Lists partner systems.</summary>
public static class ListClients
{
    private const string Programme = "programme";

    /// <summary>Lists the partner systems, the newest first</summary>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="organisation">Only those of this pôle or cluster, by its slug, or of the <c>programme</c>.</param>
    /// <param name="q">Words, or their beginnings, of the name or the client id.</param>
    public static Listing<ClientResponse> Handle(ListRequest<Client, ClientOrders> list, ClientDesk desk, string? organisation, string? q)
    {
        var clients = desk.All.AsNoTracking().Matching(desk.Db, q);
        if (organisation == Programme)
            clients = clients.Where(client => client.OrganisationKind == OrganisationKind.Programme);
        else if (organisation is not null)
            clients = clients.Where(client => client.Organisation == organisation);
        return list.Of(clients.Include(client => client.Secrets).AsSplitQuery(), client => desk.Show(client));
    }
}

/// <summary>Partner systems by when they were registered, or by their last change.</summary>
public sealed class ClientOrders : IOrders<Client>
{
    /// <inheritdoc/>
    public static IReadOnlyList<Order<Client>> All { get; } =
    [
        new("-createdAt", Key<Client>.By(client => client.CreatedAt), Key<Client>.By(client => client.Id)),
        new("createdAt", Key<Client>.By(client => client.CreatedAt), Key<Client>.By(client => client.Id)),
        new("-updatedAt", Key<Client>.By(client => client.UpdatedAt), Key<Client>.By(client => client.Id)),
        new("updatedAt", Key<Client>.By(client => client.UpdatedAt), Key<Client>.By(client => client.Id))
    ];

    /// <inheritdoc/>
    public static Func<DateTimeOffset, Expression<Func<Client, bool>>> ChangedSince { get; } = since => client => client.UpdatedAt >= since;
}
