using Ambassadors.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.People;

/// <summary>The route table of people.</summary>
public static class PeopleEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapPeople(this RouteGroupBuilder v1)
    {
        var people = v1.MapGroup("/people").WithTags("People");
        people.MapGet("/", ListPeople.Handle).WithName("listPeople").RequireAuthorization(Policies.ReadPeople);
        people.MapGet("/{id:guid}", ShowAsync).WithName("getPerson").RequireAuthorization(Policies.ReadPeople);
        people.MapPost("/invite", InvitePerson.InviteAsync).WithName("invitePerson").RequireAuthorization(Policies.KeepPeople);
        people.MapPost("/{id:guid}/invite", InvitePerson.InviteAgainAsync).WithName("invitePersonAgain").RequireAuthorization(Policies.KeepPeople);
        people.MapGet("/{id:guid}/memberships", KeepMemberships.ListAsync).WithName("listMembershipsOfPerson").RequireAuthorization(Policies.ReadPeople);
        people.MapPost("/{id:guid}/memberships", KeepMemberships.AddAsync).WithName("addMembershipToPerson").RequireAuthorization(Policies.KeepPeople);
        people.MapDelete("/{id:guid}/memberships/{membershipId:guid}", KeepMemberships.RemoveAsync).WithName("removeMembershipOfPerson").RequireAuthorization(Policies.KeepPeople);
        return v1;
    }

    /// <summary>Shows a person</summary>
    /// <param name="id">The person.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    private static async Task<Results<Ok<PersonResponse>, ProblemHttpResult>> ShowAsync(Guid id, PeopleDesk desk, CancellationToken cancellation) =>
        await desk.FindAsync(id, cancellation) is { } person ? TypedResults.Ok(desk.Show(person)) : Problems.NotFound();
}
