namespace Ambassadors.Domain.Lifecycle;

/// <summary>The answer to an act: done, or every reason why not, all at once.</summary>
public sealed class Verdict
{
    /// <summary>Nothing stands against the act.</summary>
    public static readonly Verdict Done = new([]);

    private Verdict(IReadOnlyList<Refusal> refusals) => Refusals = refusals;

    /// <summary>Every unmet condition; empty where the act was done.</summary>
    public IReadOnlyList<Refusal> Refusals { get; }

    /// <summary>Whether the act was done.</summary>
    public bool IsDone => Refusals.Count == 0;

    /// <summary>The act was not done, for these reasons.</summary>
    public static Verdict Refused(params IEnumerable<Refusal> refusals)
    {
        Refusal[] all = [.. refusals];
        return all.Length == 0 ? Done : new Verdict(all);
    }

    public static implicit operator Verdict(Refusal refusal) => Refused(refusal);
}
