using System.Security.Cryptography;
using Ambassadors.Api.Data;
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

    /// <summary>Adds an account, which has no password yet.</summary>
    public async Task AddAsync(Person person) => Done(await CreateAsync(person));

    /// <summary>Writes what was changed in an account.</summary>
    public async Task WriteAsync(Person person) => Done(await UpdateAsync(person));

    /// <summary>Ends every session of the account.</summary>
    public async Task EndSessionsAsync(Person person) => Done(await UpdateSecurityStampAsync(person));

    // What another request changed meanwhile is judged again; anything else was judged before.
    private static void Done(IdentityResult result)
    {
        if (result.Succeeded)
            return;
        var codes = string.Join(", ", result.Errors.Select(error => error.Code));
        throw result.Errors.Any(error => error.Code is nameof(IdentityErrorDescriber.ConcurrencyFailure) or nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName))
            ? new LostRaceException(codes)
            : new InvalidOperationException(codes);
    }
}
