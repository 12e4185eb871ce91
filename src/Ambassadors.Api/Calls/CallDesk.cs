using Ambassadors.Api.Http;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Calls;

/// <summary>Where requests on one call are taken in.</summary>
public sealed class CallDesk(DeskTools tools) : Desk<Call, CallStatus, CallEvent, CallResponse>(tools)
{
    /// <summary>The calls that the actor may see: drafts are the programme's alone.</summary>
    public IQueryable<Call> Visible => Actor.HoldsAny(Enum.GetValues<Role>().Where(role => role.OrganisationKind == OrganisationKind.Programme))
        ? Db.Calls
        : Db.Calls.Where(call => call.Status != CallStatus.Draft);

    /// <inheritdoc/>
    public override Task<Call?> FindAsync(Guid id, CancellationToken cancellation) => Visible.SingleOrDefaultAsync(call => call.Id == id, cancellation);

    /// <inheritdoc/>
    public override CallResponse Show(Call resource) => CallResponse.Of(resource, Actor);
}
