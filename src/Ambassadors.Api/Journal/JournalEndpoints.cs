using Ambassadors.Api.Http;

namespace Ambassadors.Api.Journal;

/// <summary>The route table of the journal.</summary>
public static class JournalEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapJournal(this RouteGroupBuilder v1)
    {
        var journal = v1.MapGroup("/journal").WithTags("Journal").RequireAuthorization(Policies.ReadJournal);
        journal.MapGet("/", ReadJournal.Handle).WithName("listJournalEntries");
        journal.MapGet("/head", ReadJournal.HeadAsync).WithName("getHeadOfJournal");
        return v1;
    }
}
