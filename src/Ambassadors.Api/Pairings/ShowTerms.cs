using System.Globalization;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Pairings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Ambassadors.Api.Pairings;

/// <summary>A consent's receipt: who said yes to what, and when.</summary>
/// <param name="Id">Id, UUID version 7.</param>
/// <param name="Party">The party.</param>
/// <param name="TermsVersion">The version of the terms.</param>
/// <param name="TermsHash">Their hash.</param>
/// <param name="PersonId">The person who consented, where one did.</param>
/// <param name="ClientId">The partner system that consented, where one did.</param>
/// <param name="AnsweredBy">The signatory who answers for that system.</param>
/// <param name="At">Instant.</param>
/// <param name="Counts">Whether it counts: only a consent to the version in force does.</param>
/// <param name="EntryId">The journal entry of the consent: <c>/receipts/{entryId}</c> hands out its proof.</param>
public sealed record ReceiptResponse(
    Guid Id, Party Party, int TermsVersion, string TermsHash, Guid? PersonId, Guid? ClientId, Guid? AnsweredBy, DateTimeOffset At, bool Counts, Guid? EntryId);

/// <summary>Shows what was agreed and by whom.</summary>
public static class ShowTerms
{
    /// <summary>Shows a version of the terms in its canonical form</summary>
    /// <remarks>
    /// The bytes are those of RFC 8785: their SHA-256 is the <c>termsHash</c> that consents name, so that anyone can check it.
    /// They hold ids and no names.
    /// </remarks>
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> TermsAsync(
        Guid id, int version, PairingDesk desk, CancellationToken cancellation)
    {
        var terms = await desk.Visible.Where(p => p.Id == id)
            .Join(desk.Db.Terms.Where(t => t.Version == version), p => p.Id, t => t.PairingId, (p, t) => new { t.Canonical, t.TermsHash })
            .SingleOrDefaultAsync(cancellation);
        return terms is null
            ? Problems.NotFound()
            : TypedResults.Bytes(terms.Canonical, "application/json", entityTag: new EntityTagHeaderValue($"\"{version}-{terms.TermsHash[..16]}\""));
    }

    /// <summary>Lists the receipts of consents, the earliest first</summary>
    /// <remarks>Each is handed out with its proof at <c>/receipts/{entryId}</c>, as is any other entry of the timeline.</remarks>
    public static async Task<Results<Listing<ReceiptResponse>, ProblemHttpResult>> ReceiptsAsync(
        Guid id, ListRequest<Consent, EarliestConsentFirst> list, PairingDesk desk, CancellationToken cancellation)
    {
        var inForce = await desk.Visible.Where(p => p.Id == id).Select(p => (int?)p.TermsVersion).SingleOrDefaultAsync(cancellation);
        if (inForce is null)
            return Problems.NotFound();

        // One entry per party and version, as there is one consent.
        var entries = (await desk.Db.Journal.AsNoTracking().Where(entry => entry.ResourceId == id && entry.What == Consented).ToListAsync(cancellation))
            .ToDictionary(entry => (entry.Data["party"], entry.Data["termsVersion"]), entry => entry.Id);
        return list.Of(desk.Db.Set<Consent>().AsNoTracking().Where(c => c.PairingId == id), consent => Show(consent, inForce.Value, entries));
    }

    private static readonly string Consented = Policies.For(PairingLifecycle.Table, PairingEvent.Consent);

    private static ReceiptResponse Show(Consent consent, int inForce, Dictionary<(string Party, string Version), Guid> entries) => new(
        consent.Id, consent.Party, consent.TermsVersion, consent.TermsHash, consent.PersonId, consent.ClientId, consent.AnsweredBy, consent.At,
        consent.TermsVersion == inForce,
        entries.TryGetValue((Wire.Name(consent.Party), consent.TermsVersion.ToString(CultureInfo.InvariantCulture)), out var entry) ? entry : null);
}

/// <summary>Consents, the earliest first.</summary>
public sealed class EarliestConsentFirst : IOrders<Consent>
{
    /// <inheritdoc/>
    public static IReadOnlyList<Order<Consent>> All { get; } = [new("at", Key<Consent>.By(consent => consent.At), Key<Consent>.By(consent => consent.Id))];
}
