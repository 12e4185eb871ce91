using System.Collections.Concurrent;
using System.Text.Json;
using Ambassadors.Api.Data;
using Ambassadors.Api.Http;
using Ambassadors.Api.Identity;
using Ambassadors.Api.Startup;
using Ambassadors.Domain;
using Ambassadors.Domain.People;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Ambassadors.Tests.Support;

/// <summary>A running service: Kestrel on a port of its own, its own database, a clock that the test moves.</summary>
public sealed class Service : IAsyncDisposable
{
    /// <summary>Where the clock begins.</summary>
    public static readonly DateTimeOffset Start = new(2027, 2, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>The password of everybody whom <see cref="Person"/> adds.</summary>
    public const string Password = "a password of the tests, 2027";

    private static readonly string Scopes = string.Join(' ', Api.Http.Scopes.All);

    private readonly Factory _factory;
    private readonly ConcurrentDictionary<string, Lazy<Task<Token>>> _tokens = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<Guid>>> _added = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Lazy<Task<Guid>>> _clients = new();
    private readonly FaultLog _faults = new();

    // Nobody edits the settings of a test; a watcher for each of a hundred services is more than a machine gives.
    static Service() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");

    internal Service(OnDatabase database, IReadOnlyDictionary<string, string> settings, Action<IWebHostBuilder>? configure)
    {
        Database = database;
        _factory = new Factory(this, settings, configure);
        Given = new Given(this);
    }

    /// <summary>The kind of database that it works on.</summary>
    public OnDatabase Database { get; }

    /// <summary>Its clock.</summary>
    public FakeTimeProvider Clock { get; } = new(Start);

    /// <summary>The day in Paris.</summary>
    public DateOnly Today => Clock.Today();

    /// <summary>Every SQL statement that it executes, while a test listens.</summary>
    public Statements Statements { get; } = new();

    /// <summary>What is already the case.</summary>
    public Given Given { get; }

    /// <summary>Every route that it serves.</summary>
    public IReadOnlyList<Route> Routes => Route.Of(Services);

    /// <summary>Its address.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>A bare client of it: no token, no cookies, no redirects followed.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>Its services.</summary>
    public IServiceProvider Services => _factory.Services;

    /// <summary>What it logged as an error.</summary>
    public string Faults => _faults.ToString();

    /// <summary>Nobody in particular.</summary>
    public Caller Anonymous => new(this, "anonymous", null);

    /// <summary>A person, by e-mail address: one of the demo people, or whom <see cref="Person"/> added.</summary>
    public Caller As(string email) => new(this, email, () => TokenAsync(email, async () =>
    {
        var known = _added.TryGetValue(email, out var added);
        if (known)
            await added!.Value;
        return await SignIn.AsAsync(Address, email, known ? Password : DemoPeople.Password, Scopes);
    }));

    /// <summary>
    /// A partner system of a pôle, a cluster or, without a slug, of the programme, with these scopes; with <c>sign</c>, somebody
    /// has to answer for it. The same name is the same system.
    /// </summary>
    public Caller Client(string name, OrganisationKind kind, string? organisation, IEnumerable<string> scopes, Caller? signatory = null)
    {
        var scope = string.Join(' ', scopes);
        var added = _clients.GetOrAdd(name, _ => new(() => AddClientAsync(name, kind, organisation, scope, signatory)));
        return new Caller(this, name, () => TokenAsync($"client {name}", async () =>
        {
            await added.Value;
            using var response = await Http.PostAsync("/connect/token", new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = name,
                ["client_secret"] = Password + name,
                ["scope"] = scope
            }));
            var body = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, $"no token for {name}: {(int)response.StatusCode} {body}");
            return JsonDocument.Parse(body).RootElement;
        }));
    }

    /// <summary>Somebody with a token from elsewhere.</summary>
    public Caller WithToken(string token) => new(this, "bearer", () => Task.FromResult(token));

    /// <summary>A person with these roles, each in a pôle, a cluster or the programme, added before their first request.</summary>
    public Caller Person(string email, params (Role Role, string? Organisation)[] memberships)
    {
        _added.TryAdd(email, new(() => AddAsync(email, memberships)));
        return As(email);
    }

    /// <summary>The account of a person.</summary>
    public async Task<Guid> PersonIdAsync(string email)
    {
        if (_added.TryGetValue(email, out var added))
            return await added.Value;
        var normalized = email.ToUpperInvariant();
        return await OnDatabaseAsync(db => db.Users.Where(person => person.NormalizedEmail == normalized).Select(person => person.Id).SingleAsync());
    }

    /// <summary>Works on the database directly, beside the service.</summary>
    public async Task<T> OnDatabaseAsync<T>(Func<AmbassadorsDbContext, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<AmbassadorsDbContext>());
    }

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        await _factory.DisposeAsync();
        Database.Forget(this);
    }

    internal Task StartAsync()
    {
        _factory.UseKestrel(0);
        _factory.StartServer();
        Address = _factory.ClientOptions.BaseAddress;
        Http = new HttpClient(Recorder.Before(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })) { BaseAddress = Address };
        return Task.CompletedTask;
    }

    private async Task<Guid> AddClientAsync(string name, OrganisationKind kind, string? organisation, string scope, Caller? signatory)
    {
        var client = Api.Identity.Client.Of(kind, organisation, name, Clock.Now());
        client.DisplayName = name;
        client.Scopes = scope.Split(' ');
        client.SignatoryId = signatory is null ? null : await signatory.PersonIdAsync();
        client.Secrets.Add(new ClientSecret { Hash = ClientSecret.HashOf(Password + name), CreatedAt = Clock.Now() });
        return await OnDatabaseAsync(async db =>
        {
            db.Clients.Add(client);
            await db.SaveChangesAsync();
            return client.Id;
        });
    }

    private async Task<Guid> AddAsync(string email, (Role Role, string? Organisation)[] memberships)
    {
        await using var scope = Services.CreateAsyncScope();
        var person = new Person
        {
            Id = Guid.CreateVersion7(Clock.GetUtcNow()),
            Email = email,
            UserName = email,
            EmailConfirmed = true,
            Name = email,
            SortName = Search.Fold(email),
            CreatedAt = Clock.Now()
        };
        person.Memberships.AddRange(memberships.Select(membership => new Membership
        {
            Id = Guid.CreateVersion7(Clock.GetUtcNow()),
            Role = membership.Role,
            PoleSlug = membership.Role.OrganisationKind == OrganisationKind.Pole ? membership.Organisation : null,
            ClusterSlug = membership.Role.OrganisationKind == OrganisationKind.Cluster ? membership.Organisation : null,
            AddedAt = Clock.Now()
        }));
        var created = await scope.ServiceProvider.GetRequiredService<UserManager<Person>>().CreateAsync(person, Password);
        Assert.True(created.Succeeded, string.Join(", ", created.Errors.Select(error => error.Description)));
        return person.Id;
    }

    private async Task<string> TokenAsync(string key, Func<Task<JsonElement>> ask)
    {
        while (true)
        {
            var held = _tokens.GetOrAdd(key, _ => new(async () =>
            {
                var answer = await ask();
                return new Token(answer.GetProperty("access_token").GetString()!, Clock.GetUtcNow().AddSeconds(answer.GetProperty("expires_in").GetInt32() - 30));
            }));
            var token = await held.Value;
            if (token.Until > Clock.GetUtcNow())
                return token.Value;
            _tokens.TryRemove(KeyValuePair.Create(key, held));
        }
    }

    private sealed record Token(string Value, DateTimeOffset Until);

    private sealed class Factory(Service service, IReadOnlyDictionary<string, string> settings, Action<IWebHostBuilder>? configure) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            foreach (var (name, value) in settings)
                builder.UseSetting(name, value);
            builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(service._faults));
            builder.ConfigureTestServices(services =>
            {
                services.RemoveAll<TimeProvider>().AddSingleton<TimeProvider>(service.Clock);

                // Hundreds of sign-ins are no test of the hash's cost.
                services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1);
                services.ConfigureDbContext<SqliteAmbassadorsDbContext>(options => options.AddInterceptors(service.Statements));
                services.ConfigureDbContext<PostgresAmbassadorsDbContext>(options => options.AddInterceptors(service.Statements));
            });
            configure?.Invoke(builder);
        }
    }

    /// <summary>Keeps what was logged as an error, so that a failing test can show it.</summary>
    private sealed class FaultLog : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _entries = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                _entries.Enqueue($"{formatter(state, exception)}\n{exception}");
            while (_entries.Count > 20)
                _entries.TryDequeue(out _);
        }

        public void Dispose()
        {
        }

        public override string ToString() => string.Join('\n', _entries);
    }
}
