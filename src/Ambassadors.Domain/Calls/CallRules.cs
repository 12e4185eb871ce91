using Ambassadors.Domain.Matching;

namespace Ambassadors.Domain.Calls;

/// <summary>What the programme pays for a stay in a country: by the month, or once whatever its length.</summary>
/// <param name="Country">ISO 3166-1 alpha-2; absent for every country that has no rate of its own.</param>
/// <param name="PerMonth">Minor units for thirty days, in proportion for more or fewer.</param>
/// <param name="LumpSum">Minor units for the whole exchange.</param>
public sealed record Rate(string? Country, long? PerMonth, long? LumpSum)
{
    private const int DaysOfMonth = 30;

    /// <summary>What is paid for so many days of stay, rounded down to the minor unit.</summary>
    public long For(int days) => LumpSum ?? (long)((Int128)PerMonth!.Value * days / DaysOfMonth);
}

/// <summary>
/// What a call asks for. Every figure of a call is data: nothing here has a constant in the code. An empty list of
/// countries, themes or functions means all.
/// </summary>
public sealed record CallRules
{
    /// <summary>The most that one exchange may cost, minor units of the call's currency.</summary>
    public required long CeilingPerExchange { get; init; }

    /// <summary>The fewest days of a leg, first and last included.</summary>
    public required int MinimumDays { get; init; }

    /// <summary>The most days of a leg, first and last included.</summary>
    public required int MaximumDays { get; init; }

    /// <summary>Eligible countries of the clusters, ISO 3166-1 alpha-2.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Eligible themes.</summary>
    public IReadOnlyList<string> Themes { get; init; } = [];

    /// <summary>Directions allowed; at least one.</summary>
    public required IReadOnlyList<ExchangeDirection> Directions { get; init; }

    /// <summary>Functions that an ambassador may have.</summary>
    public IReadOnlyList<GovernanceFunction> AmbassadorFunctions { get; init; } = [];

    /// <summary>How many applications a pôle may have submitted and not withdrawn; absent means any number.</summary>
    public int? ApplicationsPerPole { get; init; }

    /// <summary>How many pairings of one application may be open at a time.</summary>
    public int OpenProposalsPerApplication { get; init; } = 5;

    /// <summary>Days that the parties have to consent to a proposal.</summary>
    public int ConsentDays { get; init; } = 21;

    /// <summary>What the programme's silence means.</summary>
    public ClockMode ClockMode { get; init; }

    /// <summary>After how many days silence is a rejection; absent where it is none.</summary>
    public int? SilenceDays { get; init; }

    /// <summary>What a stay in each country is paid; none means that the ceiling alone limits it.</summary>
    public IReadOnlyList<Rate> Rates { get; init; } = [];

    /// <summary>What each part of the fit weighs when pairings are sought.</summary>
    public FitWeights Weights { get; init; } = new();

    /// <summary>What the pairings of the call may be together.</summary>
    public MatchingQuotas Quotas { get; init; } = new();

    /// <summary>The most that stays of so many days in a country may cost: the ceiling, or the country's rate where that is less.</summary>
    public long MostFor(string country, int days) =>
        (Rates.FirstOrDefault(rate => rate.Country == country) ?? Rates.FirstOrDefault(rate => rate.Country is null)) is { } rate
            ? Math.Min(CeilingPerExchange, rate.For(days))
            : CeilingPerExchange;

    /// <summary>When silence rejects an application whose clock starts at an instant; absent where it never does.</summary>
    public DateTimeOffset? SilenceRejectsAt(DateTimeOffset from) => ClockMode == ClockMode.SilenceIsRejection ? from.AddDays(SilenceDays!.Value) : null;

    /// <summary>Whether a cluster of this country may take part.</summary>
    public bool Admits(string country) => Countries.Count == 0 || Countries.Contains(country);

    /// <summary>Whether a stay of so many days is within the limits.</summary>
    public bool AdmitsDays(int days) => days >= MinimumDays && days <= MaximumDays;

    /// <summary>Whether other rules ask the same.</summary>
    public bool IsSameAs(CallRules other) =>
        (CeilingPerExchange, MinimumDays, MaximumDays, ApplicationsPerPole, OpenProposalsPerApplication, ConsentDays)
        == (other.CeilingPerExchange, other.MinimumDays, other.MaximumDays, other.ApplicationsPerPole, other.OpenProposalsPerApplication, other.ConsentDays)
        && (ClockMode, SilenceDays, Weights, Quotas) == (other.ClockMode, other.SilenceDays, other.Weights, other.Quotas) && Rates.SequenceEqual(other.Rates)
        && Countries.SequenceEqual(other.Countries) && Themes.SequenceEqual(other.Themes)
        && Directions.SequenceEqual(other.Directions) && AmbassadorFunctions.SequenceEqual(other.AmbassadorFunctions);
}

/// <summary>The rules of a call as they stood from an instant on: what was submitted then is judged by them.</summary>
public sealed class CallRevision
{
    private CallRevision()
    {
        // For EF Core.
    }

    internal CallRevision(Guid callId, int number, CallRules rules, DateTimeOffset at)
    {
        CallId = callId;
        Number = number;
        Rules = rules;
        At = at;
    }

    /// <summary>The call.</summary>
    public Guid CallId { get; private init; }

    /// <summary>1 for the rules with which the call opened.</summary>
    public int Number { get; private init; }

    /// <summary>The rules.</summary>
    public CallRules Rules { get; internal set; } = null!;

    /// <summary>From when they hold, UTC.</summary>
    public DateTimeOffset At { get; private init; }
}
