using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.People;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Matching;

/// <summary>What an officer says of a pair: it has to be in every plan, or in none.</summary>
/// <param name="Kind">Lock or forbid.</param>
/// <param name="ApplicationId">The application.</param>
/// <param name="OfferId">The offer.</param>
/// <param name="Motive">Why, 1 to 10 000 characters.</param>
public sealed record MatchingInstructionRequest(InstructionKind? Kind, Guid? ApplicationId, Guid? OfferId, string? Motive);

/// <summary>Judges the form of a <see cref="MatchingInstructionRequest"/>.</summary>
public sealed class MatchingInstructionRequestValidator : AbstractValidator<MatchingInstructionRequest>
{
    public MatchingInstructionRequestValidator()
    {
        RuleFor(request => request.Kind).Required();
        RuleFor(request => request.ApplicationId).Required();
        RuleFor(request => request.OfferId).Required();
        RuleFor(request => request.Motive).Cascade(CascadeMode.Stop).Required().Prose();
    }
}

/// <summary>An officer's instruction (consigne) to the runs of a call.</summary>
/// <param name="Id">Id, UUID version 7.</param>
/// <param name="Version">Version, one more with each change.</param>
/// <param name="Status">Where it is.</param>
/// <param name="AllowedActions">What you may do now.</param>
/// <param name="CallId">The call.</param>
/// <param name="Kind">Lock or forbid.</param>
/// <param name="ApplicationId">The application.</param>
/// <param name="OfferId">The offer.</param>
/// <param name="PoleSlug">Slug of the pôle.</param>
/// <param name="ClusterSlug">Slug of the cluster.</param>
/// <param name="Motive">Why it was given, or lifted.</param>
/// <param name="CreatedAt">When it was given.</param>
/// <param name="UpdatedAt">Instant of the last change.</param>
public sealed record MatchingInstructionResponse(
    Guid Id, int Version, InstructionStatus Status, IReadOnlyList<InstructionEvent> AllowedActions, Guid CallId, InstructionKind Kind, Guid ApplicationId, Guid OfferId,
    string PoleSlug, string ClusterSlug, string? Motive, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt) : IVersionedResponse;

/// <summary>Where requests on one instruction are taken in.</summary>
public sealed class InstructionDesk(DeskTools tools) : Desk<MatchingInstruction, InstructionStatus, InstructionEvent, MatchingInstructionResponse>(tools)
{
    /// <summary>The instructions that the actor may see: all in the programme, none elsewhere.</summary>
    public IQueryable<MatchingInstruction> Visible => Actor.SeesEveryFile() ? Db.MatchingInstructions : Db.MatchingInstructions.Where(_ => false);

    /// <inheritdoc/>
    public override Task<MatchingInstruction?> FindAsync(Guid id, CancellationToken cancellation) => Visible.SingleOrDefaultAsync(one => one.Id == id, cancellation);

    /// <inheritdoc/>
    public override MatchingInstructionResponse Show(MatchingInstruction resource) => new(
        resource.Id, resource.Version, resource.Status, [.. resource.AllowedActions(Actor)], resource.CallId, resource.Kind, resource.ApplicationId, resource.OfferId,
        resource.PoleSlug, resource.ClusterSlug, resource.Motive, resource.CreatedAt, resource.UpdatedAt);
}

/// <summary>Gives and lifts instructions.</summary>
public static class Instruct
{
    private static readonly CallStatus[] Deciding = [CallStatus.Published, CallStatus.Open, CallStatus.Closed, CallStatus.Matching];

    /// <summary>Locks or forbids a pair in the runs of a call</summary>
    /// <remarks>With a motive, which is journalled. Runs that freeze their input from then on keep to it. A pair that breaks a hard rule can't be locked: each rule is named (409).</remarks>
    public static async Task<Results<Created<MatchingInstructionResponse>, ProblemHttpResult>> GiveAsync(
        Guid id, MatchingInstructionRequest request, IValidator<MatchingInstructionRequest> validator, InstructionDesk desk, PoolReader pool, CancellationToken cancellation)
    {
        var db = desk.Db;
        if (await db.Calls.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellation) is not { } call)
            return Problems.NotFound();
        if (validator.Validate(request) is { IsValid: false } form)
            return Problems.Invalid(form);
        var references = new References(db);
        var application = await db.Applications.AsNoTracking().SingleOrDefaultAsync(a => a.Id == request.ApplicationId && a.CallId == id, cancellation);
        if (application is null)
            references.Missing("#/applicationId");
        var offer = await db.Offers.AsNoTracking().SingleOrDefaultAsync(o => o.Id == request.OfferId, cancellation);
        if (offer is null)
            references.Missing("#/offerId");
        references.Settle();

        var unmet = await UnmetAsync(request.Kind!.Value, call, application!, offer!, desk, pool, cancellation);
        var (instruction, verdict) = MatchingInstruction.Give(request.Kind.Value, application!, offer!, unmet, request.Motive!, desk.Actor, desk.Now);
        if (!verdict.IsDone)
            return Problems.Refused(verdict);
        db.MatchingInstructions.Add(instruction);
        await db.SaveChangesAsync(cancellation);
        return TypedResults.Created($"/v1/matching-instructions/{instruction.Id}", desk.Show(instruction));
    }

    /// <summary>Lists the instructions to the runs of a call, the newest first</summary>
    /// <param name="id">The call.</param>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="status">Only instructions in this status.</param>
    /// <param name="kind">Only locks, or only forbidden pairs.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Listing<MatchingInstructionResponse>, ProblemHttpResult>> ListAsync(
        Guid id, ListRequest<MatchingInstruction, NewestFirst<MatchingInstruction>> list, InstructionDesk desk, Named<InstructionStatus>? status, Named<InstructionKind>? kind,
        CancellationToken cancellation)
    {
        if (!await desk.Db.Calls.AnyAsync(call => call.Id == id, cancellation))
            return Problems.NotFound();
        var instructions = desk.Visible.AsNoTracking().Where(one => one.CallId == id);
        if (status is { Value: var wanted })
            instructions = instructions.Where(one => one.Status == wanted);
        if (kind is { Value: var sort })
            instructions = instructions.Where(one => one.Kind == sort);
        return list.Of(instructions, desk.Show);
    }

    /// <summary>Shows an instruction</summary>
    public static Task<Results<Ok<MatchingInstructionResponse>, ProblemHttpResult>> ShowAsync(Guid id, InstructionDesk desk, CancellationToken cancellation) =>
        desk.ShowAsync(id, cancellation);

    /// <summary>Lifts an instruction</summary>
    public static Task<Results<Ok<MatchingInstructionResponse>, ProblemHttpResult>> LiftAsync(
        Guid id, MotiveRequest request, IfMatch ifMatch, InstructionDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, InstructionEvent.Lift, ifMatch, request, instruction => instruction.Lift(request.Motive!, desk.Actor, desk.Now), cancellation);

    private static async Task<IEnumerable<Refusal>> UnmetAsync(
        InstructionKind kind, Call call, ExchangeApplication application, Offer offer, InstructionDesk desk, PoolReader pool, CancellationToken cancellation)
    {
        var unmet = new List<Refusal>();
        if (!Deciding.Contains(call.Status))
            unmet.Add(new Refusal("instruction.call_over", null, Wire.Name(call.Status)));
        var inForce = await desk.Db.MatchingInstructions.AsNoTracking().Where(one => one.ApplicationId == application.Id && one.Status == InstructionStatus.InForce)
            .ToListAsync(cancellation);
        if (inForce.Find(one => one.OfferId == offer.Id) is { } same)
            unmet.Add(new Refusal("instruction.in_force", "#/offerId", $"/v1/matching-instructions/{same.Id}"));
        else if (kind == InstructionKind.Lock && inForce.Find(one => one.Kind == InstructionKind.Lock) is { } other)
            unmet.Add(new Refusal("instruction.application_locked", "#/applicationId", $"/v1/matching-instructions/{other.Id}"));
        if (kind == InstructionKind.Forbid)
            return unmet;

        if (application.Status != ApplicationStatus.InMatching)
            unmet.Add(new Refusal("pairing.application_not_in_matching", "#/applicationId"));
        if (offer.Status != OfferStatus.Published)
            unmet.Add(new Refusal("offer.not_published", "#/offerId"));
        var open = (await pool.OpenAsync(call.Id, cancellation)).Select(one => one.Pair);
        var ties = await pool.TiesAsync(cancellation);
        var ground = await pool.GroundAsync(call, desk.Today, open, cancellation);
        var broken = CandidateRule.Judge(PoolReader.SideOf(application, call, ties), PoolReader.SideOf(offer, offer.PlacesLeft, ties), ground).Broken;
        unmet.AddRange(broken.Select(rule => new Refusal(CandidateRule.CodeOf(rule), "#/offerId")));
        return unmet;
    }
}
