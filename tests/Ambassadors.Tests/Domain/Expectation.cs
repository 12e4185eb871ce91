using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;

namespace Ambassadors.Tests.Domain;

/// <summary>
/// What the programme's documents say of a noun, written out by hand: <c>from | event | to | who</c>. It is compared with the
/// transition table for every status, event, destination and role.
/// </summary>
internal sealed class Expectation<TStatus, TEvent>
    where TStatus : struct, Enum
    where TEvent : struct, Enum
{
    private readonly List<(TStatus? From, TEvent Event, TStatus To, Role[] By)> _rows = [];

    public Expectation(string rows)
    {
        foreach (var row in rows.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = row.Split('|', StringSplitOptions.TrimEntries);
            Role[] by = [.. parts[3].Split(' ').Select(name => Cast.Abbreviations[name])];
            foreach (var from in parts[0].Split(',', StringSplitOptions.TrimEntries))
                _rows.Add((from == "-" ? null : Named<TStatus>(from), Named<TEvent>(parts[1]), Named<TStatus>(parts[2]), by));
        }
    }

    /// <summary>Every status, the one before there is any included.</summary>
    public static IEnumerable<TStatus?> Statuses => [null, .. Enum.GetValues<TStatus>()];

    /// <summary>Whether a role may take an event from a status to another.</summary>
    public bool Allows(TStatus? from, TEvent on, TStatus to, Role role) =>
        _rows.Exists(row => Nullable.Equals(row.From, from) && Is(row.Event, on) && Is(row.To, to) && Holds(row.By, on, role));

    /// <summary>Whether a role may take an event from a status, wherever it leads.</summary>
    public bool Allows(TStatus? from, TEvent on, Role role) => Enum.GetValues<TStatus>().Any(to => Allows(from, on, to, role));

    /// <summary>Whether a role may take an event in some status.</summary>
    public bool EverAllows(TEvent on, Role role) => _rows.Exists(row => Is(row.Event, on) && Holds(row.By, on, role));

    /// <summary>Whether an event leads from a status to another, whoever asks.</summary>
    public bool Leads(TStatus? from, TEvent on, TStatus to) => _rows.Exists(row => Nullable.Equals(row.From, from) && Is(row.Event, on) && Is(row.To, to));

    /// <summary>Whether the officers' rows alone let a role take an event from a status to another: what a conflict of interest bars.</summary>
    public bool AllowsOnlyAsOfficer(TStatus? from, TEvent on, TStatus to, Role role) =>
        Allows(from, on, to, role) && !_rows.Exists(row => Nullable.Equals(row.From, from) && Is(row.Event, on) && Is(row.To, to)
            && Holds([.. row.By.Except([Role.ProgrammeOfficer, Role.BudgetOfficer, Role.Expert])], on, role));

    // A signatory has every right of an editor or contact; the administrator every right of an officer but approval.
    private static bool Holds(Role[] by, TEvent on, Role role) => by.Contains(role) || role switch
    {
        Role.PoleSignatory => by.Contains(Role.PoleEditor),
        Role.ClusterSignatory => by.Contains(Role.ClusterContact),
        Role.ProgrammeAdministrator => by.Contains(Role.ProgrammeOfficer) && Wire.Name(on) != "approve",
        _ => false
    };

    private static T Named<T>(string name) where T : struct, Enum => Enum.GetValues<T>().Single(value => Wire.Name(value) == name);

    private static bool Is<T>(T one, T other) where T : struct, Enum => EqualityComparer<T>.Default.Equals(one, other);
}
