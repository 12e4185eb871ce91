using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Exchanges;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.People;
using Ambassadors.Domain.Webhooks;

namespace Ambassadors.Tests.Domain;

/// <summary>Every status × event × destination × role of one noun, against what the programme's documents say.</summary>
public abstract class LifecycleTests<TStatus, TEvent>(LifecycleTable<TStatus, TEvent> table, string expected)
    where TStatus : struct, Enum
    where TEvent : struct, Enum
{
    private static readonly Role[] Roles = Enum.GetValues<Role>();
    private static readonly TStatus[] Destinations = Enum.GetValues<TStatus>();
    private static readonly TEvent[] Events = Enum.GetValues<TEvent>();

    private readonly Expectation<TStatus, TEvent> _expected = new(expected);

    private static IEnumerable<(TStatus? From, TEvent On, TStatus To, Role Role)> Everything =>
        from status in Expectation<TStatus, TEvent>.Statuses
        from happening in Events
        from to in Destinations
        from role in Roles
        select (status, happening, to, role);

    [Fact]
    public void Who_may_do_what_in_which_status_is_as_documented()
    {
        var differences = Everything
            .Select(one => (one, expected: _expected.Allows(one.From, one.On, one.To, one.Role), found: Judge(one, Cast.As(one.Role)).Row is not null))
            .Where(one => one.expected != one.found)
            .Select(one => $"{one.one}: documented {one.expected}, found {one.found}");
        Assert.Equal("", string.Join('\n', differences));
    }

    [Fact]
    public void A_transition_that_is_taken_leads_where_it_was_asked_to()
    {
        foreach (var one in Everything)
        {
            if (Judge(one, Cast.As(one.Role)).Row is { } row)
                Assert.Equal((one.From, one.On, one.To), (row.From, row.Event, row.To));
        }
    }

    [Fact]
    public void A_wrong_role_is_told_from_a_wrong_status()
    {
        foreach (var one in Everything.Where(one => !_expected.Allows(one.From, one.On, one.To, one.Role)))
        {
            var refusal = Judge(one, Cast.As(one.Role)).Refusal;
            var atFault = !_expected.EverAllows(one.On, one.Role) || _expected.Leads(one.From, one.On, one.To) ? RefusalKind.Role : RefusalKind.State;
            Assert.True(refusal?.Kind == atFault, $"{one}: expected {atFault}, found {refusal}");
            Assert.Equal(atFault == RefusalKind.Role ? "role.not_allowed" : $"{table.Noun}.wrong_state", refusal!.Code);
        }
    }

    [Fact]
    public void The_permitted_events_are_those_that_are_not_refused()
    {
        foreach (var status in Destinations)
        {
            foreach (var role in Roles)
            {
                Assert.Equal(
                    Events.Where(on => _expected.Allows(status, on, role)),
                    table.Permitted(status, Cast.As(role), Cast.File).Order());
            }
        }
    }

    [Fact]
    public void The_roles_of_an_event_are_those_that_may_ever_take_it()
    {
        foreach (var on in Events)
            Assert.Equal(Roles.Where(role => _expected.EverAllows(on, role)), table.RolesFor(on).Order());
    }

    [Fact]
    public void Nobody_from_another_organisation_may_do_anything_of_a_side()
    {
        var elsewhere = new CaseFile("another-pole", "another-cluster", Guid.NewGuid(), Guid.NewGuid());
        foreach (var one in Everything.Where(one => one.Role != Role.Service && one.Role.OrganisationKind != OrganisationKind.Programme))
            Assert.Null(table.Judge(one.From, one.On, Cast.As(one.Role), elsewhere, one.To).Row);
    }

    [Fact]
    public void A_declared_conflict_bars_every_act_of_an_officer_and_no_other()
    {
        Interest[] interests = [new(Cast.Pole, null, null), new(null, Cast.Cluster, null), new(null, null, Cast.AmbassadorId), new(null, null, Cast.CounterpartId)];
        foreach (var one in Everything.Where(one => one.Role != Role.Service))
        {
            foreach (var interest in interests)
            {
                var (row, refusal) = Judge(one, Cast.Conflicted(interest, one.Role));
                var barred = _expected.AllowsOnlyAsOfficer(one.From, one.On, one.To, one.Role);
                Assert.True((row is not null) == (_expected.Allows(one.From, one.On, one.To, one.Role) && !barred), $"{one} {interest}: {refusal}");
                if (barred)
                    Assert.Equal("actor.recused", refusal!.Code);
            }
        }
    }

    [Fact]
    public void A_membership_in_a_side_is_a_conflict_that_leaves_the_side_its_own_acts()
    {
        Role[] ofSides = [.. Roles.Where(role => role != Role.Service && role.OrganisationKind != OrganisationKind.Programme)];
        foreach (var one in Everything.Where(one => one.Role.OrganisationKind == OrganisationKind.Programme && one.Role != Role.Service))
        {
            foreach (var side in ofSides)
            {
                var allowed = _expected.Allows(one.From, one.On, one.To, side)
                    || _expected.Allows(one.From, one.On, one.To, one.Role) && !_expected.AllowsOnlyAsOfficer(one.From, one.On, one.To, one.Role);
                Assert.True((Judge(one, Cast.As(one.Role, side)).Row is not null) == allowed, $"{one} who is also {side}");
            }
        }
    }

    [Fact]
    public void A_conflict_elsewhere_bars_nothing()
    {
        var interest = new Interest("another-pole", "another-cluster", Guid.NewGuid());
        foreach (var one in Everything.Where(one => one.Role != Role.Service))
            Assert.Equal(_expected.Allows(one.From, one.On, one.To, one.Role), Judge(one, Cast.Conflicted(interest, one.Role)).Row is not null);
    }

    private (Transition<TStatus, TEvent>? Row, Refusal? Refusal) Judge((TStatus? From, TEvent On, TStatus To, Role Role) one, Actor by) =>
        table.Judge(one.From, one.On, by, Cast.File, one.To);
}

public sealed class CallLifecycleTests() : LifecycleTests<CallStatus, CallEvent>(CallLifecycle.Table,
    """
    -          | create         | draft      | PA
    draft      | publish        | published  | PA
    published  | open           | open       | PA SYS
    open       | close          | closed     | PA SYS
    closed     | start_matching | matching   | PA
    matching   | conclude       | concluded  | PA
    concluded  | archive        | archived   | PA
    """);

public sealed class ApplicationLifecycleTests() : LifecycleTests<ApplicationStatus, ApplicationEvent>(ApplicationLifecycle.Table,
    """
    -                                  | create             | draft       | PE
    draft                              | discard            | discarded   | PE
    draft                              | agree_candidacy    | draft       | AM
    draft                              | submit             | submitted   | PS
    draft                              | expire             | expired     | SYS
    submitted                          | start_review       | in_review   | PO
    submitted, in_review               | declare_ineligible | rejected    | PO
    in_review                          | qualify            | in_matching | PO
    in_matching                        | accept             | accepted    | SYS
    in_matching                        | conclude           | unmatched   | PO SYS
    in_review, in_matching             | reject             | rejected    | PO
    submitted, in_review, in_matching  | reject_by_silence  | rejected    | SYS
    submitted, in_review, in_matching  | withdraw           | withdrawn   | PS
    rejected, unmatched                | reopen             | in_review   | PA
    accepted                           | return_to_pool     | in_matching | SYS
    accepted                           | return_to_pool     | unmatched   | SYS
    """);

public sealed class OfferLifecycleTests() : LifecycleTests<OfferStatus, OfferEvent>(OfferLifecycle.Table,
    """
    -                                     | create   | draft       | CC
    draft                                 | submit   | under_check | CS
    under_check                           | publish  | published   | PO
    under_check                           | return   | draft       | PO
    under_check                           | refuse   | refused     | PO
    published, paused                     | revise   | under_check | CS
    published                             | pause    | paused      | CS PO SYS
    published                             | confirm  | published   | CC
    paused                                | resume   | published   | CS PO
    published, paused                     | close    | closed      | CS PO SYS
    draft, under_check, published, paused | withdraw | withdrawn   | CS
    """);

public sealed class PairingLifecycleTests() : LifecycleTests<PairingStatus, PairingEvent>(PairingLifecycle.Table,
    """
    -                                | suggest         | suggested   | SYS
    suggested                        | discard         | discarded   | PO SYS
    -                                | propose         | proposed    | PO PS CS
    suggested                        | propose         | proposed    | PO PS CS
    suggested                        | cancel          | cancelled   | PO SYS
    suggested                        | supersede       | superseded  | SYS
    proposed                         | consent         | proposed    | PS CS AM CP
    proposed                         | consent         | consented   | PS CS AM CP
    proposed                         | decline         | declined    | PS CS AM CP
    proposed                         | amend           | proposed    | PS CS PO
    proposed                         | expire          | expired     | SYS
    consented, in_approval           | revoke          | declined    | PS CS AM CP
    consented                        | open_approval   | in_approval | PO
    in_approval                      | approve         | in_approval | PO
    in_approval                      | approve         | approved    | BO
    in_approval                      | require_changes | proposed    | PO BO
    in_approval                      | refuse          | refused     | PO BO
    proposed, consented, in_approval | cancel          | cancelled   | PO SYS
    proposed, consented, in_approval | supersede       | superseded  | SYS
    approved                         | dissolve        | dissolved   | PA SYS
    """);

public sealed class MatchingRunLifecycleTests() : LifecycleTests<MatchingRunStatus, MatchingRunEvent>(MatchingRunLifecycle.Table,
    """
    -               | request         | queued     | PO
    queued, running | take_up         | running    | SYS
    running         | succeed         | succeeded  | SYS
    running         | find_infeasible | infeasible | SYS
    queued, running | give_up         | failed     | SYS
    queued, running | cancel          | cancelled  | PO
    succeeded       | publish         | published  | PO
    """);

public sealed class MatchingInstructionLifecycleTests() : LifecycleTests<InstructionStatus, InstructionEvent>(MatchingInstruction.Table,
    """
    -        | give | in_force | PO
    in_force | lift | lifted   | PO
    """);

public sealed class ExchangeLifecycleTests() : LifecycleTests<ExchangeStatus, ExchangeEvent>(ExchangeLifecycle.Table,
    """
    -         | create | preparing | SYS
    preparing | cancel | cancelled | PS CS PA SYS
    """);

public sealed class CommitmentLifecycleTests() : LifecycleTests<CommitmentStatus, CommitmentEvent>(Commitment.Table,
    """
    -        | reserve | reserved | SYS
    reserved | release | released | SYS
    """);

public sealed class WebhookLifecycleTests() : LifecycleTests<WebhookStatus, WebhookAct>(WebhookLifecycle.Table,
    """
    -                    | create        | active       | PE CC PA
    active               | pause         | paused       | PE CC PA
    paused, switched_off | resume        | active       | PE CC PA
    active               | rotate_secret | active       | PE CC PA
    paused               | rotate_secret | paused       | PE CC PA
    switched_off         | rotate_secret | switched_off | PE CC PA
    active               | replay        | active       | PE CC PA
    paused               | replay        | paused       | PE CC PA
    switched_off         | replay        | switched_off | PE CC PA
    active               | switch_off    | switched_off | SYS
    active, paused, switched_off | remove | removed | PE CC PA
    """);
