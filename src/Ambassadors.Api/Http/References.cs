using Ambassadors.Api.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Http;

/// <summary>Gathers the references of a request that lead nowhere, so that all are named at once.</summary>
public sealed class References(AmbassadorsDbContext db)
{
    private readonly List<string> _unknown = [];

    /// <summary>Notes a reference that the caller looked up and did not find.</summary>
    public References Missing(string pointer)
    {
        _unknown.Add(pointer);
        return this;
    }

    /// <summary>Checks the organisation that a request is about, by <c>poleSlug</c> or <c>clusterSlug</c>; without either it is the programme.</summary>
    public async Task<References> OrganisationAsync(string? pole, string? cluster, CancellationToken cancellation)
    {
        if (pole is not null && !await db.Poles.AnyAsync(one => one.Slug == pole, cancellation))
            Missing("#/poleSlug");
        if (cluster is not null && !await db.Clusters.AnyAsync(one => one.Slug == cluster, cancellation))
            Missing("#/clusterSlug");
        return this;
    }

    /// <summary>Checks a list of theme codes, with one query.</summary>
    public async Task<References> ThemesAsync(IReadOnlyList<string>? codes, string pointer, CancellationToken cancellation) =>
        Themes(codes, await KnownThemesAsync(db, codes ?? [], cancellation), pointer);

    /// <summary>Checks a list of theme codes against those that there are.</summary>
    public References Themes(IReadOnlyList<string>? codes, IReadOnlySet<string> known, string pointer)
    {
        foreach (var (index, _) in (codes ?? []).Index().Where(item => !known.Contains(item.Item)))
            _unknown.Add($"{pointer}/{index}");
        return this;
    }

    /// <summary>Those of some theme codes that there are.</summary>
    public static async Task<HashSet<string>> KnownThemesAsync(AmbassadorsDbContext db, IEnumerable<string> codes, CancellationToken cancellation)
    {
        string[] asked = [.. codes.Distinct()];
        return asked.Length == 0
            ? []
            : await db.Themes.Where(theme => EF.Parameter(asked).Contains(theme.Code)).Select(theme => theme.Code).ToHashSetAsync(cancellation);
    }

    /// <summary>422 where a reference leads nowhere, each with its pointer.</summary>
    public ProblemHttpResult? Problem => _unknown.Count == 0 ? null : Problems.Invalid(_unknown.Select(Problems.UnknownReference));

    /// <summary>Ends with 422 where a reference leads nowhere.</summary>
    public void Settle()
    {
        if (_unknown.Count > 0)
            throw new UnknownReferencesException(_unknown);
    }
}

/// <summary>References in a request that lead nowhere, or nowhere that the caller may see: 422, each with its pointer.</summary>
public sealed class UnknownReferencesException(IReadOnlyList<string> pointers) : Exception("The request refers to what is not there.")
{
    /// <summary>Where they stand in the request.</summary>
    public IReadOnlyList<string> Pointers { get; } = pointers;
}
