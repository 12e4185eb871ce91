namespace Ambassadors.Client;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
public interface IPage<out T>
{
    /// <summary>The items, in the list's order.</summary>
    IReadOnlyList<T> Items { get; }

    /// <summary>Cursor of the next page; none on the last.</summary>
    string? Next { get; }
}
