namespace Ambassadors.Domain.Lifecycle;

/// <summary>Why an act was not done: a permanent code, where the cause stands in the request, and the figures of its text.</summary>
/// <param name="Code">Permanent, in English, never translated: <c>application.pole_number_used_up</c>.</param>
/// <param name="Pointer">JSON Pointer in fragment form to the member at fault, where there is one: <c>#/terms/amount</c>.</param>
/// <param name="Details">The values that the text of the code names, in its order.</param>
public sealed record Refusal(string Code, string? Pointer = null, params object[] Details)
{
    /// <summary>What the refusal is about, which decides how it is answered.</summary>
    public RefusalKind Kind { get; init; } = RefusalKind.Case;
}

/// <summary>What a refusal is about.</summary>
public enum RefusalKind
{
    /// <summary>The case: its state, a guard, the budget, a capacity.</summary>
    Case,

    /// <summary>The status the resource is in: no table row leads on from it by this event.</summary>
    State,

    /// <summary>The caller, whose roles on this file do not permit the act.</summary>
    Role
}
