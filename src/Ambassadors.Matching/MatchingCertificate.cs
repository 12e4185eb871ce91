namespace Ambassadors.Matching;

/// <summary>What proves that no plan is better than the bound; <c>CertificateCheck</c> checks it without a solver.</summary>
public sealed record MatchingCertificate
{
    /// <summary>SHA-256 of the problem in canonical order, lower-case hexadecimal.</summary>
    public required string ProblemHash { get; init; }

    /// <summary>What the plan is best at.</summary>
    public required MatchingProfile Profile { get; init; }

    /// <summary>The engine and the solver with their versions: <c>ambassadors-matching/1 ortools/9.15</c>.</summary>
    public required string Engine { get; init; }
}
