namespace Ambassadors.Tests.Support;

/// <summary>
/// Tests that go through the front door of a running service. A subject's tests are an abstract class; two sealed ones
/// run them on SQLite and on PostgreSQL.
/// </summary>
public abstract class ServiceTests(OnDatabase database) : IAsyncLifetime
{
    /// <summary>The kind of database, for services of a test's own.</summary>
    protected OnDatabase Database { get; } = database;

    /// <summary>The service that tests share.</summary>
    protected Service Service { get; set; } = null!;

    /// <summary>What is already the case.</summary>
    protected Given Given => Service.Given;

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync() => Service = await Database.ServiceAsync();

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);

        // It was not started where the test was skipped.
        return Service is null ? ValueTask.CompletedTask : Database.EndAsync(Service);
    }
}
