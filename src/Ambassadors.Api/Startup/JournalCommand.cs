using Ambassadors.Api.Data;
using Ambassadors.Api.Journal;

namespace Ambassadors.Api.Startup;

/// <summary><c>journal verify</c>: computes the whole chain of the journal anew, away from the service, and names the first entry that does not hold.</summary>
public static class JournalCommand
{
    /// <summary>0 where everything holds, 1 where it does not, 2 where the arguments name nothing that can be done.</summary>
    public static async Task<int> RunAsync(IServiceProvider services, string[] arguments, TextWriter output)
    {
        if (arguments is not ["verify"])
        {
            await output.WriteLineAsync("usage: journal verify");
            return 2;
        }

        await using var scope = services.CreateAsyncScope();
        var verdict = await JournalAudit.VerifyAsync(scope.ServiceProvider.GetRequiredService<AmbassadorsDbContext>(), CancellationToken.None);
        if (verdict.BadPosition is { } bad)
            await output.WriteLineAsync(verdict.Fault == "gap" ? $"The entry at position {bad} is missing." : $"The entry at position {bad} is not what it was when it was numbered.");
        if (verdict.Unaccounted != 0)
            await output.WriteLineAsync($"Entries without a position that wait for none: {verdict.Unaccounted}. Nobody wrote them through the service.");
        await output.WriteLineAsync($"{verdict.Entries} entries hold. Head: position {verdict.Entries}, {verdict.Head}");
        return verdict.Holds ? 0 : 1;
    }
}
