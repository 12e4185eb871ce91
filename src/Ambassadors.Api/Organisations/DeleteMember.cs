using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Ambassadors.Api.Organisations;

/// <summary>Deletes a member whom no file names.</summary>
public static class DeleteMember<TSide> where TSide : ISide
{
    /// <summary>Deletes a member of an organisation.</summary>
    /// <remarks>By its editors and signatories, and by the programme's administrator. A member whom an application, an offer or a
    /// pairing names stays: give the mandate an end instead.</remarks>
    /// <param name="slug" example="scs">The organisation's slug.</param>
    /// <param name="id">The member's id.</param>
    /// <param name="ifMatch">The version seen.</param>
    /// <param name="tools">What every handler works with.</param>
    /// <param name="cancellation">Cancellation.</param>
    public static async Task<Results<NoContent, ProblemHttpResult>> RunAsync(
        string slug, Guid id, IfMatch ifMatch, DeskTools tools, CancellationToken cancellation)
    {
        if (await ReadMembers<TSide>.FindAsync(tools, slug, id, cancellation) is not { } member)
            return Problems.NotFound();
        if (!ReadMembers<TSide>.MayAct(tools.Current, slug, TSide.Editors))
            return Register.NotYourRole("member.delete", TSide.Editors);
        if (ifMatch.Check(member.Version) is { } unmet)
            return unmet;
        if (await IsNamedAsync(tools.Db, id, cancellation))
            return Referenced();
        try
        {
            // The journal first: it is written of what is still there.
            member.Remove(tools.Current, tools.Clock.Now());
            await tools.Db.SaveChangesAsync(cancellation);
            await tools.Db.SearchTerms.Where(term => term.OwnerId == id).ExecuteDeleteAsync(cancellation);
            tools.Db.Remove(member);
            await tools.Db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation })
        {
            // Somebody named the member in the meantime.
            return Referenced();
        }

        return TypedResults.NoContent();
    }

    private static async Task<bool> IsNamedAsync(AmbassadorsDbContext db, Guid id, CancellationToken cancellation) =>
        await db.Applications.AnyAsync(application => application.AmbassadorId == id, cancellation)
        || await db.Offers.AnyAsync(offer => offer.CounterpartId == id, cancellation)
        || await db.Pairings.AnyAsync(pairing => pairing.AmbassadorId == id || pairing.CounterpartId == id, cancellation);

    private static ProblemHttpResult Referenced() => Problems.Of(StatusCodes.Status409Conflict, "member.referenced");
}
