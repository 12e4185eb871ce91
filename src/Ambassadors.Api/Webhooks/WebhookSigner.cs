using System.Security.Cryptography;
using System.Text;
using Ambassadors.Domain.Webhooks;
using Microsoft.AspNetCore.DataProtection;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Ambassadors.Api.Webhooks;

/// <summary>Makes secrets and keys, keeps them sealed, and signs with them, as Standard Webhooks 1.0 says: over <c>id.timestamp.body</c>.</summary>
public sealed class WebhookSigner(IDataProtectionProvider protection)
{
    private const int SecretBytes = 32;
    private readonly IDataProtector _seal = protection.CreateProtector("Ambassadors.Webhook");

    /// <summary>Makes a secret, or a key. The text of a secret is told once; a key's private half never.</summary>
    public (WebhookSecret Secret, string? Text) Make(WebhookSignature signature, DateTimeOffset at)
    {
        var bytes = RandomNumberGenerator.GetBytes(SecretBytes);
        var publicKey = signature == WebhookSignature.Ed25519 ? $"whpk_{Convert.ToBase64String(new Ed25519PrivateKeyParameters(bytes).GeneratePublicKey().GetEncoded())}" : null;
        var secret = new WebhookSecret { Id = Guid.CreateVersion7(at), Sealed = _seal.Protect(bytes), PublicKey = publicKey, CreatedAt = at };
        return (secret, publicKey is null ? $"whsec_{Convert.ToBase64String(bytes)}" : null);
    }

    /// <summary>The header <c>webhook-signature</c>: a signature by each secret that is good, separated by spaces.</summary>
    public string Sign(IEnumerable<WebhookSecret> secrets, WebhookSignature signature, string id, long timestamp, string body)
    {
        var signed = Encoding.UTF8.GetBytes(FormattableString.Invariant($"{id}.{timestamp}.{body}"));
        return string.Join(' ', secrets.Select(secret => Sign(_seal.Unprotect(secret.Sealed), signature, signed)));
    }

    /// <summary>One signature, with its version.</summary>
    public static string Sign(byte[] secret, WebhookSignature signature, byte[] signed)
    {
        if (signature == WebhookSignature.Hmac)
            return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, signed))}";
        var signer = new Ed25519Signer();
        signer.Init(true, new Ed25519PrivateKeyParameters(secret));
        signer.BlockUpdate(signed, 0, signed.Length);
        return $"v1a,{Convert.ToBase64String(signer.GenerateSignature())}";
    }
}
