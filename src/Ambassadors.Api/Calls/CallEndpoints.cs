using Ambassadors.Api.Http;
using Ambassadors.Domain.Calls;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.Calls;

/// <summary>The route table of calls.</summary>
public static class CallEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapCalls(this RouteGroupBuilder v1)
    {
        var calls = v1.MapGroup("/calls").WithTags("Calls");
        calls.MapGet("/", ListCalls.Handle).WithName("listCalls").RequireAuthorization(Policies.Read);
        calls.MapGet("/{id:guid}", ShowAsync).WithName("getCall").RequireAuthorization(Policies.Read);
        calls.MapPost("/", WriteCall.CreateAsync).WithName("createCall").RequireAuthorization(Of(CallEvent.Create));
        calls.MapPatch("/{id:guid}", WriteCall.EditAsync).WithName("editCall").RequireAuthorization(Policies.EditCalls)
            .Accepts<CallRequest>(MergePatch.MediaType);

        calls.MapPost("/{id:guid}/publish", MoveCall.PublishAsync).WithName("publishCall").RequireAuthorization(Of(CallEvent.Publish));
        calls.MapPost("/{id:guid}/open", MoveCall.OpenAsync).WithName("openCall").RequireAuthorization(Of(CallEvent.Open));
        calls.MapPost("/{id:guid}/close", MoveCall.CloseAsync).WithName("closeCall").RequireAuthorization(Of(CallEvent.Close));
        calls.MapPost("/{id:guid}/start-matching", MoveCall.StartMatchingAsync).WithName("startMatchingOfCall").RequireAuthorization(Of(CallEvent.StartMatching));
        calls.MapPost("/{id:guid}/conclude", ConcludeCall.ConcludeAsync).WithName("concludeCall").RequireAuthorization(Of(CallEvent.Conclude));
        calls.MapPost("/{id:guid}/archive", ConcludeCall.ArchiveAsync).WithName("archiveCall").RequireAuthorization(Of(CallEvent.Archive));
        return v1;
    }

    /// <summary>Shows a call, with what is committed and what is left of its budget</summary>
    private static Task<Results<Ok<CallResponse>, ProblemHttpResult>> ShowAsync(
        Guid id, CallDesk desk, CancellationToken cancellation) => desk.ShowAsync(id, cancellation);

    private static string Of(CallEvent on) => Policies.For(CallLifecycle.Table, on);
}
