using System.Globalization;
using Ambassadors.Api.Data;
using Ambassadors.Domain.Journal;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Journal;

/// <summary>What a check of the journal found.</summary>
/// <param name="Entries">The last position up to which it holds.</param>
/// <param name="Head">The chain's hash there.</param>
/// <param name="BadPosition">The first position that does not hold; absent where all do.</param>
/// <param name="Fault">What is wrong there: <c>gap</c>, <c>entry_altered</c>, <c>disclosures_altered</c>; of a head, <c>head_gap</c>, <c>head_altered</c>.</param>
/// <param name="Unaccounted">Entries that have no position and wait for none: somebody wrote them past the service. Counted over the whole journal alone.</param>
/// <param name="Heads">How many published heads hold.</param>
/// <param name="BadHead">The published head that does not hold; absent where all do.</param>
public sealed record JournalVerdict(long Entries, string Head, long? BadPosition, string? Fault, long Unaccounted, long Heads, long? BadHead)
{
    /// <summary>Whether everything holds.</summary>
    public bool Holds => Fault is null && Unaccounted == 0;
}

/// <summary>Computes the chain and the published heads anew and compares them with what is kept.</summary>
public static class JournalAudit
{
    private const int Batch = 1_000;
    private const int HeadsAtATime = 100;
    private const int MostDisclosures = 5_000;

    /// <summary>Reads the journal from its first entry on, in constant memory.</summary>
    public static async Task<JournalVerdict> VerifyAsync(AmbassadorsDbContext db, CancellationToken cancellation)
    {
        // Of one instant: an entry that is numbered in the meantime is on neither side of the count.
        await using var snapshot = await db.BeginSnapshotAsync(cancellation);
        var unaccounted = await db.Journal.LongCountAsync(cancellation) - await db.JournalPositions.LongCountAsync(cancellation) - await db.UnnumberedEntries.LongCountAsync(cancellation);
        var verdict = await VerifyAsync(db, 1, await LastAsync(db, cancellation), cancellation);
        return verdict with { Unaccounted = unaccounted };
    }

    /// <summary>The last position that there has to be: the last that there is, or that a head covers.</summary>
    public static async Task<long> LastAsync(AmbassadorsDbContext db, CancellationToken cancellation) =>
        Math.Max(await db.HeadPositionAsync(cancellation), (await JournalHeads.LastAsync(db, cancellation))?.ToPosition ?? 0);

    /// <summary>Checks the positions of a range, each of which has to be there, and the heads whose last position is in it. The hash before the range is taken as it is kept.</summary>
    public static async Task<JournalVerdict> VerifyAsync(AmbassadorsDbContext db, long from, long through, CancellationToken cancellation)
    {
        var before = from == 1 ? JournalChain.Beginning : await HashAsync(db, from - 1, cancellation);
        if (before is null)
            return new JournalVerdict(0, JournalChain.Beginning, Math.Min(from - 1, await db.HeadPositionAsync(cancellation) + 1), "gap", 0, 0, null);
        var heads = await HeadsFrom.BeginAsync(db, from, cancellation);
        var verdict = new JournalVerdict(from - 1, before, null, null, 0, 0, null);
        var readings = new List<JournalPosition>();
        while (verdict.Entries < through)
        {
            var after = verdict.Entries;
            var batch = await db.JournalPositions.AsNoTracking().Include(one => one.Entry).Where(one => one.Position > after && one.Position <= through)
                .OrderBy(one => one.Position).Take(Batch).ToListAsync(cancellation);
            foreach (var one in batch)
            {
                if (one.Position != verdict.Entries + 1)
                    break;
                if (JournalChain.Hash(verdict.Head, one.Position, one.Entry) != one.Hash)
                    return await AlteredReadingAsync(db, readings, cancellation) is { } earlier ? verdict.At(earlier, "disclosures_altered") : verdict.At(one.Position, "entry_altered");
                verdict = verdict with { Entries = one.Position, Head = one.Hash };
                if (one.Entry.ResourceType == Reading.Noun)
                    readings.Add(one);
                if (await heads.FaultAtAsync(one, cancellation) is { } fault)
                    return verdict with { BadHead = heads.Number, Fault = fault, Heads = heads.Held };
            }

            if (await AlteredReadingAsync(db, readings, cancellation) is { } altered)
                return verdict.At(altered, "disclosures_altered") with { Heads = heads.Held };
            readings.Clear();
            if (verdict.Entries < through && batch.Count == 0 || batch.Count > 0 && verdict.Entries < batch[^1].Position)
                return verdict.At(verdict.Entries + 1, "gap") with { Heads = heads.Held };
        }

        return verdict with { Heads = heads.Held };
    }

    private static JournalVerdict At(this JournalVerdict verdict, long position, string fault) => verdict with { BadPosition = position, Fault = fault };

    private static Task<string?> HashAsync(AmbassadorsDbContext db, long position, CancellationToken cancellation) =>
        db.JournalPositions.Where(one => one.Position == position).Select(one => one.Hash).SingleOrDefaultAsync(cancellation);

    // The entries hold already: they say how many rows there have to be, and with which digest.
    private static async Task<long?> AlteredReadingAsync(AmbassadorsDbContext db, List<JournalPosition> readings, CancellationToken cancellation)
    {
        for (var next = 0; next < readings.Count;)
        {
            var (part, rows) = (new List<JournalPosition>(), 0);
            do
            {
                rows += CountOf(readings[next]);
                part.Add(readings[next++]);
            }
            while (next < readings.Count && rows + CountOf(readings[next]) <= MostDisclosures);

            Guid[] entries = [.. part.Select(one => one.EntryId)];
            var shown = (await db.Disclosures.AsNoTracking().Where(one => EF.Parameter(entries).Contains(one.EntryId))
                .OrderBy(one => one.EntryId).ThenBy(one => one.SubjectId).Take(rows + 1).Select(one => new { one.EntryId, one.SubjectId, one.Version }).ToListAsync(cancellation)).ToLookup(one => one.EntryId);
            if (part.FirstOrDefault(one => Reading.DigestOf(shown[one.EntryId].Select(each => (each.SubjectId, each.Version))) != one.Entry.Data.GetValueOrDefault(Reading.Shown)) is { } altered)
                return altered.Position;
        }

        return null;
    }

    private static int CountOf(JournalPosition reading) =>
        int.TryParse(reading.Entry.Data.GetValueOrDefault(Reading.Count), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

    /// <summary>The published heads that end in a range, in their order, each with the tree over its block.</summary>
    private sealed class HeadsFrom(AmbassadorsDbContext db)
    {
        private readonly Queue<JournalHead> _next = new();
        private JournalHead? _before;
        private MerkleTree _tree = new();
        private bool _all;

        public long Held { get; private set; }

        public long Number => (_before?.Number ?? 0) + 1;

        public static async Task<HeadsFrom> BeginAsync(AmbassadorsDbContext db, long from, CancellationToken cancellation)
        {
            var heads = new HeadsFrom(db)
            {
                _before = await db.JournalHeads.AsNoTracking().Where(head => head.ToPosition < from).OrderByDescending(head => head.ToPosition).FirstOrDefaultAsync(cancellation)
            };

            // Of a block that began before the range, the hashes are taken as they are kept.
            var covered = heads._before?.ToPosition ?? 0;
            if (from - covered - 1 <= JournalHead.MostPositions)
            {
                await foreach (var hash in db.JournalPositions.AsNoTracking().Where(one => one.Position > covered && one.Position < from).OrderBy(one => one.Position)
                    .Select(one => one.Hash).AsAsyncEnumerable().WithCancellation(cancellation))
                {
                    heads._tree.Add(Convert.FromHexString(hash));
                }
            }

            return heads;
        }

        /// <summary>What is wrong with the head that ends at a position; null where none does, or it holds.</summary>
        public async Task<string?> FaultAtAsync(JournalPosition one, CancellationToken cancellation)
        {
            _tree.Add(Convert.FromHexString(one.Hash));
            if (_next.Count == 0 && !_all)
            {
                var number = _before?.Number ?? 0;
                foreach (var head in await db.JournalHeads.AsNoTracking().Where(head => head.Number > number).OrderBy(head => head.Number).Take(HeadsAtATime).ToListAsync(cancellation))
                    _next.Enqueue(head);
                _all = _next.Count == 0;
            }

            if (!_next.TryPeek(out var next))
                return null;
            if (next.Number != Number)
                return "head_gap";
            if (one.Position < next.ToPosition)
                return null;
            if (!next.Holds(_before, _tree, one.Hash))
                return "head_altered";
            (_before, _tree) = (_next.Dequeue(), new MerkleTree());
            Held++;
            return null;
        }
    }
}
