using Ambassadors.Domain.People;

namespace Ambassadors.Domain.Lifecycle;

/// <summary>
/// The transition table of one noun: the only place where its transitions exist. The aggregates, the API's
/// <c>allowedActions</c>, its authorization policies, the documentation and the exhaustive tests all read it.
/// </summary>
public sealed class LifecycleTable<TStatus, TEvent>
    where TStatus : struct, Enum
    where TEvent : struct, Enum
{
    /// <summary>Makes the table of a noun from its rows.</summary>
    public LifecycleTable(string noun, params IEnumerable<Transition<TStatus, TEvent>[]> rows)
    {
        Noun = noun;
        Rows = [.. rows.SelectMany(row => row)];
    }

    /// <summary>The noun as it stands in codes: <c>application</c>.</summary>
    public string Noun { get; }

    /// <summary>Every transition that exists.</summary>
    public IReadOnlyList<Transition<TStatus, TEvent>> Rows { get; }

    /// <summary>One event from any of several statuses.</summary>
    public static Transition<TStatus, TEvent>[] Row(
        TStatus[] from, TEvent on, TStatus to, Role[] by, string[]? guards = null, string effect = "", bool approval = false)
    {
        Transition<TStatus, TEvent> Leading(TStatus? origin) =>
            new(origin, on, to, by) { Guards = guards ?? [], Effect = effect, IsApproval = approval };
        return from.Length == 0 ? [Leading(null)] : [.. from.Select(origin => Leading(origin))];
    }

    /// <summary>One event that leaves the status as it is, from each of several.</summary>
    public static Transition<TStatus, TEvent>[] Stay(TStatus[] at, TEvent on, Role[] by, string[]? guards = null, string effect = "") =>
        [.. at.SelectMany(status => Row([status], on, status, by, guards, effect))];

    /// <summary>Finds the transition that an actor may take, or says why there is none.</summary>
    /// <param name="status">Where the resource is; <c>null</c> where it does not exist yet.</param>
    /// <param name="on">What is asked.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="file">On which file, which decides the roles that the actor holds.</param>
    /// <param name="to">The destination, where an event has several.</param>
    public (Transition<TStatus, TEvent>? Row, Refusal? Refusal) Judge(
        TStatus? status, TEvent on, Actor by, CaseFile file, TStatus? to = null)
    {
        var roles = by.RolesOn(file);
        var rows = Rows.Where(row => Same(row.Event, on)).ToList();
        if (!rows.Exists(row => Permits(row, roles)))
            return (null, NotYourRole(on, rows));
        var row = rows.Find(row => Nullable.Equals(row.From, status) && (to is null || Same(row.To, to.Value)));
        if (row is null)
        {
            var origins = rows.Where(r => r.From is not null).Select(r => Wire.Name(r.From!.Value)).Distinct();
            return (null, new Refusal($"{Noun}.wrong_state", null,
                status is null ? "none" : Wire.Name(status.Value), Wire.Name(on), string.Join(", ", origins))
            { Kind = RefusalKind.State });
        }

        if (!Permits(row, roles))
            return (null, NotYourRole(on, [row]));
        if (by.HasConflictOn(file) && !PermitsBeside(row, roles))
            return (null, new Refusal("actor.recused") { Kind = RefusalKind.Role });
        return (row, null);
    }

    /// <summary>The events that the state and the actor's roles permit now. A guard may still refuse one of them.</summary>
    public IEnumerable<TEvent> Permitted(TStatus status, Actor by, CaseFile file)
    {
        var roles = by.RolesOn(file);
        var recused = by.HasConflictOn(file);
        return Rows
            .Where(row => Nullable.Equals(row.From, (TStatus?)status) && Permits(row, roles) && (!recused || PermitsBeside(row, roles)))
            .Select(row => row.Event)
            .Distinct();
    }

    /// <summary>The roles that may take an event in some status, the administrator's standing in for officers included.</summary>
    public IReadOnlySet<Role> RolesFor(TEvent on)
    {
        var roles = Rows.Where(row => Same(row.Event, on)).SelectMany(row => row.By.SelectMany(role => Role.HeldThrough(role, row.IsApproval)));
        return roles.ToHashSet();
    }

    private static bool Permits(Transition<TStatus, TEvent> row, IReadOnlySet<Role> roles) =>
        row.By.Any(role => Role.HeldThrough(role, row.IsApproval).Any(roles.Contains));

    // An officer's or expert's act is refused to whoever has a conflict of interest; the same person may
    // still act by another of their roles that the row names (the signatory of the pôle who proposes, say).
    private static bool PermitsBeside(Transition<TStatus, TEvent> row, IReadOnlySet<Role> roles) =>
        row.By.Any(role => !role.IsRecusable && Role.HeldThrough(role, row.IsApproval).Any(roles.Contains));

    private Refusal NotYourRole(TEvent on, IEnumerable<Transition<TStatus, TEvent>> rows) =>
        new("role.not_allowed", null, $"{Noun}.{Wire.Name(on)}",
            string.Join(", ", rows.SelectMany(row => row.By).Distinct().Select(role => Wire.Name(role))))
        { Kind = RefusalKind.Role };

    private static bool Same<T>(T one, T other) where T : struct, Enum => EqualityComparer<T>.Default.Equals(one, other);
}
