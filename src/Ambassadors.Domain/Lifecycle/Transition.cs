using Ambassadors.Domain.People;

namespace Ambassadors.Domain.Lifecycle;

/// <summary>One row of a transition table.</summary>
/// <param name="From">The status it leads from; <c>null</c> for the one that creates the resource.</param>
/// <param name="Event">What happens.</param>
/// <param name="To">The status it leads to.</param>
/// <param name="By">The roles that may do it.</param>
public sealed record Transition<TStatus, TEvent>(TStatus? From, TEvent Event, TStatus To, IReadOnlyList<Role> By)
    where TStatus : struct, Enum
    where TEvent : struct, Enum
{
    /// <summary>The permanent codes with which its guards refuse.</summary>
    public IReadOnlyList<string> Guards { get; init; } = [];

    /// <summary>What it does besides changing the status, for the documentation.</summary>
    public string Effect { get; init; } = "";

    /// <summary>Whether it is an approval, the one act of an officer that the administrator may not do in their place.</summary>
    public bool IsApproval { get; init; }
}
