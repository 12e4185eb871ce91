using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Ambassadors.Api.Data;

/// <summary>That a checked update found its condition gone: somebody was faster. The work is judged again from fresh reads.</summary>
public sealed class LostRaceException(string what) : Exception(what);

/// <summary>Tells lost races, after which the work is judged again, from faults.</summary>
public static class Races
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteConstraint = 19;

    /// <summary>Whether the work lost a race against another transaction.</summary>
    public static bool IsLost(Exception exception) => exception switch
    {
        LostRaceException or DbUpdateConcurrencyException => true,
        DbUpdateException { InnerException: { } inner } => IsLost(inner),
        InvalidOperationException { InnerException: DbUpdateException or PostgresException or SqliteException } wrapped => IsLost(wrapped.InnerException!),
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.CheckViolation,
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteBusy or SqliteLocked or SqliteConstraint,
        _ => false
    };

    /// <summary>Whether a wait for somebody else's lock took too long.</summary>
    public static bool IsLockTimeout(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.LockNotAvailable,
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteBusy or SqliteLocked,
        { InnerException: { } inner } => IsLockTimeout(inner),
        _ => false
    };
}
