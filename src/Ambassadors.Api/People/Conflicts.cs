using System.Linq.Expressions;
using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Api.Identity;
using Ambassadors.Domain.Journal;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.People;

/// <summary>With whom you have a conflict of interest: one of the three.</summary>
/// <param name="PoleSlug">A pôle.</param>
/// <param name="ClusterSlug">A cluster.</param>
/// <param name="MemberId">A member of a pôle or of a cluster.</param>
public sealed record ConflictRequest(string? PoleSlug, string? ClusterSlug, Guid? MemberId);

/// <summary>Judges the form of a <see cref="ConflictRequest"/>.</summary>
public sealed class ConflictRequestValidator : AbstractValidator<ConflictRequest>
{
    public ConflictRequestValidator()
    {
        RuleFor(request => request.PoleSlug).Slug();
        RuleFor(request => request.ClusterSlug).Slug();
        RuleFor(request => request).Must(request => new object?[] { request.PoleSlug, request.ClusterSlug, request.MemberId }.Count(one => one is not null) == 1)
            .OverridePropertyName("").WithErrorCode("conflict.one_of_three");
    }
}

/// <summary>A conflict of interest that you declared: it bars you from the acts of officers and experts on every file that it touches.</summary>
/// <param name="Id">The conflict.</param>
/// <param name="Version">Always 1: a conflict is declared and withdrawn, never changed.</param>
/// <param name="PoleSlug">The pôle.</param>
/// <param name="ClusterSlug">The cluster.</param>
/// <param name="MemberId">The member of a pôle or of a cluster.</param>
/// <param name="DeclaredAt">Since when, UTC.</param>
public sealed record ConflictResponse(Guid Id, int Version, string? PoleSlug, string? ClusterSlug, Guid? MemberId, DateTimeOffset DeclaredAt) : IVersionedResponse
{
    /// <summary>Shows a conflict.</summary>
    public static ConflictResponse Of(DeclaredConflict conflict) =>
        new(conflict.Id, 1, conflict.PoleSlug, conflict.ClusterSlug, conflict.MemberId, conflict.DeclaredAt);
}

/// <summary>Conflicts of interest, which a person declares for themselves.</summary>
public static class Conflicts
{
    /// <summary>Lists the conflicts of interest that you declared, the newest first</summary>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="current">Who asks.</param>
    /// <param name="db">The database.</param>
    public static Listing<ConflictResponse> List(ListRequest<DeclaredConflict, NewestConflictFirst> list, CurrentActor current, AmbassadorsDbContext db)
    {
        var me = current.Actor.PersonId;
        return list.Of(Own(db, current).AsNoTracking(), ConflictResponse.Of, db.Tombstones.Where(one => one.Noun == "conflict" && one.PersonId == me));
    }

    /// <summary>Shows a conflict of interest that you declared</summary>
    /// <param name="id">The conflict.</param>
    /// <param name="current">Who asks.</param>
    /// <param name="db">The database.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Ok<ConflictResponse>, ProblemHttpResult>> ShowAsync(
        Guid id, CurrentActor current, AmbassadorsDbContext db, CancellationToken cancellation) =>
        await Own(db, current).AsNoTracking().SingleOrDefaultAsync(conflict => conflict.Id == id, cancellation) is { } conflict
            ? TypedResults.Ok(ConflictResponse.Of(conflict))
            : Problems.NotFound();

    /// <summary>Declares a conflict of interest; from your next request on you are recused from every file that it touches</summary>
    /// <param name="request">With whom.</param>
    /// <param name="validator">Judges its form.</param>
    /// <param name="current">Who asks.</param>
    /// <param name="db">The database.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Created<ConflictResponse>, ProblemHttpResult>> DeclareAsync(
        ConflictRequest request, IValidator<ConflictRequest> validator, CurrentActor current, AmbassadorsDbContext db, TimeProvider clock, CancellationToken cancellation)
    {
        if (validator.Validate(request) is { IsValid: false } form)
            return Problems.Invalid(form);
        await SettleAsync(request, current.Actor, db, cancellation);
        if (await Own(db, current).AnyAsync(
            one => one.PoleSlug == request.PoleSlug && one.ClusterSlug == request.ClusterSlug && one.MemberId == request.MemberId, cancellation))
        {
            return Problems.Refused(new Refusal("conflict.exists"));
        }

        var now = clock.Now();
        var conflict = new DeclaredConflict
        {
            Id = Guid.CreateVersion7(now),
            PersonId = current.Actor.PersonId!.Value,
            PoleSlug = request.PoleSlug,
            ClusterSlug = request.ClusterSlug,
            MemberId = request.MemberId,
            DeclaredAt = now
        };
        db.Conflicts.Add(conflict);
        Record(db, conflict, 1, "declare", current.Actor, now);
        await db.SaveChangesAsync(cancellation);
        return TypedResults.Created($"/v1/me/conflicts/{conflict.Id}", ConflictResponse.Of(conflict));
    }

    /// <summary>Withdraws a conflict of interest that is over</summary>
    /// <param name="id">The conflict.</param>
    /// <param name="ifMatch">The version that you have seen.</param>
    /// <param name="current">Who asks.</param>
    /// <param name="db">The database.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<NoContent, ProblemHttpResult>> WithdrawAsync(
        Guid id, IfMatch ifMatch, CurrentActor current, AmbassadorsDbContext db, TimeProvider clock, CancellationToken cancellation)
    {
        if (await Own(db, current).SingleOrDefaultAsync(conflict => conflict.Id == id, cancellation) is not { } conflict)
            return Problems.NotFound();
        if (ifMatch.Check(1) is { } unmet)
            return unmet;
        var now = clock.Now();
        db.Conflicts.Remove(conflict);
        db.Tombstones.Add(new Tombstone { Id = id, Noun = "conflict", PersonId = conflict.PersonId, DeletedAt = now });
        Record(db, conflict, 2, "withdraw", current.Actor, now);
        await db.SaveChangesAsync(cancellation);
        return TypedResults.NoContent();
    }

    // A member is known to the own organisation and to the programme; to anybody else it is not there.
    private static async Task SettleAsync(ConflictRequest request, Actor actor, AmbassadorsDbContext db, CancellationToken cancellation)
    {
        var references = await new References(db).OrganisationAsync(request.PoleSlug, request.ClusterSlug, cancellation);
        if (request.MemberId is { } id)
        {
            var member = await db.Members.AsNoTracking().Where(one => one.Id == id).Select(one => new { one.PoleSlug, one.ClusterSlug }).SingleOrDefaultAsync(cancellation);
            if (member is null || !actor.Grants.Any(grant => grant.Role.OrganisationKind switch
            {
                OrganisationKind.Pole => grant.Organisation == member.PoleSlug,
                OrganisationKind.Cluster => grant.Organisation == member.ClusterSlug,
                OrganisationKind.Programme => true
            }))
            {
                references.Missing("#/memberId");
            }
        }

        references.Settle();
    }

    private static void Record(AmbassadorsDbContext db, DeclaredConflict conflict, int version, string what, Actor by, DateTimeOffset at) =>
        db.Journal.Add(JournalEntry.Beside(
            "conflict", conflict.Id, version, new CaseFile(conflict.PoleSlug, conflict.ClusterSlug), what, by, at, new JournalFacts().Add("member", conflict.MemberId)));

    private static IQueryable<DeclaredConflict> Own(AmbassadorsDbContext db, CurrentActor current)
    {
        var me = current.Actor.PersonId;
        return db.Conflicts.Where(conflict => conflict.PersonId == me);
    }
}

/// <summary>Conflicts of interest, the newest first. They are declared and withdrawn, and never change.</summary>
public sealed class NewestConflictFirst : IOrders<DeclaredConflict>
{
    /// <inheritdoc/>
    public static IReadOnlyList<Order<DeclaredConflict>> All { get; } = [new("-declaredAt", Key<DeclaredConflict>.By(conflict => conflict.Id))];

    /// <inheritdoc/>
    public static Func<DateTimeOffset, Expression<Func<DeclaredConflict, bool>>> ChangedSince { get; } = since => conflict => conflict.DeclaredAt >= since;
}
