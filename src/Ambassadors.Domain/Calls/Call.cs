using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.People;

namespace Ambassadors.Domain.Calls;

/// <summary>What an administrator writes of a call.</summary>
public sealed record CallContent(
    string TitleFr, string TitleEn, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, Sum Budget, CallRules Rules);

/// <summary>A call for applications (appel à candidatures): dates, budget and rules.</summary>
public sealed class Call : StatefulResource<CallStatus, CallEvent>
{
    private readonly List<CallRevision> _revisions = [];

    private Call()
    {
        // For EF Core.
    }

    /// <inheritdoc/>
    public override LifecycleTable<CallStatus, CallEvent> Lifecycle => CallLifecycle.Table;

    /// <inheritdoc/>
    public override CaseFile File => CaseFile.Programme;

    /// <summary>Title in French.</summary>
    public string TitleFr { get; private set; } = "";

    /// <summary>Title in English.</summary>
    public string TitleEn { get; private set; } = "";

    /// <summary>From this instant applications may be submitted.</summary>
    public DateTimeOffset OpensAt { get; private set; }

    /// <summary>From this instant they may no longer.</summary>
    public DateTimeOffset ClosesAt { get; private set; }

    /// <summary>Minor units of <see cref="Currency"/>.</summary>
    public long BudgetAmount { get; private set; }

    /// <summary>What approved pairings have reserved, minor units. Moved by checked updates alone; outside the version.</summary>
    public long CommittedAmount { get; private set; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>The number of the rules in force.</summary>
    public int Revision { get; private set; }

    /// <summary>Every revision of the rules, the one in force last.</summary>
    public IReadOnlyList<CallRevision> Revisions => _revisions;

    /// <summary>The rules in force; the revisions must have been loaded.</summary>
    public CallRules Rules => RulesOf(Revision);

    /// <summary>The budget.</summary>
    public Sum Budget => new(BudgetAmount, Currency);

    /// <summary>What is reserved.</summary>
    public Sum Committed => new(CommittedAmount, Currency);

    /// <summary>What is left.</summary>
    public Sum Left => new(BudgetAmount - CommittedAmount, Currency);

    /// <summary>The rules as they stood at a revision.</summary>
    public CallRules RulesOf(int revision) => _revisions.Single(r => r.Number == revision).Rules;

    /// <summary>The rules by which an application is judged: those that it was submitted under, or those in force.</summary>
    public CallRules RulesFor(Applications.ExchangeApplication application) => RulesOf(application.CallRevision ?? Revision);

    /// <summary>
    /// The countries of which some application may be paired, each being judged by the revision that it was submitted by; none where all are. Offers of others
    /// are not in the call's pool.
    /// </summary>
    public IReadOnlyList<string> CountriesOfPool => _revisions.Exists(revision => revision.Rules.Countries.Count == 0)
        ? []
        : [.. _revisions.SelectMany(revision => revision.Rules.Countries).Distinct()];

    /// <inheritdoc/>
    public override IEnumerable<string> SearchTerms() =>
        [.. Search.Words(TitleFr, TitleEn), .. Rules.Themes.Select(theme => Search.Facet("theme", theme))];

    /// <summary>Writes a new call.</summary>
    public static (Call Call, Verdict Verdict) Create(CallContent content, Actor by, DateTimeOffset at)
    {
        var call = new Call { Id = Guid.CreateVersion7(at), Revision = 1 };
        call._revisions.Add(new CallRevision(call.Id, 1, content.Rules, at));
        return (call, call.Take(CallEvent.Create, by, at, effect: _ => call.Write(content)));
    }

    /// <summary>
    /// Changes what is written. Until the call opens its rules are replaced; from then on changed rules are a new
    /// revision, which applies to what is submitted after it.
    /// </summary>
    public Verdict Edit(CallContent content, Actor by, DateTimeOffset at)
    {
        var refusals = new List<Refusal>();
        if (Status is CallStatus.Concluded or CallStatus.Archived)
            refusals.Add(new Refusal("call.not_editable", null, Wire.Name(Status)));
        if (Status != CallStatus.Draft && content.Budget.Currency != Currency)
            refusals.Add(new Refusal("call.currency_fixed", "#/budget/currency", Currency));
        if (content.Budget.Amount < CommittedAmount)
            refusals.Add(new Refusal("call.budget_below_committed", "#/budget/amount", CommittedAmount, Currency));
        var frozen = Status is not (CallStatus.Draft or CallStatus.Published);
        if (frozen && content.OpensAt != OpensAt)
            refusals.Add(new Refusal("call.opens_at_fixed", "#/opensAt"));
        if (Status is not (CallStatus.Draft or CallStatus.Published or CallStatus.Open) && content.ClosesAt != ClosesAt)
            refusals.Add(new Refusal("call.closes_at_fixed", "#/closesAt"));
        if (refusals.Count > 0)
            return Verdict.Refused(refusals);

        var changed = !content.Rules.IsSameAs(Rules);
        if (changed && frozen)
            _revisions.Add(new CallRevision(Id, ++Revision, content.Rules, at));
        else if (changed)
            _revisions.Single(r => r.Number == Revision).Rules = content.Rules;
        Write(content);
        RecordIn("edit", by, at);
        return Verdict.Done;
    }

    /// <summary>Announces the call.</summary>
    public Verdict Publish(Actor by, DateTimeOffset at) =>
        Take(CallEvent.Publish, by, at, ClosesAt <= at ? [new Refusal("call.dates_past", "#/closesAt")] : []);

    /// <summary>Opens the call; the service does when it is due.</summary>
    public Verdict Open(Actor by, DateTimeOffset at) =>
        Take(CallEvent.Open, by, at,
            [
                .. ClosesAt <= at && by.Kind != ActorKind.Service ? [new Refusal("call.dates_past", "#/closesAt")] : Array.Empty<Refusal>(),
                .. OpensAt > at && by.Kind == ActorKind.Service ? [new Refusal("call.not_due", "#/opensAt")] : Array.Empty<Refusal>()
            ],
            effect: _ => OpensAt = OpensAt > at ? at : OpensAt);

    /// <summary>Closes the call; the service does when it is due.</summary>
    public Verdict Close(Actor by, DateTimeOffset at) =>
        Take(CallEvent.Close, by, at,
            ClosesAt > at && by.Kind == ActorKind.Service ? [new Refusal("call.not_due", "#/closesAt")] : [],
            effect: _ => ClosesAt = ClosesAt > at ? at : ClosesAt);

    /// <summary>Begins the search for pairings.</summary>
    public Verdict StartMatching(Actor by, DateTimeOffset at) => Take(CallEvent.StartMatching, by, at);

    /// <summary>Ends the call's decisions.</summary>
    /// <param name="openPairings">How many pairings of the call are open.</param>
    /// <param name="inMatching">How many of its applications are still in matching and have no reason of a run.</param>
    /// <param name="motive">Why those are left unmatched.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="at">When.</param>
    public Verdict Conclude(int openPairings, int inMatching, string? motive, Actor by, DateTimeOffset at)
    {
        var unmet = new List<Refusal>();
        if (openPairings > 0)
            unmet.Add(new Refusal("call.open_pairings", null, openPairings));
        if (inMatching > 0 && motive is null)
            unmet.Add(new Refusal("call.motive_required", "#/motive", inMatching));
        return Take(CallEvent.Conclude, by, at, unmet, motive);
    }

    /// <summary>Ends the call.</summary>
    /// <param name="exchangesUnderWay">How many of its exchanges are neither closed nor cancelled.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="at">When.</param>
    public Verdict Archive(int exchangesUnderWay, Actor by, DateTimeOffset at) =>
        Take(CallEvent.Archive, by, at, exchangesUnderWay > 0 ? [new Refusal("call.exchanges_under_way", null, exchangesUnderWay)] : []);

    /// <summary>Whether an application may be submitted at this instant, whatever the clockwork has done yet.</summary>
    public bool TakesSubmissionsAt(DateTimeOffset at) =>
        Status is CallStatus.Published or CallStatus.Open && OpensAt <= at && at < ClosesAt;

    /// <summary>Whether an application may be begun.</summary>
    public bool TakesDraftsAt(DateTimeOffset at) => Status is CallStatus.Published or CallStatus.Open && at < ClosesAt;

    private void Write(CallContent content)
    {
        (TitleFr, TitleEn) = (content.TitleFr, content.TitleEn);
        (OpensAt, ClosesAt) = (content.OpensAt, content.ClosesAt);
        (BudgetAmount, Currency) = (content.Budget.Amount, content.Budget.Currency);
    }
}
