using Ambassadors.Api.Data;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Journal;

/// <summary>Tells the people concerned what happened, in the transaction in which it did.</summary>
public sealed class Announcements
{
    private static readonly Role[] Signatories = [Role.PoleSignatory, Role.ClusterSignatory];

    /// <summary>Those who write for the organisations on a file.</summary>
    public static readonly Role[] Editors = [Role.PoleEditor, Role.PoleSignatory, Role.ClusterContact, Role.ClusterSignatory];

    /// <summary>They and the programme's officers.</summary>
    public static readonly Role[] EditorsAndOfficers = [.. Editors, Role.ProgrammeOfficer];

    /// <summary>What is announced, and to which roles of the organisations on the file and of the programme. The persons exchanged are always told.</summary>
    private static readonly Dictionary<string, Role[]> Audience = new()
    {
        ["application.submit"] = [Role.PoleSignatory],
        ["application.declare_ineligible"] = Editors,
        ["application.qualify"] = Editors,
        ["application.reject"] = Editors,
        ["application.reject_by_silence"] = EditorsAndOfficers,
        ["application.withdraw"] = Editors,
        ["application.accept"] = Editors,
        ["application.conclude"] = Editors,
        ["application.reopen"] = Editors,
        ["application.return_to_pool"] = Editors,
        ["application.expire"] = Editors,
        ["offer.publish"] = Editors,
        ["offer.return"] = Editors,
        ["offer.refuse"] = Editors,
        ["offer.pause"] = Editors,
        ["offer.close"] = Editors,
        ["pairing.propose"] = Signatories,
        ["pairing.amend"] = Signatories,
        ["pairing.decline"] = Signatories,
        ["pairing.revoke"] = Signatories,
        ["pairing.approve"] = Signatories,
        ["pairing.require_changes"] = Signatories,
        ["pairing.refuse"] = Signatories,
        ["pairing.expire"] = Signatories,
        ["pairing.cancel"] = Signatories,
        ["pairing.supersede"] = Signatories,
        ["pairing.dissolve"] = Signatories,
        ["exchange.create"] = Signatories,
        ["exchange.cancel"] = Signatories,
        ["webhook_endpoint.switch_off"] = Editors
    };

    /// <summary>The kinds of what is announced.</summary>
    public static IEnumerable<string> Kinds => Audience.Keys;

    /// <summary>Adds the notices of what the context's transaction did, and saves them.</summary>
    public async Task MakeAsync(AmbassadorsDbContext db, CancellationToken cancellation)
    {
        var files = db.ChangeTracker.Entries<Resource>().ToDictionary(entry => entry.Entity.Id, entry => entry.Entity.File);
        var happened = db.Happened.Where(entry => Audience.ContainsKey(entry.What) && files.ContainsKey(entry.ResourceId)).ToList();
        if (happened.Count == 0)
            return;
        var officers = happened.Exists(entry => Audience[entry.What].Contains(Role.ProgrammeOfficer));
        var concerned = await ConcernedAsync(db, happened.Select(entry => files[entry.ResourceId]).ToList(), officers, cancellation);
        foreach (var entry in happened)
        {
            // Whoever did it knows already.
            foreach (var person in concerned(files[entry.ResourceId], Audience[entry.What]).Where(person => person != entry.ActorId))
            {
                db.Notices.Add(new Notice
                {
                    Id = Guid.CreateVersion7(entry.At),
                    PersonId = person,
                    Kind = entry.What,
                    ResourceType = entry.ResourceType,
                    ResourceId = entry.ResourceId,
                    At = entry.At
                });
            }
        }

        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Adds the notice of a deadline for everybody concerned by a file; the caller saves.</summary>
    public Task RemindAsync(AmbassadorsDbContext db, Resource resource, string kind, DateTimeOffset dueAt, DateTimeOffset at, CancellationToken cancellation) =>
        RemindAsync(db, resource, kind, dueAt, dueAt, Editors, at, cancellation);

    /// <summary>Adds the notice of a deadline likewise, for these roles.</summary>
    /// <param name="db">The context of the transaction.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="kind">Which reminder.</param>
    /// <param name="deadline">The deadline that it is of: by it instances agree that it was given, whenever each of them looked.</param>
    /// <param name="dueAt">What people are told: later than the deadline where they are reminded late.</param>
    /// <param name="roles">Who is told, besides the persons exchanged.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task RemindAsync(
        AmbassadorsDbContext db, Resource resource, string kind, DateTimeOffset deadline, DateTimeOffset dueAt, Role[] roles, DateTimeOffset at,
        CancellationToken cancellation)
    {
        var concerned = await ConcernedAsync(db, [resource.File], roles.Contains(Role.ProgrammeOfficer), cancellation);
        foreach (var person in concerned(resource.File, roles))
        {
            db.Notices.Add(new Notice
            {
                Id = Guid.CreateVersion7(at),
                PersonId = person,
                Kind = kind,
                ResourceType = resource.Noun,
                ResourceId = resource.Id,
                At = at,
                DueAt = dueAt
            });
        }

        db.Reminders.Add(new Reminder { ResourceId = resource.Id, Kind = kind, DueAt = deadline, GivenAt = at });
    }

    // Two queries, however many files: the memberships of their organisations and the accounts of the persons exchanged.
    private static async Task<Func<CaseFile, Role[], IEnumerable<Guid>>> ConcernedAsync(
        AmbassadorsDbContext db, IReadOnlyList<CaseFile> files, bool officers, CancellationToken cancellation)
    {
        string[] poles = [.. files.Select(file => file.Pole).OfType<string>().Distinct()];
        string[] clusters = [.. files.Select(file => file.Cluster).OfType<string>().Distinct()];
        Guid[] exchanged = [.. files.SelectMany(file => new[] { file.Ambassador, file.Counterpart }).OfType<Guid>().Distinct()];
        var memberships = await db.Memberships.AsNoTracking()
            .Where(m => poles.Contains(m.PoleSlug) || clusters.Contains(m.ClusterSlug) || officers && m.Role == Role.ProgrammeOfficer)
            .Select(m => new { m.PersonId, m.Role, m.PoleSlug, m.ClusterSlug })
            .ToListAsync(cancellation);
        var accounts = await db.Members.AsNoTracking()
            .Where(m => exchanged.Contains(m.Id) && m.PersonId != null)
            .ToDictionaryAsync(m => m.Id, m => m.PersonId!.Value, cancellation);
        return (file, roles) => memberships
            .Where(m => roles.Contains(m.Role)
                && (m.Role == Role.ProgrammeOfficer || (m.PoleSlug is not null ? m.PoleSlug == file.Pole : m.ClusterSlug == file.Cluster)))
            .Select(m => m.PersonId)
            .Concat(new[] { file.Ambassador, file.Counterpart }.OfType<Guid>().Where(accounts.ContainsKey).Select(member => accounts[member]))
            .Distinct();
    }
}
