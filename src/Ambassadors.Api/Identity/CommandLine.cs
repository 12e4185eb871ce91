namespace Ambassadors.Api.Identity;

/// <summary>The arguments of a command: words, and options with a value each.</summary>
public static class CommandLine
{
    // What the host itself reads (--urls …, --Some:Setting=…) is no business of a command's.
    private static readonly string[] OfTheHost = ["--urls", "--environment", "--contentRoot"];

    /// <summary>Reads them; null where an option is unknown or lacks its value.</summary>
    public static (string[] Words, Dictionary<string, string> Options)? Read(string[] arguments, params string[] known)
    {
        var words = new List<string>();
        var options = new Dictionary<string, string>();
        for (var index = 0; index < arguments.Length; index++)
        {
            var argument = arguments[index];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
            {
                words.Add(argument);
                continue;
            }

            if (argument.Contains(':', StringComparison.Ordinal) && argument.Contains('=', StringComparison.Ordinal))
                continue;
            if (++index == arguments.Length)
                return null;
            if (known.Contains(argument))
                options[argument] = arguments[index];
            else if (!OfTheHost.Contains(argument))
                return null;
        }

        return ([.. words], options);
    }
}
