using System.Diagnostics;

namespace Ambassadors.Tests.Support;

/// <summary>Runs Python, which receipts are checked with. Where it is missing, tests are skipped with the reason, or fail where <c>AMBASSADORS_REQUIRE_PYTHON=1</c> says that they have to run.</summary>
internal static class Python
{
    private static readonly bool Required = Environment.GetEnvironmentVariable("AMBASSADORS_REQUIRE_PYTHON") == "1";

    /// <summary>Runs it with these arguments: its exit code, and what it printed.</summary>
    public static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        if (process is null)
        {
            Assert.Skip("There is no python3, so that no receipt was checked away from the service.");
            throw new NotSupportedException();
        }

        var (output, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }

    private static Process? Start(string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception) when (!Required)
        {
            return null;
        }
    }
}
