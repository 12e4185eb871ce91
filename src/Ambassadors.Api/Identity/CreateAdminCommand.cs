using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Startup;
using Ambassadors.Domain;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Identity;

/// <summary><c>create-admin EMAIL</c>: makes somebody an administrator of the programme and prints the one-time link that lets them in. With it a new service gets its first person, and an administrator who lost the password another.</summary>
public static class CreateAdminCommand
{
    private const string Usage = "usage: create-admin EMAIL [--name NAME]";
    private const string DevelopmentAddress = "http://localhost:5080";

    /// <summary>Does it.</summary>
    public static async Task<int> RunAsync(IServiceProvider services, string[] arguments, TextWriter to)
    {
        if (CommandLine.Read(arguments, "--name") is not ([var email], var options) || !email.Contains('@', StringComparison.Ordinal))
        {
            await to.WriteLineAsync(Usage);
            return 2;
        }

        await Preparation.RequireAsync(services, CancellationToken.None);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AmbassadorsDbContext>();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        var invitations = scope.ServiceProvider.GetRequiredService<Invitations>();
        var now = scope.ServiceProvider.GetRequiredService<TimeProvider>().Now();

        await using var transaction = await db.BeginWorkAsync(CancellationToken.None);
        var normalized = accounts.NormalizeEmail(email);
        var person = await db.Users.Include(one => one.Memberships).SingleOrDefaultAsync(one => one.NormalizedEmail == normalized);
        if (person is null)
        {
            var name = options.GetValueOrDefault("--name", email);
            person = new Person { Id = Guid.CreateVersion7(now), Email = email, UserName = email, Name = name, SortName = Search.Fold(name), CreatedAt = now };
            person.Memberships.Add(Administrator(person, now));
            Record(db, person, "create", now);
            await accounts.AddAsync(person);
        }
        else
        {
            if (!person.Memberships.Any(membership => membership.Role == Role.ProgrammeAdministrator))
                db.Memberships.Add(Administrator(person, now));
            person.Version++;
            Record(db, person, "add_memberships", now);
            await db.SaveChangesAsync();
        }

        var invitation = await invitations.GiveAsync(person);
        await transaction.CommitAsync();
        await to.WriteLineAsync(
            $"""
            {email} is an administrator of the programme.
            This link sets the password. It works once, until {invitation.ExpiresAt:u}:
            {invitations.PageOf(invitation, DevelopmentAddress) ?? $"(an external provider keeps passwords; post this token to /v1/me/link-identity) {invitation.Token}"}
            """);
        return 0;
    }

    private static Membership Administrator(Person person, DateTimeOffset at) =>
        new() { Id = Guid.CreateVersion7(at), PersonId = person.Id, Role = Role.ProgrammeAdministrator, AddedAt = at };

    private static void Record(AmbassadorsDbContext db, Person person, string what, DateTimeOffset at) =>
        db.Journal.Add(JournalEntry.Beside("person", person.Id, person.Version, CaseFile.Programme, what, Actor.Service, at,
            new JournalFacts().Add("memberships", "programme_administrator@programme")));
}
