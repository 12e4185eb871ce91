using System.Globalization;
using System.Text;
using Ambassadors.Domain.Applications;
using Ambassadors.Domain.Calls;
using Ambassadors.Domain.Exchanges;
using Ambassadors.Domain.Lifecycle;
using Ambassadors.Domain.Matching;
using Ambassadors.Domain.Money;
using Ambassadors.Domain.Offers;
using Ambassadors.Domain.Pairings;
using Ambassadors.Domain.People;
using Ambassadors.Domain.Webhooks;

namespace Ambassadors.Tests.Support;

/// <summary>Renders <c>docs/lifecycles.md</c> from the transition tables.</summary>
internal static class LifecycleDocument
{
    public static string Render()
    {
        var text = new StringBuilder(
            """
            # Lifecycles

            Rendered from the transition tables in `src/Ambassadors.Domain`; a test keeps it true. To render it anew:

            ```
            AMBASSADORS_UPDATE_DOCS=1 dotnet test
            ```

            A transition is `POST /v1/<things>/{id}/<event>`. A refused one is 409 and names the status and every guard that
            is not met, by its permanent code; a wrong role is 403. A signatory has every right of an editor or contact of the
            same organisation, the administrator every right of an officer but approval. Whoever has a conflict of interest on a
            file is refused every act of an officer, budget officer or expert on it (`actor.recused`).

            """.ReplaceLineEndings("\n"));
        Render(text, "Call", CallLifecycle.Table);
        Render(text, "Application", ApplicationLifecycle.Table);
        Render(text, "Offer", OfferLifecycle.Table);
        Render(text, "Pairing", PairingLifecycle.Table);
        Render(text, "Matching run", MatchingRunLifecycle.Table);
        Render(text, "Matching instruction", MatchingInstruction.Table);
        Render(text, "Exchange", ExchangeLifecycle.Table);
        Render(text, "Commitment", Commitment.Table);
        Render(text, "Webhook endpoint", WebhookLifecycle.Table);
        return text.ToString();
    }

    private static void Render<TStatus, TEvent>(StringBuilder text, string title, LifecycleTable<TStatus, TEvent> table)
        where TStatus : struct, Enum
        where TEvent : struct, Enum
    {
        Line(text, $"\n## {title}\n\n```mermaid\nstateDiagram-v2");
        foreach (var row in table.Rows)
            Line(text, $"    {(row.From is { } from ? Wire.Name(from) : "[*]")} --> {Wire.Name(row.To)}: {Wire.Name(row.Event)}");
        foreach (var last in Enum.GetValues<TStatus>().Where(status => !table.Rows.Any(row => Nullable.Equals(row.From, (TStatus?)status))))
            Line(text, $"    {Wire.Name(last)} --> [*]");
        Line(text, "```\n\n| from | event → to | who | guards | effects |\n|---|---|---|---|---|");

        // Rows that differ in their origin alone are one line, as they are in the code.
        foreach (var rows in table.Rows.GroupBy(row => (row.Event, row.To, row.Effect)))
        {
            var row = rows.First();
            var origins = string.Join(", ", rows.Select(one => one.From is { } from ? Wire.Name(from) : "—"));
            var who = string.Join(", ", row.By.Select(NameOf));
            var guards = string.Join("<br>", row.Guards.Select(code => $"`{code}`"));
            Line(text, $"| {origins} | {Wire.Name(row.Event)} → `{Wire.Name(row.To)}` | {who} | {guards} | {row.Effect} |");
        }
    }

    private static string NameOf(Role role) => role == Role.Service ? "the service" : Wire.Name(role).Replace('_', ' ');

    private static void Line(StringBuilder text, string line) => text.Append(CultureInfo.InvariantCulture, $"{line}\n");
}
