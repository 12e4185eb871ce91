using System.Linq.Expressions;
using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Organisations;

/// <summary>A theme of the controlled vocabulary.</summary>
/// <param name="Code" example="health-biotech">Permanent code, by which everything else refers to it.</param>
/// <param name="Label">Label in both languages.</param>
/// <param name="Kind">Whether it is one sector or cuts across several.</param>
/// <param name="Source">Where the entry comes from.</param>
/// <param name="Version">1 when added, one more with each change.</param>
/// <param name="UpdatedAt">Instant of the last change.</param>
public sealed record ThemeResponse(string Code, Bilingual Label, ThemeKind Kind, string Source, int Version, DateTimeOffset UpdatedAt) : IVersionedResponse
{
    /// <summary>Shows a theme.</summary>
    public static ThemeResponse Of(Theme theme) =>
        new(theme.Code, new Bilingual(theme.LabelFr, theme.LabelEn), theme.Kind, theme.Source, theme.Version, theme.UpdatedAt);
}

/// <summary>Reads themes.</summary>
public static class ReadThemes
{
    /// <summary>Lists the themes.</summary>
    /// <remarks>The controlled vocabulary that pôles, clusters, calls, applications and offers refer to, sorted by code.</remarks>
    /// <param name="db">The database.</param>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="q">Words that code or labels begin with, whatever their case and accents.</param>
    /// <param name="kind">Only themes of this kind.</param>
    public static Listing<ThemeResponse> List(
        AmbassadorsDbContext db, ListRequest<Theme, ThemeOrders> list, string? q = null, Named<ThemeKind>? kind = null)
    {
        return list.Of(db.Themes.AsNoTracking().Matching(db, q).Having(db, "kind", kind is { } named ? Wire.Name(named.Value) : null), ThemeResponse.Of);
    }

    /// <summary>Shows a theme.</summary>
    /// <param name="db">The database.</param>
    /// <param name="code" example="health-biotech">Its code.</param>
    /// <param name="cancellation">Cancellation.</param>
    public static async Task<Results<Ok<ThemeResponse>, ProblemHttpResult>> GetAsync(AmbassadorsDbContext db, string code, CancellationToken cancellation) =>
        await db.Themes.AsNoTracking().SingleOrDefaultAsync(theme => theme.Code == code, cancellation) is { } theme
            ? TypedResults.Ok(ThemeResponse.Of(theme))
            : Problems.NotFound();
}

/// <summary>Themes by their codes, or by their last change.</summary>
public sealed class ThemeOrders : IOrders<Theme>
{
    /// <inheritdoc/>
    public static IReadOnlyList<Order<Theme>> All { get; } =
        [new("code", Key<Theme>.By(theme => theme.Code)), new("-code", Key<Theme>.By(theme => theme.Code)), .. ByChange<Theme>.All];

    /// <inheritdoc/>
    public static Func<DateTimeOffset, Expression<Func<Theme, bool>>> ChangedSince => ByChange<Theme>.Since;
}
