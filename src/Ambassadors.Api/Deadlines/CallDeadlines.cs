using Ambassadors.Domain.Calls;
using Ambassadors.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Deadlines;

/// <summary>A call opens at <c>opensAt</c>.</summary>
public sealed class CallOpens : Deadline
{
    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Guid>> FindAsync(Due due, CancellationToken cancellation) =>
        await due.Db.Calls.Where(c => c.Status == CallStatus.Published && c.OpensAt <= due.Now)
            .OrderBy(c => c.OpensAt).Select(c => c.Id).Take(Batch).ToListAsync(cancellation);

    /// <inheritdoc/>
    public override async Task ApplyAsync(Guid id, Due due, CancellationToken cancellation) =>
        (await due.Db.Calls.SingleAsync(c => c.Id == id, cancellation)).Open(Actor.Service, due.Now);
}

/// <summary>A call closes at <c>closesAt</c>.</summary>
public sealed class CallCloses : Deadline
{
    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Guid>> FindAsync(Due due, CancellationToken cancellation) =>
        await due.Db.Calls.Where(c => c.Status == CallStatus.Open && c.ClosesAt <= due.Now)
            .OrderBy(c => c.ClosesAt).Select(c => c.Id).Take(Batch).ToListAsync(cancellation);

    /// <inheritdoc/>
    public override async Task ApplyAsync(Guid id, Due due, CancellationToken cancellation) =>
        (await due.Db.Calls.SingleAsync(c => c.Id == id, cancellation)).Close(Actor.Service, due.Now);
}
