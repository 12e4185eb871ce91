using System.Text.Json.Nodes;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Organisations;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Organisations;

/// <summary>What is written of a theme.</summary>
/// <param name="Code" example="health-biotech">Permanent code: lower-case words joined by hyphens.</param>
/// <param name="Label">Label in both languages.</param>
/// <param name="Kind">Whether it is one sector or cuts across several.</param>
/// <param name="Source">Where the entry comes from.</param>
public sealed record ThemeRequest(string? Code, BilingualRequest? Label, ThemeKind? Kind, string? Source);

/// <summary>Judges the form of a <see cref="ThemeRequest"/>.</summary>
public sealed class ThemeRequestValidator : AbstractValidator<ThemeRequest>
{
    public ThemeRequestValidator()
    {
        RuleFor(theme => theme.Code).Cascade(CascadeMode.Stop).Required().Slug();
        RuleFor(theme => theme.Label).Cascade(CascadeMode.Stop).Required().SetValidator(new BilingualRequestValidator()!);
        RuleFor(theme => theme.Kind).Required();
        RuleFor(theme => theme.Source).Cascade(CascadeMode.Stop).Required().Line(2000);
    }
}

/// <summary>Keeps themes.</summary>
public static class KeepThemes
{
    /// <summary>Adds a theme.</summary>
    /// <param name="request">The theme.</param>
    /// <param name="tools">What every handler works with.</param>
    /// <param name="cancellation">Cancellation.</param>
    public static Task<Results<Created<ThemeResponse>, ProblemHttpResult>> AddAsync(ThemeRequest request, DeskTools tools, CancellationToken cancellation) =>
        tools.AddAsync(
            request,
            async () => await tools.Db.Themes.AnyAsync(theme => theme.Code == request.Code, cancellation) ? Register.NameTaken(request.Code!, "#/code") : null,
            at => Theme.Create(request.Code!, request.Label!.En!, request.Label.Fr!, request.Kind!.Value, request.Source!, tools.Current, at),
            theme => $"/v1/themes/{theme.Code}",
            ThemeResponse.Of,
            cancellation);

    /// <summary>Changes a theme.</summary>
    /// <remarks>The code is permanent.</remarks>
    /// <param name="code" example="health-biotech">Its code.</param>
    /// <param name="patch">What changes.</param>
    /// <param name="ifMatch">The version seen.</param>
    /// <param name="tools">What every handler works with.</param>
    /// <param name="cancellation">Cancellation.</param>
    public static async Task<Results<Ok<ThemeResponse>, ProblemHttpResult>> EditAsync(
        string code, JsonNode? patch, IfMatch ifMatch, DeskTools tools, CancellationToken cancellation) =>
        await tools.EditAsync(
            await tools.Db.Themes.SingleOrDefaultAsync(theme => theme.Code == code, cancellation), ifMatch, patch,
            theme => new ThemeRequest(theme.Code, new BilingualRequest(theme.LabelFr, theme.LabelEn), theme.Kind, theme.Source),
            request => Task.FromResult(request.Code == code ? null : Register.Permanent(code, "#/code")),
            (theme, request, at) => theme.Edit(request.Label!.En!, request.Label.Fr!, request.Kind!.Value, request.Source!, tools.Current, at),
            ThemeResponse.Of,
            cancellation);
}
