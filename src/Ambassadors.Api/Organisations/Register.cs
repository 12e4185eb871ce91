using System.Text.Json.Nodes;
using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.Organisations;

/// <summary>How the entries of the register are kept: themes, pôles, clusters, their members and cooperations. They have a version, but no machine.</summary>
public static class Register
{
    /// <summary>Adds an entry, once its form and its references were judged.</summary>
    public static async Task<Results<Created<TResponse>, ProblemHttpResult>> AddAsync<TRequest, TResource, TResponse>(
        this DeskTools tools, TRequest request, Func<Task<ProblemHttpResult?>> stands, Func<DateTimeOffset, TResource> create,
        Func<TResource, string> path, Func<TResource, TResponse> show, CancellationToken cancellation) where TResource : Resource
    {
        if (tools.Services.GetRequiredService<IValidator<TRequest>>().Validate(request) is { IsValid: false } form)
            return Problems.Invalid(form);
        if (await stands() is { } problem)
            return problem;
        var resource = create(tools.Clock.Now());
        tools.Db.Add(resource);
        await tools.Db.SaveChangesAsync(cancellation);
        return TypedResults.Created(path(resource), show(resource));
    }

    /// <summary>Changes an entry by a merge patch, judged as a whole like a new one.</summary>
    public static async Task<Results<Ok<TResponse>, ProblemHttpResult>> EditAsync<TRequest, TResource, TResponse>(
        this DeskTools tools, TResource? resource, IfMatch ifMatch, JsonNode? patch, Func<TResource, TRequest> written,
        Func<TRequest, Task<ProblemHttpResult?>> stands, Action<TResource, TRequest, DateTimeOffset> edit, Func<TResource, TResponse> show,
        CancellationToken cancellation) where TResource : Resource where TRequest : class
    {
        if (resource is null)
            return Problems.NotFound();
        if (ifMatch.Check(resource.Version, star: true) is { } unmet)
            return unmet;
        var (request, unchanged, unreadable) = MergePatch.Apply(written(resource), patch, tools.Json.Value.SerializerOptions);
        if (unreadable is not null)
            return unreadable;
        if (tools.Services.GetRequiredService<IValidator<TRequest>>().Validate(request!) is { IsValid: false } form)
            return Problems.Invalid(form);
        if (unchanged)
            return TypedResults.Ok(show(resource));
        if (await stands(request!) is { } problem)
            return problem;
        edit(resource, request!, tools.Clock.Now());
        await tools.Db.SaveChangesAsync(cancellation);
        return TypedResults.Ok(show(resource));
    }

    /// <summary>The actor may see the file but not act on it in this way.</summary>
    public static ProblemHttpResult NotYourRole(string act, params Role[] roles) => Problems.Refused(
        new Refusal("role.not_allowed", null, act, string.Join(", ", roles.Select(role => Wire.Name(role)))) { Kind = RefusalKind.Role });

    /// <summary>An identifier is another entry's already.</summary>
    public static ProblemHttpResult NameTaken(string name, string pointer) =>
        Problems.At(StatusCodes.Status409Conflict, "resource.name_taken", pointer, name);

    /// <summary>An identifier in a patch is not the entry's.</summary>
    public static ProblemHttpResult Permanent(string name, string pointer) =>
        Problems.Invalid(new ProblemError("field.permanent", pointer, Texts.Detail("field.permanent", name)));

    /// <summary>The themes of a request that are none, each with its pointer.</summary>
    public static async Task<ProblemHttpResult?> UnknownThemesAsync(this AmbassadorsDbContext db, IReadOnlyList<string>? themes, CancellationToken cancellation) =>
        (await new References(db).ThemesAsync(themes, "#/themes", cancellation)).Problem;
}
