using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Api.Identity;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.People;

/// <summary>Where people are kept: the administrator keeps all, signatories those of their own organisation and never the programme's roles.</summary>
public sealed class PeopleDesk(AmbassadorsDbContext db, CurrentActor current, Accounts accounts, Invitations invitations, TimeProvider clock, IHttpContextAccessor requests)
{
    /// <summary>The database.</summary>
    public AmbassadorsDbContext Db => db;

    /// <summary>Who asks.</summary>
    public Actor Actor => current.Actor;

    /// <summary>Now.</summary>
    public DateTimeOffset Now { get; } = clock.Now();

    /// <summary>People whom the actor may see. Somebody without any membership is the programme's to see.</summary>
    public IQueryable<Person> Visible
    {
        get
        {
            if (SeesAll)
                return db.Users;
            var (poles, clusters) = (Poles, Clusters);
            return db.Users.Where(person => person.Memberships.Any(m => poles.Contains(m.PoleSlug) || clusters.Contains(m.ClusterSlug)));
        }
    }

    /// <summary>People who have left the organisations of the actor; none for whoever sees all.</summary>
    public IQueryable<Tombstone>? OutOfSight
    {
        get
        {
            if (SeesAll)
                return null;
            var (poles, clusters, visible) = (Poles, Clusters, Visible);
            return db.Tombstones.Where(one => one.Noun == "person" && (poles.Contains(one.PoleSlug) || clusters.Contains(one.ClusterSlug))
                && !visible.Any(person => person.Id == one.Id));
        }
    }

    private bool KeepsAll => Actor.HoldsAny(Role.ProgrammeAdministrator);

    private bool SeesAll => Actor.HoldsAny(Role.ProgrammeAdministrator, Role.Auditor);

    private IReadOnlyList<string?> Poles => Actor.OrganisationsAs(Role.PoleSignatory);

    private IReadOnlyList<string?> Clusters => Actor.OrganisationsAs(Role.ClusterSignatory);

    /// <summary>Finds a person whom the actor may see, with all memberships, tracked.</summary>
    public Task<Person?> FindAsync(Guid id, CancellationToken cancellation) =>
        Visible.Include(person => person.Memberships).SingleOrDefaultAsync(person => person.Id == id, cancellation);

    /// <summary>Whether the actor keeps the memberships of that organisation.</summary>
    public bool Keeps(string? pole, string? cluster) => KeepsAll || (pole, cluster) switch
    {
        (not null, null) => Poles.Contains(pole),
        (null, not null) => Clusters.Contains(cluster),
        _ => false
    };

    /// <summary>Whether the actor sees who belongs to that organisation.</summary>
    public bool SeesPeopleOf(string? pole, string? cluster) => SeesAll || Keeps(pole, cluster);

    /// <summary>Shows a person as far as the actor may see: what somebody is elsewhere is not a signatory's business.</summary>
    public PersonResponse Show(Person person) => new(
        person.Id,
        person.Version,
        person.PasswordHash is null && !person.EmailConfirmed ? PersonStatus.Invited : PersonStatus.Active,
        person.Name,
        person.Email!,
        person.Language,
        person.EmailBouncesSince,
        [.. Seen(person).Select(MembershipResponse.Of)],
        person.CreatedAt,
        person.UpdatedAt);

    /// <summary>A person's memberships that the actor may see, the oldest first.</summary>
    public IEnumerable<Membership> Seen(Person person) =>
        person.Memberships.Where(m => SeesAll || Keeps(m.PoleSlug, m.ClusterSlug)).OrderBy(m => m.Id);

    /// <summary>
    /// Whether the actor may give this person a link that sets the password. A signatory may where the account never was
    /// anybody's but the own organisation's: a link to another account would be a way into what that one may do, or once did.
    /// </summary>
    public async Task<bool> MayLetInAsync(Person person, CancellationToken cancellation)
    {
        if (KeepsAll)
            return true;
        if (person.Memberships.Any(m => !Keeps(m.PoleSlug, m.ClusterSlug)))
            return false;
        var files = await db.Journal.AsNoTracking().Where(entry => entry.ResourceId == person.Id && Belonging.Contains(entry.What))
            .Select(entry => new { entry.Pole, entry.Cluster }).ToListAsync(cancellation);
        var seats = await db.Members.AsNoTracking().Where(member => member.PersonId == person.Id)
            .Select(member => new { Pole = member.PoleSlug, Cluster = member.ClusterSlug }).ToListAsync(cancellation);
        return (person.Memberships.Count > 0 || files.Count > 0) && files.Concat(seats).All(file => Keeps(file.Pole, file.Cluster));
    }

    /// <summary>Gives a one-time link to a person.</summary>
    public async Task<OneTimeLinkResponse> LetInAsync(Person person)
    {
        var invitation = await invitations.GiveAsync(person);
        var request = requests.HttpContext!.Request;
        return new OneTimeLinkResponse(
            invitations.PageOf(invitation, $"{request.Scheme}://{request.Host}{request.PathBase}"), invitation.Token, invitation.ExpiresAt);
    }

    /// <summary>Adds an account.</summary>
    public Task AddAsync(Person person) => accounts.AddAsync(person);

    /// <summary>The account of an e-mail address.</summary>
    public Task<Person?> OfAddressAsync(string email, CancellationToken cancellation)
    {
        var normalized = accounts.NormalizeEmail(email);
        return db.Users.Include(person => person.Memberships).SingleOrDefaultAsync(person => person.NormalizedEmail == normalized, cancellation);
    }

    /// <summary>Writes the next version of a person and its journal entries. The version is what concurrent changes collide on.</summary>
    public Task RecordAsync(Person person, string what, IReadOnlyList<Membership> about, CancellationToken cancellation, bool created = false)
    {
        if (!created)
            (person.Version, person.UpdatedAt) = (person.Version + 1, Now);
        return PersonEntries.RecordAsync(db, person, what, about, Actor, Now, cancellation);
    }

    // The entries that say to whom an account once belonged.
    private static readonly string[] Belonging = ["person.create", "person.add_memberships", "person.remove_membership"];
}
