using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.Journal;

/// <summary>What a check of a range of the journal found.</summary>
/// <param name="From">The first position checked.</param>
/// <param name="Through">The last position up to which everything holds; where nothing was to be checked, the one before the first.</param>
/// <param name="Hash">The chain's hash there.</param>
/// <param name="Holds">Whether everything that was checked holds.</param>
/// <param name="BadPosition">The first position that does not hold.</param>
/// <param name="BadHead">The first published head that does not hold.</param>
/// <param name="Fault">What is wrong: <c>gap</c>, <c>entry_altered</c>, <c>disclosures_altered</c> (whom a reading showed), <c>head_gap</c> or <c>head_altered</c>.</param>
/// <param name="Heads">How many published heads were checked and hold: those that end in the range.</param>
/// <param name="Last">The last position that there has to be now.</param>
/// <param name="NextFrom">Where to go on, as <c>from</c>; absent where all that was asked for is checked, or does not hold.</param>
public sealed record JournalCheckResponse(
    long From, long Through, string Hash, bool Holds, long? BadPosition, long? BadHead, string? Fault, long Heads, long Last, long? NextFrom);

/// <summary>Checks the journal by parts.</summary>
public static class VerifyJournal
{
    /// <summary>The most positions that one request checks.</summary>
    public const int Most = 10_000;

    /// <summary>Checks a part of the journal: computes its chain and its published heads anew</summary>
    /// <remarks>
    /// At most 10 000 positions a request; with neither <c>from</c> nor <c>to</c>, the last of them. Whoever begins with <c>from=1</c> and goes on at
    /// <c>nextFrom</c> until there is none has checked the whole. The hash before <c>from</c> is taken as it is kept. A position up to <c>to</c> that is not there
    /// is a gap.
    /// </remarks>
    /// <param name="db">The database.</param>
    /// <param name="from">The first position.</param>
    /// <param name="to">The last position; the last that there is, where it is not said.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Ok<JournalCheckResponse>, ProblemHttpResult>> HandleAsync(AmbassadorsDbContext db, long? from, long? to, CancellationToken cancellation)
    {
        if (from < 1)
            return Problems.With("from", "request.parameter_unreadable", "from");
        if (to < (from ?? 1))
            return Problems.With("to", "request.parameter_unreadable", "to");
        var last = await JournalAudit.LastAsync(db, cancellation);
        var end = to ?? last;
        var first = from ?? Math.Max(1, Math.Min(end, last + 1) - Most + 1);
        var through = first > end ? first - 1 : end - first >= Most ? first + Most - 1 : end;
        var verdict = await JournalAudit.VerifyAsync(db, first, through, cancellation);
        return TypedResults.Ok(new JournalCheckResponse(
            first, verdict.Entries, verdict.Head, verdict.Holds, verdict.BadPosition, verdict.BadHead, verdict.Fault, verdict.Heads, last,
            verdict.Holds && through < end ? through + 1 : null));
    }
}
