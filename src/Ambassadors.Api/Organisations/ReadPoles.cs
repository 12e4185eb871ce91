using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Organisations;

/// <summary>A competitiveness pôle (pôle de compétitivité), the French side.</summary>
/// <param name="Slug" example="aerospace-valley">Permanent name in paths, by which everything else refers to it.</param>
/// <param name="Name" example="Aerospace Valley">Name.</param>
/// <param name="Regions">Regions of 2009.</param>
/// <param name="Tier">Rank that the State gave it.</param>
/// <param name="Evaluation2008">Group in the 2008 evaluation: 1 met its goals, 2 partly, 3 to be reconfigured; absent where no source was found.</param>
/// <param name="Themes">Codes of its themes.</param>
/// <param name="LabelledFrom">First day of the label; absent where it is not known.</param>
/// <param name="LabelledUntil">Last day of the label; absent while it holds.</param>
/// <param name="Source">Where the facts come from.</param>
/// <param name="Confidence" example="high">How sure they are.</param>
/// <param name="Notes">Links abroad that are no cooperation.</param>
/// <param name="Version">1 when added, one more with each change.</param>
/// <param name="UpdatedAt">Instant of the last change.</param>
public sealed record PoleResponse(
    string Slug, string Name, IReadOnlyList<string> Regions, PoleTier Tier, int? Evaluation2008, IReadOnlyList<string> Themes,
    DateOnly? LabelledFrom, DateOnly? LabelledUntil, string Source, string Confidence, IReadOnlyList<PoleNote> Notes,
    int Version, DateTimeOffset UpdatedAt) : IVersionedResponse
{
    /// <summary>Shows a pôle.</summary>
    public static PoleResponse Of(Pole pole) => new(
        pole.Slug, pole.Name, pole.Regions, pole.Tier, pole.Evaluation2008, pole.Themes, pole.LabelledFrom, pole.LabelledUntil,
        pole.Source, pole.Confidence, pole.Notes, pole.Version, pole.UpdatedAt);
}

/// <summary>Reads pôles.</summary>
public static class ReadPoles
{
    /// <summary>Lists the pôles.</summary>
    /// <remarks>Sorted by name, without regard to case and accents.</remarks>
    /// <param name="db">The database.</param>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="q">Words that name, slug or regions begin with, whatever their case and accents: <c>securisees</c> finds « Sécurisées ».</param>
    /// <param name="theme">Only pôles with this theme.</param>
    /// <param name="tier">Only pôles of this rank.</param>
    public static Listing<PoleResponse> List(
        AmbassadorsDbContext db, ListRequest<Pole, ByName<Pole>> list, string? q = null, string? theme = null, Named<PoleTier>? tier = null)
    {
        return list.Of(db.Poles.AsNoTracking().Matching(db, q).Having(db, "theme", theme).Having(db, "tier", tier is { } named ? Wire.Name(named.Value) : null),
            PoleResponse.Of);
    }

    /// <summary>Shows a pôle.</summary>
    /// <param name="db">The database.</param>
    /// <param name="slug" example="aerospace-valley">Its slug.</param>
    /// <param name="cancellation">Cancellation.</param>
    public static async Task<Results<Ok<PoleResponse>, ProblemHttpResult>> GetAsync(AmbassadorsDbContext db, string slug, CancellationToken cancellation) =>
        await db.Poles.AsNoTracking().SingleOrDefaultAsync(pole => pole.Slug == slug, cancellation) is { } pole
            ? TypedResults.Ok(PoleResponse.Of(pole))
            : Problems.NotFound();
}
