using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.People;
using Ambassadors.Domain.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpenIddict.Abstractions;

namespace Ambassadors.Api.Identity.Pages;

/// <summary>Where a one-time link leads: it sets a first password, or another one.</summary>
public sealed class SetPasswordModel(
    Accounts accounts, Invitations invitations, IOpenIddictTokenManager tokens, AmbassadorsDbContext db, TimeProvider clock) : PlainPage
{
    /// <summary>What the link carries.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    /// <summary>The password.</summary>
    [BindProperty]
    public string? Password { get; set; }

    /// <summary>The same, typed again.</summary>
    [BindProperty]
    public string? Again { get; set; }

    /// <summary>Whether the link can be used.</summary>
    public bool IsUsable { get; private set; }

    /// <summary>Whether the password was set.</summary>
    public bool IsSet { get; private set; }

    /// <inheritdoc/>
    public override string Title => Text("set_password.title");

    /// <summary>Shows the form where the link can be used.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        await FindAsync();
        return Page();
    }

    /// <summary>Sets the password. It ends every session and refresh token of the account: whoever had them may be why it was lost.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        var cancellation = HttpContext.RequestAborted;
        await using var transaction = await db.BeginWorkAsync(cancellation);
        if (await FindAsync() is not var (person, secret))
            return Page();
        if (Password != Again)
            return Unset("set_password.differ");
        if (!(await accounts.ResetPasswordAsync(person, secret, Password ?? "")).Succeeded)
            return Unset("set_password.weak");

        // Only whoever was given the link can be here: it proves the address as a message would.
        (person.EmailConfirmed, person.LockoutEnd, person.AccessFailedCount) = (true, null, 0);
        person.Version++;
        await PersonEntries.RecordAsync(db, person, "set_password", [], new Actor { Kind = ActorKind.Person, PersonId = person.Id }, clock.Now(), cancellation);
        await accounts.WriteAsync(person);
        await tokens.RevokeBySubjectAsync(person.Id.ToString(), cancellation);
        await transaction.CommitAsync(cancellation);
        IsSet = true;
        return Page();
    }

    private async Task<(Person Person, string Secret)?> FindAsync()
    {
        var found = await invitations.FindAsync(Token);
        IsUsable = found is not null;
        if (!IsUsable)
            Unset("set_password.unusable");
        return found;
    }

    private PageResult Unset(string why)
    {
        Fault = Text(why);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
