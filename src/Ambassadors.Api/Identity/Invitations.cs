using System.Globalization;
using System.Security.Cryptography;
using Ambassadors.Api.Http;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Ambassadors.Api.Identity;

/// <summary>What a one-time link carries: its bearer sets the password of one account, or links an external identity to it.</summary>
/// <param name="Token">Names the account by its random id; nothing in it says who that is.</param>
/// <param name="ExpiresAt">Until when it can be used, UTC.</param>
public sealed record Invitation(string Token, DateTimeOffset ExpiresAt);

/// <summary>Gives one-time links: for a first password and for a lost one alike.</summary>
public sealed class Invitations(Accounts accounts, IConfiguration configuration, TimeProvider clock)
{
    /// <summary>Gives a link to an account. Every link given before ends.</summary>
    public async Task<Invitation> GiveAsync(Person person)
    {
        var expiresAt = clock.Now() + OneTimeLinks.Lifetime;
        return new Invitation($"{person.Id:N}.{await accounts.GeneratePasswordResetTokenAsync(person)}", expiresAt);
    }

    /// <summary>The account that a link lets in; null where the link was used, is too old or is none.</summary>
    public async Task<(Person Person, string Token)?> FindAsync(string? token)
    {
        if (token?.Split('.') is not [var id, var secret] || !Guid.TryParseExact(id, "N", out var personId)
            || await accounts.FindByIdAsync(personId.ToString()) is not { } person)
        {
            return null;
        }

        return await accounts.VerifyUserTokenAsync(person, OneTimeLinks.Provider, UserManager<Person>.ResetPasswordTokenPurpose, secret) ? (person, secret) : null;
    }

    /// <summary>The address of the page that sets the password; null where an external provider keeps passwords.</summary>
    /// <param name="invitation">The invitation.</param>
    /// <param name="address">The service's address, where no setting names it.</param>
    public string? PageOf(Invitation invitation, string address) => configuration.HasExternalProvider()
        ? null
        : $"{(configuration["PublicUrl"] ?? address).TrimEnd('/')}/set-password?token={Uri.EscapeDataString(invitation.Token)}";
}

/// <summary>
/// The secret of a one-time link, good once and for three days. The account keeps the mark of the last one given, so that
/// another link, and a password that was set, end those before.
/// </summary>
public sealed class OneTimeLinks(IDataProtectionProvider protection, TimeProvider clock) : IUserTwoFactorTokenProvider<Person>
{
    /// <summary>The provider's name.</summary>
    public const string Provider = "OneTimeLinks";

    /// <summary>How long a link can be used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    private const string Mark = "mark";

    private readonly IDataProtector _protector = protection.CreateProtector("Ambassadors.OneTimeLinks");

    /// <inheritdoc/>
    public async Task<string> GenerateAsync(string purpose, UserManager<Person> manager, Person user)
    {
        var mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        if (!(await manager.SetAuthenticationTokenAsync(user, Provider, Mark, mark)).Succeeded)
            throw new Data.LostRaceException("The account was changed meanwhile.");
        return _protector.Protect($"{Bound(purpose, user, mark)}\n{(clock.Now() + Lifetime).UtcTicks.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <inheritdoc/>
    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<Person> manager, Person user)
    {
        try
        {
            var text = _protector.Unprotect(token);
            var end = text.LastIndexOf('\n');
            return await manager.GetAuthenticationTokenAsync(user, Provider, Mark) is { } mark
                && text[..end] == Bound(purpose, user, mark)
                && clock.GetUtcNow().UtcTicks < long.Parse(text[(end + 1)..], CultureInfo.InvariantCulture);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<Person> manager, Person user) => Task.FromResult(false);

    private static string Bound(string purpose, Person person, string mark) => $"{purpose}\n{person.Id}\n{person.SecurityStamp}\n{mark}";
}
