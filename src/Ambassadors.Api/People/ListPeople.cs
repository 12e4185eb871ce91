using System.Linq.Expressions;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Api.Identity;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.People;

/// <summary>Lists people.</summary>
public static class ListPeople
{
    /// <summary>Lists the people whom you may see, by name</summary>
    /// <remarks>The administrator and auditors see all, signatories those of their own organisation; with <c>updatedSince</c>, who has left it is in <c>deleted</c> for them.</remarks>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="poleSlug">Only people of this pôle.</param>
    /// <param name="clusterSlug">Only people of this cluster.</param>
    /// <param name="emailBounces">Only people whose address is refused, or only the others.</param>
    /// <param name="q">Words, or their beginnings, of the name or the e-mail address.</param>
    public static Listing<PersonResponse> Handle(
        ListRequest<Person, PeopleOrders> list, PeopleDesk desk, string? poleSlug, string? clusterSlug, bool? emailBounces, string? q)
    {
        var people = desk.Visible.AsNoTracking().Matching(desk.Db, q);
        if (poleSlug is not null)
            people = people.Where(person => person.Memberships.Any(m => m.PoleSlug == poleSlug));
        if (clusterSlug is not null)
            people = people.Where(person => person.Memberships.Any(m => m.ClusterSlug == clusterSlug));

        if (emailBounces is { } asked)
            people = people.Where(person => person.EmailBouncesSince != null == asked);

        // A signatory who asks for another organisation's people is not told which of the own ones belong to it.
        if (poleSlug is not null && !desk.SeesPeopleOf(poleSlug, null) || clusterSlug is not null && !desk.SeesPeopleOf(null, clusterSlug))
            people = people.Where(person => false);
        return list.Of(people.Include(person => person.Memberships).AsSplitQuery(), desk.Show, desk.OutOfSight);
    }
}

/// <summary>People by name, or by their last change.</summary>
public sealed class PeopleOrders : IOrders<Person>
{
    /// <inheritdoc/>
    public static IReadOnlyList<Order<Person>> All { get; } =
    [
        new("name", Key<Person>.By(person => person.SortName), Key<Person>.By(person => person.Id)),
        new("-name", Key<Person>.By(person => person.SortName), Key<Person>.By(person => person.Id)),
        new("-updatedAt", Key<Person>.By(person => person.UpdatedAt), Key<Person>.By(person => person.Id)),
        new("updatedAt", Key<Person>.By(person => person.UpdatedAt), Key<Person>.By(person => person.Id))
    ];

    /// <inheritdoc/>
    public static Func<DateTimeOffset, Expression<Func<Person, bool>>> ChangedSince { get; } = since => person => person.UpdatedAt >= since;
}
