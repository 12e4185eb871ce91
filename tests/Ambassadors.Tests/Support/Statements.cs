using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Ambassadors.Tests.Support;

/// <summary>One SQL statement as it was executed.</summary>
/// <param name="Sql">Its text.</param>
/// <param name="Parameters">Its parameters.</param>
public sealed record Statement(string Sql, IReadOnlyList<DbParameter> Parameters)
{
    /// <summary>How PostgreSQL would execute it.</summary>
    public Task<string> ExplainAsync(Service service) => service.OnDatabaseAsync(async db =>
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"EXPLAIN {Sql}";
        foreach (var parameter in Parameters)
            command.Parameters.Add(((ICloneable)parameter).Clone());
        await using var reader = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync())
            plan.Add(reader.GetString(0));
        return string.Join('\n', plan);
    });
}

/// <summary>Keeps the SQL statements of a service while a test listens.</summary>
public sealed class Statements : DbCommandInterceptor
{
    private ConcurrentQueue<Statement>? _heard;

    /// <summary>The statements that were executed while something was done.</summary>
    public async Task<IReadOnlyList<Statement>> DuringAsync(Func<Task> act)
    {
        _heard = new();
        await act();
        return [.. Interlocked.Exchange(ref _heard, null)!];
    }

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Hear(command);
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Hear(command);
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        Hear(command);
        return ValueTask.FromResult(result);
    }

    private void Hear(DbCommand command) => _heard?.Enqueue(new Statement(
        command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(parameter => (parameter as ICloneable)?.Clone() as DbParameter ?? parameter)]));
}
