using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;

namespace Ambassadors.Domain.Pairings;

/// <summary>An officer's yes (validation) to a consented pairing.</summary>
public sealed class Approval
{
    private Approval()
    {
        // For EF Core.
    }

    internal Approval(Pairing pairing, int step, Role role, Guid personId, DateTimeOffset at)
    {
        Id = Guid.CreateVersion7(at);
        PairingId = pairing.Id;
        TermsVersion = pairing.TermsVersion;
        Step = step;
        Role = role;
        PersonId = personId;
        At = at;
    }

    /// <summary>UUID version 7.</summary>
    public Guid Id { get; private init; }

    /// <summary>The pairing.</summary>
    public Guid PairingId { get; private init; }

    /// <summary>The version of the terms that was approved; changes required void it.</summary>
    public int TermsVersion { get; private init; }

    /// <summary>Place in the chain, from 1.</summary>
    public int Step { get; private init; }

    /// <summary>In which role.</summary>
    public Role Role { get; private init; }

    /// <summary>Who.</summary>
    public Guid PersonId { get; private init; }

    /// <summary>Instant, UTC.</summary>
    public DateTimeOffset At { get; private init; }
}

/// <summary>What the last approval is judged by besides the terms.</summary>
/// <param name="Left">What is left on the call's budget, minor units.</param>
/// <param name="PlacesLeft">Places left on the offer.</param>
/// <param name="ApplicationInMatching">Whether the application is still in the pool.</param>
public sealed record ApprovalCase(long Left, int PlacesLeft, bool ApplicationInMatching);

/// <summary>The rule by which a pairing may be approved: in the chain's order, by different persons, within the money and the places left.</summary>
public static class ApprovalRule
{
    /// <summary>Who approves, in this order: an officer, then the budget officer, who commits the money.</summary>
    public static readonly IReadOnlyList<Role> Chain = [Role.ProgrammeOfficer, Role.BudgetOfficer];

    /// <summary>The codes with which any step refuses.</summary>
    public static readonly string[] StepCodes = ["approval.out_of_order", "approval.same_person"];

    /// <summary>The codes with which the last step refuses besides.</summary>
    public static readonly string[] LastStepCodes =
        ["call.budget_exhausted", "offer.no_place", "pairing.application_not_in_matching", "pairing.person_changed"];

    /// <summary>Every condition that stands against the next step.</summary>
    public static IEnumerable<Refusal> UnmetAtStep(Pairing pairing, Role due, Actor by)
    {
        if (!by.RolesOn(pairing.File).Contains(due))
            yield return new Refusal("approval.out_of_order", null, Wire.Name(due));
        if (pairing.CurrentApprovals.Any(approval => approval.PersonId == by.PersonId))
            yield return new Refusal("approval.same_person");
    }

    /// <summary>Every condition that stands against the last step, besides those of any step and of the terms.</summary>
    public static IEnumerable<Refusal> UnmetAtLastStep(Pairing pairing, Guid? ambassador, ApprovalCase @case)
    {
        if (pairing.Terms.Amount.Amount > @case.Left)
            yield return new Refusal("call.budget_exhausted", null, @case.Left, pairing.Terms.Amount.Amount, pairing.Terms.Amount.Currency);
        if (@case.PlacesLeft < 1)
            yield return new Refusal("offer.no_place");
        if (!@case.ApplicationInMatching)
            yield return new Refusal("pairing.application_not_in_matching");
        if (pairing.AmbassadorId is { } named && named != ambassador)
            yield return new Refusal("pairing.person_changed");
    }
}
