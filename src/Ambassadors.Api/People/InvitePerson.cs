using Ambassadors.Api.Http;
using Ambassadors.Api.Identity;
using Ambassadors.Domain;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Organisations;
using Ambassadors.Domain.People;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.People;

/// <summary>Whom to invite.</summary>
/// <param name="Email">E-mail address, by which the person signs in.</param>
/// <param name="Name">Name, up to 200 characters.</param>
/// <param name="Language">Language of pages and notices: <c>fr</c> or <c>en</c>.</param>
/// <param name="Memberships">What the person is to be, one role at least.</param>
/// <param name="MemberId">The member of a pôle or cluster that the person is, where they are one.</param>
public sealed record InviteRequest(string? Email, string? Name, string? Language, IReadOnlyList<MembershipRequest>? Memberships, Guid? MemberId);

/// <summary>Judges the form of an <see cref="InviteRequest"/>.</summary>
public sealed class InviteRequestValidator : AbstractValidator<InviteRequest>
{
    public InviteRequestValidator()
    {
        RuleFor(request => request.Email).Cascade(CascadeMode.Stop).Required().Email();
        RuleFor(request => request.Name).Cascade(CascadeMode.Stop).Required().Line(200);
        RuleFor(request => request.Language).Cascade(CascadeMode.Stop).Required().Must(language => language is "fr" or "en").WithErrorCode("field.language");
        RuleFor(request => request.Memberships).Cascade(CascadeMode.Stop).Required()
            .Must(memberships => memberships is not { Count: 0 }).WithErrorCode("field.required").ListOf(20);
        this.EachOf(request => request.Memberships, 20).SetValidator(new MembershipRequestValidator());
    }
}

/// <summary>That a person was invited.</summary>
/// <param name="Person">The person.</param>
/// <param name="Link">The link to hand over; absent where the account has a password already, or is not yours alone to let in.</param>
public sealed record InvitationResponse(PersonResponse Person, OneTimeLinkResponse? Link);

/// <summary>Invites people, and lets them in again.</summary>
public static class InvitePerson
{
    private const string Act = "person.invite";

    /// <summary>Invites a person</summary>
    /// <remarks>
    /// The answer shows a one-time link, which you hand over yourself. Where the address has an account already, the
    /// memberships are added to it and nothing else of it changes.
    /// </remarks>
    /// <param name="request">Whom, and as what.</param>
    /// <param name="validator">Judges its form.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Created<InvitationResponse>, ProblemHttpResult>> InviteAsync(
        InviteRequest request, IValidator<InviteRequest> validator, PeopleDesk desk, CancellationToken cancellation)
    {
        if (validator.Validate(request) is { IsValid: false } form)
            return Problems.Invalid(form);
        if (MembershipRequest.Judge(request.Memberships!, desk, Act) is { } refusal)
            return Problems.Refused(refusal);
        var references = new References(desk.Db);
        await MembershipRequest.CheckAsync(request.Memberships!, index => $"#/memberships/{index}", desk.Db, references, cancellation);
        var member = await MemberAsync(request.MemberId, desk, references, cancellation);
        references.Settle();

        var person = await desk.OfAddressAsync(request.Email!, cancellation);
        var isNew = person is null;

        // A role in a pôle or cluster would recuse an officer: nobody chooses so who judges a file.
        if (person is not null && person.Memberships.Any(m => m.Organisation is null) && !desk.Actor.HoldsAny(Role.ProgrammeAdministrator))
            return Problems.Refused(new Refusal("person.belongs_elsewhere") { Kind = RefusalKind.Role });
        person ??= NewPerson(request, desk.Now);
        var mayLetIn = isNew || person is { PasswordHash: null, EmailConfirmed: false } && await desk.MayLetInAsync(person, cancellation);
        Membership[] added = [.. request.Memberships!.Where(wanted => !person.Memberships.Any(wanted.Is)).Select(wanted => wanted.For(person, desk.Now))];
        if (added.Length == 0)
            return Problems.Refused(new Refusal("membership.exists", "#/memberships"));
        if (isNew)
        {
            person.Memberships.AddRange(added);
            await desk.RecordAsync(person, "create", added, cancellation, created: true);
            await desk.AddAsync(person);
        }
        else
        {
            desk.Db.Memberships.AddRange(added);
            await desk.RecordAsync(person, "add_memberships", added, cancellation);
        }

        member?.Link(person.Id, desk.Actor, desk.Now);
        await desk.Db.SaveChangesAsync(cancellation);
        var link = mayLetIn ? await desk.LetInAsync(person) : null;
        return TypedResults.Created($"/v1/people/{person.Id}", new InvitationResponse(desk.Show(person), link));
    }

    /// <summary>Gives a person a new link, for a lost password or a link that expired</summary>
    /// <remarks>Every link given before ends. A signatory can do this for people who never belonged to anything but the own organisation.</remarks>
    /// <param name="id">The person.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Ok<InvitationResponse>, ProblemHttpResult>> InviteAgainAsync(Guid id, PeopleDesk desk, CancellationToken cancellation)
    {
        if (await desk.FindAsync(id, cancellation) is not { } person)
            return Problems.NotFound();
        if (!await desk.MayLetInAsync(person, cancellation))
            return Problems.Refused(new Refusal("person.belongs_elsewhere") { Kind = RefusalKind.Role });
        await desk.RecordAsync(person, "invite", [], cancellation);
        await desk.Db.SaveChangesAsync(cancellation);
        var link = await desk.LetInAsync(person);
        return TypedResults.Ok(new InvitationResponse(desk.Show(person), link));
    }

    private static Person NewPerson(InviteRequest request, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        Email = request.Email,
        UserName = request.Email,
        Name = request.Name!,
        SortName = Search.Fold(request.Name!),
        Language = request.Language!,
        CreatedAt = at
    };

    private static async Task<Member?> MemberAsync(Guid? id, PeopleDesk desk, References references, CancellationToken cancellation)
    {
        if (id is null)
            return null;
        var member = await desk.Db.Members.SingleOrDefaultAsync(one => one.Id == id, cancellation);
        if (member is not null && desk.Keeps(member.PoleSlug, member.ClusterSlug) && member.PersonId is null)
            return member;
        references.Missing("#/memberId");
        return null;
    }
}
