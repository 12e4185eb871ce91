namespace Ambassadors.Domain.Matching;

/// <summary>What waiving one rule for one application alone would do.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Places">Whether the application then has a pair.</param>
/// <param name="Gain">By how much the best plan's fit would rise, points.</param>
public sealed record WaiverResult(string Rule, bool Places, long Gain);

/// <summary>What a run found for one application: its pair, or why it has none.</summary>
public sealed class MatchingResult
{
    /// <summary>The run.</summary>
    public Guid RunId { get; init; }

    /// <summary>The application.</summary>
    public Guid ApplicationId { get; init; }

    /// <summary>Slug of its pôle.</summary>
    public string PoleSlug { get; init; } = "";

    /// <summary>The offer; absent where it has no pair.</summary>
    public Guid? OfferId { get; init; }

    /// <summary>Slug of the offer's cluster.</summary>
    public string? ClusterSlug { get; init; }

    /// <summary>The cluster's country.</summary>
    public string? Country { get; init; }

    /// <summary>The fit of the pair, 0 to 1000.</summary>
    public int? Fit { get; init; }

    /// <summary>The pair as it was weighed.</summary>
    public Candidate? Pair { get; init; }

    /// <summary>What the pair would cost, minor units.</summary>
    public long? Amount { get; init; }

    /// <summary>The pairing suggested or, on a re-match, the open one that stays.</summary>
    public Guid? PairingId { get; init; }

    /// <summary>Why it has no pair.</summary>
    public string? Reason { get; init; }

    /// <summary>How the reason was found: <c>solved</c> or <c>prices</c>.</summary>
    public string? Basis { get; init; }

    /// <summary>The rules that were waived for it alone, and what that would do.</summary>
    public IReadOnlyList<WaiverResult> Waivers { get; init; } = [];

    /// <summary>By how many points the best plan with it is worse; absent where no plan can have it.</summary>
    public long? PlacementCost { get; init; }

    /// <summary>Its lottery number, where the lottery decided.</summary>
    public string? Lottery { get; init; }
}
