using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.People;

namespace Ambassadors.Domain.Pairings;

/// <summary>What a proposal is judged by besides its terms.</summary>
/// <param name="OpenOfApplication">Pairings of the application that are open.</param>
/// <param name="OpenOfBoth">Whether one of the same application and offer is open.</param>
/// <param name="DeclinedBefore">Says whether terms of this content hash were declined before.</param>
public sealed record ProposalCase(int OpenOfApplication, bool OpenOfBoth, Func<string, bool> DeclinedBefore);

/// <summary>A pairing (binôme): an application and an offer on exact terms.</summary>
public sealed class Pairing : StatefulResource<PairingStatus, PairingEvent>
{
    private readonly List<PairingTerms> _versions = [];
    private readonly List<Consent> _consents = [];
    private readonly List<Approval> _approvals = [];

    private Pairing()
    {
        // For EF Core.
    }

    /// <inheritdoc/>
    public override LifecycleTable<PairingStatus, PairingEvent> Lifecycle => PairingLifecycle.Table;

    /// <inheritdoc/>
    public override CaseFile File => new(PoleSlug, ClusterSlug, AmbassadorId, CounterpartId);

    /// <summary>The call.</summary>
    public Guid CallId { get; private init; }

    /// <summary>The matching run that suggested it; absent where somebody proposed it.</summary>
    public Guid? RunId { get; private init; }

    /// <summary>The application.</summary>
    public Guid ApplicationId { get; private init; }

    /// <summary>The offer.</summary>
    public Guid OfferId { get; private init; }

    /// <summary>Slug of the pôle.</summary>
    public string PoleSlug { get; private init; } = "";

    /// <summary>Slug of the cluster.</summary>
    public string ClusterSlug { get; private init; } = "";

    /// <summary>The cluster's country, ISO 3166-1 alpha-2.</summary>
    public string Country { get; private init; } = "";

    /// <summary>The ambassador whom the terms send abroad; absent without an outbound leg.</summary>
    public Guid? AmbassadorId { get; private set; }

    /// <summary>The counterpart whom the terms send to France; absent without an inbound leg.</summary>
    public Guid? CounterpartId { get; private set; }

    /// <summary>The version of the terms in force.</summary>
    public int TermsVersion { get; private set; }

    /// <summary>The hash of the terms in force.</summary>
    public string TermsHash { get; private set; } = "";

    /// <summary>The revision of the call's rules by which the terms are judged.</summary>
    public int CallRevision { get; private set; }

    /// <summary>What is agreed, as it now stands.</summary>
    public ProposedTerms Terms { get; private set; } = null!;

    /// <summary>When it was first proposed, UTC; before that the parties do not see it.</summary>
    public DateTimeOffset? ProposedAt { get; private set; }

    /// <summary>The time for consenting ends, UTC.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When the last party consented to the version in force, UTC.</summary>
    public DateTimeOffset? ConsentedAt { get; private set; }

    /// <summary>First day of the first leg: what is not approved by then is cancelled.</summary>
    public DateOnly StartsOn { get; private set; }

    /// <summary>Consents, earlier versions' included.</summary>
    public IReadOnlyList<Consent> Consents => _consents;

    /// <summary>Approvals, earlier versions' included.</summary>
    public IReadOnlyList<Approval> Approvals => _approvals;

    /// <summary>Versions of the terms that were loaded or added.</summary>
    public IReadOnlyList<PairingTerms> Versions => _versions;

    /// <summary>The parties whose consent the terms need.</summary>
    public IEnumerable<Party> PartiesNeeded
    {
        get
        {
            yield return Party.Pole;
            yield return Party.Cluster;
            if (AmbassadorId is not null)
                yield return Party.Ambassador;
            if (CounterpartId is not null)
                yield return Party.Counterpart;
        }
    }

    /// <summary>The consents that count: to the version in force.</summary>
    public IEnumerable<Consent> CurrentConsents => _consents.Where(consent => consent.TermsVersion == TermsVersion);

    /// <summary>The approvals that count: of the version in force.</summary>
    public IEnumerable<Approval> CurrentApprovals => _approvals.Where(approval => approval.TermsVersion == TermsVersion);

    /// <inheritdoc/>
    public override IEnumerable<string> SearchTerms() => Status is PairingStatus.Suggested or PairingStatus.Discarded
        ? []
        : [.. Search.Words(Terms.Objectives, PoleSlug.Replace('-', ' '), ClusterSlug.Replace('-', ' ')), Search.Facet("country", Country)];

    /// <summary>Whether a party consented to the version in force.</summary>
    public bool HasConsentOf(Party party) => CurrentConsents.Any(consent => consent.Party == party);

    /// <inheritdoc/>
    public override IEnumerable<PairingEvent> AllowedActions(Actor by)
    {
        var roles = by.RolesOn(File);
        foreach (var action in base.AllowedActions(by))
        {
            var possible = action switch
            {
                PairingEvent.Consent => PartiesNeeded.Any(party => roles.Contains(ConsentRule.RoleOf(party)) && !HasConsentOf(party)),
                PairingEvent.Approve => roles.Contains(DueApprover) && CurrentApprovals.All(approval => approval.PersonId != by.PersonId),
                _ => true
            };
            if (possible)
                yield return action;
        }
    }

    /// <summary>The role whose approval is due.</summary>
    public Role DueApprover => ApprovalRule.Chain[Math.Min(CurrentApprovals.Count(), ApprovalRule.Chain.Count - 1)];

    /// <summary>A matching run finds that an application and an offer go together.</summary>
    /// <param name="run">The run.</param>
    /// <param name="terms">The terms that it would be proposed on; they are judged and hashed anew when it is.</param>
    /// <param name="application">The application.</param>
    /// <param name="offer">The offer.</param>
    /// <param name="consentDays">Days to consent once it is proposed.</param>
    /// <param name="at">When.</param>
    public static Pairing Suggest(Guid run, ProposedTerms terms, ExchangeApplication application, Offer offer, int consentDays, DateTimeOffset at)
    {
        var pairing = Of(application, offer, run, at);
        pairing.Take(PairingEvent.Suggest, Actor.Service, at, effect: facts =>
        {
            pairing.Bear(PairingTerms.Of(pairing.Id, 1, terms, application, offer, at), consentDays, at);
            facts.Add("run", run);
        });
        return pairing;
    }

    /// <summary>Puts an application and an offer together on terms.</summary>
    public static (Pairing Pairing, Verdict Verdict) Propose(
        ProposedTerms terms, TermsCase @case, ProposalCase proposal, Actor by, DateTimeOffset at)
    {
        var pairing = Of(@case.Application, @case.Offer, null, at);
        return (pairing, pairing.ProposeOn(terms, @case, proposal, by, at));
    }

    /// <summary>Proposes what a run suggested.</summary>
    public Verdict Propose(TermsCase @case, ProposalCase proposal, Actor by, DateTimeOffset at) => ProposeOn(Terms, @case, proposal, by, at);

    /// <summary>Leaves a suggestion aside.</summary>
    public Verdict Discard(string? motive, Actor by, DateTimeOffset at) => Take(PairingEvent.Discard, by, at, motive: motive);

    private static Pairing Of(ExchangeApplication application, Offer offer, Guid? run, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        CallId = application.CallId,
        RunId = run,
        ApplicationId = application.Id,
        OfferId = offer.Id,
        PoleSlug = application.PoleSlug,
        ClusterSlug = offer.ClusterSlug,
        Country = offer.Country
    };

    private Verdict ProposeOn(ProposedTerms terms, TermsCase @case, ProposalCase proposal, Actor by, DateTimeOffset at)
    {
        var (rules, _, application, offer, _) = @case;
        var version = PairingTerms.Of(Id, 1, terms, application, offer, at);
        var unmet = new List<Refusal>();
        if (application.Status != ApplicationStatus.InMatching)
            unmet.Add(new Refusal("pairing.application_not_in_matching", "#/applicationId"));
        if (offer.Status != OfferStatus.Published)
            unmet.Add(new Refusal("offer.not_published", "#/offerId"));
        if (offer.PlacesLeft < 1)
            unmet.Add(new Refusal("offer.no_place", "#/offerId"));
        if (proposal.OpenOfApplication >= rules.OpenProposalsPerApplication)
            unmet.Add(new Refusal("pairing.too_many_open", "#/applicationId", rules.OpenProposalsPerApplication));
        if (proposal.OpenOfBoth)
            unmet.Add(new Refusal("pairing.already_open", "#/offerId"));
        if (proposal.DeclinedBefore(version.ContentHash))
            unmet.Add(new Refusal("pairing.declined_on_same_terms", "#/terms"));
        unmet.AddRange(TermsRule.Unmet(terms, @case));
        return Take(PairingEvent.Propose, by, at, unmet, effect: facts => Adopt(version, rules.ConsentDays, at, facts));
    }

    /// <summary>A party says yes to one hash of terms.</summary>
    public Verdict Consent(Party party, string termsHash, Guid? ambassador, Actor by, DateTimeOffset at)
    {
        var role = ConsentRule.RoleOf(party);
        if (by.RolesOn(File) is var roles && !roles.Contains(role) && roles.Count > 0 && PartiesNeeded.Contains(party))
            return new Refusal("role.not_allowed", "#/party", "pairing.consent", Wire.Name(role)) { Kind = RefusalKind.Role };
        var last = PartiesNeeded.All(needed => needed == party || HasConsentOf(needed));
        return Take(PairingEvent.Consent, by, at, ConsentRule.Unmet(this, party, termsHash, ambassador, by, at),
            to: Status != PairingStatus.Proposed ? null : last ? PairingStatus.Consented : PairingStatus.Proposed,
            effect: facts =>
            {
                _consents.Add(new Consent(this, party, by, at));
                ConsentedAt = last ? at : null;
                facts.Add("party", Wire.Name(party)).Add("termsVersion", TermsVersion).Add("termsHash", TermsHash);
            });
    }

    /// <summary>A party says no.</summary>
    public Verdict Decline(string motive, Actor by, DateTimeOffset at) => Take(PairingEvent.Decline, by, at, motive: motive, effect: NameTerms);

    /// <summary>The terms change.</summary>
    public Verdict Amend(ProposedTerms terms, TermsCase @case, Func<string, bool> declinedBefore, Actor by, DateTimeOffset at)
    {
        var version = PairingTerms.Of(Id, TermsVersion + 1, terms, @case.Application, @case.Offer, at);
        var unmet = new List<Refusal>();
        if (terms.IsSameAs(Terms))
            unmet.Add(new Refusal("pairing.terms_unchanged", "#/terms"));
        if (declinedBefore(version.ContentHash))
            unmet.Add(new Refusal("pairing.declined_on_same_terms", "#/terms"));
        unmet.AddRange(TermsRule.Unmet(terms, @case));
        return Take(PairingEvent.Amend, by, at, unmet, effect: facts => Adopt(version, @case.Rules.ConsentDays, at, facts));
    }

    /// <summary>A party takes its consent back.</summary>
    public Verdict Revoke(string motive, Actor by, DateTimeOffset at) => Take(PairingEvent.Revoke, by, at, motive: motive, effect: NameTerms);

    /// <summary>Brings the pairing before the approvers.</summary>
    public Verdict OpenApproval(TermsCase @case, CallStatus call, bool siblingInApproval, Actor by, DateTimeOffset at)
    {
        var unmet = new List<Refusal>();
        if (@case.Application.Status != ApplicationStatus.InMatching)
            unmet.Add(new Refusal("pairing.application_not_in_matching"));
        if (call is not (CallStatus.Open or CallStatus.Closed or CallStatus.Matching))
            unmet.Add(new Refusal("pairing.call_not_deciding", null, Wire.Name(call)));
        if (siblingInApproval)
            unmet.Add(new Refusal("pairing.sibling_in_approval"));
        unmet.AddRange(TermsRule.Unmet(Terms, @case));
        return Take(PairingEvent.OpenApproval, by, at, unmet, effect: NameTerms);
    }

    /// <summary>Whether the next approval is the last, which commits the money.</summary>
    public bool NextApprovalIsLast => CurrentApprovals.Count() == ApprovalRule.Chain.Count - 1;

    /// <summary>
    /// An approver says yes. Each step is due to one role of the chain and to a person who has not approved these terms
    /// before; the last is judged once more on everything that may have changed since the proposal.
    /// </summary>
    public Verdict Approve(TermsCase @case, ApprovalCase approval, Actor by, DateTimeOffset at)
    {
        var due = DueApprover;
        var last = NextApprovalIsLast;
        var atStep = ApprovalRule.UnmetAtStep(this, due, by).ToList();

        // Another link of the chain is not a wrong role: it is out of turn.
        if (atStep.Count > 0 && Status == PairingStatus.InApproval && !by.HasConflictOn(File) && by.RolesOn(File).Overlaps(ApprovalRule.Chain))
            return Verdict.Refused(atStep);
        return Take(PairingEvent.Approve, by, at,
            [
                .. atStep,
                .. last ? ApprovalRule.UnmetAtLastStep(this, @case.Application.AmbassadorId, approval) : [],
                .. last ? TermsRule.Unmet(Terms, @case) : []
            ],
            to: Status != PairingStatus.InApproval ? null : last ? PairingStatus.Approved : PairingStatus.InApproval,
            effect: facts =>
            {
                var step = CurrentApprovals.Count() + 1;
                _approvals.Add(new Approval(this, step, due, by.PersonId!.Value, at));
                NameTerms(facts);
                facts.Add("step", step).Add("role", Wire.Name(due));
            });
    }

    /// <summary>An approver asks for other terms. The version in force is adopted anew, so that no earlier yes counts.</summary>
    public Verdict RequireChanges(string motive, TermsCase @case, Actor by, DateTimeOffset at) =>
        Take(PairingEvent.RequireChanges, by, at, motive: motive, effect: facts =>
            Adopt(PairingTerms.Of(Id, TermsVersion + 1, Terms, @case.Application, @case.Offer, at), @case.Rules.ConsentDays, at, facts));

    /// <summary>An approver says no.</summary>
    public Verdict Refuse(string motive, Actor by, DateTimeOffset at) => Take(PairingEvent.Refuse, by, at, motive: motive, effect: NameTerms);

    /// <summary>The time for consenting is over.</summary>
    /// <param name="remindersGiven">Whether the parties were reminded; a proposal never expires unannounced.</param>
    /// <param name="at">When.</param>
    public Verdict Expire(bool remindersGiven, DateTimeOffset at) =>
        Take(PairingEvent.Expire, Actor.Service, at, at < ExpiresAt || !remindersGiven ? [new Refusal("pairing.not_due")] : []);

    /// <summary>It is cancelled, by an officer or with its application or offer.</summary>
    public Verdict Cancel(string? motive, Actor by, DateTimeOffset at) => Take(PairingEvent.Cancel, by, at, motive: motive);

    /// <summary>Another pairing was approved in its stead.</summary>
    public Verdict Supersede(Guid approved, DateTimeOffset at) =>
        Take(PairingEvent.Supersede, Actor.Service, at, effect: facts => facts.Add("by", approved));

    /// <summary>The approval is undone.</summary>
    public Verdict Dissolve(string motive, bool exchangeStarted, Actor by, DateTimeOffset at) =>
        Take(PairingEvent.Dissolve, by, at, exchangeStarted ? [new Refusal("pairing.exchange_started")] : [], motive);

    private void Adopt(PairingTerms version, int consentDays, DateTimeOffset at, Journal.JournalFacts facts)
    {
        _versions.Add(version);
        ProposedAt ??= at;
        Bear(version, consentDays, at);
        NameTerms(facts);
    }

    private void Bear(PairingTerms version, int consentDays, DateTimeOffset at)
    {
        (TermsVersion, TermsHash, CallRevision, Terms) = (version.Version, version.TermsHash, version.CallRevision, version.Proposed);
        (AmbassadorId, CounterpartId) = (version.AmbassadorId, version.CounterpartId);
        StartsOn = version.Proposed.Legs.Min(leg => leg.StartsOn);
        ExpiresAt = at.AddDays(consentDays);
        ConsentedAt = null;
    }

    private void NameTerms(Journal.JournalFacts facts) => facts.Add("termsVersion", TermsVersion).Add("termsHash", TermsHash);
}
