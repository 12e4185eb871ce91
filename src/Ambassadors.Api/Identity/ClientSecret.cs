using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Ambassadors.Api.Identity;

/// <summary>A secret by which a partner system proves who it is. It is shown when it is made, and kept as a hash alone.</summary>
public sealed class ClientSecret
{
    /// <summary>SHA-256. Nobody guesses 256 random bits, so that nothing is gained by a slower hash.</summary>
    public required string Hash { get; init; }

    /// <summary>The client.</summary>
    public Guid OwnerId { get; init; }

    /// <summary>Since when it is good, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when it is good; absent while no other has taken its place.</summary>
    public DateTimeOffset? EndsAt { get; set; }

    /// <summary>Makes one.</summary>
    public static (ClientSecret Secret, string Text) Make(DateTimeOffset at)
    {
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (new ClientSecret { Hash = HashOf(text), CreatedAt = at }, text);
    }

    /// <summary>What is kept of a secret.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Whether it is good.</summary>
    public bool IsGoodAt(DateTimeOffset at) => EndsAt is null || EndsAt > at;

    /// <summary>Ends it at an instant, unless it ends before.</summary>
    public void EndBy(DateTimeOffset at) => EndsAt = EndsAt < at ? EndsAt : at;
}

/// <summary>That an assertion was used: its <c>jti</c> does not serve a second time while it could still be taken.</summary>
public sealed class UsedAssertion
{
    /// <summary>SHA-256 over client and <c>jti</c>.</summary>
    public required string Hash { get; init; }

    /// <summary>When the assertion expires, UTC.</summary>
    public required DateTimeOffset EndsAt { get; init; }
}
