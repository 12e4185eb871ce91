using Ambassadors.Api.Identity;
using Ambassadors.Domain;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Organisations;
using Ambassadors.Domain.People;
using Microsoft.AspNetCore.Identity;

namespace Ambassadors.Api.Startup;

/// <summary>The people of the demonstration, invented, and what each is where. Their addresses end in <c>.example</c>, which nobody can own.</summary>
public static class DemoPeople
{
    /// <summary>The password of them all, printed when the service starts in Development.</summary>
    public const string Password = "Ambassadors-2009!";

    /// <summary>The programme's administrator, by whom one sees that the demonstration was laid.</summary>
    public const string Administrator = "admin@programme.example";

    private static readonly Account[] Accounts =
    [
        new("editor@scs.example", "Camille Morel", "fr", Pole: "scs", Roles: [Role.PoleEditor]),
        new("signatory@scs.example", "Hélène Fabre", "fr", Pole: "scs", Roles: [Role.PoleSignatory]),
        new("ambassador@scs.example", "Julien Carles", "fr", Pole: "scs", Roles: [Role.Ambassador]),
        new("editor@systematic-paris-region.example", "Nadia Benhamou", "fr", Pole: "systematic-paris-region", Roles: [Role.PoleEditor]),
        new("signatory@systematic-paris-region.example", "Étienne Vasseur", "fr", Pole: "systematic-paris-region", Roles: [Role.PoleSignatory]),
        new("ambassador@systematic-paris-region.example", "Claire Dufresne", "fr", Pole: "systematic-paris-region", Roles: [Role.Ambassador]),
        new("editor@aerospace-valley.example", "Mathieu Laborde", "fr", Pole: "aerospace-valley", Roles: [Role.PoleEditor]),
        new("signatory@aerospace-valley.example", "Béatrice Saint-Martin", "fr", Pole: "aerospace-valley", Roles: [Role.PoleSignatory]),
        new("ambassador@aerospace-valley.example", "Antoine Duprat", "fr", Pole: "aerospace-valley", Roles: [Role.Ambassador]),
        new("contact@elgazala-technopark.example", "Sonia Trabelsi", "fr", Cluster: "elgazala-technopark", Roles: [Role.ClusterContact]),
        new("signatory@elgazala-technopark.example", "Mourad Ben Youssef", "fr", Cluster: "elgazala-technopark", Roles: [Role.ClusterSignatory]),
        new("counterpart@elgazala-technopark.example", "Leïla Gharbi", "fr", Cluster: "elgazala-technopark", Roles: [Role.Counterpart]),
        new("contact@medicon-valley-alliance.example", "Anders Holm", "en", Cluster: "medicon-valley-alliance", Roles: [Role.ClusterContact]),
        new("signatory@medicon-valley-alliance.example", "Kirsten Østergaard", "en", Cluster: "medicon-valley-alliance", Roles: [Role.ClusterSignatory]),
        new("counterpart@medicon-valley-alliance.example", "Maja Lindqvist", "en", Cluster: "medicon-valley-alliance", Roles: [Role.Counterpart]),
        new("contact@hamburg-aviation.example", "Jörg Petersen", "en", Cluster: "hamburg-aviation", Roles: [Role.ClusterContact]),
        new("signatory@hamburg-aviation.example", "Annika Brandt", "en", Cluster: "hamburg-aviation", Roles: [Role.ClusterSignatory]),
        new("counterpart@hamburg-aviation.example", "Till Weiß", "en", Cluster: "hamburg-aviation", Roles: [Role.Counterpart]),
        new("officer@programme.example", "Isabelle Royer", "fr", Roles: [Role.ProgrammeOfficer]),
        new("officer2@programme.example", "Thomas Guérin", "fr", Roles: [Role.ProgrammeOfficer]),
        new("budget@programme.example", "Françoise Masson", "fr", Roles: [Role.BudgetOfficer]),
        new(Administrator, "Laurent Perrin", "fr", Roles: [Role.ProgrammeAdministrator]),
        new("expert@programme.example", "Sylvie Marchand", "fr", Roles: [Role.Expert]),
        new("auditor@programme.example", "Rémi Colin", "fr", Roles: [Role.Auditor]),
        new("both@programme.example", "Dominique Lefort", "fr", Roles: [Role.ProgrammeOfficer, Role.BudgetOfficer])
    ];

    // Whoever may be exchanged has an account above and is a member of the organisation's governance here.
    private static readonly Seat[] Seats =
    [
        new("ambassador@scs.example", GovernanceFunction.InternationalDirector, ["fr", "en"], ["secure-transactions", "telecom-networks"]),
        new("ambassador@systematic-paris-region.example", GovernanceFunction.CommissionChair, ["fr", "en", "de"], ["embedded-systems", "software-complex-systems"]),
        new("ambassador@aerospace-valley.example", GovernanceFunction.DeputyDirector, ["fr", "en", "de"], ["aerospace", "composite-materials"]),
        new("counterpart@elgazala-technopark.example", GovernanceFunction.InternationalDirector, ["ar", "fr", "en"], ["telecom-networks", "software-complex-systems"]),
        new("counterpart@medicon-valley-alliance.example", GovernanceFunction.ScientificDirector, ["sv", "da", "en"], ["health-biotech", "medical-devices"]),
        new("counterpart@hamburg-aviation.example", GovernanceFunction.BoardMember, ["de", "en", "fr"], ["aerospace"])
    ];

    /// <summary>The accounts, with their memberships.</summary>
    public static IReadOnlyList<Person> All(DateTimeOffset at)
    {
        // One password, one hash: hashing is slow on purpose, and all of them are printed anyway.
        var hash = new PasswordHasher<Person>().HashPassword(new Person(), Password);
        return [.. Accounts.Select(account => PersonOf(account, hash, at))];
    }

    /// <summary>The members that some of the accounts are.</summary>
    public static IEnumerable<Member> Members(IReadOnlyList<Person> people, DateTimeOffset at) =>
        from seat in Seats
        let account = Accounts.Single(one => one.Email == seat.Email)
        let person = people.Single(one => one.Email == seat.Email)
        select MemberOf(account, seat, person.Id, at);

    private static Person PersonOf(Account account, string hash, DateTimeOffset at)
    {
        var person = new Person
        {
            Id = Guid.CreateVersion7(at),
            UserName = account.Email,
            NormalizedUserName = account.Email.ToUpperInvariant(),
            Email = account.Email,
            NormalizedEmail = account.Email.ToUpperInvariant(),
            EmailConfirmed = true,
            LockoutEnabled = true,
            PasswordHash = hash,
            SecurityStamp = Guid.NewGuid().ToString("N"),
            Name = account.Name,
            SortName = Search.Fold(account.Name),
            Language = account.Language,
            CreatedAt = at
        };
        person.Memberships.AddRange(account.Roles.Select(role => new Membership
        {
            Id = Guid.CreateVersion7(at),
            PersonId = person.Id,
            Role = role,
            PoleSlug = account.Pole,
            ClusterSlug = account.Cluster,
            AddedAt = at
        }));
        return person;
    }

    private static Member MemberOf(Account account, Seat seat, Guid personId, DateTimeOffset at)
    {
        var member = Member.Create(
            account.Pole, account.Cluster,
            new MemberContent(account.Name, account.Email, seat.Function, null, null, seat.Languages, seat.Themes),
            Actor.Service, at);
        member.Link(personId, Actor.Service, at);
        return member;
    }

    private sealed record Account(string Email, string Name, string Language, string? Pole = null, string? Cluster = null, params Role[] Roles);

    private sealed record Seat(string Email, GovernanceFunction Function, string[] Languages, string[] Themes);
}
