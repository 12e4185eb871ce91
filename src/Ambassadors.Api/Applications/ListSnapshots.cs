using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Money;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Applications;

/// <summary>What an application said when it was submitted; never changed afterwards.</summary>
/// <param name="Number">1 for the first submission.</param>
/// <param name="At">Instant of submission.</param>
/// <param name="CallRevision">The revision of the call's rules by which it is judged.</param>
/// <param name="Hash">SHA-256 of the snapshot's canonical form (RFC 8785), lower-case hexadecimal.</param>
/// <param name="AmbassadorId">The member put forward.</param>
/// <param name="Direction">Which way persons would travel.</param>
/// <param name="Objectives">What the exchange is for.</param>
/// <param name="Themes">Codes of its themes.</param>
/// <param name="Languages">Languages, BCP 47.</param>
/// <param name="Preferences">Clusters wished for.</param>
/// <param name="Windows">When the stay may take place.</param>
/// <param name="DurationDays">Days of the stay.</param>
/// <param name="RequestedAmount">What was asked of the programme.</param>
/// <param name="PartnerReference">The pôle's own reference.</param>
public sealed record SnapshotResponse(
    int Number, DateTimeOffset At, int CallRevision, string Hash, Guid? AmbassadorId, ExchangeDirection? Direction, string? Objectives,
    IReadOnlyList<string> Themes, IReadOnlyList<string> Languages, IReadOnlyList<PreferenceResponse> Preferences, IReadOnlyList<Window> Windows,
    int? DurationDays, Sum? RequestedAmount, string? PartnerReference)
{
    /// <summary>Shows a snapshot.</summary>
    public static SnapshotResponse Of(ApplicationSnapshot snapshot) => new(
        snapshot.Number, snapshot.At, snapshot.CallRevision, snapshot.Hash, snapshot.Content.AmbassadorId, snapshot.Content.Direction,
        snapshot.Content.Objectives, snapshot.Content.Themes, snapshot.Content.Languages,
        [.. snapshot.Content.Preferences.Select(wish => new PreferenceResponse(wish.ClusterSlug, wish.Rank))], snapshot.Content.Windows,
        snapshot.Content.DurationDays, snapshot.Content.RequestedAmount, snapshot.Content.PartnerReference);
}

/// <summary>Lists snapshots.</summary>
public static class ListSnapshots
{
    /// <summary>Lists what an application said at each submission, the latest first</summary>
    public static async Task<Results<Listing<SnapshotResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, ListRequest<ApplicationSnapshot, LatestSnapshotFirst> list, ApplicationDesk desk, CancellationToken cancellation)
    {
        if (!await desk.Visible.AnyAsync(application => application.Id == id, cancellation))
            return Problems.NotFound();
        return list.Of(desk.Db.Snapshots.AsNoTracking().Where(s => s.ApplicationId == id), SnapshotResponse.Of);
    }
}

/// <summary>Snapshots, the latest first.</summary>
public sealed class LatestSnapshotFirst : IOrders<ApplicationSnapshot>
{
    /// <inheritdoc/>
    public static IReadOnlyList<Order<ApplicationSnapshot>> All { get; } = [new("-number", Key<ApplicationSnapshot>.By(snapshot => snapshot.Number))];
}
