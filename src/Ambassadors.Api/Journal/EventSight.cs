using System.Linq.Expressions;
using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.People;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore.Query;

namespace Ambassadors.Api.Journal;

/// <summary>What somebody wants to hear of what they may.</summary>
/// <param name="Sight">What they may hear of.</param>
/// <param name="Types">The types that they ask for; absent for all.</param>
public sealed record Hearing(EventSight Sight, IReadOnlySet<string>? Types)
{
    /// <summary>Whether an entry that may be heard of is asked for, by the name that it has for them.</summary>
    public bool IsAsked(JournalEntry entry) => Types?.Contains(Sight.TypeOf(entry)) != false;

    /// <summary>Whether they hear of an entry.</summary>
    public bool Hears(JournalEntry entry) => Sight.Hears(entry) && IsAsked(entry);
}

/// <summary>
/// What an actor hears of: what happened to resources that they may read. An entry says enough to tell, so that what is heard does not change
/// when a resource goes on: a partner who reads again, a year later, reads the same.
/// </summary>
public sealed class EventSight
{
    /// <summary>What those hear of an offer who saw it only in the pool: it has left, and nothing else of it is theirs to know.</summary>
    public const string LeftPool = "offer.gone";

    private static readonly string[] Ends = ["member.delete", "conflict.withdraw", "webhook_endpoint.remove"];
    private static readonly string[] OfEverybody = ["theme", "pole", "cluster", "cooperation"];
    private static readonly string[] Files = ["application", "offer", "pairing", "exchange", "commitment", "matching_run", "matching_instruction"];
    private static readonly string Draft = Wire.Name(CallStatus.Draft);
    private static readonly string Published = Wire.Name(OfferStatus.Published);
    private static readonly string Suggested = Wire.Name(PairingStatus.Suggested);
    private static readonly string Proposed = Wire.Name(PairingStatus.Proposed);

    private readonly Lazy<Func<JournalEntry, bool>> _hears;
    private readonly bool _seesAllFiles, _isInPool, _seesPeople, _signsOfOne;
    private readonly Guid? _me;
    private readonly IReadOnlyList<string?> _clusters;

    /// <summary>That of an actor.</summary>
    public EventSight(Actor actor)
    {
        IReadOnlyList<string?> poles = actor.Poles(), clusters = actor.Clusters();
        IReadOnlyList<string?> signedPoles = actor.OrganisationsAs(Role.PoleSignatory), signedClusters = actor.OrganisationsAs(Role.ClusterSignatory);
        IReadOnlyList<string?> Homes(OrganisationKind kind) => [.. actor.Grants.Where(grant => grant.Role.OrganisationKind == kind).Select(grant => grant.Organisation).Distinct()];
        var (polesOfAny, clustersOfAny) = (Homes(OrganisationKind.Pole), Homes(OrganisationKind.Cluster));
        var (all, inProgramme, inPool) = (actor.SeesEveryFile(), Homes(OrganisationKind.Programme).Count > 0, actor.HoldsAny(Role.PoleEditor, Role.PoleSignatory));
        var (keeps, seesPeople, me) = (actor.HoldsAny(Role.ProgrammeAdministrator), actor.HoldsAny(Role.ProgrammeAdministrator, Role.Auditor), actor.PersonId);
        (_seesAllFiles, _isInPool, _clusters, _seesPeople, _me, _signsOfOne) = (all, inPool, clusters, seesPeople, me, signedPoles.Count + signedClusters.Count == 1);
        Rule = entry =>
            OfEverybody.Contains(entry.ResourceType)
            || entry.ResourceType == "call" && (inProgramme || entry.To != null && entry.To != Draft)
            || all && Files.Contains(entry.ResourceType)
            || entry.ResourceType == "application" && poles.Contains(entry.Pole)
            || entry.ResourceType == "offer" && (clusters.Contains(entry.Cluster) || inPool && (entry.From == Published || entry.To == Published))
            || entry.ResourceType == "pairing" && entry.To != Suggested && (entry.From != Suggested || entry.To == Proposed) && (poles.Contains(entry.Pole) || clusters.Contains(entry.Cluster))
            || entry.ResourceType == "exchange" && (poles.Contains(entry.Pole) || clusters.Contains(entry.Cluster))
            || entry.ResourceType == "member" && (inProgramme || polesOfAny.Contains(entry.Pole) || clustersOfAny.Contains(entry.Cluster))
            || entry.ResourceType == "person" && (seesPeople || signedPoles.Contains(entry.Pole) || signedClusters.Contains(entry.Cluster) || entry.ResourceId == me)
            || entry.ResourceType == "conflict" && me != null && entry.ActorId == me
            || entry.ResourceType == "webhook_endpoint" && (seesPeople || poles.Contains(entry.Pole) || clusters.Contains(entry.Cluster))
            || entry.ResourceType == "client" && keeps;
        _hears = new(Rule.Compile);
    }

    /// <summary>The rule, for the database.</summary>
    public Expression<Func<JournalEntry, bool>> Rule { get; }

    /// <summary>Whether an entry is heard of.</summary>
    public bool Hears(JournalEntry entry) => _hears.Value(entry);

    /// <summary>Whether the resource is gone for those who hear of the entry.</summary>
    public bool IsGone(JournalEntry entry) => Ends.Contains(entry.What) || HasLeftPool(entry) || HasLeftOrganisation(entry);

    /// <summary>What the event is called for those who hear of the entry.</summary>
    public string TypeOf(JournalEntry entry) => HasLeftPool(entry) ? LeftPool : entry.What;

    /// <summary>Adds what a person hears as ambassador or counterpart: what happens on the files of their own exchange.</summary>
    public Expression<Func<JournalEntry, bool>> RuleFor(Actor actor, AmbassadorsDbContext db)
    {
        if (actor.Members.Count == 0)
            return Rule;
        var mine = actor.Members.Select(member => (Guid?)member).ToArray();
        Expression<Func<JournalEntry, bool>> own = entry =>
            entry.ResourceType == "application" && db.Applications.Any(one => one.Id == entry.ResourceId && mine.Contains(one.AmbassadorId))
            || entry.ResourceType == "offer" && db.Offers.Any(one => one.Id == entry.ResourceId && mine.Contains(one.CounterpartId))
            || entry.ResourceType == "exchange" && db.Exchanges.Any(one => one.Id == entry.ResourceId && (mine.Contains(one.AmbassadorId) || mine.Contains(one.CounterpartId)))
            || entry.ResourceType == "pairing" && entry.To != Suggested && (entry.From != Suggested || entry.To == Proposed)
                && db.Pairings.Any(one => one.Id == entry.ResourceId && (mine.Contains(one.AmbassadorId) || mine.Contains(one.CounterpartId)));
        return Expression.Lambda<Func<JournalEntry, bool>>(
            Expression.OrElse(Rule.Body, ReplacingExpressionVisitor.Replace(own.Parameters[0], Rule.Parameters[0], own.Body)), Rule.Parameters);
    }

    // For a signatory of one organisation; of several, the person may be in another, which reading them tells.
    private bool HasLeftOrganisation(JournalEntry entry) => _signsOfOne && !_seesPeople && entry.ResourceType == "person" && entry.ResourceId != _me && entry.Data.ContainsKey(PersonEntries.Left);

    private bool HasLeftPool(JournalEntry entry) =>
        entry.ResourceType == "offer" && entry.From == Published && entry.To != Published && _isInPool && !_seesAllFiles && !_clusters.Contains(entry.Cluster);
}
