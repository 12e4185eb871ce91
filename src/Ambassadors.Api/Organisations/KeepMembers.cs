using System.Text.Json.Nodes;
using Ambassadors.Api.Http;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Organisations;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.Organisations;

/// <summary>What an editor writes of a member.</summary>
/// <param name="Name" example="Julien Carles">Name, as the person writes it.</param>
/// <param name="Email" example="ambassador@scs.example">E-mail address.</param>
/// <param name="Function">Function in the governance.</param>
/// <param name="MandateFrom">First day of the mandate; absent where it is not known.</param>
/// <param name="MandateUntil">Last day of the mandate; absent while it holds.</param>
/// <param name="Languages">Languages spoken, BCP 47.</param>
/// <param name="Themes">Codes of the member's themes.</param>
public sealed record MemberRequest(
    string? Name, string? Email, GovernanceFunction? Function, DateOnly? MandateFrom, DateOnly? MandateUntil,
    IReadOnlyList<string>? Languages, IReadOnlyList<string>? Themes)
{
    /// <summary>What was written.</summary>
    public static MemberRequest Of(Member member) => new(
        member.Name, member.Email, member.Function, member.MandateFrom, member.MandateUntil, member.Languages, member.Themes);

    /// <summary>The content, once its form was judged.</summary>
    public MemberContent ToContent() => new(Name!, Email, Function!.Value, MandateFrom, MandateUntil, Languages ?? [], Themes ?? []);
}

/// <summary>Judges the form of a <see cref="MemberRequest"/>.</summary>
public sealed class MemberRequestValidator : AbstractValidator<MemberRequest>
{
    public MemberRequestValidator()
    {
        RuleFor(member => member.Name).Cascade(CascadeMode.Stop).Required().Line(200);
        RuleFor(member => member.Email).Cascade(CascadeMode.Stop).Email();
        RuleFor(member => member.Function).Required();
        RuleFor(member => member.MandateFrom).Day();
        RuleFor(member => member.MandateUntil).Cascade(CascadeMode.Stop).Day()
            .Must((member, until) => until is null || member.MandateFrom is null || until >= member.MandateFrom).WithErrorCode("field.ends_before_start");
        this.ListOf(member => member.Languages, 20).Language();
        this.ListOf(member => member.Themes, 20).Slug();
    }
}

/// <summary>Keeps the members of an organisation.</summary>
public static class KeepMembers<TSide> where TSide : ISide
{
    /// <summary>Adds a member to an organisation.</summary>
    /// <remarks>By its editors and signatories, and by the programme's administrator.</remarks>
    /// <param name="slug" example="scs">The organisation's slug.</param>
    /// <param name="request">The member.</param>
    /// <param name="tools">What every handler works with.</param>
    /// <param name="cancellation">Cancellation.</param>
    public static async Task<Results<Created<MemberResponse>, ProblemHttpResult>> AddAsync(
        string slug, MemberRequest request, DeskTools tools, CancellationToken cancellation)
    {
        if (!await ReadMembers<TSide>.IsThereAsync(tools, slug, cancellation))
            return Problems.NotFound();
        if (!ReadMembers<TSide>.MayAct(tools.Current, slug, TSide.Editors))
            return Register.NotYourRole("member.create", TSide.Editors);
        return await tools.AddAsync(
            request,
            () => tools.Db.UnknownThemesAsync(request.Themes, cancellation),
            at => Member.Create(TSide.PoleOf(slug), TSide.ClusterOf(slug), request.ToContent(), tools.Current, at),
            member => $"{TSide.Path(slug)}/{member.Id}",
            MemberResponse.Of,
            cancellation);
    }

    /// <summary>Changes a member of an organisation.</summary>
    /// <remarks>By its editors and signatories, and by the programme's administrator. Lists are replaced whole.</remarks>
    /// <param name="slug" example="scs">The organisation's slug.</param>
    /// <param name="id">The member's id.</param>
    /// <param name="patch">What changes.</param>
    /// <param name="ifMatch">The version seen.</param>
    /// <param name="tools">What every handler works with.</param>
    /// <param name="cancellation">Cancellation.</param>
    public static async Task<Results<Ok<MemberResponse>, ProblemHttpResult>> EditAsync(
        string slug, Guid id, JsonNode? patch, IfMatch ifMatch, DeskTools tools, CancellationToken cancellation)
    {
        var member = await ReadMembers<TSide>.FindAsync(tools, slug, id, cancellation);
        if (member is not null && !ReadMembers<TSide>.MayAct(tools.Current, slug, TSide.Editors))
            return Register.NotYourRole("member.edit", TSide.Editors);
        return await tools.EditAsync(
            member, ifMatch, patch,
            MemberRequest.Of,
            request => tools.Db.UnknownThemesAsync(request.Themes, cancellation),
            (one, request, at) => one.Edit(request.ToContent(), tools.Current, at),
            MemberResponse.Of,
            cancellation);
    }
}
