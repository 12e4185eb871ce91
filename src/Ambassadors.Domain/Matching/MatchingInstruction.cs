using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;
using static Ambassadors.Domain.Lifecycle.LifecycleTable<Ambassadors.Domain.Matching.InstructionStatus, Ambassadors.Domain.Matching.InstructionEvent>;

namespace Ambassadors.Domain.Matching;

/// <summary>What an officer says of a pair before anything is computed.</summary>
public enum InstructionKind
{
    /// <summary>Every plan has it.</summary>
    Lock,

    /// <summary>No plan has it.</summary>
    Forbid
}

/// <summary>Where an instruction is.</summary>
public enum InstructionStatus
{
    /// <summary>Every run that freezes its input from now on keeps to it.</summary>
    InForce,

    /// <summary>No longer.</summary>
    Lifted
}

/// <summary>What happens to an instruction.</summary>
public enum InstructionEvent
{
    /// <summary>An officer gives it.</summary>
    Give,

    /// <summary>An officer lifts it.</summary>
    Lift
}

/// <summary>An officer's instruction (consigne) to the runs of a call: a pair that has to be in every plan, or in none. With its motive.</summary>
public sealed class MatchingInstruction : StatefulResource<InstructionStatus, InstructionEvent>
{
    /// <summary>The codes with which giving one is refused besides the rules that the pair breaks.</summary>
    public static readonly string[] Codes =
        ["instruction.call_over", "instruction.in_force", "instruction.application_locked", "pairing.application_not_in_matching", "offer.not_published",
            .. Enum.GetValues<HardRule>().Select(CandidateRule.CodeOf)];

    /// <summary>The transition table.</summary>
    public static readonly LifecycleTable<InstructionStatus, InstructionEvent> Table = new("matching_instruction",
        Row([], InstructionEvent.Give, InstructionStatus.InForce, [Role.ProgrammeOfficer], Codes, "runs that freeze their input from then on keep to it"),
        Row([InstructionStatus.InForce], InstructionEvent.Lift, InstructionStatus.Lifted, [Role.ProgrammeOfficer]));

    private MatchingInstruction()
    {
        // For EF Core.
    }

    /// <inheritdoc/>
    public override LifecycleTable<InstructionStatus, InstructionEvent> Lifecycle => Table;

    /// <inheritdoc/>
    public override CaseFile File => new(PoleSlug, ClusterSlug);

    /// <summary>The call.</summary>
    public Guid CallId { get; private init; }

    /// <summary>Lock or forbid.</summary>
    public InstructionKind Kind { get; private init; }

    /// <summary>The application.</summary>
    public Guid ApplicationId { get; private init; }

    /// <summary>The offer.</summary>
    public Guid OfferId { get; private init; }

    /// <summary>Slug of the pôle.</summary>
    public string PoleSlug { get; private init; } = "";

    /// <summary>Slug of the cluster.</summary>
    public string ClusterSlug { get; private init; } = "";

    /// <summary>The pair.</summary>
    public PairKey Pair => new(ApplicationId, OfferId);

    /// <summary>Gives an instruction.</summary>
    public static (MatchingInstruction Instruction, Verdict Verdict) Give(
        InstructionKind kind, Applications.ExchangeApplication application, Offers.Offer offer, IEnumerable<Refusal> unmet, string motive, Actor by, DateTimeOffset at)
    {
        var instruction = new MatchingInstruction
        {
            Id = Guid.CreateVersion7(at),
            CallId = application.CallId,
            Kind = kind,
            ApplicationId = application.Id,
            OfferId = offer.Id,
            PoleSlug = application.PoleSlug,
            ClusterSlug = offer.ClusterSlug
        };
        return (instruction, instruction.Take(InstructionEvent.Give, by, at, unmet, motive,
            effect: facts => facts.Add("kind", Wire.Name(kind)).Add("application", application.Id).Add("offer", offer.Id)));
    }

    /// <summary>Lifts it.</summary>
    public Verdict Lift(string motive, Actor by, DateTimeOffset at) => Take(InstructionEvent.Lift, by, at, motive: motive);
}
