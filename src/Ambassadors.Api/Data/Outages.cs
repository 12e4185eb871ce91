using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Ambassadors.Api.Data;

/// <summary>Tells a database that is away for a while, which is worth another try later, from faults.</summary>
public static class Outages
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteIoError = 10;
    private const int SqliteFull = 13;
    private const int SqliteCannotOpen = 14;

    /// <summary>Whether the exception, or what caused it, is one.</summary>
    public static bool IsOne(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is NpgsqlException { IsTransient: true } or NpgsqlException { InnerException: SocketException or IOException or TimeoutException }
                or SqliteException { SqliteErrorCode: SqliteBusy or SqliteLocked or SqliteIoError or SqliteFull or SqliteCannotOpen })
            {
                return true;
            }
        }

        return false;
    }
}
