using System.Buffers.Text;
using System.Security.Cryptography;
using Ambassadors.Api.Http;
using FluentValidation;
using Microsoft.IdentityModel.Tokens;

namespace Ambassadors.Api.Partners;

/// <summary>The public keys by which a partner system signs its assertions (RFC 7517).</summary>
/// <param name="Keys">The keys, 1 to 10.</param>
public sealed record JwksRequest(IReadOnlyList<JwkRequest>? Keys);

/// <summary>A public key (RFC 7517, RFC 7518): RSA of at least 2048 bits, or EC on P-256, P-384 or P-521. Members of a private key are refused.</summary>
/// <param name="Kid">Its id, which the header of an assertion names.</param>
/// <param name="Kty" example="EC">RSA or EC.</param>
/// <param name="Use" example="sig">sig, or absent.</param>
/// <param name="Alg" example="ES256">The algorithm it is meant for.</param>
/// <param name="N">RSA: the modulus, base64url.</param>
/// <param name="E">RSA: the exponent, base64url.</param>
/// <param name="Crv" example="P-256">EC: the curve.</param>
/// <param name="X">EC: x, base64url.</param>
/// <param name="Y">EC: y, base64url.</param>
public sealed record JwkRequest(string? Kid, string? Kty, string? Use, string? Alg, string? N, string? E, string? Crv, string? X, string? Y)
{
    private const int LeastBits = 2048;
    private const int MostBits = 8192;

    /// <summary>Whether it is a key of a kind and size that is taken.</summary>
    public bool IsStrong()
    {
        try
        {
            return (Kty, Crv) switch
            {
                ("RSA", null) => (X ?? Y) is null && IsStrongRsa(),
                ("EC", "P-256") => IsOn(ECCurve.NamedCurves.nistP256),
                ("EC", "P-384") => IsOn(ECCurve.NamedCurves.nistP384),
                ("EC", "P-521") => IsOn(ECCurve.NamedCurves.nistP521),
                _ => false
            };
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return false;
        }
    }

    /// <summary>Which key it is, whoever writes it down (RFC 7638).</summary>
    public string Thumbprint()
    {
        var key = new JsonWebKey { Kty = Kty, N = N, E = E, Crv = Crv, X = X, Y = Y };
        return Base64Url.EncodeToString(key.ComputeJwkThumbprint());
    }

    private bool IsStrongRsa()
    {
        if (string.IsNullOrEmpty(N) || string.IsNullOrEmpty(E))
            return false;
        using var key = RSA.Create(new RSAParameters { Modulus = Base64Url.DecodeFromChars(N), Exponent = Base64Url.DecodeFromChars(E) });
        var exponent = key.ExportParameters(false).Exponent!;
        return key.KeySize is >= LeastBits and <= MostBits && (exponent.Length > 1 || exponent[0] >= 3) && exponent[^1] % 2 == 1;
    }

    // The platform refuses a point that is not on the curve.
    private bool IsOn(ECCurve curve)
    {
        if (string.IsNullOrEmpty(X) || string.IsNullOrEmpty(Y) || (N ?? E) is not null)
            return false;
        using var key = ECDsa.Create(new ECParameters { Curve = curve, Q = new ECPoint { X = Base64Url.DecodeFromChars(X), Y = Base64Url.DecodeFromChars(Y) } });
        return true;
    }
}

/// <summary>Judges the form of a <see cref="JwksRequest"/>.</summary>
public sealed class JwksRequestValidator : AbstractValidator<JwksRequest>
{
    public JwksRequestValidator()
    {
        RuleFor(set => set.Keys).Cascade(CascadeMode.Stop).Required()
            .Must(keys => keys is not { Count: 0 }).WithErrorCode("field.required").ListOf(10)
            .Must(keys => keys is null || keys.Select(key => key.Kid).Distinct().Count() == keys.Count).WithErrorCode("field.duplicates");
        this.EachOf(set => set.Keys, 10).SetValidator(new JwkRequestValidator());
    }
}

/// <summary>Judges the form of a <see cref="JwkRequest"/>.</summary>
public sealed class JwkRequestValidator : AbstractValidator<JwkRequest>
{
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    public JwkRequestValidator()
    {
        RuleFor(key => key.Kid).Cascade(CascadeMode.Stop).Required().Line(200);
        RuleFor(key => key.Kty).Cascade(CascadeMode.Stop).Required().Must((key, _) => key.IsStrong()).WithErrorCode("field.public_key");
        RuleFor(key => key.Use).Must(use => use is null or "sig").WithErrorCode("field.public_key");
        RuleFor(key => key.Alg).Must(alg => alg is null || Algorithms.Contains(alg)).WithErrorCode("field.public_key");
    }
}

/// <summary>The public keys by which a partner system signs its assertions (RFC 7517).</summary>
/// <param name="Keys">The keys.</param>
public sealed record JwksResponse(IReadOnlyList<JwkResponse> Keys);

/// <summary>A public key (RFC 7517).</summary>
/// <param name="Kid">Its id.</param>
/// <param name="Kty" example="EC">RSA or EC.</param>
/// <param name="Use" example="sig">sig, or absent.</param>
/// <param name="Alg" example="ES256">The algorithm it is meant for.</param>
/// <param name="N">RSA: the modulus.</param>
/// <param name="E">RSA: the exponent.</param>
/// <param name="Crv" example="P-256">EC: the curve.</param>
/// <param name="X">EC: x.</param>
/// <param name="Y">EC: y.</param>
public sealed record JwkResponse(string Kid, string Kty, string? Use, string? Alg, string? N, string? E, string? Crv, string? X, string? Y)
{
    /// <summary>Shows a key.</summary>
    public static JwkResponse Of(JwkRequest key) => new(key.Kid!, key.Kty!, key.Use, key.Alg, key.N, key.E, key.Crv, key.X, key.Y);
}
