using System.Globalization;
using Ambassadors.Api.Data;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Organisations;
using Ambassadors.Domain.People;
using CsvHelper;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Startup;

/// <summary>
/// The reference data that the service ships with: themes, pôles, clusters and what is documented of their links, each row
/// with its source. A row is known by its code, slug or pair of slugs; what is there already is the administrator's and is
/// left alone.
/// </summary>
public static class ReferenceData
{
    /// <summary>Adds what is missing.</summary>
    public static async Task LoadAsync(AmbassadorsDbContext db, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var transaction = await db.BeginWorkAsync(cancellation);
        var links = Link.All();
        await AddThemesAsync(db, at, cancellation);
        await AddPolesAsync(db, links, at, cancellation);
        await AddClustersAsync(db, at, cancellation);
        await AddCooperationsAsync(db, links, at, cancellation);
        if (db.ChangeTracker.HasChanges())
            await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        db.ChangeTracker.Clear();
    }

    /// <summary>How near the shipped themes are to each other, by the vocabularies that they are mapped to.</summary>
    public static ThemeMap ThemeMap() => new(Read("theme_map.csv", csv => new ThemeEntry(
        csv.GetString("code"), csv.GetString("french_field"),
        [
            .. List(csv.GetString("traded_cluster_51")).Select(code => $"traded-cluster:{code}"),
            .. List(csv.GetString("eu_ecosystem_14")).Select(code => $"eu-ecosystem:{code}"),
            .. List(csv.GetString("nace_rev2_divisions")).Select(code => $"nace:{code}")
        ])));

    private static async Task AddThemesAsync(AmbassadorsDbContext db, DateTimeOffset at, CancellationToken cancellation)
    {
        var known = await db.Themes.Select(theme => theme.Code).ToHashSetAsync(cancellation);
        db.Themes.AddRange(Read("themes.csv", csv => Theme.Create(
                csv.GetString("code"), csv.GetString("label_en"), csv.GetString("label_fr"), KindOf(csv.GetString("kind")), csv.GetString("source"), Actor.Service, at))
            .Where(theme => !known.Contains(theme.Code)));
    }

    private static async Task AddPolesAsync(AmbassadorsDbContext db, IReadOnlyList<Link> links, DateTimeOffset at, CancellationToken cancellation)
    {
        var known = await db.Poles.Select(pole => pole.Slug).ToHashSetAsync(cancellation);
        db.Poles.AddRange(Read("poles.csv", csv => Pole.Create(
                csv.GetString("slug"),
                new PoleContent(
                    csv.GetString("name"), List(csv.GetString("regions")), TierOf(csv.GetString("tier")), Number(csv.GetString("evaluation_2008")),
                    List(csv.GetString("themes")), null, null, csv.GetString("source"), csv.GetString("confidence"),
                    [.. links.Where(link => link.Pole == csv.GetString("slug") && !link.IsCooperation)
                        .Select(link => new PoleNote(link.Counterpart, link.Kind, link.Date, link.Source))]),
                Actor.Service, at))
            .Where(pole => !known.Contains(pole.Slug)));
    }

    private static async Task AddClustersAsync(AmbassadorsDbContext db, DateTimeOffset at, CancellationToken cancellation)
    {
        var known = await db.Clusters.Select(cluster => cluster.Slug).ToHashSetAsync(cancellation);
        db.Clusters.AddRange(Read("clusters.csv", csv => Cluster.Create(
                csv.GetString("slug"),
                new ClusterContent(
                    csv.GetString("name"), csv.GetString("country"), Text(csv.GetString("city")), List(csv.GetString("themes")),
                    Text(csv.GetString("website")), Number(csv.GetString("founded")), csv.GetString("source"), csv.GetString("confidence")),
                Actor.Service, at))
            .Where(cluster => !known.Contains(cluster.Slug)));
    }

    private static async Task AddCooperationsAsync(AmbassadorsDbContext db, IReadOnlyList<Link> links, DateTimeOffset at, CancellationToken cancellation)
    {
        var known = (await db.Cooperations.Select(one => new { one.PoleSlug, one.ClusterSlug }).ToListAsync(cancellation))
            .Select(one => (one.PoleSlug, one.ClusterSlug)).ToHashSet();
        db.Cooperations.AddRange(links.Where(link => link.IsCooperation && !known.Contains((link.Pole, link.Cluster!)))
            .Select(link => Cooperation.Create(link.Pole, link.Cluster!, link.Kind, link.Date, link.Source, Actor.Service, at)));
    }

    private static ThemeKind KindOf(string kind) => kind switch
    {
        "sectoral" => ThemeKind.Sectoral,
        "horizontal" => ThemeKind.Horizontal,
        _ => throw new InvalidDataException($"themes.csv has the kind '{kind}'.")
    };

    private static PoleTier TierOf(string tier) => tier switch
    {
        "mondial" => PoleTier.Mondial,
        "vocation_mondiale" => PoleTier.VocationMondiale,
        "national" => PoleTier.National,
        _ => throw new InvalidDataException($"poles.csv has the tier '{tier}'.")
    };

    private static string[] List(string cell) => cell.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? Text(string cell) => string.IsNullOrWhiteSpace(cell) ? null : cell;

    // What no source gives is left empty, never guessed.
    private static int? Number(string cell) => cell.Length == 0 ? null : int.Parse(cell, CultureInfo.InvariantCulture);

    private static List<T> Read<T>(string file, Func<CsvReader, T> row)
    {
        var stream = typeof(ReferenceData).Assembly.GetManifestResourceStream($"Ambassadors.Api.Data.Reference.{file}")
            ?? throw new InvalidDataException($"{file} is not in the assembly.");
        using var csv = CsvReader.Create(stream, new CsvReaderOptions { Separator = ',' });
        var rows = new List<T>();
        while (csv.Read())
            rows.Add(row(csv));
        return rows;
    }

    private sealed record Link(string Pole, string? Cluster, string Counterpart, string Kind, string? Date, string Source)
    {
        // A cooperation is an agreement between two organisations that are both named: the row has a cluster, and its kind says
        // "agreement". That is so of eight rows: Aerospace Valley with the California Space Authority and with Hamburg, Pégase
        // with Hamburg, and the five of 12 January 2007 with Tunisia. The others are notes of the pôle: joint work (SafeTRANS,
        // twice), a partnership in preparation (Point-One), a project (Alps Bio Cluster, twice), a cooperation of which no
        // agreement is recorded (TSB Berlin), and agreements or an association whose counterpart is not among the clusters
        // (System@tic, Industries et Agro-Ressources, Axelera).
        public bool IsCooperation => Cluster is not null && Kind.Contains("agreement", StringComparison.OrdinalIgnoreCase);

        public static List<Link> All() => Read("partnerships.csv", csv => new Link(
            csv.GetString("pole_slug"), Text(csv.GetString("cluster_slug")), csv.GetString("counterpart"), csv.GetString("kind"),
            DateOf(csv.GetString("date")), csv.GetString("source")));

        // The source's year, month or day as it stands; whatever else it says ("undated") is no date.
        private static string? DateOf(string date) => SignedOn.IsWellFormed(date) ? date : null;
    }
}
