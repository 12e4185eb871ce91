using Ambassadors.Api.Http;
using Ambassadors.Domain.Applications;
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
    /// signatories, and by the programme's administrator, who alone changes a link that was given; the person needs a role in the organisation.</remarks>
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

        // A link decides who may agree and consent as this member: once given, it is not the organisation's to give to another.
        if (member.PersonId is not null && !tools.Current.Actor.HoldsAny(Role.ProgrammeAdministrator))
            return Register.NotYourRole("member.relink", Role.ProgrammeAdministrator);
        if (!await TSide.Memberships(tools.Db.Memberships, slug).AnyAsync(one => one.PersonId == person, cancellation))
            return Problems.Invalid(Problems.UnknownReference("#/personId"));
        await VoidCandidaciesAsync(member.Id, tools, cancellation);
        member.Link(person, tools.Current, tools.Clock.Now());
        await tools.Db.SaveChangesAsync(cancellation);
        return TypedResults.Ok(MemberResponse.Of(member));
    }

    // Whoever agreed to be put forward was somebody else.
    private static async Task VoidCandidaciesAsync(Guid member, DeskTools tools, CancellationToken cancellation)
    {
        var drafts = await tools.Db.Applications
            .Where(application => application.AmbassadorId == member && application.Status == ApplicationStatus.Draft && application.CandidacyAgreed)
            .ToListAsync(cancellation);
        foreach (var draft in drafts)
            draft.VoidCandidacy(tools.Current, tools.Clock.Now());
    }
}
