using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using OpenIddict.Abstractions;

namespace Ambassadors.Api.Identity.Pages;

/// <summary>Where a one-time link leads: it sets a first password, or another one.</summary>
public sealed class SetPasswordModel(Accounts accounts, IOpenIddictTokenManager tokens) : PlainPage
{
    /// <summary>Whose password.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid Person { get; set; }

    /// <summary>That the link was given by the service, once, not long ago.</summary>
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
        if (await FindAsync() is not { } person)
            return Page();
        if (Password != Again)
            return Unset("set_password.differ");
        var result = await accounts.ResetPasswordAsync(person, Token!, Password ?? "");
        if (!result.Succeeded)
            return Unset(result.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.InvalidToken)) ? "set_password.unusable" : "set_password.weak");

        // Only whoever was given the link can be here: it proves the address as a message would.
        person.EmailConfirmed = true;
        person.LockoutEnd = null;
        person.AccessFailedCount = 0;
        await accounts.UpdateAsync(person);
        await tokens.RevokeBySubjectAsync(person.Id.ToString(), HttpContext.RequestAborted);
        IsSet = true;
        return Page();
    }

    private async Task<Person?> FindAsync()
    {
        var person = Token is null ? null : await accounts.FindByIdAsync(Person.ToString());
        IsUsable = person is not null && await accounts.VerifyUserTokenAsync(person, OneTimeLinks.Provider, UserManager<Person>.ResetPasswordTokenPurpose, Token!);
        if (IsUsable)
            return person;
        Unset("set_password.unusable");
        return null;
    }

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Unset(string why)
    {
        Fault = Text(why);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
