using Ambassadors.Domain.Offers;
using Microsoft.EntityFrameworkCore;

namespace Ambassadors.Tests.Support;

/// <summary>Many rows at once, as no front door brings them.</summary>
internal static class Rowing
{
    /// <summary>Copies the one offer that is there.</summary>
    public static Task<int> AddOffersAsync(Service service, int count) => service.OnDatabaseAsync(async db =>
    {
        var columns = db.Model.FindEntityType(typeof(Offer))!.GetProperties().Select(property => property.GetColumnName()).ToList();
        return await db.Database.ExecuteSqlRawAsync(CopyOf(columns, count, db.Database.IsSqlite()));
    });

    /// <summary>The statement that copies an offer.</summary>
    public static string CopyOf(IReadOnlyList<string> columns, int count, bool sqlite)
    {
        var id = sqlite ? "printf('%08X-0000-7000-8000-%012X', i, i)" : "(lpad(to_hex(i), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid";
        var values = columns.Select(column => column switch { "id" => id, "partner_reference" => "NULL", _ => $"one.{column}" });
        return $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "
            + $"INSERT INTO offers ({string.Join(", ", columns)}) SELECT {string.Join(", ", values)} FROM n, (SELECT * FROM offers LIMIT 1) one";
    }
}
