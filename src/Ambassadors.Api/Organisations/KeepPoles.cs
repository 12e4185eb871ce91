using System.Text.Json.Nodes;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Organisations;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Organisations;

/// <summary>A link abroad that is no cooperation.</summary>
/// <param name="Counterpart">The counterpart as the source words it.</param>
/// <param name="Kind">What the link is.</param>
/// <param name="Date" example="2009-06">A year, a month, a day, or absent.</param>
/// <param name="Source">Where it is documented.</param>
public sealed record PoleNoteRequest(string? Counterpart, string? Kind, string? Date, string? Source);

/// <summary>What is written of a pôle.</summary>
/// <param name="Slug" example="aerospace-valley">Permanent name in paths: lower-case words joined by hyphens.</param>
/// <param name="Name" example="Aerospace Valley">Name.</param>
/// <param name="Regions">Regions of 2009.</param>
/// <param name="Tier">Rank that the State gave it.</param>
/// <param name="Evaluation2008">Group in the 2008 evaluation, 1 to 3; absent where no source was found.</param>
/// <param name="Themes">Codes of its themes.</param>
/// <param name="LabelledFrom">First day of the label; absent where it is not known.</param>
/// <param name="LabelledUntil">Last day of the label; absent while it holds.</param>
/// <param name="Source">Where the facts come from.</param>
/// <param name="Confidence" example="high">How sure they are.</param>
/// <param name="Notes">Links abroad that are no cooperation.</param>
public sealed record PoleRequest(
    string? Slug, string? Name, IReadOnlyList<string>? Regions, PoleTier? Tier, int? Evaluation2008, IReadOnlyList<string>? Themes,
    DateOnly? LabelledFrom, DateOnly? LabelledUntil, string? Source, string? Confidence, IReadOnlyList<PoleNoteRequest>? Notes)
{
    /// <summary>What was written.</summary>
    public static PoleRequest Of(Pole pole) => new(
        pole.Slug, pole.Name, pole.Regions, pole.Tier, pole.Evaluation2008, pole.Themes, pole.LabelledFrom, pole.LabelledUntil, pole.Source, pole.Confidence,
        [.. pole.Notes.Select(note => new PoleNoteRequest(note.Counterpart, note.Kind, note.Date, note.Source))]);

    /// <summary>The content, once its form was judged.</summary>
    public PoleContent ToContent() => new(
        Name!, Regions ?? [], Tier!.Value, Evaluation2008, Themes ?? [], LabelledFrom, LabelledUntil, Source!, Confidence!,
        [.. (Notes ?? []).Select(note => new PoleNote(note.Counterpart!, note.Kind!, note.Date, note.Source!))]);
}

/// <summary>Judges the form of a <see cref="PoleRequest"/>.</summary>
public sealed class PoleRequestValidator : AbstractValidator<PoleRequest>
{
    public PoleRequestValidator()
    {
        RuleFor(pole => pole.Slug).Cascade(CascadeMode.Stop).Required().Slug();
        RuleFor(pole => pole.Name).Cascade(CascadeMode.Stop).Required().Line(200);
        this.ListOf(pole => pole.Regions, 10).Line(100);
        RuleFor(pole => pole.Tier).Required();
        RuleFor(pole => pole.Evaluation2008).Between(1, 3);
        this.ListOf(pole => pole.Themes, 20).Slug();
        RuleFor(pole => pole.LabelledFrom).Day();
        RuleFor(pole => pole.LabelledUntil).Cascade(CascadeMode.Stop).Day()
            .Must((pole, until) => until is null || pole.LabelledFrom is null || until >= pole.LabelledFrom).WithErrorCode("field.ends_before_start");
        RuleFor(pole => pole.Source).Cascade(CascadeMode.Stop).Required().Line(2000);
        RuleFor(pole => pole.Confidence).Cascade(CascadeMode.Stop).Required().Line(50);
        this.ListOf(pole => pole.Notes, 50).SetValidator(new PoleNoteRequestValidator());
    }
}

/// <summary>Judges the form of a <see cref="PoleNoteRequest"/>.</summary>
public sealed class PoleNoteRequestValidator : AbstractValidator<PoleNoteRequest>
{
    public PoleNoteRequestValidator()
    {
        RuleFor(note => note.Counterpart).Cascade(CascadeMode.Stop).Required().Line(200);
        RuleFor(note => note.Kind).Cascade(CascadeMode.Stop).Required().Line(200);
        RuleFor(note => note.Date).PartialDate();
        RuleFor(note => note.Source).Cascade(CascadeMode.Stop).Required().Line(2000);
    }
}

/// <summary>Keeps pôles.</summary>
public static class KeepPoles
{
    /// <summary>Adds a pôle.</summary>
    /// <param name="request">The pôle.</param>
    /// <param name="tools">What every handler works with.</param>
    /// <param name="cancellation">Cancellation.</param>
    public static Task<Results<Created<PoleResponse>, ProblemHttpResult>> AddAsync(PoleRequest request, DeskTools tools, CancellationToken cancellation) =>
        tools.AddAsync(
            request,
            async () => await tools.Db.UnknownThemesAsync(request.Themes, cancellation)
                ?? (await tools.Db.Poles.AnyAsync(pole => pole.Slug == request.Slug, cancellation) ? Register.NameTaken(request.Slug!, "#/slug") : null),
            at => Pole.Create(request.Slug!, request.ToContent(), tools.Current, at),
            pole => $"/v1/poles/{pole.Slug}",
            PoleResponse.Of,
            cancellation);

    /// <summary>Changes a pôle.</summary>
    /// <remarks>The slug is permanent. Lists are replaced whole.</remarks>
    /// <param name="slug" example="aerospace-valley">Its slug.</param>
    /// <param name="patch">What changes.</param>
    /// <param name="ifMatch">The version seen.</param>
    /// <param name="tools">What every handler works with.</param>
    /// <param name="cancellation">Cancellation.</param>
    public static async Task<Results<Ok<PoleResponse>, ProblemHttpResult>> EditAsync(
        string slug, JsonNode? patch, IfMatch ifMatch, DeskTools tools, CancellationToken cancellation) =>
        await tools.EditAsync(
            await tools.Db.Poles.SingleOrDefaultAsync(pole => pole.Slug == slug, cancellation), ifMatch, patch,
            PoleRequest.Of,
            async request => request.Slug == slug ? await tools.Db.UnknownThemesAsync(request.Themes, cancellation) : Register.Permanent(slug, "#/slug"),
            (pole, request, at) => pole.Edit(request.ToContent(), tools.Current, at),
            PoleResponse.Of,
            cancellation);
}
