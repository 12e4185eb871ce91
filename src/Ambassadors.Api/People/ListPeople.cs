using Ambassadors.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.People;

/// <summary>Lists people.</summary>
public static class ListPeople
{
    /// <summary>Lists the people whom you may see, by name</summary>
    /// <remarks>The administrator and auditors see all, signatories those of their own organisation.</remarks>
    /// <param name="page">Limit and cursor.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="poleSlug">Only people of this pôle.</param>
    /// <param name="clusterSlug">Only people of this cluster.</param>
    /// <param name="q">Words, or their beginnings, of the name or the e-mail address.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Ok<Page<PersonResponse>>> HandleAsync(
        PageRequest page, PeopleDesk desk, string? poleSlug, string? clusterSlug, string? q, CancellationToken cancellation)
    {
        var people = desk.Visible.AsNoTracking();
        if (poleSlug is not null)
            people = people.Where(person => person.Memberships.Any(m => m.PoleSlug == poleSlug));
        if (clusterSlug is not null)
            people = people.Where(person => person.Memberships.Any(m => m.ClusterSlug == clusterSlug));

        // A signatory who asks for another organisation's people is not told which of the own ones belong to it.
        if (poleSlug is not null && !desk.SeesPeopleOf(poleSlug, null) || clusterSlug is not null && !desk.SeesPeopleOf(null, clusterSlug))
            people = people.Where(person => false);
        var db = desk.Db;
        if (SearchQueries.WordsOf(q) is { } words)
        {
            people = words.Length == 0 ? people.Where(person => false) : people;
            foreach (var word in words)
            {
                var end = word + '\uffff';
                people = people.Where(person => db.SearchTerms.Any(term =>
                    term.OwnerId == person.Id && string.Compare(term.Term, word) >= 0 && string.Compare(term.Term, end) < 0));
            }
        }

        if (page.AfterId is { } id)
        {
            var name = page.After[0];
            people = people.Where(person => string.Compare(person.SortName, name) > 0 || person.SortName == name && person.Id > id);
        }

        var rows = await people.OrderBy(person => person.SortName).ThenBy(person => person.Id).Take(page.Limit + 1)
            .Include(person => person.Memberships).AsSplitQuery().ToListAsync(cancellation);
        return TypedResults.Ok(page.Of(rows, desk.Show, person => [person.SortName, person.Id.ToString()]));
    }
}
