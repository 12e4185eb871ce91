using System.Globalization;
using System.Security.Cryptography;
using Ambassadors.Api.Http;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Ambassadors.Api.Identity;

/// <summary>People's accounts; locks are judged by the service's clock.</summary>
public sealed class Accounts(
    IUserStore<Person> store, IOptions<IdentityOptions> options, IPasswordHasher<Person> hasher, IEnumerable<IUserValidator<Person>> userValidators,
    IEnumerable<IPasswordValidator<Person>> passwordValidators, ILookupNormalizer normalizer, IdentityErrorDescriber errors, IServiceProvider services,
    ILogger<UserManager<Person>> logger, TimeProvider clock)
    : UserManager<Person>(store, options, hasher, userValidators, passwordValidators, normalizer, errors, services, logger)
{
    // Verified where there is no account, so that the time that an answer takes tells nobody which addresses are known.
    private static readonly string NobodysPassword = new PasswordHasher<Person>().HashPassword(new Person(), Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    /// <inheritdoc/>
    public override Task<bool> IsLockedOutAsync(Person user) =>
        Task.FromResult(user.LockoutEnabled && user.LockoutEnd > clock.GetUtcNow());

    /// <inheritdoc/>
    public override Task<IdentityResult> AccessFailedAsync(Person user)
    {
        user.AccessFailedCount++;
        if (user.AccessFailedCount >= Options.Lockout.MaxFailedAccessAttempts)
            (user.AccessFailedCount, user.LockoutEnd) = (0, clock.GetUtcNow() + Options.Lockout.DefaultLockoutTimeSpan);
        return UpdateUserAsync(user);
    }

    /// <summary>Takes as long as a look at a password does.</summary>
    public void LookAtNobodys(string password) => PasswordHasher.VerifyHashedPassword(new Person(), NobodysPassword, password);
}

/// <summary>
/// What a one-time link carries: it lets its bearer set the password of one account, once, for three days. Setting a
/// password, or giving another link, changes the account's stamp, and with it ends every link given before.
/// </summary>
public sealed class OneTimeLinks(IDataProtectionProvider protection, TimeProvider clock) : IUserTwoFactorTokenProvider<Person>
{
    /// <summary>The provider's name.</summary>
    public const string Provider = "OneTimeLinks";

    /// <summary>How long a link can be used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    private readonly IDataProtector _protector = protection.CreateProtector("Ambassadors.OneTimeLinks");

    /// <inheritdoc/>
    public Task<string> GenerateAsync(string purpose, UserManager<Person> manager, Person user) =>
        Task.FromResult(_protector.Protect(string.Join('\n', Bound(purpose, user), (clock.Now() + Lifetime).UtcTicks.ToString(CultureInfo.InvariantCulture))));

    /// <inheritdoc/>
    public Task<bool> ValidateAsync(string purpose, string token, UserManager<Person> manager, Person user)
    {
        try
        {
            var text = _protector.Unprotect(token);
            var end = text.LastIndexOf('\n');
            return Task.FromResult(text[..end] == Bound(purpose, user) && clock.GetUtcNow().UtcTicks < long.Parse(text[(end + 1)..], CultureInfo.InvariantCulture));
        }
        catch (CryptographicException)
        {
            return Task.FromResult(false);
        }
    }

    /// <inheritdoc/>
    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<Person> manager, Person user) => Task.FromResult(false);

    private static string Bound(string purpose, Person person) => $"{purpose}\n{person.Id}\n{person.SecurityStamp}";
}
