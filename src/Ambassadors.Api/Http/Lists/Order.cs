using System.Linq.Expressions;
using System.Text.Json;
using Ambassadors.Domain.Lifecycle;
using Microsoft.EntityFrameworkCore.Query;

namespace Ambassadors.Api.Http.Lists;

/// <summary>The orders in which a list of rows can be read; the first is its own.</summary>
public interface IOrders<TRow>
{
    /// <summary>The orders. Their names are values of <c>sort</c>, where there are several.</summary>
    static abstract IReadOnlyList<Order<TRow>> All { get; }

    /// <summary>What changed since an instant; absent where rows never change, so that the list has no <c>updatedSince</c>.</summary>
    static virtual Func<DateTimeOffset, Expression<Func<TRow, bool>>>? ChangedSince => null;
}

/// <summary>One order of a list: by these keys, of which the last is unique. Its place in the list is the keys of a row.</summary>
/// <param name="name">Its name; one that begins with <c>-</c> is descending.</param>
/// <param name="keys">The keys.</param>
public sealed class Order<TRow>(string name, params Key<TRow>[] keys)
{
    private readonly bool _descending = name.StartsWith('-');

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>How many keys a place has.</summary>
    public int Keys => keys.Length;

    /// <summary>The keys of a row.</summary>
    public string[] PlaceOf(TRow row) => [.. keys.Select(key => key.Read(row))];

    /// <summary>Sorts.</summary>
    public IQueryable<TRow> Sort(IQueryable<TRow> rows) =>
        keys.Skip(1).Aggregate(keys[0].Sort(rows, _descending), (sorted, key) => key.ThenSort(sorted, _descending));

    /// <summary>
    /// Keeps what comes after a place. <c>a &gt;= x AND (a &gt; x OR b &gt; y)</c>: of the shorter <c>a &gt; x OR a = x AND b &gt; y</c> no
    /// database makes the range of an index, and every page would read all those before it.
    /// </summary>
    public IQueryable<TRow> After(IQueryable<TRow> rows, IReadOnlyList<string> place)
    {
        var row = Expression.Parameter(typeof(TRow), "row");
        Expression? beyond = null;
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            var (strictly, orEqual) = keys[i].Beyond(row, place[i], _descending);
            beyond = beyond is null ? strictly : Expression.AndAlso(orEqual, Expression.OrElse(strictly, beyond));
        }

        return rows.Where(Expression.Lambda<Func<TRow, bool>>(beyond!, row));
    }
}

/// <summary>A column by which rows are ordered; never null.</summary>
public abstract class Key<TRow>
{
    /// <summary>A key.</summary>
    public static Key<TRow> By<TValue>(Expression<Func<TRow, TValue>> of) => new Typed<TValue>(of);

    /// <summary>A key, by the name of a member that a type parameter does not tell of.</summary>
    public static Key<TRow> By(string member)
    {
        var row = Expression.Parameter(typeof(TRow), "row");
        return new Typed<string>(Expression.Lambda<Func<TRow, string>>(Expression.Property(row, member), row));
    }

    internal abstract string Read(TRow row);

    internal abstract IOrderedQueryable<TRow> Sort(IQueryable<TRow> rows, bool descending);

    internal abstract IOrderedQueryable<TRow> ThenSort(IOrderedQueryable<TRow> rows, bool descending);

    internal abstract (Expression Strictly, Expression OrEqual) Beyond(ParameterExpression row, string value, bool descending);

    private sealed class Typed<TValue>(Expression<Func<TRow, TValue>> of) : Key<TRow>
    {
        private readonly Func<TRow, TValue> _read = of.Compile();

        internal override string Read(TRow row) => JsonSerializer.Serialize(_read(row));

        internal override IOrderedQueryable<TRow> Sort(IQueryable<TRow> rows, bool descending) =>
            descending ? rows.OrderByDescending(of) : rows.OrderBy(of);

        internal override IOrderedQueryable<TRow> ThenSort(IOrderedQueryable<TRow> rows, bool descending) =>
            descending ? rows.ThenByDescending(of) : rows.ThenBy(of);

        internal override (Expression Strictly, Expression OrEqual) Beyond(ParameterExpression row, string value, bool descending)
        {
            var key = ReplacingExpressionVisitor.Replace(of.Parameters[0], row, of.Body);

            // A member of something that is held becomes a parameter of the statement; a constant would make a statement of its own.
            Expression place = Expression.Property(Expression.Constant(new Place(JsonSerializer.Deserialize<TValue>(value)!)), nameof(Place.Value));
            if (typeof(TValue) == typeof(string))
            {
                key = Expression.Call(typeof(string), nameof(string.Compare), null, key, place);
                place = Expression.Constant(0);
            }

            return descending
                ? (Expression.LessThan(key, place), Expression.LessThanOrEqual(key, place))
                : (Expression.GreaterThan(key, place), Expression.GreaterThanOrEqual(key, place));
        }

        private sealed record Place(TValue Value);
    }
}

/// <summary>Files of the programme: the newest first, or by their last change.</summary>
public sealed class NewestFirst<TRow> : IOrders<TRow> where TRow : Resource
{
    /// <inheritdoc/>
    public static IReadOnlyList<Order<TRow>> All { get; } =
    [
        // An id is made of the instant of creation.
        new("-createdAt", Key<TRow>.By(row => row.Id)),
        new("createdAt", Key<TRow>.By(row => row.Id)),
        .. ByChange<TRow>.All
    ];

    /// <inheritdoc/>
    public static Func<DateTimeOffset, Expression<Func<TRow, bool>>> ChangedSince => ByChange<TRow>.Since;
}

/// <summary>Entries of the register: by name, or by their last change.</summary>
public sealed class ByName<TRow> : IOrders<TRow> where TRow : Resource
{
    /// <inheritdoc/>
    public static IReadOnlyList<Order<TRow>> All { get; } =
    [
        new("name", Key<TRow>.By("SortName"), Key<TRow>.By(row => row.Id)),
        new("-name", Key<TRow>.By("SortName"), Key<TRow>.By(row => row.Id)),
        .. ByChange<TRow>.All
    ];

    /// <inheritdoc/>
    public static Func<DateTimeOffset, Expression<Func<TRow, bool>>> ChangedSince => ByChange<TRow>.Since;
}

/// <summary>What every resource can be ordered and chosen by: its last change.</summary>
public static class ByChange<TRow> where TRow : Resource
{
    /// <summary>The last change first, and last.</summary>
    public static IReadOnlyList<Order<TRow>> All { get; } =
    [
        new("-updatedAt", Key<TRow>.By(row => row.UpdatedAt), Key<TRow>.By(row => row.Id)),
        new("updatedAt", Key<TRow>.By(row => row.UpdatedAt), Key<TRow>.By(row => row.Id))
    ];

    /// <summary>What changed since an instant.</summary>
    public static Func<DateTimeOffset, Expression<Func<TRow, bool>>> Since { get; } = since => row => row.UpdatedAt >= since;
}
