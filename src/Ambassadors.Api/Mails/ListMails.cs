using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Api.Mails;

/// <summary>What became of a mail. Neither its address nor its words are kept.</summary>
/// <param name="Id">The mail; its Message-ID begins with it.</param>
/// <param name="PersonId">To whom.</param>
/// <param name="Kind">The kind of its notice; <c>digest</c> of several.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Reason">Why it was not sent, or why nobody knows; absent where it was.</param>
/// <param name="ReplyCode">The mail server's last reply code.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="CreatedAt">Since when there is the mail, UTC.</param>
/// <param name="DueAt">From when on it is tried next, UTC; absent once it is over.</param>
/// <param name="EndedAt">When it was over, UTC; absent until then.</param>
public sealed record MailResponse(
    Guid Id, Guid PersonId, string Kind, MailStatus Status, MailReason? Reason, int? ReplyCode, int Attempts, DateTimeOffset CreatedAt, DateTimeOffset? DueAt, DateTimeOffset? EndedAt)
{
    /// <summary>Shows a mail.</summary>
    public static MailResponse Of(MailDelivery mail) => new(
        mail.Id, mail.PersonId, mail.Kind, mail.Status, mail.Reason, mail.ReplyCode, mail.Attempts, mail.CreatedAt, mail.Status == MailStatus.Waiting ? mail.DueAt : null, mail.EndedAt);
}

/// <summary>Mails, the newest first.</summary>
public sealed class NewestMailFirst : IOrders<MailDelivery>
{
    /// <inheritdoc/>
    public static IReadOnlyList<Order<MailDelivery>> All { get; } = [new("-createdAt", Key<MailDelivery>.By(mail => mail.Id))];
}

/// <summary>Shows what became of mails.</summary>
public static class ListMails
{
    /// <summary>Lists what became of mails, the newest first</summary>
    /// <remarks>
    /// For the administrator and auditors. A mail is kept in this list for ninety days after it is over. Mails that are <c>unsure</c> were not sent again, since nobody is written to
    /// twice: the person has the notice all the same.
    /// </remarks>
    /// <param name="list">How the list is asked for.</param>
    /// <param name="db">The database.</param>
    /// <param name="status">Only mails in this status.</param>
    /// <param name="personId">Only mails to this person.</param>
    public static Listing<MailResponse> Handle(ListRequest<MailDelivery, NewestMailFirst> list, AmbassadorsDbContext db, Named<MailStatus>? status, Guid? personId)
    {
        var mails = db.MailDeliveries.AsNoTracking();
        if (status is { Value: var wanted })
            mails = mails.Where(mail => mail.Status == wanted);
        if (personId is not null)
            mails = mails.Where(mail => mail.PersonId == personId);
        return list.Of(mails, MailResponse.Of);
    }
}

/// <summary>The route table of mails.</summary>
public static class MailEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapMails(this RouteGroupBuilder v1)
    {
        v1.MapGroup("/mails").WithTags("Mails").MapGet("/", ListMails.Handle).WithName("listMails").RequireAuthorization(Policies.ReadMails);
        var preferences = v1.MapGroup("/me/mail-preferences").WithTags("Me").RequireAuthorization(Policies.Own);
        preferences.MapGet("/", KeepMailPreferences.ShowAsync).WithName("getMailPreferences");
        preferences.MapPatch("/", KeepMailPreferences.EditAsync).WithName("editMailPreferences").Accepts<MailPreferencesRequest>(MergePatch.MediaType);
        return v1;
    }
}
