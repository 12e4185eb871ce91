using Ambassadors.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.Partners;

/// <summary>The route table of partner systems.</summary>
public static class ClientEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapClients(this RouteGroupBuilder v1)
    {
        var clients = v1.MapGroup("/clients").WithTags("Clients");
        clients.MapGet("/", ListClients.Handle).WithName("listClients").RequireAuthorization(Policies.ReadClients);
        clients.MapGet("/{id:guid}", ShowAsync).WithName("getClient").RequireAuthorization(Policies.ReadClients);
        clients.MapPost("/", WriteClient.CreateAsync).WithName("createClient").RequireAuthorization(Policies.KeepClients);
        clients.MapPatch("/{id:guid}", WriteClient.EditAsync).WithName("editClient").RequireAuthorization(Policies.KeepClients)
            .Accepts<ClientRequest>(MergePatch.MediaType);
        clients.MapPost("/{id:guid}/rotate-secret", EndClient.RotateSecretAsync).WithName("rotateSecretOfClient").RequireAuthorization(Policies.KeepClients);
        clients.MapPost("/{id:guid}/revoke", EndClient.RevokeAsync).WithName("revokeClient").RequireAuthorization(Policies.KeepClients);
        return v1;
    }

    /// <summary>Shows a partner system</summary>
    /// <param name="id">The partner system.</param>
    /// <param name="desk">The desk.</param>
    /// <param name="cancellation">Ends the work when the caller leaves.</param>
    private static async Task<Results<Ok<ClientResponse>, ProblemHttpResult>> ShowAsync(Guid id, ClientDesk desk, CancellationToken cancellation) =>
        await desk.FindAsync(id, cancellation) is { } client ? TypedResults.Ok(desk.Show(client)) : Problems.NotFound();
}
