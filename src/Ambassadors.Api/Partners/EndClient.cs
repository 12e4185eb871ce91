using Ambassadors.Api.Http;
using Ambassadors.Domain.Journal;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.Partners;

/// <summary>How long the secrets before stay good.</summary>
/// <param name="OverlapHours" example="24">Hours, 0 to 720; 24 unless said. With 0 they end at once.</param>
public sealed record RotateSecretRequest(int? OverlapHours);

/// <summary>Judges the form of a <see cref="RotateSecretRequest"/>.</summary>
public sealed class RotateSecretRequestValidator : AbstractValidator<RotateSecretRequest>
{
    private const int ThirtyDays = 720;

    public RotateSecretRequestValidator() => RuleFor(request => request.OverlapHours).Between(0, ThirtyDays);
}

/// <summary>Ends secrets, and partner systems.</summary>
public static class EndClient
{
    /// <summary>How many hours the secrets before stay good unless asked otherwise.</summary>
    public const int UsualOverlap = 24;

    private const int MostSecrets = 5;

    /// <summary>Gives a partner system another secret</summary>
    /// <remarks>The answer shows it, this once. The secrets before stay good for the overlap, so that the system can change over while it runs; no more than five are good at once.</remarks>
    /// <param name="id">The partner system.</param>
    /// <param name="request">The overlap.</param>
    /// <param name="ifMatch">The version that you have seen.</param>
    /// <param name="validator">Judges the request's form.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Ok<ClientResponse>, ProblemHttpResult>> RotateSecretAsync(
        Guid id, RotateSecretRequest request, IfMatch ifMatch, IValidator<RotateSecretRequest> validator, ClientDesk desk, CancellationToken cancellation)
    {
        if (await desk.FindAsync(id, cancellation) is not { } client)
            return Problems.NotFound();
        if (ifMatch.Check(client.Version) is { } unmet)
            return unmet;
        if (validator.Validate(request) is { IsValid: false } form)
            return Problems.Invalid(form);
        if (client.RevokedAt is not null)
            return Problems.Of(StatusCodes.Status409Conflict, "client.revoked");
        if (client.JsonWebKeySet is not null)
            return Problems.Of(StatusCodes.Status409Conflict, "client.has_keys");
        var overlap = request.OverlapHours ?? UsualOverlap;
        if (overlap > 0 && client.Secrets.Count(secret => secret.IsGoodAt(desk.Now)) >= MostSecrets)
            return Problems.Of(StatusCodes.Status409Conflict, "client.too_many_secrets", MostSecrets);
        var secret = desk.AddSecret(client, desk.Now.AddHours(overlap));
        await desk.RecordAsync(client, "rotate_secret", new JournalFacts().Add("overlapHours", overlap), cancellation);
        return TypedResults.Ok(desk.Show(client, secret));
    }

    /// <summary>Refuses a partner system for good</summary>
    /// <remarks>Its tokens end with their next use, its secrets and keys at once. What it did stays.</remarks>
    /// <param name="id">The partner system.</param>
    /// <param name="ifMatch">The version that you have seen.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Ok<ClientResponse>, ProblemHttpResult>> RevokeAsync(Guid id, IfMatch ifMatch, ClientDesk desk, CancellationToken cancellation)
    {
        if (await desk.FindAsync(id, cancellation) is not { } client)
            return Problems.NotFound();
        if (ifMatch.Check(client.Version) is { } unmet)
            return unmet;
        if (client.RevokedAt is not null)
            return Problems.Of(StatusCodes.Status409Conflict, "client.revoked");
        client.RevokedAt = desk.Now;
        foreach (var secret in client.Secrets.Where(one => one.IsGoodAt(desk.Now)))
            secret.EndBy(desk.Now);
        await desk.RecordAsync(client, "revoke", new JournalFacts(), cancellation);
        return TypedResults.Ok(desk.Show(client));
    }
}
