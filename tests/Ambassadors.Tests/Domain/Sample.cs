using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.Organisations;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.People;

namespace Ambassadors.Tests.Domain;

/// <summary>
/// A call, a pôle, an application, an offer and terms that break no rule. A test changes one of them, by <c>with</c>, and states
/// nothing else.
/// </summary>
internal sealed record Sample
{
    public static readonly DateTimeOffset Now = new(2027, 2, 1, 9, 0, 0, TimeSpan.Zero);
    public static readonly DateOnly Today = new(2027, 2, 1);

    public DateTimeOffset At { get; init; } = Now;

    public DateTimeOffset OpensAt { get; init; } = Now.AddDays(-10);

    public DateTimeOffset ClosesAt { get; init; } = Now.AddDays(10);

    public CallRules Rules { get; init; } = new()
    {
        CeilingPerExchange = 10_000_00,
        MinimumDays = 10,
        MaximumDays = 100,
        Directions = [ExchangeDirection.Outbound, ExchangeDirection.Reciprocal]
    };

    public PoleContent PoleWritten { get; init; } = new("SCS", ["PACA"], PoleTier.Mondial, 1, ["energy"], null, null, "s", "high", []);

    public MemberContent AmbassadorWritten { get; init; } = new("A", null, GovernanceFunction.President, null, null, [], []);

    public ApplicationContent Written { get; init; } = new()
    {
        Direction = ExchangeDirection.Outbound,
        Objectives = "Objectives",
        Themes = ["energy"],
        Languages = ["en"],
        Preferences = [new Preference(Cast.Cluster, "TN", 1)],
        Windows = [new Window(Today.AddDays(30), Today.AddDays(200))],
        DurationDays = 30,
        RequestedAmount = new Sum(5_000_00, "EUR")
    };

    public bool NamesAmbassador { get; init; } = true;

    public bool Agreed { get; init; } = true;

    public int SubmittedByPole { get; init; }

    public OfferContent Offered { get; init; } = new()
    {
        Directions = [ExchangeDirection.Outbound, ExchangeDirection.Reciprocal],
        Themes = ["energy"],
        Languages = ["en"],
        Windows = [new Window(Today.AddDays(20), Today.AddDays(150))],
        Capacity = 1,
        CounterpartId = Cast.CounterpartId
    };

    public string Country { get; init; } = "TN";

    public ProposedTerms Terms { get; init; } = new(
        [new Leg(LegDirection.Outbound, Today.AddDays(40), Today.AddDays(69))], "Objectives", new Sum(5_000_00, "EUR"));

    public Guid AmbassadorId => Ambassador.Id;

    private Member Ambassador { get; } = Member.Create(Cast.Pole, null, new MemberContent("A", null, GovernanceFunction.President, null, null, [], []), Actor.Service, Now);

    /// <summary>The ambassador of this very sample, whom the application names.</summary>
    public Actor AsAmbassador => new()
    {
        Kind = ActorKind.Person,
        PersonId = Guid.NewGuid(),
        Grants = [new Grant(Role.Ambassador, Cast.Pole)],
        Members = new HashSet<Guid> { AmbassadorId }
    };

    public Call Call()
    {
        var (call, _) = Ambassadors.Domain.Calls.Call.Create(
            new CallContent("Appel", "Call", OpensAt, ClosesAt, new Sum(100_000_00, "EUR"), Rules), Cast.Administrator, Now.AddDays(-20));
        Done(call.Publish(Cast.Administrator, Now.AddDays(-20)));
        return call;
    }

    public ExchangeApplication Application()
    {
        var (application, created) = ExchangeApplication.Create(
            new Sample().Call(), new Sample().Pole(), Written with { AmbassadorId = NamesAmbassador ? AmbassadorId : null }, Cast.Editor, Now, Today);
        Done(created);
        if (Agreed && NamesAmbassador)
            Done(application.AgreeCandidacy(AsAmbassador, Now));
        return application;
    }

    public Pole Pole() => Ambassadors.Domain.Organisations.Pole.Create(Cast.Pole, PoleWritten, Actor.Service, Now);

    public Submission Submission()
    {
        var ambassador = NamesAmbassador ? Ambassador : null;
        ambassador?.Edit(AmbassadorWritten, Actor.Service, Now);
        return new Submission(Call(), Pole(), ambassador, SubmittedByPole, Today);
    }

    public IEnumerable<Refusal> UnmetAtSubmission() => EligibilityRule.Unmet(Application(), Submission(), At);

    /// <summary>The application in the pool.</summary>
    public ExchangeApplication InMatching()
    {
        var application = Application();
        Done(application.Submit(new Sample().Submission(), () => "AMB-2027-00001", Cast.Signatory, Now));
        Done(application.StartReview(Cast.Officer, Now));
        Done(application.Qualify(Cast.Officer, Now));
        return application;
    }

    /// <summary>The offer in the pool.</summary>
    public Offer Offer()
    {
        var cluster = Cluster.Create(Cast.Cluster, new ClusterContent("C", Country, null, [], null, null, "s", "high"), Actor.Service, Now);
        var (offer, _) = Ambassadors.Domain.Offers.Offer.Create(cluster, new Sample().Offered with { Capacity = 1 }, Cast.Contact, Now);
        Done(offer.Edit(Offered, Cast.Contact, Now));
        Done(offer.Submit(true, Today, Cast.ClusterSignatory, Now));
        Done(offer.Publish(Cast.Officer, Now));
        return offer;
    }

    public TermsCase Case() => new(Rules, "EUR", InMatching(), Offer(), Today);

    public IEnumerable<Refusal> UnmetByTerms() => TermsRule.Unmet(Terms, Case());

    /// <summary>A proposal, with what its terms are judged by.</summary>
    public (Pairing Pairing, TermsCase Case) Proposed()
    {
        var @case = Case();
        var (pairing, verdict) = Pairing.Propose(Terms, @case, new ProposalCase(0, false, _ => false), Cast.Officer, Now);
        Done(verdict);
        return (pairing, @case);
    }

    public static void Done(Verdict verdict) => Assert.Equal([], verdict.Refusals.Select(refusal => refusal.Code));
}
