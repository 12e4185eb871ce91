using System.Text.Json.Nodes;
using Ambassadors.Api.Data;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Ambassadors.Api.Http;

/// <summary>What every desk works with.</summary>
public sealed record DeskTools(AmbassadorsDbContext Db, CurrentActor Current, TimeProvider Clock, IServiceProvider Services, IOptions<JsonOptions> Json);

/// <summary>
/// Where requests on one resource of a noun are taken in. It keeps the contract's order of answers, once for all: absent or
/// not yours, role, precondition, form, then the case itself.
/// </summary>
public abstract class Desk<TResource, TStatus, TEvent, TResponse>(DeskTools tools)
    where TResource : StatefulResource<TStatus, TEvent>
    where TStatus : struct, Enum
    where TEvent : struct, Enum
    where TResponse : IVersionedResponse
{
    /// <summary>The database.</summary>
    public AmbassadorsDbContext Db => tools.Db;

    /// <summary>Who asks.</summary>
    public Actor Actor => tools.Current.Actor;

    /// <summary>Now.</summary>
    public DateTimeOffset Now => tools.Clock.Now();

    /// <summary>The day in Paris.</summary>
    public DateOnly Today => tools.Clock.Today();

    /// <summary>Finds a resource that the actor may see, tracked.</summary>
    public abstract Task<TResource?> FindAsync(Guid id, CancellationToken cancellation);

    /// <summary>Shows a resource to the actor.</summary>
    public abstract TResponse Show(TResource resource);

    /// <summary>Answers with the resource.</summary>
    public async Task<Results<Ok<TResponse>, ProblemHttpResult>> ShowAsync(Guid id, CancellationToken cancellation) =>
        await FindAsync(id, cancellation) is { } resource ? TypedResults.Ok(Show(resource)) : Problems.NotFound();

    /// <summary>Takes a transition.</summary>
    public Task<Results<Ok<TResponse>, ProblemHttpResult>> TakeAsync(
        Guid id, TEvent on, IfMatch ifMatch, Func<TResource, Verdict> act, CancellationToken cancellation) =>
        TakeAsync<object>(id, on, ifMatch, null, resource => Task.FromResult(act(resource)), cancellation);

    /// <summary>Takes a transition that a request says more about.</summary>
    public Task<Results<Ok<TResponse>, ProblemHttpResult>> TakeAsync<TRequest>(
        Guid id, TEvent on, IfMatch ifMatch, TRequest request, Func<TResource, Verdict> act, CancellationToken cancellation) where TRequest : class =>
        TakeAsync(id, on, ifMatch, request, resource => Task.FromResult(act(resource)), cancellation);

    /// <summary>Takes a transition whose guards read more.</summary>
    public async Task<Results<Ok<TResponse>, ProblemHttpResult>> TakeAsync<TRequest>(
        Guid id, TEvent on, IfMatch ifMatch, TRequest? request, Func<TResource, Task<Verdict>> act, CancellationToken cancellation) where TRequest : class
    {
        if (await FindAsync(id, cancellation) is not { } resource)
            return Problems.NotFound();
        if (resource.Lifecycle.Judge(resource.Status, on, Actor, resource.File).Refusal is { Kind: RefusalKind.Role } refusal && !JudgesRolesItself(on))
            return Problems.Refused(refusal);
        if (ifMatch.Check(resource, on) is { } unmet)
            return unmet;
        if (request is not null && tools.Services.GetRequiredService<IValidator<TRequest>>().Validate(request) is { IsValid: false } form)
            return Problems.Invalid(form);
        var verdict = await act(resource);
        if (!verdict.IsDone)
            return Problems.Refused(verdict);
        await Db.SaveChangesAsync(cancellation);
        return TypedResults.Ok(Show(resource));
    }

    /// <summary>Changes what is written, by a merge patch (RFC 7396) over <paramref name="written"/>.</summary>
    public async Task<Results<Ok<TResponse>, ProblemHttpResult>> EditAsync<TRequest>(
        Guid id, IfMatch ifMatch, JsonNode? patch, IReadOnlyList<Role> by,
        Func<TResource, TRequest> written, Func<TResource, TRequest, Task<Verdict>> act, CancellationToken cancellation) where TRequest : class
    {
        if (await FindAsync(id, cancellation) is not { } resource)
            return Problems.NotFound();
        if (!by.Any(role => Role.HeldThrough(role, false).Any(Actor.RolesOn(resource.File).Contains)))
        {
            return Problems.Refused(new Refusal("role.not_allowed", null, $"{resource.Noun}.edit", string.Join(", ", by.Select(role => Wire.Name(role))))
            { Kind = RefusalKind.Role });
        }

        if (ifMatch.Check(resource.Version, star: true) is { } unmet)
            return unmet;
        var before = written(resource);
        var (request, unchanged, unreadable) = MergePatch.Apply(before, patch, tools.Json.Value.SerializerOptions);
        if (unreadable is not null)
            return unreadable;
        if (tools.Services.GetRequiredService<IValidator<TRequest>>().Validate(request!) is { IsValid: false } form)
            return Problems.Invalid(form);
        if (unchanged)
            return TypedResults.Ok(Show(resource));
        var verdict = await act(resource, request!);
        if (!verdict.IsDone)
            return Problems.Refused(verdict);
        await Db.SaveChangesAsync(cancellation);
        return TypedResults.Ok(Show(resource));
    }

    /// <summary>Whether the domain tells a wrong role from an act out of turn.</summary>
    protected virtual bool JudgesRolesItself(TEvent on) => false;
}

/// <summary>A reason that an act needs, in the words of whoever acts.</summary>
/// <param name="Motive">The reason, 1 to 10 000 characters; the people concerned can read it.</param>
public sealed record MotiveRequest(string? Motive);

/// <summary>Judges the form of a <see cref="MotiveRequest"/>.</summary>
public sealed class MotiveRequestValidator : AbstractValidator<MotiveRequest>
{
    public MotiveRequestValidator() => RuleFor(request => request.Motive).Cascade(CascadeMode.Stop).Required().Prose();
}
