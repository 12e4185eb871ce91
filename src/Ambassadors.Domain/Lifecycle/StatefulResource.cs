using Ambassadors.Domain.Journal;
using Ambassadors.Domain.People;

namespace Ambassadors.Domain.Lifecycle;

/// <summary>A resource that lives by a transition table.</summary>
public abstract class StatefulResource<TStatus, TEvent> : Resource
    where TStatus : struct, Enum
    where TEvent : struct, Enum
{
    /// <summary>Where the resource is in its lifecycle.</summary>
    public TStatus Status { get; private set; }

    /// <summary>The reason given for the last transition that carried one.</summary>
    public string? Motive { get; private set; }

    /// <summary>The table it lives by.</summary>
    public abstract LifecycleTable<TStatus, TEvent> Lifecycle { get; }

    /// <inheritdoc/>
    public override string Noun => Lifecycle.Noun;

    /// <summary>The events that this actor may ask for now; a guard may still refuse one of them.</summary>
    public virtual IEnumerable<TEvent> AllowedActions(Actor by) => Lifecycle.Permitted(Status, by, File);

    /// <summary>Whether an event leads on from the present status, whoever asks.</summary>
    public bool CanHappen(TEvent on) => Lifecycle.Rows.Any(row => Nullable.Equals(row.From, (TStatus?)Status) && row.Event.Equals(on));

    /// <summary>Writes version, time and journal entry of a change that is no transition: the entry says in which status it came.</summary>
    protected JournalEntry RecordIn(string what, Actor by, DateTimeOffset at) =>
        Record($"{Noun}.{what}", by, at, Wire.Name(Status), Wire.Name(Status));

    /// <summary>
    /// Takes one transition, or refuses it for every reason at once. Nothing else writes a status: with it go the
    /// version, the time and the journal entry.
    /// </summary>
    /// <param name="on">What happens.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="at">When.</param>
    /// <param name="unmet">The guards that are not met; their codes are those of the table's row.</param>
    /// <param name="motive">The reason given, kept with the resource.</param>
    /// <param name="to">The destination, where an event has several.</param>
    /// <param name="effect">What else changes in the resource, before the entry is written; it may add facts to the entry.</param>
    protected Verdict Take(
        TEvent on, Actor by, DateTimeOffset at,
        IEnumerable<Refusal>? unmet = null, string? motive = null, TStatus? to = null, Action<JournalFacts>? effect = null)
    {
        TStatus? present = Version == 0 ? null : Status;
        var (row, refusal) = Lifecycle.Judge(present, on, by, File, to);
        if (row is null)
            return refusal!;
        Refusal[] refusals = [.. unmet ?? []];
        foreach (var unlisted in refusals.Where(r => !row.Guards.Contains(r.Code)))
            throw new InvalidOperationException($"{unlisted.Code} is no guard of {Noun}.{Wire.Name(on)} in its table.");
        if (refusals.Length > 0)
            return Verdict.Refused(refusals);

        var facts = new JournalFacts();
        effect?.Invoke(facts);
        Status = row.To;
        Motive = motive ?? Motive;
        var entry = Record($"{Noun}.{Wire.Name(on)}", by, at, present is null ? null : Wire.Name(present.Value), Wire.Name(row.To), motive);
        entry.State(facts);
        return Verdict.Done;
    }
}
