using System.Text.Json.Nodes;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Api.Organisations;
using Ambassadors.Api.Partners;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.People;
using Ambassadors.Domain.Webhooks;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Webhooks;

/// <summary>Registers, changes and ends webhook endpoints.</summary>
public static class KeepWebhooks
{
    private static readonly Role[] Editors = [Role.PoleEditor, Role.ClusterContact, Role.ProgrammeAdministrator];

    /// <summary>Lists the webhook endpoints of your organisations, the newest first</summary>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="status">Only endpoints in this status.</param>
    public static Listing<WebhookEndpointResponse> List(ListRequest<WebhookEndpoint, NewestFirst<WebhookEndpoint>> list, WebhookDesk desk, Named<WebhookStatus>? status)
    {
        var endpoints = desk.Visible.AsNoTracking();
        if (status is { Value: var wanted })
            endpoints = endpoints.Where(endpoint => endpoint.Status == wanted);
        return list.Of(endpoints, desk.Show);
    }

    /// <summary>Shows a webhook endpoint: how far it was sent what happened, and whether it takes it</summary>
    public static Task<Results<Ok<WebhookEndpointResponse>, ProblemHttpResult>> ShowAsync(Guid id, WebhookDesk desk, CancellationToken cancellation) => desk.ShowAsync(id, cancellation);

    /// <summary>Registers a webhook endpoint</summary>
    /// <remarks>
    /// What happens from now on, and what the organisation may hear of it, is sent there: a POST of a CloudEvent (<c>application/cloudevents+json</c>), signed as Standard Webhooks 1.0 says.
    /// Any 2xx within 15 seconds takes it. What is not taken is tried again, in order, for three days. The answer shows the secret, this once; the same Idempotency-Key shows
    /// it again for 24 hours. The address is public: nothing is sent to a private network (422), whatever its name leads to later.
    /// </remarks>
    public static async Task<Results<Created<WebhookEndpointResponse>, ProblemHttpResult>> CreateAsync(
        WebhookEndpointRequest request, IValidator<WebhookEndpointRequest> validator, WebhookDesk desk, WebhookSigner signer, CancellationToken cancellation)
    {
        if (validator.Validate(request) is { IsValid: false } form)
            return Problems.Invalid(form);
        var (db, file, signature) = (desk.Db, request.FileOf(), request.Signature ?? WebhookSignature.Hmac);
        if (WebhookLifecycle.Table.Judge(null, WebhookAct.Create, desk.Actor, file).Refusal is { } refusal)
            return Problems.Refused(refusal);
        (await new References(db).OrganisationAsync(file.Pole, file.Cluster, cancellation)).Settle();
        if (desk.ReachProblem(request.Url!) is { } problem)
            return problem;
        await db.HoldOrganisationAsync(file, cancellation);
        var others = await db.WebhookEndpoints.CountAsync(one => one.PoleSlug == file.Pole && one.ClusterSlug == file.Cluster && one.Status != WebhookStatus.Removed, cancellation);
        var (secret, text) = signer.Make(signature, desk.Now);
        var (endpoint, verdict) = WebhookEndpoint.Create(
            file, request.ToContent(), signature, secret, await db.HeadPositionAsync(cancellation), others, desk.Actor, desk.Now);
        if (!verdict.IsDone)
            return Problems.Refused(verdict);
        db.WebhookEndpoints.Add(endpoint);
        await db.SaveChangesAsync(cancellation);
        return TypedResults.Created($"/v1/webhook-endpoints/{endpoint.Id}", desk.Show(endpoint, text));
    }

    /// <summary>Changes where a webhook endpoint is, what it hears and what it is for</summary>
    /// <remarks>Pôle, cluster and signature are permanent. What waits is sent to the new address, without a pause.</remarks>
    public static async Task<Results<Ok<WebhookEndpointResponse>, ProblemHttpResult>> EditAsync(
        Guid id, JsonNode? patch, IfMatch ifMatch, WebhookDesk desk, WebhookSignal signal, CancellationToken cancellation)
    {
        ProblemHttpResult? problem = null;
        var edited = await desk.EditAsync(id, ifMatch, patch, Editors, WebhookEndpointRequest.Of, async (endpoint, request) =>
        {
            problem = request.PoleSlug != endpoint.PoleSlug ? Register.Permanent(endpoint.PoleSlug ?? "-", "#/poleSlug")
                : request.ClusterSlug != endpoint.ClusterSlug ? Register.Permanent(endpoint.ClusterSlug ?? "-", "#/clusterSlug")
                : request.Signature != endpoint.Signature ? Register.Permanent(Wire.Name(endpoint.Signature), "#/signature")
                : request.Url == endpoint.Url ? null : desk.ReachProblem(request.Url!);
            if (problem is not null)
                return new Refusal("request.invalid");
            var (content, isElsewhere, areOthers) = (request.ToContent(), request.Url != endpoint.Url, !endpoint.Types.SequenceEqual(request.Types ?? []));
            var verdict = endpoint.Edit(content, desk.Actor, desk.Now);

            // What failed before says nothing of it as it is now.
            if (isElsewhere || areOthers)
                await WebhookQueues.ResetAsync(desk.Db, endpoint, null, areOthers ? long.MaxValue : 0, cancellation);
            signal.Ask();
            return verdict;
        }, cancellation);
        return problem is null ? edited : problem;
    }

    /// <summary>Pauses a webhook endpoint: what happens waits</summary>
    public static Task<Results<Ok<WebhookEndpointResponse>, ProblemHttpResult>> PauseAsync(Guid id, IfMatch ifMatch, WebhookDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, WebhookAct.Pause, ifMatch, endpoint => endpoint.Pause(desk.Actor, desk.Now), cancellation);

    /// <summary>Sends to a webhook endpoint again, from where it stopped</summary>
    public static Task<Results<Ok<WebhookEndpointResponse>, ProblemHttpResult>> ResumeAsync(Guid id, IfMatch ifMatch, WebhookDesk desk, WebhookSignal signal, CancellationToken cancellation) =>
        desk.TakeAsync<object>(id, WebhookAct.Resume, ifMatch, null, async endpoint =>
        {
            var verdict = endpoint.Resume(desk.Actor, desk.Now);
            if (verdict.IsDone)
                await WebhookQueues.ResetAsync(desk.Db, endpoint, null, 0, cancellation);
            signal.Ask();
            return verdict;
        }, cancellation);

    /// <summary>Gives a webhook endpoint another secret or key</summary>
    /// <remarks>The answer shows a secret, this once. For the overlap what is sent is signed by those before too, so that the receiver can change over while it runs.</remarks>
    public static async Task<Results<Ok<WebhookEndpointResponse>, ProblemHttpResult>> RotateSecretAsync(
        Guid id, RotateSecretRequest request, IfMatch ifMatch, WebhookDesk desk, WebhookSigner signer, CancellationToken cancellation)
    {
        (WebhookEndpoint? Rotated, string? Text) made = default;
        var answer = await desk.TakeAsync(id, WebhookAct.RotateSecret, ifMatch, request, endpoint =>
        {
            var (secret, text) = signer.Make(endpoint.Signature, desk.Now);
            made = (endpoint, text);
            return endpoint.Rotate(secret, desk.Now.AddHours(request.OverlapHours ?? EndClient.UsualOverlap), desk.Actor, desk.Now);
        }, cancellation);
        return answer.Result is Ok<WebhookEndpointResponse> && made is ({ } rotated, var shown) ? TypedResults.Ok(desk.Show(rotated, shown)) : answer;
    }

    /// <summary>Removes a webhook endpoint for good</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(Guid id, IfMatch ifMatch, WebhookDesk desk, CancellationToken cancellation) =>
        (await desk.TakeAsync<object>(id, WebhookAct.Remove, ifMatch, null, async endpoint =>
        {
            var verdict = endpoint.Remove(desk.Actor, desk.Now);
            if (verdict.IsDone)
                await WebhookQueues.EndAsync(desk.Db, endpoint, cancellation);
            return verdict;
        }, cancellation)).Result is ProblemHttpResult problem ? problem : TypedResults.NoContent();
}
