using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ambassadors.Api.Startup;
using Microsoft.AspNetCore.DataProtection;
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
    private const string FormerEncryption = "Authentication:FormerEncryptionCertificate";

    private bool AreFiles => environment.IsDevelopment() || !DatabaseSettings.Of(configuration).IsPostgres;

    /// <summary>Refuses the start where a certificate is missing or can't be used, naming the setting.</summary>
    public static void Check(IConfiguration configuration, IHostEnvironment environment)
    {
        var keys = new Keys(configuration, environment);
        if (ServiceSettings.IsDocumentTool)
            return;
        foreach (var setting in new[] { Signing, Encryption })
        {
            if (!keys.AreFiles || configuration[$"{setting}:Path"] is { Length: > 0 })
                ConfiguredOf(configuration, setting).Dispose();
        }
    }

    /// <summary>
    /// Seals by the encryption certificate the keys that the database holds for cursors, kept answers and one-time links: whoever
    /// reads the database alone opens none of them. What a former certificate sealed is still read.
    /// </summary>
    public static void Seal(IDataProtectionBuilder keyRing, IConfiguration configuration)
    {
        if (ServiceSettings.IsDocumentTool || configuration[$"{Encryption}:Path"] is not { Length: > 0 })
            return;
        keyRing.ProtectKeysWithCertificate(ConfiguredOf(configuration, Encryption));
        if (configuration[$"{FormerEncryption}:Path"] is { Length: > 0 })
            keyRing.UnprotectKeysWithAnyCertificate(ConfiguredOf(configuration, FormerEncryption));
    }

    /// <summary>Gives the server its keys.</summary>
    public void Configure(OpenIddictServerOptions options)
    {
        options.SigningCredentials.Add(new SigningCredentials(KeyOf(Signing, "signing.pem"), SecurityAlgorithms.RsaSha256));
        options.EncryptionCredentials.Add(new EncryptingCredentials(
            KeyOf(Encryption, "encryption.pem"), SecurityAlgorithms.RsaOAEP, SecurityAlgorithms.Aes256CbcHmacSha512));
    }

    private SecurityKey KeyOf(string setting, string file)
    {
        var path = configuration[$"{setting}:Path"];
        return AreFiles && string.IsNullOrEmpty(path)
            ? new RsaSecurityKey(FileOf(Path.Combine(DataDirectory.Of(configuration), "keys", file)))
            : new X509SecurityKey(ConfiguredOf(configuration, setting));
    }

    private static X509Certificate2 ConfiguredOf(IConfiguration configuration, string setting) =>
        CertificateOf(setting, configuration[$"{setting}:Path"], configuration[$"{setting}:Password"]);

    private static X509Certificate2 CertificateOf(string setting, string? path, string? password)
    {
        if (string.IsNullOrEmpty(path))
        {
            throw StartRefusedException.Setting($"{setting}:Path",
                "is missing; on PostgreSQL outside Development it has to name a PKCS #12 file with an RSA key, the same for every instance.");
        }

        X509Certificate2 certificate;
        try
        {
            certificate = X509CertificateLoader.LoadPkcs12FromFile(path, password);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw StartRefusedException.Setting($"{setting}:Path", $"is {path}, which can't be read with the password of {setting}:Password ({exception.GetType().Name}).");
        }

        return certificate.GetRSAPrivateKey() is { KeySize: >= 2048 }
            ? certificate
            : throw StartRefusedException.Setting($"{setting}:Path", "has no private RSA key of at least 2048 bits.");
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
