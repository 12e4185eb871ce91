using Ambassadors.Api.Applications;
using Ambassadors.Api.Calls;
using Ambassadors.Api.Deadlines;
using Ambassadors.Api.Exchanges;
using Ambassadors.Api.Http;
using Ambassadors.Api.Identity;
using Ambassadors.Api.Offers;
using Ambassadors.Api.Organisations;
using Ambassadors.Api.Pairings;
using Ambassadors.Api.People;
using Ambassadors.Api.Startup;

var builder = WebApplication.CreateBuilder(args);

builder.AddDatabase();
builder.AddIdentity();
builder.AddContract();
builder.AddDeadlines();

var app = builder.Build();

if (await Commands.RunAsync(app, args) is { } exitCode)
    return exitCode;

app.UseContract();
app.UseIdentity();

app.MapHealth();
app.MapIdentity();
app.MapContract();

var v1 = app.MapV1();
v1.MapMe();
v1.MapPeople();
v1.MapThemes();
v1.MapPoles();
v1.MapClusters();
v1.MapCooperations();
v1.MapCalls();
v1.MapApplications();
v1.MapOffers();
v1.MapPairings();
v1.MapExchanges();

await app.StartUpAsync();
await app.RunAsync();
return 0;
