using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.People;

/// <summary>What of you was read.</summary>
public enum AccessKind
{
    /// <summary>Your details as a member of a pôle or of a cluster.</summary>
    Member,

    /// <summary>Your account: name, e-mail address, roles.</summary>
    Person
}

/// <summary>That somebody read your personal data.</summary>
/// <param name="Id">Id of the journal entry, UUID version 7.</param>
/// <param name="At">Instant.</param>
/// <param name="Kind">What was read.</param>
/// <param name="SubjectId">You, as a member or as a person.</param>
/// <param name="Version">The version that was shown.</param>
/// <param name="Way">Through which way: alone, in a list, in an export.</param>
/// <param name="Count">How many the answer showed, you among them.</param>
/// <param name="ActorKind">What kind of actor read: a person, or a partner system.</param>
/// <param name="ActorId">The person's or partner system's id.</param>
/// <param name="Organisation">In whose name: a slug, or <c>programme</c>.</param>
public sealed record AccessResponse(
    Guid Id, DateTimeOffset At, AccessKind Kind, Guid SubjectId, int Version, ReadingWay Way, int Count, ActorKind ActorKind, Guid? ActorId, string? Organisation)
{
    private static readonly Dictionary<string, ReadingWay> Ways = Enum.GetValues<ReadingWay>().ToDictionary(Wire.Name);

    /// <summary>Shows a reading to whom it is about.</summary>
    public static AccessResponse Of(Disclosure one) => new(
        one.Entry.Id, one.Entry.At, one.Entry.What == "member.read" ? AccessKind.Member : AccessKind.Person, one.SubjectId, one.Version, Ways[one.Entry.Data[Reading.Way]],
        int.Parse(one.Entry.Data[Reading.Count], System.Globalization.CultureInfo.InvariantCulture), one.Entry.ActorKind, one.Entry.ActorId, one.Entry.Organisation);
}

/// <summary>Readings, the newest first.</summary>
public sealed class NewestReadingFirst : IOrders<Disclosure>
{
    /// <inheritdoc/>
    public static IReadOnlyList<Order<Disclosure>> All { get; } = [new("-at", Key<Disclosure>.By(one => one.EntryId), Key<Disclosure>.By(one => one.SubjectId))];
}

/// <summary>Tells a person who read their data.</summary>
public static class AccessLog
{
    /// <summary>Lists who read your personal data, the newest first</summary>
    /// <remarks>
    /// As a person, and as each member of a pôle or of a cluster that your account is linked to, also before it was. What you read yourself is not in it; the
    /// same that was shown again to the same within five minutes is in it once.
    /// </remarks>
    public static Listing<AccessResponse> List(ListRequest<Disclosure, NewestReadingFirst> list, CurrentActor current, AmbassadorsDbContext db)
    {
        Guid[] me = [current.Actor.PersonId!.Value, .. current.Actor.Members];
        return list.Of(db.Disclosures.AsNoTracking().Include(one => one.Entry).Where(one => EF.Parameter(me).Contains(one.SubjectId)), AccessResponse.Of);
    }
}
