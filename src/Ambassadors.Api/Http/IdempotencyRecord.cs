namespace Ambassadors.Api.Http;

/// <summary>That a POST was answered, and how: what its repetition is answered with for 24 hours.</summary>
public sealed class IdempotencyRecord
{
    /// <summary>SHA-256 over actor, method, path and key.</summary>
    public required string Scope { get; init; }

    /// <summary>SHA-256 of the body.</summary>
    public required string BodyHash { get; init; }

    /// <summary>The grants by which the actor was let in; a replay asks for them again.</summary>
    public required string Grants { get; init; }

    /// <summary>When the key was used first, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Status of the answer; 0 while the work goes on.</summary>
    public int Status { get; init; }

    /// <summary>Headers and body of the answer, encrypted: it may show personal data or a secret.</summary>
    public byte[] Answer { get; init; } = [];
}
