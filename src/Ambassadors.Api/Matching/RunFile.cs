using System.IO.Compression;
using Ambassadors.Matching;
using Ambassadors.Matching.Exchange;

namespace Ambassadors.Api.Matching;

/// <summary>What a run keeps as bytes: never changed once written.</summary>
public sealed class RunFile
{
    /// <summary>The outcome in its exchange format.</summary>
    public const string Outcome = "outcome";

    /// <summary>The outcome's certificate alone, in the same format: it is read far more often than the rest.</summary>
    public const string Certificate = "certificate";

    /// <summary>The run.</summary>
    public Guid RunId { get; init; }

    /// <summary>What it is: <see cref="Outcome"/> or <see cref="Certificate"/>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The bytes, compressed (gzip).</summary>
    public byte[] Compressed { get; init; } = [];

    /// <summary>The files of a run that found something.</summary>
    public static IEnumerable<RunFile> Of(Guid run, MatchingOutcome outcome) =>
        [Of(run, Outcome, outcome), Of(run, Certificate, outcome with { Pairs = [], Unmatched = [] })];

    private static RunFile Of(Guid run, string kind, MatchingOutcome outcome)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            MatchingFiles.WriteOutcome(outcome, gzip);
        return new RunFile { RunId = run, Kind = kind, Compressed = compressed.ToArray() };
    }

    /// <summary>Reads them.</summary>
    public Stream Open() => new GZipStream(new MemoryStream(Compressed, writable: false), CompressionMode.Decompress);
}
