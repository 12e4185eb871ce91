using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ambassadors.Matching.Exchange;

/// <summary>
/// Problems and outcomes as files, so that a run can be solved and checked anywhere. What is written is canonical: lists are in the ordinal
/// order of their ids, there is no white space, and one line feed ends the file; equal outcomes are the same bytes. What is read is taken
/// strictly: a member that the format does not know, one that comes twice or one of another type is refused and told by its place.
/// </summary>
public static class MatchingFiles
{
    /// <summary>The first member of every problem says this.</summary>
    public const string ProblemFormat = "ambassadors-matching-problem/1";

    /// <summary>The first member of every outcome says this.</summary>
    public const string OutcomeFormat = "ambassadors-matching-outcome/1";

    /// <summary>No longer file is read unless the caller says so, bytes: some four times what 20 000 applications with 30 candidates each need.</summary>
    public const long MaximumBytes = 1L << 29;

    private const int FlushedFrom = 1 << 16;

    // The files are read by programs and by people, never as part of a page: an id such as "île-de-france" stays legible.
    private static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a problem. Whether its numbers and references make sense is the engine's to judge.</summary>
    /// <exception cref="MatchingFileException">The file is not such a problem.</exception>
    public static MatchingProblem ReadProblem(Stream from, long maximumBytes = MaximumBytes)
    {
        var json = new JsonSource(from, maximumBytes);
        var problem = ProblemReader.Read(ref json);
        json.End();
        return problem;
    }

    /// <summary>Writes a problem in canonical order.</summary>
    public static void WriteProblem(MatchingProblem problem, Stream to) => Write(to, json => ProblemWriter.Write(json, problem));

    /// <summary>Reads an outcome.</summary>
    /// <exception cref="MatchingFileException">The file is not such an outcome.</exception>
    public static MatchingOutcome ReadOutcome(Stream from, long maximumBytes = MaximumBytes)
    {
        var json = new JsonSource(from, maximumBytes);
        var outcome = OutcomeReader.Read(ref json);
        json.End();
        return outcome;
    }

    /// <summary>Writes an outcome in canonical order.</summary>
    public static void WriteOutcome(MatchingOutcome outcome, Stream to) => Write(to, json => OutcomeWriter.Write(json, outcome));

    /// <summary>The writer keeps all that is not flushed in memory.</summary>
    internal static void FlushWhenFull(this Utf8JsonWriter json)
    {
        if (json.BytesPending >= FlushedFrom)
            json.Flush();
    }

    private static void Write(Stream to, Action<Utf8JsonWriter> write)
    {
        using var json = new Utf8JsonWriter(to, Written);
        write(json);
        json.Flush();
        to.WriteByte((byte)'\n');
    }
}
