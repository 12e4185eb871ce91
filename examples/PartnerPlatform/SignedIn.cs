using System.Diagnostics;
using Ambassadors.Client;

namespace PartnerPlatform;

/// <summary>Tokens of a demo person, by <c>scripts/token</c>. A platform of yours gives its client id and secret instead, and needs no class for it.</summary>
internal sealed class SignedIn(string script, string email) : ITokenSource, IDisposable
{
    private readonly SemaphoreSlim _asking = new(1);
    private string? _token;

    /// <inheritdoc/>
    public async ValueTask<string> TokenAsync(string? refused, CancellationToken cancellation)
    {
        await _asking.WaitAsync(cancellation);
        try
        {
            if (_token is null || _token == refused)
                _token = await AskAsync(cancellation);
            return _token;
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    private async Task<string> AskAsync(CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo(script, [email]) { RedirectStandardOutput = true })!;
        var token = (await process.StandardOutput.ReadToEndAsync(cancellation)).Trim();
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? token : throw new InvalidOperationException($"{email} could not sign in.");
    }
}
