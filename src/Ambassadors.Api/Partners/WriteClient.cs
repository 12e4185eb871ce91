using System.Text.Json.Nodes;
using Ambassadors.Api.Http;
using Ambassadors.Api.Identity;
using Ambassadors.Api.Organisations;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Ambassadors.Api.Partners;

/// <summary>Registers partner systems and changes what is registered.</summary>
public static class WriteClient
{
    // Whoever changes from secrets to keys has time to roll the change out.
    private static readonly TimeSpan SecretsAfterKeys = TimeSpan.FromHours(EndClient.UsualOverlap);

    /// <summary>Registers a partner system</summary>
    /// <remarks>
    /// The answer shows its secret, this once; the same Idempotency-Key shows it again for 24 hours. With <c>jwks</c> there is none: the system authenticates
    /// by assertions that it signs (<c>private_key_jwt</c>).
    /// </remarks>
    /// <param name="request">The partner system.</param>
    /// <param name="validator">Judges its form.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Created<ClientResponse>, ProblemHttpResult>> CreateAsync(
        ClientRequest request, IValidator<ClientRequest> validator, ClientDesk desk, CancellationToken cancellation)
    {
        if (validator.Validate(request) is { IsValid: false } form)
            return Problems.Invalid(form);
        if (await desk.JudgeAsync(request, null, cancellation) is { } problem)
            return problem;
        var (client, secret) = await desk.AddAsync(request, cancellation);
        return TypedResults.Created($"/v1/clients/{client.Id}", desk.Show(client, secret));
    }

    /// <summary>Changes what is registered of a partner system; it counts at its next request</summary>
    /// <remarks>Pôle and cluster are permanent. Lists and <c>jwks</c> are replaced whole. Where keys take the place of secrets, those are good for another 24 hours.</remarks>
    /// <param name="id">The partner system.</param>
    /// <param name="patch">What changes.</param>
    /// <param name="ifMatch">The version that you have seen.</param>
    /// <param name="validator">Judges the form of the whole.</param>
    /// <param name="json">How JSON is read.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    public static async Task<Results<Ok<ClientResponse>, ProblemHttpResult>> EditAsync(
        Guid id, JsonNode? patch, IfMatch ifMatch, IValidator<ClientRequest> validator, IOptions<JsonOptions> json, ClientDesk desk, CancellationToken cancellation)
    {
        if (await desk.FindAsync(id, cancellation) is not { } client)
            return Problems.NotFound();
        if (ifMatch.Check(client.Version, star: true) is { } unmet)
            return unmet;
        var written = ClientRequest.Of(client);
        var (request, unchanged, unreadable) = MergePatch.Apply(written, patch, json.Value.SerializerOptions);
        if (unreadable is not null)
            return unreadable;
        if (validator.Validate(request!) is { IsValid: false } form)
            return Problems.Invalid(form);
        if (unchanged)
            return TypedResults.Ok(desk.Show(client));
        if (request!.PoleSlug != written.PoleSlug)
            return Register.Permanent(written.PoleSlug ?? "-", "#/poleSlug");
        if (request.ClusterSlug != written.ClusterSlug)
            return Register.Permanent(written.ClusterSlug ?? "-", "#/clusterSlug");
        if (client.RevokedAt is not null)
            return Problems.Of(StatusCodes.Status409Conflict, "client.revoked");
        if (await desk.JudgeAsync(request, client, cancellation) is { } problem)
            return problem;
        await WriteAsync(client, written, request, desk, cancellation);
        return TypedResults.Ok(desk.Show(client));
    }

    private static async Task WriteAsync(Client client, ClientRequest before, ClientRequest after, ClientDesk desk, CancellationToken cancellation)
    {
        after.WriteTo(client);
        if (before.Name != after.Name)
            await desk.IndexAnewAsync(client, cancellation);
        if (before.Jwks is null && after.Jwks is not null)
        {
            foreach (var secret in client.Secrets.Where(one => one.IsGoodAt(desk.Now)))
                secret.EndBy(desk.Now + SecretsAfterKeys);
        }

        var facts = after.Facts().Add("renamed", before.Name == after.Name ? null : "true");
        await desk.RecordAsync(client, "edit", facts, cancellation);
    }
}
