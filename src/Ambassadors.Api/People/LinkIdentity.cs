using Ambassadors.Api.Http;
using Ambassadors.Api.Identity;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.People;

/// <summary>That you are whom an invitation is meant for.</summary>
/// <param name="Token">What the invitation's one-time link carries.</param>
public sealed record LinkIdentityRequest(string? Token);

/// <summary>Judges the form of a <see cref="LinkIdentityRequest"/>.</summary>
public sealed class LinkIdentityRequestValidator : AbstractValidator<LinkIdentityRequest>
{
    public LinkIdentityRequestValidator() => RuleFor(request => request.Token).Cascade(CascadeMode.Stop).Required().Line(2_000);
}

/// <summary>Links an identity at the external provider to the person who was invited.</summary>
public static class LinkIdentity
{
    /// <summary>Links your identity at the external provider to the account that you were invited to</summary>
    /// <remarks>By the provider's issuer and subject, never by e-mail. Only where an external provider issues the tokens.</remarks>
    /// <param name="request">The invitation.</param>
    /// <param name="validator">Judges its form.</param>
    /// <param name="current">Who asks.</param>
    /// <param name="configuration">Says who issues tokens.</param>
    /// <param name="invitations">The invitations.</param>
    /// <param name="accounts">The accounts.</param>
    /// <param name="actors">Who stands behind a token.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="http">The request.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Ok<MeResponse>, ProblemHttpResult>> HandleAsync(
        LinkIdentityRequest request, IValidator<LinkIdentityRequest> validator, CurrentActor current, IConfiguration configuration, Invitations invitations,
        Accounts accounts, Actors actors, PeopleDesk desk, HttpContext http, CancellationToken cancellation)
    {
        if (validator.Validate(request) is { IsValid: false } form)
            return Problems.Invalid(form);
        if (!configuration.HasExternalProvider() || current.Identity is not var (issuer, subject))
            return Problems.Refused(new Refusal("identity.not_external"));
        if (await invitations.FindAsync(request.Token) is not var (person, _))
            return Problems.At(StatusCodes.Status422UnprocessableEntity, "identity.invitation_unusable", "#/token");
        var db = desk.Db;
        if (await db.ExternalIdentities.AnyAsync(identity => identity.Issuer == issuer && identity.Subject == subject, cancellation))
            return Problems.Refused(new Refusal("identity.already_linked"));

        db.ExternalIdentities.Add(new ExternalIdentity { Issuer = issuer, Subject = subject, PersonId = person.Id, LinkedAt = desk.Now });
        person.EmailConfirmed = true;
        person.Version++;
        await PersonEntries.RecordAsync(db, person, "link_identity", [], new Actor { Kind = ActorKind.Person, PersonId = person.Id }, desk.Now, cancellation);

        // The link was good once.
        await accounts.EndSessionsAsync(person);
        await db.SaveChangesAsync(cancellation);
        return TypedResults.Ok(await ShowMe.OfAsync((await actors.OfAsync(http.User, current.Scopes, cancellation)).Actor, current.Scopes, db, cancellation));
    }
}
