using System.Collections.Concurrent;
using Ambassadors.Tests.Support;
using DotNet.Testcontainers.Builders;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Testcontainers.PostgreSql;

[assembly: CaptureConsole]
[assembly: AssemblyFixture(typeof(OnSqlite))]
[assembly: AssemblyFixture(typeof(OnPostgres))]

namespace Ambassadors.Tests.Support;

/// <summary>
/// One kind of database and the services that run on it. Nothing is started before a test asks. The service's own start-up
/// migrates and seeds one template; every service works on a copy of it.
/// </summary>
public abstract class OnDatabase : IAsyncLifetime
{
    private const string Template = "template";
    private const string Plenty = "1000000";

    private readonly Lazy<Task<Service>> _shared;
    private readonly Lazy<Task> _template;
    private readonly ConcurrentDictionary<Service, bool> _started = [];
    private int _copies;

    protected OnDatabase()
    {
        _template = new(MakeTemplateAsync);
        _shared = new(() => FreshAsync());
    }

    /// <summary>Files of the services: one directory each.</summary>
    protected string Files { get; } = Path.Combine(Path.GetTempPath(), $"ambassadors-tests-{Guid.NewGuid():N}");

    /// <summary>The service that tests share. Its clock stands still.</summary>
    public Task<Service> ServiceAsync() => _shared.Value;

    /// <summary>A service with a database and a clock of its own, for tests that move the clock or count.</summary>
    public async Task<Service> FreshAsync(Action<IWebHostBuilder>? configure = null)
    {
        var (connectionString, name) = await CopyAsync();
        return await StartAsync(connectionString, name, configure);
    }

    /// <summary>Ends a service that a test is done with; the one that tests share stays.</summary>
    public async ValueTask EndAsync(Service service)
    {
        if (!_shared.IsValueCreated || service != await _shared.Value)
            await service.DisposeAsync();
    }

    /// <summary>Lets go of a service that has ended.</summary>
    internal void Forget(Service service) => _started.TryRemove(service, out _);

    /// <summary>The settings of a database like that of <see cref="FreshAsync"/>, for services that run as processes of their own.</summary>
    public async Task<IReadOnlyDictionary<string, string>> PreparedAsync()
    {
        var (connectionString, name) = await CopyAsync();
        return Settings(connectionString, name);
    }

    /// <summary>A connection string to an empty database, with the settings that a service needs to work on it.</summary>
    public async Task<IReadOnlyDictionary<string, string>> EmptyAsync()
    {
        var name = $"empty{Interlocked.Increment(ref _copies)}";
        Directory.CreateDirectory(Path.Combine(Files, name));
        return Settings(await CreateAsync(name), name);
    }

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var service in _started.Keys)
            await service.DisposeAsync();
        if (Directory.Exists(Files))
            Directory.Delete(Files, recursive: true);
    }

    /// <summary>Value of <c>Database__Provider</c>.</summary>
    protected abstract string Provider { get; }

    /// <summary>Makes an empty database and gives its connection string.</summary>
    protected abstract Task<string> CreateAsync(string name);

    /// <summary>Makes a database like another, which nobody uses, and gives its connection string.</summary>
    protected abstract Task<string> CopyAsync(string template, string name);

    private async Task<(string ConnectionString, string Name)> CopyAsync()
    {
        await _template.Value;
        var name = $"copy{Interlocked.Increment(ref _copies)}";
        CopyDirectory(Path.Combine(Files, Template), Path.Combine(Files, name));
        return (await CopyAsync(Template, name), name);
    }

    private async Task MakeTemplateAsync()
    {
        Directory.CreateDirectory(Path.Combine(Files, Template));
        await (await StartAsync(await CreateAsync(Template), Template, null)).DisposeAsync();
    }

    private async Task<Service> StartAsync(string connectionString, string name, Action<IWebHostBuilder>? configure)
    {
        var service = new Service(this, Settings(connectionString, name), configure);
        _started[service] = true;
        await service.StartAsync();
        return service;
    }

    private Dictionary<string, string> Settings(string connectionString, string name) => new()
    {
        ["Database:Provider"] = Provider,
        ["ConnectionStrings:Ambassadors"] = connectionString,
        ["Data:Directory"] = Path.Combine(Files, name),

        // Tests say when what is due is done; a clock moved by weeks would have it looked for a hundred thousand times.
        ["Deadlines:Interval"] = "40.00:00:00",
        ["Journal:Interval"] = "40.00:00:00",
        ["Webhooks:Interval"] = "40.00:00:00",
        ["Mail:Interval"] = "40.00:00:00",

        // Nor does the shared service's clock move, by which quotas begin anew: hundreds of tests are within them all the same.
        ["Quotas:Client:Requests"] = Plenty,
        ["Quotas:Person:Requests"] = Plenty,
        ["Quotas:Address:Requests"] = Plenty,
        ["Quotas:Token:Requests"] = Plenty,
        ["Quotas:TokenAddress:Requests"] = Plenty
    };

    private static void CopyDirectory(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var directory in Directory.EnumerateDirectories(from))
            CopyDirectory(directory, Path.Combine(to, Path.GetFileName(directory)));
        foreach (var file in Directory.EnumerateFiles(from).Where(file => !file.Contains(".db", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}

/// <summary>Services on SQLite files.</summary>
public sealed class OnSqlite : OnDatabase
{
    /// <inheritdoc/>
    protected override string Provider => "Sqlite";

    /// <inheritdoc/>
    protected override Task<string> CreateAsync(string name) => Task.FromResult($"Data Source={FileOf(name)}");

    /// <inheritdoc/>
    protected override async Task<string> CopyAsync(string template, string name)
    {
        await using var source = new SqliteConnection($"Data Source={FileOf(template)};Pooling=False");
        await using var copy = new SqliteConnection($"Data Source={FileOf(name)};Pooling=False");
        await source.OpenAsync();
        await copy.OpenAsync();
        source.BackupDatabase(copy);
        await using var journal = copy.CreateCommand();
        journal.CommandText = "PRAGMA journal_mode = 'wal'";
        await journal.ExecuteNonQueryAsync();
        return await CreateAsync(name);
    }

    private string FileOf(string name) => Path.Combine(Files, name, "ambassadors.db");
}

/// <summary>
/// Services on databases of one PostgreSQL container. Where no Docker engine answers, their tests are skipped with the
/// reason, or fail where <c>AMBASSADORS_REQUIRE_POSTGRES=1</c> says that they have to run.
/// </summary>
public sealed class OnPostgres : OnDatabase
{
    private static readonly bool Required = Environment.GetEnvironmentVariable("AMBASSADORS_REQUIRE_POSTGRES") == "1";

    private readonly Lazy<Task<PostgreSqlContainer>> _container = new(StartContainerAsync);

    /// <inheritdoc/>
    protected override string Provider => "Postgres";

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_container.IsValueCreated && _container.Value.IsCompletedSuccessfully)
            await (await _container.Value).DisposeAsync();
    }

    /// <inheritdoc/>
    protected override Task<string> CreateAsync(string name) => CreateFromAsync("template0", name);

    /// <inheritdoc/>
    protected override Task<string> CopyAsync(string template, string name) => CreateFromAsync(Database(template), name);

    private async Task<string> CreateFromAsync(string template, string name)
    {
        var server = (await _container.Value).GetConnectionString();

        // A database can only be copied while nobody is connected to it, and its last service's pool still is.
        NpgsqlConnection.ClearPool(new NpgsqlConnection(ConnectionString(server, template)));
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {Database(name)} TEMPLATE {template}";
        await command.ExecuteNonQueryAsync();
        return ConnectionString(server, Database(name));
    }

    // A test's service rests when the test is over, and there are hundreds: its connections are not kept for long.
    private static string ConnectionString(string server, string database) =>
        new NpgsqlConnectionStringBuilder(server) { Database = database, MaxPoolSize = 40, ConnectionIdleLifetime = 10, ConnectionPruningInterval = 5, IncludeErrorDetail = true }.ConnectionString;

    private static string Database(string name) => $"ambassadors_{name}";

    private static async Task<PostgreSqlContainer> StartContainerAsync()
    {
        PostgreSqlContainer container;
        try
        {
            // Nothing here has to survive a power cut.
            container = new PostgreSqlBuilder("postgres:17").WithLogger(NullLogger.Instance)
                .WithCommand("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off", "-c", "max_connections=300")
                .Build();
        }
        catch (DockerUnavailableException exception) when (!Required)
        {
            Assert.Skip($"No Docker engine answers, so that nothing was tested on PostgreSQL: {exception.Message.ReplaceLineEndings(" ").Split(". ")[0]}.");
            throw;
        }

        await container.StartAsync();
        return container;
    }
}
