using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Claims;
using System.Text;
using System.Text.Json.Nodes;
using Ambassadors.Api.Http;
using Ambassadors.Api.Http.Lists;
using Ambassadors.Tests.Support;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Ambassadors.Tests.Contract;

/// <summary>What holds for every request, around operations made for the purpose: no identity, no database.</summary>
public sealed class BareService : IAsyncLifetime
{
    private WebApplication _app = null!;

    /// <summary>The origin of pages that may call it.</summary>
    public const string Origin = "https://app.example";

    /// <summary>Its clock.</summary>
    public FakeTimeProvider Clock { get; } = new(Service.Start);

    /// <summary>A client of it.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration["Cors:Origins"] = Origin;
        builder.Configuration["Security:Contact"] = "mailto:security@ambassadors.example";
        builder.AddContract();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<IValidator<Thing>, ThingValidator>();
        _app = builder.Build();
        _app.UseContract();
        _app.Use((http, next) =>
        {
            http.User = new ClaimsPrincipal(new ClaimsIdentity("somebody"));
            return next(http);
        });
        _app.UseAuthorization();
        var v1 = _app.MapGroup("/v1").AllowAnonymous();
        v1.AddEndpointFilter<StrictRequest>().AddEndpointFilter<Representation>();
        v1.MapGet("/things", List).WithName("listThings");
        v1.MapGet("/things/{slug}", Show).WithName("getThing");
        v1.MapPost("/things", Write).WithName("createThing");
        v1.MapPatch("/things/{slug}", Edit).Accepts<Thing>(MergePatch.MediaType).WithName("editThing");
        v1.MapPost("/things/{slug}/touch", Touch).WithName("touchThing");
        v1.MapGet("/old-things", List).WithName("listOldThings").Deprecated(new DateOnly(2027, 1, 1), new DateOnly(2027, 7, 1), "/v1/things");
        v1.MapGet("/older-things", List).WithName("listOlderThings").Deprecated(new DateOnly(2026, 1, 1), new DateOnly(2027, 1, 1));
        v1.MapGet("/fault", Ok () => throw new InvalidOperationException("SELECT secret FROM Ambassadors.Api.Http")).WithName("getFault");
        v1.MapGet("/outage", Ok () => throw new InvalidOperationException("", new NpgsqlException("", new SocketException()))).WithName("getOutage");
        _app.MapContract();
        await _app.StartAsync();
        Http = new HttpClient(Recorder.Before(new SocketsHttpHandler(), "http://bare.test")) { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>Asks.</summary>
    public async Task<Answer> AskAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.OfAsync(request, response, TestContext.Current.CancellationToken);
    }

    /// <summary>Reads.</summary>
    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => AskAsync(HttpMethod.Get, path, null, headers);

    /// <summary>Posts a body as it is.</summary>
    public Task<Answer> PostAsync(string body, string type = "application/json") => PostAsync(Encoding.UTF8.GetBytes(body), type);

    /// <inheritdoc cref="PostAsync(string, string)"/>
    public Task<Answer> PostAsync(byte[] body, string type = "application/json") => AskAsync(HttpMethod.Post, "/v1/things", Content(body, type));

    /// <summary>Patches with a body as it is.</summary>
    public Task<Answer> PatchAsync(string body, string type = MergePatch.MediaType) =>
        AskAsync(HttpMethod.Patch, "/v1/things/one", Content(Encoding.UTF8.GetBytes(body), type));

    private static ByteArrayContent Content(byte[] body, string type) => new(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };

    private static Listing<Word> List(
        Named<ThingKind>[]? kind, Guid? ownerId, string? q, DateOnly? from, ListRequest<Thing, Things> list) =>
        Listing<Word>.Whole([.. (kind ?? []).Select(one => new Word(one.Value.ToString())), new($"{ownerId}"), new($"{q}"), new($"{from:O}"), new($"{list.Limit}")]);

    private static Ok<Thing> Show(string slug) => TypedResults.Ok(new Thing(slug, null, null, null, null, null));

    private static Results<Ok<Thing>, ProblemHttpResult> Write(Thing thing, IValidator<Thing> validator) =>
        validator.Validate(thing) is { IsValid: false } form ? Problems.Invalid(form) : TypedResults.Ok(thing);

    private static Results<Ok<Thing>, ProblemHttpResult> Edit(string slug, JsonNode? patch, IOptions<JsonOptions> json)
    {
        var (thing, _, problem) = MergePatch.Apply(new Thing(slug, 1, ThingKind.QuiteNew, null, null, null), patch, json.Value.SerializerOptions);
        return problem is null ? TypedResults.Ok(thing!) : problem;
    }

    private static async Task<Ok<long>> Touch(string slug, HttpRequest request)
    {
        await request.Body.CopyToAsync(Stream.Null);
        return TypedResults.Ok(request.Body.Length + slug.Length);
    }
}

/// <summary>A request with members of every form.</summary>
public sealed record Thing(string? Name, int? Rank, ThingKind? Kind, DateOnly? From, IReadOnlyList<Thing>? Parts, IReadOnlyList<string>? Words, DateTimeOffset? At = null);

/// <summary>Things by their names.</summary>
public sealed class Things : IOrders<Thing>
{
    /// <inheritdoc/>
    public static IReadOnlyList<Order<Thing>> All { get; } = [new("name", Key<Thing>.By(thing => thing.Name))];
}

/// <summary>What the list lists.</summary>
public sealed record Word(string Text);

/// <summary>An enum of two words.</summary>
public enum ThingKind
{
    /// <summary>One.</summary>
    QuiteNew,

    /// <summary>The other.</summary>
    QuiteOld
}

/// <summary>Judges a <see cref="Thing"/>.</summary>
public sealed class ThingValidator : AbstractValidator<Thing>
{
    public ThingValidator()
    {
        RuleFor(thing => thing.Name).Cascade(CascadeMode.Stop).Required().Line(10);
        RuleFor(thing => thing.Rank).Cascade(CascadeMode.Stop).Required().Between(1, 9);
        RuleFor(thing => thing.Words).ListOf(2);
        RuleForEach(thing => thing.Words).Slug();
        RuleForEach(thing => thing.Parts).ChildRules(part => part.RuleFor(one => one.From).Required());
    }
}
