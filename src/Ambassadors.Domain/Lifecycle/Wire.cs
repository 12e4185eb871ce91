using System.Collections.Concurrent;
using System.Text;

namespace Ambassadors.Domain.Lifecycle;

/// <summary>The spelling of enum members outside the code: <c>InMatching</c> is <c>in_matching</c> in JSON, in the journal, in the database.</summary>
public static class Wire
{
    private static readonly ConcurrentDictionary<Enum, string> Names = new();

    /// <summary>The snake_case name of an enum member.</summary>
    public static string Name<T>(T value) where T : struct, Enum => Names.GetOrAdd(value, static member => Snake(member.ToString()));

    private static string Snake(string pascal)
    {
        var snake = new StringBuilder(pascal.Length + 4);
        foreach (var letter in pascal)
        {
            if (char.IsUpper(letter) && snake.Length > 0)
                snake.Append('_');
            snake.Append(char.ToLowerInvariant(letter));
        }

        return snake.ToString();
    }
}
