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
        var fault = verdict.Fault switch
        {
            null => null,
            "gap" => $"The entry at position {verdict.BadPosition} is missing.",
            "disclosures_altered" => $"Whom the reading at position {verdict.BadPosition} showed is not what it was when it was journalled.",
            "head_gap" => $"The published head {verdict.BadHead} is missing.",
            "head_altered" => $"The published head {verdict.BadHead} is not what follows from the entries before it.",
            _ => $"The entry at position {verdict.BadPosition} is not what it was when it was numbered."
        };
        if (fault is not null)
            await output.WriteLineAsync(fault);
        if (verdict.Unaccounted != 0)
            await output.WriteLineAsync($"Entries without a position that wait for none: {verdict.Unaccounted}. Nobody wrote them through the service.");
        await output.WriteLineAsync($"{verdict.Entries} entries and {verdict.Heads} published heads hold. Head: position {verdict.Entries}, {verdict.Head}");
        return verdict.Holds ? 0 : 1;
    }
}
