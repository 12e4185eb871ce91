using Ambassadors.Api.Http;
using Ambassadors.Domain.Calls;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ambassadors.Api.Calls;

/// <summary>The transitions of a call that need nothing but its version.</summary>
public static class MoveCall
{
    /// <summary>Announces a call</summary>
    /// <remarks>Pôles see it and may begin drafts. Its currency is fixed from here.</remarks>
    public static Task<Results<Ok<CallResponse>, ProblemHttpResult>> PublishAsync(Guid id, IfMatch ifMatch, CallDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, CallEvent.Publish, ifMatch, call => call.Publish(desk.Actor, desk.Now), cancellation);

    /// <summary>Opens a call</summary>
    /// <remarks>Happens by itself at <c>opensAt</c>; opened early, the call opens at this instant. Its rules are frozen from here.</remarks>
    public static Task<Results<Ok<CallResponse>, ProblemHttpResult>> OpenAsync(Guid id, IfMatch ifMatch, CallDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, CallEvent.Open, ifMatch, call => call.Open(desk.Actor, desk.Now), cancellation);

    /// <summary>Closes a call</summary>
    /// <remarks>Happens by itself at <c>closesAt</c>; closed early, the call closes at this instant.</remarks>
    public static Task<Results<Ok<CallResponse>, ProblemHttpResult>> CloseAsync(Guid id, IfMatch ifMatch, CallDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, CallEvent.Close, ifMatch, call => call.Close(desk.Actor, desk.Now), cancellation);

    /// <summary>Begins the search for pairings</summary>
    public static Task<Results<Ok<CallResponse>, ProblemHttpResult>> StartMatchingAsync(Guid id, IfMatch ifMatch, CallDesk desk, CancellationToken cancellation) =>
        desk.TakeAsync(id, CallEvent.StartMatching, ifMatch, call => call.StartMatching(desk.Actor, desk.Now), cancellation);
}
