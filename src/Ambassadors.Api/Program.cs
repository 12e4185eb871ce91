using Ambassadors.Api.Applications;
using Ambassadors.Api.Calls;
using Ambassadors.Api.Deadlines;
using Ambassadors.Api.Exchanges;
using Ambassadors.Api.Http;
using Ambassadors.Api.Identity;
using Ambassadors.Api.Journal;
using Ambassadors.Api.Mails;
using Ambassadors.Api.Matching;
using Ambassadors.Api.Offers;
using Ambassadors.Api.Organisations;
using Ambassadors.Api.Pairings;
using Ambassadors.Api.Partners;
using Ambassadors.Api.People;
using Ambassadors.Api.Startup;
using Ambassadors.Api.Telemetry;
using Ambassadors.Api.Webhooks;

if (await Commands.RunAloneAsync(args) is { } alone)
    return alone;
try
{
    // Its own files lie beside the program; ./data is where it is called.
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Hosting.EnvironmentOf(args) });
    builder.AddHosting().AddTelemetry().AddDatabase().AddIdentity().AddContract();
    builder.AddDeadlines();
    builder.AddMatching();
    builder.AddJournal();
    builder.AddWebhooks();
    builder.AddMails();

    var app = builder.Build();

    if (await Commands.RunAsync(app, args) is { } exitCode)
        return exitCode;

    app.UseHosting();
    app.UseTelemetry();
    app.UseContract();
    app.UseIdentity();

    app.MapHealth();
    app.MapIdentity();
    app.MapContract();

    var v1 = app.MapV1();
    v1.MapMe().MapPeople().MapClients();
    v1.MapThemes().MapPoles().MapClusters().MapCooperations();
    v1.MapCalls().MapApplications().MapOffers();
    v1.MapMatching();
    v1.MapPairings();
    v1.MapExchanges();
    v1.MapJournal();
    v1.MapEvents();
    v1.MapWebhooks();
    v1.MapMails();

    await app.StartUpAsync();
    await app.RunAsync();
    return 0;
}
catch (StartRefusedException refused)
{
    await Console.Error.WriteLineAsync($"Ambassadors does not start. {refused.Message}");
    return 1;
}
catch (OperationCanceledException) { return 0; } // Told to stop before it had started.
