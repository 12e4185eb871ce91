using Ambassadors.Api.Http;
using Ambassadors.Domain.Pairings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Pairings;

/// <summary>What the parties say to the terms.</summary>
public static class ConsentToPairing
{
    /// <summary>Consents to the terms</summary>
    /// <remarks>
    /// The request carries the hash of the terms in force: a consent counts for what it names and for nothing else. The pôle
    /// and the cluster consent by their signatories, each person exchanged in person: three consents on a one-way
    /// pairing, four on a reciprocal one. A receipt is kept.
    /// </remarks>
    public static Task<Results<Ok<PairingResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, ConsentRequest request, IfMatch ifMatch, PairingDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, PairingEvent.Consent, ifMatch, request, async pairing =>
        {
            var ambassador = await desk.Db.Applications.Where(a => a.Id == pairing.ApplicationId).Select(a => a.AmbassadorId).SingleAsync(cancellation);
            return pairing.Consent(request.Party!.Value, request.TermsHash!, ambassador, desk.Actor, desk.Now);
        }, cancellation);

    /// <summary>Says no to a proposal</summary>
    public static Task<Results<Ok<PairingResponse>, ProblemHttpResult>> DeclineAsync(
        Guid id, MotiveRequest request, IfMatch ifMatch, PairingDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, PairingEvent.Decline, ifMatch, request, pairing => pairing.Decline(request.Motive!, desk.Actor, desk.Now), cancellation);

    /// <summary>Takes a consent back</summary>
    /// <remarks>Until the last approval. The pairing ends declined.</remarks>
    public static Task<Results<Ok<PairingResponse>, ProblemHttpResult>> RevokeAsync(
        Guid id, MotiveRequest request, IfMatch ifMatch, PairingDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, PairingEvent.Revoke, ifMatch, request, pairing => pairing.Revoke(request.Motive!, desk.Actor, desk.Now), cancellation);
}
