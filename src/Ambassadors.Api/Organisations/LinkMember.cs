using Ambassadors.Api.Http;
using Ambassadors.Domain.People;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Organisations;

/// <summary>Which account is a member's.</summary>
/// <param name="PersonId">The account of a person who has a role in the organisation.</param>
public sealed record LinkMemberRequest(Guid? PersonId);

/// <summary>Judges the form of a <see cref="LinkMemberRequest"/>.</summary>
public sealed class LinkMemberRequestValidator : AbstractValidator<LinkMemberRequest>
{
    public LinkMemberRequestValidator() => RuleFor(link => link.PersonId).Required();
}

/// <summary>Says which account is a member's.</summary>
public static class LinkMember<TSide> where TSide : ISide
{
    /// <summary>Links a member to a person's account.</summary>
    /// <remarks>From then on the person can agree to be put forward, consent and sign as this member. By the organisation's
    /// signatories and the programme's administrator; the person needs a role in the organisation.</remarks>
    /// <param name="slug" example="scs">The organisation's slug.</param>
    /// <param name="id">The member's id.</param>
    /// <param name="request">The account.</param>
    /// <param name="ifMatch">The version seen.</param>
    /// <param name="validator">Judges the form.</param>
    /// <param name="tools">What every handler works with.</param>
    /// <param name="cancellation">Cancellation.</param>
    public static async Task<Results<Ok<MemberResponse>, ProblemHttpResult>> RunAsync(
        string slug, Guid id, LinkMemberRequest request, IfMatch ifMatch, IValidator<LinkMemberRequest> validator, DeskTools tools, CancellationToken cancellation)
    {
        if (await ReadMembers<TSide>.FindAsync(tools, slug, id, cancellation) is not { } member)
            return Problems.NotFound();
        if (!ReadMembers<TSide>.MayAct(tools.Current, slug, TSide.Signatory, Role.ProgrammeAdministrator))
            return Register.NotYourRole("member.link", TSide.Signatory, Role.ProgrammeAdministrator);
        if (ifMatch.Check(member.Version) is { } unmet)
            return unmet;
        if (validator.Check(request) is { IsValid: false } form)
            return Problems.Invalid(form);
        var person = request.PersonId!.Value;
        if (member.PersonId == person)
            return TypedResults.Ok(MemberResponse.Of(member));

        if (!await TSide.Memberships(tools.Db.Memberships, slug).AnyAsync(one => one.PersonId == person, cancellation))
            return Problems.Invalid(Problems.UnknownReference("#/personId"));
        member.Link(person, tools.Current, tools.Clock.Now());
        await tools.Db.SaveChangesAsync(cancellation);
        return TypedResults.Ok(MemberResponse.Of(member));
    }
}
