using Ambassadors.Api.Data;
using Ambassadors.Api.Identity;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.People;

/// <summary>What the journal says of accounts.</summary>
public static class PersonEntries
{
    /// <summary>The fact that says that a person has no part in the organisation any more.</summary>
    public const string Left = "left";

    /// <summary>
    /// Records what happened to an account, in an entry for each organisation: what somebody is elsewhere is not its business. What is about no membership is told to all
    /// in which the person has one. Each entry is a version.
    /// </summary>
    public static async Task RecordAsync(
        AmbassadorsDbContext db, Person person, string what, IReadOnlyList<Membership> about, Actor by, DateTimeOffset at, CancellationToken cancellation)
    {
        var parts = about.Count > 0 ? about : await db.Memberships.AsNoTracking().Where(membership => membership.PersonId == person.Id).ToListAsync(cancellation);
        foreach (var (index, file) in parts.Select(FileOf).DefaultIfEmpty(CaseFile.Programme).Distinct().Index())
        {
            if (index > 0)
                person.Version++;
            var facts = new JournalFacts();
            var own = about.Where(membership => FileOf(membership) == file).ToList();
            if (own.Count > 0)
                facts.Add("memberships", string.Join(' ', own.Select(m => $"{Wire.Name(m.Role)}@{m.Organisation ?? "programme"}")));
            if (what == "remove_membership" && !person.Memberships.Except(about).Any(membership => FileOf(membership) == file))
                facts.Add(Left, "true");
            db.Journal.Add(JournalEntry.Beside("person", person.Id, person.Version, file, what, by, at, facts));
        }
    }

    private static CaseFile FileOf(Membership membership) => new(membership.PoleSlug, membership.ClusterSlug);
}
