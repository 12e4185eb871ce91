using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Api.Journal;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.Lifecycle;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.People;

/// <summary>Gives and takes roles.</summary>
public static class KeepMemberships
{
    /// <summary>Lists what a person is, as far as you may see</summary>
    /// <param name="id">The person.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="readings">Journals who reads.</param>
    /// <param name="http">The request.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Listing<MembershipResponse>, ProblemHttpResult>> ListAsync(
        Guid id, PeopleDesk desk, Readings readings, HttpContext http, CancellationToken cancellation)
    {
        if (await desk.FindAsync(id, cancellation) is not { } person)
            return Problems.NotFound();
        if (!HttpMethods.IsHead(http.Request.Method))
            await readings.RecordAsync(ReadingWay.Memberships, [((IPersonalData)desk.Show(person)).Subject], cancellation);
        return Listing<MembershipResponse>.Whole([.. desk.Seen(person).Select(MembershipResponse.Of)]);
    }

    /// <summary>Gives a person a role</summary>
    /// <param name="id">The person.</param>
    /// <param name="request">The role, and where.</param>
    /// <param name="validator">Judges its form.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Created<PersonResponse>, ProblemHttpResult>> AddAsync(
        Guid id, MembershipRequest request, IValidator<MembershipRequest> validator, PeopleDesk desk, CancellationToken cancellation)
    {
        if (await desk.FindAsync(id, cancellation) is not { } person)
            return Problems.NotFound();
        if (validator.Validate(request) is { IsValid: false } form)
            return Problems.Invalid(form);
        if (MembershipRequest.Judge([request], desk, "person.add_memberships") is { } refusal)
            return Problems.Refused(refusal);
        var references = new References(desk.Db);
        await MembershipRequest.CheckAsync([request], _ => "#", desk.Db, references, cancellation);
        references.Settle();
        if (person.Memberships.Any(request.Is))
            return Problems.Refused(new Refusal("membership.exists"));

        var membership = request.For(person, desk.Now);
        desk.Db.Memberships.Add(membership);
        await desk.RecordAsync(person, "add_memberships", [membership], cancellation);
        await desk.Db.SaveChangesAsync(cancellation);
        return TypedResults.Created($"/v1/people/{person.Id}", desk.Show(person));
    }

    /// <summary>Takes a role from a person; it counts at their next request</summary>
    /// <param name="id">The person.</param>
    /// <param name="membershipId">The membership.</param>
    /// <param name="ifMatch">The version of the person that you have seen.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        Guid id, Guid membershipId, IfMatch ifMatch, PeopleDesk desk, CancellationToken cancellation)
    {
        if (await desk.FindAsync(id, cancellation) is not { } person || desk.Seen(person).SingleOrDefault(m => m.Id == membershipId) is not { } membership)
            return Problems.NotFound();
        if (ifMatch.Check(person.Version) is { } unmet)
            return unmet;
        desk.Db.Memberships.Remove(membership);
        if (membership.Organisation is not null)
        {
            await desk.Db.BuryAsync(
                new Tombstone { Id = person.Id, Noun = "person", PoleSlug = membership.PoleSlug, ClusterSlug = membership.ClusterSlug, DeletedAt = desk.Now }, cancellation);
        }

        await desk.RecordAsync(person, "remove_membership", [membership], cancellation);
        await desk.Db.SaveChangesAsync(cancellation);
        return TypedResults.NoContent();
    }
}
