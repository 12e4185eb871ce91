using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Pairings;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.People;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Matching;

/// <summary>A run whose suggestions are to become proposals.</summary>
/// <param name="Confirm">Whether you have seen that the pool changed since: needed where it did, in what the run's own pairs do not depend on.</param>
public sealed record PublishRunRequest(bool? Confirm);

/// <summary>Judges the form of a <see cref="PublishRunRequest"/>.</summary>
public sealed class PublishRunRequestValidator : AbstractValidator<PublishRunRequest>;

/// <summary>Makes proposals of what a run suggested.</summary>
public static class PublishRun
{
    /// <summary>Makes proposals of a run's suggestions, all of them in one transaction</summary>
    /// <remarks>
    /// What the run's own pairs depend on is checked again: their applications and offers, the places, the rules of the call, the money left. Where any of it
    /// changed nothing is proposed, and every change is named (409): ask for a new run. So is every instruction in force that the plan does not keep. Other changes of the pool are named as
    /// <c>run.pool_changed</c>, and pass once you confirm that you have seen them. Suggestions of other runs are discarded; on a re-match, proposals
    /// that the plan no longer has are cancelled. Applicants see their own explanation from then on.
    /// </remarks>
    public static Task<Results<Ok<MatchingRunResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, PublishRunRequest request, IfMatch ifMatch, RunDesk desk, PairingDesk pairings, PoolReader pool, CancellationToken cancellation) =>
        desk.TakeAsync(id, MatchingRunEvent.Publish, ifMatch, request, async run =>
        {
            if (!run.CanHappen(MatchingRunEvent.Publish))
                return run.Publish([], desk.Actor, desk.Now);
            var db = desk.Db;
            await db.HoldAsync(db.Applications.Where(a => a.CallId == run.CallId && a.Status == ApplicationStatus.InMatching), cancellation);
            await db.HoldAsync(db.Offers.Where(o => db.MatchingResults.Any(result => result.RunId == id && result.OfferId == o.Id)), cancellation);
            var call = await db.Calls.AsNoTracking().SingleAsync(c => c.Id == run.CallId, cancellation);
            var plan = await CaseOfAsync(run, call, desk, pool, cancellation);
            var unmet = PublicationRule.Unmet(plan, request.Confirm ?? false).ToList();
            if (unmet.Count == 0)
                unmet.AddRange(await ProposeAsync(run, plan, pairings, cancellation));
            if (unmet.Find(refusal => refusal.Kind == RefusalKind.Role) is { } recused)
                return recused;
            var verdict = run.Publish(unmet, desk.Actor, desk.Now);
            if (verdict.IsDone)
                await LeaveAsideAsync(run, plan, desk, cancellation);
            return verdict;
        }, cancellation);

    // Each is judged like any other proposal; of what stands against some of them, each is named.
    private static async Task<IReadOnlyList<Refusal>> ProposeAsync(MatchingRun run, PublicationCase plan, PairingDesk pairings, CancellationToken cancellation)
    {
        var db = pairings.Db;
        var suggested = await db.Pairings.Where(p => p.RunId == run.Id && p.Status == PairingStatus.Suggested).OrderBy(p => p.Id).ToListAsync(cancellation);
        var declined = await pairings.DeclinedAsync(p => p.CallId == run.CallId, cancellation);
        var open = plan.Open.Where(one => !plan.Dropped.Contains(one.Id)).ToLookup(one => one.Pair.ApplicationId, one => one.Pair.OfferId);
        var refused = new List<Refusal>();
        foreach (var pairing in suggested)
        {
            var (application, offer) = (plan.Applications[pairing.ApplicationId], plan.Offers[pairing.OfferId]);
            var ofApplication = open[pairing.ApplicationId].ToList();
            var proposal = new ProposalCase(ofApplication.Count, ofApplication.Contains(pairing.OfferId), declined[new PairKey(pairing.ApplicationId, pairing.OfferId)].Contains);
            var @case = new TermsCase(plan.Call.RulesFor(application), plan.Call.Currency, application, offer, pairings.Today);
            var verdict = pairing.Propose(@case, proposal, pairings.Actor, pairings.Now);
            refused.AddRange(verdict.Refusals.Select(refusal => refusal.Kind == RefusalKind.Role
                ? refusal
                : new Refusal("run.suggestion_refused", null, $"/v1/pairings/{pairing.Id}", Texts.Title(refusal.Code))));
        }

        return refused;
    }

    private static async Task LeaveAsideAsync(MatchingRun run, PublicationCase plan, RunDesk desk, CancellationToken cancellation)
    {
        var db = desk.Db;
        Guid[] dropped = [.. plan.Dropped];
        foreach (var pairing in await db.Pairings.Where(p => EF.Parameter(dropped).Contains(p.Id)).OrderBy(p => p.Id).ToListAsync(cancellation))
            pairing.Cancel(null, Actor.Service, desk.Now);
        foreach (var pairing in await db.Pairings.Where(p => p.CallId == run.CallId && p.RunId != run.Id && p.Status == PairingStatus.Suggested).OrderBy(p => p.Id).ToListAsync(cancellation))
            pairing.Discard(null, Actor.Service, desk.Now);
        await db.MatchingInputs.Where(input => input.CallId == run.CallId && input.SupersededBy == null)
            .ExecuteUpdateAsync(set => set.SetProperty(input => input.SupersededBy, run.Id), cancellation);
    }

    private static async Task<PublicationCase> CaseOfAsync(MatchingRun run, Call call, RunDesk desk, PoolReader pool, CancellationToken cancellation)
    {
        var db = desk.Db;
        var input = await db.MatchingInputs.AsNoTracking().SingleAsync(one => one.Id == run.InputId, cancellation);
        var leftAside = PlanRow.LeftAside(db, run);
        var planned = db.MatchingResults.AsNoTracking().Where(result => result.RunId == run.Id && result.OfferId != null
            && !leftAside.Any(one => one.ApplicationId == result.ApplicationId));
        return new PublicationCase
        {
            Call = call,
            Input = input,
            Pairs = await planned
                .Join(db.InputApplications.Where(one => one.InputId == input.Id), result => result.ApplicationId, one => one.ApplicationId,
                    (result, one) => new { result.ApplicationId, OfferId = result.OfferId!.Value, Amount = result.Amount!.Value, one.Snapshot })
                .Join(db.InputOffers.Where(one => one.InputId == input.Id), pair => pair.OfferId, one => one.OfferId,
                    (pair, one) => new PlannedPair(pair.ApplicationId, pair.OfferId, pair.Amount, pair.Snapshot, one.Revision))
                .ToListAsync(cancellation),
            LeftAside = await leftAside.Select(result => result.ApplicationId).ToHashSetAsync(cancellation),
            Instructions = await db.MatchingInstructions.AsNoTracking().Where(one => one.CallId == run.CallId && one.Status == InstructionStatus.InForce
                && db.Applications.Any(a => a.Id == one.ApplicationId && a.Status == ApplicationStatus.InMatching)).OrderBy(one => one.Id).ToListAsync(cancellation),
            Open = await pool.OpenAsync(call.Id, cancellation),
            Approved = await pool.ApprovedAsync(call.Id, cancellation),
            PromisedElsewhere = await pool.PlacesPromisedElsewhereAsync(call.Id, cancellation),
            Changes = await ChangesAsync(input, call.CountriesOfPool, db, cancellation),
            Applications = await db.Applications.AsNoTracking().Where(a => planned.Any(result => result.ApplicationId == a.Id)).ToDictionaryAsync(a => a.Id, cancellation),
            Offers = await db.Offers.AsNoTracking().Where(o => planned.Any(result => result.OfferId == o.Id)).ToDictionaryAsync(o => o.Id, cancellation)
        };
    }

    // What came into the pool or left it since the input was frozen.
    private static async Task<PoolChanges> ChangesAsync(MatchingInput input, IReadOnlyList<string> countries, AmbassadorsDbContext db, CancellationToken cancellation)
    {
        var applications = db.InputApplications.Where(one => one.InputId == input.Id);
        var offers = db.InputOffers.Where(one => one.InputId == input.Id && (countries.Count == 0 || countries.Contains(one.Country)));
        return new PoolChanges(
            await db.Applications.CountAsync(a => a.CallId == input.CallId && a.Status == ApplicationStatus.InMatching && a.UpdatedAt > input.FrozenAt
                && !applications.Any(one => one.ApplicationId == a.Id), cancellation),
            await applications.CountAsync(one => db.Applications.Any(a => a.Id == one.ApplicationId && a.Status != ApplicationStatus.InMatching), cancellation),
            await db.Offers.CountAsync(o => o.Status == OfferStatus.Published && o.UpdatedAt > input.FrozenAt && (countries.Count == 0 || countries.Contains(o.Country))
                && !offers.Any(one => one.OfferId == o.Id && one.Revision == o.Revision), cancellation),
            await offers.CountAsync(one => db.Offers.Any(o => o.Id == one.OfferId && (o.Status != OfferStatus.Published || o.Revision != one.Revision)), cancellation));
    }
}
