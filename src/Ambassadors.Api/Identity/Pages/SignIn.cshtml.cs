using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Ambassadors.Api.Identity.Pages;

/// <summary>Where a person signs in.</summary>
public sealed class SignInModel(Accounts accounts, SignInManager<Person> signIn) : PlainPage
{
    private const string Documentation = "/docs";

    /// <summary>Where the person is sent afterwards, on this service alone.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>E-mail address.</summary>
    [BindProperty]
    public string? Email { get; set; }

    /// <summary>Password.</summary>
    [BindProperty]
    public string? Password { get; set; }

    /// <inheritdoc/>
    public override string Title => Text("sign_in.title");

    /// <summary>Signs in. One answer for every failure: nobody learns which addresses have an account, or which is locked.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        var password = Password ?? "";
        if (Email is null || await accounts.FindByEmailAsync(Email) is not { } person)
        {
            accounts.LookAtNobodys(password);
        }
        else if ((await signIn.PasswordSignInAsync(person, password, isPersistent: false, lockoutOnFailure: true)).Succeeded)
        {
            return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : Documentation);
        }

        Fault = Text("sign_in.failed");
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
