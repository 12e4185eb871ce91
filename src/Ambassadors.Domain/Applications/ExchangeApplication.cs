using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Organisations;
using Ambassadors.Domain.People;

namespace Ambassadors.Domain.Applications;

/// <summary>An application (candidature): one ambassador of one pôle for one call.</summary>
public sealed class ExchangeApplication : StatefulResource<ApplicationStatus, ApplicationEvent>
{
    /// <summary>How long after the call closed a draft is kept.</summary>
    public static readonly TimeSpan DraftsKeptAfterClose = TimeSpan.FromDays(30);

    /// <summary>How long before it expires the pôle is told.</summary>
    public static readonly TimeSpan NoticeBeforeExpiry = TimeSpan.FromDays(14);

    /// <summary>The statuses in which the programme owes a decision: the clock runs.</summary>
    public static readonly IReadOnlyList<ApplicationStatus> Undecided = [ApplicationStatus.Submitted, ApplicationStatus.InReview, ApplicationStatus.InMatching];

    private ExchangeApplication()
    {
        // For EF Core.
    }

    /// <inheritdoc/>
    public override LifecycleTable<ApplicationStatus, ApplicationEvent> Lifecycle => ApplicationLifecycle.Table;

    /// <inheritdoc/>
    public override CaseFile File => new(PoleSlug, null, AmbassadorId);

    /// <summary>The call.</summary>
    public Guid CallId { get; private init; }

    /// <summary>Slug of the pôle.</summary>
    public string PoleSlug { get; private init; } = "";

    /// <summary><c>AMB-2026-00042</c>, from submission on.</summary>
    public string? Reference { get; private set; }

    /// <summary>What is written, as it now stands.</summary>
    public ApplicationContent Content { get; private set; } = new();

    /// <summary>The member put forward; a copy of what is written, by which lists and rights are decided.</summary>
    public Guid? AmbassadorId { get; private set; }

    /// <summary>The pôle's own reference; a copy of what is written, unique among the pôle's applications.</summary>
    public string? PartnerReference { get; private set; }

    /// <summary>Whether the ambassador agreed to be put forward.</summary>
    public bool CandidacyAgreed { get; private set; }

    /// <summary>Instant of submission, UTC.</summary>
    public DateTimeOffset? SubmittedAt { get; private set; }

    /// <summary>The revision of the call's rules by which it is judged, from submission on.</summary>
    public int? CallRevision { get; private set; }

    /// <summary>When the clock that was started last runs out, UTC: without a decision by then, silence is a rejection. Absent where the call has no clock.</summary>
    public DateTimeOffset? ClockEndsAt { get; private set; }

    /// <summary>When its rejection by silence was recorded, UTC; absent unless it is rejected so.</summary>
    public DateTimeOffset? RejectedBySilenceAt { get; private set; }

    /// <summary>By when the programme has to decide or, after a rejection by silence, had to; absent once it decided, and where the call has no clock.</summary>
    public DateTimeOffset? DueAt => Undecided.Contains(Status) || RejectedBySilenceAt is not null ? ClockEndsAt : null;

    /// <summary>The number of the snapshot in force; 0 before submission.</summary>
    public int Snapshot { get; private set; }

    /// <inheritdoc/>
    public override IEnumerable<string> SearchTerms() =>
    [
        .. Search.Words([Reference?.Replace('-', ' '), Reference?.Replace("-", "", StringComparison.Ordinal), Content.Objectives, PartnerReference, PoleSlug.Replace('-', ' ')]),
        .. Content.Themes.Select(theme => Search.Facet("theme", theme)),
        .. Content.Preferences.Select(wish => Search.Facet("cluster", wish.ClusterSlug)),
        .. Content.Preferences.Select(wish => Search.Facet("country", wish.Country)).Distinct()
    ];

    /// <summary>Begins a draft.</summary>
    public static (ExchangeApplication Application, Verdict Verdict) Create(
        Call call, Pole pole, ApplicationContent content, Actor by, DateTimeOffset at, DateOnly today)
    {
        var application = new ExchangeApplication
        {
            Id = Guid.CreateVersion7(at),
            CallId = call.Id,
            PoleSlug = pole.Slug
        };
        application.Write(content);
        var unmet = new List<Refusal>();
        if (!call.TakesDraftsAt(at))
            unmet.Add(new Refusal("call.not_open", "#/callId"));
        if (!pole.IsLabelledOn(today))
            unmet.Add(new Refusal("pole.not_labelled", "#/poleSlug", pole.Name));
        return (application, application.Take(ApplicationEvent.Create, by, at, unmet, effect: facts => facts.Add("call", call.Id)));
    }

    /// <summary>Changes a draft. Another ambassador has to agree anew.</summary>
    public Verdict Edit(ApplicationContent content, Actor by, DateTimeOffset at)
    {
        if (Status != ApplicationStatus.Draft)
            return new Refusal("application.not_editable", null, Wire.Name(Status)) { Kind = RefusalKind.State };
        Write(content);
        RecordIn("edit", by, at);
        return Verdict.Done;
    }

    /// <summary>Gives the draft up.</summary>
    public Verdict Discard(Actor by, DateTimeOffset at) => Take(ApplicationEvent.Discard, by, at);

    /// <summary>The ambassador agrees to be put forward.</summary>
    public Verdict AgreeCandidacy(Actor by, DateTimeOffset at) =>
        Take(ApplicationEvent.AgreeCandidacy, by, at, CandidacyAgreed ? [new Refusal("application.candidacy_agreed")] : [],
            effect: facts =>
            {
                CandidacyAgreed = true;
                facts.Add("ambassador", AmbassadorId);
            });

    /// <summary>The member put forward is another person than the one who agreed.</summary>
    public void VoidCandidacy(Actor by, DateTimeOffset at)
    {
        CandidacyAgreed = false;
        RecordIn("void_candidacy", by, at);
    }

    /// <summary>Submits: what is written becomes an immutable snapshot.</summary>
    /// <param name="submission">What it is judged by.</param>
    /// <param name="reference">The reference to give it.</param>
    /// <param name="by">Who submits.</param>
    /// <param name="at">When.</param>
    public Verdict Submit(Submission submission, Func<string> reference, Actor by, DateTimeOffset at) =>
        Take(ApplicationEvent.Submit, by, at, EligibilityRule.Unmet(this, submission, at), effect: facts =>
        {
            Reference = reference();
            SubmittedAt = at;
            CallRevision = submission.Call.Revision;
            Snapshot++;
            facts.Add("reference", Reference).Add("callRevision", CallRevision).Add("snapshot", Snapshot)
                .Add("snapshotHash", ApplicationSnapshot.Of(this, at).Hash);
            StartClock(submission.Call, at, facts);
        });

    /// <summary>Takes the application up.</summary>
    public Verdict StartReview(Actor by, DateTimeOffset at) => Take(ApplicationEvent.StartReview, by, at);

    /// <summary>Finds that it does not meet the rules.</summary>
    public Verdict DeclareIneligible(string motive, Actor by, DateTimeOffset at) =>
        Take(ApplicationEvent.DeclareIneligible, by, at, motive: motive);

    /// <summary>Lets it into the pool.</summary>
    public Verdict Qualify(Actor by, DateTimeOffset at) => Take(ApplicationEvent.Qualify, by, at);

    /// <summary>Turns it down.</summary>
    public Verdict Reject(string motive, bool pairingInApproval, Actor by, DateTimeOffset at) =>
        Take(ApplicationEvent.Reject, by, at, pairingInApproval ? [new Refusal("application.pairing_in_approval")] : [], motive);

    /// <summary>
    /// Records that silence rejected it. The rejection is the law's, not an act of the programme: it waits for no reminder, and the entry says when the clock ran
    /// out besides when that was written down.
    /// </summary>
    /// <param name="pairingBeforeOfficers">Whether a pairing of it is consented or in approval: then the programme is deciding, not silent.</param>
    /// <param name="at">When.</param>
    public Verdict RejectBySilence(bool pairingBeforeOfficers, DateTimeOffset at)
    {
        var unmet = new List<Refusal>();
        if (ClockEndsAt is null || at < ClockEndsAt)
            unmet.Add(new Refusal("application.not_due"));
        if (pairingBeforeOfficers)
            unmet.Add(new Refusal("application.pairing_before_officers"));
        return Take(ApplicationEvent.RejectBySilence, Actor.Service, at, unmet, effect: facts =>
        {
            RejectedBySilenceAt = at;
            facts.Add("dueAt", ClockEndsAt).Add("callRevision", CallRevision);
        });
    }

    /// <summary>Takes it back.</summary>
    public Verdict Withdraw(string motive, Actor by, DateTimeOffset at) => Take(ApplicationEvent.Withdraw, by, at, motive: motive);

    /// <summary>Its pairing has the last approval.</summary>
    public Verdict Accept(Guid pairing, DateTimeOffset at) =>
        Take(ApplicationEvent.Accept, Actor.Service, at, effect: facts => facts.Add("pairing", pairing));

    /// <summary>Ends it without a pairing.</summary>
    public Verdict Conclude(string motive, int openPairings, Actor by, DateTimeOffset at) =>
        Take(ApplicationEvent.Conclude, by, at, openPairings > 0 ? [new Refusal("application.open_pairings", null, openPairings)] : [], motive);

    /// <summary>Has it judged anew.</summary>
    public Verdict Reopen(string motive, Call call, Actor by, DateTimeOffset at) =>
        Take(ApplicationEvent.Reopen, by, at, call.Status is CallStatus.Concluded or CallStatus.Archived ? [new Refusal("call.concluded")] : [], motive,
            effect: facts => StartClock(call, at, facts));

    /// <summary>Its approved pairing is undone.</summary>
    public Verdict ReturnToPool(Call call, DateTimeOffset at) => call.Status is CallStatus.Concluded or CallStatus.Archived
        ? Take(ApplicationEvent.ReturnToPool, Actor.Service, at, to: ApplicationStatus.Unmatched)
        : Take(ApplicationEvent.ReturnToPool, Actor.Service, at, to: ApplicationStatus.InMatching, effect: facts => StartClock(call, at, facts));

    /// <summary>Gives a forgotten draft up.</summary>
    /// <param name="callClosesAt">When the call closed.</param>
    /// <param name="noticedAt">When the pôle was told; a draft never expires unannounced.</param>
    /// <param name="at">When.</param>
    public Verdict Expire(DateTimeOffset callClosesAt, DateTimeOffset? noticedAt, DateTimeOffset at) =>
        Take(ApplicationEvent.Expire, Actor.Service, at,
            at < callClosesAt + DraftsKeptAfterClose || noticedAt is null || at < noticedAt + NoticeBeforeExpiry
                ? [new Refusal("application.not_due")] : []);

    // A decision that is undone is owed again, by the rules that the application was submitted under.
    private void StartClock(Call call, DateTimeOffset at, JournalFacts facts)
    {
        (ClockEndsAt, RejectedBySilenceAt) = (call.RulesFor(this).SilenceRejectsAt(at), null);
        facts.Add("dueAt", ClockEndsAt);
    }

    private void Write(ApplicationContent content)
    {
        if (content.AmbassadorId != AmbassadorId)
            CandidacyAgreed = false;
        (Content, AmbassadorId, PartnerReference) = (content, content.AmbassadorId, content.PartnerReference);
    }
}
