using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Pairings;
using Ambassadors.Matching;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Matching;

/// <summary>Computes a run that was taken up: freezes its input where that was not done, solves, keeps what was found. Any step can be cut off and done again, with the same end.</summary>
/// <param name="db">The database.</param>
/// <param name="freeze">Freezes the input.</param>
/// <param name="problems">Makes the problem.</param>
/// <param name="clock">The clock.</param>
public sealed class ComputeRun(AmbassadorsDbContext db, FreezeInput freeze, ProblemOfRun problems, TimeProvider clock)
{
    private const int Batch = 100;

    /// <summary>Computes it, and says what came of it.</summary>
    /// <param name="id">The run.</param>
    /// <param name="attempt">The attempt as which it was taken up: whoever takes it up after us counts one more, and what we write then is refused.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<MatchingRunStatus> HandleAsync(Guid id, int attempt, Action<MatchingProgress> report, CancellationToken cancellation)
    {
        var run = await db.MatchingRuns.AsNoTracking().SingleAsync(r => r.Id == id, cancellation);
        var input = run.InputId ?? await freeze.HandleAsync(run, cancellation);
        var frozen = await db.MatchingInputs.AsNoTracking().SingleAsync(i => i.Id == input, cancellation);
        var settings = RunSettings.Of(run.Overrides, frozen);
        var problem = await problems.HandleAsync(input, run.Profile, settings, cancellation);
        if (run.ProblemHash is null)
            await OnRunAsync(id, attempt, known => known.Freeze(input, settings, MatchingEngine.HashOf(problem), clock.Now()), cancellation);

        var outcome = await Task.Run(() => MatchingEngine.Solve(problem, new Reporter(report), cancellation), cancellation);
        if (outcome.Infeasible is { } infeasible)
        {
            await KeepFilesAsync(id, outcome, cancellation);
            await OnRunAsync(id, attempt, known => known.FindInfeasible(
                new RunInfeasibility(Wire.Name(infeasible.Rule), infeasible.Name, infeasible.Asked, infeasible.Possible), clock.Now()), cancellation);
            return MatchingRunStatus.Infeasible;
        }

        var years = await KeepResultsAsync(id, attempt, frozen, settings, outcome, cancellation);
        await KeepFilesAsync(id, outcome, cancellation);
        var figures = new RunFigures(
            outcome.Pairs.Count, outcome.Unmatched.Count, outcome.Fit, outcome.Cost, outcome.UpperBound, outcome.Optimal, outcome.BlockingPairs, outcome.PlanHash,
            [.. years.Select(year => new YearCost(year.Key, year.Value))]);
        await OnRunAsync(id, attempt, known => known.Succeed(figures, outcome.Certificate!.Engine, clock.Now()), cancellation);
        return MatchingRunStatus.Succeeded;
    }

    // Written in pieces, each once: an attempt that was cut off left some of them, and they are the same.
    private async Task<SortedDictionary<int, long>> KeepResultsAsync(
        Guid id, int attempt, MatchingInput input, RunSettings settings, MatchingOutcome outcome, CancellationToken cancellation)
    {
        var years = new SortedDictionary<int, long>();
        var paired = outcome.Pairs.ToDictionary(pair => Guid.Parse(pair.Application), pair => Guid.Parse(pair.Offer));
        var unmatched = outcome.Unmatched.ToDictionary(one => Guid.Parse(one.Application));
        var call = await db.Calls.AsNoTracking().SingleAsync(c => c.Id == input.CallId, cancellation);
        var hosts = await db.InputOffers.AsNoTracking().Where(o => o.InputId == input.Id).ToDictionaryAsync(o => o.OfferId, cancellation);
        for (var after = Guid.Empty; ;)
        {
            await using var transaction = await HoldAsync(id, attempt, cancellation);
            var batch = await db.InputApplications.AsNoTracking().Where(a => a.InputId == input.Id && a.ApplicationId > after)
                .OrderBy(a => a.ApplicationId).Take(Batch).ToListAsync(cancellation);
            Guid[] ids = [.. batch.Select(one => one.ApplicationId)];
            var kept = await db.MatchingResults.Where(r => r.RunId == id && EF.Parameter(ids).Contains(r.ApplicationId)).Select(r => r.ApplicationId).ToHashSetAsync(cancellation);
            var pairings = await SuggestAsync(id, call, [.. batch.Where(one => !kept.Contains(one.ApplicationId))], paired, cancellation);
            foreach (var one in batch)
            {
                var result = paired.TryGetValue(one.ApplicationId, out var offer)
                    ? ResultOf(id, one, hosts[offer], settings, pairings)
                    : ResultOf(id, one, unmatched[one.ApplicationId]);
                foreach (var (year, amount) in result.Pair is { } pair ? YearCost.Of(pair.Amount, pair.Legs) : [])
                    years[year] = years.GetValueOrDefault(year) + amount;
                if (!kept.Contains(one.ApplicationId))
                    db.MatchingResults.Add(result);
            }

            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
            if (batch.Count < Batch)
                return years;
            after = batch[^1].ApplicationId;
        }
    }

    // A pairing of the plan that is open already stays what it is.
    private async Task<Dictionary<PairKey, Guid>> SuggestAsync(
        Guid id, Call call, InputApplication[] applications, Dictionary<Guid, Guid> paired, CancellationToken cancellation)
    {
        PairKey[] pairs = [.. applications.Where(one => paired.ContainsKey(one.ApplicationId)).Select(one => new PairKey(one.ApplicationId, paired[one.ApplicationId]))];
        Guid[] ids = [.. pairs.Select(pair => pair.ApplicationId)];
        Guid[] offerIds = [.. pairs.Select(pair => pair.OfferId).Distinct()];
        var open = (await db.Pairings.AsNoTracking().Where(p => EF.Parameter(ids).Contains(p.ApplicationId) && PairingLifecycle.Open.Contains(p.Status))
            .Select(p => new { p.Id, p.ApplicationId, p.OfferId }).ToListAsync(cancellation)).ToDictionary(p => new PairKey(p.ApplicationId, p.OfferId), p => p.Id);
        var existing = await db.Applications.AsNoTracking().Where(a => EF.Parameter(ids).Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancellation);
        var offers = await db.Offers.AsNoTracking().Where(o => EF.Parameter(offerIds).Contains(o.Id)).ToDictionaryAsync(o => o.Id, cancellation);
        var candidates = applications.ToDictionary(one => one.ApplicationId);
        var known = new Dictionary<PairKey, Guid>();
        foreach (var pair in pairs)
        {
            if (open.TryGetValue(pair, out var stays))
            {
                known[pair] = stays;
                continue;
            }

            var (application, candidate) = (existing[pair.ApplicationId], candidates[pair.ApplicationId].Candidates.Single(one => one.OfferId == pair.OfferId));
            var terms = new ProposedTerms(candidate.Legs, application.Content.Objectives ?? "", new Domain.Money.Sum(candidate.Amount, call.Currency));
            var suggestion = Pairing.Suggest(id, terms, application, offers[pair.OfferId], call.RulesFor(application).ConsentDays, clock.Now());
            db.Pairings.Add(suggestion);
            known[pair] = suggestion.Id;
        }

        return known;
    }

    private static MatchingResult ResultOf(Guid run, InputApplication application, InputOffer host, RunSettings settings, Dictionary<PairKey, Guid> pairings)
    {
        var pair = application.Candidates.Single(candidate => candidate.OfferId == host.OfferId);
        return new MatchingResult
        {
            RunId = run,
            ApplicationId = application.ApplicationId,
            PoleSlug = application.PoleSlug,
            OfferId = host.OfferId,
            ClusterSlug = host.ClusterSlug,
            Country = host.Country,
            Fit = settings.Weights.FitOf(pair.Parts),
            Amount = pair.Amount,
            Pair = pair,
            PairingId = pairings.TryGetValue(new PairKey(application.ApplicationId, host.OfferId), out var id) ? id : null
        };
    }

    /// <summary>Why an application has no pair, as it is kept.</summary>
    public static MatchingResult ResultOf(Guid run, InputApplication application, UnmatchedApplication unmatched) => new()
    {
        RunId = run,
        ApplicationId = application.ApplicationId,
        PoleSlug = application.PoleSlug,
        Reason = Wire.Name(unmatched.Reason),
        Basis = Wire.Name(unmatched.Basis),
        Waivers = [.. unmatched.Waivers.Select(waiver => new WaiverResult(Wire.Name(waiver.Rule), waiver.Places, waiver.Gain))],
        PlacementCost = unmatched.PlacementCost,
        Lottery = unmatched.Lottery
    };

    private async Task KeepFilesAsync(Guid id, MatchingOutcome outcome, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        if (await db.RunFiles.AnyAsync(file => file.RunId == id, cancellation))
            return;
        db.RunFiles.AddRange(RunFile.Of(id, outcome));
        await db.SaveChangesAsync(cancellation);
    }

    private async Task OnRunAsync(Guid id, int attempt, Action<MatchingRun> act, CancellationToken cancellation)
    {
        await using var transaction = await HoldAsync(id, attempt, cancellation);
        act(await db.MatchingRuns.SingleAsync(r => r.Id == id, cancellation));
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    // Whoever took the run up after us, or ended it, has it: nothing of ours is written any more.
    private async Task<Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction> HoldAsync(Guid id, int attempt, CancellationToken cancellation)
    {
        var transaction = await db.BeginWorkAsync(cancellation);
        if (await RunLease.HoldAsync(db, id, attempt, cancellation))
            return transaction;
        await transaction.DisposeAsync();
        throw new LostRaceException("The run is no longer ours.");
    }

    private sealed class Reporter(Action<MatchingProgress> report) : IProgress<MatchingProgress>
    {
        public void Report(MatchingProgress value) => report(value);
    }
}
