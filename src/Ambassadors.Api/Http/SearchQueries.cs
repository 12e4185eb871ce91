using Ambassadors.Api.Data;
using Ambassadors.Domain;
using Ambassadors.Domain.Lifecycle;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Http;

/// <summary>The filters that every list shares, all served by the one index of search terms.</summary>
public static class SearchQueries
{
    private const int LongestQuery = 200;
    private const int MostWords = 8;

    /// <summary>Keeps what holds a word beginning with each word of <paramref name="q"/>, whatever its case and accents.</summary>
    public static IQueryable<T> Matching<T>(this IQueryable<T> source, AmbassadorsDbContext db, string? q) where T : class
    {
        if (WordsOf(q) is not { } words)
            return source;
        if (words.Length == 0)
            return source.Where(resource => false);
        foreach (var word in words)
        {
            // The range of texts that begin with the word: both databases read it off the index, which LIKE would not on SQLite.
            var end = word + '\uffff';
            source = source.Where(resource => db.SearchTerms.Any(term =>
                term.OwnerId == EF.Property<Guid>(resource, nameof(Resource.Id)) && string.Compare(term.Term, word) >= 0 && string.Compare(term.Term, end) < 0));
        }

        return source;
    }

    /// <summary>The words of a query, folded; null where nothing is asked for.</summary>
    public static string[]? WordsOf(string? q)
    {
        if (string.IsNullOrWhiteSpace(q))
            return null;
        return q.Length <= LongestQuery ? [.. Search.Words(q).Take(MostWords)] : throw new UnreadableParameterException("q");
    }

    /// <summary>Keeps what has a facet: <c>theme</c>, <c>country</c>, <c>cluster</c>, <c>tier</c>, <c>kind</c>. Without a value everything stays.</summary>
    public static IQueryable<T> Having<T>(this IQueryable<T> source, AmbassadorsDbContext db, string kind, string? value) where T : Resource
    {
        if (value is null)
            return source;
        var facet = Search.Facet(kind, value);
        return source.Where(resource => db.SearchTerms.Any(term => term.OwnerId == resource.Id && term.Term == facet));
    }
}
