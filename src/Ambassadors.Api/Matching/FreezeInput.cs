using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.Pairings;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Matching;

/// <summary>A run can't be computed, for a reason that another attempt would meet again.</summary>
/// <param name="code">Permanent code.</param>
public sealed class RunGivenUpException(string code) : Exception("The run can't be computed.")
{
    /// <summary>Permanent code.</summary>
    public string Code => code;
}

/// <summary>Freezes what a run computes from: the pool of its call as it stands at one instant.</summary>
public sealed class FreezeInput(AmbassadorsDbContext db, PoolReader pool, TimeProvider clock)
{
    /// <summary>The most candidates of a run: what an instance can hold in memory and solve within minutes.</summary>
    public const int MostCandidates = 2_000_000;

    /// <summary>Points for an announced pairing on a re-match: a new plan has to be better by more to move people who were told already.</summary>
    public const int AnnouncedBonus = 50;

    private const int Batch = 500;

    /// <summary>Freezes the input of a run, and gives its id.</summary>
    public async Task<Guid> HandleAsync(MatchingRun run, CancellationToken cancellation)
    {
        await using var transaction = await db.BeginSnapshotAsync(cancellation);
        var call = await db.Calls.AsNoTracking().SingleAsync(c => c.Id == run.CallId, cancellation);
        var open = await pool.OpenAsync(call.Id, cancellation);
        var moving = run.Rematch ? Moving.Of(open) : Moving.Nothing;
        OpenPairing[] fixedOnes = [.. open.Where(one => !moving.Moves(one.Pair.ApplicationId))];
        var ground = await pool.GroundAsync(call, clock.Today(), fixedOnes.Select(one => one.Pair), cancellation);
        var ties = await pool.TiesAsync(cancellation);

        var approved = await pool.ApprovedAsync(call.Id, cancellation);
        var instructions = await db.MatchingInstructions.AsNoTracking().Where(i => i.CallId == call.Id && i.Status == InstructionStatus.InForce)
            .OrderBy(i => i.Id).ToListAsync(cancellation);
        var excluded = fixedOnes.Select(one => one.Pair.ApplicationId).ToHashSet();
        var offers = await OffersAsync(call, ground, ties, fixedOnes, moving, cancellation);
        var input = new MatchingInput
        {
            Id = Guid.CreateVersion7(clock.Now()),
            CallId = call.Id,
            FrozenAt = clock.Now(),
            CallRevision = call.Revision,
            Currency = call.Currency,
            Budget = Math.Max(0, call.Left.Amount - fixedOnes.Sum(one => one.Terms.Amount.Amount)),
            Weights = call.Rules.Weights,
            Quotas = call.Rules.Quotas,
            Locks = [.. instructions.Where(i => i.Kind == InstructionKind.Lock && !excluded.Contains(i.ApplicationId)).Select(i => i.Pair).Union(moving.Held)],
            Held = [.. moving.Held],
            Forbids = [.. instructions.Where(i => i.Kind == InstructionKind.Forbid && !excluded.Contains(i.ApplicationId)).Select(i => i.Pair)],
            Announced = [.. moving.Announced],
            UsedPerPole = Counts(approved.Select(p => p.Pole).Concat(fixedOnes.Select(one => one.PoleSlug))),
            UsedPerCountry = Counts(approved.Select(p => p.Country).Concat(fixedOnes.Select(one => one.Country)))
        };
        db.MatchingInputs.Add(input);
        db.InputOffers.AddRange(offers.Values.Select(one => new InputOffer
        {
            InputId = input.Id,
            OfferId = one.Side.Id,
            ClusterSlug = one.Side.ClusterSlug,
            Country = one.Side.Country,
            Capacity = one.Side.Places,
            Revision = one.Side.Revision
        }));
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();

        var candidates = new CandidatePool([.. offers.Values.Where(one => one.InPool).Select(one => one.Side)], ground);
        var (applications, pairs) = (0, 0);
        await foreach (var batch in BatchesAsync(call.Id, cancellation))
        {
            foreach (var application in batch.Where(one => !excluded.Contains(one.Id)))
            {
                var frozen = FrozenOf(input.Id, PoolReader.SideOf(application, call, ties), candidates, offers, ground, moving);
                applications++;
                if ((pairs += frozen.Candidates.Count) > MostCandidates)
                    throw new RunGivenUpException("run.too_many_candidates");
                db.InputApplications.Add(frozen);
            }

            await db.SaveChangesAsync(cancellation);
            db.ChangeTracker.Clear();
        }

        await db.MatchingInputs.Where(i => i.Id == input.Id).ExecuteUpdateAsync(
            set => set.SetProperty(i => i.Applications, applications).SetProperty(i => i.Offers, offers.Count).SetProperty(i => i.Candidates, pairs), cancellation);
        await transaction.CommitAsync(cancellation);
        return input.Id;
    }

    private static InputApplication FrozenOf(
        Guid input, SeekingSide application, CandidatePool candidates, Dictionary<Guid, PoolOffer> offers, MatchingGround ground, Moving moving)
    {
        var found = candidates.Of(application).ToDictionary(candidate => candidate.OfferId);

        // What is open already is on its own terms, whatever the rules would say of them today.
        foreach (var (pairing, bonus) in moving.Of(application.Id))
        {
            var host = offers[pairing.Pair.OfferId].Side;
            found[host.Id] = new Candidate(
                host.Id, FitScore.Parts(application, host, ground), pairing.Terms.Amount.Amount, pairing.Terms.Legs,
                FitScore.RankOf(application, host), FitScore.RankOf(host, application), bonus);
        }

        var (refusals, misses) = found.Count == 0 ? candidates.WhyNone(application) : ([], []);
        return new InputApplication
        {
            InputId = input,
            ApplicationId = application.Id,
            PoleSlug = application.PoleSlug,
            Snapshot = application.Snapshot,
            Candidates = [.. found.Values.OrderBy(candidate => candidate.OfferId)],
            Refusals = refusals,
            NearestMisses = misses
        };
    }

    private async Task<Dictionary<Guid, PoolOffer>> OffersAsync(
        Call call, MatchingGround ground, IReadOnlyDictionary<Guid, PersonTies> ties, OpenPairing[] fixedOnes, Moving moving, CancellationToken cancellation)
    {
        var promised = await pool.PlacesPromisedElsewhereAsync(call.Id, cancellation);
        foreach (var one in fixedOnes)
            promised[one.Pair.OfferId] = promised.GetValueOrDefault(one.Pair.OfferId) + 1;
        Guid[] movable = [.. moving.Offers];
        var offers = new Dictionary<Guid, PoolOffer>();
        for (var after = Guid.Empty; ;)
        {
            var batch = await db.Offers.AsNoTracking()
                .Where(o => o.Id > after && (o.Status == OfferStatus.Published && o.EndsOn >= ground.EarliestOn || EF.Parameter(movable).Contains(o.Id)))
                .OrderBy(o => o.Id).Take(Batch).ToListAsync(cancellation);
            foreach (var offer in batch)
            {
                var side = PoolReader.SideOf(offer, Math.Max(0, offer.PlacesLeft - promised.GetValueOrDefault(offer.Id)), ties);
                offers.Add(offer.Id, new PoolOffer(side, offer.Status == OfferStatus.Published));
            }

            if (batch.Count < Batch)
                return offers;
            after = batch[^1].Id;
        }
    }

    private async IAsyncEnumerable<List<ExchangeApplication>> BatchesAsync(
        Guid callId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var after = Guid.Empty; ;)
        {
            var batch = await db.Applications.AsNoTracking()
                .Where(a => a.CallId == callId && a.Status == ApplicationStatus.InMatching && a.Id > after)
                .OrderBy(a => a.Id).Take(Batch).ToListAsync(cancellation);
            yield return batch;
            if (batch.Count < Batch)
                yield break;
            after = batch[^1].Id;
        }
    }

    private static SortedDictionary<string, int> Counts(IEnumerable<string> names) =>
        new(names.CountBy(name => name).ToDictionary(), StringComparer.Ordinal);

    private sealed record PoolOffer(HostingSide Side, bool InPool);

    /// <summary>On a re-match, the open pairings that are a part of the run: those that everybody consented to stay, those proposed may give way.</summary>
    private sealed class Moving(IReadOnlyList<OpenPairing> held, IReadOnlyList<OpenPairing> announced)
    {
        public static readonly Moving Nothing = new([], []);

        private readonly ILookup<Guid, (OpenPairing Pairing, int Bonus)> _byApplication =
            held.Select(one => (one, 0)).Concat(announced.Select(one => (one, AnnouncedBonus))).ToLookup(one => one.one.Pair.ApplicationId);

        public IEnumerable<PairKey> Held => held.Select(one => one.Pair);

        public IEnumerable<PairKey> Announced => announced.Select(one => one.Pair);

        public IEnumerable<Guid> Offers => Held.Concat(Announced).Select(pair => pair.OfferId).Distinct();

        // Of several that an application consented to, the farthest is held: its siblings end with it.
        public static Moving Of(IReadOnlyList<OpenPairing> open)
        {
            OpenPairing[] held = [.. open.Where(one => one.Status != PairingStatus.Proposed).GroupBy(one => one.Pair.ApplicationId)
                .Select(of => of.OrderByDescending(one => one.Status).ThenBy(one => one.Id).First())];
            var settled = held.Select(one => one.Pair.ApplicationId).ToHashSet();
            return new Moving(held, [.. open.Where(one => one.Status == PairingStatus.Proposed && !settled.Contains(one.Pair.ApplicationId))]);
        }

        public bool Moves(Guid application) => _byApplication.Contains(application);

        public IEnumerable<(OpenPairing Pairing, int Bonus)> Of(Guid application) => _byApplication[application];
    }
}
