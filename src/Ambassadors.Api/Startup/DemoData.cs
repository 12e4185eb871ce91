using Ambassadors.Api.Data;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Startup;

/// <summary>
/// What there is to try the service with: people, members and one open call. Laid once, in Development alone; from then on
/// it is whoever tries the service's own, and no later start touches it.
/// </summary>
public static class DemoData
{
    /// <summary>Lays the demonstration data where none was laid yet.</summary>
    public static async Task LayAsync(AmbassadorsDbContext db, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var transaction = await db.BeginWorkAsync(cancellation);
        var mark = DemoPeople.Administrator.ToUpperInvariant();
        if (!await db.Users.AnyAsync(person => person.NormalizedEmail == mark, cancellation))
        {
            var people = DemoPeople.All(at);
            db.Users.AddRange(people);
            db.Members.AddRange(DemoPeople.Members(people, at));
            var administrator = people.Single(person => person.Email == DemoPeople.Administrator);
            db.Calls.Add(OpenCall(new Actor { Kind = ActorKind.Person, PersonId = administrator.Id, Grants = [new Grant(Role.ProgrammeAdministrator, null)] }, at));
            await db.SaveChangesAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        db.ChangeTracker.Clear();
    }

    // By its machine, as an administrator would: written, published, opened.
    private static Call OpenCall(Actor administrator, DateTimeOffset at)
    {
        var (call, verdict) = Call.Create(
            new CallContent(
                "Ambassadeurs des pôles, appel de démonstration",
                "Ambassadors of the pôles, demonstration call",
                OpensAt: at,
                ClosesAt: at.AddYears(1),
                Budget: new Sum(500_000_00, "EUR"),
                new CallRules
                {
                    CeilingPerExchange = 100_000_00,
                    MinimumDays = 5,
                    MaximumDays = 3 * 365 + 1,
                    Directions = [ExchangeDirection.Outbound, ExchangeDirection.Inbound, ExchangeDirection.Reciprocal]
                }),
            administrator, at);
        Verdict[] verdicts = [verdict, call.Publish(administrator, at), call.Open(administrator, at)];
        return verdicts.All(one => one.IsDone) ? call : throw new InvalidOperationException("The demonstration call does not open.");
    }
}
