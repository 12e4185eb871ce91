using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace Ambassadors.Api.Identity;

/// <summary>
/// The keys by which the service signs access tokens and encrypts codes and refresh tokens. They outlive it and are those of
/// every instance: files under the data directory in Development and with SQLite, configured certificates otherwise.
/// </summary>
public sealed class Keys(IConfiguration configuration, IHostEnvironment environment) : IConfigureOptions<OpenIddictServerOptions>
{
    private const string Signing = "Authentication:SigningCertificate";
    private const string Encryption = "Authentication:EncryptionCertificate";

    private bool AreFiles => environment.IsDevelopment()
        || !string.Equals(configuration["Database:Provider"], "Postgres", StringComparison.OrdinalIgnoreCase);

    /// <summary>Gives the server its keys; a setting that is missing or leads nowhere stops the start with its name.</summary>
    public void Configure(OpenIddictServerOptions options)
    {
        options.SigningCredentials.Add(new SigningCredentials(KeyOf(Signing, "signing.pem"), SecurityAlgorithms.RsaSha256));
        options.EncryptionCredentials.Add(new EncryptingCredentials(
            KeyOf(Encryption, "encryption.pem"), SecurityAlgorithms.RsaOAEP, SecurityAlgorithms.Aes256CbcHmacSha512));
    }

    private SecurityKey KeyOf(string setting, string file)
    {
        if (configuration[$"{setting}:Path"] is { Length: > 0 } path)
            return new X509SecurityKey(CertificateOf(setting, path, configuration[$"{setting}:Password"]));
        return AreFiles
            ? new RsaSecurityKey(FileOf(Path.Combine(configuration["Data:Directory"] ?? "data", "keys", file)))
            : throw new InvalidOperationException(
                $"{setting}:Path is missing: on PostgreSQL outside Development the keys are certificates (PKCS #12 with an RSA key) that every instance is given.");
    }

    private static X509Certificate2 CertificateOf(string setting, string path, string? password)
    {
        X509Certificate2 certificate;
        try
        {
            certificate = X509CertificateLoader.LoadPkcs12FromFile(path, password);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new InvalidOperationException($"{setting}:Path or {setting}:Password: the certificate can't be read ({exception.GetType().Name}).", exception);
        }

        return certificate.GetRSAPrivateKey() is { KeySize: >= 2048 }
            ? certificate
            : throw new InvalidOperationException($"{setting}:Path: the certificate needs a private RSA key of at least 2048 bits.");
    }

    // Of two instances that start at once one makes the file whole, and the other takes that one.
    private static RSA FileOf(string path)
    {
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var made = RSA.Create(2048);
            var draft = $"{path}.{Guid.NewGuid():N}";
            using (var stream = new FileStream(draft, Ours()))
                stream.Write(System.Text.Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem()));
            try
            {
                File.Move(draft, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(draft);
            }
        }

        var key = RSA.Create();
        key.ImportFromPem(File.ReadAllText(path));
        return key;
    }

    private static FileStreamOptions Ours()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
