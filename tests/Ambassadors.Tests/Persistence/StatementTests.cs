using Ambassadors.Domain.Organisations;
using Ambassadors.Domain.People;
using Ambassadors.Tests.Support;

namespace Ambassadors.Tests.Persistence;

/// <summary>How many SQL statements a list costs.</summary>
public abstract class StatementTests(OnDatabase database) : ServiceTests(database)
{
    [Fact]
    public async Task A_list_executes_as_many_statements_for_thirty_rows_as_for_three()
    {
        await using var service = await Database.FreshAsync();
        var lists = await FillAsync(service);
        foreach (var list in lists)
        {
            var caller = service.Given.Administrator;
            await caller.GetAsync($"{list}?limit=1");
            var few = await CountAsync(service, caller, $"{list}?limit=3", 3);
            var many = await CountAsync(service, caller, $"{list}?limit=30", 30);
            Assert.True(few.Count == many.Count, $"{list}: {few.Count} statements for 3 rows, {many.Count} for 30:\n{string.Join("\n\n", many.Select(one => one.Sql))}");
        }
    }

    private static async Task<IReadOnlyList<Statement>> CountAsync(Service service, Caller caller, string list, int rows)
    {
        Answer? answer = null;
        var statements = await service.Statements.DuringAsync(async () => answer = await caller.GetAsync(list));
        Assert.True(answer!.ShouldBe(200).Items.Count == rows, $"{list} has {answer.Items.Count} rows, not {rows}");
        return statements;
    }

    private static async Task<IEnumerable<string>> FillAsync(Service service)
    {
        var given = service.Given;
        var call = await given.OpenCallAsync(new { openProposalsPerApplication = 100 });
        var pole = await given.PoleAsync();
        var application = await given.ApplicationInMatchingAsync(call, pole);
        for (var row = 0; row < 30; row++)
        {
            await given.DraftCallAsync();
            await given.DraftApplicationAsync(call, pole);
            await given.ProposedPairingAsync(application, await given.PublishedOfferAsync());
            await given.MemberAsync(pole.Slug, null);
            (await given.Administrator.PostAsync("/v1/clients", Http.ClientTests.Request())).ShouldBe(201);
            await service.OnDatabaseAsync(db =>
            {
                db.Cooperations.Add(Cooperation.Create("lyonbiopole", "uppsala-bio", "agreement", null, "the tests", Actor.Service, service.Clock.GetUtcNow()));
                return db.SaveChangesAsync();
            });
        }

        return
        [
            "/v1/themes", "/v1/poles", "/v1/clusters", "/v1/cooperations", $"/v1/poles/{pole.Slug}/members",
            "/v1/calls", "/v1/applications", "/v1/offers", "/v1/pairings", "/v1/clients"
        ];
    }
}

public sealed class StatementTestsOnSqlite(OnSqlite database) : StatementTests(database);

public sealed class StatementTestsOnPostgres(OnPostgres database) : StatementTests(database);
